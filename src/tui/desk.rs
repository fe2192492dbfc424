//! The shell's side of the worker: sends requests with a ticket, counts what is out, and lets an answer in
//! only where somebody still waits for it. Of readings of one kind only the newest counts; what was done is always told.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem::{Discriminant, discriminant};
use std::sync::mpsc::Sender;

use super::request::{Answer, Request};
use crate::domain::{Role, Settings};

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
    /// How far the request with this ticket is.
    Progress {
        /// The request's number.
        ticket: u64,
        /// So much is done.
        done: u64,
        /// So much there is to do.
        all: u64,
    },
    /// Somebody else changed the registry.
    Changed(Box<Standing>),
    /// It has ended and answers nothing any more.
    Gone,
}

/// What holds for whoever signed on, after somebody else changed the registry.
pub struct Standing {
    /// The settings as they are now.
    pub settings: Settings,
    /// What the operator may do now; nothing where it was disabled or deleted.
    pub role: Option<Role>,
}

/// What is being waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What it is.
    pub words: &'static str,
    /// How much of how much is done, where that is known.
    pub progress: Option<(u64, u64)>,
}

/// What became of an answer.
pub enum Accepted {
    /// This layer waits for it.
    By(u64, Answer),
    /// Whoever asked is gone.
    ByNobody(Answer),
    /// It was a reading, and a newer one of its kind is on its way; or nothing was done.
    Stale,
}

/// Requests and answers as the shell sees them.
pub struct Desk {
    worker: Sender<Envelope>,
    last: u64,
    /// The newest reading of each kind.
    newest: HashMap<(u64, Discriminant<Request>), u64>,
    /// Everything else that is out, with the layer that asked.
    doing: BTreeMap<u64, u64>,
    slow: BTreeMap<u64, Waiting>,
    /// What to tell of those that have taken no longer than a moment so far.
    brief: BTreeMap<u64, &'static str>,
    /// Requests that must be finished.
    owed: BTreeSet<u64>,
    out: usize,
}

impl Desk {
    /// A desk in front of this worker.
    #[must_use]
    pub fn new(worker: Sender<Envelope>) -> Self {
        let (newest, slow, brief) = (HashMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { worker, last: 0, newest, doing: BTreeMap::new(), slow, brief, owed: BTreeSet::new(), out: 0 }
    }

    /// Sends a request; false where the worker has ended.
    pub fn ask(&mut self, layer: u64, request: Request) -> bool {
        self.last += 1;
        let ticket = self.last;
        if request.only_reads() {
            self.newest.insert((layer, discriminant(&request)), ticket);
        } else {
            self.doing.insert(ticket, layer);
        }
        if let Some(words) = request.takes_long() {
            self.slow.insert(ticket, Waiting { words, progress: None });
        }
        if let Some(words) = request.may_take_long() {
            self.brief.insert(ticket, words);
        }
        if !request.may_be_broken_off() {
            self.owed.insert(ticket);
        }
        self.out += 1;
        self.worker.send(Envelope { layer, ticket, request }).is_ok()
    }

    /// Whether a reply is a page that nobody waits for any more, and of which nothing was told: it changes nothing.
    #[must_use]
    pub fn is_idle(&self, reply: &Reply) -> bool {
        let is_page = matches!(reply.answer, None | Some(Answer::Clients(_) | Answer::FirstRows(_)));
        let newest = self.newest.get(&(reply.layer, reply.kind));
        let is_stale = reply.answer.is_none() || newest.is_some_and(|newest| *newest != reply.ticket);
        is_page && is_stale && !self.slow.contains_key(&reply.ticket)
    }

    /// Takes a reply in.
    pub fn accept(&mut self, reply: Reply) -> Accepted {
        self.out = self.out.saturating_sub(1);
        self.slow.remove(&reply.ticket);
        self.brief.remove(&reply.ticket);
        self.owed.remove(&reply.ticket);
        let Some(answer) = reply.answer else { return Accepted::Stale };
        if let Some(layer) = self.doing.remove(&reply.ticket) {
            return Accepted::By(layer, answer);
        }
        match self.newest.get(&(reply.layer, reply.kind)) {
            Some(newest) if *newest == reply.ticket => {
                self.newest.remove(&(reply.layer, reply.kind));
                Accepted::By(reply.layer, answer)
            }
            Some(_) => Accepted::Stale,
            None => Accepted::ByNobody(answer),
        }
    }

    /// Forgets a layer: nobody waits for answers to it.
    pub fn forget(&mut self, layer: u64) {
        self.doing.retain(|_, asker| *asker != layer);
        self.newest.retain(|(asker, _), _| *asker != layer);
    }

    /// Whether only readings are without an answer: nobody waits for them where the program ends.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        self.out > 0 && self.owed.is_empty()
    }

    /// Requests without an answer.
    #[must_use]
    pub fn out(&self) -> usize {
        self.out
    }

