//! Forms as a person meets them: fields by their labels, what the screen shows, what was typed.

mod attributes;
mod fields;
mod pictures;
mod robot;
mod screen;
mod suggest;

pub(super) use robot::{Robot, options};
