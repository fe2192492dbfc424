//! Draws a form: its rows on a sheet of their own, of which the part that fits is put on the screen; then
//! the buttons, the help or the errors at the bottom, and an open drop-down over everything.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::control::{Access, Sheet};
use super::input::LABEL;
use super::plan::{GUTTER, Plan, Shares, Spot, Tone, foot_rows, plan, share};
use super::{Focus, Form};
use crate::tui::canvas::{ButtonState, Canvas, Target, button_text, width, wrap};
use crate::tui::grid::Grid;
use crate::tui::keys::{self, Context};
use crate::tui::scroll;
use crate::tui::theme::{MARK, Theme};

/// From this height on an empty row parts the groups.
const ROOMY: u16 = 20;

/// The cells of a row for fields; the last one is for the signs that there is more.
fn sheet_width(width: u16) -> u16 {
    if width < 20 { width } else { width - 1 }
}

/// The sheet with the whole form on it, and what lies where.
struct Drawn {
    grid: Grid,
    cursor: Option<Position>,
    parts: Vec<(Rect, Target)>,
}

impl Form {
    /// Draws the form into `area`, notes what can be clicked, and puts the cursor on what has the focus.
    pub fn draw(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let area = area.intersection(canvas.area());
        if area.is_empty() {
            return;
        }
        // What the bottom says in full is not said at the field as well.
        let told = self
            .focused_at()
            .filter(|_| self.foot_lines(area.width).len() <= usize::from(foot_rows(area.height)));
        let plan =
            plan(&self.fields, (self.focused_at(), told), sheet_width(area.width), area.height >= ROOMY);
        let rows = self.button_rows(area.width);
        let button_rows = u16::try_from(rows.len()).unwrap_or(u16::MAX);
        let on_button = matches!(self.focus, Focus::Button(_));
        let shares = share(area, plan.height, button_rows, on_button);
        self.draw_foot(shares.foot, canvas);
        self.draw_buttons(&rows, shares.buttons, canvas);
        self.draw_body(&plan, shares, canvas);
    }

    /// The rows that the form would like to have in so many cells, for a dialog around it.
    #[must_use]
    pub fn height(&self, width: u16) -> u16 {
        let fields = plan(&self.fields, (self.focused_at(), None), sheet_width(width), false).height;
        let buttons = u16::try_from(self.button_rows(width).len()).unwrap_or(u16::MAX);
        let gap = u16::from(fields > 0);
        let bare = fields.saturating_add(buttons).saturating_add(gap);
        bare + if bare >= 9 { 2 } else { 1 }
    }

    fn focused_at(&self) -> Option<usize> {
        match self.focus {
            Focus::Field(at) => Some(at),
            Focus::Button(_) => None,
        }
    }

    fn draw_body(&self, plan: &Plan, shares: Shares, canvas: &mut Canvas<'_>) {
        let body = shares.body;
        let wide = sheet_width(body.width);
        let drawn = self.draw_sheet(plan, wide, canvas);
        self.follow(plan, body.height, drawn.cursor);
        let scroll = self.scroll.get();
        for row in 0..body.height.min(plan.height.saturating_sub(scroll)) {
            canvas.copy(scroll + row, &drawn.grid, body.x, body.y + row);
        }
        let on_screen =
            |y: u16| y.checked_sub(scroll).filter(|row| *row < body.height).map(|row| body.y + row);
        for (part, target) in drawn.parts {
            for y in part.top()..part.bottom() {
                if let Some(y) = on_screen(y) {
                    canvas.hit(Rect { x: body.x + part.x, y, height: 1, ..part }, target);
                }
            }
        }
        if let Some(cursor) = drawn.cursor
            && let Some(y) = on_screen(cursor.y)
        {
            canvas.cursor(body.x + cursor.x, y);
        }
        self.mark_more(plan, body, canvas);
        self.draw_open(plan, body, canvas);
    }

