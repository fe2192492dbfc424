//! Keys in front of a list whose rows do not come.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};

use crossterm::event::{KeyCode, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;

use super::super::{Ending, Parts};
use super::*;
use crate::tui::desk::{Desk, Envelope, Word};
use crate::tui::grid::Grid;
use crate::tui::screens::clients::Clients;
use crate::tui::terminal::Event;
use crate::tui::theme::Theme;

/// A list that waits for its rows, and what it asked for.
fn waiting() -> (Shell, Receiver<Envelope>, Instant) {
    let (worker, requests) = mpsc::channel();
    let now = Instant::now();
    let parts = Parts {
        registry: PathBuf::from("/srv/registry.db"),
        read_only: false,
        theme: &Theme::SIXTEEN,
        desk: Desk::new(worker),
        clock: Box::new(|| 0),
        size: (80, 24),
        now,
    };
    (Shell::new(parts, Box::new(Clients::new())), requests, now)
}

fn press(code: KeyCode, modifiers: KeyModifiers) -> Event<Word> {
    Event::Key(KeyEvent::new(code, modifiers))
}

#[test]
fn where_the_rows_take_long_it_is_drawn_and_said() {
    let (mut shell, _requests, now) = waiting();
    shell.feed(press(KeyCode::Down, KeyModifiers::NONE), now);
    assert!(shell.is_catching_up());
    assert_eq!(shell.deadline(), Some(now + SHORT));
    shell.feed(Event::Deadline, now + SHORT);
    assert!(!shell.is_catching_up());
    assert_eq!(shell.deadline(), None, "it does not turn in vain");
    let mut grid = Grid::blank(shell.area);
    shell.draw(&mut grid);
    let buffer = Buffer::from(&grid);
    let seen: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
    assert!(seen.contains("your keys wait for them. Ctrl-C leaves."), "{seen}");
}

#[test]
fn ctrl_c_leaves_although_other_keys_wait() {
    let (mut shell, _requests, now) = waiting();
    shell.feed(press(KeyCode::Char('d'), KeyModifiers::NONE), now);
    shell.feed(press(KeyCode::Char('c'), KeyModifiers::CONTROL), now);
    assert_eq!(shell.ending(), Some(&Ending::Left));
}

#[test]
fn other_keys_wait_behind_those_that_wait() {
    let (mut shell, _requests, now) = waiting();
    shell.feed(press(KeyCode::Char('/'), KeyModifiers::NONE), now);
    shell.feed(press(KeyCode::Char('q'), KeyModifiers::NONE), now);
    assert_eq!(shell.ending(), None, "it is the letter that is searched for");
}

#[test]
fn a_click_does_not_overtake_the_keys_that_wait() {
    for waits in [false, true] {
        let (mut shell, _requests, now) = waiting();
        if waits {
            shell.feed(press(KeyCode::Char('d'), KeyModifiers::NONE), now);
        }
        let mut grid = Grid::blank(shell.area);
        shell.draw(&mut grid);
        let buffer = Buffer::from(&grid);
        let line = |y: u16| (0..80).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        let at = |y: u16| line(y).find("[ Exit ]").map(|x| (u16::try_from(x).unwrap() + 2, y));
        let (column, row) = (0..24).find_map(at).unwrap();
        let kind = MouseEventKind::Down(MouseButton::Left);
        shell.feed(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }), now);
        assert_eq!(shell.ending().is_some(), !waits);
    }
}