    /// Notes how far a request is.
    pub fn progress(&mut self, ticket: u64, done: u64, all: u64) {
        if let Some(waiting) = self.slow.get_mut(&ticket) {
            waiting.progress = Some((done, all));
        }
    }

    /// Whether something is out that is told once it takes longer than a moment.
    #[must_use]
    pub fn is_brief(&self) -> bool {
        !self.brief.is_empty()
    }

    /// A moment has passed: what is out since is told.
    pub fn wonder(&mut self) {
        for (ticket, words) in std::mem::take(&mut self.brief) {
            self.slow.insert(ticket, Waiting { words, progress: None });
        }
    }

    /// What is being waited for, where it takes long enough to be told.
    #[must_use]
    pub fn waiting_for(&self) -> Option<Waiting> {
        self.slow.values().next().copied()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{self, Receiver};

    use super::*;
    use crate::domain::{COLUMNS, ListQuery, PageAt};

    fn desk() -> (Desk, Receiver<Envelope>) {
        let (worker, requests) = mpsc::channel();
        (Desk::new(worker), requests)
    }

    fn reply(envelope: &Envelope, answer: Answer) -> Reply {
        let (layer, ticket, kind) = (envelope.layer, envelope.ticket, discriminant(&envelope.request));
        Reply { layer, ticket, kind, answer: Some(answer) }
    }

    fn classes() -> Answer {
        Answer::Classes(Ok(Vec::new()))
    }

    #[test]
    fn only_the_answer_to_the_newest_question_of_its_kind_counts() {
        let (mut desk, requests) = desk();
        desk.ask(1, Request::Classes);
        desk.ask(1, Request::Classes);
        desk.ask(2, Request::Classes);
        let asked: Vec<Envelope> = requests.try_iter().collect();
        assert!(matches!(desk.accept(reply(&asked[0], classes())), Accepted::Stale));
        assert!(matches!(desk.accept(reply(&asked[1], classes())), Accepted::By(1, _)));
        assert!(matches!(desk.accept(reply(&asked[2], classes())), Accepted::By(2, _)));
        assert_eq!(desk.out(), 0);
    }

    #[test]
    fn every_answer_to_a_change_counts() {
        let (mut desk, requests) = desk();
        desk.ask(1, Request::Delete(vec!["a".to_owned()]));
        desk.ask(1, Request::Delete(vec!["b".to_owned()]));
        for asked in requests.try_iter() {
            let answer = Answer::Deleted(Ok(Vec::new()));
            assert!(matches!(desk.accept(reply(&asked, answer)), Accepted::By(1, _)));
        }
    }

    #[test]
    fn an_answer_to_a_screen_that_is_gone_is_for_nobody() {
        let (mut desk, requests) = desk();
        desk.ask(1, Request::Delete(vec!["a".to_owned()]));
        desk.forget(1);
        let asked = requests.recv().unwrap();
        let answer = Answer::Deleted(Ok(Vec::new()));
        assert!(matches!(desk.accept(reply(&asked, answer)), Accepted::ByNobody(_)));
    }

    #[test]
    fn what_nobody_did_counts_as_answered() {
        let (mut desk, requests) = desk();
        desk.ask(1, Request::Classes);
        let asked = requests.recv().unwrap();
        assert!(matches!(desk.accept(Reply { answer: None, ..reply(&asked, classes()) }), Accepted::Stale));
        assert_eq!(desk.out(), 0);
    }

    #[test]
    fn readings_are_not_waited_for_and_changes_are() {
        let (mut desk, requests) = desk();
        assert!(!desk.only_reads(), "nothing is out: the registry is closed in order");
        desk.ask(1, Request::Classes);
        assert!(desk.only_reads());
        desk.ask(1, Request::Delete(vec!["a".to_owned()]));
        assert!(!desk.only_reads());
        let asked: Vec<Envelope> = requests.try_iter().collect();
        desk.accept(reply(&asked[1], Answer::Deleted(Ok(Vec::new()))));
        assert!(desk.only_reads());
    }

    #[test]
    fn what_takes_longer_than_a_moment_is_told_until_it_is_there() {
        let (mut desk, requests) = desk();
        let query = ListQuery {
            search: "x".to_owned(),
            filters: Vec::new(),
            sort: &COLUMNS[0],
            descending: false,
            page: PageAt::First,
            limit: None,
        };
        desk.ask(1, Request::Clients { query, with: None, soon: true });
        assert!(desk.is_brief() && desk.waiting_for().is_none());
        desk.wonder();
        assert_eq!(desk.waiting_for().map(|waiting| waiting.words), Some("Searching …"));
        assert!(!desk.is_brief());
        let asked = requests.recv().unwrap();
        desk.accept(reply(&asked, Answer::FirstRows(Vec::new())));
        assert_eq!(desk.waiting_for(), None);
    }

    #[test]
    fn a_worker_that_is_gone_is_noticed() {
        let (mut desk, requests) = desk();
        drop(requests);
        assert!(!desk.ask(1, Request::Classes));
    }
}
