//! Waits for whatever comes first — keys, signals, messages of the worker, a deadline — and hands out all
//! that is there at once, so that one frame is drawn for it. It never wakes without a reason.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use rustix::stdio::stdin;
use zeroize::Zeroizing;

use super::decode::{Decoder, Input};
use super::sentry::{self, EndedBy, Notice};
use super::{modes, screen::Screen};
use crate::domain::Plaintext;

/// How long the rest of an escape sequence may take on a slow link before `ESC` is the key.
const SEQUENCE: Duration = Duration::from_millis(120);

/// How long another signal may take that came together with SIGCONT.
const OTHER_SIGNAL: Duration = Duration::from_millis(100);

/// So many events are drawn even while more keep coming.
const FLOOD: usize = 10_000;

/// Something that happened. `M` is what the worker says. It can't be printed: what was pasted may be a secret.
pub enum Event<M> {
    /// A key was pressed, or repeats.
    Key(KeyEvent),
    /// A press, drag, release or the wheel; columns and rows count from 0.
    Mouse(MouseEvent),
    /// A bracketed paste, as it came: it may hold any character and triggers no key.
    Paste(Plaintext),
    /// Columns and rows now.
    Resize(u16, u16),
    /// The terminal's window has the keyboard again.
    FocusGained,
    /// The terminal's window lost the keyboard.
    FocusLost,
    /// The program was stopped and goes on; the screen is ours again, and empty until it is drawn.
    Resumed,
    /// A message of the worker.
    Worker(M),
    /// The deadline has passed.
    Deadline,
    /// The program must end: leave the loop within half a second, then call [`die`](super::die).
    Ended(EndedBy),
}

/// Sends messages to the event loop from any thread.
pub struct Sender<M> {
    messages: mpsc::Sender<M>,
    wake: Arc<UnixStream>,
}

impl<M> Clone for Sender<M> {
    fn clone(&self) -> Self {
        Self { messages: self.messages.clone(), wake: Arc::clone(&self.wake) }
    }
}

impl<M> Sender<M> {
    /// Sends a message; false where the event loop has ended.
    pub fn send(&self, message: M) -> bool {
        let sent = self.messages.send(message).is_ok();
        // A full pipe wakes just as well.
        let _ = rustix::io::write(&*self.wake, &[0]);
        sent
    }
}

/// The one place where the program waits.
pub struct Events<M> {
    decoder: Decoder,
    /// When the unfinished sequence in the decoder counts as finished.
    sequence_ends: Option<Instant>,
    notices: Receiver<Notice>,
    messages: Receiver<M>,
    sender: Sender<M>,
    woken: UnixStream,
    ended: bool,
}

impl<M> Events<M> {
    /// Listens to the terminal of this screen and to signals.
    pub fn listen(_screen: &Screen) -> io::Result<Self> {
        let (wake, woken) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        woken.set_nonblocking(true)?;
        let (notice, notices) = mpsc::channel();
        sentry::listen(notice, wake.try_clone()?);
        let (message, messages) = mpsc::channel();
        Ok(Self {
            decoder: Decoder::default(),
            sequence_ends: None,
            notices,
            messages,
            sender: Sender { messages: message, wake: Arc::new(wake) },
            woken,
            ended: false,
        })
    }

    /// A way for the worker to send messages here.
    #[must_use]
    pub fn sender(&self) -> Sender<M> {
        self.sender.clone()
    }

