//! The list while a search is on its way: what it shows, what it asks, what it says.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::time::Instant;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::*;
use crate::domain::Page;
use crate::domain::{Profile, Rank, SortValue, Stamp};
use crate::tui::alarms::MOMENT;
use crate::tui::desk::{Desk, Envelope, Reply, Word};
use crate::tui::grid::Grid;
use crate::tui::shell::{Parts, Shell};
use crate::tui::terminal::Event;
use crate::tui::theme::Theme;

/// A list in which something is searched for, and what it asked.
fn searching() -> (Shell, Receiver<Envelope>, Instant) {
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
    let mut shell = Shell::new(parts, Box::new(Clients::new()));
    answer(&mut shell, &requests.try_recv().unwrap(), Answer::Clients(Ok(page(24))), now);
    press(&mut shell, '/', now);
    answer(&mut shell, &requests.try_recv().unwrap(), Answer::SearchPrepared(Ok(())), now);
    press(&mut shell, 'b', now);
    (shell, requests, now)
}

fn press(shell: &mut Shell, c: char, now: Instant) {
    shell.feed(Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)), now);
}

fn answer(shell: &mut Shell, asked: &Envelope, answer: Answer, now: Instant) {
    let kind = std::mem::discriminant(&asked.request);
    let reply = Reply { layer: asked.layer, ticket: asked.ticket, kind, answer: Some(answer) };
    shell.feed(Event::Worker(Word::Reply(Box::new(reply))), now);
}

/// A full page and more.
fn rows() -> Vec<(Cursor, ClientRecord)> {
    (1..=24).map(row_of).collect()
}

fn row_of(id: i64) -> (Cursor, ClientRecord) {
    let mut client = Profile::Service.client();
    client.name = "Billing".to_owned();
    client.client_id = format!("billing-{id}");
    let stamp = Stamp { at: 0, by: "admin".to_owned() };
    let record = ClientRecord {
        client,
        enabled: true,
        tokens_not_before: None,
        version: 1,
        created: stamp.clone(),
        updated: stamp,
        deleted_at: None,
        secret_at: None,
        last_used_at: None,
    };
    (Cursor { value: SortValue::Text("billing".to_owned()), id, rank: Rank::default() }, record)
}

fn page(total: i64) -> Page {
    Page { rows: rows(), total, offset: 0 }
}

fn seen(shell: &mut Shell) -> String {
    let mut grid = Grid::blank(Rect::new(0, 0, 80, 24));
    shell.draw(&mut grid);
    Buffer::from(&grid).content.iter().map(ratatui::buffer::Cell::symbol).collect()
}

/// The page that was asked for last.
fn asked(requests: &Receiver<Envelope>) -> Envelope {
    let is_page = |asked: &Envelope| matches!(asked.request, Request::Clients { .. });
    requests.try_iter().filter(is_page).last().unwrap()
}

#[test]
fn rows_are_shown_before_they_are_counted_and_then_counted() {
    let (mut shell, requests, now) = searching();
    let first = asked(&requests);
    assert!(matches!(&first.request, Request::Clients { query, soon: true, .. } if query.search == "b"));
    answer(&mut shell, &first, Answer::FirstRows(rows()), now);
    assert!(seen(&mut shell).contains("1–24 of …"));
    let second = asked(&requests);
    assert!(matches!(&second.request, Request::Clients { query, soon: false, .. } if query.search == "b"));
    answer(&mut shell, &second, Answer::Clients(Ok(page(1_234))), now);
    assert!(seen(&mut shell).contains("1–24 of 1,234"));
    assert!(requests.try_iter().next().is_none());
}

#[test]
fn a_search_that_takes_longer_than_a_moment_says_so() {
    let (mut shell, requests, now) = searching();
    assert!(!seen(&mut shell).contains("Searching …"));
    assert_eq!(shell.deadline(), Some(now + MOMENT));
    shell.feed(Event::Deadline, now + MOMENT);
    assert!(seen(&mut shell).contains("Searching …"));
    assert_eq!(shell.deadline(), None, "nothing moves by itself");
    answer(&mut shell, &asked(&requests), Answer::Clients(Ok(page(25))), now + MOMENT);
    assert!(!seen(&mut shell).contains("Searching …"));
}

#[test]
fn a_page_that_nobody_waits_for_any_more_draws_nothing() {
    let (mut shell, requests, now) = searching();
    let old = asked(&requests);
    press(&mut shell, 'c', now);
    let new = asked(&requests);
    seen(&mut shell);
    answer(&mut shell, &old, Answer::Clients(Ok(page(37))), now);
    assert!(shell.is_drawn());
    answer(&mut shell, &new, Answer::Clients(Ok(page(38))), now);
    assert!(!shell.is_drawn() && seen(&mut shell).contains("1–24 of 38"));
}
