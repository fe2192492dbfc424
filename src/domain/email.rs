//! E-mail addresses as SMTP has them (RFC 5321 §4.1.2), in ASCII. An address is kept as it was typed.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::problem::{Checked, Problem, field};
use super::rule;
use super::text::quoted;

#[cfg(test)]
mod tests;

/// Characters before the @, at most (RFC 5321 §4.5.3.1.1).
pub const LOCAL_MAX: usize = 64;
/// Characters in all, at most (RFC 5321 §4.5.3.1.3).
pub const MAX: usize = 254;
/// Characters of a label of the domain, at most.
const LABEL_MAX: usize = 63;

/// The one contact of a client, or `None` where nothing was typed.
pub fn contact<T: AsRef<str>>(texts: &[T]) -> Checked<Option<String>> {
    let mut typed = texts.iter().map(|text| text.as_ref().trim_ascii()).filter(|text| !text.is_empty());
    match (typed.next(), typed.next()) {
        (None, _) => Ok(None),
        (Some(only), None) => address(only).map(Some),
        (Some(_), Some(_)) => refused("A client has one e-mail address at most. Leave one."),
    }
}

/// One address, without blanks around it.
pub fn address(typed: &str) -> Checked<String> {
    let typed = typed.trim_ascii();
    let shown = quoted(typed);
    let count = typed.chars().count();
    let Some((local, domain)) = typed.rsplit_once('@') else {
        return refused(&format!("{shown} has no @. Type an address such as jane@example.com."));
    };
    if !typed.is_ascii() {
        return refused(&format!(
            "{shown} has characters other than ASCII. Type the domain in punycode (xn--) and the part before the @ \
             in ASCII."
        ));
    }
    if count > MAX {
        return refused(&format!("The e-mail address has {count} characters. Type one of {MAX} at most."));
    }
    if local.len() > LOCAL_MAX {
        return refused(&format!(
            "The e-mail address has {} characters before the @. Type one with {LOCAL_MAX} at most.",
            local.len()
        ));
    }
    if !is_dot_string(local) && !is_quoted_string(local) {
        return refused(&if local.contains([',', ';', '@', '<', ' ']) {
            format!("{shown} is not exactly one address. Type one, with neither a name nor a second address.")
        } else {
            format!("{shown} has no valid part before the @. Type an address such as jane@example.com.")
        });
    }
    if !is_domain(domain) && !is_address_literal(domain) {
        return refused(&format!("{shown} has no valid domain after the @. Type one such as example.com."));
    }
    Ok(typed.to_owned())
}

fn refused<T>(sentence: &str) -> Checked<T> {
    Err(vec![Problem::by(rule::L83, field::CONTACTS, sentence)])
}

/// `Dot-string` of RFC 5321: atoms with dots between them.
fn is_dot_string(local: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(fits))
}

/// `Quoted-string` of RFC 5321: visible characters and blanks, quotes and backslashes behind a backslash.
fn is_quoted_string(local: &str) -> bool {
    let Some(inner) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut bytes = inner.bytes();
    while let Some(byte) = bytes.next() {
        let fits = match byte {
            b'\\' => bytes.next().is_some_and(|next| matches!(next, b' '..=b'~')),
            b'"' => false,
            _ => matches!(byte, b' '..=b'~'),
        };
        if !fits {
            return false;
        }
    }
    true
}

/// `Domain` of RFC 5321: labels of letters, digits and inner hyphens.
fn is_domain(domain: &str) -> bool {
    domain.split('.').all(|label| {
        (1..=LABEL_MAX).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

/// `address-literal` of RFC 5321 §4.1.3, such as `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
fn is_address_literal(domain: &str) -> bool {
    let Some(inner) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return false };
    match inner.get(..5) {
        Some(tag) if tag.eq_ignore_ascii_case("IPv6:") => inner[5..].parse::<Ipv6Addr>().is_ok(),
        _ => inner.parse::<Ipv4Addr>().is_ok(),
    }
}