    /// Waits until something happened, and returns everything that did: at least one event, `Deadline`
    /// only when nothing else came until then. Repeated resizes and drags count once.
    pub fn next(&mut self, deadline: Option<Instant>) -> Vec<Event<M>> {
        let mut events = Vec::new();
        loop {
            let typed = self.wait(if events.is_empty() { deadline } else { Some(Instant::now()) });
            self.take_notices(&mut events);
            if typed {
                self.read(&mut events);
            } else if self.sequence_ends.is_some_and(|end| end <= Instant::now()) {
                self.sequence_ends = None;
                events.extend(self.decoder.settle().into_iter().map(Event::from));
            }
            events.extend(self.messages.try_iter().map(Event::Worker));
            if !events.is_empty() && (!typed || events.len() > FLOOD) {
                return coalesced(events);
            }
            if events.is_empty() && deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                return vec![Event::Deadline];
            }
        }
    }

    /// Gives the terminal back and stops the program until its shell continues it, as Ctrl-Z does; does
    /// nothing where no shell could.
    pub fn suspend(&mut self) {
        if sentry::can_stop() {
            modes::restore();
            sentry::stop();
        }
    }

    /// Throws away what was typed ahead, before a password is asked for.
    pub fn discard_typed_ahead(&mut self) {
        crate::os::discard_typed_ahead(stdin());
        self.decoder = Decoder::default();
        self.sequence_ends = None;
    }

    /// Waits for the terminal, a wake-up or a time; true where the terminal has something to read.
    fn wait(&mut self, until: Option<Instant>) -> bool {
        let until = match (until, self.sequence_ends) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let left = until.map(|until| sentry::timespec(until.saturating_duration_since(Instant::now())));
        let mut fds = vec![PollFd::new(&self.woken, PollFlags::IN)];
        // Reading in the background would stop us, even while a signal is about to end us.
        if !self.ended && modes::ours() && !modes::in_background() {
            fds.push(PollFd::from_borrowed_fd(stdin(), PollFlags::IN));
        }
        // Interrupted by a signal is as good as woken.
        let _ = rustix::event::poll(&mut fds, left.as_ref());
        // What was typed before the terminal went away is of no use to anybody: the sentry tells the end.
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        let terminal = fds.get(1).map_or(PollFlags::empty(), PollFd::revents);
        let woken = fds[0].revents().contains(PollFlags::IN);
        drop(fds);
        if woken {
            let mut bytes = [0; 64];
            while rustix::io::read(&self.woken, &mut bytes).is_ok_and(|read| read > 0) {}
        }
        if terminal.intersects(gone) {
            self.ended = true;
        }
        terminal.contains(PollFlags::IN) && !terminal.intersects(gone)
    }

    /// Reads once what poll(2) promised, so that it can't block.
    fn read(&mut self, events: &mut Vec<Event<M>>) {
        let mut bytes = Zeroizing::new([0; 4096]);
        match rustix::io::read(stdin(), &mut bytes[..]) {
            Ok(read @ 1..) => events.extend(self.decoder.feed(&bytes[..read]).into_iter().map(Event::from)),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Ok(_) | Err(_) => {
                self.ended = true;
                events.push(Event::Ended(EndedBy::HANGUP));
            }
        }
        self.sequence_ends = self.decoder.is_waiting().then(|| Instant::now() + SEQUENCE);
    }

    fn take_notices(&mut self, events: &mut Vec<Event<M>>) {
        let mut next = self.notices.try_recv().ok();
        while let Some(notice) = next.take() {
            match notice {
                Notice::Deadly(ended) => {
                    self.ended = true;
                    events.push(Event::Ended(ended));
                }
                Notice::Resized => {
                    modes::disturb();
                    let (columns, rows) = modes::size();
                    events.push(Event::Resize(columns, rows));
                }
                Notice::Stop => self.suspend(),
                // Continued while another has the terminal: stop again, unless it was only for another
                // signal to be heard, as `kill` in a shell does.
                Notice::Continue if modes::in_background() => {
                    next = self.notices.recv_timeout(OTHER_SIGNAL).ok();
                    if next.is_none() {
                        sentry::stop();
                    }
                }
                Notice::Continue => {
                    events.push(if modes::enter().is_ok() {
                        Event::Resumed
                    } else {
                        Event::Ended(EndedBy::HANGUP)
                    });
                }
            }
            next = next.or_else(|| self.notices.try_recv().ok());
        }
    }
}

impl<M> Drop for Events<M> {
    fn drop(&mut self) {
        sentry::stop_listening();
    }
}

impl<M> From<Input> for Event<M> {
    fn from(input: Input) -> Self {
        match input {
            Input::Key(key) => Self::Key(key),
            Input::Mouse(mouse) => Self::Mouse(mouse),
            Input::Paste(text) => Self::Paste(text),
            Input::FocusGained => Self::FocusGained,
            Input::FocusLost => Self::FocusLost,
        }
    }
}

/// Of resizes only the last counts, of drags in a row the last.
fn coalesced<M>(events: Vec<Event<M>>) -> Vec<Event<M>> {
    let is_drag =
        |event: &Event<M>| matches!(event, Event::Mouse(MouseEvent { kind: MouseEventKind::Drag(_), .. }));
    let mut kept = Vec::with_capacity(events.len());
    let mut resized = None;
    for event in events {
        match event {
            Event::Resize(columns, rows) => resized = Some(Event::Resize(columns, rows)),
            event => {
                if is_drag(&event) && kept.last().is_some_and(is_drag) {
                    kept.pop();
                }
                kept.push(event);
            }
        }
    }
    kept.extend(resized);
    kept
}
