//! Which page of the list is asked for, and what is shown once it is there.

use super::{Clients, not_found};
use crate::domain::text::quoted;
use crate::domain::{COLUMNS, ClientRecord, Column, Cursor, ListQuery, Page, PageAt, Right, Status, column};
use crate::service::Service;
use crate::tui::list::{List, Row, Sight, Turn, Wish, delete_cell};
use crate::tui::message::{Effect, Notice};
use crate::tui::request::Request;
use crate::tui::screen::Facts;

impl Clients {
    pub(super) fn load(&mut self, turn: Turn, facts: &Facts) -> Effect {
        let limit = List::limit(facts.body);
        // Pages of another size are counted anew, from the first; also while something else lay on top.
        let is_resized = std::mem::replace(&mut self.limit, limit) != limit;
        let turn = match turn {
            Turn::Again if is_resized && self.list.held().is_some() => Turn::Around,
            turn => turn,
        };
        let page = match turn {
            Turn::First | Turn::Around => PageAt::First,
            Turn::Last => PageAt::Last,
            Turn::Next => self.cursors.last().map_or(PageAt::First, |last| PageAt::After(last.clone())),
            Turn::Previous => {
                self.cursors.first().map_or(PageAt::First, |first| PageAt::Before(first.clone()))
            }
            // What was added before the first row must be seen.
            Turn::Again if self.list.is_first_page() => PageAt::First,
            Turn::Again => self.cursors.first().map_or(PageAt::First, |first| PageAt::From(first.clone())),
        };
        let with = self.list.held().filter(|_| matches!(turn, Turn::Again | Turn::Around)).map(str::to_owned);
        self.ask(page, with, turn == Turn::First)
    }

    fn ask(&mut self, page: PageAt, with: Option<String>, soon: bool) -> Effect {
        let descending = self.list.order().1;
        self.loads = true;
        let query = ListQuery {
            search: self.list.search().to_owned(),
            filters: self.filters.clone(),
            sort: self.sorted_by(),
            descending,
            page,
            limit: i64::try_from(self.limit).ok(),
        };
        Effect::Ask(Request::Clients { query, with, soon })
    }

    pub(super) fn sorted_by(&self) -> &'static Column {
        column(self.list.order().0).unwrap_or(&COLUMNS[0])
    }

    /// Shows the rows of a first page, and has them counted.
    pub(super) fn show_first(&mut self, rows: Vec<(Cursor, ClientRecord)>, facts: &Facts) -> Vec<Effect> {
        self.take(rows);
        let total = self.records.len();
        self.list.show(Sight { rows: self.rows(facts), total, offset: 0, uncounted: true });
        self.told = self.list.selected().unwrap_or(0);
        vec![self.ask(PageAt::First, None, false)]
    }

    /// Puts these rows in the place of those that there were.
    fn take(&mut self, rows: Vec<(Cursor, ClientRecord)>) {
        self.cursors.clear();
        self.records.clear();
        // Unzipped into new vectors, a record would be moved each time that they grow.
        self.cursors.reserve(rows.len());
        self.records.reserve(rows.len());
        for (cursor, record) in rows {
            self.cursors.push(cursor);
            self.records.push(record);
        }
    }

    fn rows(&self, facts: &Facts) -> Vec<Row> {
        self.records.iter().map(|record| row(record, facts)).collect()
    }

    pub(super) fn show(&mut self, page: Page, facts: &Facts) -> Vec<Effect> {
        let count = |number: i64| usize::try_from(number).unwrap_or(0);
        if self.list.wants_what_is_not_in(page.rows.iter().map(|(_, record)| &record.client.client_id))
            && let Wish::Load(turn) = self.list.drop_search()
        {
            return vec![self.load(turn, facts)];
        }
        let (rows, total) = (page.rows.len(), count(page.total));
        let is_end = page.offset == 0 || count(page.offset) + rows >= total;
        if is_end && rows < total.min(self.limit) {
            // At both ends the page is a full one; where nothing is left, what is stands before it.
            let id =
                |row: Option<&(Cursor, ClientRecord)>| row.map(|(_, record)| record.client.client_id.clone());
            let (first, last) = (id(page.rows.first()), id(page.rows.last()));
            self.list.land_among(first.as_deref(), last.as_deref());
            let is_start = page.offset == 0 && rows > 0;
            return vec![self.load(if is_start { Turn::First } else { Turn::Last }, facts)];
        }
        self.take(page.rows);
        let unknown = Service::unknown_field(self.list.search());
        self.list.say_not_found(not_found(unknown.as_deref()));
        let offset = count(page.offset);
        let gone = self.list.show(Sight { rows: self.rows(facts), total, offset, uncounted: false });
        self.told = self.list.selected().unwrap_or(0);
        let deleted = std::mem::take(&mut self.deleted);
        gone.filter(|_| !deleted).map(|name| self.lost(&name)).into_iter().collect()
    }

    /// Says that what was selected is gone. What is done next must not be done to its neighbour.
    fn lost(&mut self, name: &str) -> Effect {
        self.list.let_go();
        Effect::Say(Notice::warning(format!(
            "{} is not in the list any more: somebody else deleted or changed it. Select another client.",
            quoted(name)
        )))
    }
}

fn row(record: &ClientRecord, facts: &Facts) -> Row {
    let told = COLUMNS.iter().map(|column| column.cell(record, facts.now));
    Row {
        key: record.client.client_id.clone(),
        name: record.client.name.clone(),
        cells: told.chain([delete_cell(Right::Delete, facts)]).collect(),
        off: record.status() != Status::Enabled,
    }
}
