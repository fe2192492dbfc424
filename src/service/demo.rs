//! A registry of made-up clients, for trying the program and for measuring it. The same number gives the
//! same attributes; secrets are real random ones.

use std::path::Path;

use serde_json::json;

use super::secrets::{self, StagedSecret};
use super::{Error, Service, SetUp, World};
use crate::domain::audit::Action;
use crate::domain::class::ADMIN_CLASS;
use crate::domain::{
    AuthMethod, Client, ClientType, Lifetime, Partner, Plaintext, Profile, Retention, Right, client_id,
};
use crate::vault::{self, Cost, SeededEntropy, below};

/// The administrator's user name.
pub const ADMIN: &str = "admin";
/// The administrator's password; nothing real belongs in such a registry.
pub const PASSWORD: &str = "for demonstration only";
/// Up to so many clients the registry is sealed and hashes as a real one does; above, it is show-once with the
/// least that argon2id knows.
pub const SEALED_UP_TO: u64 = 10_000;

/// Clients a transaction.
const BATCH: u64 = 1_000;

/// Makes a registry with `count` clients and tells after each batch how many there are.
///
/// # Errors
/// A file that is there already, or a disk that is full.
pub fn build(
    path: &Path,
    count: u64,
    mut world: World,
    mut progress: impl FnMut(u64),
) -> Result<Service, Error> {
    let large = count > SEALED_UP_TO;
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
    let mut service = Service::create(path, world, &set_up)?.service;
    let mut made_up = SeededEntropy::new(count);
    service.add_partners()?;
    let mut made = 0;
    while made < count {
        let numbers = made..count.min(made + BATCH);
        made = numbers.end;
        let clients =
            numbers.map(|number| client(number, &mut made_up)).collect::<Result<Vec<_>, Error>>()?;
        service.add_made_up(&clients, &mut made_up)?;
        progress(made);
    }
    Ok(service)
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

    fn add_made_up(&mut self, clients: &[Client], made_up: &mut SeededEntropy) -> Result<(), Error> {
        let confidential = clients.iter().filter(|client| client.client_type == ClientType::Confidential);
        let mut staged = self.stage_secrets(confidential.count())?.into_iter();
        let now = self.now();
        self.change(Right::Create, |change| {
            for client in clients {
                change.stamp.at = now - i64::from(below(made_up, 3 * 365 * 86_400)?);
                let id = change.writer.add_client(client, &change.stamp)?;
                let secret: Option<StagedSecret> = match client.client_type {
                    ClientType::Confidential => staged.next(),
                    ClientType::Public => None,
                };
                if let Some(secret) = secret {
                    secrets::add(change, id, &client.client_id, &secret)?;
                }
                if below(made_up, 20)? == 0 {
                    change.writer.set_client_enabled(id, &client.client_id, false, &change.stamp)?;
                }
                change.record(Action::ClientCreated, Some(&client.client_id), &json!({ "demo": true }))?;
            }
            Ok(())
        })
    }
}

const PARTNERS: &[(&str, &str)] = &[
    ("abc", "ABC Shipping"),
    ("northwind", "Northwind Traders"),
    ("contoso", "Contoso"),
    ("fabrikam", "Fabrikam"),
    ("acme", "Acme Tools"),
    ("globex", "Globex"),
    ("initech", "Initech"),
    ("umbra", "Umbra Insurance"),
    ("vega", "Vega Robotics"),
    ("zephyr", "Zephyr Airlines"),
    ("lumen", "Lumen Energy"),
    ("kestrel", "Kestrel Logistics"),
];
const PLACES: &[&str] =
    &["Berlin", "Oslo", "Porto", "Lyon", "Turin", "Ghent", "Basel", "Cork", "Leeds", "Vienna"];
const SYSTEMS: &[&str] = &[
    "Billing",
    "Warehouse",
    "Payroll",
    "Tracking",
    "Invoicing",
    "Reporting",
    "Catalogue",
    "Booking",
    "Identity",
    "Telemetry",
    "Archive",
    "Support",
    "Pricing",
    "Returns",
    "Fleet",
    "Customs",
];
const PARTS: &[&str] =
    &["Export", "Sync", "Gateway", "Portal", "Worker", "Bridge", "Monitor", "Importer", "API", "App"];
const NOTES: &[&str] = &[
    "",
    "Runs every night at two; the team in charge is on call.",
    "Replaces the file transfer that ended last spring.",
    "Call before you rotate: the partner changes it by hand.",
    "Test system; its data is made up.",
];

fn pick<'t, T>(from: &'t [T], entropy: &mut SeededEntropy) -> Result<&'t T, Error> {
    let at = below(entropy, u32::try_from(from.len()).unwrap_or(1))?;
    Ok(&from[at as usize])
}

fn client(number: u64, entropy: &mut SeededEntropy) -> Result<Client, Error> {
    let (place, system, part) = (pick(PLACES, entropy)?, pick(SYSTEMS, entropy)?, pick(PARTS, entropy)?);
    let profile = *pick(
        &[Profile::Service, Profile::Service, Profile::Web, Profile::Native, Profile::AudienceManager],
        entropy,
    )?;
    let partner = if below(entropy, 3)? == 0 { None } else { Some(pick(PARTNERS, entropy)?.0) };
    let host = format!("{}.{}.example", system.to_ascii_lowercase(), partner.unwrap_or("corp"));
    let mut client = profile.client();
    client.name = format!("{place} {system} {part} {:05}", number + 1);
    client.client_id = match partner {
        Some(subdomain) => {
            format!("{}{}{:05}", client_id::prefix(subdomain), part.to_ascii_lowercase(), number + 1)
        }
        None => vault::client_id(entropy)?,
    };
    let class = if below(entropy, 50)? == 0 { ADMIN_CLASS } else { "USER" };
    client.security_class = String::from(class);
    client.partner = partner.map(str::to_owned);
    client.email = Some(format!("{}-{}@{host}", place.to_ascii_lowercase(), part.to_ascii_lowercase()));
    client.scopes = if below(entropy, 3)? == 0 { vec!["read", "write"] } else { vec!["read"] }
        .into_iter()
        .map(str::to_owned)
        .collect();
    if client.redirects() {
        client.redirect_uris.push(format!("https://{host}/{:05}/callback", number + 1));
    }
    if client.auth_method == AuthMethod::Basic && below(entropy, 6)? == 0 {
        client.auth_method = AuthMethod::Post;
    }
    if below(entropy, 2)? == 0 {
        client.access_token_ttl = Some(Lifetime::Seconds(*pick(&[300, 900, 3600, 7200], entropy)?));
    }
    client.notes = String::from(*pick(NOTES, entropy)?);
    Ok(client)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Draft;

    #[test]
    fn made_up_clients_are_ones_that_a_person_could_have_typed() {
        let mut entropy = SeededEntropy::new(7);
        for number in 0..300 {
            let made_up = client(number, &mut entropy).unwrap();
            let checked =
                Draft::of(&made_up).check().unwrap_or_else(|problems| panic!("{made_up:?}: {problems:?}"));
            assert_eq!(checked, made_up);
        }
    }

    #[test]
    fn the_same_number_gives_the_same_clients() {
        let clients = |seed| {
            let mut entropy = SeededEntropy::new(seed);
            (0..20).map(|number| client(number, &mut entropy).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(clients(5), clients(5));
        assert_ne!(clients(5), clients(6));
    }
}
