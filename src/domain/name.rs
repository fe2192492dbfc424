//! Names of clients, partners and people, the identifiers of classes and operators, and free text: what
//! may be typed, and in which form names are compared and searched.

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::mixed_script::AugmentedScriptSet;

use super::confusable::skeleton;
use super::problem::{Checked, Problem, checked, field};
use super::text::{Unseen, drawn, is_mark, quoted};

#[cfg(test)]
mod tests;

/// Characters of a client's, partner's or person's name, at most.
pub const NAME_MAX: usize = 100;
/// Characters of the name of a security class or operator, at most.
pub const IDENTIFIER_MAX: usize = 32;
/// Characters of the notes or of a description, at most.
pub const NOTES_MAX: usize = 2_000;
/// Characters of a DNS label, at most (RFC 1035 §2.3.4).
pub const LABEL_MAX: usize = 63;
/// Combining marks in a row, at most.
const MARKS_MAX: usize = 2;
/// Where the rules for the characters of a name come from.
const UTS_39: &str = "UTS 39";

/// A client's name, trimmed and in NFC: 1 to 100 characters, all visible, no word of mixed scripts.
pub fn client_name(typed: &str) -> Checked<String> {
    required_name(field::CLIENT_NAME, typed)
}

/// A partner's name; as a client's.
pub fn partner_name(typed: &str) -> Checked<String> {
    required_name(field::PARTNER, typed)
}

/// The name of a partner's user; as a client's.
pub fn partner_user(typed: &str) -> Checked<String> {
    required_name(field::USER_NAME, typed)
}

/// An operator's full name; as a client's, but it may be empty.
pub fn full_name(typed: &str) -> Checked<String> {
    let name = normal(typed);
    let problems = name_problems(field::FULL_NAME, &name);
    checked(name, problems)
}

/// The name of a security class: 1 to 32 of `[A-Za-z0-9._-]`.
pub fn class_name(typed: &str) -> Checked<String> {
    identifier(field::SECURITY_CLASS, "The name of a security class", typed)
}

/// The class of a client, which is chosen among those that the registry defines.
pub fn chosen_class(typed: &str) -> Checked<String> {
    if typed.is_empty() {
        return Err(vec![Problem::new(
            field::SECURITY_CLASS,
            "",
            "No security class is chosen. Choose one.",
        )]);
    }
    class_name(typed)
}

/// The name that an operator signs on with: 1 to 32 of `[A-Za-z0-9._-]`.
pub fn operator_name(typed: &str) -> Checked<String> {
    identifier(field::USER_NAME, "An operator's name", typed)
}

/// A partner's subdomain, one DNS label (RFC 1035 §2.3.1, RFC 1123 §2.1).
pub fn subdomain(typed: &str) -> Checked<String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let good = (1..=LABEL_MAX).contains(&typed.len())
        && typed.bytes().all(fits)
        && !typed.starts_with('-')
        && !typed.ends_with('-');
    if good {
        return Ok(typed.to_owned());
    }
    Err(vec![Problem::new(
        field::SUBDOMAIN,
        "RFC 1035 §2.3.1",
        format!(
            "{} is no DNS label. Type 1 to {LABEL_MAX} letters, digits and hyphens, the first and last no hyphen.",
            quoted(typed)
        ),
    )])
}

/// A client's notes: at most 2,000 characters, with newlines. Their ends are not trimmed.
pub fn notes(typed: &str) -> Checked<String> {
    free_text(field::NOTES, typed)
}

/// What a security class or scope is for; as notes.
pub fn description(typed: &str) -> Checked<String> {
    free_text(field::DESCRIPTION, typed)
}

/// The form in which names are unique: trimmed, in NFC, without regard to case, and a run of blanks as one, for nobody
/// sees how many there are.
#[must_use]
pub fn name_key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").nfd().flat_map(fold).nfc().collect()
}

/// The form in which names look alike: without case and blanks, and with letters that look like others in place
/// of which they can be taken (UTS 39 §4).
#[must_use]
pub fn look(name: &str) -> String {
    let seen: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    // Letters before case, or a capital I would not be an l; and once more, for small letters look otherwise.
    let small: String = skeleton(&seen).chars().flat_map(fold).collect();
    skeleton(&small).chars().flat_map(fold).collect()
}

