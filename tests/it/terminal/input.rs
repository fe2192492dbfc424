//! Keys, pastes, messages: all that is there is handed out before anything is drawn.

use super::running;

#[test]
fn three_thousand_keys_at_once_arrive_without_another() {
    let mut pty = running();
    pty.press(&"x".repeat(3_000));
    pty.wait_until("all keys", |pty| pty.screen().contents().contains("keys 3000 in "));
    let shown = pty.screen().contents();
    let batches = shown.split_once("keys 3000 in ").unwrap().1.lines().next().unwrap().trim().to_owned();
    assert!(batches.parse::<u32>().unwrap() < 100, "drawn {batches} times");
}

#[test]
fn a_paste_is_one_event() {
    let mut pty = running();
    pty.press("\x1b[200~q\rsecond line\x1b[201~");
    pty.wait_for(r#"last: Paste("q\rsecond line")"#);
    pty.press("x");
    pty.wait_for("keys 1 in");
}

#[test]
fn escape_alone_is_a_key_without_another() {
    let mut pty = running();
    pty.press("\x1b");
    pty.wait_for("last: +Esc");
}

#[test]
fn half_a_sequence_does_not_block_the_worker() {
    let mut pty = running();
    pty.press("w\x1b[20");
    pty.wait_for("from the worker");
}

#[test]
fn focus_and_clicks() {
    let mut pty = running();
    pty.press("\x1b[O");
    pty.wait_for("last: FocusLost");
    pty.press("\x1b[I");
    pty.wait_for("last: FocusGained");
    pty.press("\x1b[<0;5;3M");
    pty.wait_for("column: 4, row: 2");
}

#[test]
fn what_was_typed_ahead_is_thrown_away() {
    let mut pty = running();
    pty.press("a");
    pty.wait_for("type ahead now");
    pty.press("q");
    pty.wait_for("discarded");
    pty.press("x");
    pty.wait_for("last: +x");
}
