//! What stands around every screen: the title line above; notice, buttons and hints below. Labels and keys
//! come from the table.

use ratatui::layout::Rect;

use super::canvas::{self, ButtonState, Canvas, Target};
use super::desk::Waiting;
use super::keys::{self, Binding, Command, Context, Shown};
use super::message::{Notice, Tone};
use super::screen::{Facts, Screen};
use crate::domain::Word;

/// What the program is.
const TITLE: &str = "OAuth2 Client Maintenance";
/// Lines that a notice takes at most.
const NOTICE_LINES: u16 = 3;
/// Cells between two buttons or hints.
const GAP: u16 = 2;

/// Cells of a bar that shows how far something is.
const BAR: usize = 20;

/// Where things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The title line.
    pub title: Rect,
    /// The screen's own part.
    pub body: Rect,
    /// The status line.
    pub notice: Rect,
    /// The line of buttons.
    pub buttons: Rect,
    /// The line of hints.
    pub hints: Rect,
}

/// Divides the terminal: the less room there is, the less stands around the body.
#[must_use]
pub fn divide(area: Rect, buttons: bool, notice: Option<&Notice>) -> Parts {
    let title = u16::from(area.height >= 4);
    let hints = u16::from(area.height >= 6);
    let buttons = u16::from(buttons && area.height >= 8);
    let said = notice.map_or(0, |notice| notice_lines(notice, area.width).len());
    let wanted = u16::try_from(said).unwrap_or(NOTICE_LINES).clamp(u16::from(area.height >= 9), NOTICE_LINES);
    let notice = wanted.min(area.height.saturating_sub(title + hints + buttons + 1));
    let body = area.height - title - hints - buttons - notice;
    let mut y = area.y;
    let mut line = |height: u16| {
        let part = Rect { y, height, ..area };
        y += height;
        part
    };
    Parts {
        title: line(title),
        body: line(body),
        notice: line(notice),
        buttons: line(buttons),
        hints: line(hints),
    }
}

/// Draws the title line: what this is, the registry, who signed on and as what.
pub fn title(canvas: &mut Canvas, area: Rect, facts: &Facts) {
    let style = canvas.theme.title;
    canvas.fill(area, style);
    if area.is_empty() {
        return;
    }
    let who = who(facts);
    let used = 1 + canvas.text(area.x + 1, area.y, area.width.saturating_sub(1), TITLE, style);
    let who_room =
        canvas::width(&who).try_into().unwrap_or(u16::MAX).min(area.width.saturating_sub(used + 2));
    let who_at = area.right().saturating_sub(who_room + 1);
    canvas.text(who_at, area.y, who_room, &who, style);
    let x = area.x + used + 2;
    let room = who_at.saturating_sub(x + 2);
    let file = facts.registry.to_string_lossy();
    canvas.text(x, area.y, room, &tail(&file, usize::from(room)), style);
}

fn who(facts: &Facts) -> String {
    let read_only = if facts.read_only { "read-only  " } else { "" };
    let session = facts.session.as_ref();
    let signed_on = session.map(|session| format!("{} ({})", session.operator, session.role.word()));
    format!("{read_only}{}", signed_on.unwrap_or_default())
}

/// The end of a path, which tells more than its start.
fn tail(path: &str, room: usize) -> String {
    if canvas::width(path) <= room {
        return path.to_owned();
    }
    let starts = path.char_indices().map(|(at, _)| &path[at..]);
    let fits = starts.into_iter().find(|rest| canvas::width(rest) < room);
    fits.map(|rest| format!("…{rest}")).unwrap_or_default()
}

/// Draws what was said last.
pub fn notice(canvas: &mut Canvas, area: Rect, notice: &Notice) {
    let theme = canvas.theme;
    let style = match notice.tone {
        Tone::Good => theme.good,
        Tone::Warning => theme.warning,
        Tone::Error => theme.error,
    };
    for (y, line) in (area.y..area.bottom()).zip(notice_lines(notice, area.width)) {
        canvas.text(area.x + 1, y, area.width.saturating_sub(1), &line, style);
    }
}

