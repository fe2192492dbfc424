//! One field of a form: an identifier, a label, help, a control, and what stands beside it in words.

mod made;

use super::control::{Access, Control, Edit as _};
use super::flag::Flag;
use super::list::Checklist;
use super::secret::Secret;
use super::suggest::Suggest;
use crate::domain::Plaintext;
use crate::tui::canvas::width;

/// What names a field in its form: the RFC 7591 name of an attribute, or another constant.
pub type FieldId = &'static str;

/// What a value means in words at a time in Unix seconds, shown beside it; `None` where there is nothing to say.
pub type Says = Box<dyn Fn(&str, i64) -> Option<String> + Send>;

/// What is said of a value that nobody typed.
const PROPOSED: &str = "Enter keeps it, typing replaces it.";

/// A labelled field. Build it with one of the constructors and the methods that follow them.
pub struct Field {
    pub(super) id: FieldId,
    pub(super) label: String,
    pub(super) help: String,
    pub(super) group: String,
    pub(super) control: Control,
    pub(super) read_only: bool,
    /// Whether it is read-only because the whole form is, which is said elsewhere.
    pub(super) locked: bool,
    pub(super) disabled: Option<String>,
    pub(super) errors: Vec<String>,
    pub(super) advice: Vec<String>,
    /// Advice that was accepted.
    pub(super) settled: Vec<String>,
    /// What is good to know about what the fields hold.
    pub(super) notes: Vec<String>,
    says: Option<Says>,
    doubts: Option<Says>,
    pub(super) when_empty: String,
    /// Unix seconds, where the form was told: what some values mean follows from it.
    pub(super) now: i64,
    opened: Vec<String>,
}

impl Field {
    /// What is wrong with it: what was said when it was to be saved, else what is known while it is typed.
    pub(super) fn wrong(&self) -> Vec<String> {
        if !self.errors.is_empty() || self.access() != Access::Edit {
            return self.errors.clone();
        }
        let text = self.control.edit().values().join("\n");
        let doubts = self.doubts.as_ref().filter(|_| !text.trim().is_empty());
        doubts.and_then(|doubts| doubts(&text, self.now)).into_iter().collect()
    }

    /// From now on the present value counts as unchanged.
    pub(super) fn keep(&mut self) {
        self.opened = self.control.edit().values();
    }

    /// See [`super::Form::catch_up`].
    pub(super) fn catch_up(&mut self, saved: &[String]) -> bool {
        let changed = self.changed();
        let is_news = self.opened != saved;
        self.opened = saved.to_vec();
        if !changed && is_news {
            self.control.edit_mut().set(saved);
        }
        changed && is_news && self.changed()
    }

    pub(super) fn changed(&self) -> bool {
        match &self.control {
            Control::Password(password) => !password.is_empty(),
            control => control.edit().values() != self.opened,
        }
    }

    pub(super) fn access(&self) -> Access {
        match (&self.disabled, self.read_only || self.locked) {
            (Some(_), _) => Access::Disabled,
            (None, true) => Access::Read,
            (None, false) => Access::Edit,
        }
    }

    /// Whether the words beside the value are put below it rather than left out where there is no room: why
    /// it is disabled, what is known of a secret.
    pub(super) fn must_tell(&self) -> bool {
        self.disabled.is_some() || matches!(self.control, Control::Secret(_))
    }

    /// The words beside the value: why it is disabled, what it means, or that it is read-only.
    pub(super) fn beside(&self) -> String {
        if let Some(reason) = &self.disabled {
            // What one could do about it is no matter where nothing can be done.
            return if self.locked { String::new() } else { format!("- {reason}") };
        }
        if let Control::Secret(secret) = &self.control {
            return secret.words().to_owned();
        }
        let text = self.control.edit().values().join("\n");
        let says = match &self.says {
            _ if text.is_empty() && !self.when_empty.is_empty() => Some(self.when_empty.clone()),
            says => says.as_ref().and_then(|says| says(&text, self.now)),
        };
        match says {
            Some(words) => format!("= {words}"),
            None if self.read_only && !self.locked => "(read-only)".to_owned(),
            None => String::new(),
        }
    }

    /// What is said at the bottom while it has the focus and nothing is wrong with it.
    pub(super) fn guidance(&self) -> String {
        let state = match self.access() {
            Access::Disabled if !self.locked => self.disabled.as_deref(),
            Access::Disabled | Access::Read => Some("Read-only."),
            Access::Edit => None,
        };
        let proposed = self.access() == Access::Edit && self.control.edit().is_proposed();
        let way = proposed.then_some(PROPOSED);
        let all = state.into_iter().chain([self.help.as_str()]).chain(way);
        all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The cells that the value would like: where it can't be changed, those of its text.
    pub(super) fn wanted(&self) -> u16 {
        let wanted = self.control.edit().wanted();
        let blank = || self.control.edit().values().iter().all(String::is_empty);
        match &self.control {
            // Nothing is there and nothing can be typed: the reason has the row.
            Control::Line(_) | Control::Text(_) | Control::Choice(_)
                if self.disabled.is_some() && blank() =>
            {
                0
            }
            Control::Line(_) | Control::Suggest(_) if self.access() != Access::Edit => {
                let text = self.control.edit().values().join(" ");
                u16::try_from(width(&text) + 2).unwrap_or(u16::MAX)
            }
            _ => wanted,
        }
    }

    /// Other values to choose from. A field of typed words becomes a checklist.
    pub(super) fn offer(&mut self, options: Vec<(String, String)>) {
        let values = self.control.edit().values();
        match &mut self.control {
            Control::Choice(choice) => choice.offer(options),
            Control::Line(_) | Control::Checklist(_) => {
                let mut list = Checklist::new(options);
                list.set(&values);
                self.control = Control::Checklist(list);
            }
            Control::Suggest(_)
            | Control::Password(_)
            | Control::Secret(_)
            | Control::Text(_)
            | Control::Flag(_) => {}
        }
    }

    /// See [`super::Form::suggest`].
    pub(super) fn suggest(&mut self, options: Vec<(String, String)>) {
        let line = match std::mem::replace(&mut self.control, Control::Flag(Flag::default())) {
            Control::Line(line) => line,
            Control::Suggest(suggest) => suggest.into_line(),
            other => {
                self.control = other;
                return;
            }
        };
        self.control = if options.is_empty() {
            Control::Line(line)
        } else {
            Control::Suggest(Box::new(Suggest::new(line, options)))
        };
    }

    pub(super) fn secret_mut(&mut self) -> Option<&mut Secret> {
        if let Control::Secret(secret) = &mut self.control { Some(secret) } else { None }
    }

    pub(super) fn take_password(&mut self) -> Option<Plaintext> {
        if let Control::Password(password) = &mut self.control { Some(password.take()) } else { None }
    }

    pub(super) fn copy_password(&self) -> Option<Plaintext> {
        if let Control::Password(password) = &self.control { Some(password.copy()) } else { None }
    }
}
