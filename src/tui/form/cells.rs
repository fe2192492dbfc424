//! Text as cells of a screen: where characters stand when what can't be seen is made visible, and what of
//! a paste is kept. Nothing here draws.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::tui::canvas::width;

/// The bytes of `text` before its `at`-th character.
pub(super) fn byte_of(text: &str, at: usize) -> usize {
    text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte)
}

/// The cells that the first `at` characters take when drawn.
pub(super) fn cells_before(text: &str, at: usize) -> usize {
    width(&text[..byte_of(text, at)])
}

/// The character that stands in the cell `cell` when `text` is drawn; past the end the number of
/// characters.
pub(super) fn char_at(text: &str, cell: usize) -> usize {
    let (mut used, mut chars) = (0, 0);
    for cluster in text.graphemes(true) {
        used += width(cluster);
        if used > cell {
            break;
        }
        chars += cluster.chars().count();
    }
    chars
}

/// The part of `text` that is drawn in `room` cells, from the cell `from` on.
pub(super) fn window(text: &str, from: usize, room: usize) -> String {
    let (mut start, mut out) = (0, String::new());
    for cluster in text.graphemes(true) {
        let end = start + width(cluster);
        if start >= from && end <= from + room {
            out.push_str(cluster);
        } else if start < from && end > from {
            // Half of a wide character at the left edge.
            out.extend(std::iter::repeat_n(' ', (end - from).min(room)));
        }
        start = end;
    }
    out
}

/// Moves a window of `room` cells so little that the cursor is in it.
pub(super) fn follow(from: usize, cursor: usize, room: usize) -> usize {
    let last = room.saturating_sub(1);
    from.clamp(cursor.saturating_sub(last), cursor)
}

/// The rows of `room` cells that one line takes, as ranges of its characters: broken after a blank where
/// there is one, else anywhere. An empty line is one row.
pub(super) fn rows(line: &str, room: usize) -> Vec<Range<usize>> {
    let room = room.max(2);
    let mut rows = Vec::new();
    let (mut start, mut blank, mut at, mut used, mut after_blank) = (0, None, 0, 0, 0);
    for cluster in line.graphemes(true) {
        let wide = width(cluster);
        while used + wide > room && at > start {
            let end = blank.filter(|end| *end > start).unwrap_or(at);
            rows.push(start..end);
            used = if end == at { 0 } else { after_blank };
            (start, blank) = (end, None);
        }
        at += cluster.chars().count();
        used += wide;
        after_blank += wide;
        if cluster == " " {
            (blank, after_blank) = (Some(at), 0);
        }
    }
    rows.push(start..at);
    rows
}

/// Pasted text for one line: line ends and tabs become one blank, the last line end and other control
/// characters go.
pub(super) fn clean_line(text: &str) -> String {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text).replace("\r\n", "\n");
    text.chars()
        .filter_map(|c| if matches!(c, '\n' | '\r' | '\t') { Some(' ') } else { visible(c) })
        .collect()
}

/// Pasted text for several lines: line ends become newlines, tabs blanks, other control characters go.
pub(super) fn clean_lines(text: &str) -> String {
    let keep = |c| match c {
        '\n' | '\r' => Some('\n'),
        '\t' => Some(' '),
        _ => visible(c),
    };
    text.replace("\r\n", "\n").chars().filter_map(keep).collect()
}

/// Whether a paste goes in without this character, and it is no blank or line end.
pub(super) fn is_left_out(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

fn visible(c: char) -> Option<char> {
    (!c.is_control()).then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_shows_whole_characters_only() {
        assert_eq!(window("abcdef", 2, 3), "cde");
        assert_eq!(window("日本語", 1, 4), " 本");
        assert_eq!(window("日本語", 2, 3), "本");
        assert_eq!(window("", 0, 3), "");
    }

    #[test]
    fn a_click_finds_the_character_in_its_cell() {
        assert_eq!(char_at("日本語", 3), 1);
        assert_eq!(char_at("日本語", 9), 3);
        assert_eq!(char_at("e\u{301}a", 1), 2);
        assert_eq!(char_at("a\u{1b}b", 7), 2);
    }

    #[test]
    fn lines_break_after_blanks_or_anywhere() {
        let parts = |line: &str, room| -> Vec<String> {
            let chars: Vec<char> = line.chars().collect();
            rows(line, room).into_iter().map(|row| chars[row].iter().collect()).collect()
        };
        assert_eq!(parts("one two three", 8), ["one two ", "three"]);
        assert_eq!(parts("one twoooooooo", 8), ["one ", "twoooooo", "oo"]);
        assert_eq!(parts("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(parts("a bc de fg", 5), ["a bc ", "de fg"]);
        assert_eq!(parts("", 3), [""]);
        assert_eq!(parts("日本", 1), ["日", "本"]);
    }

    #[test]
    fn no_row_is_wider_than_the_room() {
        let text = "The quick brown fox 日本語 jumps over https://example.com/a/very/long/path the dog";
        for room in 2..40 {
            let chars: Vec<char> = text.chars().collect();
            let found = rows(text, room);
            assert!(found.iter().all(|row| width(&chars[row.clone()].iter().collect::<String>()) <= room));
            assert_eq!(found.iter().map(ExactSizeIterator::len).sum::<usize>(), chars.len());
        }
    }

    #[test]
    fn a_paste_loses_what_would_break_out_of_a_line() {
        assert_eq!(clean_line("ABC\u{1b}[31m\r\nShipping\tLtd\u{7}\n"), "ABC[31m Shipping Ltd");
        assert_eq!(clean_lines("a\r\nb\rc\td\u{0}"), "a\nb\nc d");
    }
}
