//! Operators' passwords: long, not common, not made of the user name; nothing else is asked (NIST SP
//! 800-63B-4 §3.1.1.2). No sentence shows any of the password.

mod guess;
#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization as _;

use super::plaintext::Plaintext;
use super::problem::{Checked, Problem, field};
use super::text::counted;

/// Characters of a password after NFKC, at least.
pub const MIN: usize = 15;
/// Characters of a password after NFKC, at most.
pub const MAX: usize = 1_024;
/// Where these rules come from.
const NIST: &str = "NIST SP 800-63B-4 §3.1.1.2";

/// Refuses a password that is too short, too long, or among the first that somebody would guess for this
/// user. Characters are counted after NFKC, the form that is hashed.
pub fn check(password: &Plaintext, user_name: &str) -> Checked<()> {
    let count = password.expose().nfkc().take(MAX + 1).count();
    let sentence = if count < MIN {
        format!(
            "The password has {}. Type {MIN} or more; a few words that do not belong together do.",
            counted(count, "character")
        )
    } else if count > MAX {
        format!("The password has more than {MAX} characters. Type {MIN} to {MAX}.")
    } else if guess::is_guessed_early(password.expose(), "") {
        "The password is made of common words, repetitions or rows of keys, which are guessed first. Type a few \
         words that do not belong together."
            .to_owned()
    } else if guess::is_guessed_early(password.expose(), user_name) {
        "The password is made of the user name, which is guessed first. Type a few words that do not belong together."
            .to_owned()
    } else {
        return Ok(());
    };
    Err(vec![Problem::new(field::PASSWORD, NIST, sentence)])
}
