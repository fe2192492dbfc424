//! Drawing: one write a frame, none without a reason, any size.

use super::running;
use crate::pty::{Pty, command, own_program};
use vt100::MouseProtocolMode;

#[test]
fn a_frame_is_one_write() {
    let mut pty = running();
    pty.press("d");
    pty.wait_for("writes 10 for 10 frames.");
}

#[test]
fn waiting_costs_nothing() {
    let mut pty = running();
    pty.press("i");
    pty.wait_until("an answer", |pty| pty.screen().contents().contains("idle ticks"));
    let shown = pty.screen().contents();
    let ticks = shown.split_once("idle ticks ").unwrap().1.split_once('.').unwrap().0;
    assert!(ticks.parse::<u64>().unwrap() <= 2, "{ticks} ticks of 10 ms in half a second");
}

#[test]
fn every_size_is_drawn_and_the_last_counts() {
    let mut pty = running();
    for (cols, rows) in [(1, 1), (200, 60), (2, 1), (1, 50), (300, 1), (1, 1), (132, 43)] {
        pty.resize(cols, rows);
    }
    pty.wait_for("size 132x43");
    pty.resize(1, 1);
    pty.wait_until("one cell", |pty| pty.screen().contents().trim() == "t");
    pty.resize(80, 24);
    pty.wait_for("size 80x24");
}

#[test]
fn a_terminal_without_a_size_is_80_by_24() {
    let mut pty = running();
    pty.resize(1, 1);
    pty.wait_until("one cell", |pty| pty.screen().contents().trim() == "t");
    pty.resize(0, 0);
    pty.wait_for("size 80x24");
}

#[test]
fn the_mouse_is_switched_off_and_on_for_selecting_by_hand() {
    let mut pty = running();
    assert_eq!(pty.screen().mouse_protocol_mode(), MouseProtocolMode::ButtonMotion);
    pty.press("m");
    pty.wait_for("mouse off");
    assert_eq!(pty.screen().mouse_protocol_mode(), MouseProtocolMode::None);
    pty.press("M");
    pty.wait_for("mouse on");
    assert_eq!(pty.screen().mouse_protocol_mode(), MouseProtocolMode::ButtonMotion);
}

#[test]
fn no_color_keeps_bold_and_reverse() {
    let words = own_program("terminal::program");
    let mut no_color = command(words.iter().map(String::as_str));
    no_color.env("NO_COLOR", "1");
    let mut pty = Pty::open(no_color);
    pty.wait_for("the program runs");
    let cell = pty.screen().cell(0, 0).unwrap();
    assert!(cell.bold() && cell.inverse());
    let coloured = pty.screen().cell(6, 3).unwrap();
    assert_eq!(coloured.contents(), "r");
    assert!(coloured.inverse(), "colours take nothing else away");
}
