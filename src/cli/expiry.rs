//! The flag that says when a new secret ends by itself.

use super::error::Error;
use crate::domain::time;

/// The flag as problems name it.
const FLAG: &str = "--secret-expires";

/// The flag of the commands that make a secret which may end.
#[derive(Clone, Debug, clap::Args)]
pub struct ExpiryFlag {
    /// When the new secret ends by itself: a date with its whole day, such as 2030-05-31, or a span from now, such as 90d
    #[arg(long, value_name = "TIME")]
    secret_expires: Option<String>,
}

impl ExpiryFlag {
    /// Unix seconds; nothing where it does not end.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is no time, or one that is over.
    pub fn at(&self, now: i64) -> Result<Option<i64>, Error> {
        let at = self.secret_expires.as_ref().map(|typed| time::deadline(FLAG, typed, now));
        at.transpose().map_err(Error::Invalid)
    }
}
