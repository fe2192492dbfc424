//! Incidents, the newest first, and from there the worklist of each.

use super::one_list::OneList;
use super::worklist::Worklist;
use crate::domain::incident::IncidentCounts;
use crate::domain::time;
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Notice};
use crate::tui::request::{Answer, Request};
use crate::tui::screen::Facts;

const NUMBER: &str = "number";

/// The list of incidents.
pub struct Incidents(Whole<IncidentCounts>);

impl Incidents {
    /// An empty list; it loads when it is shown.
    #[must_use]
    pub fn new() -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let heads = vec![
            head(Some(NUMBER), "Number", (6, 6), 0),
            head(Some("state"), "State", (6, 6), 0),
            head(Some("opened"), "Contained (UTC)", (16, 16), 1),
            head(Some("clients"), "Clients", (7, 7), 2),
            head(Some("pending"), "Pending", (7, 7), 1),
            head(Some("closed"), "Closed", (6, 6), 2),
            head(Some("reason"), "Reason", (16, 400), 0),
        ];
        let nothing = "There is no incident. Contain in the list of clients opens one.".to_owned();
        let empty = Empty { nothing, not_found: "No incident matches the search.".to_owned() };
        Self(Whole::new(heads, empty).descending())
    }
}

impl Default for Incidents {
    fn default() -> Self {
        Self::new()
    }
}

impl Listed for IncidentCounts {
    fn row(&self, _now: i64) -> Row {
        let incident = &self.incident;
        let closed = incident.closed.is_some();
        let number = incident.id.to_string();
        let cells = vec![
            number.clone(),
            if closed { "closed" } else { "open" }.to_owned(),
            time::minute(incident.opened.at),
            self.clients.to_string(),
            self.steps[0].to_string(),
            self.closed.to_string(),
            incident.reason.clone(),
        ];
        Row { key: number.clone(), name: format!("incident {number}"), cells, off: closed }
    }

    fn compare(&self, other: &Self, key: &str) -> Option<std::cmp::Ordering> {
        (key == NUMBER).then(|| self.incident.id.cmp(&other.incident.id))
    }
}

impl OneList for Incidents {
    type Shown = IncidentCounts;
    const PLACES: &'static [Context] = places::INCIDENTS;

    fn list(&self) -> &Whole<IncidentCounts> {
        &self.0
    }

    fn list_mut(&mut self) -> &mut Whole<IncidentCounts> {
        &mut self.0
    }

    fn wanted(&self) -> Request {
        Request::Incidents
    }

    fn heading(&self) -> String {
        "Incidents".to_owned()
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::Incidents(Ok(all)) => {
                self.0.fill(all, facts);
                Vec::new()
            }
            Answer::Incidents(Err(failure)) => vec![Effect::Say(Notice::error(failure))],
            _ => Vec::new(),
        }
    }

    fn act(&mut self, command: Command, _facts: &Facts) -> Option<Vec<Effect>> {
        Some(match (command, self.0.selected()) {
            (Command::Details, Some(one)) => {
                vec![Effect::Open(Box::new(Worklist::new(one.incident.id)))]
            }
            (Command::Close, _) => vec![Effect::Close],
            (Command::Back, _) if self.0.list.search().is_empty() => vec![Effect::Close],
            _ => return None,
        })
    }

    fn behind(column: usize) -> Option<Command> {
        (column == 0).then_some(Command::Details)
    }

    fn why_not(&self, command: Command, _facts: &Facts) -> Option<String> {
        let none = self.0.selected().is_none();
        (command == Command::Details && none).then(|| "Select an incident first.".to_owned())
    }
}
