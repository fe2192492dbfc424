//! The rules that refuse a redirect URI: each says what is wrong with it and what to do instead.

use super::super::problem::{Problem, field};
use super::super::rule::{self, Rule};
use super::super::text::{drawn, quoted};
use super::host::Host;
use super::parts::{Parts, encoded_byte, percent_decoded};

/// Schemes that run or show something by themselves.
const ACTIVE_SCHEMES: [&str; 6] = ["javascript", "vbscript", "data", "blob", "file", "about"];

/// Collects what is wrong with one URI; every sentence begins with the URI.
struct Faults<'a> {
    uri: &'a str,
    problems: Vec<Problem>,
}

impl Faults<'_> {
    fn add(&mut self, rule: &'static Rule, says: &str) {
        let sentence = format!("{} {says}", quoted(self.uri));
        self.problems.push(Problem::by(rule, field::REDIRECT_URIS, sentence));
    }
}

/// Everything for which `uri` is refused.
pub(super) fn problems(uri: &str) -> Vec<Problem> {
    let mut faults = Faults { uri, problems: Vec::new() };
    check_length(&mut faults);
    check_pattern(&mut faults);
    check_characters(&mut faults);
    check_end(&mut faults);
    if faults.problems.is_empty() {
        match Parts::of(uri) {
            Some(parts) => check_parts(&mut faults, &parts),
            None => faults
                .add(rule::L41, "is not absolute. Type all of it, such as https://client.example/callback."),
        }
    }
    faults.problems
}

fn check_length(faults: &mut Faults) {
    let count = faults.uri.chars().count();
    if count > super::MAX_CHARS {
        let most = super::MAX_CHARS;
        let sentence =
            format!("{} has {count} characters. Type a URI of {most} at most.", quoted(faults.uri));
        faults.problems.push(Problem::new(field::REDIRECT_URIS, "", sentence));
    }
}

fn check_pattern(faults: &mut Faults) {
    if let Some(c) = faults.uri.chars().find(|c| matches!(c, '*' | '{' | '}')) {
        let says =
            format!("has \"{c}\" as a pattern would, but it is compared exactly. Type each URI in full.");
        faults.add(rule::L43, &says);
    }
}

/// Refuses what RFC 3986 §2 has no place for. Pattern characters have a sentence of their own.
fn check_characters(faults: &mut Faults) {
    let is_legal = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%{}".contains(c);
    if let Some(c) = faults.uri.chars().find(|&c| !is_legal(c)) {
        let shown = drawn(c.encode_utf8(&mut [0; 4])).into_owned();
        let says = match c {
            ' ' => "has a blank. Type one URI a line, and %20 for a blank inside one.".to_owned(),
            '\\' => "has a backslash. Type a slash, or %5C where a backslash is meant.".to_owned(),
            _ if c.is_control() => format!("has the control character {shown}. Take it out."),
            _ if c.is_ascii() => {
                format!("has \"{shown}\", which no URI may have. Type %{:02X}.", u32::from(c))
            }
            _ => format!(
                "has \"{shown}\" (U+{:04X}), which is not ASCII. Type a host in punycode (xn--), anything else \
                 percent-encoded.",
                u32::from(c)
            ),
        };
        faults.add(rule::L52, &says);
    }
    let bytes = faults.uri.as_bytes();
    let broken = (0..bytes.len()).find(|&at| bytes[at] == b'%' && encoded_byte(&bytes[at..]).is_none());
    if broken.is_some() {
        faults.add(rule::L52, "has a % without two hexadecimal digits. Type %25 for a percent sign.");
    }
}

/// Refuses a comma at the end: in a list it would be taken for what parts two URIs, and be lost.
fn check_end(faults: &mut Faults) {
    if faults.uri.ends_with(',') {
        let sentence =
            format!("{} ends with a comma. Take it out, or type %2C where it is meant.", quoted(faults.uri));
        faults.problems.push(Problem::new(field::REDIRECT_URIS, "", sentence));
    }
}

