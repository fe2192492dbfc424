//! Credentials for somebody else: in a form that a program reads, open, or sealed to a key so that whoever sends
//! them on never sees them. The audit log is told first.

use super::error::Error;
use super::{Disclosure, Service};
use crate::domain::{Delivery, Plaintext, Problem};
use crate::vault::{Recipient, seal_parcel};

/// What is to be sent on.
pub enum Parcel {
    /// For anybody to read.
    Open(Plaintext),
    /// Armoured age, for those who hold the keys.
    Sealed(String),
}

/// The keys to seal to, in texts with one a line; empty lines and those with a `#` are passed over.
///
/// # Errors
/// [`Error::Invalid`] with what is no key.
pub fn recipients(texts: &[String]) -> Result<Vec<Recipient>, Error> {
    let lines = texts.iter().flat_map(|text| text.lines()).map(str::trim);
    let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let key = |line: &str| {
        line.parse().map_err(|error| {
            let why = crate::vault::NotARecipient::to_string(&error);
            Error::Invalid(vec![Problem::new("recipient", "", why)])
        })
    };
    keys.map(key).collect()
}

impl Service {
    /// The credentials of a client as a parcel: sealed where there are recipients. `machine` is the host that a
    /// netrc entry is for.
    ///
    /// # Errors
    /// As [`Service::disclose`]; a key that can't be sealed to.
    pub fn deliver(
        &mut self,
        client_id: &str,
        form: Delivery,
        machine: Option<&str>,
        recipients: &[Recipient],
        how: &Disclosure,
    ) -> Result<Parcel, Error> {
        let credentials = self.disclose(client_id, how)?;
        let text = form.text(&credentials.client_id, &credentials.secret, machine);
        if recipients.is_empty() {
            return Ok(Parcel::Open(text));
        }
        seal_parcel(recipients, &text).map(Parcel::Sealed).map_err(|error| Error::Machine(error.to_string()))
    }
}
