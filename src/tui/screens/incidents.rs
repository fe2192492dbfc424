//! Incidents, the newest first, and from there the worklist of each.

use ratatui::layout::Rect;

use super::worklist::Worklist;
use crate::domain::incident::IncidentCounts;
use crate::domain::time;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen};

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
        Self(Whole::new(heads, empty))
    }

    fn act(&self, command: Command) -> Option<Vec<Effect>> {
        Some(match (command, self.0.selected()) {
            (Command::Details, Some(one)) => {
                vec![Effect::Open(Box::new(Worklist::new(one.incident.id)))]
            }
            (Command::Close, _) => vec![Effect::Close],
            (Command::Back, _) if self.0.list.search().is_empty() => vec![Effect::Close],
            (Command::Reload, _) => vec![Effect::Ask(Request::Incidents)],
            _ => return None,
        })
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
        // The newest first.
        (key == NUMBER).then(|| other.incident.id.cmp(&self.incident.id))
    }
}

impl Screen for Incidents {
    fn contexts(&self) -> Vec<Context> {
        if self.0.list.is_searching() { places::SEARCH.to_vec() } else { places::INCIDENTS.to_vec() }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Shown | Message::Changed => vec![Effect::Ask(Request::Incidents)],
            Message::Answer(Answer::Incidents(Ok(all))) => {
                self.0.fill(all, facts);
                Vec::new()
            }
            Message::Answer(Answer::Incidents(Err(failure))) => vec![Effect::Say(Notice::error(failure))],
            Message::Do(command) if let Some(effects) = self.act(command) => effects,
            message => match self.0.told(message, facts) {
                Some(0) => self.act(Command::Details).unwrap_or_default(),
                _ => Vec::new(),
            },
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let used =
            canvas.text(area.x + 1, area.y, area.width.saturating_sub(1), "Incidents", canvas.theme.heading);
        self.0.list.view(canvas, area, used + 2);
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, _facts: &Facts) -> Option<String> {
        let none = self.0.selected().is_none();
        (command == Command::Details && none).then(|| "Select an incident first.".to_owned())
    }
}
