//! The operator's hands and eyes. It finds things by what is written on the screen.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clientkeep::domain::audit::Origin;
use clientkeep::domain::{Draft, Plaintext, Profile, Retention, field};
use clientkeep::service::{Clock, Issued, Policy, Service, SetUp, SystemClock, World};
use clientkeep::tui::copier::{Copier, Handed};
use clientkeep::tui::desk::{Desk, Word};
use clientkeep::tui::screens::{set_up, sign_on};
use clientkeep::tui::shell::{Ending, Parts, Shell};
use clientkeep::tui::terminal::Event;
use clientkeep::tui::theme::Theme;
use clientkeep::tui::worker::{self, Outside};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use tempfile::TempDir;
use zeroize::Zeroizing;

pub const ADMIN: &str = "ada";
pub const PASSWORD: &str = "seven quiet lanterns";

/// A clock that the robot moves.
#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A clipboard that remembers.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Option<String>>>);

impl Copier for Recorder {
    fn channel(&mut self) -> Result<String, String> {
        Ok("recorder".to_owned())
    }

    fn copy(&mut self, text: &Plaintext, keep: Duration) -> Result<Handed, String> {
        *self.0.lock().unwrap() = Some(text.expose().to_owned());
        Ok(Handed {
            words: "Copied to the clipboard.".to_owned(),
            bytes: Zeroizing::default(),
            clears_after: Some(keep),
        })
    }

    fn clear(&mut self) -> Result<(String, Vec<u8>), String> {
        let had = self.0.lock().unwrap().take();
        had.map(|_| ("The clipboard is cleared.".to_owned(), Vec::new())).ok_or_else(|| "Nothing.".to_owned())
    }
}

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

