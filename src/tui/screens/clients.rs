//! The main panel: the list of clients, and what can be done with one or several of them.

mod actions;
mod detail;
mod pages;
mod rotate;
#[cfg(test)]
mod tests;

pub(super) use actions::copied_words;

use ratatui::layout::Rect;

use super::findings::Findings;
use super::panels;
use crate::domain::{COLUMNS, ClientRecord, Column, Cursor, Right, field};
use crate::tui::canvas::{self, Canvas};
use crate::tui::keys::{self, Command, Context, places};
use crate::tui::list::{ACTIONS, ESSENTIAL, Empty, Head, List, Turn, Wish};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, Request, Switched};
use crate::tui::screen::{Facts, Screen, may};

/// From this width on the selected client is told beside the list, in so many cells.
const DETAIL_FROM: u16 = 140;
const DETAIL: u16 = 62;
/// Cells that a name needs, so that it can be told from others.
const NAME_NEEDS: u16 = 20;

/// The list of clients.
pub struct Clients {
    /// What chooses the clients shown: behind a bar of the health panel.
    filters: Vec<(String, String)>,
    list: List,
    records: Vec<ClientRecord>,
    cursors: Vec<Cursor>,
    /// Whether a page is on its way.
    loads: bool,
    /// Rows of the page that was asked for last.
    limit: usize,
    /// The row that the pane beside the list tells of: it follows the cursor once that rests.
    told: usize,
    /// Whether what was selected was deleted here: the cursor goes to its neighbour then.
    deleted: bool,
}

impl Clients {
    /// An empty list; it loads when it is shown.
    #[must_use]
    pub fn new() -> Self {
        let empty = Empty {
            nothing: format!(
                "There is no client yet. Press {} to create the first one.",
                key(Command::Create)
            ),
            not_found: not_found(None),
        };
        Self {
            filters: Vec::new(),
            list: List::new(heads(), empty),
            records: Vec::new(),
            cursors: Vec::new(),
            loads: false,
            limit: 0,
            told: 0,
            deleted: false,
        }
    }

    /// The clients that meet these filters, and what they have in common.
    #[must_use]
    pub fn behind(name: String, filters: Vec<(String, String)>) -> Self {
        let mut clients = Self::new();
        clients.list.say_about(Some(name));
        Self { filters, ..clients }
    }

    /// The record under the cursor.
    fn selected(&self) -> Option<&ClientRecord> {
        self.list.selected().and_then(|at| self.records.get(at))
    }

    /// Whether neither search nor marks are there to be dropped.
    fn is_bare(&self) -> bool {
        self.list.search().is_empty() && self.list.marked() == 0
    }

    fn wish(&mut self, wish: &Wish, facts: &Facts) -> Vec<Effect> {
        match wish {
            Wish::Load(turn) => vec![self.load(*turn, facts)],
            Wish::Cell(at) if *at == COLUMNS.len() => self.delete_selected(facts),
            Wish::Cell(at) if COLUMNS[*at].key == field::CLIENT_ID => self.open_selected(),
            Wish::Nothing | Wish::Cell(_) => Vec::new(),
        }
    }

    /// Drops the marks of those clients that a change was about: others may have been marked since.
    fn done(&mut self, answer: &Answer) {
        let ids = |records: &[ClientRecord]| -> Vec<String> {
            records.iter().map(|record| record.client.client_id.clone()).collect()
        };
        match answer {
            Answer::Enabled(Ok(Switched { changed, same })) => {
                self.list.unmark_those(ids(changed).iter().chain(&ids(same)));
            }
            Answer::Deleted(Ok(records)) => {
                let gone = ids(records);
                self.deleted |= self.list.current().is_some_and(|(id, _)| gone.iter().any(|one| one == id));
                self.list.unmark_those(&gone);
            }
            _ => {}
        }
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        self.loads &= !matches!(answer, Answer::Clients(_) | Answer::FirstRows(_));
        match answer {
            Answer::Clients(Ok(page)) => self.show(page, facts),
            Answer::FirstRows(rows) => self.show_first(rows, facts),
            Answer::SearchPrepared(Ok(())) => Vec::new(),
            Answer::Clients(Err(failure)) | Answer::SearchPrepared(Err(failure)) => {
                vec![Effect::Say(Notice::error(failure))]
            }
            other => {
                self.done(&other);
                let notice = actions::answered(other, facts);
                let effects = notice.map(|notice| [Effect::Say(notice), self.load(Turn::Again, facts)]);
                effects.into_iter().flatten().collect()
            }
        }
    }
}

fn key(command: Command) -> String {
    let binding = keys::binding(places::CLIENTS, command);
    binding.and_then(|binding| binding.keys.first()).map(ToString::to_string).unwrap_or_default()
}

