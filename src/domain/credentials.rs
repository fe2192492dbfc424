//! Client credentials as they travel: `client_id:client_secret` lines and Basic headers. Reading them says
//! nothing about whether they are right; no error shows any of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::plaintext::Plaintext;

#[cfg(test)]
mod tests;

/// The name of the header, and of its scheme (RFC 7617 §2).
const HEADER: &str = "Authorization:";
const SCHEME: &str = "Basic ";

/// A client ID with the secret that was presented for it.
pub struct Credentials {
    /// As presented; it may be that of no client.
    pub client_id: String,
    /// As presented.
    pub secret: Plaintext,
}

/// Why a text holds no credentials. Exit code 1 on the command line: the answer is no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// No colon parts the two.
    #[error("There is no colon between client ID and secret. Give client_id:client_secret.")]
    NoColon,
    /// Nothing stands before the colon.
    #[error("There is no client ID before the colon. Give client_id:client_secret.")]
    NoClientId,
    /// Nothing stands after the colon.
    #[error("There is no secret after the colon. Give client_id:client_secret.")]
    NoSecret,
    /// More than one line.
    #[error("There is more than one line. Give one client_id:client_secret.")]
    SeveralLines,
    /// Not RFC 4648 §4, or not UTF-8 inside.
    #[error("What follows Basic is not base64 of client_id:client_secret. Copy the whole header.")]
    NotBase64,
}

impl Credentials {
    /// Reads a line, or a Basic header with or without its name, whichever `text` is.
    pub fn parse(text: &str) -> Result<Self, CredentialsError> {
        let line = without_newline(text);
        let value = strip_prefix_any_case(line, HEADER).map_or(line, str::trim_ascii_start);
        match strip_prefix_any_case(value, SCHEME) {
            Some(token) => Self::from_basic(token),
            None => split_line(line),
        }
    }

    /// Reads what follows `Basic ` in a header (RFC 7617 §2). What it holds is taken literally; see
    /// [`Credentials::form_decoded`].
    pub fn from_basic(token: &str) -> Result<Self, CredentialsError> {
        let decoded = STANDARD.decode(token.trim_ascii()).map_err(|_| CredentialsError::NotBase64)?;
        let decoded = Zeroizing::new(decoded);
        split(str::from_utf8(&decoded).map_err(|_| CredentialsError::NotBase64)?)
    }

    /// The credentials behind these where a client form-encoded both halves before Basic, as RFC 6749
    /// §2.3.1 and appendix B ask; `None` where that changes nothing or can't have been.
    #[must_use]
    pub fn form_decoded(&self) -> Option<Self> {
        let client_id = form_decoded(&self.client_id)?;
        let secret = form_decoded(self.secret.expose())?;
        let same = *client_id == self.client_id && *secret == *self.secret.expose();
        (!same).then(|| Self {
            client_id: String::clone(&client_id),
            secret: Plaintext::new(String::clone(&secret)),
        })
    }

    /// `client_id:client_secret`, without a newline: what is copied and handed out.
    #[must_use]
    pub fn line(&self) -> Plaintext {
        line(&self.client_id, &self.secret)
    }

    /// What follows `Basic ` in a header, both halves taken literally (RFC 7617 §2).
    #[must_use]
    pub fn basic(&self) -> Plaintext {
        let line = self.line();
        let mut token = String::with_capacity(line.expose().len().div_ceil(3) * 4);
        STANDARD.encode_string(line.expose(), &mut token);
        Plaintext::new(token)
    }
}

/// `client_id:client_secret` of the two.
#[must_use]
pub fn line(client_id: &str, secret: &Plaintext) -> Plaintext {
    let secret = secret.expose();
    // The whole length at once: a string that grows leaves copies behind.
    let mut line = String::with_capacity(client_id.len() + 1 + secret.len());
    line.push_str(client_id);
    line.push(':');
    line.push_str(secret);
    Plaintext::new(line)
}

fn split_line(line: &str) -> Result<Credentials, CredentialsError> {
    if line.contains(['\n', '\r']) { Err(CredentialsError::SeveralLines) } else { split(line) }
}

fn split(text: &str) -> Result<Credentials, CredentialsError> {
    let (client_id, secret) = text.split_once(':').ok_or(CredentialsError::NoColon)?;
    match (client_id, secret) {
        ("", _) => Err(CredentialsError::NoClientId),
        (_, "") => Err(CredentialsError::NoSecret),
        _ => Ok(Credentials { client_id: client_id.to_owned(), secret: Plaintext::new(secret.to_owned()) }),
    }
}

/// `application/x-www-form-urlencoded` decoded: plus is a blank, %XX a byte. `None` where a % stands alone, or
/// the bytes are no UTF-8.
fn form_decoded(text: &str) -> Option<Zeroizing<String>> {
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            _ => byte,
        });
    }
    str::from_utf8(&out).ok().map(|decoded| Zeroizing::new(decoded.to_owned()))
}

fn without_newline(text: &str) -> &str {
    text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line))
}

fn strip_prefix_any_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (front, rest) = text.split_at_checked(prefix.len())?;
    front.eq_ignore_ascii_case(prefix).then_some(rest)
}
