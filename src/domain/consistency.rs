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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(client: &Client) -> Vec<(&'static str, &'static str)> {
        problems(client).iter().map(|problem| (problem.field, problem.rule)).collect()
    }

    fn with(grants: &[&str], uris: &[&str]) -> Client {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Client { grant_types: owned(grants), redirect_uris: owned(uris), ..Client::default() }
    }

    #[test]
    fn a_client_that_agrees_with_itself_has_no_problem() {
        for client in [
            Client::default(),
            with(&[grant::CLIENT_CREDENTIALS], &[]),
            with(&["authorization_code"], &["https://a.example/"]),
            Client { auth_method: AuthMethod::Post, ..Client::default() },
            Client {
                client_type: ClientType::Public,
                auth_method: AuthMethod::None,
                ..with(&["password"], &[])
            },
            Client {
                partner: Some("acme".to_owned()),
                client_id: "acme-billing".to_owned(),
                ..Client::default()
            },
        ] {
            assert_eq!(found(&client), [], "{client:?}");
        }
    }

    #[test]
    fn a_public_client_has_no_client_credentials() {
        let public =
            Client { client_type: ClientType::Public, auth_method: AuthMethod::None, ..Client::default() };
        let client =
            Client { grant_types: with(&["password", grant::CLIENT_CREDENTIALS], &[]).grant_types, ..public };
        assert_eq!(found(&client), [(field::GRANT_TYPES, "L-32")]);
    }

    #[test]
    fn grants_that_redirect_need_a_uri() {
        for grant in ["authorization_code", "implicit"] {
            assert_eq!(found(&with(&[grant], &[])), [(field::REDIRECT_URIS, "L-40")]);
        }
    }

    #[test]
    fn a_client_is_public_exactly_where_its_auth_method_is_none() {
        let method = |client_type, auth_method| {
            let told = problems(&Client { client_type, auth_method, ..Client::default() });
            told.into_iter().map(|problem| problem.sentence).collect::<Vec<_>>()
        };
        let none = "none is for public clients: choose client_secret_basic or client_secret_post.";
        assert_eq!(method(ClientType::Confidential, AuthMethod::None), [none]);
        let public = "A public client has no secret: its auth method is none.";
        assert_eq!(method(ClientType::Public, AuthMethod::Basic), [public]);
        assert_eq!(method(ClientType::Public, AuthMethod::None), [""; 0]);
    }

    #[test]
    fn a_partners_prefix_alone_is_no_client_id() {
        let client =
            Client { partner: Some("acme".to_owned()), client_id: "acme-".to_owned(), ..Client::default() };
        assert_eq!(found(&client), [(field::CLIENT_ID, "")]);
    }
}
