//! The one way in which anything changes: who signed on, may they, then the change and its audit entries
//! in one transaction. A refusal is an entry too.

use serde_json::{Value, json};

use super::charter::{self, Trusted};
use super::error::Error;
use super::session::Session;
use super::world::World;
use super::{Service, trail};
use crate::domain::audit::Action;
use crate::domain::{Operator, Right, Role, Stamp, Word as _};
use crate::store::Writer;
use crate::vault::RowDigest;

/// A change under way.
pub(super) struct Change<'a> {
    pub writer: &'a Writer<'a>,
    pub session: &'a Session,
    pub trusted: Trusted,
    pub stamp: Stamp,
    /// By which channel secrets are handed out as they are made; the entry of each tells it.
    pub channel: Option<&'static str>,
    world: &'a mut World,
    entries: Vec<trail::Told>,
}

impl Change<'_> {
    /// Random bytes.
    pub fn entropy(&mut self) -> &mut dyn crate::vault::Entropy {
        &mut *self.world.entropy
    }

    /// Adds the audit entry of what was just done: it answers for every row touched since the last, as they are
    /// now. Entries are written together at the end of the change.
    pub fn record(&mut self, action: Action, client: Option<&str>, details: &Value) -> Result<(), Error> {
        self.record_sum(action, client, details, None)
    }

    /// As [`Change::record`], with one digest for all sealed copies, after they were all sealed afresh.
    pub fn record_sum(
        &mut self,
        action: Action,
        client: Option<&str>,
        details: &Value,
        sum: Option<RowDigest>,
    ) -> Result<(), Error> {
        self.entries.push(trail::told(self.writer, action, client, details, sum)?);
        Ok(())
    }

    /// Random bytes beside the writer and the session, which are borrowed apart.
    pub fn parts(&mut self) -> (&Writer<'_>, &Session, &mut World) {
        (self.writer, self.session, self.world)
    }

    /// Whoever signed on, as the charter has them now.
    pub fn session_now(&self) -> Result<&Operator, Error> {
        now(self.session, &self.trusted)
    }

    /// Signs the charter anew, after a change to what it covers.
    pub fn sign_charter(&self) -> Result<(), Error> {
        let generation = self.writer.charter()?.key_generation;
        let public = &self.trusted.registry_key;
        let key = self.session.registry_key(self.writer, generation, public)?;
        charter::sign(self.writer, &key, generation)
    }
}

impl Service {
    /// By which channel, such as `file`, secrets that are made from now on are handed out as they are made. The ledger
    /// tells it; without one nobody is told a secret that the screen or the command line makes.
    pub fn hand_out_by(&mut self, channel: Option<&'static str>) {
        self.channel = channel;
    }

    /// Runs a change that needs a right.
    pub(super) fn change<T>(
        &mut self,
        right: Right,
        work: impl FnOnce(&mut Change<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Some(session) = &self.session else { return Err(Error::NotSignedOn) };
        let (world, channel) = (&mut self.world, self.channel);
        let changed = self.store.change(|writer| {
            let trusted = charter::verify(writer, &session.keyring.pinned())?;
            may(session, &trusted, right)?;
            let stamp = Stamp { at: world.clock.now(), by: session.operator().to_owned() };
            let mut change = Change { writer, session, trusted, stamp, channel, world, entries: Vec::new() };
            let done = work(&mut change)?;
            let signer = Some((&session.operator, &*session.keyring));
            trail::append_all(writer, change.world, signer, &change.entries)?;
            Ok(done)
        });
        let refused = match &changed {
            Err(Error::NotAllowed { role, .. }) => Some(*role),
            Err(Error::MustChangePassword) => Some(session.role()),
            _ => None,
        };
        if let Some(role) = refused {
            self.record_refusal(right, role)?;
        }
        let done = changed?;
        self.remember();
        Ok(done)
    }

    fn record_refusal(&mut self, right: Right, role: Role) -> Result<(), Error> {
        let Some(session) = &self.session else { return Err(Error::NotSignedOn) };
        let world = &mut self.world;
        self.store.change(|writer| {
            let details = json!({ "wanted": right.words(), "role": role.word() });
            let signer = Some((&session.operator, &*session.keyring));
            trail::append(writer, world, signer, Action::Refused, None, &details)
        })
    }
}

/// Whether the operator, as the charter has it now, may.
fn may(session: &Session, trusted: &Trusted, right: Right) -> Result<(), Error> {
    let now = now(session, trusted)?;
    if now.must_change_password && right != Right::OwnPassword {
        return Err(Error::MustChangePassword);
    }
    let role = now.role;
    if role.may(right) {
        Ok(())
    } else {
        Err(Error::NotAllowed { operator: session.operator().to_owned(), role, right })
    }
}

/// Whoever signed on, as the charter has them now.
fn now<'t>(session: &Session, trusted: &'t Trusted) -> Result<&'t Operator, Error> {
    trusted.operator(session.operator.id, &session.keyring.public()).ok_or(Error::SignedOff)
}
