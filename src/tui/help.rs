//! The help: every key that holds on the screen below, from the table.

use ratatui::layout::Rect;

use super::canvas::{self, Canvas};
use super::keys::{self, Command, Context, places};
use super::message::{Effect, Message};
use super::screen::{Facts, Screen};
use super::scroll::{Scroll, below_heading};

/// Cells for the names of keys.
const KEYS: u16 = 16;
/// Cells for the labels.
const LABELS: u16 = 24;

/// The keys of one screen.
pub struct Help {
    contexts: Vec<Context>,
    scroll: Scroll,
}

impl Help {
    /// The keys that hold in these contexts.
    #[must_use]
    pub fn new(contexts: Vec<Context>) -> Self {
        Self { contexts, scroll: Scroll::default() }
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
        if matches!(message, Message::Do(Command::Back)) {
            return vec![Effect::Close];
        }
        let lines = self.rows(below_heading(facts.body).width).len();
        self.scroll.told(&message, lines, facts.body);
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
        let body = below_heading(area);
        let rows = self.rows(body.width);
        let top = self.scroll.top(rows.len(), area);
        for (y, (keys, label, sentence)) in (body.y..body.bottom()).zip(rows.iter().skip(top)) {
            canvas.text(body.x, y, body.width.min(KEYS - 1), keys, theme.key);
            canvas.text(body.x + KEYS, y, body.width.saturating_sub(KEYS).min(LABELS - 1), label, theme.text);
            let used = KEYS + LABELS;
            canvas.text(body.x + used, y, body.width.saturating_sub(used), sentence, theme.hint);
        }
        self.scroll.view_more(canvas, rows.len(), area);
        canvas.cursor(area.x + 1, area.y);
    }
}
