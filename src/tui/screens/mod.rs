//! The screens. Each is told things and asks for effects; none performs anything.

pub mod advice;
pub mod audit;
pub mod class_form;
pub mod classes;
pub mod client_form;
pub mod clients;
pub mod conflict;
pub mod contain;
pub mod findings;
pub mod health;
pub mod holding;
pub mod incidents;
mod one_list;
pub mod operator_form;
pub mod operators;
pub mod own_password;
pub mod panels;
pub mod partner_form;
pub mod partner_users;
pub mod partners;
pub mod recover;
pub mod recovery;
pub mod rename;
pub mod reset_password;
pub mod scopes;
pub mod set_up;
pub mod settings;
pub mod sign_on;
pub mod trash;
mod twice;
pub mod worklist;

pub(in crate::tui) use client_form::NO_SECRET;