fn check_parts(faults: &mut Faults, parts: &Parts) {
    if parts.fragment.is_some() {
        faults.add(rule::L42, "has a fragment. Cut off the # and what follows it.");
    }
    if parts.authority.is_some_and(|authority| authority.contains('@')) {
        faults.add(rule::L53, "has user information before an @. Take it and the @ out.");
    }
    if has_dot_segment(parts.path) {
        faults.add(rule::L53, "has a path segment . or .. in it. Type the path that it leads to.");
    }
    if has_encoded_control(faults.uri) {
        faults.add(rule::L53, "has an encoded control character, such as %0A. Take it out.");
    }
    if parts.path.contains(['[', ']']) || parts.query.is_some_and(|query| query.contains(['[', ']'])) {
        faults.add(rule::L52, "has a bracket outside the host. Type %5B for [ and %5D for ].");
    }
    if ACTIVE_SCHEMES.iter().any(|scheme| parts.has_scheme(scheme)) {
        let says =
            format!("has the scheme {}, which runs or shows content. Type an https URI.", parts.scheme);
        faults.add(rule::L48, &says);
    } else if parts.is_web() {
        check_web(faults, parts);
    } else {
        check_private_use(faults, parts);
    }
}

fn check_web(faults: &mut Faults, parts: &Parts) {
    if parts.authority.is_none() {
        let says = format!("has no two slashes after {}:. Type them, and a host.", parts.scheme);
        return faults.add(rule::L52, &says);
    }
    let (host, port) = parts.host_and_port();
    if port.is_some_and(|port| !is_port(port)) {
        faults.add(rule::L52, "has no valid port after the colon. Type 1 to 65535, or no colon.");
    }
    match Host::read(host) {
        Err((rule, says)) => faults.add(rule, &says),
        Ok(host) if parts.has_scheme("https") || host.is_loopback() => {}
        Ok(host) if host.resembles_loopback() => faults.add(
            rule::L55,
            "only looks like a loopback address, and http is for those. Type 127.0.0.1, [::1], or an https URI.",
        ),
        Ok(_) => faults.add(rule::L44, "has http and is no loopback address. Type https."),
    }
}

fn check_private_use(faults: &mut Faults, parts: &Parts) {
    let mut labels = parts.scheme.split('.');
    if !parts.scheme.contains('.') || labels.any(str::is_empty) {
        let says = format!(
            "has the scheme {}. Type https, or a domain name of your own in reverse, such as com.example.app:/callback.",
            parts.scheme
        );
        faults.add(rule::L47, &says);
    } else if parts.authority.is_some() || !parts.path.starts_with('/') {
        let says = format!(
            "has no single slash after its scheme. Type it as {}:/callback, or put https:// in front of a host.",
            drawn(parts.scheme)
        );
        faults.add(rule::L47, &says);
    }
}

/// Whether `port` is 1 to 65535 in plain digits.
fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0') && port.parse::<u16>().is_ok()
}

/// Whether a segment is `.` or `..`, also when encoded once or more often, behind an encoded separator, or
/// with parameters after a semicolon.
fn has_dot_segment(path: &str) -> bool {
    let mut bytes = path.as_bytes().to_vec();
    loop {
        let mut segments = bytes.split(|byte| matches!(byte, b'/' | b'\\'));
        let dots = |segment: &[u8]| {
            let name = segment.split(|&byte| byte == b';').next().unwrap_or_default();
            matches!(name, b"." | b"..")
        };
        if segments.any(dots) {
            return true;
        }
        let decoded = percent_decoded(&bytes);
        if decoded.len() == bytes.len() {
            return false;
        }
        bytes = decoded;
    }
}

/// Whether the URI, decoded once, has a C0 or C1 control character or DEL.
fn has_encoded_control(uri: &str) -> bool {
    let decoded = percent_decoded(uri.as_bytes());
    String::from_utf8_lossy(&decoded).chars().any(char::is_control)
}
