//! The terminal is taken, drawn on, and given back whatever happens.

mod drawing;
mod endings;
mod input;

use std::fs;
use std::time::{Duration, Instant};

use clientkeep::tui::grid::Grid;
use clientkeep::tui::terminal::{Event, Events, Screen, die};
use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::style::Stylize as _;
use ratatui::text::{Line, Text};
use ratatui::widgets::Widget;
use rustix::event::{PollFd, PollFlags};

use crate::pty::{Pty, command, own_program};

/// What the program under test tells on its screen.
#[derive(Default)]
struct Told {
    last: String,
    keys: usize,
    batches: usize,
    answer: String,
}

/// A program on the terminal that does what its keys say. It is no test: the tests start it.
#[test]
#[ignore = "the program that the other tests run on a terminal of their own"]
fn program() {
    let Ok(mut screen) = Screen::enter() else { return };
    let mut events = Events::<&str>::listen(&screen).unwrap();
    let mut told = Told::default();
    loop {
        screen
            .draw(|grid| {
                let (width, height) = (grid.area().width, grid.area().height);
                let lines = [
                    Line::from("the program runs").bold().reversed(),
                    format!("pid {}.", std::process::id()).into(),
                    format!("size {width}x{height}").into(),
                    format!("last: {}", told.last).into(),
                    format!("keys {} in {}", told.keys, told.batches).into(),
                    format!("answer: {}", told.answer).into(),
                    Line::from_iter(["on ".into(), "red".red().reversed()]),
                ];
                render(Text::from_iter(lines), grid);
                None
            })
            .unwrap();
        let batch = events.next(None);
        told.batches += 1;
        for event in batch {
            match event {
                Event::Key(key) => {
                    told.keys += 1;
                    told.last = format!("{}+{}", key.modifiers, key.code);
                    match key.code {
                        KeyCode::Char('q') => return,
                        KeyCode::Char('z') if key.modifiers == KeyModifiers::CONTROL => events.suspend(),
                        KeyCode::Char(c) if key.modifiers != KeyModifiers::CONTROL => {
                            told.answer = obey(c, &mut screen, &mut events);
                        }
                        _ => {}
                    }
                }
                Event::Ended(ended) => {
                    drop(events);
                    drop(screen);
                    die(ended);
                }
                other => told.last = name(other),
            }
        }
    }
}

/// What came, in words.
fn name(event: Event<&'static str>) -> String {
    match event {
        Event::Paste(text) => format!("Paste({:?})", text.expose()),
        Event::Mouse(mouse) => format!("Mouse({mouse:?})"),
        Event::Resize(columns, rows) => format!("Resize({columns}, {rows})"),
        Event::Worker(word) => format!("Worker({word:?})"),
        Event::FocusGained => "FocusGained".to_owned(),
        Event::FocusLost => "FocusLost".to_owned(),
        Event::Resumed => "Resumed".to_owned(),
        Event::Deadline => "Deadline".to_owned(),
        Event::Key(_) | Event::Ended(_) => String::new(),
    }
}

fn obey(key: char, screen: &mut Screen, events: &mut Events<&'static str>) -> String {
    match key {
        'p' => panic!("on purpose, with \x1b[31mcolour\x07"),
        't' => {
            std::thread::spawn(|| panic!("elsewhere")).join().unwrap_err();
            "survived".into()
        }
        'b' => {
            show(screen, "busy for ever");
            loop {
                std::hint::spin_loop();
            }
        }
        'f' => loop {
            // A frame that is never the same, on a terminal that nobody reads.
            let noise = format!("{:?}", Instant::now()).repeat(200);
            show(screen, noise);
            screen.repaint();
        },
        'm' => {
            screen.set_mouse(false).unwrap();
            "mouse off".into()
        }
        'M' => {
            screen.set_mouse(true).unwrap();
            "mouse on".into()
        }
        'w' => {
            let sender = events.sender();
            std::thread::spawn(move || (0..3).for_each(|_| assert!(sender.send("from the worker"))));
            "asked".into()
        }
        'i' => idle(events),
        'd' => writes(screen),
        'a' => {
            show(screen, "type ahead now");
            let mut stdin = [PollFd::from_borrowed_fd(rustix::stdio::stdin(), PollFlags::IN)];
            rustix::event::poll(&mut stdin, None).unwrap();
            events.discard_typed_ahead();
            "discarded".into()
        }
        _ => String::new(),
    }
}

fn show(screen: &mut Screen, widget: impl Widget) {
    let draw = |grid: &mut Grid| {
        render(widget, grid);
        None
    };
    screen.draw(draw).unwrap();
}

fn render(widget: impl Widget, grid: &mut Grid) {
    let mut buffer = Buffer::from(&*grid);
    widget.render(buffer.area, &mut buffer);
    *grid = Grid::from(&buffer);
}

/// Waits for half a second of nothing and tells the processor time that this took, in clock ticks.
fn idle(events: &mut Events<&'static str>) -> String {
    let before = ticks();
    let batch = events.next(Some(Instant::now() + Duration::from_millis(500)));
    assert!(matches!(batch[..], [Event::Deadline]), "{} other events", batch.len());
    format!("idle ticks {}.", ticks() - before)
}

fn ticks() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

/// Draws ten frames that differ and counts the writes.
fn writes(screen: &mut Screen) -> String {
    let written = || {
        let io = fs::read_to_string("/proc/self/io").unwrap();
        let line = io.lines().find(|line| line.starts_with("syscw:")).unwrap().to_owned();
        line["syscw: ".len()..].parse::<u64>().unwrap()
    };
    let before = written();
    for number in 0..10 {
        screen
            .draw(|grid| {
                grid.write(0, 0, &format!("frame {number}"), Style::new());
                Some((number, 0).into())
            })
            .unwrap();
    }
    format!("writes {} for 10 frames.", written() - before)
}

/// The program, on a terminal, with its first frame drawn.
fn running() -> Pty {
    let words = own_program("terminal::program");
    let mut pty = Pty::open(command(words.iter().map(String::as_str)));
    pty.wait_for("the program runs");
    pty
}

/// The process id that the program shows.
fn shown_pid(pty: &mut Pty) -> u32 {
    pty.wait_for("pid ");
    let contents = pty.screen().contents();
    let (_, rest) = contents.split_once("pid ").unwrap();
    rest.split_once('.').unwrap().0.parse().unwrap()
}
