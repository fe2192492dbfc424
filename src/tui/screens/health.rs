//! The panel of health: charts of text, a bar a line. Each bar leads to the list of the clients behind it.

use ratatui::layout::Rect;

use super::clients::Clients;
use super::panels;
use crate::domain::health::{Bar, Health as Told, drawn};
use crate::domain::text::grouped;
use crate::tui::canvas::{Canvas, Target};
use crate::tui::keys::{self, Command, Context, places};
use crate::tui::list::has_own_line;
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, Failure, Request};
use crate::tui::screen::{Facts, Screen};
use crate::tui::scroll::mark_more;

/// Cells for mark and label, and for the number.
const LABEL: u16 = 36;
const NUMBER: u16 = 9;
/// Up to so many clients are counted again whenever somebody changes something: it takes no time.
const COUNTED_AGAIN: i64 = 1_000;
/// Lines that one step of the wheel moves.
const WHEEL: usize = 3;

/// A line of the panel.
enum Line<'t> {
    Empty,
    Title(&'t str),
    /// What is said in the place of bars.
    Said(&'static str),
    Bar {
        at: usize,
        bar: &'t Bar,
        longest: i64,
    },
}

/// The charts, and the bar under the cursor.
#[derive(Default)]
pub struct Health {
    told: Option<Box<Told>>,
    selected: usize,
    /// Whether an answer is on its way.
    counts: bool,
    /// Whether something changed since it was asked.
    is_old: bool,
}

impl Health {
    /// Nothing counted yet; it loads when it is shown.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn bars(&self) -> impl Iterator<Item = (&str, &Bar)> {
        self.charts().flat_map(|(title, bars)| bars.unwrap_or_default().iter().map(move |bar| (title, bar)))
    }

    /// Each chart's title, and its bars or what is said in their place.
    fn charts(&self) -> impl Iterator<Item = (&str, Result<&[Bar], &'static str>)> {
        self.told
            .iter()
            .flat_map(|told| told.charts.iter().map(|chart| (chart.title.as_str(), told.bars(chart))))
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        let mut next = 0;
        for (title, bars) in self.charts() {
            if !lines.is_empty() {
                lines.push(Line::Empty);
            }
            lines.push(Line::Title(title));
            let bars = bars.unwrap_or_else(|sentence| {
                lines.push(Line::Said(sentence));
                &[]
            });
            let longest = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
            for (at, bar) in (next..).zip(bars) {
                lines.push(Line::Bar { at, bar, longest });
            }
            next += bars.len();
        }
        lines
    }

    fn go(&mut self, down: bool, by: usize) {
        let last = self.bars().count().saturating_sub(1);
        self.selected =
            if down { (self.selected + by).min(last) } else { self.selected.saturating_sub(by).min(last) };
    }

    fn count(&mut self) -> Vec<Effect> {
        (self.counts, self.is_old) = (true, false);
        vec![Effect::Ask(Request::Health)]
    }

    /// Somebody else changed something. Few clients are counted again at once; of many, or while it counts already,
    /// it only says that what it shows is old: a busy registry would be counted without end.
    fn changed(&mut self) -> Vec<Effect> {
        let few = self.told.as_ref().is_some_and(|told| told.clients <= COUNTED_AGAIN);
        if few && !self.counts {
            return self.count();
        }
        self.is_old = true;
        Vec::new()
    }

    fn counted(&mut self, answer: Result<Box<Told>, Failure>) -> Vec<Effect> {
        self.counts = false;
        match answer {
            Ok(told) => {
                self.told = Some(told);
                self.go(true, 0);
                // What came meanwhile is counted once, together.
                if self.is_old { self.changed() } else { Vec::new() }
            }
            Err(failure) => vec![Effect::Say(Notice::error(failure))],
        }
    }

    fn open(&self) -> Vec<Effect> {
        match self.bars().nth(self.selected) {
            Some((title, bar)) if bar.count > 0 => {
                let name = bar.heading(title);
                vec![Effect::Switch(Box::new(Clients::behind(name, bar.filters.clone())))]
            }
            Some(_) => vec![Effect::Say(Notice::good("There is no such client."))],
            None => Vec::new(),
        }
    }

    fn summary(&self) -> String {
        let Some(told) = &self.told else { return "Counting …".to_owned() };
        let again = || format!(", changed since: {}", keys::names(places::HEALTH, Command::Reload));
        let old = if self.is_old { again() } else { String::new() };
        format!("{}{old}", told.summary())
    }
}

