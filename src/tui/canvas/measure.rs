//! Text measured in cells of the screen: made visible, cut and wrapped. Nothing is drawn here.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::text;

/// Whether a character is drawn as it is, in one cell, whatever stands beside it: nothing has to be made visible or
/// measured. Printable ASCII, Latin letters, and the signs that the screens are made of.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '·' | 'À'..='\u{24f}' | '–' | '…' | '↑' | '↓' | '\u{2500}'..='\u{259f}')
}

/// The cells of a text of plain characters only; nothing where there are others.
pub(super) fn plain_cells(text: &str) -> Option<usize> {
    // All of them are looked at, sixteen at a time, for there is hardly ever another.
    if text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~')) {
        return Some(text.len());
    }
    text.chars().all(is_plain).then(|| text.chars().count())
}

/// The cells that `text` takes when it is drawn.
#[must_use]
pub fn width(text: &str) -> usize {
    plain_cells(text).unwrap_or_else(|| text::drawn(text).width())
}

/// `text` made visible and cut to `width` cells, between whole characters; a cut shows as `…`. Where nothing
/// has to be changed nothing is copied, so that no secret is left in memory.
#[must_use]
pub fn fit(text: &str, width: usize) -> Cow<'_, str> {
    if plain_cells(text).is_some_and(|cells| cells <= width) {
        return Cow::Borrowed(text);
    }
    let drawn = text::drawn(text);
    if drawn.width() <= width {
        return drawn;
    }
    let mut out = String::new();
    let mut used = 0;
    for cluster in drawn.graphemes(true) {
        used += cluster.width();
        if used + 1 > width {
            break;
        }
        out.push_str(cluster);
    }
    if width > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

/// `text` broken into lines of at most `width` cells, at blanks where there are some; newlines stay.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    if !text.starts_with(' ') && plain_cells(text).is_some_and(|cells| cells <= width) {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    for paragraph in text::drawn_lines(text).split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let room = width.saturating_sub(line.width() + usize::from(!line.is_empty()));
            if word.width() <= room {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for cluster in word.graphemes(true) {
                if line.width() + cluster.width() > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(cluster);
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_made_visible_and_cut_between_characters() {
        assert_eq!(fit("a\u{1b}[2J", 20), "a\\u{1B}[2J");
        assert_eq!(fit("日本語", 6), "日本語");
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("abc", 0), "");
        assert_eq!(fit("abc", 1), "…");
    }

    #[test]
    fn a_plain_character_is_one_cell_beside_every_other() {
        let plain: Vec<char> = ('\0'..='\u{ffff}').filter(|c| is_plain(*c)).collect();
        assert!(plain.len() > 500);
        let (on, back): (String, String) = (plain.iter().collect(), plain.iter().rev().collect());
        for text in [on, back] {
            assert_eq!(text::drawn(&text), text);
            assert_eq!(text.graphemes(true).count(), plain.len());
        }
        for c in plain {
            assert_eq!(c.to_string().width(), 1, "{c}");
        }
    }

    #[test]
    fn long_lines_break_at_blanks_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\nb", 9), ["a", "b"]);
        assert_eq!(wrap("", 9), [""]);
        assert_eq!(wrap("日本", 1), ["日", "本"]);
    }
}
