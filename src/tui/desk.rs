//! The shell's side of the worker: sends requests with a ticket, counts what is out, and lets an answer in
//! only where it is the newest of its kind and somebody still waits for it.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::sync::mpsc::Sender;

use super::request::{Answer, Request};

/// A request on its way, with the layer that asked and a number that rises.
pub struct Envelope {
    /// The layer that asked; 0 is the shell itself.
    pub layer: u64,
    /// Rises with every request.
    pub ticket: u64,
    /// What is asked.
    pub request: Request,
}

/// An answer on its way back.
pub struct Reply {
    /// The layer that asked.
    pub layer: u64,
    /// The request's number.
    pub ticket: u64,
    /// The request's kind.
    pub kind: Discriminant<Request>,
    /// The answer; `None` where a newer request made this one pointless, so that nobody did it.
    pub answer: Option<Answer>,
}

/// What the worker says.
pub enum Word {
    /// An answer.
    Reply(Box<Reply>),
    /// It has ended and answers nothing any more.
    Gone,
}

/// What became of an answer.
pub enum Accepted {
    /// This layer waits for it.
    By(u64, Answer),
    /// Whoever asked is gone.
    ByNobody(Answer),
    /// A newer request of its kind is on its way, or nothing was done.
    Stale,
}

/// Requests and answers as the shell sees them.
pub struct Desk {
    worker: Sender<Envelope>,
    last: u64,
    newest: HashMap<(u64, Discriminant<Request>), u64>,
    slow: HashMap<u64, &'static str>,
    out: usize,
}

impl Desk {
    /// A desk in front of this worker.
    #[must_use]
    pub fn new(worker: Sender<Envelope>) -> Self {
        Self { worker, last: 0, newest: HashMap::new(), slow: HashMap::new(), out: 0 }
    }

    /// Sends a request; false where the worker has ended.
    pub fn ask(&mut self, layer: u64, request: Request) -> bool {
        self.last += 1;
        let ticket = self.last;
        self.newest.insert((layer, discriminant(&request)), ticket);
        if let Some(words) = request.takes_long() {
            self.slow.insert(ticket, words);
        }
        self.out += 1;
        self.worker.send(Envelope { layer, ticket, request }).is_ok()
    }

    /// Takes a reply in.
    pub fn accept(&mut self, reply: Reply) -> Accepted {
        self.out = self.out.saturating_sub(1);
        self.slow.remove(&reply.ticket);
        let Some(answer) = reply.answer else { return Accepted::Stale };
        match self.newest.get(&(reply.layer, reply.kind)) {
            Some(newest) if *newest == reply.ticket => {
                self.newest.remove(&(reply.layer, reply.kind));
                Accepted::By(reply.layer, answer)
            }
            Some(_) => Accepted::Stale,
            None => Accepted::ByNobody(answer),
        }
    }

    /// Forgets a layer: answers to it are stale.
    pub fn forget(&mut self, layer: u64) {
        self.newest.retain(|(asker, _), _| *asker != layer);
    }

    /// Requests without an answer.
    #[must_use]
    pub fn out(&self) -> usize {
        self.out
    }

    /// What is being waited for, where it takes long enough to be told.
    #[must_use]
    pub fn waiting_for(&self) -> Option<&'static str> {
        self.slow.values().next().copied()
    }
}
