//! How a field is made: what kind of value it takes, and what is said of it from the start.

use super::{Field, FieldId};
use crate::tui::form::choice::Choice;
use crate::tui::form::control::Control;
use crate::tui::form::flag::Flag;
use crate::tui::form::line::Line;
use crate::tui::form::list::Checklist;
use crate::tui::form::password::Password;
use crate::tui::form::secret::Secret;
use crate::tui::form::text::Text;

impl Field {
    fn new(id: FieldId, label: impl Into<String>, control: Control) -> Self {
        Self {
            id,
            label: label.into(),
            help: String::new(),
            group: String::new(),
            control,
            read_only: false,
            locked: false,
            disabled: None,
            errors: Vec::new(),
            advice: Vec::new(),
            settled: Vec::new(),
            notes: Vec::new(),
            says: None,
            doubts: None,
            when_empty: String::new(),
            now: 0,
            opened: Vec::new(),
        }
        .opened()
    }

    /// One line of text.
    #[must_use]
    pub fn line(id: FieldId, label: impl Into<String>) -> Self {
        Self::new(id, label, Control::Line(Line::new(60)))
    }

    /// One line for a number or a span of time.
    #[must_use]
    pub fn short(id: FieldId, label: impl Into<String>) -> Self {
        Self::new(id, label, Control::Line(Line::new(16)))
    }

    /// Words parted by blanks, the value a list; a checklist as soon as the form is told the options.
    #[must_use]
    pub fn words(id: FieldId, label: impl Into<String>) -> Self {
        Self::new(id, label, Control::Line(Line::words(60)))
    }

    /// A password: masked, and read by [`crate::tui::form::Form::take_password`] only.
    #[must_use]
    pub fn password(id: FieldId, label: impl Into<String>) -> Self {
        Self::new(id, label, Control::Password(Password::new()))
    }

    /// A client secret: read-only, masked, shown by [`crate::tui::form::Form::show_secret`] only.
    #[must_use]
    pub fn secret(id: FieldId, label: impl Into<String>) -> Self {
        Self::new(id, label, Control::Secret(Secret::new())).read_only()
    }

    /// One text of several lines.
    #[must_use]
    pub fn text(id: FieldId, label: impl Into<String>) -> Self {
        Self::new(id, label, Control::Text(Box::new(Text::new(false))))
    }

    /// A list, one element a line. Blank lines are no elements.
    #[must_use]
    pub fn lines(id: FieldId, label: impl Into<String>) -> Self {
        Self::new(id, label, Control::Text(Box::new(Text::new(true))))
    }

    /// On or off: `true` or `false`.
    #[must_use]
    pub fn flag(id: FieldId, label: impl Into<String>) -> Self {
        Self::new(id, label, Control::Flag(Flag::default()))
    }

    /// One of several values, each with the words for it, in a drop-down.
    #[must_use]
    pub fn choice(
        id: FieldId,
        label: impl Into<String>,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        Self::new(id, label, Control::Choice(Choice::new(options)))
    }

    /// Some of several values, each with the words for it, in a checklist.
    #[must_use]
    pub fn choices(
        id: FieldId,
        label: impl Into<String>,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        Self::new(id, label, Control::Checklist(Checklist::new(options)))
    }

    /// Values to choose from, each with the words for it; any other text may be typed as well.
    #[must_use]
    pub fn suggests(mut self, options: impl IntoIterator<Item = (String, String)>) -> Self {
        self.suggest(options.into_iter().collect());
        self
    }

    /// The sentence at the bottom while the field has the focus.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The heading that the field stands under; fields of one group follow each other.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = group.into();
        self
    }

    /// Can be read and copied, not changed.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// What it holds when the form opens.
    #[must_use]
    pub fn value(mut self, values: &[String]) -> Self {
        self.control.edit_mut().set(values);
        self.opened()
    }

    /// What a line proposes when the form opens: typing takes its place.
    #[must_use]
    pub fn proposes(mut self, value: &str) -> Self {
        if let Control::Line(line) = &mut self.control {
            line.propose(value);
        }
        self.opened()
    }

    /// What stands beside it while nothing is typed in it.
    #[must_use]
    pub fn when_empty(mut self, words: &str) -> Self {
        words.clone_into(&mut self.when_empty);
        self
    }

    /// What stands beside the value: a function of the value's text, lines joined.
    #[must_use]
    pub fn says(mut self, says: impl Fn(&str) -> Option<String> + Send + 'static) -> Self {
        self.says = Some(Box::new(move |text, _| says(text)));
        self
    }

    /// What is wrong with the value while it is typed: a function of its text.
    #[must_use]
    pub fn doubts(mut self, doubts: impl Fn(&str) -> Option<String> + Send + 'static) -> Self {
        self.doubts = Some(Box::new(move |text, _| doubts(text)));
        self
    }

    /// The same for a value that is read by the clock: what it means, or what is wrong with it.
    #[must_use]
    pub fn reads(mut self, read: fn(&str, i64) -> Result<String, String>) -> Self {
        self.says = Some(Box::new(move |text, now| read(text, now).ok()));
        self.doubts = Some(Box::new(move |text, now| read(text, now).err()));
        self
    }

    fn opened(mut self) -> Self {
        self.keep();
        self
    }
}
