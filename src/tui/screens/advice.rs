//! What is advised about one client, with all that the registry knows: a list over the client's form or the list
//! of clients. Advice is accepted here for a reason and a time, and an acceptance is withdrawn.

use std::cmp::Ordering;

use ratatui::layout::Rect;

use super::panels;
use crate::domain::text::quoted;
use crate::domain::{Acceptance, Advice, Right, attribute, field, time};
use crate::tui::canvas::{self, Canvas};
use crate::tui::editor::Editor;
use crate::tui::form::{Field, Form};
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, may};

const SEVERITY: &str = "severity";
/// Rows below the list in which the selected advice stands in full, its acceptance included.
const IN_FULL: u16 = 6;

/// One advice, with its acceptance where one holds.
struct Told {
    /// Tells two of one rule from each other.
    number: usize,
    advice: Advice,
    accepted: Option<Acceptance>,
}

/// The list.
pub struct AdviceList {
    list: Whole<Told>,
    client_id: String,
    name: String,
}

impl AdviceList {
    /// About a client that is saved.
    #[must_use]
    pub fn about(client_id: &str, name: &str) -> Self {
        let head = |key, title, width, rank| Head { key: Some(key), title, width, rank };
        let heads = vec![
            head("rule", "Rule", (5, 6), 0),
            head(SEVERITY, "Severity", (11, 11), 1),
            head("field", "About", (12, 26), 3),
            head("advice", "Advice", (20, 400), 2),
            head("accepted", "Accepted until", (16, 16), 0),
        ];
        let empty = Empty {
            nothing: "Nothing is advised about this client.".to_owned(),
            not_found: "No advice matches the search.".to_owned(),
        };
        Self { list: Whole::new(heads, empty), client_id: client_id.to_owned(), name: name.to_owned() }
    }

    fn load(&self) -> Effect {
        Effect::Ask(Request::Advice(self.client_id.clone()))
    }

    fn act(&self, command: Command) -> Option<Vec<Effect>> {
        let bare = self.list.list.search().is_empty();
        Some(match (command, self.list.selected()) {
            (Command::Reload, _) => vec![self.load()],
            (Command::Close, _) => vec![Effect::Close],
            (Command::Back, _) if bare => vec![Effect::Close],
            (Command::AcceptAdvice, Some(told)) => vec![Effect::Open(Box::new(self.accept(told)))],
            (Command::WithdrawAdvice, Some(told)) => vec![self.ask_withdraw(told)],
            _ => return None,
        })
    }

    fn accept(&self, told: &Told) -> Editor {
        let (client_id, rule) = (self.client_id.clone(), told.advice.rule);
        let (reason, until) = told.accepted.as_ref().map_or_else(Default::default, |accepted| {
            (accepted.reason.clone(), time::minute(accepted.until))
        });
        let fields = [
            Field::line(field::REASON, "Reason").value(&[reason]).help("Why the advice is not followed."),
            Field::until()
                .value(&[until])
                .help("A date with its whole day, such as 2030-05-31, or a span from now, such as 90d."),
        ];
        let save = move |form: &Form| Request::AcceptAdvice {
            client_id: client_id.clone(),
            rule: rule.to_owned(),
            reason: form.text(field::REASON),
            until: form.text(field::UNTIL),
        };
        let said = |accepted: Acceptance| {
            let until = time::minute(accepted.until);
            Notice::good(format!("{} is accepted until {until} UTC.", accepted.rule))
        };
        let saved = move |answer| match answer {
            Answer::AdviceAccepted(result) => Some(result.map(said)),
            _ => None,
        };
        Editor::new("Accept advice", fields, Right::LintAccept, save, saved).says(in_words(&told.advice))
    }

