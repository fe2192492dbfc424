//! Four programs change a registry and are killed at random moments, one or all of them, again and again. Nothing
//! that was acknowledged is lost and nothing is half done.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::chance::{Chance, count};
use crate::ground::{Ground, draft, signed_on};
use crate::oracle::Ledger;
use crate::writer::{Said, Writer, kill};

const WRITERS: usize = 4;
/// Clients that all of them change.
const SHARED: usize = 3;
/// Kills before the registry is judged and another begun.
const KILLS_A_ROUND: usize = 20;

/// The writers of one registry: what they say comes in order of each.
struct Crew<'a> {
    registry: &'a Path,
    said: Receiver<(usize, Option<Said>)>,
    sender: Sender<(usize, Option<Said>)>,
    /// Number and process of those that live.
    alive: Vec<(usize, u32)>,
    started: usize,
    ledger: Ledger,
}

impl<'a> Crew<'a> {
    fn new(registry: &'a Path) -> Self {
        let (sender, said) = mpsc::channel();
        Self { registry, said, sender, alive: Vec::new(), started: 0, ledger: Ledger::of(registry) }
    }

    fn start_one(&mut self) {
        self.started += 1;
        let (number, sender) = (self.started, self.sender.clone());
        let mut writer = Writer::start(self.registry, number);
        self.alive.push((number, writer.pid()));
        thread::spawn(move || {
            while let Some(said) = writer.next() {
                sender.send((number, Some(said))).unwrap();
            }
            writer.gone();
            sender.send((number, None)).unwrap();
        });
    }

    fn hear(&mut self, (writer, said): (usize, Option<Said>)) {
        if let Some(said) = said {
            self.ledger.note(writer, said);
        } else {
            let killed = !self.alive.iter().any(|(number, _)| *number == writer);
            assert!(killed, "writer {writer} died by itself");
            self.ledger.gone(writer);
        }
    }

    /// Listens until so many more changes were acknowledged.
    fn listen(&mut self, more: usize) {
        let wanted = self.ledger.acknowledged() + more;
        while self.ledger.acknowledged() < wanted {
            let heard = self.said.recv_timeout(Duration::from_mins(1)).expect("writers say something");
            self.hear(heard);
        }
    }

    /// Listens for a while.
    fn listen_for(&mut self, while_: Duration) {
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
    fn kill(&mut self, which: &[(usize, u32)]) {
        self.alive.retain(|one| !which.contains(one));
        for (_, pid) in which {
            kill(*pid);
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
fn share_clients(registry: &Path) {
    let mut service = signed_on(registry);
    let create =
        |at| service.create_client(&draft(&format!("shared {at}")), None).unwrap().record.client.client_id;
    let ids: Vec<String> = (0..SHARED).map(create).collect();
    std::fs::write(registry.with_extension("shared"), ids.join("\n")).unwrap();
}

#[test]
fn killed_at_random_moments_four_writers_lose_nothing_and_leave_nothing_half_done() {
    let kills = count("CLIENTKEEP_PROOF_KILLS", 20);
    let wanted = count("CLIENTKEEP_PROOF_ACKNOWLEDGED", 600);
    let mut chance = Chance::new();
    let (mut killed, mut acknowledged, mut refused, mut facts) = (0, 0, 0, 0);
    while killed < kills {
        let ground = Ground::cheap();
        share_clients(&ground.path);
        let mut crew = Crew::new(&ground.path);
        let this_round = KILLS_A_ROUND.min(kills - killed);
        let changes = (wanted * this_round).div_ceil(kills);
        let mut done = 0;
        while done < this_round {
            while crew.alive.len() < WRITERS {
                crew.start_one();
            }
            // On average as many as are wanted, at a moment that nobody chose.
            let left = changes.saturating_sub(crew.ledger.acknowledged()) / (this_round - done);
            crew.listen(if left == 0 { 1 } else { chance.below(2 * left) });
            crew.listen_for(Duration::from_micros(chance.next() % 5_000));
            let which = if done + 1 == this_round || chance.below(4) == 0 {
                crew.alive.clone()
            } else {
                vec![*chance.pick(&crew.alive)]
            };
            crew.kill(&which);
            done += which.len();
            if crew.alive.is_empty() {
                facts += crew.ledger.judge(&ground.path);
            }
        }
        let rest = crew.alive.clone();
        crew.kill(&rest);
        facts += crew.ledger.judge(&ground.path);
        killed += done + rest.len();
        acknowledged += crew.ledger.acknowledged();
        refused += crew.ledger.refused();
    }
    println!(
        "{killed} kills, {acknowledged} changes acknowledged, {refused} refused, {facts} facts compared: 0 lost, 0 half done"
    );
}
