//! How early a password would be guessed: the fewest pieces that it can be put together from, where a
//! common word, a row of keys or a repetition is one piece however long it is.

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Words of which guessed passwords are made, in lower case, one a line; our own list.
pub(super) const COMMON: &str = include_str!("../../../assets/common-passwords.txt");

/// Ways over a keyboard, to be followed in both directions.
const WALKS: [&str; 14] = [
    "1234567890-=",
    "!@#$%^&*()_+",
    "!\"§$%&/()=?",
    "qwertyuiop[]\\",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl;'",
    "qsdfghjklm",
    "zxcvbnm,./",
    "yxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zaq12wsxcde34rfvbgt56yhnmju78ik,lo90p",
];

/// What a piece costs that is a word: there are one to two thousand.
const WORD: usize = 2;
/// What any other piece costs: a character, a row, a repetition, a year.
const PIECE: usize = 1;
/// Passwords of this cost or less are guessed early: two words and a year, or a word and three signs.
const EARLY: usize = 5;
/// A repeated part that is shorter than this is no password by itself.
const PART_MIN: usize = 8;

/// Whether `password` is put together from few pieces; `user_name` counts as one more common word.
pub(super) fn is_guessed_early(password: &str, user_name: &str) -> bool {
    let text = squeezed(password);
    let name = squeezed(user_name);
    match period(&text) {
        Some(part) if part < PART_MIN => true,
        Some(part) => cost(&text[..part], &name) + PIECE <= EARLY,
        None => cost(&text, &name) <= EARLY,
    }
}

/// In lower case and without the signs that people put between words.
fn squeezed(text: &str) -> Zeroizing<Vec<char>> {
    let chars = || {
        text.nfkc()
            .flat_map(char::to_lowercase)
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '_' | '-'))
    };
    // The whole length at once: a vector that grows leaves copies behind.
    let mut out = Zeroizing::new(Vec::with_capacity(chars().count()));
    out.extend(chars());
    out
}

/// The length of the part that `text` repeats at least twice, the last time perhaps cut short.
fn period(text: &[char]) -> Option<usize> {
    (1..=text.len() / 2).find(|&part| text.iter().zip(&text[part..]).all(|(one, next)| one == next))
}

/// The least cost of the pieces that make up all of `text`.
fn cost(text: &[char], name: &[char]) -> usize {
    let mut least = vec![usize::MAX; text.len() + 1];
    least[0] = 0;
    for at in 0..text.len() {
        let rest = &text[at..];
        let mut reach = |length: usize, price: usize| {
            least[at + length] = least[at + length].min(least[at].saturating_add(price));
        };
        reach(1, PIECE);
        // A piece may end early, so that the next can begin where it needs to.
        for length in 2..=longest_piece(rest) {
            reach(length, PIECE);
        }
        for length in words(rest) {
            reach(length, WORD);
        }
        if rest.starts_with(name) {
            reach(name.len(), WORD);
        }
    }
    least[text.len()]
}

/// How far a repetition, a sequence, a walk over the keyboard or a year goes from the front.
fn longest_piece(rest: &[char]) -> usize {
    let longest = [repetition(rest), sequence(rest), walk(rest), year(rest)];
    longest.into_iter().max().unwrap_or(0)
}

/// The same character again and again.
fn repetition(rest: &[char]) -> usize {
    rest.iter().take_while(|&&c| c == rest[0]).count()
}

/// Three or more characters in a row of code points, up or down.
fn sequence(rest: &[char]) -> usize {
    let follows = |one: char, next: char| u32::from(one) + 1 == u32::from(next);
    let up = 1 + rest.windows(2).take_while(|pair| follows(pair[0], pair[1])).count();
    let down = 1 + rest.windows(2).take_while(|pair| follows(pair[1], pair[0])).count();
    three(up.max(down))
}

/// Three or more keys along one of the walks.
fn walk(rest: &[char]) -> usize {
    let along = |way: &[char]| {
        let from = |start: usize| rest.iter().zip(&way[start..]).take_while(|(one, key)| one == key).count();
        (0..way.len()).map(from).max().unwrap_or(0)
    };
    let longest = WALKS.iter().map(|way| {
        let forth: Vec<char> = way.chars().collect();
        let back: Vec<char> = way.chars().rev().collect();
        along(&forth).max(along(&back))
    });
    three(longest.max().unwrap_or(0))
}

/// 1900 to 2099.
fn year(rest: &[char]) -> usize {
    match rest {
        ['1', '9', c, d, ..] | ['2', '0', c, d, ..] if c.is_ascii_digit() && d.is_ascii_digit() => 4,
        _ => 0,
    }
}

fn three(length: usize) -> usize {
    if length < 3 { 0 } else { length }
}

/// The lengths of the common words that stand at the front, whichever signs are put for their letters.
fn words(rest: &[char]) -> impl Iterator<Item = usize> {
    COMMON.lines().filter_map(move |word| {
        let fits =
            word.len() <= rest.len() && word.chars().zip(rest).all(|(letter, &c)| stands_for(c, letter));
        fits.then_some(word.len())
    })
}

/// Whether `c` is the letter, or a sign that is put for it.
fn stands_for(c: char, letter: char) -> bool {
    c == letter
        || matches!(
            (letter, c),
            ('a', '@' | '4')
                | ('b', '8')
                | ('e', '3' | '€')
                | ('g', '9')
                | ('i' | 'l', '1' | '!')
                | ('o', '0')
                | ('s', '$' | '5')
                | ('t', '7' | '+')
                | ('z', '2')
        )
}
