//! Clients that are made up: names, partners, addresses as a middling company has them, all from one number.

use crate::domain::class::ADMIN_CLASS;
use crate::domain::{AuthMethod, Client, Lifetime, Profile, client_id};
use crate::vault::{self, EntropyError, SeededEntropy, below};

/// Seconds that the oldest client is old.
const OLDEST: u32 = 3 * 365 * 86_400;

/// A client and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeUp {
    /// Its attributes.
    pub client: Client,
    /// How long ago it was created, in seconds.
    pub age: i64,
    /// Whether it is in use.
    pub enabled: bool,
}

impl MadeUp {
    /// The client of this number; numbers must be asked for in their order.
    pub fn next(number: u64, entropy: &mut SeededEntropy) -> Result<Self, EntropyError> {
        let client = client(number, entropy)?;
        Ok(Self { client, age: below(entropy, OLDEST)?.into(), enabled: below(entropy, 20)? != 0 })
    }
}

pub const PARTNERS: &[(&str, &str)] = &[
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

fn pick<'t, T>(from: &'t [T], entropy: &mut SeededEntropy) -> Result<&'t T, EntropyError> {
    let at = below(entropy, u32::try_from(from.len()).unwrap_or(1))?;
    Ok(&from[at as usize])
}

fn client(number: u64, entropy: &mut SeededEntropy) -> Result<Client, EntropyError> {
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
            let made_up = MadeUp::next(number, &mut entropy).unwrap().client;
            let checked =
                Draft::of(&made_up).check().unwrap_or_else(|problems| panic!("{made_up:?}: {problems:?}"));
            assert_eq!(checked, made_up);
        }
    }

    #[test]
    fn the_same_number_gives_the_same_clients() {
        let clients = |seed| {
            let mut entropy = SeededEntropy::new(seed);
            (0..20).map(|number| MadeUp::next(number, &mut entropy).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(clients(5), clients(5));
        assert_ne!(clients(5), clients(6));
    }
}
