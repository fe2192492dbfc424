//! A program that maintains clients through the same door as the screen and the command line: rights are asked,
//! changes are signed and logged. Needs no terminal code (`default-features = false`).
//!
//! `maintain_clients FILE OPERATOR PASSWORD_FILE` signs on to a registry (or makes it, where there is none), creates a
//! client, rotates its secret as for a leak, disables it and puts it into the trash, and prints the credentials that
//! counted in between.

use std::path::Path;

use clientkeep::domain::audit::Origin;
use clientkeep::domain::{Draft, Plaintext, Profile, Reason, Retention, Rotation, field};
use clientkeep::service::{Error, Issued, Service, SetUp, World};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, operator, password] = arguments.as_slice() else {
        return Err("maintain_clients FILE OPERATOR PASSWORD_FILE".into());
    };
    let password = std::fs::read_to_string(password)?;
    let password = Plaintext::new(password.trim_end_matches('\n').to_owned());
    let mut service = open(Path::new(file), operator, password)?;

    // What was typed is a draft: every problem with it comes back at once, each with its field.
    let mut draft = Draft::new(Profile::Service);
    draft.set(field::CLIENT_NAME, vec!["Nightly export".to_owned()]);
    draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
    draft.set(field::SCOPE, vec!["read".to_owned()]);
    draft.set(field::ACCESS_TOKEN_TTL, vec!["15m".to_owned()]);
    let issued = match service.create_client(&draft, None) {
        Ok(issued) => issued,
        Err(error) => {
            for problem in error.problems() {
                eprintln!("{}: {problem}", problem.field);
            }
            return Err(error.into());
        }
    };
    hand_out(&issued);
    let clients = [issued.record.client.client_id.clone()];

    // One attribute, on top of the version that was read: somebody else's newer save would refuse this one.
    let read = service.client(&clients[0])?;
    let mut draft = Draft::of(&read.client);
    draft.set(field::NOTES, vec!["Runs at three.".to_owned()]);
    service.update_client(&clients[0], read.version, &draft, None)?;

    // The old secret is refused at the servers' next read, and tokens from before are void.
    for rotated in service.rotate(&clients, Rotation { reason: Reason::Leak, grace: None })? {
        hand_out(&rotated);
    }
    service.set_enabled(&clients, false)?;
    service.delete(&clients)?;

    // Whether the file, the log and every row agree.
    let findings = service.check()?;
    println!("{} findings", findings.len());
    Ok(())
}

/// Opens a registry and signs on.
fn open(file: &Path, operator: &str, password: Plaintext) -> Result<Service, Error> {
    let mut service = match Service::open(file, World::real(Origin::Library)) {
        Ok(service) => service,
        Err(error) if error.is_missing_registry() => return set_up(file, operator, password),
        Err(error) => return Err(error),
    };
    let signed_on = service.sign_on(operator, &password)?;
    if signed_on.must_change_password {
        return Err(Error::MustChangePassword);
    }
    Ok(service)
}

fn set_up(file: &Path, operator: &str, password: Plaintext) -> Result<Service, Error> {
    let set_up = SetUp {
        admin: operator.to_owned(),
        full_name: String::new(),
        password,
        retention: Retention::ShowOnce,
        group: None,
        group_writes: false,
    };
    let founded = Service::create(file, World::real(Origin::Library), &set_up)?;
    // The one moment in which it is known: keep it away from the registry.
    println!("recovery code {}", founded.recovery_code.expose());
    Ok(founded.service)
}

/// The one moment in which a program has the secret of a show-once registry.
fn hand_out(issued: &Issued) {
    if let Some(secret) = &issued.secret {
        println!("{}:{}", issued.record.client.client_id, secret.expose());
    }
}
