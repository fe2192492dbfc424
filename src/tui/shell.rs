//! The shell: it holds the stack of screens, turns events into messages, and performs the effects that
//! screens ask for. Nothing else opens, closes, calls or ends. It draws, but never waits.

mod kept;
mod perform;
mod sight;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use zeroize::Zeroizing;

use super::alarms::{Alarm, Alarms};
use super::canvas::{Click, Hits, Target};
use super::chrome;
use super::desk::{Desk, Word};
use super::keys::{self, Command};
use super::message::{Effect, Message, Notice};
use super::request::Answer;
use super::screen::{Facts, Screen};
use super::terminal::{EndedBy, Event};
use super::theme::Theme;
use crate::domain::Settings;
use kept::Kept;

/// How the program ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The operator left.
    Left,
    /// A signal, or the terminal went away.
    Signal(EndedBy),
    /// The thread that owns the registry ended; the sentence says so.
    Broken(String),
}

struct Layer {
    id: u64,
    screen: Box<dyn Screen>,
}

/// The stack of screens and what belongs to all of them.
pub struct Shell {
    layers: Vec<Layer>,
    last_layer: u64,
    facts: Facts,
    theme: &'static Theme,
    desk: Desk,
    alarms: Alarms,
    notice: Option<Notice>,
    /// The sign-on that lies over everything, while the screen is locked.
    locked: Option<u64>,
    /// Answers that came meanwhile for the layers below it.
    held: Vec<(u64, Answer)>,
    /// Keys that came before the rows that they are about.
    kept: Kept,
    hits: Hits,
    area: Rect,
    /// Whether `hits` tells what is on the screen.
    is_drawn: bool,
    clock: Box<dyn Fn() -> i64>,
    now: Instant,
    bytes: Vec<Zeroizing<Vec<u8>>>,
    repaint: bool,
    suspend: bool,
    ending: Option<Ending>,
}

/// What a shell needs from outside.
pub struct Parts {
    /// The registry's file.
    pub registry: PathBuf,
    /// Whether the registry can't be changed.
    pub read_only: bool,
    /// The styles.
    pub theme: &'static Theme,
    /// The way to the worker.
    pub desk: Desk,
    /// Unix seconds.
    pub clock: Box<dyn Fn() -> i64>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// What the monotonic clock says now.
    pub now: Instant,
}

impl Shell {
    /// A shell with its first screen.
    #[must_use]
    pub fn new(parts: Parts, first: Box<dyn Screen>) -> Self {
        let area = Rect { x: 0, y: 0, width: parts.size.0, height: parts.size.1 };
        let now = (parts.clock)();
        let facts = Facts {
            registry: parts.registry,
            session: None,
            read_only: parts.read_only,
            settings: Settings::default(),
            now,
            body: area,
        };
        let mut shell = Self {
            layers: Vec::new(),
            last_layer: 0,
            facts,
            theme: parts.theme,
            desk: parts.desk,
            alarms: Alarms::default(),
            notice: None,
            locked: None,
            held: Vec::new(),
            kept: Kept::default(),
            hits: Hits::default(),
            area,
            is_drawn: false,
            clock: parts.clock,
            now: parts.now,
            bytes: Vec::new(),
            repaint: false,
            suspend: false,
            ending: None,
        };
        shell.perform(0, vec![Effect::Switch(first)]);
        shell
    }

    /// Takes an event that came at a time.
    pub fn feed(&mut self, event: Event<Word>, now: Instant) {
        self.now = now;
        self.facts.now = (self.clock)();
        let due = self.alarms.due(now);
        let changes_nothing = due.is_empty() && self.kept.is_empty() && self.held.is_empty();
        let changes_nothing = changes_nothing
            && matches!(&event, Event::Worker(Word::Reply(reply)) if self.desk.is_idle(reply));
        for alarm in due {
            self.ring(alarm);
        }
        match event {
            Event::Key(key) => self.key_or_keep(key),
            // What is clicked on goes once the keys that were pressed before are done.
            Event::Mouse(mouse) if self.kept.is_empty() => self.mouse(mouse),
            Event::Paste(text) => self.paste_or_keep(text),
            Event::Resize(width, height) => {
                self.area = Rect { x: 0, y: 0, width, height };
                self.measure();
                self.tell_top(Message::Resized);
            }
            Event::FocusLost => self.hide_all(),
            Event::Resumed => self.repaint = true,
            Event::Worker(Word::Reply(reply)) => self.answered(*reply),
            Event::Worker(Word::Progress { ticket, done, all }) => self.desk.progress(ticket, done, all),
            Event::Worker(Word::Changed(standing)) => self.others_changed(*standing),
            Event::Worker(Word::Gone) => self.broken(),
            Event::Ended(by) => self.ending = Some(Ending::Signal(by)),
            Event::Mouse(_) | Event::FocusGained | Event::Deadline => {}
        }
        self.hand_out_held();
        self.catch_up();
        self.is_drawn &= changes_nothing;
    }