    /// Scrolls so that the focused field is seen, its cursor above all.
    fn follow(&self, plan: &Plan, height: u16, cursor: Option<Position>) {
        let furthest = plan.height.saturating_sub(height);
        let mut scroll = self.scroll.get().min(furthest);
        if let (Focus::Field(at), true) = (self.focus, self.follows.get())
            && let Some(spot) = plan.spots.iter().find(|spot| spot.field == at)
        {
            let (top, bottom) = spot.rows();
            // The heading above the first field of a group comes along.
            let headed = plan.headings.iter().any(|(row, _)| row.x == spot.label.x && row.y + 1 == top);
            let top = if headed && height > 2 { top - 1 } else { top };
            scroll = scroll.max(bottom.saturating_sub(height)).min(top);
            if let Some(cursor) = cursor {
                scroll = scroll.clamp((cursor.y + 1).saturating_sub(height), cursor.y);
            }
            scroll = scroll.min(furthest);
        }
        self.scroll.set(scroll);
    }

    fn draw_sheet(&self, plan: &Plan, wide: u16, canvas: &mut Canvas<'_>) -> Drawn {
        let mut grid = Grid::blank(Rect { x: 0, y: 0, width: wide, height: plan.height });
        let theme = canvas.theme;
        let mut sheet = Sheet {
            canvas: Canvas::new(&mut grid, theme),
            parts: Vec::new(),
            focused: false,
            access: Access::Edit,
        };
        sheet.canvas.style(sheet.canvas.area(), theme.text);
        for (row, heading) in &plan.headings {
            sheet.canvas.text(row.x, row.y, row.width, heading, theme.heading);
        }
        let mut parts = Vec::new();
        for spot in &plan.spots {
            self.draw_spot(spot, &mut sheet);
            parts.push((spot.label, Target::Field { field: spot.field, part: LABEL }));
            let own = sheet.parts.drain(..);
            parts.extend(own.map(|(area, part)| (area, Target::Field { field: spot.field, part })));
        }
        let (_, cursor) = sheet.canvas.finish();
        Drawn { grid, cursor, parts }
    }

    fn draw_spot(&self, spot: &Spot, sheet: &mut Sheet<'_>) {
        let theme = sheet.canvas.theme;
        let field = &self.fields[spot.field];
        sheet.focused = self.focus == Focus::Field(spot.field);
        sheet.access = field.access();
        let Rect { x, y, .. } = spot.label;
        let style = if sheet.focused { theme.label_focused } else { theme.label };
        if sheet.focused {
            sheet.canvas.text(x, y, 1, MARK, style);
        }
        if !field.wrong().is_empty() {
            sheet.canvas.text(x + 1, y, 1, "!", theme.error);
        }
        let label = spot.label.width.saturating_sub(GUTTER);
        sheet.canvas.text(x + GUTTER, y, label, &field.label, style);
        field.control.edit().draw(sheet, spot.value);
        for remark in &spot.remarks {
            let style = tone_style(remark.tone, theme);
            sheet.canvas.text(remark.row.x, remark.row.y, remark.row.width, &remark.text, style);
        }
    }

    /// Says at the right edge that there are rows above or below.
    fn mark_more(&self, plan: &Plan, body: Rect, canvas: &mut Canvas<'_>) {
        let scroll = self.scroll.get();
        if body.height < 2 || sheet_width(body.width) == body.width {
            return;
        }
        scroll::mark_more(canvas, body, scroll > 0, plan.height > scroll + body.height);
    }

    fn draw_open(&self, plan: &Plan, body: Rect, canvas: &mut Canvas<'_>) {
        let Focus::Field(at) = self.focus else { return };
        let Some(drop_down) = self.fields[at].control.drop_down() else { return };
        if let Some(spot) = plan.spots.iter().find(|spot| spot.field == at) {
            let y = (body.y + spot.value.y.saturating_sub(self.scroll.get())).min(body.bottom().max(1) - 1);
            drop_down.draw(canvas, Rect { x: body.x + spot.value.x, y, height: 1, ..spot.value });
        }
    }

