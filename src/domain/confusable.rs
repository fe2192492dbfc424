//! Characters that look alike (UTS 39 §4). The table of the unicode-security crate holds a pointer a character, all of which
//! the loader puts right whenever the program starts, which took as long as a page of a list; the build makes one
//! without any of it.

use unicode_normalization::UnicodeNormalization as _;

/// Each character that is taken for others, in order, with the end of these in the text.
const TABLE: (&[(char, u16)], &str) = include!(concat!(env!("OUT_DIR"), "/prototypes.rs"));

/// A text in which each character is what it looks like: two texts that have the same can be taken for each other.
#[must_use]
pub fn skeleton(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for c in text.nfd() {
        match prototype(c) {
            Some(others) => seen.push_str(others),
            None => seen.push(c),
        }
    }
    seen.nfd().collect()
}

/// What is taken in place of a character; nothing where it can't be seen.
fn prototype(c: char) -> Option<&'static str> {
    let (ends, text) = TABLE;
    let at = ends.binary_search_by_key(&c, |&(c, _)| c).ok()?;
    let begin = at.checked_sub(1).map_or(0, |before| ends[before].1);
    Some(&text[usize::from(begin)..usize::from(ends[at].1)])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::skeleton;

    fn reference(text: &str) -> String {
        unicode_security::skeleton(text).collect()
    }

    #[test]
    fn every_character_looks_as_the_standard_says() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(skeleton(&text), reference(&text), "U+{:04X}", u32::from(c));
        }
        assert_eq!(skeleton("раypal 10\u{200b}"), "paypal lO");
    }

    proptest! {
        #[test]
        fn every_text_looks_as_the_standard_says(text in "[a-zI01|éǆ\u{300}-\u{36f}\u{5b0}-\u{5c7}\u{200b}А-я가-힣\u{0}-\u{10ffff}]{0,12}") {
            prop_assert_eq!(skeleton(&text), reference(&text));
        }
    }
}
