//! A text of labelled lines that is read and scrolled: an entry of the audit log, or what a check of it found.

use ratatui::layout::Rect;

use super::entry;
use crate::domain::text::quoted;
use crate::service::LogReport;
use crate::tui::canvas::{self, Canvas};
use crate::tui::keys::{Command, Context, places};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen};
use crate::tui::screens::holding;
use crate::tui::scroll::{Scroll, below_heading};

/// Cells for the labels; a hash fits beside them at 80 columns.
const LABELS: u16 = 13;

/// One labelled text. Without a label it has the whole width, without a text the label is a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub label: &'static str,
    /// What there is to say; newlines part lines.
    pub text: String,
    /// Whether it is bad news.
    pub is_bad: bool,
}

impl Part {
    /// Something that is told.
    pub fn told(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into(), is_bad: false }
    }

    /// Bad news.
    pub fn bad(label: &'static str, text: impl Into<String>) -> Self {
        Self { is_bad: true, ..Self::told(label, text) }
    }
}

/// A text to read.
pub struct Reading {
    title: String,
    parts: Vec<Part>,
    /// The entry to load, and its client's name.
    entry: Option<(i64, Option<String>)>,
    /// The client whose secrets are told.
    holding: Option<String>,
    scroll: Scroll,
}

impl Reading {
    /// One entry; `name` is what its client is called.
    #[must_use]
    pub fn entry(number: i64, name: Option<String>) -> Self {
        let title = format!("Entry {number} of the audit log");
        Self {
            title,
            parts: Vec::new(),
            entry: Some((number, name)),
            holding: None,
            scroll: Scroll::default(),
        }
    }

    /// The secrets of a client.
    #[must_use]
    pub fn holding(client_id: String, name: &str) -> Self {
        let title = format!("Secrets of {}", quoted(name));
        Self { title, parts: Vec::new(), entry: None, holding: Some(client_id), scroll: Scroll::default() }
    }

    /// What a check of the log found.
    #[must_use]
    pub fn report(report: &LogReport) -> Self {
        let title = "Check of the audit log".to_owned();
        Self { title, parts: entry::report(report), entry: None, holding: None, scroll: Scroll::default() }
    }

    /// Label, text and whether it is bad news, a line each.
    fn lines(&self, width: u16) -> Vec<(&'static str, String, bool)> {
        let mut lines = Vec::new();
        for part in &self.parts {
            let used = if part.label.is_empty() { 0 } else { LABELS };
            let wrapped = canvas::wrap(&part.text, usize::from(width.saturating_sub(used).max(10)));
            let labels = std::iter::once(part.label).chain(std::iter::repeat(""));
            let indent = " ".repeat(usize::from(used));
            lines.extend(labels.zip(wrapped).enumerate().map(|(at, (label, text))| {
                let text = if at > 0 { format!("{indent}{text}") } else { text };
                (label, text, part.is_bad)
            }));
        }
        lines
    }
}

impl Screen for Reading {
    fn contexts(&self) -> Vec<Context> {
        places::READING.to_vec()
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Shown | Message::Changed if let Some(client_id) = &self.holding => {
                return vec![Effect::Ask(Request::Holding(client_id.clone()))];
            }
            Message::Answer(Answer::Holding(Ok(told))) => {
                self.parts = holding::told(&told, facts.now);
            }
            Message::Shown => {
                let wanted = self.entry.as_ref().map(|(number, _)| *number);
                return wanted.map(|number| Effect::Ask(Request::LogEntry(number))).into_iter().collect();
            }
            Message::Answer(Answer::LogEntry(Ok(found))) => {
                let name = self.entry.as_ref().and_then(|(_, name)| name.as_deref());
                self.parts = entry::told(&found, name, facts.now);
            }
            Message::Answer(answer) => {
                let failure = answer.failure().map(ToString::to_string);
                return failure.map(|said| Effect::Say(Notice::error(said))).into_iter().collect();
            }
            Message::Do(Command::Back) => return vec![Effect::Close],
            other => {
                let lines = self.lines(below_heading(facts.body).width).len();
                self.scroll.told(&other, lines, facts.body);
            }
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        if area.is_empty() {
            return;
        }
        let theme = canvas.theme;
        canvas.text(area.x + 1, area.y, area.width.saturating_sub(1), &self.title, theme.heading);
        let body = below_heading(area);
        let lines = self.lines(body.width);
        let top = self.scroll.top(lines.len(), area);
        for (y, (label, text, is_bad)) in (body.y..body.bottom()).zip(lines.iter().skip(top)) {
            let style = if *is_bad { theme.error } else { theme.text };
            let used = if label.is_empty() { 0 } else { LABELS };
            canvas.text(body.x, y, body.width.min(LABELS - 1), label, theme.label);
            canvas.text(body.x + used, y, body.width.saturating_sub(used), text, style);
        }
        self.scroll.view_more(canvas, lines.len(), area);
        canvas.cursor(area.x + 1, area.y);
    }
}
