//! Picks a front end: the screen when no command was given, else the command line.

fn main() {}
