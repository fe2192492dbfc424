//! Marked rows, which hold across pages: what an action on several is about.

use super::{List, Wish};

impl List {
    /// The rows that an action is about: the marked ones, else the selected one. Key and name.
    #[must_use]
    pub fn chosen(&self) -> Vec<(String, String)> {
        if self.marks.is_empty() {
            let row = self.selected().map(|at| &self.sight.rows[at]);
            return row.map(|row| (row.key.clone(), row.name.clone())).into_iter().collect();
        }
        let mut marked: Vec<_> = self.marks.values().map(|row| (row.key.clone(), row.name.clone())).collect();
        marked.sort_by(|(_, one), (_, other)| one.cmp(other));
        marked
    }

    /// Whether all rows that an action is about are drawn in the second rank, as they were when they were marked.
    #[must_use]
    pub fn chosen_are_off(&self) -> bool {
        if self.marks.is_empty() {
            return self.selected().is_some_and(|at| self.sight.rows[at].off);
        }
        self.marks.values().all(|row| row.off)
    }

    /// The names of marked rows that are not on this page, or not found by the search, in their order.
    #[must_use]
    pub fn unseen(&self) -> Vec<String> {
        let is_seen = |key: &String| self.sight.rows.iter().any(|row| row.key == *key);
        let unseen = self.marks.iter().filter(|(key, _)| !is_seen(key));
        let mut names: Vec<String> = unseen.map(|(_, row)| row.name.clone()).collect();
        names.sort();
        names
    }

    /// The row that an action on one row is about: the selected one, unless another one is marked. Key and name.
    #[must_use]
    pub fn single(&self) -> Option<(String, String)> {
        let (key, name) = self.current()?;
        let is_alone = self.marks.keys().all(|marked| marked == key);
        is_alone.then(|| (key.to_owned(), name.to_owned()))
    }

    /// How many rows are marked.
    #[must_use]
    pub fn marked(&self) -> usize {
        self.marks.len()
    }

    /// Takes all marks away.
    pub fn unmark(&mut self) {
        self.marks.clear();
    }

    /// Takes the marks of these rows away: what was done is done to them only.
    pub fn unmark_those<'k>(&mut self, keys: impl IntoIterator<Item = &'k String>) {
        for key in keys {
            self.marks.remove(key);
        }
    }

    /// Marks the selected row, or takes its mark away; false where none is selected.
    pub(super) fn mark(&mut self) -> bool {
        let Some(at) = self.selected() else { return false };
        let row = &self.sight.rows[at];
        if self.marks.remove(&row.key).is_none() {
            self.marks.insert(row.key.clone(), row.clone());
        }
        true
    }

    pub(super) fn mark_page(&mut self) -> Wish {
        if self.marks.is_empty() {
            self.marks = self.sight.rows.iter().map(|row| (row.key.clone(), row.clone())).collect();
        } else {
            self.marks.clear();
        }
        Wish::Nothing
    }
}
