//! What looks like credentials in bytes: generated secrets, Basic headers, and pairs of clients whose secrets were
//! imported. It knows no registry, so that it can look at many files at once; it keeps no generated secret, only
//! its fingerprint.

use std::collections::HashSet;

use memchr::memmem;

use super::candidate::{Candidate, begins_here, is_word};
use super::pairs;
use crate::domain::sighting::Form;
use crate::domain::{Credentials, client_id};
use crate::vault::{Fingerprint, secret_format};

/// Bytes after its beginning that tell whether something is a candidate: the longest is a Basic header.
pub const AHEAD: usize = 2_048;
/// Bytes before a beginning that are looked at: a client ID and what stands before it.
pub const BEHIND: usize = client_id::MAX + 8;
/// The scheme of a Basic header without its first letter, which is written large or small.
const SCHEME: &[u8] = b"asic ";
/// Characters of a base64 token at most.
const LONGEST_TOKEN: usize = 1_536;

/// Finds candidates.
pub struct Finder {
    prefix: memmem::Finder<'static>,
    scheme: Option<memmem::Finder<'static>>,
    /// The IDs of clients that have or had an imported secret; nobody else can have a pair that was not found
    /// by the secret in it.
    imported: HashSet<Vec<u8>>,
}

impl Finder {
    /// Looks for generated secrets; `with_clients` for Basic headers and pairs too.
    pub fn new(with_clients: bool, imported: HashSet<Vec<u8>>) -> Self {
        let prefix = memmem::Finder::new(secret_format::PREFIX);
        let scheme = with_clients.then(|| memmem::Finder::new(SCHEME));
        Self { prefix, scheme, imported }
    }

    /// Tells of every candidate that begins from `from` on and before `to`, in their order. `window` goes on to
    /// `to` and [`AHEAD`] bytes more, or to the end of the text; and begins [`BEHIND`] bytes before `from`, or
    /// with the text.
    pub fn find(&self, window: &[u8], from: usize, to: usize, found: &mut Vec<(usize, Candidate)>) {
        let within = &window[from..(to + secret_format::PREFIX.len()).min(window.len())];
        for at in self.prefix.find_iter(within).map(|at| from + at).filter(|at| *at < to) {
            if let Some(fingerprint) = generated(window, at) {
                found.push((at, Candidate::Generated(Form::Secret, fingerprint)));
            }
        }
        let Some(scheme) = &self.scheme else { return };
        // Its first letter stands one before.
        let start = from + 1;
        if start < window.len() {
            let within = &window[start..(to + SCHEME.len()).min(window.len())];
            for at in scheme.find_iter(within).map(|at| start + at - 1).filter(|at| *at < to) {
                found.extend(basic(window, at).map(|candidate| (at, candidate)));
            }
        }
        if !self.imported.is_empty() {
            pairs::find(window, from, to, &self.imported, found);
        }
        found.sort_by_key(|(at, _)| *at);
    }
}

/// The generated secret that begins here.
fn generated(window: &[u8], at: usize) -> Option<Fingerprint> {
    let end = at + secret_format::LENGTH;
    let text = str::from_utf8(window.get(at..end)?).ok()?;
    let goes_on = window.get(end).is_some_and(|byte| is_word(*byte));
    if goes_on || !begins_here(&window[..at]) {
        return None;
    }
    Fingerprint::of(text)
}

/// The Basic header whose scheme begins here (RFC 7617 §2).
fn basic(window: &[u8], at: usize) -> Option<Candidate> {
    if !window[at].eq_ignore_ascii_case(&b'B') || !begins_here(&window[..at]) {
        return None;
    }
    let rest = &window[at + 1 + SCHEME.len()..];
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    let rest = rest.get(blanks..)?;
    let is_token = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let digits = rest.iter().take(LONGEST_TOKEN).take_while(is_token).count();
    let signs = rest[digits..].iter().take_while(|byte| **byte == b'=').take(2).count();
    let token = str::from_utf8(&rest[..digits + signs]).ok()?;
    let presented = Credentials::from_basic(token).ok()?;
    let decoded = presented.form_decoded();
    if let Some(fingerprint) = Fingerprint::of(presented.secret.expose()) {
        return Some(Candidate::Generated(Form::Basic, fingerprint));
    }
    let mut texts = vec![presented.secret];
    texts.extend(decoded.map(|decoded| decoded.secret));
    Some(Candidate::Presented(Form::Basic, presented.client_id, texts))
}

#[cfg(test)]
mod tests;
