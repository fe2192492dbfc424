//! A new password, typed twice, wherever one is chosen.

use crate::domain::password::MIN;
use crate::domain::{Plaintext, field};
use crate::tui::form::{Field, Form};

/// The second field; the first is [`field::PASSWORD`], so that refusals find it.
pub const AGAIN: &str = "password_again";

/// Both fields.
#[must_use]
pub fn fields(label: &str) -> [Field; 2] {
    let help = format!("{MIN} characters or more, of any kind; well-known ones are refused.");
    [
        Field::password(field::PASSWORD, label).help(help),
        Field::password(AGAIN, format!("{label} again")).help("The same once more."),
    ]
}

/// The password, where it is the same in both fields; else the second says so. It stays in its fields, so that
/// a refusal loses nothing.
pub fn read(form: &mut Form) -> Option<Plaintext> {
    let [password, again] = [field::PASSWORD, AGAIN].map(|id| form.copy_password(id));
    let (password, again) = (password?, again?);
    if password.expose() == again.expose() {
        return Some(password);
    }
    form.set_errors([(AGAIN, "The two passwords differ. Type the same one twice.".to_owned())]);
    form.focus_field(AGAIN);
    None
}
