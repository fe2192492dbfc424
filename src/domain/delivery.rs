//! Credentials as a file that a program reads: environment, netrc, JSON, or the plain line.

use std::str::FromStr;

use super::client::Word;
use super::credentials;
use super::plaintext::Plaintext;
use super::problem::Problem;

/// What credentials look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// `CLIENT_ID=…` and `CLIENT_SECRET=…`, for a shell or a service manager.
    Env,
    /// A netrc entry, for curl and others.
    Netrc,
    /// A JSON object with `client_id` and `client_secret`.
    Json,
    /// `client_id:client_secret`, without a newline.
    Raw,
}

impl Word for Delivery {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Env, "env", "env: CLIENT_ID and CLIENT_SECRET"),
        (Self::Netrc, "netrc", "netrc: an entry for curl and others"),
        (Self::Json, "json", "json: an object"),
        (Self::Raw, "raw", "raw: client_id:client_secret"),
    ];
}

/// The host that a netrc entry is for: nothing in it ends the entry or begins another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine(String);

impl FromStr for Machine {
    type Err = Problem;

    fn from_str(typed: &str) -> Result<Self, Problem> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if typed.is_empty() || !typed.chars().all(plain) {
            let sentence = "A netrc entry is for a host, such as as.example.";
            return Err(Problem::new("machine", "", sentence));
        }
        Ok(Self(typed.to_owned()))
    }
}

impl Delivery {
    /// The credentials in this form; `machine` is the host that a netrc entry is for, else the default entry.
    #[must_use]
    pub fn text(self, client_id: &str, secret: &Plaintext, machine: Option<&Machine>) -> Plaintext {
        let secret_text = secret.expose();
        // The whole length at once: a string that grows leaves copies behind.
        let room =
            6 * (client_id.len() + secret_text.len()) + machine.map_or(0, |machine| machine.0.len()) + 64;
        let mut text = String::with_capacity(room);
        match self {
            Self::Raw => return credentials::line(client_id, secret),
            Self::Env => {
                text.push_str("CLIENT_ID=");
                shell(client_id, &mut text);
                text.push_str("\nCLIENT_SECRET=");
                shell(secret_text, &mut text);
                text.push('\n');
            }
            Self::Netrc => {
                match machine {
                    Some(Machine(host)) => text.extend(["machine ", host.as_str()]),
                    None => text.push_str("default"),
                }
                text.push_str(" login ");
                quoted(client_id, plain_netrc, &mut text);
                text.push_str(" password ");
                quoted(secret_text, plain_netrc, &mut text);
                text.push('\n');
            }
            Self::Json => {
                text.push_str("{\"client_id\":");
                quoted(client_id, |_| false, &mut text);
                text.push_str(",\"client_secret\":");
                quoted(secret_text, |_| false, &mut text);
                text.push_str("}\n");
            }
        }
        Plaintext::new(text)
    }
}

/// Characters that mean themselves in a shell, in an environment file and in netrc.
fn plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~+/@:%".contains(c)
}

fn plain_netrc(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_graphic() && !"\"\\#".contains(c))
}

/// A word of a shell: as it is where that will do, else in single quotes.
fn shell(word: &str, out: &mut String) {
    if word.chars().all(plain) {
        return out.push_str(word);
    }
    out.push('\'');
    for c in word.chars() {
        match c {
            '\'' => out.push_str("'\\''"),
            _ => out.push(c),
        }
    }
    out.push('\'');
}

/// A text of blanks and visible ASCII in double quotes with backslashes, as JSON and curl's netrc read it; as it
/// is where that will do.
fn quoted(text: &str, as_it_is: fn(&str) -> bool, out: &mut String) {
    if as_it_is(text) {
        return out.push_str(text);
    }
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(form: Delivery, secret: &str, machine: Option<&str>) -> String {
        let machine = machine.map(|host| host.parse().unwrap());
        form.text("abc-1", &Plaintext::new(secret.to_owned()), machine.as_ref()).expose().to_owned()
    }

    #[test]
    fn a_host_ends_no_entry_and_begins_none() {
        for host in ["as.example", "192.0.2.1", "[2001:db8::1]:8443", "host_name-1"] {
            host.parse::<Machine>().unwrap();
        }
        for typed in
            ["", "as.example login eve", "as.example\npassword x", "a\"b", "a#b", "\u{fc}ber.example"]
        {
            assert!(typed.parse::<Machine>().is_err(), "{typed}");
        }
    }

    #[test]
    fn a_generated_secret_stands_as_it_is() {
        let secret = "cks1_a-b";
        assert_eq!(text(Delivery::Env, "cks1-ab", None), "CLIENT_ID=abc-1\nCLIENT_SECRET=cks1-ab\n");
        assert_eq!(text(Delivery::Netrc, secret, None), "default login abc-1 password cks1_a-b\n");
        let netrc = text(Delivery::Netrc, secret, Some("as.example"));
        assert_eq!(netrc, "machine as.example login abc-1 password cks1_a-b\n");
        assert_eq!(text(Delivery::Raw, secret, None), "abc-1:cks1_a-b");
        let json: serde_json::Value = serde_json::from_str(&text(Delivery::Json, secret, None)).unwrap();
        assert_eq!((&json["client_id"], &json["client_secret"]), (&"abc-1".into(), &secret.into()));
    }

    #[test]
    fn an_imported_secret_is_quoted_so_that_it_is_read_as_it_is() {
        let secret = "it's \"a\" $(rm) `x` \\ #1!";
        assert!(
            text(Delivery::Env, secret, None).ends_with("CLIENT_SECRET='it'\\''s \"a\" $(rm) `x` \\ #1!'\n")
        );
        assert!(
            text(Delivery::Netrc, secret, None).ends_with("password \"it's \\\"a\\\" $(rm) `x` \\\\ #1!\"\n")
        );
        let json: serde_json::Value = serde_json::from_str(&text(Delivery::Json, secret, None)).unwrap();
        assert_eq!(json["client_secret"], secret);
    }
}
