//! What all controls of a form have in common: text in, text out, commands instead of keys, and a drawing
//! that notes which part of it can be clicked. A control knows nothing of its neighbours.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::choice::Choice;
use super::drop_down::DropDown;
use super::flag::Flag;
use super::line::Line;
use super::list::Checklist;
use super::password::Password;
use super::secret::Secret;
use super::suggest::Suggest;
use super::text::Text;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Command, Context};

/// What a control did with a command, a character or a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Took {
    /// Nothing: the form may act on it.
    Nothing,
    /// The cursor or the picture changed, the value did not.
    Moved,
    /// The value changed.
    Changed,
    /// The input was refused, for the reason in this sentence.
    Refused(&'static str),
}

impl Took {
    /// [`Took::Changed`] where the value changed, else [`Took::Moved`].
    pub(super) fn changed(changed: bool) -> Self {
        if changed { Self::Changed } else { Self::Moved }
    }
}

/// What a field lets a person do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Read and change.
    Edit,
    /// Read and move about.
    Read,
    /// Nothing just now.
    Disabled,
}

/// What a control draws on: the rows of the whole form, of which the screen shows a part.
pub(super) struct Sheet<'a> {
    /// The rows.
    pub(super) canvas: Canvas<'a>,
    /// Where the parts of the control are that is drawn just now.
    pub(super) parts: Vec<(Rect, usize)>,
    /// Whether that control has the focus.
    pub(super) focused: bool,
    /// What its field lets a person do.
    pub(super) access: Access,
}

impl Sheet<'_> {
    /// The style of the value.
    pub(super) fn value_style(&self) -> Style {
        let theme = self.canvas.theme;
        match (self.access, self.focused) {
            (Access::Disabled, _) => theme.disabled,
            (Access::Read, _) => theme.text,
            (Access::Edit, true) => theme.value_focused,
            (Access::Edit, false) => theme.value,
        }
    }

    /// Draws one row of a value between brackets, or without them where it can't be changed; gives back
    /// the cell in which the text begins. `parts.1` is `part` for a click on it.
    pub(super) fn row(&mut self, area: Rect, text: &str, part: usize) -> u16 {
        let style = self.value_style();
        let inner = inside(area);
        if self.access == Access::Edit && area.width >= BRACKETED {
            let right = area.right().saturating_sub(1);
            self.canvas.text(area.x, area.y, 1, "[", self.canvas.theme.label);
            self.canvas.text(right, area.y, 1, "]", self.canvas.theme.label);
        }
        if self.access == Access::Edit {
            self.canvas.fill(inner, style);
        }
        self.canvas.text(inner.x, inner.y, inner.width, text, style);
        self.parts.push((inner, part));
        inner.x
    }
}

/// The least cells in which a value has brackets.
const BRACKETED: u16 = 4;

/// The cells between the brackets of a one-row value.
pub(super) fn inside(area: Rect) -> Rect {
    if area.width < BRACKETED {
        return Rect { height: 1, ..area };
    }
    Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), height: 1, ..area }
}

/// The cells for text in a value of so many cells.
pub(super) fn room_in(width: u16) -> usize {
    usize::from(inside(Rect { x: 0, y: 0, width, height: 1 }).width)
}

/// How a control is read, filled, used and drawn.
pub(super) trait Edit {
    /// The value: one text, or one an element where it is a list.
    fn values(&self) -> Vec<String>;
    /// Replaces the value.
    fn set(&mut self, values: &[String]);
    /// Which keys hold.
    fn context(&self) -> Context;
    /// Obeys a command that the table of keys gives for the context.
    fn perform(&mut self, command: Command) -> Took;
    /// Takes a typed character.
    fn typed(&mut self, _c: char) -> Took {
        Took::Nothing
    }
    /// Takes pasted text.
    fn paste(&mut self, _text: &str) -> Took {
        Took::Nothing
    }
    /// Was clicked in a part that it drew, so many cells from the part's left edge.
    fn click(&mut self, _part: usize, _column: u16) -> Took {
        Took::Moved
    }
    /// Loses the focus.
    fn leave(&mut self) {}
    /// Whether its value is only proposed, and typing takes its place.
    fn is_proposed(&self) -> bool {
        false
    }
    /// The cells that it would like to have in a row, brackets included.
    fn wanted(&self) -> u16;
    /// The rows that it takes when it has so many cells in each.
    fn rows(&self, _width: u16) -> u16 {
        1
    }
    /// Draws itself, and the cursor where it has the focus.
    fn draw(&self, sheet: &mut Sheet<'_>, area: Rect);
}

/// The controls that there are.
pub(super) enum Control {
    Line(Line),
    Suggest(Box<Suggest>),
    Password(Password),
    Secret(Secret),
    Text(Box<Text>),
    Choice(Choice),
    Flag(Flag),
    Checklist(Checklist),
}

impl Control {
    /// The drop-down that is open, if it has one.
    pub(super) fn drop_down(&self) -> Option<DropDown<'_>> {
        match self {
            Self::Choice(control) => control.drop_down(),
            Self::Suggest(control) => control.drop_down(),
            _ => None,
        }
    }

    /// Takes the value at this place of the drop-down, where one is open.
    pub(super) fn take_option(&mut self, at: usize) -> Took {
        match self {
            Self::Choice(control) if control.is_open() => control.take(at),
            Self::Suggest(control) => control.take(at),
            _ => Took::Nothing,
        }
    }

    pub(super) fn edit(&self) -> &dyn Edit {
        match self {
            Self::Line(control) => control,
            Self::Suggest(control) => control.as_ref(),
            Self::Password(control) => control,
            Self::Secret(control) => control,
            Self::Text(control) => control.as_ref(),
            Self::Choice(control) => control,
            Self::Flag(control) => control,
            Self::Checklist(control) => control,
        }
    }

    pub(super) fn edit_mut(&mut self) -> &mut dyn Edit {
        match self {
            Self::Line(control) => control,
            Self::Suggest(control) => control.as_mut(),
            Self::Password(control) => control,
            Self::Secret(control) => control,
            Self::Text(control) => control.as_mut(),
            Self::Choice(control) => control,
            Self::Flag(control) => control,
            Self::Checklist(control) => control,
        }
    }
}
