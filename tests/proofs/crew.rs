//! Writers at work on one registry: started, listened to, and killed.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::ground::{draft, signed_on};
use crate::oracle::Ledger;
use crate::writer::{Said, Writer, kill};

/// Clients that all of them change.
const SHARED: usize = 3;

/// The writers of one registry: what they say comes in order of each.
pub struct Crew<'a> {
    registry: &'a Path,
    said: Receiver<(usize, Option<Said>)>,
    sender: Sender<(usize, Option<Said>)>,
    /// Number and process of those that live.
    pub alive: Vec<(usize, u32)>,
    started: usize,
    pub ledger: Ledger,
    /// Whether writers may end by themselves, because their disk fails.
    pub may_end: bool,
}

impl<'a> Crew<'a> {
    pub fn new(registry: &'a Path, ledger: Ledger) -> Self {
        let (sender, said) = mpsc::channel();
        Self { registry, said, sender, alive: Vec::new(), started: 0, ledger, may_end: false }
    }

    pub fn start_one(&mut self) {
        self.started += 1;
        let (number, sender) = (self.started, self.sender.clone());
        let mut writer = Writer::start(self.registry, number);
        self.alive.push((number, writer.pid()));
        thread::spawn(move || {
            while let Some(said) = writer.next() {
                // Nobody listens any more where the proof has failed.
                let _heard = sender.send((number, Some(said)));
            }
            writer.gone();
            let _heard = sender.send((number, None));
        });
    }

    fn hear(&mut self, (writer, said): (usize, Option<Said>)) {
        if let Some(said) = said {
            self.ledger.note(writer, said);
        } else {
            let killed = !self.alive.iter().any(|(number, _)| *number == writer);
            assert!(killed || self.may_end, "writer {writer} died by itself");
            self.alive.retain(|(number, _)| *number != writer);
            self.ledger.gone(writer);
        }
    }

    /// Listens until everybody who lives has said something.
    pub fn listen_to_all(&mut self) {
        let mut silent: Vec<usize> = self.alive.iter().map(|(number, _)| *number).collect();
        while !silent.is_empty() {
            let heard = self.said.recv_timeout(Duration::from_mins(1)).expect("writers say something");
            assert!(heard.1.is_some(), "writer {} can't begin", heard.0);
            silent.retain(|number| *number != heard.0);
            self.hear(heard);
        }
    }

    /// Listens until so many more changes were acknowledged.
    pub fn listen(&mut self, more: usize) {
        let wanted = self.ledger.acknowledged() + more;
        while self.ledger.acknowledged() < wanted {
            let heard = self.said.recv_timeout(Duration::from_mins(1)).expect("writers say something");
            self.hear(heard);
        }
    }

    /// Listens for a while.
    pub fn listen_for(&mut self, while_: Duration) {
        let end = Instant::now() + while_;
        loop {
            match self.said.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(heard) => self.hear(heard),
                Err(RecvTimeoutError::Timeout) => return,
                Err(RecvTimeoutError::Disconnected) => unreachable!("this end sends too"),
            }
        }
    }

    /// Kills writers and hears what they said until then.
    pub fn kill(&mut self, which: &[(usize, u32)]) {
        let which: Vec<(usize, u32)> = which.iter().filter(|one| self.alive.contains(one)).copied().collect();
        self.alive.retain(|one| !which.contains(one));
        for (number, pid) in &which {
            // One that its failing disk ended may be gone before that is heard.
            assert!(kill(*pid) || self.may_end, "writer {number} died by itself");
        }
        let mut left = which.len();
        while left > 0 {
            let heard = self.said.recv().unwrap();
            left -= usize::from(heard.1.is_none());
            self.hear(heard);
        }
    }
}

/// Clients that all writers change, their IDs in a file beside the registry.
pub fn share_clients(registry: &Path) {
    let mut service = signed_on(registry);
    let create =
        |at| service.create_client(&draft(&format!("shared {at}")), None).unwrap().record.client.client_id;
    let ids: Vec<String> = (0..SHARED).map(create).collect();
    std::fs::write(registry.with_extension("shared"), ids.join("\n")).unwrap();
}
