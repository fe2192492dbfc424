//! The filter of the audit log as a form: what is chosen here is written into the search line.

use ratatui::layout::Rect;

use super::query;
use crate::domain::audit::Action;
use crate::domain::time;
use crate::domain::{Plaintext, Word};
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 72;

/// Which entries?
pub struct Filter {
    form: Form,
    /// What is looked for besides.
    words: Vec<String>,
}

impl Filter {
    /// Begins with what the search line says.
    #[must_use]
    pub fn new(search: &str) -> Self {
        let terms = query::terms(search);
        let value = |key: &str| {
            let found = terms.iter().rev().find(|(known, _)| *known == Some(key));
            [found.map(|(_, value)| value.clone()).unwrap_or_default()]
        };
        let when = "A UTC time such as 2026-11-22 or 2026-11-22 01:49, or how long ago: 36h, 7d. Empty: any.";
        let fields = [
            Field::choice(query::OPERATOR, "Operator", [anybody()])
                .value(&value(query::OPERATOR))
                .help("Who acted."),
            Field::line(query::CLIENT, "Client")
                .value(&value(query::CLIENT))
                .help("The name or the client ID that it was done to. Empty: any."),
            Field::choice(query::ACTION, "Action", actions())
                .value(&value(query::ACTION))
                .help("What was done, one kind or a group of them."),
            Field::line(query::SINCE, "Since").value(&value(query::SINCE)).help(when),
            Field::line(query::UNTIL, "Until").value(&value(query::UNTIL)).help(when),
        ];
        let mut form = Form::new(fields, [Command::ApplyFilter, Command::Back]);
        for id in query::TERMS {
            form = form.enter_presses(id, Command::ApplyFilter);
        }
        let words = terms.into_iter().filter(|(key, _)| key.is_none()).map(|(_, word)| word).collect();
        Self { form, words }
    }

    /// Types what was chosen into the search line, as a person would.
    fn apply(&mut self, now: i64) -> Vec<Effect> {
        let edges = [(query::SINCE, time::Edge::Start), (query::UNTIL, time::Edge::End)];
        let wrong = edges.into_iter().filter(|(id, _)| !self.form.text(id).trim().is_empty());
        let wrong: Vec<_> = wrong
            .filter_map(|(id, edge)| time::point(id, &self.form.text(id), now, edge).err())
            .flatten()
            .collect();
        if !wrong.is_empty() {
            self.form.set_problems(&wrong);
            self.form.focus_first_error();
            return Vec::new();
        }
        let chosen = query::TERMS.map(|id| (Some(id), self.form.text(id)));
        let words = self.words.iter().map(|word| (None, word.clone()));
        let line = query::line(chosen.into_iter().chain(words));
        vec![
            Effect::Close,
            Effect::Tell(Message::Do(Command::DropSearch)),
            Effect::Tell(Message::Do(Command::Search)),
            Effect::Tell(Message::Pasted(Plaintext::new(line))),
            Effect::Tell(Message::Do(Command::KeepSearch)),
        ]
    }
}

fn anybody() -> (String, String) {
    (String::new(), "anybody".to_owned())
}

/// Any action, then the groups, then each.
fn actions() -> Vec<(String, String)> {
    let words = || Action::WORDS.iter().map(|(_, word, _)| *word);
    let mut groups: Vec<&str> = words().filter_map(|word| Some(word.split_once('.')?.0)).collect();
    groups.sort_unstable();
    groups.dedup();
    let any = (String::new(), "any".to_owned());
    let group = |group: &str| (group.to_owned(), format!("{group}: everything"));
    let one = |word: &str| (word.to_owned(), word.to_owned());
    [any].into_iter().chain(groups.into_iter().map(group)).chain(words().map(one)).collect()
}

impl Screen for Filter {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Question])
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Shown => return vec![Effect::Ask(Request::Operators)],
            Message::Answer(Answer::Operators(Ok(all))) => {
                let names = all.into_iter().map(|record| record.operator.user_name);
                let options = names.map(|name| (name.clone(), name));
                self.form.offer(query::OPERATOR, [anybody()].into_iter().chain(options));
                return Vec::new();
            }
            Message::Answer(answer) => {
                let failure = answer.failure().map(ToString::to_string);
                return failure.map(|said| Effect::Say(Notice::error(said))).into_iter().collect();
            }
            Message::Do(Command::Back) => return vec![Effect::Close],
            _ => {}
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(Command::ApplyFilter) => self.apply(facts.now),
            Outcome::Pressed(Command::Back) => vec![Effect::Close],
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        Dialog { title: "Filter", text: "", form: &self.form, widest: WIDEST }.view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        true
    }
}
