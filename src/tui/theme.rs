//! Styles by meaning: the one place that knows a colour. Nothing is told by colour alone, so every style
//! has a sign of its own beside it (a mark, a bracket, a word), and [`Theme::PLAIN`] has no colour at all.

use ratatui::style::{Color, Modifier, Style};

/// The mark in the gutter beside the selected row or the focused field.
pub const MARK: &str = ">";

/// What a piece of text means; the shell draws it in this style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The first line of the screen.
    pub title: Style,
    /// Ordinary text.
    pub text: Style,
    /// A heading: a group of fields, the columns of a list.
    pub heading: Style,
    /// A label beside a field that has not the focus.
    pub label: Style,
    /// The label of the field with the focus.
    pub label_focused: Style,
    /// A value that can be edited.
    pub value: Style,
    /// The value of the field with the focus.
    pub value_focused: Style,
    /// The selected row of a list, the option under the cursor.
    pub selected: Style,
    /// A row that is marked for a bulk action.
    pub marked: Style,
    /// What can't be used or changed now.
    pub disabled: Style,
    /// Help and other words in the second rank.
    pub hint: Style,
    /// A button.
    pub button: Style,
    /// The button that Enter presses.
    pub button_focused: Style,
    /// The name of a key.
    pub key: Style,
    /// Something was done.
    pub good: Style,
    /// Advice, and what deserves a second look.
    pub warning: Style,
    /// What was refused or failed.
    pub error: Style,
    /// The frame around a dialog or a pane.
    pub frame: Style,
    /// The part of a text that a search found.
    pub found: Style,
}

const NONE: Style = Style::new();
const BOLD: Style = NONE.add_modifier(Modifier::BOLD);
const REVERSED: Style = NONE.add_modifier(Modifier::REVERSED);
const UNDERLINED: Style = NONE.add_modifier(Modifier::UNDERLINED);
const DIM: Style = NONE.add_modifier(Modifier::DIM);

impl Theme {
    /// Without any colour: `NO_COLOR`. crossterm 0.29 would else write resets that erase reverse and bold,
    /// and with them the selected row.
    pub const PLAIN: Self = Self {
        title: REVERSED.add_modifier(Modifier::BOLD),
        text: NONE,
        heading: BOLD,
        label: NONE,
        label_focused: BOLD,
        value: NONE,
        value_focused: UNDERLINED,
        selected: REVERSED,
        marked: BOLD,
        disabled: DIM,
        hint: NONE,
        button: NONE,
        button_focused: REVERSED.add_modifier(Modifier::BOLD),
        key: BOLD,
        good: BOLD,
        warning: BOLD,
        error: REVERSED,
        frame: NONE,
        found: UNDERLINED,
    };

    /// With the sixteen colours that every terminal has, the Linux console included; backgrounds are
    /// among the first eight.
    pub const SIXTEEN: Self = Self {
        title: BOLD.fg(Color::White).bg(Color::Blue),
        text: NONE,
        heading: BOLD.fg(Color::Cyan),
        label: NONE,
        label_focused: BOLD,
        value: NONE,
        value_focused: NONE.fg(Color::Black).bg(Color::Cyan),
        selected: NONE.fg(Color::Black).bg(Color::Cyan),
        marked: BOLD.fg(Color::Yellow),
        disabled: DIM,
        hint: NONE.fg(Color::Gray),
        button: NONE,
        button_focused: BOLD.fg(Color::Black).bg(Color::Cyan),
        key: BOLD.fg(Color::Cyan),
        good: BOLD.fg(Color::Green),
        warning: BOLD.fg(Color::Yellow),
        error: BOLD.fg(Color::White).bg(Color::Red),
        frame: NONE.fg(Color::Cyan),
        found: UNDERLINED.fg(Color::Yellow),
    };

    /// The theme for what `NO_COLOR` says: any value but an empty one takes the colours away
    /// (<https://no-color.org>).
    #[must_use]
    pub fn of(no_color: Option<&str>) -> &'static Self {
        if no_color.is_some_and(|value| !value.is_empty()) { &Self::PLAIN } else { &Self::SIXTEEN }
    }

    /// Every style, for the tests that hold for all of them.
    #[cfg(test)]
    fn all(&self) -> [Style; 19] {
        [
            self.title,
            self.text,
            self.heading,
            self.label,
            self.label_focused,
            self.value,
            self.value_focused,
            self.selected,
            self.marked,
            self.disabled,
            self.hint,
            self.button,
            self.button_focused,
            self.key,
            self.good,
            self.warning,
            self.error,
            self.frame,
            self.found,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_means_no_colour_in_any_style() {
        for style in Theme::PLAIN.all() {
            assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
        }
    }

    #[test]
    fn no_color_with_any_value_but_an_empty_one_takes_the_colours_away() {
        assert_eq!(Theme::of(Some("1")), &Theme::PLAIN);
        assert_eq!(Theme::of(Some("")), &Theme::SIXTEEN);
        assert_eq!(Theme::of(None), &Theme::SIXTEEN);
    }

    #[test]
    fn what_has_the_focus_is_seen_in_both_themes() {
        for theme in [Theme::PLAIN, Theme::SIXTEEN] {
            assert_ne!(theme.selected, theme.text);
            assert_ne!(theme.button_focused, theme.button);
            assert_ne!(theme.value_focused, theme.value);
            assert_ne!(theme.label_focused, theme.label);
        }
    }

    #[test]
    fn backgrounds_are_among_the_eight_that_the_linux_console_has() {
        let first_eight = [Color::Blue, Color::Cyan, Color::Red, Color::Black];
        for style in Theme::SIXTEEN.all() {
            assert!(style.bg.is_none_or(|colour| first_eight.contains(&colour)), "{style:?}");
        }
    }
}
