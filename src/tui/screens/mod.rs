//! The screens. Each is told things and asks for effects; none performs anything.

pub mod class_form;
pub mod classes;
pub mod client_form;
pub mod clients;
pub mod conflict;
pub mod panels;
pub mod recovery;
pub mod rename;
pub mod set_up;
pub mod sign_on;
