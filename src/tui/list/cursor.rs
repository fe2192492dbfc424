//! Where the cursor of a list stands: it stays on its row while rows come and go around it, and goes over the edges of
//! pages.

use super::{Landing, List, Sight, Turn, Wish};

impl List {
    /// The selected row's place on the page.
    #[must_use]
    pub fn selected(&self) -> Option<usize> {
        (self.selected < self.sight.rows.len() && !self.adrift).then_some(self.selected)
    }

    /// The row to stay with: what is seen may change around it. Its key.
    #[must_use]
    pub fn held(&self) -> Option<&str> {
        let current = || self.current().map(|(key, _)| key);
        (self.landing == Landing::Same).then(|| self.wanted.as_deref().or_else(current)).flatten()
    }

    /// Whether a row is wanted that is not among these keys.
    pub fn wants_what_is_not_in<'k>(&self, mut keys: impl Iterator<Item = &'k String>) -> bool {
        self.wanted.as_ref().is_some_and(|wanted| !keys.any(|key| key == wanted))
    }

    /// Goes on with this row, wherever it is.
    pub fn hold(&mut self, key: String) -> Wish {
        self.wanted = Some(key);
        self.load(Turn::Around, Landing::Same)
    }

    /// Takes the cursor off the row that it came to by nobody's doing; the next move puts it on one again.
    pub fn let_go(&mut self) {
        self.adrift = true;
    }

    /// Takes the rows of a page. Gives the name of the row to stay with where it is not among them: the cursor is on
    /// its neighbour then.
    pub fn show(&mut self, sight: Sight) -> Option<String> {
        let held = self.held().map(str::to_owned);
        let same = held.as_ref().and_then(|key| sight.rows.iter().position(|row| row.key == *key));
        let gone = self.current().filter(|(key, _)| same.is_none() && held.as_deref() == Some(*key));
        let gone = gone.map(|(_, name)| name.to_owned());
        let last = sight.rows.len().saturating_sub(1);
        self.adrift &= self.landing == Landing::Same && same.is_none();
        self.selected = match self.landing {
            Landing::Same => same.unwrap_or(self.selected.min(last)),
            Landing::Place => self.selected.min(last),
            Landing::First => 0,
            Landing::Last => last,
        };
        if held.is_some() {
            self.wanted = None;
        }
        self.landing = Landing::Same;
        self.loaded = true;
        self.sight = sight;
        gone
    }

    pub(super) fn pick(&mut self, row: usize) {
        if row < self.sight.rows.len() {
            self.selected = row;
            self.adrift = false;
        }
    }

    /// Goes on with one of these rows, where the cursor was to go to the first or the last row of a page that has only
    /// them: the page that is shown in its place has more.
    pub fn land_among(&mut self, first: Option<&str>, last: Option<&str>) {
        let row = match self.landing {
            Landing::First => first,
            Landing::Last => last,
            Landing::Same | Landing::Place => None,
        };
        if let Some(row) = row {
            self.wanted = Some(row.to_owned());
            self.landing = Landing::Same;
        }
    }

    /// Whether the page is the first.
    #[must_use]
    pub fn is_first_page(&self) -> bool {
        self.sight.offset == 0
    }

    pub(super) fn is_last_page(&self) -> bool {
        !self.sight.uncounted && self.sight.offset + self.sight.rows.len() >= self.sight.total
    }

    pub(super) fn up(&mut self, rows: usize) -> Wish {
        if std::mem::take(&mut self.adrift) {
            return Wish::Nothing;
        }
        if self.selected > 0 {
            self.selected = self.selected.saturating_sub(rows);
            return Wish::Nothing;
        }
        self.turn_back(Landing::Last, Landing::First)
    }

    pub(super) fn down(&mut self, rows: usize) -> Wish {
        if std::mem::take(&mut self.adrift) {
            return Wish::Nothing;
        }
        let last = self.sight.rows.len().saturating_sub(1);
        if self.selected < last {
            self.selected = (self.selected + rows).min(last);
            return Wish::Nothing;
        }
        self.turn_on(Landing::First, Landing::Last)
    }

    /// To the page before; where there is none, the selection goes to `edge`.
    pub(super) fn turn_back(&mut self, landing: Landing, edge: Landing) -> Wish {
        if self.is_first_page() {
            self.land(edge);
            return Wish::Nothing;
        }
        self.load(Turn::Previous, landing)
    }

    pub(super) fn turn_on(&mut self, landing: Landing, edge: Landing) -> Wish {
        if self.is_last_page() {
            self.land(edge);
            return Wish::Nothing;
        }
        self.load(Turn::Next, landing)
    }

    fn land(&mut self, landing: Landing) {
        self.adrift = false;
        match landing {
            Landing::Same | Landing::Place => {}
            Landing::First => self.selected = 0,
            Landing::Last => self.selected = self.sight.rows.len().saturating_sub(1),
        }
    }

    pub(super) fn load(&mut self, turn: Turn, landing: Landing) -> Wish {
        self.landing = landing;
        Wish::Load(turn)
    }
}
