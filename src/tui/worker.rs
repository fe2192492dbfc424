//! The one thread that owns the service. It takes requests in order, does each at the service's door and
//! sends back what came; a reading that a newer one has made pointless is not done at all. Between requests
//! it looks whether somebody else changed the registry.

mod copying;
mod leaks;
mod offices;
mod partners;
mod upkeep;
mod watch;

use std::collections::VecDeque;
use std::mem::discriminant;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::copier::Copier;
use super::desk::{Envelope, Reply, Word};
use super::request::{Answer, Choices, ClientSheet, Entry, Failure, Handout, Request, Switched};
use super::screen::Session;
use super::told::listed;
use crate::domain::{ListQuery, Plaintext};
use crate::service::{self, Credentials, Disclosure, Service, SetUp, SignedOn, Telling, World};
use watch::Watch;

/// How often the worker looks whether somebody else changed the registry: they are seen within two seconds.
pub const LOOK_EVERY: Duration = Duration::from_millis(1_500);

/// The layer of requests that belong to no screen.
const SHELL: u64 = 0;

/// What the worker needs from outside.
pub struct Outside {
    /// The registry's file.
    pub registry: PathBuf,
    /// The open registry, or nothing where none is there yet.
    pub service: Option<Service>,
    /// Makes the world for a new registry.
    pub world: Box<dyn FnMut() -> World + Send>,
    /// The clipboard.
    pub copier: Box<dyn Copier>,
    /// How long it may be between two looks for other operators' changes; nothing for never.
    pub look_every: Option<Duration>,
}

/// Starts the thread. It ends when the sender is dropped, after what was asked before is done.
pub fn start(
    outside: Outside,
    say: impl Fn(Word) + Send + 'static,
) -> std::io::Result<(Sender<Envelope>, JoinHandle<()>)> {
    let (ask, requests) = mpsc::channel();
    let work = move || {
        let farewell = Farewell(&say);
        let mut worker = Worker { outside, watch: Watch::default(), held: copying::Held::default() };
        worker.run(&requests, farewell.0);
    };
    let thread = thread::Builder::new().name("registry".to_owned()).spawn(work)?;
    Ok((ask, thread))
}

/// Says that the thread has ended, however it did.
struct Farewell<'a>(&'a dyn Fn(Word));

impl Drop for Farewell<'_> {
    fn drop(&mut self) {
        (self.0)(Word::Gone);
    }
}

struct Worker {
    outside: Outside,
    watch: Watch,
    /// What the clipboard holds, as far as is known here.
    held: copying::Held,
}

