//! What became of a clipboard that was to be cleared. It holds no secret.

/// What clearing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleared {
    /// It held our text, and no longer does.
    Yes,
    /// Something else is there by now, and was left alone.
    NotOurs,
    /// The terminal was asked to; it cannot confirm.
    Asked,
}

impl Cleared {
    /// What to tell the operator.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Yes => "The clipboard is cleared.",
            Self::NotOurs => "The clipboard holds something else by now; it is left alone.",
            Self::Asked => "Your terminal was asked to clear its clipboard; it cannot confirm.",
        }
    }
}