impl Screen for Health {
    fn contexts(&self) -> Vec<Context> {
        places::HEALTH.to_vec()
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        if let Some(effects) = panels::switch(&message, Command::ShowHealth) {
            return effects;
        }
        let page = usize::from(facts.body.height.saturating_sub(1 + top(facts.body))).max(1);
        match message {
            Message::Shown | Message::Do(Command::Reload) => return self.count(),
            Message::Changed => return self.changed(),
            Message::Answer(Answer::Health(answer)) => return self.counted(answer),
            Message::Do(Command::Up) => self.go(false, 1),
            Message::Do(Command::Down) => self.go(true, 1),
            Message::Do(Command::PageUp) => self.go(false, page),
            Message::Do(Command::PageDown) => self.go(true, page),
            Message::Do(Command::First) => self.selected = 0,
            Message::Do(Command::Last) => self.go(true, usize::MAX / 2),
            Message::Wheel { down, .. } => self.go(down, WHEEL),
            Message::Do(Command::Details) => return self.open(),
            Message::Clicked(click) => {
                if let Target::Row(at) = click.target {
                    if at == self.selected {
                        return self.open();
                    }
                    self.selected = at;
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        if area.height < 2 {
            return;
        }
        let summary = self.summary();
        let needs = u16::try_from(summary.len()).unwrap_or(u16::MAX);
        let above = top(area);
        let needs = if above > 1 { 0 } else { needs + 2 };
        let used = panels::tabs(canvas, Rect { height: 1, ..area }, Command::ShowHealth, needs);
        let used = if above > 1 { 0 } else { used };
        let left = area.width.saturating_sub(used + 1);
        canvas.text(area.x + used + 1, area.y + above - 1, left, &summary, canvas.theme.text);
        let lines = self.lines();
        let at = |line: &Line| matches!(line, Line::Bar { at, .. } if *at == self.selected);
        let cursor = lines.iter().position(at).unwrap_or(0);
        let height = usize::from(area.height - above);
        let top = (cursor + 2).saturating_sub(height).min(lines.len().saturating_sub(height));
        for (y, line) in (area.y + above..area.bottom()).zip(lines.iter().skip(top)) {
            let row = Rect { y, height: 1, ..area };
            match line {
                Line::Empty => {}
                Line::Title(title) => {
                    canvas.text(area.x + 1, y, area.width.saturating_sub(1), title, canvas.theme.heading);
                }
                Line::Said(sentence) => {
                    let x = area.x + 3;
                    canvas.text(x, y, area.right().saturating_sub(x), sentence, canvas.theme.hint);
                }
                Line::Bar { at, bar, longest } => draw_bar(canvas, row, bar, *longest, *at == self.selected),
            }
            if let Line::Bar { at, .. } = line {
                canvas.hit(row, Target::Row(*at));
            }
        }
        let bars = Rect { y: area.y + above, height: area.height - above, ..area };
        mark_more(canvas, bars, top > 0, top + height < lines.len());
    }

    fn footer_buttons(&self) -> bool {
        true
    }
}

/// Lines above the bars: the summary has one of its own where a list has one.
fn top(area: Rect) -> u16 {
    if has_own_line(area) { 2 } else { 1 }
}

/// The cursor's mark, what is bad news in a sign of its own, label, number, and the bar.
fn draw_bar(canvas: &mut Canvas, row: Rect, bar: &Bar, longest: i64, selected: bool) {
    let bad = bar.is_bad && bar.count > 0;
    let theme = canvas.theme;
    let style = if bad { theme.error } else { theme.text };
    let mark = if selected { ">" } else { " " };
    canvas.text(row.x, row.y, 1, mark, theme.heading);
    let label = format!("{} {}", if bad { "!" } else { " " }, bar.label);
    canvas.text(row.x + 1, row.y, row.width.saturating_sub(1).min(LABEL), &label, style);
    let room = row.width.saturating_sub(1 + LABEL);
    let number = format!("{:>8}", grouped(bar.count));
    canvas.text(row.x + 1 + LABEL, row.y, room.min(NUMBER), &number, style);
    let room = room.saturating_sub(NUMBER + 2);
    let signs = drawn(bar.count, longest, usize::from(room));
    canvas.text(row.x + 1 + LABEL + NUMBER + 1, row.y, room, &signs, style);
    if selected {
        canvas.cursor(row.x, row.y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Settings;

    fn facts() -> Facts {
        Facts {
            registry: std::path::PathBuf::new(),
            session: None,
            read_only: false,
            settings: Settings::default(),
            now: 0,
            body: Rect::new(0, 0, 80, 20),
        }
    }

    /// How often a message makes the panel count.
    fn counts(panel: &mut Health, message: Message) -> usize {
        let effects = panel.update(message, &facts());
        effects.iter().filter(|effect| matches!(effect, Effect::Ask(Request::Health))).count()
    }

    fn counted(clients: i64) -> Message {
        let told = Told { clients, open_incidents: 0, use_is_reported: true, charts: Vec::new() };
        Message::Answer(Answer::Health(Ok(Box::new(told))))
    }

    #[test]
    fn what_changes_while_it_counts_is_counted_once_together() {
        let mut panel = Health::new();
        assert_eq!(counts(&mut panel, Message::Shown), 1);
        for _ in 0..5 {
            assert_eq!(counts(&mut panel, Message::Changed), 0, "it counts already");
        }
        assert_eq!(counts(&mut panel, counted(3)), 1);
        assert_eq!(counts(&mut panel, counted(3)), 0);
        assert_eq!(counts(&mut panel, Message::Changed), 1);
    }

    #[test]
    fn many_clients_are_counted_again_only_where_somebody_asks() {
        let mut panel = Health::new();
        counts(&mut panel, Message::Shown);
        counts(&mut panel, counted(1_000_000));
        assert_eq!(panel.summary(), "1,000,000 clients, no open incident");
        assert_eq!(counts(&mut panel, Message::Changed), 0);
        assert!(panel.summary().ends_with(", changed since: F5"));
        assert_eq!(counts(&mut panel, Message::Do(Command::Reload)), 1);
        assert!(!panel.summary().contains("changed"));
    }
}
