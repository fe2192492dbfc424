//! The host of a redirect URI: a name, or an address in its one plain form (RULES L-52, L-55).

use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::rule::{self, Rule};

/// Characters of a host name, at most (RFC 1035 §2.3.4).
const NAME_MAX: usize = 253;
/// Characters of a label, at most.
const LABEL_MAX: usize = 63;
/// What to do about a loopback address that is written in another way.
const LOOPBACK: &str = "Write a loopback address as 127.0.0.1 or [::1].";

/// What a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host<'a> {
    /// A name, as typed.
    Name(&'a str),
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// An IPv6 address.
    V6(Ipv6Addr),
}

impl<'a> Host<'a> {
    /// Reads a host as typed, or says which rule it breaks and what to do.
    pub fn read(text: &'a str) -> Result<Self, (&'static Rule, String)> {
        if text.is_empty() {
            return Err((rule::L52, "has no host. Type one after the two slashes.".into()));
        }
        if let Some(inner) = text.strip_prefix('[') {
            return read_v6(inner.strip_suffix(']').unwrap_or_default());
        }
        if ends_in_a_number(text) {
            return text.parse().map(Self::V4).map_err(|_| {
                let sentence =
                    "writes an address in another form than four decimal numbers such as 192.0.2.1. \
                                Type it in that form.";
                (rule::L55, sentence.into())
            });
        }
        check_name(text).map(|()| Self::Name(text))
    }

    /// Whether it is 127.0.0.0/8, `[::1]` or the whole name `localhost` (RFC 8252 §7.3).
    pub fn is_loopback(self) -> bool {
        match self {
            Self::Name(name) => name.eq_ignore_ascii_case("localhost"),
            Self::V4(address) => address.is_loopback(),
            Self::V6(address) => address.is_loopback(),
        }
    }

    /// Whether it is an address rather than a name.
    pub fn is_address(self) -> bool {
        !matches!(self, Self::Name(_))
    }

    /// Whether it looks like loopback to a careless reader, and is not.
    pub fn resembles_loopback(self) -> bool {
        let Self::Name(name) = self else { return false };
        let name = name.to_ascii_lowercase();
        !self.is_loopback()
            && (name.starts_with("localhost")
                || name.starts_with("127.")
                || name.trim_end_matches('.').ends_with(".localhost"))
    }
}

fn read_v6<'a>(inner: &str) -> Result<Host<'a>, (&'static Rule, String)> {
    let Ok(address) = inner.parse::<Ipv6Addr>() else {
        let sentence = "has no IPv6 address between its brackets. Type one such as [2001:db8::1].";
        return Err((rule::L52, sentence.into()));
    };
    let hidden = address.to_ipv4().is_some_and(|v4| v4.is_loopback());
    if hidden || (address.is_loopback() && inner != "::1") {
        return Err((rule::L55, format!("writes loopback in another form. {LOOPBACK}")));
    }
    Ok(Host::V6(address))
}

/// Whether browsers take the host for an IPv4 address (WHATWG URL, *ends in a number*).
fn ends_in_a_number(host: &str) -> bool {
    let last = host.strip_suffix('.').unwrap_or(host).rsplit('.').next().unwrap_or_default();
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    (!last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())) || hex.is_some_and(is_hex)
}

fn check_name(name: &str) -> Result<(), (&'static Rule, String)> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let labels = || name.strip_suffix('.').unwrap_or(name).split('.');
    if !labels().all(|label| label.bytes().all(fits)) {
        let sentence = "has a host with characters other than letters, digits, hyphens, underscores and dots. \
                        Type the host in ASCII, other letters in punycode (xn--).";
        return Err((rule::L52, sentence.into()));
    }
    if name.len() > NAME_MAX || labels().any(|label| label.is_empty() || label.len() > LABEL_MAX) {
        let sentence = format!(
            "has a host with an empty or too long part. Type 1 to {LABEL_MAX} characters between dots, {NAME_MAX} in all."
        );
        return Err((rule::L52, sentence));
    }
    if url::Host::parse(name).is_err() {
        let sentence = "has a host that is no valid punycode. Convert the host name again (RFC 5891).";
        return Err((rule::L52, sentence.into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_what_the_rule_names_and_nothing_else() {
        for host in ["127.0.0.1", "127.255.255.254", "[::1]", "localhost", "LocalHost"] {
            assert!(Host::read(host).unwrap().is_loopback(), "{host}");
        }
        for host in
            ["localhost.example.com", "127.0.0.1.example.com", "localhost.", "app.localhost", "localhosts"]
        {
            let read = Host::read(host).unwrap();
            assert!(!read.is_loopback() && read.resembles_loopback(), "{host}");
        }
        for host in ["example.com", "10.0.0.1", "[2001:db8::1]", "0.0.0.0", "[::]", "my-localhost.example"] {
            let read = Host::read(host).unwrap();
            assert!(!read.is_loopback() && !read.resembles_loopback(), "{host}");
        }
    }

    #[test]
    fn other_forms_of_an_address_are_refused() {
        for host in [
            "127.1",
            "2130706433",
            "0x7f.0.0.1",
            "0x7f000001",
            "0X7F.1",
            "0177.0.0.1",
            "127.0.0.01",
            "127.0.0.1.",
            "127.0.0.256",
            "1.2.3.4.5",
            "example.0x",
            "[0:0:0:0:0:0:0:1]",
            "[::0001]",
            "[::ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[::ffff:7f00:1]",
        ] {
            assert_eq!(Host::read(host).unwrap_err().0.id, "L-55", "{host}");
        }
    }

    #[test]
    fn names_have_plain_labels() {
        let longest = ["x".repeat(63), "x".repeat(63), "x".repeat(63), "x".repeat(61)].join(".");
        for host in ["a", "client.example", "a_b-c.example.", "xn--bcher-kva.example", "-a.example", &longest]
        {
            assert_eq!(Host::read(host), Ok(Host::Name(host)));
        }
        for host in [
            "",
            ".",
            "a..b",
            ".example.com",
            "a.example..",
            "bücher.example",
            "a%62",
            "a,b",
            "a!b",
            "a b",
            "xn--a",
            "[",
            "[]",
            "[::1",
            "[::1]x",
            "[fe80::1%25eth0]",
            "[v1.x]",
            "[1.2.3.4]",
            &"x".repeat(64),
            &format!("{longest}y"),
        ] {
            assert_eq!(Host::read(host).map_err(|fault| fault.0.id), Err("L-52"), "{host}");
        }
    }
}
