//! `client_id:client_secret` pairs of clients whose secrets were imported. Such a secret has no shape of its own, so
//! that where it ends is read in more than one way.

use std::collections::HashSet;

use super::candidate::{Candidate, begins_here};
use crate::domain::sighting::Form;
use crate::domain::{Plaintext, client_id, imported_secret};

/// Tells of every pair whose colon stands from `from` on and before `to`; its place is that of the client ID.
pub fn find(
    window: &[u8],
    from: usize,
    to: usize,
    known: &HashSet<Vec<u8>>,
    found: &mut Vec<(usize, Candidate)>,
) {
    for colon in memchr::memchr_iter(b':', &window[from..to]).map(|at| from + at) {
        let longest = colon.saturating_sub(client_id::MAX);
        let is_id = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        let length = window[longest..colon].iter().rev().take_while(is_id).count();
        if length < client_id::MIN || !window.get(colon + 1).is_some_and(u8::is_ascii_graphic) {
            continue;
        }
        // What stands before may end with an escape, whose letters could be the ID's as well.
        let begins = |start: &usize| *start == colon - length || begins_here(&window[..*start]);
        let starts = (colon - length..=colon - client_id::MIN).take(8).filter(begins);
        let Some(start) = starts.into_iter().find(|start| known.contains(&window[*start..colon])) else {
            continue;
        };
        let texts = readings(&window[colon + 1..]);
        if let (Ok(client_id), false) = (str::from_utf8(&window[start..colon]), texts.is_empty()) {
            found.push((start, Candidate::Presented(Form::Pair, client_id.to_owned(), texts)));
        }
    }
}

/// The texts that may be a secret which begins here: up to a blank, a quote, an at sign or what parts the fields
/// of forms and lists; the longest first, each once.
fn readings(rest: &[u8]) -> Vec<Plaintext> {
    let ends: [&[u8]; 4] = [b"", b"\"'`<>", b"\"'`<>,;|)]}", b"\"'`<>,;|)]}@&\\"];
    let mut texts: Vec<Plaintext> = Vec::new();
    for stops in ends {
        let goes_on = |byte: &&u8| byte.is_ascii_graphic() && !stops.contains(byte);
        let length = rest.iter().take(imported_secret::MAX + 1).take_while(goes_on).count();
        let fits = (imported_secret::MIN..=imported_secret::MAX).contains(&length);
        let Some(text) = fits.then(|| str::from_utf8(&rest[..length]).ok()).flatten() else { continue };
        if texts.last().is_none_or(|known| known.expose().len() != length) {
            texts.push(Plaintext::new(text.to_owned()));
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(usize, Vec<String>)> {
        let known = HashSet::from([b"abc-jane".to_vec()]);
        let mut found = Vec::new();
        find(text.as_bytes(), 0, text.len(), &known, &mut found);
        let told = |(at, candidate)| match candidate {
            Candidate::Presented(_, _, texts) => {
                (at, texts.iter().map(|text| text.expose().to_owned()).collect())
            }
            Candidate::Generated(..) => (at, Vec::new()),
        };
        found.into_iter().map(told).collect()
    }

    #[test]
    fn a_pair_of_a_known_client_is_found_wherever_it_stands() {
        let secret = "correct-horse-battery";
        for text in [
            format!("abc-jane:{secret}"),
            format!("user=abc-jane:{secret} ok"),
            format!("https://abc-jane:{secret}@auth.example/token"),
            format!("{{\"pair\":\"abc-jane:{secret}\"}}"),
            format!("\\nabc-jane:{secret}\\n"),
            format!("%3Dabc-jane:{secret}&x=y"),
        ] {
            let found = pairs(&text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].0, text.find("abc-jane").unwrap(), "{text}");
            assert!(found[0].1.iter().any(|read| read == secret), "{text}");
        }
    }

    #[test]
    fn a_pair_with_the_shortest_client_id_is_found() {
        let (mut found, text) = (Vec::new(), b"pair=abc:correct-horse-battery");
        find(text, 0, text.len(), &HashSet::from([b"abc".to_vec()]), &mut found);
        assert_eq!(found.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn the_longest_secret_is_read_whole_and_a_longer_text_is_none() {
        let longest = "p".repeat(imported_secret::MAX);
        assert_eq!(pairs(&format!("abc-jane:{longest} ok")), [(0, vec![longest.clone()])]);
        assert_eq!(pairs(&format!("abc-jane:{longest}p ok")), []);
    }

    #[test]
    fn other_clients_blanks_and_short_texts_are_no_pair() {
        for text in [
            "xabc-jane:correct-horse-battery",
            "abc-jane: correct-horse-battery",
            "abc-jane:short",
            "xyz:correct-horse-battery",
            // Too short for a client ID, where the text begins.
            ":correct-horse-battery",
            "a:correct-horse-battery",
        ] {
            assert_eq!(pairs(text), [], "{text}");
        }
    }
}