impl Worker {
    fn run(&mut self, requests: &Receiver<Envelope>, say: &dyn Fn(Word)) {
        let mut queue = VecDeque::new();
        loop {
            if queue.is_empty() {
                match self.wait(requests) {
                    Ok(envelope) => queue.push_back(envelope),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            self.look(say);
            queue.extend(requests.try_iter());
            let Some(Envelope { layer, ticket, request }) = queue.pop_front() else { continue };
            let kind = discriminant(&request);
            let newer = |later: &Envelope| later.layer == layer && discriminant(&later.request) == kind;
            let pointless = request.only_reads() && queue.iter().any(newer);
            let changes_standing = request.changes_standing();
            let answer = match request {
                _ if pointless => None,
                Request::Health => {
                    let somebody_waits = || {
                        queue.extend(requests.try_iter());
                        !queue.is_empty()
                    };
                    let counted = self.health(somebody_waits);
                    // Whoever asked from elsewhere has left the panel; else it is counted anew once nobody waits.
                    let is_left = queue.iter().any(|later| later.layer != layer && later.layer != SHELL);
                    if counted.is_none() && !is_left {
                        queue.push_back(Envelope { layer, ticket, request: Request::Health });
                        continue;
                    }
                    counted
                }
                request => {
                    let tell = &mut |done, all| {
                        say(Word::Progress { ticket, done, all });
                        queue.extend(requests.try_iter());
                        let gives_up = |later: &Envelope| {
                            later.layer == layer && matches!(later.request, Request::BreakOff)
                        };
                        if queue.iter().any(gives_up) {
                            ControlFlow::Break(())
                        } else {
                            ControlFlow::Continue(())
                        }
                    };
                    Some(self.perform(request, tell))
                }
            };
            if changes_standing {
                self.tell_standing(say);
            }
            say(Word::Reply(Box::new(Reply { layer, ticket, kind, answer })));
        }
    }

    fn service(&mut self) -> Result<&mut Service, Failure> {
        self.outside.service.as_mut().ok_or_else(|| Failure::words("There is no registry yet."))
    }

    fn perform(&mut self, request: Request, tell: Telling<'_>) -> Answer {
        match request {
            Request::SetUp(setup) => Answer::SignedOn(self.set_up(&setup)),
            Request::SignOn { operator, password } => Answer::SignedOn(self.sign_on(&operator, &password)),
            Request::SignOff => {
                if let Some(service) = &mut self.outside.service {
                    service.sign_off();
                }
                Answer::SignedOff
            }
            // Whatever was to be given up is over.
            Request::BreakOff => Answer::BrokenOff,
            Request::StageClientId => Answer::ClientId(self.call(Service::stage_client_id)),
            Request::StageSecret => Answer::Staged(self.call(Service::stage_secret)),
            Request::CreateClient { draft, secret } => {
                Answer::Saved(self.call(|service| service.create_client(&draft, secret)).map(Box::new))
            }
            Request::UpdateClient { client_id, version, draft, rotation } => Answer::Saved(
                self.call(|service| service.update_client(&client_id, version, &draft, rotation))
                    .map(Box::new),
            ),
            Request::Rename { client_id, name } => {
                Answer::Renamed(self.call(|service| service.rename_client(&client_id, &name)).map(Box::new))
            }
            Request::SetEnabled { client_ids, enabled } => {
                let done = self.call(|service| switch(service, &client_ids, enabled));
                let not = if enabled { "not enabled" } else { "not disabled" };
                Answer::Enabled(done.map_err(|failure| self.about(&client_ids, not, failure)))
            }
            Request::Delete(client_ids) => {
                let done = self.call(|service| service.delete(&client_ids));
                Answer::Deleted(done.map_err(|failure| self.about(&client_ids, "not deleted", failure)))
            }
            Request::Show(handout) => {
                Answer::Shown(self.hand_out(&handout, &Disclosure::Show).map(|shown| shown.secret))
            }
            Request::Copy(handout) => Answer::Copied(self.copy(&handout)),
            Request::ClearClipboard => Answer::Cleared(self.clear_clipboard()),
            Request::SaveClass { name, description, new } => Answer::ClassSaved(self.call(|service| {
                if new {
                    service.add_class(&name, &description)
                } else {
                    service.update_class(&name, &description)
                }
            })),
            Request::DeleteClass(name) => {
                Answer::ClassDeleted(self.call(|service| service.delete_class(&name)).map(|()| name))
            }
            other => self.administer(other, tell),
        }
    }

    fn read(&mut self, request: Request) -> Answer {
        match request {
            Request::Clients { query, with, soon } => {
                let listed = self.call(|service| list(service, &query, with.as_deref(), soon));
                listed.unwrap_or_else(|failure| Answer::Clients(Err(failure)))
            }
            Request::Client(client_id) => Answer::Client(self.call(|service| {
                let (record, secrets) = (service.client(&client_id)?, service.secrets(&client_id)?);
                let (accepted, use_is_reported) =
                    (service.acceptances(&client_id)?, service.use_is_reported()?);
                let known = service.known(&client_id)?;
                Ok(Box::new(ClientSheet { record, secrets, accepted, use_is_reported, known }))
            })),
            Request::Classes => Answer::Classes(self.call(|service| service.classes())),
            _ => Answer::Choices(self.call(|service| {
                let (classes, partners) = (service.classes()?, service.partners()?);
                Ok(Choices { classes, partners, scopes: service.scopes()? })
            })),
        }
    }

    fn call<T>(
        &mut self,
        call: impl FnOnce(&mut Service) -> Result<T, service::Error>,
    ) -> Result<T, Failure> {
        Ok(call(self.service()?)?)
    }

    /// A failure with those whom it is about: it may be told when the operator has gone on to others.
    fn about(&mut self, client_ids: &[String], not: &str, failure: Failure) -> Failure {
        let name =
            |client_id: &String| self.service().ok()?.client(client_id).ok().map(|record| record.client.name);
        let names: Vec<String> = client_ids.iter().filter_map(name).collect();
        let verb = if names.len() == 1 { "was" } else { "were" };
        if names.is_empty() {
            failure
        } else {
            Failure::words(format!("{} {verb} {not}: {failure}", listed(&names)))
        }
    }

    fn set_up(&mut self, setup: &SetUp) -> Result<Box<Entry>, Failure> {
        let world = (self.outside.world)();
        let founded = Service::create(&self.outside.registry, world, setup)?;
        self.outside.service = Some(founded.service);
        self.entry(None, Some(founded.recovery_code))
    }

    fn sign_on(&mut self, operator: &str, password: &Plaintext) -> Result<Box<Entry>, Failure> {
        let signed_on = self.call(|service| service.sign_on(operator, password))?;
        self.entry(Some(signed_on), None)
    }

    fn entry(
        &mut self,
        signed_on: Option<SignedOn>,
        recovery_code: Option<Plaintext>,
    ) -> Result<Box<Entry>, Failure> {
        let service = self.service()?;
        let session = service.session().ok_or_else(|| Failure::words("Nobody has signed on."))?;
        let must_change_password = signed_on.is_some_and(|signed_on| signed_on.must_change_password);
        let (operator, role) = (session.operator().to_owned(), session.role());
        let session = Session { operator, role, must_change_password };
        let (settings, read_only) = (service.settings()?, service.read_only());
        self.watch.begin(self.outside.service.as_ref());
        Ok(Box::new(Entry { session, settings, read_only, signed_on, recovery_code }))
    }

    /// The audit entry is made before the secret leaves.
    fn hand_out(&mut self, handout: &Handout, how: &Disclosure) -> Result<Credentials, Failure> {
        self.call(|service| match &handout.at_hand {
            Some(secret) => service.hand_out(&handout.client_id, secret, how),
            None => service.disclose(&handout.client_id, how),
        })
    }
}

/// A page of the list; its rows alone where those will do, and counting them takes longer.
fn list(
    service: &Service,
    query: &ListQuery,
    with: Option<&str>,
    soon: bool,
) -> Result<Answer, service::Error> {
    if !query.search.is_empty() {
        // It is there already, but for a search that outlived a lock.
        service.prepare_search(query.sort, &mut |_, _| ())?;
    }
    if let Some(client_id) = with {
        return Ok(Answer::Clients(Ok(service.clients_with(query, client_id)?)));
    }
    let first = if soon { service.first_rows(query)? } else { None };
    match first {
        Some(rows) => Ok(Answer::FirstRows(rows)),
        None => Ok(Answer::Clients(Ok(service.clients(query)?))),
    }
}

/// Lets clients in or keeps them out; tells those apart that were so before.
fn switch(service: &mut Service, client_ids: &[String], enabled: bool) -> Result<Switched, service::Error> {
    let mut before = Vec::new();
    for client_id in client_ids {
        if service.client(client_id)?.enabled == enabled {
            before.push(client_id);
        }
    }
    let records = service.set_enabled(client_ids, enabled)?.into_iter();
    let (same, changed) = records.partition(|record| before.contains(&&record.client.client_id));
    Ok(Switched { changed, same })
}
