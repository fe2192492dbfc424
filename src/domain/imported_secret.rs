//! Client secrets that come from another system: which may be taken over. No sentence here shows any of
//! the secret.

use super::advice::Advice;
use super::plaintext::Plaintext;
use super::problem::{Checked, Problem, checked, field};
use super::rule;
use super::text::counted;

/// Characters of an imported secret, at least.
pub const MIN: usize = 16;
/// Characters of an imported secret, at most.
pub const MAX: usize = 256;
/// What secrets that are generated here begin with; an imported one must not look like them.
const GENERATED: &str = "cks1_";

/// Refuses what is no secret to take over: 16 to 256 of %x20-7E, not one character repeated, not shaped
/// like one of ours.
pub fn check(secret: &Plaintext) -> Checked<()> {
    let text = secret.expose();
    let mut problems = Vec::new();
    let mut refuse = |sentence: String| {
        problems.push(Problem::new(field::CLIENT_SECRET, "", sentence));
    };
    let count = text.chars().count();
    if !(MIN..=MAX).contains(&count) {
        refuse(format!(
            "The secret has {}. Import one of {MIN} to {MAX}, or make a new one.",
            counted(count, "character")
        ));
    }
    if count > 1 && text.chars().zip(text.chars().skip(1)).all(|(one, next)| one == next) {
        refuse("The secret is one character repeated. Make a new one.".into());
    }
    if text.starts_with(GENERATED) {
        let sentence = format!(
            "The secret begins with {GENERATED}, as those do that are generated here. Make a new one instead."
        );
        refuse(sentence);
    }
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        let sentence = "The secret has characters other than blanks and visible ASCII. Make a new one.";
        problems.push(Problem::by(rule::L02, field::CLIENT_SECRET, sentence));
    }
    checked((), problems)
}

/// Advice about characters that a client which form-encodes its credentials, as RFC 6749 §2.3.1 asks, sends
/// otherwise than one which does not.
#[must_use]
pub fn advice(secret: &Plaintext) -> Option<Advice> {
    let same = |byte: u8| byte.is_ascii_alphanumeric() || b"*-._".contains(&byte);
    if secret.expose().bytes().all(same) {
        return None;
    }
    let sentence = "The imported secret has characters that some clients form-encode for Basic authentication and \
                    others do not. Generate a new secret where sign-ons fail.";
    Some(Advice::by(rule::L03, field::CLIENT_SECRET, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Plaintext {
        Plaintext::new(text.to_owned())
    }

    #[test]
    fn visible_ascii_of_sixteen_to_two_hundred_and_fifty_six_is_taken() {
        for text in [
            "7Fjfp0ZBr1KtDRbnfVdmIw",
            "sixteen chars ok",
            " ~!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}",
            "aaaaaaaaaaaaaaab",
            "CKS1_aaaaaaaaaaaaaaab",
            "x cks1_aaaaaaaaaaaaaaab",
            &"ab".repeat(128),
        ] {
            assert_eq!(check(&secret(text)), Ok(()), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_without_showing_it() {
        for (text, part) in [
            ("", "0 characters"),
            ("x", "1 character."),
            ("fifteen chars..", "15 characters"),
            (&"ab".repeat(129), "258 characters"),
            ("aaaaaaaaaaaaaaaa", "repeated"),
            ("                ", "repeated"),
            ("cks1_0000000000000000", "begins with cks1_"),
            ("tab\tinside-the-secret", "visible ASCII"),
            ("ümlaut-in-the-secret", "visible ASCII"),
            ("delete\u{7f}-in-the-secret", "visible ASCII"),
            ("nul\0-in-the-secret", "visible ASCII"),
        ] {
            let problems = check(&secret(text)).unwrap_err();
            assert_eq!(problems.len(), 1, "{text:?}");
            assert!(problems[0].sentence.contains(part), "{text:?}: {}", problems[0]);
            assert!(text.is_empty() || !problems[0].sentence.contains(text));
            assert_eq!(problems[0].field, "client_secret");
        }
    }

    #[test]
    fn the_rule_of_characters_has_its_number() {
        assert_eq!(check(&secret("ümlaut-in-the-secret")).unwrap_err()[0].rule, "L-02");
    }

    #[test]
    fn advice_is_given_where_form_encoding_changes_the_secret() {
        for text in ["AZaz09*-._AZaz09", "7Fjfp0ZBr1KtDRbnfVdmIw"] {
            assert_eq!(advice(&secret(text)), None);
        }
        for text in ["with a blank in it", "plus+plus+plus+plus", "tilde~tilde~tilde", "percent%percent%x"] {
            assert_eq!(advice(&secret(text)).unwrap().rule, "L-03", "{text}");
        }
    }
}