impl Robot {
    /// Where no registry is yet.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("registry.db");
        let clock = Hand(Arc::new(AtomicI64::new(SystemClock.now())));
        Self::at(path, clock, Some(folder), &Theme::SIXTEEN)
    }

    /// Where a registry is, before the sign-on.
    pub fn with_registry(retention: Retention) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("registry.db");
        let clock = Hand(Arc::new(AtomicI64::new(SystemClock.now())));
        let set_up = SetUp {
            admin: ADMIN.to_owned(),
            full_name: "Ada Lovelace".to_owned(),
            password: Plaintext::new(PASSWORD.to_owned()),
            retention,
            group: None,
            group_writes: false,
        };
        drop(Service::create(&path, world(&clock), &set_up).unwrap_or_else(|error| panic!("{error}")));
        Self::at(path, clock, Some(folder), &Theme::SIXTEEN)
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

    /// A second operator's terminal on the same registry.
    pub fn colleague(&self) -> Self {
        let mut robot = Self::at(self.path.clone(), self.clock.clone(), None, &Theme::SIXTEEN);
        robot.sign_on();
        robot
    }

    /// The same terminal without colours, after the sign-on.
    pub fn without_colour(self) -> Self {
        let mut robot = Self::at(self.path.clone(), self.clock.clone(), self.folder, &Theme::PLAIN);
        robot.sign_on();
        robot
    }

    fn at(path: PathBuf, clock: Hand, folder: Option<TempDir>, theme: &'static Theme) -> Self {
        let service = Service::open(&path, world(&clock)).ok();
        let first: Box<dyn clientkeep::tui::screen::Screen> = if service.is_some() {
            Box::new(sign_on::SignOn::new(ADMIN))
        } else {
            Box::new(set_up::SetUp::new(ADMIN))
        };
        let clipboard = Recorder::default();
        let same = clock.clone();
        let outside = Outside {
            registry: path.clone(),
            service,
            world: Box::new(move || world(&same)),
            copier: Box::new(clipboard.clone()),
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
        self.focus("Password");
        self.write(PASSWORD);
        self.press("Enter");
        self.sees("1 Clients");
    }

    // Hands.

    /// Presses keys by the names that the footer uses.
    pub fn press(&mut self, names: &str) {
        for name in names.split(' ') {
            self.feed(Event::Key(key(name)));
            self.settle();
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
        self.feed(Event::Paste(text.to_owned()));
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
        let seconds = i64::try_from(time.as_secs()).unwrap();
        self.clock.0.fetch_add(seconds, Ordering::SeqCst);
        self.feed(Event::Deadline);
        self.settle();
    }

    /// Waits for the answers to everything that was asked, then looks.
    pub fn settle(&mut self) {
        while self.shell.waiting() > 0 {
            let word = self.words.recv_timeout(Duration::from_mins(1)).expect("the worker answers");
            self.feed(Event::Worker(word));
        }
        self.look();
    }

    pub fn feed(&mut self, event: Event<Word>) {
        self.shell.feed(event, self.now);
    }

    fn look(&mut self) {
        self.buffer.reset();
        self.cursor = self.shell.draw(&mut self.buffer);
    }

    // Eyes.

    /// What is on the screen, line by line, without blanks at the ends.
    pub fn screen(&self) -> String {
        let area = self.buffer.area;
        let mut out = String::new();
        for y in area.top()..area.bottom() {
            let _ = writeln!(out, "{}", self.line(y).trim_end());
        }
        out
    }

    fn line(&self, y: u16) -> String {
        (0..self.buffer.area.width).map(|x| self.buffer[(x, y)].symbol()).collect()
    }

    pub fn sees(&self, text: &str) {
        assert!(self.shows(text), "no {text:?} on\n{}", self.screen());
    }

    pub fn sees_not(&self, text: &str) {
        assert!(!self.shows(text), "there is {text:?} on\n{}", self.screen());
    }

    /// Whether the text is on the screen, on one line or broken at blanks and frames.
    pub fn shows(&self, text: &str) -> bool {
        let words =
            |text: &str| text.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        words(&self.screen()).contains(&words(text))
    }

    /// The place of the last such text on the screen.
    pub fn find(&self, text: &str) -> Option<Position> {
        let wanted: Vec<String> = text.chars().map(String::from).collect();
        let area = self.buffer.area;
        let is_here = |x: u16, y: u16| {
            let cells = (x..area.width).map(|x| self.buffer[(x, y)].symbol());
            wanted.iter().map(String::as_str).eq(cells.take(wanted.len()))
        };
        let rows = (0..area.height).rev();
        rows.flat_map(|y| (0..area.width).map(move |x| (x, y)))
            .find(|(x, y)| is_here(*x, *y))
            .map(Position::from)
    }

    /// Whether the field or the button of this label has the focus: it is marked.
    pub fn is_focused(&self, label: &str) -> bool {
        let button = format!(">[ {label} ]");
        (0..self.buffer.area.height).map(|y| self.line(y)).any(|line| {
            let line = line.trim_start_matches([' ', '│']);
            line.contains(&button)
                || line
                    .strip_prefix('>')
                    .is_some_and(|rest| rest.trim_start_matches([' ', '!']).starts_with(label))
        })
    }

    /// The line on which the terminal's cursor stands, from the cursor on.
    pub fn at_cursor(&self) -> String {
        let cursor = self.cursor.expect("the cursor is seen");
        self.line(cursor.y).chars().skip(usize::from(cursor.x)).collect::<String>().trim_end().to_owned()
    }

    /// Whether the cell where this text begins is drawn reversed.
    pub fn is_reversed(&self, text: &str) -> bool {
        let place = self.find(text).unwrap_or_else(|| panic!("no {text:?} on\n{}", self.screen()));
        self.buffer[place].modifier.contains(Modifier::REVERSED)
    }

    /// Whether any cell has a colour.
    pub fn has_colour(&self) -> bool {
        use ratatui::style::Color::Reset;
        self.buffer.content.iter().any(|cell| cell.fg != Reset || cell.bg != Reset)
    }

    /// What the clipboard holds.
    pub fn clipboard(&self) -> Option<String> {
        self.clipboard.0.lock().unwrap().clone()
    }

    pub fn has_left(&self) -> bool {
        self.shell.ending() == Some(&Ending::Left)
    }

    pub fn mouse_is_ours(&self) -> bool {
        self.shell.wants_mouse()
    }

    // What is stored.

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The registry, opened a second time.
    pub fn service(&self) -> Service {
        Service::open(&self.path, world(&self.clock)).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Whether a server accepts `client_id:client_secret`.
    pub fn accepts(&self, credentials: &str) -> bool {
        let (id, secret) = credentials.split_once(':').expect("credentials have a colon");
        self.service().verify(id, &Plaintext::new(secret.to_owned())).unwrap().accepted
    }

    /// The values of one attribute of a client.
    pub fn stored(&self, client: &str, attribute: &str) -> Vec<String> {
        let record = self.service().client(client).unwrap_or_else(|error| panic!("{error}"));
        Draft::of(&record.client).get(attribute).to_vec()
    }
}

pub fn password() -> Plaintext {
    Plaintext::new(PASSWORD.to_owned())
}

/// Creates a client in class USER behind the screen's back.
pub fn create(service: &mut Service, name: &str) -> Issued {
    let mut draft = Draft::new(Profile::Service);
    draft.set(field::CLIENT_NAME, vec![name.to_owned()]);
    draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
    service.create_client(&draft, None).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn world(clock: &Hand) -> World {
    World { clock: Box::new(clock.clone()), policy: Policy::CHEAP, ..World::real(Origin::Tui) }
}

/// A key by the name that footer and help use.
fn key(name: &str) -> KeyEvent {
    let (code, modifiers) = match name.strip_prefix("Ctrl-") {
        Some(letter) => (KeyCode::Char(letter.to_lowercase().chars().next().unwrap()), KeyModifiers::CONTROL),
        None => (plain(name), KeyModifiers::NONE),
    };
    KeyEvent::new(code, modifiers)
}

fn plain(name: &str) -> KeyCode {
    match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Shift-Tab" => KeyCode::BackTab,
        "Space" => KeyCode::Char(' '),
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "F1" => KeyCode::F(1),
        "F5" => KeyCode::F(5),
        one if one.chars().count() == 1 => KeyCode::Char(one.chars().next().unwrap()),
        other => panic!("no key is called {other}"),
    }
}
