//! A registry of made-up clients, for trying the program and for measuring it. The same number gives the
//! same attributes; secrets are real random ones. It appears once it is complete.

mod made_up;

use std::ops::ControlFlow;
use std::path::Path;
use std::thread::{self, Builder};

use serde_json::json;

use super::hashing::{DrawnSecrets, not_hashed};
use super::secrets::{self, StagedSecret};
use super::{Error, Service, SetUp, World};
use crate::domain::audit::Action;
use crate::domain::{ClientType, Partner, Plaintext, Retention, Right};
use crate::vault::{Cost, EntropyError, SeededEntropy};
use made_up::{MadeUp, PARTNERS};

/// The administrator's user name.
pub const ADMIN: &str = "admin";
/// The administrator's password; nothing real belongs in such a registry.
pub const PASSWORD: &str = "for demonstration only";
/// Up to so many clients the registry is sealed and hashes as a real one does; above, it is show-once with the
/// least that argon2id knows.
pub const SEALED_UP_TO: u64 = 10_000;

/// Clients a transaction, where hashing costs next to nothing.
const BATCH: u64 = 5_000;
/// Where it costs what it does in a real registry: so many take a second, and nobody waits longer to be told or heard.
const SLOW_BATCH: u64 = 32;

/// Makes a registry with `count` clients and tells after each batch how many there are. Where it is told to
/// break off, nothing is left.
///
/// # Errors
/// A file that is there already, or a disk that is full; [`Error::Interrupted`].
pub fn build(
    path: &Path,
    count: u64,
    mut world: World,
    mut progress: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Service, Error> {
    let large = is_large(count);
    if large {
        world.policy.verifiers = Some(Cost::SMALLEST);
    }
    let set_up = SetUp {
        admin: ADMIN.to_owned(),
        full_name: "Demonstration".to_owned(),
        password: Plaintext::new(PASSWORD.to_owned()),
        retention: if large { Retention::ShowOnce } else { Retention::Sealed },
        group: None,
        group_writes: false,
    };
    let (founded, unfinished) = Service::create_to_fill(path, world, &set_up)?;
    let mut service = founded.service;
    service.add_partners()?;
    let mut entropy = SeededEntropy::new(count);
    let mut made = 0;
    let batch = if large { BATCH } else { SLOW_BATCH };
    let mut next = |service: &mut Service| {
        let numbers = made..count.min(made + batch);
        made = numbers.end;
        service.make_up(numbers, &mut entropy)
    };
    let (mut clients, drawn) = next(&mut service)?;
    let (mut staged, mut done) = (drawn.hash()?, 0);
    while !clients.is_empty() {
        // The next secrets are hashed while these clients are stored.
        let (later, drawn) = next(&mut service)?;
        let hashed = thread::scope(|scope| {
            let hashing = Builder::new().spawn_scoped(scope, || drawn.hash());
            service.add_made_up(&clients, staged)?;
            match hashing {
                Ok(hashing) => hashing.join().unwrap_or_else(|_| Err(not_hashed())),
                Err(_) => drawn.hash(),
            }
        });
        done += clients.len() as u64;
        (clients, staged) = (later, hashed?);
        if progress(done).is_break() {
            return Err(Error::Interrupted);
        }
    }
    service.finish(unfinished)
}

/// Whether so many clients are made for measuring, not to be handed out.
fn is_large(count: u64) -> bool {
    count > SEALED_UP_TO
}

impl Service {
    fn add_partners(&mut self) -> Result<(), Error> {
        self.change(Right::Partners, |change| {
            for (subdomain, name) in PARTNERS {
                let partner =
                    Partner { name: (*name).to_owned(), subdomain: (*subdomain).to_owned(), active: true };
                change.writer.add_partner(&partner)?;
            }
            change.record(Action::RegistryDemo, None, &json!({ "partners": PARTNERS.len() }))
        })
    }

    /// Clients, and a secret for each that has one.
    fn make_up(
        &mut self,
        numbers: std::ops::Range<u64>,
        entropy: &mut SeededEntropy,
    ) -> Result<(Vec<MadeUp>, DrawnSecrets), Error> {
        let clients: Vec<MadeUp> =
            numbers.map(|number| MadeUp::next(number, entropy)).collect::<Result<_, EntropyError>>()?;
        let secrets = self.draw_secrets(clients.iter().filter(|made_up| has_secret(made_up)).count())?;
        Ok((clients, secrets))
    }

    fn add_made_up(&mut self, clients: &[MadeUp], staged: Vec<StagedSecret>) -> Result<(), Error> {
        let mut staged = staged.into_iter();
        let now = self.now();
        self.change(Right::Create, |change| {
            for made_up in clients {
                let client = &made_up.client;
                change.stamp.at = now - made_up.age;
                let id = change.writer.add_client(client, made_up.enabled, &change.stamp)?;
                if let Some(secret) = has_secret(made_up).then(|| staged.next()).flatten() {
                    secrets::add(change, id, &client.client_id, &secret)?;
                }
                let details = json!({ "demo": true, "channel": "demo" });
                change.record(Action::ClientCreated, Some(&client.client_id), &details)?;
            }
            Ok(())
        })
    }
}

fn has_secret(made_up: &MadeUp) -> bool {
    made_up.client.client_type == ClientType::Confidential
}

#[cfg(test)]
mod tests {
    use super::{SEALED_UP_TO, is_large};

    #[test]
    fn up_to_ten_thousand_clients_can_be_handed_out() {
        assert!(!is_large(SEALED_UP_TO) && is_large(SEALED_UP_TO + 1));
    }
}
