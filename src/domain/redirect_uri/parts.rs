//! The parts of a URI (RFC 3986 §3), cut apart without changing or judging any of them.

/// A URI in parts, each as typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// Before the first colon.
    pub scheme: &'a str,
    /// After `//`, where there is one.
    pub authority: Option<&'a str>,
    /// After the authority, or else after the colon.
    pub path: &'a str,
    /// After the question mark, where there is one.
    pub query: Option<&'a str>,
    /// After the hash sign, where there is one.
    pub fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Cuts `uri` apart; `None` where it has no scheme.
    pub fn of(uri: &'a str) -> Option<Self> {
        let (scheme, rest) = scheme(uri)?;
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                (Some(&rest[..end]), &rest[end..])
            }
            None => (None, rest),
        };
        Some(Self { scheme, authority, path, query, fragment })
    }

    /// Whether the scheme is this one, without regard to case.
    pub fn has_scheme(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// Whether the scheme is `http` or `https`.
    pub fn is_web(&self) -> bool {
        self.has_scheme("https") || self.has_scheme("http")
    }

    /// The authority without user information: its host, and its port where a colon announces one.
    pub fn host_and_port(&self) -> (&'a str, Option<&'a str>) {
        let authority = self.authority.unwrap_or_default();
        let authority = authority.rsplit_once('@').map_or(authority, |(_, rest)| rest);
        let bracket = authority.find(']').unwrap_or(0);
        match authority[bracket..].find(':') {
            Some(colon) => (&authority[..bracket + colon], Some(&authority[bracket + colon + 1..])),
            None => (authority, None),
        }
    }
}

/// The scheme at the front of `text` (RFC 3986 §3.1) and what follows its colon.
pub(super) fn scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let begins = scheme.bytes().next()?.is_ascii_alphabetic();
    (begins && scheme.bytes().all(fits)).then_some((scheme, rest))
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// `bytes` with each well-formed `%XX` decoded once.
pub(super) fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if let Some(byte) = encoded_byte(&bytes[at..]) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

/// The byte that a `%XX` at the front of `bytes` stands for.
pub(super) fn encoded_byte(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_is_cut_into_its_parts() {
        let parts = Parts::of("HTTPS://u:p@[::1]:80/a/b?c?d#e#f").unwrap();
        assert_eq!((parts.scheme, parts.authority), ("HTTPS", Some("u:p@[::1]:80")));
        assert_eq!((parts.path, parts.query, parts.fragment), ("/a/b", Some("c?d"), Some("e#f")));
        assert_eq!(parts.host_and_port(), ("[::1]", Some("80")));
        assert!(parts.is_web());
    }

    #[test]
    fn host_and_port_are_cut_at_the_first_colon_outside_brackets() {
        for (uri, host, port) in [
            ("https://a", "a", None),
            ("https://a:", "a", Some("")),
            ("https://a:1:2", "a", Some("1:2")),
            ("https://[::1]", "[::1]", None),
            ("https://[::1]x:5", "[::1]x", Some("5")),
            ("https:a", "", None),
            ("https://a@b@c:1", "c", Some("1")),
            ("https://a?b:c", "a", None),
        ] {
            assert_eq!(Parts::of(uri).unwrap().host_and_port(), (host, port), "{uri}");
        }
    }

    #[test]
    fn a_scheme_begins_with_a_letter() {
        assert_eq!(scheme("a+b-c.1:x"), Some(("a+b-c.1", "x")));
        for text in ["", ":", "1a:", "a b:", "/a:", "é:", "abc"] {
            assert_eq!(scheme(text), None, "{text}");
        }
    }

    #[test]
    fn only_well_formed_encodings_are_decoded_and_only_once() {
        assert_eq!(percent_decoded(b"%41%2e%2E%zz%4%"), b"A..%zz%4%");
        assert_eq!(percent_decoded(b"%2541"), b"%41");
        assert_eq!(percent_decoded(b"%ff%+1"), b"\xff%+1");
    }
}
