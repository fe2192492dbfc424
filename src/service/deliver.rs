//! Credentials for somebody else: in a form that a program reads, open, or sealed to a key so that whoever sends
//! them on never sees them. The audit log is told first.

use super::error::Error;
use super::{Disclosure, Service};
use crate::domain::{Delivery, Machine, Plaintext, Problem, Word};
use crate::vault::{Recipient, seal_parcel};

/// What is to be sent on.
pub enum Parcel {
    /// For anybody to read.
    Open(Plaintext),
    /// Armoured age, for those who hold the keys.
    Sealed(String),
}

/// How credentials are sent on.
pub struct Shipment<'a> {
    /// What they look like.
    pub form: Delivery,
    /// The host that a netrc entry is for.
    pub machine: Option<Machine>,
    /// Whom they are sealed to; nobody means that they are open.
    pub recipients: &'a [Recipient],
    /// Where they go, such as `file`.
    pub place: &'a str,
    /// For whom, where that was said.
    pub to: Option<String>,
}

impl Shipment<'_> {
    /// What the ledger calls the way.
    fn channel(&self) -> String {
        let seal = match self.recipients.len() {
            0 => String::new(),
            1 => ", sealed to a key".to_owned(),
            count => format!(", sealed to {count} keys"),
        };
        format!("{} to {}{seal}", self.form.word(), self.place)
    }
}

/// The keys to seal to, in texts with one a line; empty lines and those with a `#` are passed over. Where there are
/// texts there are keys: what was to be sealed is never left open.
///
/// # Errors
/// [`Error::Invalid`] with what is no key; [`Error::Usage`] where there is none.
pub fn recipients(texts: &[String]) -> Result<Vec<Recipient>, Error> {
    let lines = texts.iter().flat_map(|text| text.lines()).map(str::trim);
    let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let key = |line: &str| {
        line.parse().map_err(|error| {
            let why = crate::vault::NotARecipient::to_string(&error);
            Error::Invalid(vec![Problem::new("recipient", "", why)])
        })
    };
    let found: Vec<Recipient> = keys.map(key).collect::<Result<_, _>>()?;
    if found.is_empty() && !texts.is_empty() {
        return Err(Error::Usage("There is no key to seal to in what names the recipient.".to_owned()));
    }
    Ok(found)
}

impl Service {
    /// The credentials of a client as a parcel: sealed where there are recipients.
    ///
    /// # Errors
    /// As [`Service::disclose`]; a key that can't be sealed to.
    pub fn deliver(&mut self, client_id: &str, shipment: &Shipment<'_>) -> Result<Parcel, Error> {
        let how = Disclosure::Deliver { channel: shipment.channel(), to: shipment.to.clone() };
        let credentials = self.disclose(client_id, &how)?;
        let machine = shipment.machine.as_ref();
        let text = shipment.form.text(&credentials.client_id, &credentials.secret, machine);
        if shipment.recipients.is_empty() {
            return Ok(Parcel::Open(text));
        }
        let sealed = seal_parcel(shipment.recipients, &text);
        sealed.map(Parcel::Sealed).map_err(|error| Error::Machine(error.to_string()))
    }
}
