//! The table of main panels. A new panel is a row here, a binding in the table of keys, and a file.

use ratatui::layout::Rect;

use super::audit::AuditLog;
use super::classes::Classes;
use super::clients::Clients;
use super::health::Health;
use super::incidents::Incidents;
use super::operators::Operators;
use super::own_password::OwnPassword;
use super::partners::Partners;
use super::settings::Settings;
use super::trash::Trash;
use crate::tui::canvas::{self, Canvas, Target};
use crate::tui::keys::{self, Command, Context};
use crate::tui::list::List;
use crate::tui::message::{Effect, Message};
use crate::tui::screen::Screen;

/// A main panel.
struct Panel {
    /// Shows it; its key and label are in the table of keys.
    command: Command,
    /// What it is called where its label does not fit.
    short: Option<&'static str>,
    open: fn() -> Box<dyn Screen>,
}

/// Every panel, in the order of their digits.
const PANELS: &[Panel] = &[
    Panel { command: Command::ShowClients, short: None, open: || Box::new(Clients::new()) },
    Panel { command: Command::ShowClasses, short: Some("Classes"), open: || Box::new(Classes::new()) },
    Panel { command: Command::ShowPartners, short: None, open: || Box::new(Partners::new()) },
    Panel { command: Command::ShowOperators, short: None, open: || Box::new(Operators::new()) },
    Panel { command: Command::ShowAudit, short: None, open: || Box::new(AuditLog::new()) },
    Panel { command: Command::ShowHealth, short: None, open: || Box::new(Health::new()) },
    Panel { command: Command::ShowTrash, short: None, open: || Box::new(Trash::new()) },
];

/// Below this width only the name of the present panel is drawn.
const NARROW: u16 = 60;

/// The panel that comes first.
#[must_use]
pub fn first() -> Box<dyn Screen> {
    (PANELS[0].open)()
}

/// The panel that a message asks for, or what is opened over every panel, as effects; `None` where it asks for
/// none. The panel that is there already stays.
#[must_use]
pub fn switch(message: &Message, here: Command) -> Option<Vec<Effect>> {
    let Message::Do(command) = message else { return None };
    match command {
        Command::ShowSettings => return Some(vec![Effect::Open(Box::new(Settings::new()))]),
        Command::ShowIncidents => return Some(vec![Effect::Open(Box::new(Incidents::new()))]),
        Command::OwnPassword => return Some(vec![Effect::Open(Box::new(OwnPassword::wanted()))]),
        _ => {}
    }
    let panel = PANELS.iter().find(|panel| panel.command == *command)?;
    Some(if panel.command == here { Vec::new() } else { vec![Effect::Switch((panel.open)())] })
}

/// Draws the names of the panels, the present one in brackets; gives back the cells used. Where `needs` cells
/// would not be left for what else is on the line, they have shorter names, and then the others are digits.
pub fn tabs(canvas: &mut Canvas, area: Rect, here: Command, needs: u16) -> u16 {
    let names = PANELS.iter().filter_map(|panel| {
        let binding = keys::binding(&[Context::Panels], panel.command)?;
        Some((panel, binding.key_names(), binding.label))
    });
    let draw = |long: fn(&Panel, &'static str) -> Option<&'static str>| -> Vec<(Command, String)> {
        let drawn =
            names.clone().map(|(panel, key, label)| match (panel.command == here, long(panel, label)) {
                (true, name) => (panel.command, format!("[{key} {}]", name.unwrap_or(label))),
                (false, Some(name)) => (panel.command, format!(" {key} {name} ")),
                (false, None) => (panel.command, format!(" {key} ")),
            });
        drawn.collect()
    };
    let fits = |drawn: &[(Command, String)]| {
        let cells: usize = drawn.iter().map(|(_, text)| canvas::width(text)).sum();
        cells + usize::from(needs) <= usize::from(area.width)
    };
    let whole = draw(|_, label| Some(label));
    let short = draw(|panel, label| Some(panel.short.unwrap_or(label)));
    let fitting = [whole, short].into_iter().find(|drawn| fits(drawn));
    let mut drawn = fitting.unwrap_or_else(|| draw(|_, _| None));
    if area.width < NARROW {
        drawn.retain(|(command, _)| *command == here);
    }
    let mut x = area.x;
    for (command, text) in drawn {
        let style = if command == here { canvas.theme.heading } else { canvas.theme.hint };
        let room = area.right().saturating_sub(x);
        let used = canvas.text(x, area.y, room, &text, style);
        canvas.hit(Rect { x, y: area.y, width: used, height: 1 }, Target::Command(command));
        x += used;
    }
    x - area.x
}

/// Draws a panel that is one list: the names of the panels on its first line, then the list.
pub fn view(canvas: &mut Canvas, area: Rect, here: Command, list: &List) {
    let line = Rect { height: area.height.min(1), ..area };
    let used = tabs(canvas, line, here, list.needs(area));
    list.view(canvas, area, used + 1);
}

/// Draws the heading of a list that lies over a panel or a form; gives back the cells used. `needs` cells are left
/// for what else is on the line.
pub fn heading(canvas: &mut Canvas, area: Rect, heading: &str, needs: u16) -> u16 {
    let room = area.width.saturating_sub(needs + 1);
    canvas.text(area.x, area.y, room, heading, canvas.theme.heading)
}
