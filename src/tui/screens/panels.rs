//! The table of main panels. A new panel is a row here, a binding in the table of keys, and a file.

use ratatui::layout::Rect;

use super::classes::Classes;
use super::clients::Clients;
use crate::tui::canvas::{Canvas, Target};
use crate::tui::keys::{self, Command, Context};
use crate::tui::message::{Effect, Message};
use crate::tui::screen::Screen;

/// A main panel.
struct Panel {
    /// Shows it; its key and label are in the table of keys.
    command: Command,
    open: fn() -> Box<dyn Screen>,
}

/// Every panel, in the order of their digits.
const PANELS: &[Panel] = &[
    Panel { command: Command::ShowClients, open: || Box::new(Clients::new()) },
    Panel { command: Command::ShowClasses, open: || Box::new(Classes::new()) },
];

/// Below this width only the name of the present panel is drawn.
const NARROW: u16 = 60;

/// The panel that comes first.
#[must_use]
pub fn first() -> Box<dyn Screen> {
    (PANELS[0].open)()
}

/// The panel that a message asks for, as effects; `None` where it asks for none. The panel that is there
/// already stays.
#[must_use]
pub fn switch(message: &Message, here: Command) -> Option<Vec<Effect>> {
    let Message::Do(command) = message else { return None };
    let panel = PANELS.iter().find(|panel| panel.command == *command)?;
    Some(if panel.command == here { Vec::new() } else { vec![Effect::Switch((panel.open)())] })
}

/// Draws the names of the panels, the present one in brackets; gives back the cells used.
pub fn tabs(canvas: &mut Canvas, area: Rect, here: Command) -> u16 {
    let mut x = area.x;
    let narrow = area.width < NARROW;
    for panel in PANELS.iter().filter(|panel| !narrow || panel.command == here) {
        let Some(binding) = keys::binding(&[Context::Panels], panel.command) else { continue };
        let label = format!("{} {}", binding.key_names(), binding.label);
        let (text, style) = if panel.command == here {
            (format!("[{label}]"), canvas.theme.heading)
        } else {
            (format!(" {label} "), canvas.theme.hint)
        };
        let room = area.right().saturating_sub(x);
        let used = canvas.text(x, area.y, room, &text, style);
        canvas.hit(Rect { x, y: area.y, width: used, height: 1 }, Target::Command(panel.command));
        x += used + 1;
    }
    x - area.x
}
