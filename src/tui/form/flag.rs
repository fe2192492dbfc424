//! A field that is on or off: `[x] yes`, `[ ] no`.

use ratatui::layout::Rect;

use super::control::{Access, Edit, Sheet, Took};
use crate::domain::yes_or_no;
use crate::tui::keys::{Command, Context};

/// On or off; as text `true` or `false`.
#[derive(Default)]
pub(super) struct Flag {
    on: bool,
}

/// `[x] yes` or `[ ] yes`: how each thing that can be on or off is drawn.
pub(super) fn boxed(on: bool, words: &str) -> String {
    format!("[{}] {words}", if on { 'x' } else { ' ' })
}

impl Edit for Flag {
    fn values(&self) -> Vec<String> {
        vec![self.on.to_string()]
    }

    fn set(&mut self, values: &[String]) {
        self.on = values.first().is_some_and(|text| text == "true");
    }

    fn context(&self) -> Context {
        Context::Flag
    }

    fn perform(&mut self, command: Command) -> Took {
        if command != Command::Toggle {
            return Took::Nothing;
        }
        self.on = !self.on;
        Took::Changed
    }

    fn click(&mut self, _part: usize, _column: u16) -> Took {
        self.perform(Command::Toggle)
    }

    fn wanted(&self) -> u16 {
        7
    }

    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect) {
        let words = yes_or_no(self.on);
        let style = sheet.value_style();
        let text = if sheet.access == Access::Read { format!(" {words}") } else { boxed(self.on, words) };
        let used = sheet.canvas.text(area.x, area.y, area.width, &text, style);
        sheet.parts.push((Rect { width: used, height: 1, ..area }, 0));
        if sheet.focused {
            sheet.canvas.cursor(area.x.saturating_add(1), area.y);
        }
    }
}
