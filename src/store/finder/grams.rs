//! Three bytes that follow one another, as a number: what the index of [`super::index`] is kept by. Bytes that searches
//! are made of have numbers of their own, others share some: where they are met, the text itself is asked.

use super::piece::END;

/// Bits that one byte's number takes.
const BITS: u32 = 7;
/// So many numbers a byte may have.
pub const LETTERS: usize = 1 << BITS;
/// So many numbers three bytes may have.
pub const GRAMS: usize = 1 << (3 * BITS);

const WHOLE: u32 = (1 << (3 * BITS)) - 1;

/// The number that the end of a field has.
const NOTHING: u8 = 0;
/// The first number of printable ASCII, which is all that has numbers of its own.
const PRINTABLE: u8 = 1;
/// First bytes of other characters share sixteen numbers, those that follow thirty-two, and controls one.
const FIRST: u8 = PRINTABLE + (b'~' - b' ') + 1 - 26;
const FOLLOWING: u8 = FIRST + 16;
const CONTROL: u8 = FOLLOWING + 32;

static NUMBERS: [u8; 256] = {
    let mut numbers = [CONTROL; 256];
    let mut byte = 0u8;
    let mut next = PRINTABLE;
    loop {
        numbers[byte as usize] = match byte {
            b'A'..=b'Z' => CONTROL,
            b' '..=b'~' => {
                next += 1;
                next - 1
            }
            0x80..=0xbf => FOLLOWING + byte % 32,
            0xc0..END => FIRST + byte % 16,
            END => NOTHING,
            _ => CONTROL,
        };
        if byte == END {
            break numbers;
        }
        byte += 1;
    }
};

/// The number of a folded byte.
pub fn letter(byte: u8) -> u8 {
    NUMBERS[usize::from(byte)]
}

/// Whether no other text of folded bytes has the same numbers.
pub fn is_exact(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b' '..=b'~') && !byte.is_ascii_uppercase())
}

/// The number of three bytes.
fn gram(bytes: [u8; 3]) -> u32 {
    bytes.into_iter().fold(0, |gram, byte| gram << BITS | u32::from(letter(byte)))
}

/// Tells the numbers of all threes of a text, one after the other, and some more than once. In a row of fields none
/// spans two; a field's last two bytes stand before its end, and so does a single one.
pub fn grams(text: &[u8], mut tell: impl FnMut(u32)) {
    let mut last = 0;
    for &byte in text {
        last = (last << BITS | u32::from(letter(byte))) & WHOLE;
        let [first, second, third] = letters(last);
        if second != NOTHING && (first != NOTHING || third == NOTHING) {
            tell(last);
        }
    }
}

/// The numbers of the three bytes.
fn letters(gram: u32) -> [u8; 3] {
    [gram >> (2 * BITS), gram >> BITS, gram].map(|number| number.to_le_bytes()[0] % (1 << BITS))
}

/// The numbers of the bytes that stand wherever these three do; between them, the threes of a text tell all of its bytes.
pub fn told_letters(gram: u32) -> impl Iterator<Item = u8> {
    let [first, second, third] = letters(gram);
    let second = if third == NOTHING { second } else { NOTHING };
    [first, second].into_iter().filter(|letter| *letter != NOTHING)
}

/// The numbers of all threes that begin with these two bytes.
pub fn beginning(first: u8, second: u8) -> std::ops::Range<u32> {
    let from = gram([first, second, END]);
    from..from + (1 << BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_has_numbers_of_its_own() {
        let typed: Vec<u8> = (b' '..=b'~').filter(|byte| !byte.is_ascii_uppercase()).collect();
        let mut numbers: Vec<u8> = typed.iter().map(|&byte| letter(byte)).collect();
        let others: Vec<u8> = (0..=END).filter(|byte| !typed.contains(byte)).map(letter).collect();
        assert!(numbers.iter().all(|number| !others.contains(number)));
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), typed.len());
        assert!((0..=END).all(|byte| usize::from(letter(byte)) < LETTERS));
        assert!(is_exact(b"a~") && !is_exact("é".as_bytes()) && !is_exact(b"\t"));
    }

    #[test]
    fn no_three_spans_two_fields() {
        let mut found = Vec::new();
        grams(b"abc\xffd\xff\xffef\xff", |number| found.push(number));
        assert_eq!(found, [*b"abc", *b"bc\xff", *b"\xffd\xff", *b"ef\xff"].map(gram));
        let mut told: Vec<u8> = found.iter().flat_map(|&number| told_letters(number)).collect();
        told.sort_unstable();
        assert_eq!(told, b"abcdef".map(letter));
        assert!(beginning(b'b', b'c').contains(&found[1]) && !beginning(b'b', b'c').contains(&found[0]));
    }
}