    /// The buttons as they are broken into rows.
    fn button_rows(&self, room: u16) -> Vec<Vec<usize>> {
        let mut rows: Vec<Vec<usize>> = Vec::new();
        let mut used = 0;
        for (at, button) in self.buttons.iter().enumerate() {
            let wide = width(&button_text(button.command, ButtonState::Ready)) + 2;
            match rows.last_mut() {
                Some(row) if used + wide <= usize::from(room) => row.push(at),
                _ => {
                    rows.push(vec![at]);
                    used = 0;
                }
            }
            used += wide;
        }
        rows
    }

    /// Draws `[ Label ]`, with marks beside the one that has the focus.
    fn draw_buttons(&self, rows: &[Vec<usize>], area: Rect, canvas: &mut Canvas<'_>) {
        let focused = |at: &usize| self.focus == Focus::Button(*at);
        let seen = usize::from(area.height);
        let first = rows.iter().position(|row| row.iter().any(focused)).unwrap_or(0);
        let first = (first + 1).saturating_sub(seen);
        for (row, y) in rows.iter().skip(first).zip(area.top()..area.bottom()) {
            let mut x = area.x;
            for at in row {
                let button = &self.buttons[*at];
                let room = area.right().saturating_sub(x);
                if focused(at) {
                    canvas.text(x, y, room.min(1), MARK, canvas.theme.label_focused);
                }
                let place = Rect { x: x.saturating_add(1), y, width: room.saturating_sub(1), height: 1 };
                let state = match (&button.disabled, focused(at)) {
                    (Some(_), _) => ButtonState::Disabled,
                    (None, true) => ButtonState::Focused,
                    (None, false) => ButtonState::Ready,
                };
                let used = canvas.button(place.x, place.y, place.width, button.command, state);
                if focused(at) {
                    canvas.cursor(place.x.saturating_add(2), place.y);
                }
                x = x.saturating_add(used + 2);
            }
        }
    }

    /// The focused field's errors or its help, the focused button's help; why the last input was refused.
    fn draw_foot(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let (_, tone) = self.foot();
        let lines = self.foot_lines(area.width);
        let cut = lines.len() > usize::from(area.height);
        for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
            let style = tone_style(tone, theme);
            let goes_on = cut && y + 1 == area.bottom();
            let text = if goes_on { format!("{line} …") } else { line.clone() };
            canvas.text(area.x, y, area.width, &text, style);
        }
    }

    fn foot_lines(&self, wide: u16) -> Vec<String> {
        self.foot().0.iter().flat_map(|text| wrap(text, usize::from(wide))).collect()
    }

    fn foot(&self) -> (Vec<String>, Tone) {
        if let Some(refusal) = self.refusal {
            return (vec![format!("! {refusal}")], Tone::Error);
        }
        match self.focus {
            Focus::Field(at) => {
                let field = &self.fields[at];
                let wrong = field.wrong();
                if !wrong.is_empty() {
                    return (wrong.iter().map(|error| format!("! {error}")).collect(), Tone::Error);
                }
                (vec![field.guidance()], Tone::Hint)
            }
            Focus::Button(at) => {
                let button = self.buttons.get(at);
                let reason = button.and_then(|button| button.disabled.clone());
                let help = button.and_then(|button| keys::binding(BUTTONS, button.command)).map(|it| it.help);
                (vec![reason.or_else(|| help.map(str::to_owned)).unwrap_or_default()], Tone::Hint)
            }
        }
    }
}

fn tone_style(tone: Tone, theme: &Theme) -> Style {
    match tone {
        Tone::Hint => theme.hint,
        Tone::Advice => theme.warning,
        Tone::Error => theme.error,
    }
}

/// The contexts that have buttons on forms.
const BUTTONS: &[Context] = &[
    Context::ClientForm,
    Context::Settings,
    Context::Form,
    Context::Question,
    Context::SetUp,
    Context::Entrusting,
    Context::Entrance,
];
