//! The help: every key that holds on the screen below, from the table.

use ratatui::layout::Rect;

use super::canvas::{self, Canvas};
use super::keys::{self, Command, Context, places};
use super::message::{Effect, Message};
use super::screen::{Facts, Screen};

/// Cells for the names of keys.
const KEYS: u16 = 16;
/// Cells for the labels.
const LABELS: u16 = 24;

/// Lines that one step of the wheel moves.
const WHEEL: usize = 3;

/// The keys of one screen.
pub struct Help {
    contexts: Vec<Context>,
    /// The first line that is seen.
    top: usize,
}

impl Help {
    /// The keys that hold in these contexts.
    #[must_use]
    pub fn new(contexts: Vec<Context>) -> Self {
        Self { contexts, top: 0 }
    }

    fn scroll(&mut self, down: bool, lines: usize, area: Rect) {
        let top = if down { self.top + lines } else { self.top.saturating_sub(lines) };
        self.top = top.min(self.last_top(area));
    }

    /// The last line that may stand at the top.
    fn last_top(&self, area: Rect) -> usize {
        let body = body(area);
        self.rows(body.width).len().saturating_sub(usize::from(body.height))
    }

    /// Key names, label and the lines of the sentence.
    fn rows(&self, width: u16) -> Vec<(String, &'static str, String)> {
        let sentence_width = usize::from(width.saturating_sub(KEYS + LABELS).max(10));
        let mut rows = Vec::new();
        for binding in keys::bindings(&self.contexts).filter(|binding| !binding.keys.is_empty()) {
            let mut lines = canvas::wrap(binding.help, sentence_width).into_iter();
            rows.push((binding.key_names(), binding.label, lines.next().unwrap_or_default()));
            rows.extend(lines.map(|line| (String::new(), "", line)));
        }
        rows
    }
}

impl Screen for Help {
    fn contexts(&self) -> Vec<Context> {
        places::HELP.to_vec()
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        let area = facts.body;
        let page = usize::from(body(area).height).max(1);
        match message {
            Message::Do(Command::Back) => return vec![Effect::Close],
            Message::Do(Command::Up) => self.scroll(false, 1, area),
            Message::Do(Command::Down) => self.scroll(true, 1, area),
            Message::Do(Command::PageUp) => self.scroll(false, page, area),
            Message::Do(Command::PageDown) => self.scroll(true, page, area),
            Message::Wheel { down, .. } => self.scroll(down, WHEEL, area),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let theme = canvas.theme;
        if area.is_empty() {
            return;
        }
        canvas.text(
            area.x + 1,
            area.y,
            area.width.saturating_sub(1),
            "Keys on the screen below",
            theme.heading,
        );
        let body = body(area);
        let rows = self.rows(body.width);
        let top = self.top.min(self.last_top(area));
        for (y, (keys, label, sentence)) in (body.y..body.bottom()).zip(rows.iter().skip(top)) {
            canvas.text(body.x, y, body.width.min(KEYS - 1), keys, theme.key);
            canvas.text(body.x + KEYS, y, body.width.saturating_sub(KEYS).min(LABELS - 1), label, theme.text);
            let used = KEYS + LABELS;
            canvas.text(body.x + used, y, body.width.saturating_sub(used), sentence, theme.hint);
        }
        canvas.cursor(area.x + 1, area.y);
    }
}

/// Where the lines stand, below the heading.
fn body(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        y: area.y + area.height.min(1),
        width: area.width.saturating_sub(1),
        height: area.height.saturating_sub(1),
    }
}
