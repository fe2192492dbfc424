//! The operator's hands. They find things by what is written on the screen; the eyes are next door.

mod eyes;
mod others;
mod outside;
mod picture;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use clientkeep::domain::{Plaintext, Retention};
use clientkeep::service::{Clock as _, Service, SetUp, demo};
use clientkeep::tui::desk::{Desk, Word};
use clientkeep::tui::grid::Grid;
use clientkeep::tui::screens::{set_up, sign_on};
use clientkeep::tui::shell::{Parts, Shell};
use clientkeep::tui::terminal::Event;
use clientkeep::tui::theme::Theme;
use clientkeep::tui::worker::{self, Outside};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tempfile::TempDir;

pub use others::{create, draft, password};
pub use outside::ctrl;
use outside::{Hand, Recorder, key, world};

pub const ADMIN: &str = "ada";
pub const PASSWORD: &str = "seven quiet lanterns";
/// What an administrator gives a new operator.
pub const FIRST: &str = "a first one, from Ada";
/// What that operator chooses.
pub const OWN: &str = "nine paper umbrellas";

/// 2026-11-22 03:12:00 UTC.
const AT_NIGHT: i64 = 1_795_317_120;

/// An operator in front of a terminal.
pub struct Robot {
    shell: Shell,
    words: Receiver<Word>,
    buffer: Buffer,
    cursor: Option<Position>,
    now: Instant,
    clock: Hand,
    clipboard: Recorder,
    path: PathBuf,
    /// Where the registry lies; gone with the robot.
    folder: Option<TempDir>,
}

/// What a robot begins with.
struct Start {
    path: PathBuf,
    clock: Hand,
    folder: Option<TempDir>,
    theme: &'static Theme,
    look_every: Option<Duration>,
    /// The system's user.
    user: &'static str,
}

impl Start {
    fn new(path: PathBuf, clock: Hand) -> Self {
        Self { path, clock, folder: None, theme: &Theme::SIXTEEN, look_every: None, user: ADMIN }
    }
}

impl Robot {
    /// Where no registry is yet.
    pub fn new() -> Self {
        Self::for_user(ADMIN)
    }

    /// The same for another user of the system.
    pub fn for_user(user: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("registry.db");
        let clock = Hand::new();
        Self::at(Start { folder: Some(folder), user, ..Start::new(path, clock) })
    }

    /// Where a registry is, before the sign-on.
    pub fn with_registry(retention: Retention) -> Self {
        Self::with_recovery_code(retention).0
    }

    /// Where a registry is, before the sign-on, with its recovery code.
    pub fn with_recovery_code(retention: Retention) -> (Self, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("registry.db");
        let clock = Hand::new();
        let set_up = SetUp {
            admin: ADMIN.to_owned(),
            full_name: "Ada Lovelace".to_owned(),
            password: Plaintext::new(PASSWORD.to_owned()),
            retention,
            group: None,
            group_writes: false,
        };
        let founded = Service::create(&path, world(&clock, &path), &set_up);
        let founded = founded.unwrap_or_else(|error| panic!("{error}"));
        let code = founded.recovery_code.expose().to_owned();
        drop(founded);
        (Self::at(Start { folder: Some(folder), ..Start::new(path, clock) }), code)
    }

    /// In front of the list of clients.
    pub fn signed_on() -> Self {
        let mut robot = Self::with_registry(Retention::Sealed);
        robot.sign_on();
        robot
    }

    /// In front of the list, with clients of these names in class USER.
    pub fn with_clients(names: &[&str]) -> Self {
        let robot = Self::with_registry(Retention::Sealed);
        let mut service = robot.service();
        service.sign_on(ADMIN, &password()).unwrap();
        for name in names {
            create(&mut service, name);
        }
        let mut robot = robot;
        robot.sign_on();
        robot
    }

