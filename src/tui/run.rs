//! Runs the screen: takes the terminal, starts the worker, and turns the one loop: wait, take in everything
//! that came, draw once. There is no tick.

use std::io;
use std::path::PathBuf;
use std::time::Instant;

use super::copier::{Copier, RealCopier};
use super::desk::Desk;
use super::screens::{set_up::SetUp, sign_on::SignOn};
use super::shell::{Ending, Parts, Shell};
use super::terminal::{Events, Screen, die, speaks_utf8};
use super::theme::Theme;
use super::worker::{self, LOOK_EVERY, Outside};
use crate::domain::audit::Origin;
use crate::service::{Service, World};

/// What the screen is started with.
pub struct Options {
    /// The registry's file; where it is missing, set-up is offered.
    pub registry: PathBuf,
    /// The user name that stands in the sign-on.
    pub operator: String,
}

/// Why the screen could not be run, or ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The registry can't be opened.
    #[error(transparent)]
    Service(#[from] crate::service::Error),
    /// The terminal can't be used.
    #[error("The terminal can't be used ({0}). Try the command line: clientkeep --help")]
    Terminal(#[from] io::Error),
    /// The thread that owns the registry ended.
    #[error("{0}")]
    Broken(String),
}

impl Error {
    /// The exit code of the program (SPEC §3).
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Service(error) => error.exit_code(),
            Self::Terminal(_) => 2,
            Self::Broken(_) => 7,
        }
    }
}

/// Opens the registry and runs the screen until the operator leaves. A deadly signal ends the program in
/// here, after the terminal is restored.
///
/// # Errors
/// The registry can't be opened, or the terminal can't be used; nothing was drawn then.
pub fn run(options: Options) -> Result<(), Error> {
    let service = match Service::open(&options.registry, World::real(Origin::Tui)) {
        Ok(service) => Some(service),
        Err(error) if error.is_missing_registry() => None,
        Err(error) => return Err(error.into()),
    };
    let mut screen = Screen::enter()?;
    screen.set_only_ascii(!in_utf8());
    let mut events = Events::listen(&screen)?;
    let sender = events.sender();
    let read_only = service.as_ref().is_some_and(Service::read_only);
    let first = first_screen(service.is_some(), &options.operator);
    let outside = Outside {
        registry: options.registry.clone(),
        service,
        world: Box::new(|| World::real(Origin::Tui)),
        copier: Box::new(RealCopier::default()) as Box<dyn Copier>,
        look_every: Some(LOOK_EVERY),
    };
    let (to_worker, thread) = worker::start(outside, move |word| {
        // Where the loop has ended, nobody waits for words.
        let _ = sender.send(word);
    })?;
    let clock = World::real(Origin::Tui).clock;
    let parts = Parts {
        registry: options.registry,
        read_only,
        theme: Theme::of(std::env::var("NO_COLOR").ok().as_deref()),
        desk: Desk::new(to_worker),
        clock: Box::new(move || clock.now()),
        size: screen.size(),
        now: Instant::now(),
    };
    let mut shell = Shell::new(parts, first);
    events.discard_typed_ahead();
    let ending = turn(&mut shell, &mut screen, &mut events)?;
    drop(screen);
    match ending {
        Ending::Signal(by) => die(by),
        Ending::Broken(sentence) => Err(Error::Broken(sentence)),
        Ending::Left => {
            let at_once = shell.may_end_at_once();
            drop(shell);
            if !at_once {
                // What was asked is finished, so that the registry is closed in order.
                let _ = thread.join();
            }
            Ok(())
        }
    }
}

fn in_utf8() -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].map(|name| std::env::var(name).ok());
    speaks_utf8(set.each_ref().map(Option::as_deref))
}

fn first_screen(exists: bool, operator: &str) -> Box<dyn super::screen::Screen> {
    if exists { Box::new(SignOn::new(operator)) } else { Box::new(SetUp::new(operator)) }
}

/// Draws, waits, takes in; until something ends it.
fn turn(
    shell: &mut Shell,
    screen: &mut Screen,
    events: &mut Events<super::desk::Word>,
) -> io::Result<Ending> {
    loop {
        if let Some(ending) = shell.ending() {
            return Ok(ending.clone());
        }
        if shell.take_suspend() {
            events.suspend();
        }
        if shell.take_repaint() {
            screen.repaint();
        }
        screen.set_mouse(shell.wants_mouse())?;
        if !shell.is_catching_up() && !shell.is_drawn() {
            screen.draw(|grid| shell.draw(grid))?;
        }
        for bytes in shell.take_bytes() {
            screen.send(&bytes)?;
        }
        for event in events.next(shell.deadline()) {
            shell.feed(event, Instant::now());
        }
    }
}
