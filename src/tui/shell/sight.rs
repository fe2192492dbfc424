//! Draws the stack of screens, and keeps what lies where for the next click.

use ratatui::layout::Position;

use super::Shell;
use crate::tui::canvas::Canvas;
use crate::tui::chrome;
use crate::tui::grid::Grid;

impl Shell {
    /// Draws one frame; gives back where the cursor stands.
    pub fn draw(&mut self, grid: &mut Grid) -> Option<Position> {
        self.area = grid.area();
        let mut canvas = Canvas::after(std::mem::take(&mut self.hits), grid, self.theme);
        let top = self.layers.last()?;
        let base = self.layers.iter().rposition(|layer| !layer.screen.is_dialog()).unwrap_or(0);
        let waiting = self.desk.waiting_for().map(chrome::waiting).or_else(|| self.keys_wait());
        let notice = match (self.notice.clone(), waiting) {
            (Some(said), Some(waiting)) => Some(said.followed_by(&waiting)),
            (said, waiting) => said.or(waiting),
        };
        let notice = notice.as_ref();
        let parts = chrome::divide(self.area, self.layers[base].screen.footer_buttons(), notice);
        chrome::title(&mut canvas, parts.title, &self.facts);
        for layer in &self.layers[base..] {
            layer.screen.view(&mut canvas, parts.body, &self.facts);
        }
        if let Some(notice) = notice {
            chrome::notice(&mut canvas, parts.notice, notice);
        }
        if top.screen.footer_buttons() {
            chrome::buttons(&mut canvas, parts.buttons, top.screen.as_ref(), &self.facts);
        }
        chrome::hints(&mut canvas, parts.hints, top.screen.as_ref());
        let (hits, cursor) = canvas.finish();
        self.hits = hits;
        self.is_drawn = true;
        cursor
    }

    /// Makes sure that a click finds what the screens show now, even where two events came in one batch.
    pub(super) fn look_again(&mut self) {
        if !self.is_drawn {
            let mut unseen = Grid::blank(self.area);
            self.draw(&mut unseen);
        }
    }
}