/// What to say where a search found nothing, and why it could not.
fn not_found(why: Option<&str>) -> String {
    let sentence = format!("No client matches the search. {} drops it.", key(Command::Back));
    [Some(sentence.as_str()), why].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

impl Default for Clients {
    fn default() -> Self {
        Self::new()
    }
}

/// The columns that the domain tells of, and the screen's own. Who it is and whether it works finds room
/// before everything else, and every header can be read.
fn heads() -> Vec<Head> {
    const FIRST: [&str; 3] = ["name", "status", field::CLIENT_ID];
    let head = |(column, place): (&Column, u8)| {
        let first = (0u8..).zip(FIRST).find(|(_, key)| *key == column.key);
        let (needs, wants) = column.width;
        let title = u16::try_from(canvas::width(column.title)).unwrap_or(0);
        let needs = if column.key == FIRST[0] { NAME_NEEDS } else { needs.max(title) };
        Head {
            key: Some(column.key),
            title: column.title,
            width: (needs, wants.max(needs)),
            rank: first.map_or(place, |(rank, _)| rank),
        }
    };
    COLUMNS.iter().zip(ESSENTIAL..).map(head).chain([ACTIONS]).collect()
}

impl Screen for Clients {
    fn contexts(&self) -> Vec<Context> {
        if self.list.is_searching() { places::SEARCH.to_vec() } else { places::CLIENTS.to_vec() }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        if let Some(effects) = panels::switch(&message, Command::ShowClients) {
            return effects;
        }
        let wish = match message {
            Message::Shown | Message::Resized | Message::Changed => Wish::Load(Turn::Again),
            Message::Do(Command::Search) => {
                let wish = self.list.command(Command::Search);
                let prepare = Effect::Ask(Request::PrepareSearch(self.sorted_by()));
                return [prepare].into_iter().chain(self.wish(&wish, facts)).collect();
            }
            // Esc goes back to every client once nothing else is left to drop.
            Message::Do(Command::Back) if !self.filters.is_empty() && self.is_bare() => {
                self.filters.clear();
                self.list.say_about(None);
                self.list.command(Command::First);
                Wish::Load(Turn::First)
            }
            Message::Do(command) => match self.act(command, facts) {
                Some(effects) => return effects,
                None => self.list.command(command),
            },
            Message::Typed(key) => self.list.typed(key),
            Message::Pasted(text) if !self.list.is_searching() => {
                return vec![Effect::Open(Box::new(Findings::new(Some(text))))];
            }
            Message::Pasted(text) => self.list.pasted(text.expose()),
            Message::Clicked(click) => self.list.click(click),
            Message::Wheel { down, .. } => self.list.wheel(down),
            Message::Answer(answer) => return self.answered(answer, facts),
            Message::Rested => {
                self.told = self.list.selected().unwrap_or(0);
                Wish::Nothing
            }
            Message::Select(client_id) => self.list.hold(client_id),
            told @ Message::Handled(_) => self.list.told(told),
            Message::Hide | Message::Merged(_) => Wish::Nothing,
        };
        let mut effects = self.wish(&wish, facts);
        let pane = facts.body.width >= DETAIL_FROM;
        if pane && self.list.selected().is_some_and(|selected| selected != self.told) {
            effects.push(Effect::RestSoon);
        }
        effects
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, facts: &Facts) {
        let detail = if area.width >= DETAIL_FROM { DETAIL } else { 0 };
        let list = Rect { width: area.width - detail, ..area };
        panels::view(canvas, list, Command::ShowClients, &self.list);
        if let Some(record) =
            self.records.get(self.told).filter(|_| detail > 0 && self.list.selected().is_some())
        {
            let pane = Rect { x: list.right() + 1, width: detail - 1, ..area };
            detail::view(canvas, pane, record, facts);
        }
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn waits_with(&self, command: Option<Command>) -> bool {
        const NEVER: [Command; 5] =
            [Command::Help, Command::Redraw, Command::Suspend, Command::Leave, Command::Exit];
        let is_about_rows = |command| {
            let moves = matches!(command, Command::Up | Command::Down | Command::PageUp | Command::PageDown);
            !NEVER.contains(&command) && (moves || !self.list.is_searching())
        };
        self.loads && command.is_some_and(is_about_rows)
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        let right = match command {
            Command::Create => Right::Create,
            Command::Delete => Right::Delete,
            Command::Rename => Right::Rename,
            Command::CopyCredentials => Right::Copy,
            Command::EnableOrDisable => Right::Disable,
            Command::Contain => Right::Contain,
            Command::NewSecret if self.list.marked() < 2 => Right::Rotate,
            Command::NewSecret => return rotate::refusal(facts),
            Command::Update | Command::History | Command::Holding | Command::ShowAdvice => {
                return self.needs_a_client(command);
            }
            _ => return None,
        };
        may(right, facts)
            .or_else(|| if command == Command::Create { None } else { self.needs_a_client(command) })
            .or_else(|| self.needs_a_secret(command))
    }
}
