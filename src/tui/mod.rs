//! The screen: a thin front end over the service. It knows no SQL and no cryptography.

pub mod canvas;
pub mod form;
pub mod keys;
pub mod list;
pub mod theme;

pub mod terminal;
