//! The real program on terminals of many kinds, and on links that bring what nobody typed.

use super::real::sign_on_with;
use crate::cli::program::{PASSWORD, Registry};
use crate::pty::Pty;

const NAMES: [&str; 3] = ["ABC Shipping", "Café Ölandsgatan", "日本 Archive"];

fn registry() -> Registry {
    let registry = Registry::new();
    for name in NAMES {
        registry.create(name);
    }
    registry
}

fn sign_on(registry: &Registry, set: &[(&str, &str)]) -> Pty {
    let mut pty = sign_on_with(registry, "ada", PASSWORD, set);
    pty.wait_for("of 3");
    pty
}

/// Each `ESC [ … m` that was sent, without its ends.
fn looks(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let sequences = text.split("\u{1b}[").skip(1);
    let is_look =
        |text: &&str| text.find(|c: char| c.is_ascii_alphabetic()).is_some_and(|at| &text[at..=at] == "m");
    sequences.filter(is_look).map(|text| text.split('m').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn in_a_locale_without_utf8_everything_is_drawn_with_ascii() {
    let registry = registry();
    let mut pty = sign_on(&registry, &[("LC_ALL", "C")]);
    pty.wait_for("1-3 of 3");
    pty.wait_for("Caf? ?landsgatan");
    pty.press("\u{1b}[F");
    pty.press("?");
    pty.wait_for("Keys on the screen below");
    assert!(pty.raw.is_ascii(), "{:?}", String::from_utf8_lossy(&pty.raw));
}

#[test]
fn in_a_locale_with_utf8_names_are_drawn_as_they_are() {
    let registry = registry();
    let mut pty = sign_on(&registry, &[("LC_ALL", ""), ("LANG", "de_DE.utf8")]);
    for name in NAMES {
        pty.wait_for(name);
    }
}

#[test]
fn without_colour_the_selected_row_is_reversed_and_no_colour_is_sent() {
    let registry = registry();
    let pty = sign_on(&registry, &[("NO_COLOR", "1")]);
    let sent = looks(&pty.raw);
    let colour = |part: &str| part.parse::<u16>().is_ok_and(|n| matches!(n, 30..=38 | 40..=48 | 90..=107));
    assert!(!sent.iter().any(|look| look.split([';', ':']).any(colour)), "{sent:?}");
    let screen = pty.screen();
    let (rows, columns) = screen.size();
    let reversed = |row: u16| (0..columns).any(|x| screen.cell(row, x).is_some_and(vt100::Cell::inverse));
    let title_and_row = (0..rows).filter(|row| reversed(*row)).count();
    assert!(title_and_row >= 2, "{}", screen.contents());
}

#[test]
fn with_colours_only_the_sixteen_of_every_terminal_are_sent() {
    let registry = registry();
    for term in ["linux", "screen", "xterm-256color"] {
        let pty = sign_on(&registry, &[("TERM", term), ("COLORTERM", "truecolor")]);
        let sent = looks(&pty.raw);
        assert!(sent.len() > 5, "{sent:?}");
        let richer = |look: &&String| look.starts_with("38;2") || look.starts_with("48;2");
        assert_eq!(sent.iter().find(richer), None);
    }
}

#[test]
fn a_storm_of_sizes_ends_with_the_right_picture() {
    let registry = registry();
    let mut pty = sign_on(&registry, &[]);
    for round in 0..120u16 {
        let (columns, rows) = (1 + round * 37 % 400, 1 + round * 53 % 100);
        pty.resize(columns, rows);
        pty.press(if round % 3 == 0 { "k" } else { "j" });
    }
    pty.resize(80, 24);
    pty.wait_until("the list again, whole", |pty| {
        let seen = pty.screen().contents();
        ["OAuth2 Client Maintenance", "1–3 of 3", "Actions", "[ Create ]"]
            .iter()
            .chain(&NAMES)
            .all(|text| seen.contains(text))
    });
}

#[test]
fn a_pasted_megabyte_and_bytes_that_are_no_text_do_nothing_but_search() {
    let registry = registry();
    let mut pty = sign_on(&registry, &[]);
    pty.press("/");
    let junk: Vec<u8> = (0..1_000_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let without_end: Vec<u8> = junk.into_iter().filter(|byte| *byte != 0x1b).collect();
    pty.send(b"\x1b[200~");
    pty.send(&without_end);
    pty.send(b"\x1b[201~");
    pty.wait_for("No client matches");
    pty.press("\u{1b}");
    pty.wait_until("the search dropped", |pty| !pty.screen().contents().contains("Search:"));
    pty.send(b"\xff\xfe\xc3(\xf0\x9f\x92");
    pty.press("?");
    pty.wait_for("Keys on the screen below");
    let shown = registry.run_bare(&["list", "--json"]).json();
    assert_eq!(shown.as_array().map(Vec::len), Some(3));
    assert!(shown.as_array().unwrap().iter().all(|client| client["status"] == "enabled"));
}
