//! Where everything of a form stands: rows of the whole form first, then which of them the screen shows.
//! Nothing is drawn here.

use ratatui::layout::Rect;

use super::control::Access;
use super::field::Field;
use crate::tui::canvas::{width, wrap};

/// From this width on the groups stand in two columns: a screen of 140 without its last cell.
const TWO_COLUMNS: u16 = 139;
/// Below this width labels stand above their fields.
const STACKED: u16 = 44;
/// Cells for the marks of focus and error before a label.
pub(super) const GUTTER: u16 = 3;
/// Cells between a label and its field, between a field and the words beside it, between columns.
const GAP: u16 = 2;
/// Words beside a field stand there only where so many cells are left for the field.
const LEAST_VALUE: u16 = 16;
/// Where a reason has so many cells beside its field it is wrapped there, else it stands below.
const LEAST_REASON: u16 = 24;
/// The rows that an error, a reason or a piece of advice takes at most. The bottom has errors and reasons
/// in full.
const REMARK_ROWS: usize = 3;
/// The rows that a piece of advice takes at most while its field has the focus: its section is read as well.
const ADVICE_ROWS: usize = 6;

/// The rows of a screen that a form was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shares {
    /// For fields.
    pub(super) body: Rect,
    /// For buttons.
    pub(super) buttons: Rect,
    /// For help or errors.
    pub(super) foot: Rect,
}

/// Shares the area out: what has the focus is seen first, then the buttons, then the help.
pub(super) fn share(area: Rect, fields: u16, button_rows: u16, on_button: bool) -> Shares {
    let height = area.height;
    let buttons = match height {
        0 | 1 => u16::from(on_button && button_rows > 0).min(height),
        2..=5 => button_rows.min(1),
        _ => button_rows.min(height / 3),
    };
    let spare = height.saturating_sub(fields.saturating_add(buttons));
    let wanted_foot = if height < 4 { spare.min(1) } else { foot_rows(height) };
    let gap = u16::from(fields > 0 && (height >= 10 || spare > wanted_foot));
    let body = fields.min(height.saturating_sub(wanted_foot + buttons + gap));
    let row = |y: u16, height: u16| Rect { y, height, ..area };
    let below = area.y + body + gap.min(height.saturating_sub(body));
    let buttons = row(below, buttons.min(area.bottom().saturating_sub(below)));
    let foot = wanted_foot.min(area.bottom().saturating_sub(buttons.bottom()));
    Shares { body: row(area.y, body), buttons, foot: row(area.bottom() - foot, foot) }
}

/// The rows at the bottom of a form of so many rows, for help or errors.
pub(super) fn foot_rows(height: u16) -> u16 {
    match height {
        0..=3 => 0,
        4..=9 => 1,
        10..=17 => 2,
        _ => 3,
    }
}

/// What kind of words stand with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// What the value means, or why it can't be changed.
    Hint,
    /// What would be better.
    Advice,
    /// What is wrong.
    Error,
}

/// One row of words beside or under a field.
pub(super) struct Remark {
    pub(super) tone: Tone,
    /// The row.
    pub(super) row: Rect,
    /// What stands there.
    pub(super) text: String,
}

/// Where one field stands.
pub(super) struct Spot {
    /// The field, counted in the form.
    pub(super) field: usize,
    /// The label with its gutter.
    pub(super) label: Rect,
    /// The value.
    pub(super) value: Rect,
    /// The words beside the value, where there is room for them, then those below it.
    pub(super) remarks: Vec<Remark>,
}

impl Spot {
    /// The first row and the row after the last.
    pub(super) fn rows(&self) -> (u16, u16) {
        let last = self.remarks.iter().map(|remark| remark.row.bottom()).max().unwrap_or(0);
        (self.label.top(), last.max(self.value.bottom()))
    }
}

/// Where all fields and headings stand, in rows of the whole form.
pub(super) struct Plan {
    pub(super) spots: Vec<Spot>,
    pub(super) headings: Vec<(Rect, String)>,
    pub(super) height: u16,
}

/// A field and what its place in the form asks for.
struct Placed<'f> {
    /// Counted in the form.
    at: usize,
    field: &'f Field,
    /// The rows that a piece of advice takes at most.
    advice_rows: usize,
    /// Whether what is wrong with it is told elsewhere.
    is_told: bool,
}

/// Fields of one group, which follow each other.
struct Group<'f> {
    heading: &'f str,
    fields: Vec<Placed<'f>>,
}

fn groups<'f>(
    fields: &'f [Field],
    advice_rows: &dyn Fn(usize) -> usize,
    told: Option<usize>,
) -> Vec<Group<'f>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        let placed = Placed { at, field, advice_rows: advice_rows(at), is_told: told == Some(at) };
        match groups.last_mut() {
            Some(group) if group.heading == field.group => group.fields.push(placed),
            _ => groups.push(Group { heading: &field.group, fields: vec![placed] }),
        }
    }
    groups
}

