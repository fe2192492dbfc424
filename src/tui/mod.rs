//! The screen: a thin front end over the service. It knows no SQL and no cryptography. Screens ask, the
//! shell acts, one worker thread owns the service.

pub mod alarms;
pub mod answer;
pub mod canvas;
pub mod chrome;
pub mod copier;
pub mod desk;
pub mod dialog;
pub mod editor;
pub mod form;
pub mod grid;
pub mod help;
pub mod keys;
pub mod list;
pub mod message;
mod one_line;
pub mod question;
pub mod request;
mod run;
pub mod screen;
pub mod screens;
mod scroll;
pub mod shell;
pub mod terminal;
pub mod theme;
mod to_tell;
pub mod told;
pub mod worker;

pub use run::{Error, Options, run};
