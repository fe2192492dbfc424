//! Several of a set: `[x] read  [ ] write`, in as many columns as fit.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::control::{Access, Edit, Sheet, Took};
use super::flag::boxed;
use crate::tui::canvas::width;
use crate::tui::keys::{Command, Context};

struct Item {
    value: String,
    words: String,
    on: bool,
}

/// A set of values, each on or off.
pub(super) struct Checklist {
    items: Vec<Item>,
    at: usize,
    /// The values in the order in which they were put in, so that looking changes nothing.
    given: Vec<String>,
    columns: Cell<usize>,
}

impl Checklist {
    /// A list of values, each with the words for it.
    pub(super) fn new(options: impl IntoIterator<Item = (String, String)>) -> Self {
        let item = |(value, words)| Item { value, words, on: false };
        Self {
            items: options.into_iter().map(item).collect(),
            at: 0,
            given: Vec::new(),
            columns: Cell::new(1),
        }
    }

    fn item_width(&self) -> u16 {
        let widest = self.items.iter().map(|item| width(&item.words)).max().unwrap_or(0);
        u16::try_from(widest + 4).unwrap_or(u16::MAX)
    }

    fn columns_in(&self, room: u16) -> usize {
        usize::from(((room + 2) / self.item_width().saturating_add(2)).max(1))
    }

    fn go(&mut self, to: Option<usize>) -> Took {
        match to.filter(|to| *to < self.items.len()) {
            Some(to) => {
                self.at = to;
                Took::Moved
            }
            None => Took::Nothing,
        }
    }

    fn toggle(&mut self) -> Took {
        let Some(item) = self.items.get_mut(self.at) else { return Took::Moved };
        item.on = !item.on;
        Took::Changed
    }
}

impl Edit for Checklist {
    fn values(&self) -> Vec<String> {
        let is_on = |value: &String| self.items.iter().any(|item| item.on && item.value == *value);
        let given = self.given.iter().filter(|value| is_on(value)).cloned();
        let added = self.items.iter().filter(|item| item.on && !self.given.contains(&item.value));
        given.chain(added.map(|item| item.value.clone())).collect()
    }

    /// Values that the list did not know are added to it, so that nothing is lost.
    fn set(&mut self, values: &[String]) {
        for item in &mut self.items {
            item.on = values.contains(&item.value);
        }
        for value in values.iter().filter(|value| !value.is_empty()) {
            if !self.items.iter().any(|item| item.value == *value) {
                self.items.push(Item { value: value.clone(), words: value.clone(), on: true });
            }
        }
        self.given = values.to_vec();
    }

    fn context(&self) -> Context {
        Context::Flag
    }

    fn perform(&mut self, command: Command) -> Took {
        let row = self.columns.get();
        match command {
            Command::Toggle => self.toggle(),
            Command::Left => self.go(self.at.checked_sub(1)),
            Command::Right => self.go(Some(self.at + 1)),
            Command::Up => self.go(self.at.checked_sub(row)),
            Command::Down => self.go(Some(self.at + row)),
            _ => Took::Nothing,
        }
    }

    fn click(&mut self, part: usize, _column: u16) -> Took {
        self.go(Some(part));
        self.toggle()
    }

    fn wanted(&self) -> u16 {
        u16::MAX
    }

    fn rows(&self, width: u16) -> u16 {
        let rows = self.items.len().div_ceil(self.columns_in(width)).max(1);
        u16::try_from(rows).unwrap_or(u16::MAX)
    }

    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect) {
        let columns = self.columns_in(area.width);
        self.columns.set(columns);
        let wide = self.item_width().min(area.width);
        if self.items.is_empty() {
            sheet.canvas.text(area.x, area.y, area.width, "none to choose from", sheet.canvas.theme.hint);
            if sheet.focused {
                sheet.canvas.cursor(area.x, area.y);
            }
        }
        let theme = sheet.canvas.theme;
        let plain = if sheet.access == Access::Disabled { theme.disabled } else { theme.value };
        for (at, item) in self.items.iter().enumerate() {
            let cell = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            let x = area.x.saturating_add(cell(at % columns).saturating_mul(wide + 2));
            let y = area.y.saturating_add(cell(at / columns));
            let here = sheet.focused && at == self.at;
            let style = if here { sheet.value_style() } else { plain };
            let used = sheet.canvas.text(x, y, wide, &boxed(item.on, &item.words), style);
            sheet.parts.push((Rect { x, y, width: used, height: 1 }, at));
            if here {
                sheet.canvas.cursor(x.saturating_add(1), y);
            }
        }
    }
}