/// Plans the fields for so many cells; `roomy` puts an empty row between groups. In one column advice about a
/// field has one row until the field has the focus. What is wrong with the field `told` is said elsewhere.
pub(super) fn plan(
    fields: &[Field],
    (focused, told): (Option<usize>, Option<usize>),
    width: u16,
    roomy: bool,
) -> Plan {
    let brief = width < TWO_COLUMNS;
    let rows = |at| match focused == Some(at) {
        true => ADVICE_ROWS,
        false if brief => 1,
        false => REMARK_ROWS,
    };
    let groups = groups(fields, &rows, told);
    if width < TWO_COLUMNS || groups.len() < 2 {
        return column(&groups, 0, width, roomy);
    }
    let half = (width - GAP) / 2;
    let heights: Vec<u16> = groups.iter().map(|group| column(&[group], 0, half, roomy).height + 1).collect();
    let all: u16 = heights.iter().sum();
    let tallest = |split: &usize| {
        let left: u16 = heights[..*split].iter().sum();
        left.max(all - left)
    };
    let split = (1..groups.len()).min_by_key(tallest).unwrap_or(1);
    let mut left = column(&groups[..split], 0, half, roomy);
    let right = column(&groups[split..], half + GAP, half, roomy);
    left.spots.extend(right.spots);
    left.headings.extend(right.headings);
    left.height = left.height.max(right.height);
    left
}

fn column<'f, G: std::borrow::Borrow<Group<'f>>>(groups: &[G], x: u16, wide: u16, roomy: bool) -> Plan {
    let mut plan = Plan { spots: Vec::new(), headings: Vec::new(), height: 0 };
    let all = || groups.iter().flat_map(|group| &group.borrow().fields);
    let label = all().map(|placed| width(&placed.field.label)).max().unwrap_or(0);
    let label = u16::try_from(label).unwrap_or(u16::MAX).min(wide / 3);
    for (number, group) in groups.iter().enumerate() {
        let group = group.borrow();
        if roomy && number > 0 {
            plan.height += 1;
        }
        if !group.heading.is_empty() {
            let row = Rect { x, y: plan.height, width: wide, height: 1 };
            plan.headings.push((row, group.heading.to_owned()));
            plan.height += 1;
        }
        for placed in &group.fields {
            let spot = spot(placed, Rect { x, y: plan.height, width: wide, height: 0 }, label);
            plan.height = spot.rows().1;
            plan.spots.push(spot);
        }
    }
    plan
}

fn spot(placed: &Placed<'_>, place: Rect, label: u16) -> Spot {
    let field = placed.field;
    let stacked = place.width < STACKED;
    let (x, y) = if stacked {
        (place.x + GUTTER.min(place.width / 8), place.y + 1)
    } else {
        (place.x + GUTTER + label + GAP, place.y)
    };
    let room = place.right().saturating_sub(x);
    let words = field.beside();
    let wanted = field.wanted().min(room);
    // What can only be read is read whole before it is called so: it has no brackets, and the bottom says it too.
    let is_read = field.access() == Access::Read && !field.must_tell();
    let least = if is_read { wanted } else { LEAST_VALUE.min(wanted) };
    let beside_wide = u16::try_from(width(&words)).unwrap_or(u16::MAX);
    let fits = !words.is_empty() && room >= beside_wide.saturating_add(GAP + least);
    let wraps = !fits && field.must_tell() && room >= LEAST_REASON + GAP + wanted;
    let value_wide = if fits { wanted.min(room - beside_wide - GAP) } else { wanted };
    let rows = field.control.edit().rows(value_wide);
    let value = Rect { x, y, width: value_wide, height: rows };
    let label_wide = if stacked { place.width } else { GUTTER + label };
    let label = Rect { width: label_wide, height: if stacked { 1 } else { rows }, ..place };

    let right = Rect { x: value.right() + GAP, y, width: room.saturating_sub(value_wide + GAP), height: 1 };
    let mut remarks = Vec::new();
    if fits || wraps {
        put(&mut remarks, right, Tone::Hint, &words, REMARK_ROWS);
    }
    let beside = remarks.last().map_or(value.bottom(), |remark| remark.row.bottom());
    let mut below = Rect { x, y: value.bottom().max(beside), width: room, height: 1 };
    if field.must_tell() && !words.is_empty() && !fits && !wraps {
        below.y = put(&mut remarks, below, Tone::Hint, &words, REMARK_ROWS);
    }
    for error in field.wrong().iter().filter(|_| !placed.is_told) {
        below.y = put(&mut remarks, below, Tone::Error, &format!("! {error}"), REMARK_ROWS);
    }
    for advice in &field.advice {
        below.y = put(&mut remarks, below, Tone::Advice, &format!("Advice: {advice}"), placed.advice_rows);
    }
    for note in &field.notes {
        below.y = put(&mut remarks, below, Tone::Hint, note, REMARK_ROWS);
    }
    for settled in &field.settled {
        below.y = put(&mut remarks, below, Tone::Hint, settled, placed.advice_rows);
    }
    Spot { field: placed.at, label, value, remarks }
}

/// Puts words into rows from `first` on; gives back the row after them.
fn put(remarks: &mut Vec<Remark>, first: Rect, tone: Tone, words: &str, at_most: usize) -> u16 {
    let mut lines = wrap(words, usize::from(first.width));
    if lines.len() > at_most {
        lines.truncate(at_most);
        if let Some(last) = lines.last_mut() {
            let room = usize::from(first.width).saturating_sub(2);
            while let Some(blank) = last.rfind(' ').filter(|_| width(last) > room) {
                last.truncate(blank);
            }
            last.push_str(" …");
        }
    }
    let rows = (first.y..).map(|y| Rect { y, ..first });
    remarks.extend(lines.into_iter().zip(rows).map(|(text, row)| Remark { tone, row, text }));
    remarks.last().map_or(first.y, |remark| remark.row.bottom())
}