    /// In front of the list of a demonstration registry, always at the same time of the same night.
    pub fn with_demonstration() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("registry.db");
        let clock = Hand::at(AT_NIGHT);
        let made = demo::build(&path, 1_000, world(&clock, &path), |_| ControlFlow::Continue(()));
        drop(made.unwrap_or_else(|error| panic!("{error}")));
        let mut robot = Self::at(Start { folder: Some(folder), ..Start::new(path, clock) });
        robot.sign_on_as(demo::ADMIN, demo::PASSWORD);
        robot.sees("1 Clients");
        robot
    }

    /// A second operator's terminal on the same registry.
    pub fn colleague(&self) -> Self {
        let mut robot = self.terminal();
        robot.sign_on();
        robot
    }

    /// Another terminal on the same registry, in front of the sign-on.
    pub fn terminal(&self) -> Self {
        Self::at(Start::new(self.path.clone(), self.clock.clone()))
    }

    /// Another terminal of the same account, on a copy of the registry.
    pub fn terminal_on(&self, copy: &Path) -> Self {
        Self::at(Start::new(copy.to_owned(), self.clock.clone()))
    }

    /// Another terminal on the same registry that looks very often what others do.
    pub fn watcher(&self) -> Self {
        let look_every = Some(Duration::from_millis(5));
        let mut robot = Self::at(Start { look_every, ..Start::new(self.path.clone(), self.clock.clone()) });
        robot.sign_on();
        robot
    }

    /// The same terminal without colours, after the sign-on.
    pub fn without_colour(self) -> Self {
        let start = Start::new(self.path.clone(), self.clock.clone());
        let mut robot = Self::at(Start { folder: self.folder, theme: &Theme::PLAIN, ..start });
        robot.sign_on();
        robot
    }

    fn at(start: Start) -> Self {
        let Start { path, clock, folder, theme, look_every, user } = start;
        let service = Service::open(&path, world(&clock, &path)).ok();
        let first: Box<dyn clientkeep::tui::screen::Screen> = if service.is_some() {
            Box::new(sign_on::SignOn::new(ADMIN))
        } else {
            Box::new(set_up::SetUp::new(user))
        };
        let clipboard = Recorder::default();
        let (same, registry) = (clock.clone(), path.clone());
        let outside = Outside {
            registry: path.clone(),
            service,
            world: Box::new(move || world(&same, &registry)),
            copier: Box::new(clipboard.clone()),
            look_every,
        };
        let (say, words) = mpsc::channel();
        let (to_worker, _) = worker::start(outside, move |word| drop(say.send(word))).unwrap();
        let now = Instant::now();
        let hand = clock.clone();
        let parts = Parts {
            // A name that is the same in every snapshot.
            registry: PathBuf::from("/srv/registry.db"),
            read_only: false,
            theme,
            desk: Desk::new(to_worker),
            clock: Box::new(move || hand.now()),
            size: (80, 24),
            now,
        };
        let shell = Shell::new(parts, first);
        let buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        let mut robot = Self { shell, words, buffer, cursor: None, now, clock, clipboard, path, folder };
        robot.settle();
        robot
    }

    pub fn sign_on(&mut self) {
        self.sign_on_as(ADMIN, PASSWORD);
        self.sees("1 Clients");
    }

    /// Types a user name and a password, and signs on.
    pub fn sign_on_as(&mut self, operator: &str, password: &str) {
        self.fill("Operator", operator);
        self.give_password(password);
    }

    /// Types the password, and signs on.
    pub fn give_password(&mut self, password: &str) {
        self.focus("Password");
        self.write(password);
        self.press("Enter");
    }

    // Hands.

    /// Presses keys by the names that the footer uses.
    pub fn press(&mut self, names: &str) {
        for name in names.split(' ') {
            self.feed(Event::Key(key(name)));
            self.settle();
        }
    }

    /// Presses keys while the answers to others are out, as somebody who does not wait does.
    pub fn press_on(&mut self, names: &str) {
        for name in names.split(' ') {
            self.feed(Event::Key(key(name)));
            self.look();
        }
    }

    /// Types text, character by character.
    pub fn write(&mut self, text: &str) {
        for c in text.chars() {
            self.feed(Event::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
        }
        self.settle();
    }

    /// Pastes text, bracketed.
    pub fn paste(&mut self, text: &str) {
        self.feed(Event::Paste(Plaintext::new(text.to_owned())));
        self.settle();
    }

    /// Clicks on this text, the last that is on the screen.
    pub fn click(&mut self, text: &str) {
        let place = self.find(text).unwrap_or_else(|| panic!("no {text:?} on\n{}", self.screen()));
        self.click_at(place.x, place.y);
    }

    pub fn click_at(&mut self, column: u16, row: u16) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row);
        self.settle();
    }

    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) {
        self.feed(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }

    /// Goes on with Tab until this field or button has the focus.
    pub fn focus(&mut self, label: &str) {
        for _ in 0..60 {
            if self.is_focused(label) {
                return;
            }
            self.press("Tab");
        }
        panic!("Tab does not reach {label:?} on\n{}", self.screen());
    }

    /// Puts text into a field in place of what is there.
    pub fn fill(&mut self, label: &str, text: &str) {
        self.focus(label);
        self.press("End Ctrl-U");
        self.write(text);
    }

    /// Chooses a value in a drop-down by its first letters.
    pub fn choose(&mut self, label: &str, letters: &str) {
        self.focus(label);
        self.press("Enter");
        self.write(letters);
        self.press("Enter");
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.buffer = Buffer::empty(Rect::new(0, 0, width, height));
        self.feed(Event::Resize(width, height));
        self.settle();
    }

    /// Leaves the terminal's window.
    pub fn look_away(&mut self) {
        self.feed(Event::FocusLost);
        self.settle();
    }

    /// Does nothing for a while.
    pub fn wait(&mut self, time: Duration) {
        self.now += time;
        self.clock.pass(time);
        self.feed(Event::Deadline);
        self.settle();
    }

    /// Looks at the screen a while later, while answers are out.
    pub fn look_after(&mut self, time: Duration) {
        self.now += time;
        self.feed(Event::Deadline);
        self.look();
    }

    /// Waits for the answers to everything that was asked, then looks.
    pub fn settle(&mut self) {
        while self.shell.waiting() > 0 {
            let word = self.words.recv_timeout(Duration::from_mins(1)).expect("the worker answers");
            self.feed(Event::Worker(word));
        }
        self.look();
    }

    /// Waits for the answers, and shows each picture on the way.
    pub fn settle_seeing(&mut self, mut see: impl FnMut(String)) {
        while self.shell.waiting() > 0 {
            let word = self.words.recv_timeout(Duration::from_mins(1)).expect("the worker answers");
            self.feed(Event::Worker(word));
            self.look();
            see(self.screen());
        }
    }

    /// Waits until this is on the screen, whatever else is out.
    pub fn awaits(&mut self, text: &str) {
        while !self.shows(text) {
            let word = self.words.recv_timeout(Duration::from_mins(1));
            let word = word.unwrap_or_else(|_| panic!("{text:?} never came on\n{}", self.screen()));
            self.feed(Event::Worker(word));
            self.look();
        }
    }

    /// Waits until no more than so many answers are out.
    pub fn settle_but(&mut self, out: usize) {
        while self.shell.waiting() > out {
            let word = self.words.recv_timeout(Duration::from_mins(1)).expect("the worker answers");
            self.feed(Event::Worker(word));
        }
        self.look();
    }

    /// Waits for what the worker says by itself until this is on the screen.
    pub fn notices(&mut self, text: &str) {
        while !self.shows(text) {
            let word = self.words.recv_timeout(Duration::from_mins(1));
            let word = word.unwrap_or_else(|_| panic!("{text:?} never came on\n{}", self.screen()));
            self.feed(Event::Worker(word));
            self.settle();
        }
    }

    /// Whether the worker says nothing by itself for so long.
    pub fn hears_nothing(&self, time: Duration) -> bool {
        self.words.recv_timeout(time).is_err()
    }

    pub fn feed(&mut self, event: Event<Word>) {
        self.shell.feed(event, self.now);
    }

    fn look(&mut self) {
        let mut grid = Grid::blank(self.buffer.area);
        self.cursor = self.shell.draw(&mut grid);
        self.buffer = Buffer::from(&grid);
    }
}
