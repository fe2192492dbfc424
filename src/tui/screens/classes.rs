//! The panel of security classes: the list, and what can be done with a class.

use std::cmp::Ordering;

use super::class_form;
use super::one_list::OneList;
use super::scopes::Scopes;
use crate::domain::text::{grouped, quoted};
use crate::domain::{Right, SecurityClass};
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, may};

const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const CLIENTS: &str = "clients";
/// The last column: a click deletes.
const ACTIONS: usize = 3;

/// The list of security classes.
pub struct Classes(Whole<SecurityClass>);

impl Classes {
    /// An empty list; it loads when it is shown.
    #[must_use]
    pub fn new() -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let heads = vec![
            head(Some(NAME), "Name", (12, 32), 0),
            head(Some(DESCRIPTION), "Description", (12, 60), 2),
            head(Some(CLIENTS), "Clients", (9, 9), 1),
        ];
        let empty = Empty {
            nothing: "There is no security class.".to_owned(),
            not_found: "No security class matches the search.".to_owned(),
        };
        Self(Whole::new(heads, empty).deleted_by(Right::Classes))
    }
}

impl Default for Classes {
    fn default() -> Self {
        Self::new()
    }
}

impl Listed for SecurityClass {
    fn row(&self, _now: i64) -> Row {
        let (name, description) = (self.name.clone(), self.description.clone());
        let cells = vec![name.clone(), description, grouped(self.clients)];
        Row { key: name.clone(), name, cells, off: false }
    }

    fn compare(&self, other: &Self, key: &str) -> Option<Ordering> {
        (key == CLIENTS).then(|| self.clients.cmp(&other.clients))
    }
}

impl OneList for Classes {
    type Shown = SecurityClass;
    const PLACES: &'static [Context] = places::CLASSES;
    const PANEL: Option<Command> = Some(Command::ShowClasses);

    fn list(&self) -> &Whole<SecurityClass> {
        &self.0
    }

    fn list_mut(&mut self) -> &mut Whole<SecurityClass> {
        &mut self.0
    }

    fn wanted(&self) -> Request {
        Request::Classes
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::Classes(Ok(classes)) => {
                self.0.fill(classes, facts);
                Vec::new()
            }
            Answer::ClassDeleted(Ok(name)) => {
                let said = Notice::good(format!("Deleted the security class {}.", quoted(&name)));
                vec![Effect::Ask(Request::Classes), Effect::Say(said)]
            }
            Answer::Classes(Err(failure)) | Answer::ClassDeleted(Err(failure)) => {
                vec![Effect::Say(Notice::error(failure))]
            }
            _ => Vec::new(),
        }
    }

    fn act(&mut self, command: Command, _facts: &Facts) -> Option<Vec<Effect>> {
        Some(match (command, self.0.selected()) {
            (Command::Create, _) => vec![Effect::Open(Box::new(class_form::open(None)))],
            (Command::Update, Some(class)) => vec![Effect::Open(Box::new(class_form::open(Some(class))))],
            (Command::Delete, Some(class)) => {
                let text = format!("Deletes the security class {}. No client uses it.", quoted(&class.name));
                let yes = vec![Effect::Ask(Request::DeleteClass(class.name.clone()))];
                let answers = vec![(Command::Delete, yes), (Command::Cancel, Vec::new())];
                vec![Effect::Open(Box::new(Question::new("Delete security class", text, answers)))]
            }
            (Command::ShowScopes, _) => vec![Effect::Open(Box::new(Scopes::new()))],
            _ => return None,
        })
    }

    fn behind(column: usize) -> Option<Command> {
        match column {
            0 => Some(Command::Update),
            ACTIONS => Some(Command::Delete),
            _ => None,
        }
    }

    fn why_not(&self, command: Command, facts: &Facts) -> Option<String> {
        let class = self.0.selected();
        match command {
            Command::Create => may(Right::Classes, facts),
            Command::Update => class.is_none().then(|| "Select a security class first.".to_owned()),
            Command::Delete => may(Right::Classes, facts).or_else(|| match class {
                None => Some("Select a security class first.".to_owned()),
                Some(class) => class.why_it_stays(),
            }),
            _ => None,
        }
    }
}
