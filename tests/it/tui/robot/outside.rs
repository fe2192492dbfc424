//! What comes into the program from outside: time, a clipboard that remembers, keys by their names.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientkeep::domain::Plaintext;
use clientkeep::domain::audit::Origin;
use clientkeep::service::{Clock, Memory, Policy, SystemClock, World};
use clientkeep::tui::copier::{Copier, Handed};
use clientkeep::tui::desk::Word;
use clientkeep::tui::terminal::Event;
use clientkeep::vault::{Entropy, EntropyError, SeededEntropy};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use zeroize::Zeroizing;

/// A clock that the robot moves, and dice that fall alike each time: what a test searches for is never by chance in a client ID.
#[derive(Clone)]
pub struct Hand {
    time: Arc<AtomicI64>,
    dice: Arc<Mutex<SeededEntropy>>,
}

impl Hand {
    /// At the machine's time, which the registry's views go by.
    pub fn new() -> Self {
        Self::at(SystemClock.now())
    }

    /// At this time, in Unix seconds.
    pub fn at(now: i64) -> Self {
        Self { time: Arc::new(AtomicI64::new(now)), dice: Arc::new(Mutex::new(SeededEntropy::new(1))) }
    }

    pub fn pass(&self, time: Duration) {
        self.time.fetch_add(i64::try_from(time.as_secs()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> i64 {
        self.time.load(Ordering::SeqCst)
    }
}

impl Entropy for Hand {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), EntropyError> {
        self.dice.lock().unwrap().fill(out)
    }
}

/// A clipboard that remembers.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Option<String>>>, Arc<AtomicBool>);

impl Recorder {
    /// From now on it is a terminal's, which cannot confirm.
    pub fn confirm_nothing(&self) {
        self.1.store(true, Ordering::SeqCst);
    }

    pub fn text(&self) -> Option<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Copier for Recorder {
    fn channel(&mut self) -> Result<String, String> {
        Ok("recorder".to_owned())
    }

    fn copy(&mut self, text: &Plaintext, keep: Duration) -> Result<Handed, String> {
        *self.0.lock().unwrap() = Some(text.expose().to_owned());
        Ok(Handed {
            words: "Copied to the clipboard.".to_owned(),
            confirmed: !self.1.load(Ordering::SeqCst),
            bytes: Zeroizing::default(),
            clears_after: Some(keep),
        })
    }

    fn clear(&mut self) -> Result<(String, Vec<u8>), String> {
        let had = self.0.lock().unwrap().take();
        had.map(|_| ("The clipboard is cleared.".to_owned(), Vec::new())).ok_or_else(|| "Nothing.".to_owned())
    }
}

/// The real world but for its clock and chances, cheap hashing, and where the account remembers what it saw.
pub fn world(hand: &Hand, registry: &Path) -> World {
    World {
        clock: Box::new(hand.clone()),
        entropy: Box::new(hand.clone()),
        policy: Policy::CHEAP,
        memory: Some(Memory::in_folder(registry.with_extension("heads"))),
        ..World::real(Origin::Tui)
    }
}

/// A press of Ctrl and a letter.
pub fn ctrl(letter: char) -> Event<Word> {
    Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL))
}

/// A key by the name that footer and help use.
pub fn key(name: &str) -> KeyEvent {
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
        "Backspace" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "F1" => KeyCode::F(1),
        "F5" => KeyCode::F(5),
        one if one.chars().count() == 1 => KeyCode::Char(one.chars().next().unwrap()),
        other => panic!("no key is called {other}"),
    }
}
