//! The command line, tried as an operator or a script would: the real program on a registry of its own.

mod audit;
mod busy;
mod classes;
mod contain;
mod create;
mod deliver;
mod exchange;
mod exit_codes;
mod help;
mod lint;
mod list;
mod matrix;
mod operators;
mod partners;
mod passwords;
mod people;
pub mod program;
mod recover;
mod scan;
mod scopes;
mod secrets;
mod settings;
mod story;
mod terminal;
mod together;
mod trash;
mod upkeep;
