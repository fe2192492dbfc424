//! Scope tokens (RFC 6749 §3.3): which are well formed, and reading a list of them. Whether the registry
//! defines a scope is asked elsewhere.

use super::problem::{Checked, Problem, checked, field};
use super::rule;
use super::text::quoted;

/// Characters of one token, at most.
pub const TOKEN_MAX: usize = 128;
/// Tokens of one client, at most.
pub const MAX_COUNT: usize = 64;

/// One scope token, such as the name of a scope that the registry is to define.
pub fn token(typed: &str) -> Checked<String> {
    let problems = token_problems(typed);
    checked(typed.to_owned(), problems)
}

/// The tokens in `texts`, each split at blanks, in the order in which they come first. A token that comes
/// again means nothing more and is left out.
pub fn tokens<T: AsRef<str>>(texts: &[T]) -> Checked<Vec<String>> {
    let mut tokens: Vec<String> = Vec::new();
    let mut problems = Vec::new();
    for token in texts.iter().flat_map(|text| text.as_ref().split_ascii_whitespace()) {
        if !tokens.iter().any(|known| known == token) {
            problems.extend(token_problems(token));
            tokens.push(token.to_owned());
        }
    }
    if tokens.len() > MAX_COUNT {
        let sentence = format!("There are {} scopes. Leave {MAX_COUNT} of them at most.", tokens.len());
        problems.push(Problem::new(field::SCOPE, "", sentence));
    }
    checked(tokens, problems)
}

fn token_problems(token: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let count = token.chars().count();
    if count == 0 {
        problems.push(Problem::by(rule::L69, field::SCOPE, "The scope is empty. Type a name for it."));
    }
    if count > TOKEN_MAX {
        let sentence =
            format!("The scope {} has {count} characters. Choose one of {TOKEN_MAX} at most.", quoted(token));
        problems.push(Problem::new(field::SCOPE, "", sentence));
    }
    let fits = |c: &char| matches!(c, '!' | '#'..='[' | ']'..='~');
    if let Some(c) = token.chars().find(|c| !fits(c)) {
        let sentence = format!(
            "The scope {} has {}. Use visible ASCII characters other than the double quote and the backslash.",
            quoted(token),
            match c {
                ' ' => "a blank".to_owned(),
                '"' => "a double quote".to_owned(),
                _ => quoted(c.encode_utf8(&mut [0; 4])),
            }
        );
        problems.push(Problem::by(rule::L69, field::SCOPE, sentence));
    }
    problems
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tokens_are_split_at_blanks_and_kept_in_order() {
        for texts in
            [&["write read"][..], &["write", "read"], &["  write\t\nread  "], &["write", "", "read write"]]
        {
            assert_eq!(tokens(texts), Ok(vec!["write".to_owned(), "read".to_owned()]), "{texts:?}");
        }
        for texts in [&[][..], &[""], &["  "]] {
            assert_eq!(tokens::<&str>(texts), Ok(Vec::new()));
        }
    }

    #[test]
    fn visible_ascii_makes_a_token() {
        let longest = "x".repeat(128);
        for text in ["read", "!", "https://api.example/a.b", "a:b,c;d", "[]", "~", longest.as_str()] {
            assert_eq!(token(text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn anything_else_is_refused_by_rule() {
        for text in ["", "a\"b", "a\\b", "é", "a\u{7f}", "\u{1b}", "a b", "a\u{a0}b", "a\u{200b}"] {
            let problems = token(text).unwrap_err();
            assert_eq!(
                (problems.len(), problems[0].rule, problems[0].field),
                (1, "L-69", "scope"),
                "{text:?}"
            );
        }
        assert!(token("a\u{1b}b").unwrap_err()[0].sentence.contains("\\u{1B}"));
    }

    #[test]
    fn length_and_number_have_limits() {
        assert!(token(&"x".repeat(129)).unwrap_err()[0].sentence.contains("129 characters"));
        let many = |count: u32| (0..count).map(|it| format!("scope{it}")).collect::<Vec<_>>().join(" ");
        assert!(tokens(&[many(64)]).is_ok());
        assert!(tokens(&[many(65)]).unwrap_err()[0].sentence.contains("65 scopes"));
    }

    proptest! {
        #[test]
        fn a_list_that_is_taken_is_read_the_same_when_joined(text in any::<String>()) {
            if let Ok(list) = tokens(&[&text]) {
                prop_assert_eq!(tokens(&[list.join(" ")]), Ok(list.clone()));
                prop_assert!(list.iter().all(|token| token.bytes().all(|byte| byte.is_ascii_graphic())));
            }
        }
    }
}
