//! Rules that look at several attributes of one client at once. Each names the field to mend.

use super::attributes::Client;
use super::client::{AuthMethod, ClientType};
use super::problem::{Problem, field};
use super::{client_id, grant, rule};

/// Every problem, in the order of the form.
#[must_use]
pub fn problems(client: &Client) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(partner) = &client.partner
        && let Err(found) = client_id::client_id(&client.client_id, Some(partner))
    {
        problems.extend(found);
    }
    let has = |name: &str| client.grant_types.iter().any(|grant| grant == name);
    let public = client.client_type == ClientType::Public;
    if public && has(grant::CLIENT_CREDENTIALS) {
        let sentence = "A public client can't use client_credentials, for it has no secret: \
                        remove the grant, or create a confidential client.";
        problems.push(Problem::by(rule::L32, field::GRANT_TYPES, sentence));
    }
    if client.redirects() && client.redirect_uris.is_empty() {
        let sentence = "The grants authorization_code and implicit need at least one redirect URI.";
        problems.push(Problem::by(rule::L40, field::REDIRECT_URIS, sentence));
    }
    if public != (client.auth_method == AuthMethod::None) {
        let sentence = if public {
            "A public client has no secret: its auth method is none."
        } else {
            "none is for public clients: choose client_secret_basic or client_secret_post."
        };
        problems.push(Problem::by(rule::L22, field::TOKEN_ENDPOINT_AUTH_METHOD, sentence));
    }
    problems
}