    fn ask_withdraw(&self, told: &Told) -> Effect {
        let rule = told.advice.rule.to_owned();
        let text = format!("{rule} is advised about {} again.", quoted(&self.name));
        let yes = vec![Effect::Ask(Request::WithdrawAdvice { client_id: self.client_id.clone(), rule })];
        let answers = vec![(Command::WithdrawAdvice, yes), (Command::Cancel, Vec::new())];
        Effect::Open(Box::new(Question::new("Withdraw acceptance", text, answers)))
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::Advice(Ok(told)) => {
                let told = told.into_iter().enumerate();
                let told = told.map(|(number, (advice, accepted))| Told { number, advice, accepted });
                self.list.fill(told.collect(), &without_pane(facts));
                Vec::new()
            }
            // The client is gone.
            Answer::Advice(Err(failure)) => vec![Effect::Close, Effect::Say(Notice::error(failure))],
            Answer::AdviceWithdrawn(Ok(rule)) => {
                let said = format!("{rule} is not accepted any more.");
                vec![self.load(), Effect::Say(Notice::good(said))]
            }
            Answer::AdviceWithdrawn(Err(failure)) => vec![self.load(), Effect::Say(Notice::error(failure))],
            _ => Vec::new(),
        }
    }
}

/// The rows that are left for the list.
fn without_pane(facts: &Facts) -> Facts {
    let mut facts = facts.clone();
    facts.body.height = list_height(facts.body.height);
    facts
}

fn list_height(height: u16) -> u16 {
    if height > 2 * IN_FULL { height - IN_FULL } else { height }
}

/// An advice in full, with its rule and the field that it is about.
fn in_words(advice: &Advice) -> String {
    format!("{} ({}, {}): {advice}", advice.rule, about(advice), advice.severity.word())
}

fn about(advice: &Advice) -> &'static str {
    match advice.field {
        field::CLIENT_SECRET => "Client secret",
        field::LAST_USED => "Last used",
        name => attribute(name).map_or(name, |attribute| attribute.label),
    }
}

impl Listed for Told {
    fn row(&self, _now: i64) -> Row {
        let advice = &self.advice;
        let cells = vec![
            advice.rule.to_owned(),
            advice.severity.word().to_owned(),
            about(advice).to_owned(),
            advice.to_string(),
            self.accepted.as_ref().map(|accepted| time::minute(accepted.until)).unwrap_or_default(),
        ];
        let key = format!("{} {}", advice.rule, self.number);
        Row { key, name: advice.rule.to_owned(), cells, off: self.accepted.is_some() }
    }

    fn compare(&self, other: &Self, key: &str) -> Option<Ordering> {
        // What is gravest comes last in domain's order, and first here.
        (key == SEVERITY).then(|| other.advice.severity.cmp(&self.advice.severity))
    }
}

impl Screen for AdviceList {
    fn contexts(&self) -> Vec<Context> {
        if self.list.list.is_searching() { places::SEARCH.to_vec() } else { places::ADVICE.to_vec() }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Shown | Message::Changed => vec![self.load()],
            Message::Answer(answer) => self.answered(answer, facts),
            Message::Do(command) if let Some(effects) = self.act(command) => effects,
            message => {
                let clicked = self.list.told(message, &without_pane(facts));
                if clicked == Some(0) {
                    vec![Effect::Tell(Message::Do(Command::AcceptAdvice))]
                } else {
                    Vec::new()
                }
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let heading = format!("Advice about {}", self.name);
        let list = Rect { height: list_height(area.height), ..area };
        let used = panels::heading(canvas, area, &heading, self.list.list.needs(list));
        self.list.list.view(canvas, list, used + 1);
        if let Some(told) = self.list.selected().filter(|_| list.height < area.height) {
            let accepted =
                told.accepted.as_ref().map(|accepted| format!("\nIt is {accepted}")).unwrap_or_default();
            let room = area.width.saturating_sub(2);
            let lines = canvas::wrap(&format!("{}{accepted}", in_words(&told.advice)), usize::from(room));
            for (line, y) in lines.iter().zip(list.bottom() + 1..area.bottom()) {
                canvas.text(area.x + 1, y, room, line, canvas.theme.text);
            }
        }
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        if !matches!(command, Command::AcceptAdvice | Command::WithdrawAdvice) {
            return None;
        }
        may(Right::LintAccept, facts).or_else(|| match self.list.selected() {
            None => Some("Select an advice first.".to_owned()),
            Some(told) if command == Command::WithdrawAdvice && told.accepted.is_none() => {
                Some(format!("{} is not accepted.", told.advice.rule))
            }
            Some(_) => None,
        })
    }
}
