//! Resolves keys and names them. What each key does stands once, in [`table`]: it drives the screens, the
//! footer, the help and the README's table of keys. No other file types a key or a button's label.

mod command;
pub mod places;
pub mod table;

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

pub use command::Command;
pub use places::Context;
pub use table::{BINDINGS, Shown};

/// One key as it is bound: a code and Ctrl, Alt or neither. Shift is part of the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
    /// A key without Ctrl or Alt.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::NONE }
    }

    /// A character, as typed: `'O'` is Shift and `o`.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// Ctrl and a lower-case letter.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
    }

    /// Alt and a letter.
    #[must_use]
    pub const fn alt(c: char) -> Self {
        Self { code: KeyCode::Char(c), modifiers: KeyModifiers::ALT }
    }

    /// Ctrl and a key that is no letter, such as an arrow.
    #[must_use]
    pub const fn ctrl_and(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::CONTROL }
    }

    /// The key of an event, or `None` where it was let go. Terminals differ in how they tell Shift, so
    /// it is dropped; with Ctrl a letter counts as lower case.
    #[must_use]
    pub fn of(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let modifiers = event.modifiers.difference(KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            KeyCode::Char(c) if event.modifiers.contains(KeyModifiers::SHIFT) => {
                KeyCode::Char(c.to_ascii_uppercase())
            }
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        Some(Self { code, modifiers })
    }
}

impl fmt::Display for Key {
    /// The name that footer and help use: `c`, `O`, `Ctrl-S`, `Enter`, `PgDn`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.modifiers.is_empty() => write!(f, "{c}"),
            KeyCode::Char(c) => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Delete => f.write_str("Del"),
            KeyCode::F(n) => write!(f, "F{n}"),
            code => write!(f, "{code:?}"),
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// The keys, the one that the footer names first; none where only a button leads there.
    pub keys: &'static [Key],
    /// What it does.
    pub command: Command,
    /// The button's label, or a word or two for the footer.
    pub label: &'static str,
    /// One sentence for the help.
    pub help: &'static str,
    /// Where it is shown; every key is in the help.
    pub shown: Shown,
}

impl Binding {
    /// All its keys, as the help names them: `u, Enter`.
    #[must_use]
    pub fn key_names(&self) -> String {
        let names: Vec<String> = self.keys.iter().map(Key::to_string).collect();
        names.join(", ")
    }
}

/// The bindings that hold in these contexts, in the order of the contexts.
pub fn bindings(contexts: &[Context]) -> impl Iterator<Item = &'static Binding> {
    contexts.iter().flat_map(|context| BINDINGS.iter().filter(move |binding| binding.context == *context))
}

/// What the key does here, or `None`: then it is text, or nothing.
#[must_use]
pub fn resolve(contexts: &[Context], event: KeyEvent) -> Option<Command> {
    let key = Key::of(event)?;
    bindings(contexts).find(|binding| binding.keys.contains(&key)).map(|binding| binding.command)
}

/// The binding of a command in these contexts: its label, help and keys.
#[must_use]
pub fn binding(contexts: &[Context], command: Command) -> Option<&'static Binding> {
    bindings(contexts).find(|binding| binding.command == command)
}

/// The keys of a command in these contexts, as a sentence names them.
#[must_use]
pub fn names(contexts: &[Context], command: Command) -> String {
    binding(contexts, command).map(Binding::key_names).unwrap_or_default()
}

/// The label of a command that is a button, the same wherever it is one.
#[must_use]
pub fn label(command: Command) -> &'static str {
    BINDINGS
        .iter()
        .find(|binding| binding.command == command && binding.shown == Shown::Button)
        .map_or("", |binding| binding.label)
}

#[cfg(test)]
mod tests;
