//! What every reader of documents has to hold, whatever it is fed with.

use std::io::{self, Read};

use clientkeep::domain::{Declared, Draft, GivenSecret, Profile};
use clientkeep::exchange::{Clients, Unreadable};

/// Reads a document at once and byte by byte: both tell the same, each client and each complaint has a line of the
/// document, nothing follows the end, and what is told of a client can be checked.
pub fn reads<R>(read: R, document: &[u8])
where
    R: for<'r> Fn(Box<dyn Read + 'r>) -> Clients<'r>,
{
    let lines = 1 + document.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
    let told = all(read(Box::new(document)), lines);
    assert_eq!(told, all(read(Box::new(Trickle(document))), lines));
}

/// One byte at a time, as a slow pipe may give it.
struct Trickle<'d>(&'d [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = 1.min(into.len());
        self.0.read(&mut into[..count])
    }
}

fn all(clients: Clients<'_>, lines: u64) -> Vec<String> {
    let (mut told, mut number, mut ended) = (Vec::new(), 0, false);
    for client in clients {
        assert!(!ended, "nothing follows what can't be read");
        told.push(match client {
            Ok(client) => {
                assert!(client.number > number, "clients are counted");
                number = client.number;
                one(&client, lines)
            }
            Err(Unreadable { line, sentence }) => {
                ended = true;
                assert!((1..=lines).contains(&line), "{line} of {lines}: {sentence}");
                format!("{line}: {sentence}")
            }
        });
    }
    told
}

fn one(client: &Declared, lines: u64) -> String {
    let problems = client.problems.iter().map(|located| located.line);
    let named = client.named.iter().map(|named| named.line);
    for line in problems.chain(named).chain(client.secret_line).chain([client.line]) {
        assert!((1..=lines).contains(&line), "{line} of {lines}");
    }
    let draft = client.over(Draft::new(client.profile.unwrap_or(Profile::Service)));
    let sound = draft.check().is_ok();
    let secret = match &client.secret {
        GivenSecret::None => "",
        GivenSecret::Plain(secret) => secret.expose(),
        GivenSecret::Argon2id { phc, .. } => phc,
        GivenSecret::Unverifiable(kind) => kind,
    };
    let Declared { number, line, named, enabled, problems, left_out, .. } = client;
    format!("{number} {line} {named:?} {enabled:?} {problems:?} {left_out:?} {secret:?} {sound}")
}