/// The form in which text is searched: NFC, with ASCII letters in lower case.
#[must_use]
pub fn search_fold(text: &str) -> String {
    let mut folded = if text.is_ascii() { text.to_owned() } else { text.nfc().collect() };
    folded.make_ascii_lowercase();
    folded
}

/// One character without its case. Lower, upper and lower again, so that ẞ, ß and SS, or Σ, σ and ς, are
/// the same.
fn fold(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

fn normal(typed: &str) -> String {
    typed.trim().nfc().collect()
}

fn required_name(field: &'static str, typed: &str) -> Checked<String> {
    let name = normal(typed);
    let problems = if name.is_empty() {
        vec![Problem::new(field, "", "The name is empty. Type 1 to 100 characters.")]
    } else {
        name_problems(field, &name)
    };
    checked(name, problems)
}

fn name_problems(field: &'static str, name: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let count = name.chars().count();
    if count > NAME_MAX {
        let sentence = format!("The name has {count} characters. Shorten it to {NAME_MAX}.");
        problems.push(Problem::new(field, "", sentence));
    }
    let sentences = [unseen_sentence(name), marks_sentence(name), scripts_sentence(name)];
    problems.extend(sentences.into_iter().flatten().map(|sentence| Problem::new(field, UTS_39, sentence)));
    problems
}

fn unseen_sentence(name: &str) -> Option<String> {
    let (c, why) = name.chars().find_map(|c| Unseen::of(c).map(|why| (c, why)))?;
    Some(format!(
        "The name has {} (U+{:04X}). Take it out, for it can't be seen.",
        why.called(),
        u32::from(c)
    ))
}

fn marks_sentence(name: &str) -> Option<String> {
    let mut marks = 0;
    let heaped = name.chars().any(|c| {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        marks > MARKS_MAX
    });
    heaped.then(|| {
        format!("The name has more than {MARKS_MAX} combining marks in a row. Leave {MARKS_MAX} on a letter at most.")
    })
}

/// Words are runs of letters, digits and marks; a word has one script when UTS 39 §5.1 resolves it to one.
fn scripts_sentence(name: &str) -> Option<String> {
    let words = name.split(|c: char| !c.is_alphanumeric() && !is_mark(c));
    words.filter(|word| !word.is_ascii()).find_map(|word| {
        let mut scripts = AugmentedScriptSet::default();
        let stranger = word.chars().find(|&c| {
            scripts.intersect_with(AugmentedScriptSet::for_char(c));
            scripts.is_empty()
        })?;
        Some(format!(
            "The word {} mixes scripts: its \"{}\" (U+{:04X}) is {}. Type the whole word in one script, or put a blank \
             or hyphen between the scripts.",
            quoted(word),
            drawn(stranger.encode_utf8(&mut [0; 4])),
            u32::from(stranger),
            AugmentedScriptSet::for_char(stranger),
        ))
    })
}

fn identifier(field: &'static str, what: &str, typed: &str) -> Checked<String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if (1..=IDENTIFIER_MAX).contains(&typed.len()) && typed.bytes().all(fits) {
        return Ok(typed.to_owned());
    }
    let wrong = if typed.is_empty() { "is empty".to_owned() } else { format!("can't be {}", quoted(typed)) };
    let sentence = format!(
        "{what} {wrong}. Type 1 to {IDENTIFIER_MAX} characters of A to Z, a to z, 0 to 9, dot, underscore and hyphen."
    );
    Err(vec![Problem::new(field, "", sentence)])
}

fn free_text(field: &'static str, typed: &str) -> Checked<String> {
    let mut problems = Vec::new();
    let count = typed.chars().count();
    if count > NOTES_MAX {
        let sentence = format!("The text has {count} characters. Shorten it to {NOTES_MAX}.");
        problems.push(Problem::new(field, "", sentence));
    }
    if typed.contains('\0') {
        problems.push(Problem::new(field, "", "The text has a zero byte (U+0000). Take it out."));
    }
    checked(typed.to_owned(), problems)
}
