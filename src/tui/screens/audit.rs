//! The panel of the audit log, the newest entry first; the same list over a form or a panel is the history of one
//! client or operator.

mod entry;
mod filter;
mod query;
pub(super) mod reading;
mod restore;

use ratatui::layout::Rect;

use super::panels;
use crate::domain::audit::words;
use crate::domain::text::quoted;
use crate::domain::time;
use crate::service::AuditRow;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Command, Context, places};
use crate::tui::list::{Empty, Head, List, Row, Sight, Turn, Wish};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, LoggedPage, Request};
use crate::tui::screen::{Facts, Screen};
use filter::Filter;
use reading::Reading;

/// The rank of a column that says the same in every row.
const LAST: u8 = 9;
/// The place of what an entry is about among the columns: a click shows a client's history.
const ABOUT: usize = 4;

/// Which entries are shown at all.
enum Scope {
    /// All: the panel.
    Whole,
    /// What one operator did.
    Operator(String),
    /// What was done to one client: its ID, and what it is called.
    Client(String, String),
}

/// The audit log.
pub struct AuditLog {
    list: List,
    scope: Scope,
    entries: Vec<AuditRow>,
    names: Vec<Option<String>>,
    /// Whether the page is looked for that has the selected entry.
    around: bool,
}

impl AuditLog {
    /// The panel.
    #[must_use]
    pub fn new() -> Self {
        Self::of(Scope::Whole)
    }

    /// What an operator did.
    #[must_use]
    pub fn of_operator(name: &str) -> Self {
        Self::of(Scope::Operator(name.to_owned()))
    }

    /// What was done to a client.
    #[must_use]
    pub fn of_client(client_id: &str, name: &str) -> Self {
        Self::of(Scope::Client(client_id.to_owned(), name.to_owned()))
    }

    fn of(scope: Scope) -> Self {
        let head = |title, width, rank| Head { key: None, title, width, rank };
        let heads = vec![
            head("Entry", (5, 6), 1),
            head("Time (UTC)", (16, 16), 0),
            head("Operator", (9, 12), if matches!(scope, Scope::Operator(_)) { LAST } else { 0 }),
            head("Action", (25, 25), 0),
            head("About", (12, 24), if matches!(scope, Scope::Client(..)) { LAST } else { 2 }),
            head("What", (12, 60), 3),
            head("Where from", (12, 34), 4),
        ];
        let back = keys::names(places::AUDIT, Command::Back);
        let empty = Empty {
            nothing: "There is no entry.".to_owned(),
            not_found: format!("No entry matches the search. {back} drops it."),
        };
        Self { list: List::new(heads, empty), scope, entries: Vec::new(), names: Vec::new(), around: false }
    }

    fn is_panel(&self) -> bool {
        matches!(self.scope, Scope::Whole)
    }

    fn load(&mut self, turn: Turn, facts: &Facts) -> Vec<Effect> {
        let mut query = match query::query(self.list.search(), facts.now) {
            Ok(query) => query,
            Err(sentence) => return vec![Effect::Say(Notice::warning(sentence))],
        };
        match &self.scope {
            Scope::Whole => {}
            Scope::Operator(name) => query.operator = Some(name.clone()),
            Scope::Client(client_id, _) => query.client = Some(client_id.clone()),
        }
        let number = |entry: Option<&AuditRow>| entry.map(|entry| entry.number);
        let (first, last) = (number(self.entries.first()), number(self.entries.last()));
        match turn {
            Turn::First => {}
            Turn::Around => query.before = self.selected().map(|(entry, _)| entry.number + 1),
            Turn::Last => query.after = Some(0),
            Turn::Next => query.before = last,
            Turn::Previous => query.after = first,
            // What came before the first entry must be seen.
            Turn::Again if self.list.is_first_page() => {}
            Turn::Again => query.before = first.map(|first| first + 1),
        }
        self.around = turn == Turn::Around;
        query.limit = i64::try_from(List::limit(facts.body)).ok();
        vec![Effect::Ask(Request::Log(query))]
    }

    fn show(&mut self, logged: LoggedPage, facts: &Facts) -> Vec<Effect> {
        let count = |number: i64| usize::try_from(number).unwrap_or(0);
        let LoggedPage { page, names } = logged;
        let (rows, total) = (page.entries.len(), count(page.total));
        let is_end = page.offset == 0 || count(page.offset) + rows >= total;
        (self.entries, self.names) = (page.entries, names);
        if is_end && rows < total.min(List::limit(facts.body)) {
            // At both ends the page is a full one.
            let key = |entry: Option<&AuditRow>| entry.map(|entry| entry.number.to_string());
            let (first, last) = (key(self.entries.first()), key(self.entries.last()));
            self.list.land_among(first.as_deref(), last.as_deref());
            let is_start = page.offset == 0 && rows > 0;
            return self.load(if is_start { Turn::First } else { Turn::Last }, facts);
        }
        if std::mem::take(&mut self.around) && (1..List::limit(facts.body)).contains(&count(page.offset)) {
            // The selected entry is among the first.
            return self.load(Turn::First, facts);
        }
        let rows = self.entries.iter().zip(&self.names).map(|(entry, name)| row(entry, name.as_deref()));
        let (total, offset) = (count(page.total), count(page.offset));
        self.list.show(Sight { rows: rows.collect(), total, offset, uncounted: false });
        Vec::new()
    }

