//! What screens that are one list, read as a whole, have in common: when it is asked for, what it does with keys and
//! clicks, where it is drawn. What a command does is each screen's own.

use ratatui::layout::Rect;

use super::panels;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Listed, Whole};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen};

/// A screen that is one list.
pub trait OneList {
    /// What its rows are.
    type Shown: Listed;
    /// The keys that hold on it.
    const PLACES: &'static [Context];
    /// The command that shows it, where it is a main panel.
    const PANEL: Option<Command> = None;

    /// The list.
    fn list(&self) -> &Whole<Self::Shown>;

    /// The list, to be told things.
    fn list_mut(&mut self) -> &mut Whole<Self::Shown>;

    /// What brings its rows.
    fn wanted(&self) -> Request;

    /// What stands above it, where it is no main panel.
    fn heading(&self) -> String {
        String::new()
    }

    /// Takes what it asked for.
    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect>;

    /// Does a command; `None` where it has no meaning here, and may have one in the list.
    fn act(&mut self, command: Command, facts: &Facts) -> Option<Vec<Effect>>;

    /// Why a command can't be used now, as a sentence.
    fn why_not(&self, command: Command, facts: &Facts) -> Option<String>;

    /// The command that a click on a cell of this column gives.
    fn behind(_column: usize) -> Option<Command> {
        None
    }

    /// A cell of the row that the cursor is on now was clicked.
    fn clicked(&mut self, column: usize, facts: &Facts) -> Vec<Effect> {
        let Some(command) = Self::behind(column) else { return Vec::new() };
        match self.why_not(command, facts) {
            Some(reason) => vec![Effect::Say(Notice::error(reason))],
            None => self.act(command, facts).unwrap_or_default(),
        }
    }
}

impl<L: OneList> Screen for L {
    fn contexts(&self) -> Vec<Context> {
        if self.list().list.is_searching() { places::SEARCH.to_vec() } else { Self::PLACES.to_vec() }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        if let Some(effects) = Self::PANEL.and_then(|here| panels::switch(&message, here)) {
            return effects;
        }
        match message {
            Message::Shown | Message::Changed | Message::Do(Command::Reload) => {
                vec![Effect::Ask(self.wanted())]
            }
            Message::Answer(answer) => self.answered(answer, facts),
            Message::Do(command) if let Some(effects) = self.act(command, facts) => effects,
            message => {
                let clicked = self.list_mut().told(message, facts);
                clicked.map(|column| self.clicked(column, facts)).unwrap_or_default()
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let list = &self.list().list;
        if let Some(here) = Self::PANEL {
            panels::view(canvas, area, here, list);
        } else {
            let used = panels::heading(canvas, area, &self.heading(), list.needs(area));
            list.view(canvas, area, used + 1);
        }
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        self.why_not(command, facts)
    }
}
