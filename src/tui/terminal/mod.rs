//! The terminal as a thing that is borrowed and given back: [`Screen`] takes it and draws on it, [`Events`]
//! waits for keys, signals and messages. Whatever ends the program, the terminal is as it was before. It
//! knows nothing of what is drawn.
//!
//! Input is decoded here and not by crossterm 0.29, whose reader leaves everything after the first 1,024
//! unread bytes lying until the next key, blocks inside half a sequence, and spins for ever on a terminal
//! that is gone. Its types of keys and mouse events are used.

mod ascii;
mod decode;
mod events;
mod frames;
mod hand;
mod modes;
mod paint;
mod panic;
mod pen;
mod screen;
mod scroll;
mod sentry;

pub use ascii::speaks_utf8;
pub use decode::{Decoder, Input};
pub use events::{Event, Events, Sender};
pub use modes::restore;
pub use screen::Screen;
pub use sentry::{EndedBy, die};
