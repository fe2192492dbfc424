//! The whole of what an authorization server in Rust does with a registry: a client's credentials come in, a decision
//! goes out. Needs no terminal code: `clientkeep = { version = "0.1", default-features = false }`.
//!
//! `authorization_server FILE SCOPE` reads `client_id:client_secret` lines on stdin, as they stand in an Authorization
//! header once it is decoded, and answers each as a token endpoint would for client credentials (RFC 6749 §4.4).

use std::io::{self, BufRead};
use std::path::Path;

use clientkeep::domain::{Credentials, Facts, Word};
use clientkeep::service::Registry;

/// Where the registry says that an access token never expires.
const NEVER: i64 = -1;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(scope)) = (arguments.next(), arguments.next()) else {
        return Err("authorization_server FILE SCOPE".into());
    };
    // One a thread; it holds the file open, and every question reads what is committed by then.
    let mut registry = Registry::open_read_only(Path::new(&file))?;
    for line in io::stdin().lock().lines() {
        println!("{}", answer(&mut registry, &line?, &scope));
    }
    // The use of secrets is reported in the background: no answer has waited for it.
    let reports = registry.usage_reports();
    eprintln!("{} verified; reports that were forgotten: {}", reports.noted, reports.dropped);
    Ok(())
}

/// What the token endpoint answers.
fn answer(registry: &mut Registry, credentials: &str, scope: &str) -> String {
    let Ok(credentials) = Credentials::parse(credentials) else { return "400 invalid_request".to_owned() };
    match registry.verify(&credentials.client_id, &credentials.secret) {
        Ok(Ok(client)) => grant(&client, scope),
        // Why is for the log only: unknown client, wrong, retired and expired secret are told alike.
        Ok(Err(refusal)) => {
            eprintln!("{}: {}", credentials.client_id, refusal.word());
            "401 invalid_client".to_owned()
        }
        // Without the registry nobody is let in.
        Err(error) => {
            eprintln!("{error}");
            "503 temporarily_unavailable".to_owned()
        }
    }
}

/// What a client that authenticated is given: its facts have the registry's defaults filled in.
fn grant(client: &Facts, scope: &str) -> String {
    if !client.grant_types.iter().any(|grant| grant == "client_credentials") {
        return "400 unauthorized_client".to_owned();
    }
    if !client.scopes.iter().any(|own| own == scope) {
        return "400 invalid_scope".to_owned();
    }
    match client.access_token_ttl {
        NEVER => "200 a token that never expires".to_owned(),
        seconds => format!("200 a token for {seconds} s"),
    }
}