    /// Whether what is on the screen is what would be drawn.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        self.is_drawn
    }

    /// When something happens by itself next.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        [self.alarms.next(), self.drawn_from()].into_iter().flatten().min()
    }

    /// How the program ends, once it does.
    #[must_use]
    pub fn ending(&self) -> Option<&Ending> {
        self.ending.as_ref()
    }

    /// Requests that have no answer yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.desk.out()
    }

    /// Whether what has no answer yet only reads, so that the program can end at once.
    #[must_use]
    pub fn may_end_at_once(&self) -> bool {
        self.desk.only_reads()
    }

    /// Whether clicks should come here; else they are the terminal's, to select a secret by hand.
    #[must_use]
    pub fn wants_mouse(&self) -> bool {
        !self.layers.iter().any(|layer| layer.screen.shows_secret())
    }

    /// Bytes for the terminal that draw nothing: what a clipboard route wrote.
    pub fn take_bytes(&mut self) -> Vec<Zeroizing<Vec<u8>>> {
        std::mem::take(&mut self.bytes)
    }

    /// Whether everything should be drawn anew.
    pub fn take_repaint(&mut self) -> bool {
        std::mem::take(&mut self.repaint)
    }

    /// Whether the program should stop until its shell continues it.
    pub fn take_suspend(&mut self) -> bool {
        std::mem::take(&mut self.suspend)
    }

    /// Somebody is there: the lock waits again, and what was said is old.
    fn used(&mut self) {
        self.notice = None;
        self.watch();
    }

    /// Sets the lock's alarm, where somebody has signed on.
    fn watch(&mut self) {
        if self.facts.session.is_some() {
            let idle = u64::try_from(self.facts.settings.idle_lock).unwrap_or(u64::MAX).min(31_536_000);
            self.alarms.set(Alarm::Lock, self.now + Duration::from_secs(idle));
        }
    }

    fn key(&mut self, key: KeyEvent) {
        let Some(top) = self.layers.last() else { return };
        self.used_by_key(key, keys::resolve(&top.screen.contexts(), key));
    }

    fn used_by_key(&mut self, key: KeyEvent, command: Option<Command>) {
        self.used();
        match command {
            Some(command) => self.command(command),
            None => self.tell_top(Message::Typed(key)),
        }
    }

    /// Does what a key, a button or a hint means.
    fn command(&mut self, command: Command) {
        let Some(top) = self.layers.last() else { return };
        let id = top.id;
        match command {
            Command::Help => {
                let help = super::help::Help::new(top.screen.contexts());
                self.perform(id, vec![Effect::Open(Box::new(help))]);
            }
            Command::Redraw => self.repaint = true,
            Command::Suspend => self.suspend = true,
            Command::Leave | Command::Exit => self.leave(),
            command => match top.screen.refusal(command, &self.facts) {
                Some(reason) => self.notice = Some(Notice::error(reason)),
                None => self.tell(id, Message::Do(command)),
            },
        }
    }

    /// Ends the program; asks first where something would be lost.
    fn leave(&mut self) {
        if let Some(unsaved) = self.layers.iter().rev().find(|layer| layer.screen.is_unsaved()) {
            let question = unsaved.screen.leaving(vec![Effect::Quit]);
            let id = self.layers.last().map_or(0, |layer| layer.id);
            self.perform(id, vec![Effect::Open(Box::new(question))]);
        } else {
            self.ending = Some(Ending::Left);
        }
    }

    fn mouse(&mut self, mouse: MouseEvent) {
        let place = Position { x: mouse.column, y: mouse.row };
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                self.used();
                self.look_again();
                let Some(click) = self.hits.at(place) else { return };
                match click.target {
                    Target::Command(command) => {
                        self.close_what_is_open(command);
                        self.command(command);
                    }
                    _ => self.tell_top(Message::Clicked(click)),
                }
            }
            MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
                self.used();
                self.look_again();
                let target = self.hits.at(place).map(|click| click.target);
                let down = mouse.kind == MouseEventKind::ScrollDown;
                self.tell_top(Message::Wheel { target, down });
            }
            _ => {}
        }
    }

    /// A button beside an open drop-down closes it, as a click beside it does; the drop-down's own hints don't.
    fn close_what_is_open(&mut self, command: Command) {
        let is_own = |top: &Layer| keys::binding(&top.screen.contexts(), command).is_some();
        if self.hits.has_overlay() && !self.layers.last().is_some_and(is_own) {
            self.tell_top(Message::Clicked(Click { target: Target::Outside, column: 0, row: 0 }));
        }
    }

    fn hide_all(&mut self) {
        for id in self.layers.iter().map(|layer| layer.id).collect::<Vec<_>>() {
            self.tell(id, Message::Hide);
        }
    }

    /// Where the top screen stands on the terminal, for those that ask for as many rows as they can show.
    fn measure(&mut self) {
        let buttons = self.layers.iter().rev().find(|layer| !layer.screen.is_dialog());
        let buttons = buttons.is_some_and(|layer| layer.screen.footer_buttons());
        self.facts.body = chrome::divide(self.area, buttons, None).body;
    }
}
