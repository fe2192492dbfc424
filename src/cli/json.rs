//! JSON on its way to stdout: a client as SPEC §3 lists it is the exchange's document.

use super::error::Error;
pub use crate::exchange::{Object, document as client};

/// An object without secrets as one line.
///
/// # Errors
/// None that an object of plain values can have.
pub fn text(object: &Object) -> Result<String, Error> {
    serde_json::to_string(object)
        .map_err(|error| Error::Unavailable(format!("No JSON could be made: {error}.")))
}

/// An array on its way to stdout, an element a line.
#[derive(Default)]
pub struct Array {
    begun: bool,
}

impl Array {
    /// The text of one more element.
    ///
    /// # Errors
    /// As [`text`].
    pub fn add(&mut self, object: &Object) -> Result<String, Error> {
        let before = if self.begun { ",\n" } else { "[\n" };
        self.begun = true;
        Ok(before.to_owned() + &text(object)?)
    }

    /// The text that ends it.
    #[must_use]
    pub fn end(self) -> &'static str {
        if self.begun { "\n]\n" } else { "[]\n" }
    }
}
