//! What a form does with keys, pastes, clicks and the wheel. The focused control is asked first; what it
//! leaves moves the focus or presses a button; what the form leaves is for the screen.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::cells::is_left_out;
use super::control::{Access, Took};
use super::{Focus, Form, Outcome};
use crate::tui::canvas::{Click, Target};
use crate::tui::keys::{self, Command, Context};

/// The part of a field that is not its value: the label.
pub(super) const LABEL: usize = usize::MAX;

/// The rows that the wheel and a page move.
const WHEEL: i32 = 3;
const PAGE: i32 = 10;

impl Form {
    /// Acts on a key as the table says for the focused field and for every form, or takes it as text.
    /// Save, Cancel and what else belongs to the screen is ignored.
    pub fn key(&mut self, event: KeyEvent) -> Outcome {
        let own = self.contexts();
        let every = if self.is_open() { None } else { Some(Context::Form) };
        let command = keys::resolve(own, event).or_else(|| keys::resolve(every.as_slice(), event));
        if let Some(command) = command {
            return self.perform(command);
        }
        let chorded = event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match event.code {
            KeyCode::Char(c) if event.kind != KeyEventKind::Release && !chorded && !c.is_control() => {
                self.input(|control| control.typed(c))
            }
            _ => Outcome::Ignored,
        }
    }

    /// Acts on a command where the focus is.
    pub fn perform(&mut self, command: Command) -> Outcome {
        if let Focus::Field(at) = self.focus
            && (!edits(command) || self.fields[at].access() == Access::Edit)
        {
            let outcome = self.ask(|control| control.perform(command));
            if outcome != Outcome::Ignored {
                return outcome;
            }
        }
        match command {
            // In a field that can't be changed, the keys that would begin to change it go on.
            Command::NextField | Command::Down | Command::Right | Command::NewLine | Command::Open => {
                self.step(true)
            }
            Command::PreviousField | Command::Up | Command::Left => self.step(false),
            Command::Take => self.enter(),
            Command::Toggle => self.input(|_| Took::Moved),
            Command::Press => self.press(),
            Command::PageUp => self.scroll(-PAGE),
            Command::PageDown => self.scroll(PAGE),
            _ => Outcome::Ignored,
        }
    }

    /// Takes pasted text as text, whatever it holds: it triggers no key.
    pub fn paste(&mut self, text: &str) -> Outcome {
        let outcome = self.input(|control| control.paste(text));
        if matches!(outcome, Outcome::Changed(_)) && text.chars().any(is_left_out) {
            self.refusal = Some("Control characters were left out of what was pasted.");
        }
        outcome
    }

    /// Acts on a click on something that the form drew.
    pub fn click(&mut self, click: Click) -> Outcome {
        self.refusal = None;
        match click.target {
            Target::Command(command) => match self.buttons.iter().position(|it| it.command == command) {
                Some(at) => {
                    self.go(Focus::Button(at));
                    self.press()
                }
                None => Outcome::Ignored,
            },
            Target::Field { field, part } if field < self.fields.len() => {
                self.go(Focus::Field(field));
                if part == LABEL || self.fields[field].access() != Access::Edit {
                    return Outcome::Moved;
                }
                self.ask(|control| control.click(part, click.column))
            }
            Target::Option(at) => self.take_option(at),
            Target::Outside if self.is_open() => self.perform(Command::Close),
            _ => Outcome::Ignored,
        }
    }

    /// Scrolls the form, or moves in an open drop-down, by turns of the wheel; positive is down.
    pub fn wheel(&mut self, turns: i32) -> Outcome {
        if !self.is_open() {
            return self.scroll(turns.saturating_mul(WHEEL));
        }
        let command = if turns > 0 { Command::Down } else { Command::Up };
        for _ in 0..turns.unsigned_abs().min(100) {
            self.perform(command);
        }
        Outcome::Moved
    }

    fn take_option(&mut self, at: usize) -> Outcome {
        let Focus::Field(field) = self.focus else { return Outcome::Ignored };
        let took = self.fields[field].control.take_option(at);
        self.outcome(field, took)
    }

    /// Gives text to the focused field, if it can be changed.
    fn input(&mut self, act: impl FnOnce(&mut dyn super::control::Edit) -> Took) -> Outcome {
        let Focus::Field(at) = self.focus else { return Outcome::Ignored };
        match self.fields[at].access() {
            Access::Edit => self.ask(act),
            Access::Read => self.outcome(at, Took::Refused("This can only be read.")),
            // The reason stands there already.
            Access::Disabled => Outcome::Moved,
        }
    }

    fn ask(&mut self, act: impl FnOnce(&mut dyn super::control::Edit) -> Took) -> Outcome {
        let Focus::Field(at) = self.focus else { return Outcome::Ignored };
        let took = act(self.fields[at].control.edit_mut());
        self.outcome(at, took)
    }

    fn outcome(&mut self, at: usize, took: Took) -> Outcome {
        self.refusal = None;
        match took {
            Took::Nothing => return Outcome::Ignored,
            Took::Refused(sentence) => self.refusal = Some(sentence),
            Took::Moved | Took::Changed => {}
        }
        self.follows.set(true);
        if took == Took::Changed {
            // What was said of the old value need not hold for the new one.
            self.fields[at].errors.clear();
            return Outcome::Changed(self.fields[at].id);
        }
        Outcome::Moved
    }

    fn enter(&mut self) -> Outcome {
        let submit = self.focused_field().and_then(|id| self.submits.iter().find(|(field, _)| *field == id));
        match submit {
            Some(&(field, command)) => {
                let button = self.buttons.iter().find(|button| button.command == command);
                let Some(reason) = button.and_then(|button| button.disabled.clone()) else {
                    return Outcome::Pressed(command);
                };
                // What is typed does not do yet: the focus stays with it, and the reason is told as its error.
                self.set_errors([(field, reason)]);
                Outcome::Moved
            }
            None => self.step(true),
        }
    }

    fn press(&mut self) -> Outcome {
        let Focus::Button(at) = self.focus else { return Outcome::Ignored };
        match self.buttons.get(at) {
            Some(button) if button.disabled.is_none() => Outcome::Pressed(button.command),
            // The reason stands at the bottom.
            _ => Outcome::Moved,
        }
    }

    /// Moves the focus to the next or the previous field or button, around the ends.
    fn step(&mut self, forward: bool) -> Outcome {
        self.refusal = None;
        let (fields, all) = (self.fields.len(), self.fields.len() + self.buttons.len());
        if all == 0 {
            return Outcome::Ignored;
        }
        let here = match self.focus {
            Focus::Field(at) => at,
            Focus::Button(at) => fields + at,
        };
        let to = if forward { (here + 1) % all } else { (here + all - 1) % all };
        self.go(if to < fields { Focus::Field(to) } else { Focus::Button(to - fields) });
        Outcome::Moved
    }

    fn scroll(&mut self, rows: i32) -> Outcome {
        self.follows.set(false);
        let to = i32::from(self.scroll.get()).saturating_add(rows).max(0);
        self.scroll.set(u16::try_from(to).unwrap_or(u16::MAX));
        Outcome::Moved
    }
}

/// Whether the command changes a value, or leads to changing it.
fn edits(command: Command) -> bool {
    matches!(
        command,
        Command::DeleteBefore
            | Command::DeleteAt
            | Command::DeleteWord
            | Command::DeleteLine
            | Command::DeleteToEnd
            | Command::NewLine
            | Command::Open
            | Command::Toggle
    )
}