/// What is being waited for, with a bar where it is known how far it is.
#[must_use]
pub fn waiting(waiting: Waiting) -> Notice {
    let Waiting { words, progress } = waiting;
    Notice::good(match progress.filter(|(_, all)| *all > 0) {
        None => words.to_owned(),
        Some((done, all)) => {
            let done = done.min(all);
            let filled = usize::try_from(u128::from(done) * BAR as u128 / u128::from(all)).unwrap_or(BAR);
            format!("{words} [{}{}] {done} of {all}", "#".repeat(filled), "-".repeat(BAR - filled))
        }
    })
}

fn notice_lines(notice: &Notice, width: u16) -> Vec<String> {
    let sign = match notice.tone {
        Tone::Good => "",
        Tone::Warning => "! ",
        Tone::Error => "Error: ",
    };
    canvas::wrap(&format!("{sign}{}", notice.text), usize::from(width.saturating_sub(2)))
}

/// Draws the buttons of a list, each with its key.
pub fn buttons(canvas: &mut Canvas, area: Rect, screen: &dyn Screen, facts: &Facts) {
    if area.is_empty() {
        return;
    }
    let mut x = area.x + 1;
    for binding in shown(&screen.contexts(), Shown::Button) {
        let off = screen.refusal(binding.command, facts).is_some();
        let state = if off { ButtonState::Disabled } else { ButtonState::Ready };
        let key = first_key(binding);
        let needed = canvas::width(&canvas::button_text(binding.command, state)) + 1 + canvas::width(&key);
        if x + u16::try_from(needed).unwrap_or(u16::MAX) > area.right() {
            break;
        }
        x += canvas.button(x, area.y, area.width, binding.command, state) + 1;
        x += canvas.text(x, area.y, area.width, &key, canvas.theme.key) + GAP;
    }
}

/// Draws the hints: keys and what they do, as many as fit; the help is never left out before others.
pub fn hints(canvas: &mut Canvas, area: Rect, screen: &dyn Screen) {
    if area.is_empty() {
        return;
    }
    let contexts = screen.contexts();
    let mut wanted: Vec<&Binding> = shown(&contexts, Shown::Footer).collect();
    if !screen.footer_buttons() {
        wanted.extend(shown(&contexts, Shown::Button));
    }
    if !wanted.iter().any(|binding| binding.command == Command::Help) {
        wanted.extend(keys::binding(&contexts, Command::Help));
    }
    wanted.sort_by_key(|binding| binding.command != Command::Help);
    let mut seen = Vec::new();
    wanted.retain(|binding| {
        let new = !seen.contains(&binding.command);
        seen.push(binding.command);
        new
    });
    let mut room = area.width.saturating_sub(1);
    let mut fitting = Vec::new();
    for binding in wanted {
        let needed = hint_width(binding) + if fitting.is_empty() { 0 } else { GAP };
        if needed <= room {
            room -= needed;
            fitting.push(binding);
        }
    }
    // The help found room first and stands last.
    if let Some(help) = (!fitting.is_empty()).then(|| fitting.remove(0)) {
        fitting.push(help);
    }
    let mut x = area.x + 1;
    for binding in fitting {
        let from = x;
        x += canvas.text(x, area.y, area.width, &first_key(binding), canvas.theme.key) + 1;
        x += canvas.text(x, area.y, area.width, binding.label, canvas.theme.hint);
        canvas.hit(Rect { x: from, width: x - from, ..area }, Target::Command(binding.command));
        x += GAP;
    }
}

fn hint_width(binding: &Binding) -> u16 {
    let cells = canvas::width(&first_key(binding)) + 1 + canvas::width(binding.label);
    u16::try_from(cells).unwrap_or(u16::MAX)
}

fn first_key(binding: &Binding) -> String {
    binding.keys.first().map(ToString::to_string).unwrap_or_default()
}

fn shown(contexts: &[Context], place: Shown) -> impl Iterator<Item = &'static Binding> {
    keys::bindings(contexts).filter(move |binding| binding.shown == place && !binding.keys.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_how_far_it_is_in_signs_and_numbers() {
        let told = |progress| waiting(Waiting { words: "Saving …", progress }).text;
        assert_eq!(told(None), "Saving …");
        assert_eq!(told(Some((0, 0))), "Saving …");
        assert_eq!(told(Some((500, 2000))), "Saving … [#####---------------] 500 of 2000");
        assert_eq!(told(Some((7, 7))), "Saving … [####################] 7 of 7");
        assert_eq!(told(Some((9, 7))), "Saving … [####################] 7 of 7");
    }
}