    /// The selected entry, and its client's name.
    fn selected(&self) -> Option<(&AuditRow, Option<&str>)> {
        let at = self.list.selected()?;
        Some((self.entries.get(at)?, self.names.get(at)?.as_deref()))
    }

    fn act(&self, command: Command) -> Option<Vec<Effect>> {
        Some(match (command, self.selected()) {
            (Command::Filter, _) => vec![Effect::Open(Box::new(Filter::new(self.list.search())))],
            (Command::VerifyLog, _) => vec![Effect::Ask(Request::VerifyLog)],
            (Command::Details, Some((entry, name))) => {
                vec![Effect::Open(Box::new(Reading::entry(entry.number, name.map(str::to_owned))))]
            }
            (Command::History, Some((entry, name))) => {
                let client_id = entry.client.as_deref()?;
                vec![Effect::Open(Box::new(Self::of_client(client_id, name.unwrap_or(client_id))))]
            }
            (Command::RestoreAttribute, Some((entry, _))) => {
                let client_id = entry.client.clone()?;
                vec![Effect::Ask(Request::Past { client_id, entry: entry.number })]
            }
            (Command::Close, _) => vec![Effect::Close],
            (Command::Back, _) if !self.is_panel() && self.is_bare() => vec![Effect::Close],
            _ => return None,
        })
    }

    /// Whether there is nothing left for Esc to drop.
    fn is_bare(&self) -> bool {
        self.list.search().is_empty() && self.list.marked() == 0
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::Log(Ok(logged)) => self.show(logged, facts),
            Answer::LogVerified(Ok(report)) => vec![Effect::Open(Box::new(Reading::report(&report)))],
            Answer::Past(Ok(past)) => match &self.scope {
                Scope::Client(client_id, _) => vec![restore::ask(client_id, past)],
                Scope::Whole | Scope::Operator(_) => Vec::new(),
            },
            answer => {
                let failure = answer.failure().map(ToString::to_string);
                failure.map(|said| Effect::Say(Notice::error(said))).into_iter().collect()
            }
        }
    }

    fn heading(&self) -> String {
        match &self.scope {
            Scope::Whole => String::new(),
            Scope::Operator(name) => format!("History of the operator {}", quoted(name)),
            Scope::Client(_, name) => format!("History of {}", quoted(name)),
        }
    }
}

impl Default for AuditLog {
    fn default() -> Self {
        Self::new()
    }
}

fn row(entry: &AuditRow, name: Option<&str>) -> Row {
    let who = entry.operator.as_ref().map_or("(nobody)", |(_, name)| name.as_str());
    let about = entry::about(entry, name);
    let cells = vec![
        entry.number.to_string(),
        time::minute(entry.time),
        who.to_owned(),
        entry.action.clone(),
        about,
        words(&entry.action, &entry.details).join("; "),
        entry::where_from(&entry.origin),
    ];
    let number = entry.number.to_string();
    Row { key: number.clone(), name: number, cells, off: false }
}

impl Screen for AuditLog {
    fn contexts(&self) -> Vec<Context> {
        match &self.scope {
            _ if self.list.is_searching() => places::SEARCH.to_vec(),
            Scope::Whole => places::AUDIT.to_vec(),
            Scope::Operator(_) => places::HISTORY.to_vec(),
            Scope::Client(..) => places::CLIENT_HISTORY.to_vec(),
        }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        if let Some(effects) = panels::switch(&message, Command::ShowAudit) {
            return effects;
        }
        let wish = match message {
            Message::Answer(answer) => return self.answered(answer, facts),
            Message::Do(command) if let Some(effects) = self.act(command) => return effects,
            message => self.list.told(message),
        };
        match wish {
            Wish::Load(turn) => self.load(turn, facts),
            Wish::Cell(ABOUT) if self.refusal(Command::History, facts).is_none() => {
                self.act(Command::History).unwrap_or_default()
            }
            Wish::Cell(0) => self.act(Command::Details).unwrap_or_default(),
            Wish::Nothing | Wish::Cell(_) => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let line = Rect { height: area.height.min(1), ..area };
        let used = if self.is_panel() {
            panels::tabs(canvas, line, Command::ShowAudit, self.list.needs(area))
        } else {
            panels::heading(canvas, area, &self.heading(), self.list.needs(area))
        };
        self.list.view(canvas, area, used + 1);
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        let selected = self.selected();
        match command {
            Command::Details | Command::History | Command::RestoreAttribute if selected.is_none() => {
                Some("Select an entry first.".to_owned())
            }
            Command::RestoreAttribute => restore::refusal(selected.map(|(entry, _)| entry), facts),
            Command::History if matches!(self.scope, Scope::Client(..)) => {
                Some("This is the client's history already.".to_owned())
            }
            Command::History if selected.is_some_and(|(entry, _)| entry.client.is_none()) => {
                Some("This entry is about no client.".to_owned())
            }
            _ => None,
        }
    }
}
