//! The command line, tried as an operator or a script would: the real program on a registry of its own.

mod classes;
mod create;
mod exit_codes;
mod help;
mod list;
mod passwords;
mod program;
mod secrets;
mod story;
mod terminal;
