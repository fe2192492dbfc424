//! The one way in which text from outside becomes what is drawn on a screen, written to a terminal or put
//! into a sentence. It changes nothing that is visible already, and doing it twice is doing it once.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

#[cfg(test)]
mod tests;

/// Marks in a row that are drawn as they are; those after them would only smear over other rows.
const DRAWN_MARKS: usize = 8;

/// Characters of a value that a sentence quotes.
const QUOTED_CHARS: usize = 60;

/// A number with what is counted, such as `1 client` or `1,204 clients`.
#[must_use]
pub fn counted(count: impl Display + Copy, what: &str) -> String {
    let count = grouped(count);
    let plural = if count == "1" { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// A whole number, not negative, with commas between its thousands: `1,204`.
#[must_use]
pub fn grouped(number: impl Display + Copy) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Why a character can't be seen, or makes others look as what they are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// C0, DEL, C1, and the separators of lines and paragraphs.
    Control,
    /// Changes the direction of the text around it.
    Bidirectional,
    /// Takes no room or draws nothing.
    ZeroWidth,
    /// Invisible copies of ASCII, U+E0000 to U+E007F.
    Tag,
    /// Means something only where it was agreed.
    PrivateUse,
    /// Means nothing yet.
    Unassigned,
}

impl Unseen {
    /// What `c` hides, or `None` where it is drawn as it is.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        if matches!(c, ' '..='~') {
            return None;
        }
        match c {
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => {
                return Some(Self::Bidirectional);
            }
            '\u{E0000}'..='\u{E007F}' => return Some(Self::Tag),
            _ if draws_nothing(c) => return Some(Self::ZeroWidth),
            _ => {}
        }
        match c.general_category() {
            GeneralCategory::Control
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator => Some(Self::Control),
            GeneralCategory::Format if !is_drawn_format(c) => Some(Self::ZeroWidth),
            GeneralCategory::PrivateUse => Some(Self::PrivateUse),
            GeneralCategory::Unassigned | GeneralCategory::Surrogate => Some(Self::Unassigned),
            _ => None,
        }
    }

    /// What such a character is called in a sentence, with its article.
    #[must_use]
    pub fn called(self) -> &'static str {
        match self {
            Self::Control => "a control character",
            Self::Bidirectional => "a character that changes the direction of text",
            Self::ZeroWidth => "a zero-width character",
            Self::Tag => "an invisible tag character",
            Self::PrivateUse => "a private-use character",
            Self::Unassigned => "an unassigned character",
        }
    }
}

/// Letters and marks that draw nothing (`Default_Ignorable_Code_Point` outside the format characters).
fn draws_nothing(c: char) -> bool {
    matches!(c,
        '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0100}'..='\u{E01EF}')
}

/// Format characters that draw a sign of their own (`Prepended_Concatenation_Mark`).
fn is_drawn_format(c: char) -> bool {
    matches!(
        c,
        '\u{600}'
            ..='\u{605}'
                | '\u{6DD}'
                | '\u{70F}'
                | '\u{890}'
                | '\u{891}'
                | '\u{8E2}'
                | '\u{110BD}'
                | '\u{110CD}'
    )
}

/// Whether `c` is a combining mark.
#[must_use]
pub fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// `text` for one line: everything that can't be seen stands as `\n`, `\t`, `\r` or `\u{202E}`.
#[must_use]
pub fn drawn(text: &str) -> Cow<'_, str> {
    draw(text, false)
}

/// `text` for several lines: as [`drawn`], but a newline stays a newline.
#[must_use]
pub fn drawn_lines(text: &str) -> Cow<'_, str> {
    draw(text, true)
}

/// A JSON document, piece by piece, for a terminal: what can't be seen in its strings stands as `\u202e`, which means
/// the same. Newlines stay, for only those between its values are any.
pub fn draw_json(json: &str, push: &mut dyn FnMut(&str)) {
    let mut shown = 0;
    for (at, c, _) in characters(json).filter(|(_, c, hidden)| *hidden && *c != '\n') {
        push(&json[shown..at]);
        shown = at + c.len_utf8();
        for unit in c.encode_utf16(&mut [0; 2]) {
            push(&format!("\\u{unit:04x}"));
        }
    }
    push(&json[shown..]);
}

/// `text` between quotation marks for a sentence: visible, and cut after 60 characters.
#[must_use]
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_CHARS) {
        None => format!("\"{}\"", drawn(text)),
        Some((end, _)) => format!("\"{}…\"", drawn(&text[..end])),
    }
}

/// Every character with where it begins and whether it has to be escaped to be seen.
fn characters(text: &str) -> impl Iterator<Item = (usize, char, bool)> {
    text.char_indices().scan(0, |marks, (at, c)| {
        *marks = if is_mark(c) { *marks + 1 } else { 0 };
        Some((at, c, Unseen::of(c).is_some() || *marks > DRAWN_MARKS))
    })
}

fn draw(text: &str, keep_newlines: bool) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut out: Option<String> = None;
    for (at, c, hidden) in characters(text) {
        if !hidden || (keep_newlines && c == '\n') {
            if let Some(out) = &mut out {
                out.push(c);
            }
        } else {
            push_escaped(out.get_or_insert_with(|| text[..at].to_owned()), c);
        }
    }
    out.map_or(Cow::Borrowed(text), Cow::Owned)
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        // Writing to a `String` can't fail.
        _ => drop(write!(out, "\\u{{{:X}}}", u32::from(c))),
    }
}
