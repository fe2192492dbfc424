//! Who may do what in the form of a client: it says so before anything is typed. The service refuses all the same.

use ratatui::layout::Rect;

use super::ClientForm;
use crate::domain::Right;
use crate::tui::canvas::{Canvas, wrap};
use crate::tui::keys::Command;
use crate::tui::screen::{Facts, may};

/// From this height on it is said above the fields why nothing can be changed.
const ROOM_TO_SAY_WHY: u16 = 12;

impl ClientForm {
    /// Whoever may not save only reads, and each button that may not be pressed says so before anything is done.
    pub(super) fn tell_rights(&mut self, facts: &Facts) {
        for (command, right) in self.rights() {
            self.form.set_button_disabled(command, may(right, facts));
        }
        if self.may_not_save(facts).is_some() {
            self.form.lock();
        }
    }

    /// The buttons that not everybody may press.
    pub(super) fn rights(&self) -> [(Command, Right); 4] {
        let (generate, save) =
            if self.is_new() { (Right::Create, Right::Create) } else { (Right::Rotate, Right::Update) };
        [
            (Command::GenerateSecret, generate),
            (Command::CopyCredentials, Right::Copy),
            (Command::ShowOrHideSecret, Right::Reveal),
            (Command::Save, save),
        ]
    }

    fn may_not_save(&self, facts: &Facts) -> Option<String> {
        may(if self.is_new() { Right::Create } else { Right::Update }, facts)
    }

    /// Draws the title, the client's name, and why nothing can be changed; gives back the rows used.
    pub(super) fn view_heading(&self, canvas: &mut Canvas, area: Rect, facts: &Facts) -> u16 {
        let why = self.may_not_save(facts);
        let title = match (self.is_new(), &why) {
            (true, _) => "Create OAuth2 Client",
            (false, None) => "Update OAuth2 Client",
            (false, Some(_)) => "OAuth2 Client, read-only:",
        };
        let mut rows = u16::from(area.height >= 6);
        if rows > 0 {
            let used = canvas.text(area.x, area.y, area.width, title, canvas.theme.heading);
            if let Some(record) = &self.record {
                let x = area.x + used + 2;
                let room = area.right().saturating_sub(x);
                let status = if record.enabled { "" } else { " (disabled)" };
                let name = format!("{}{status}", record.client.name);
                canvas.text(x, area.y, room, &name, canvas.theme.text);
            }
        }
        for line in
            why.iter().filter(|_| area.height >= ROOM_TO_SAY_WHY).flat_map(|why| wrap(why, area.width.into()))
        {
            canvas.text(area.x, area.y + rows, area.width, &line, canvas.theme.warning);
            rows = (rows + 1).min(area.height - 1);
        }
        rows
    }
}
