//! What is advised about a redirect URI that is not refused (RULES L-45, L-46, L-49, L-51).

use super::super::advice::Advice;
use super::super::field;
use super::super::rule::{self, Rule};
use super::super::text::quoted;
use super::host::Host;
use super::parts::Parts;

/// Names of parameters that tell a page where to go on; a page that obeys them is an open redirector.
const REDIRECTING: [&str; 20] = [
    "callback_url",
    "continue",
    "dest",
    "destination",
    "forward",
    "forward_url",
    "go",
    "goto",
    "next",
    "next_url",
    "redir",
    "redirect",
    "redirect_to",
    "redirect_uri",
    "redirect_url",
    "return",
    "return_to",
    "return_url",
    "target",
    "url",
];

/// All advice about one redirect URI; none about one that [`super::check`] refuses.
#[must_use]
pub fn advice(uri: &str) -> Vec<Advice> {
    let mut given = Vec::new();
    let Some(parts) = Parts::of(uri).filter(|_| super::rules::problems(uri).is_empty()) else {
        return given;
    };
    let mut give = |rule: &'static Rule, says: &str| {
        given.push(Advice::by(rule, field::REDIRECT_URIS, format!("{} {says}", quoted(uri))));
    };
    if parts.is_web() {
        let (host, _) = parts.host_and_port();
        if let Ok(host) = Host::read(host) {
            about_host(&mut give, &parts, host);
        }
        if parts.path.is_empty() {
            give(rule::L49, "has no path. Type the whole URI of the page that receives the answer.");
        }
        if parts.query.is_some_and(looks_like_redirector) {
            give(
                rule::L51,
                "looks like a page that forwards to any address. Make sure that it does not, or use another.",
            );
        }
    }
    if uri.contains(',') {
        give(
            rule::L49,
            "has a comma, which other products take for the end of a URI. Type %2C if the client does.",
        );
    }
    let host = parts.host_and_port().0;
    if parts.scheme.bytes().chain(host.bytes()).any(|byte| byte.is_ascii_uppercase()) {
        give(
            rule::L49,
            "has capital letters in scheme or host, and is compared exactly. Type them small if clients do.",
        );
    }
    given
}

fn about_host(give: &mut impl FnMut(&'static Rule, &str), parts: &Parts, host: Host) {
    match host {
        Host::Name(_) if host.is_loopback() => {
            give(
                rule::L45,
                "names localhost, which other names can shadow. Type 127.0.0.1 or [::1] instead.",
            );
        }
        _ if host.is_address() && !host.is_loopback() && parts.has_scheme("https") => {
            give(
                rule::L51,
                "names its host by address. Type a host name, so that the certificate can prove it.",
            );
        }
        _ => {}
    }
    if host.is_loopback() {
        give(
            rule::L46,
            "is a loopback address: the authorization server has to accept any port in a request.",
        );
    }
}

/// Whether the query has one of the names by which pages are told where to go on.
fn looks_like_redirector(query: &str) -> bool {
    url::form_urlencoded::parse(query.as_bytes()).any(|(name, _)| {
        let plain = name.to_ascii_lowercase().replace('-', "_");
        REDIRECTING.iter().any(|known| *known == plain || known.replace('_', "") == plain)
    })
}
