//! oxide-auth 0.6 with the clients of a registry, by the lines that README shows: its own flows on requests as a web
//! framework gives them, while an operator changes the registry under it.

#[path = "../assets/connect/oxide_auth.rs"]
mod oxide_auth_clients;

use std::collections::HashMap;

use clientkeep::domain::audit::Origin;
use clientkeep::domain::{Draft, Plaintext, Profile, Reason, Retention, Rotation, field};
use clientkeep::service::{Issued, Policy, Registry, Service, SetUp, World};
use data_encoding::BASE64;
use oxide_auth::endpoint::{OwnerConsent, Solicitation};
use oxide_auth::frontends::simple::endpoint::{
    FnSolicitor, access_token_flow, authorization_flow, client_credentials_flow, refresh_flow, resource_flow,
};
use oxide_auth::frontends::simple::request::{Request, Response, Status};
use oxide_auth::primitives::authorizer::AuthMap;
use oxide_auth::primitives::generator::RandomGenerator;
use oxide_auth::primitives::issuer::TokenMap;
use oxide_auth_clients::{Clients, Tokens};
use serde_json::Value;

const CALLBACK: &str = "https://app.example.com/callback?from=registry";

struct Server {
    _folder: tempfile::TempDir,
    operator: Service,
    clients: Clients,
    tokens: Tokens<TokenMap<RandomGenerator>>,
    codes: AuthMap<RandomGenerator>,
}

fn fields(pairs: &[(&str, &str)]) -> HashMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn basic(client_id: &str, secret: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("{client_id}:{secret}").as_bytes()))
}

fn answer(response: &Response) -> Value {
    serde_json::from_str(response.body.as_ref().map_or("null", |body| body.as_str())).unwrap()
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("registry.db");
        let set_up = SetUp {
            admin: "ada".to_owned(),
            full_name: String::new(),
            password: Plaintext::new("seven quiet lanterns".to_owned()),
            retention: Retention::ShowOnce,
            group: None,
            group_writes: false,
        };
        let world = World { policy: Policy::CHEAP, memory: None, ..World::real(Origin::Library) };
        let operator =
            Service::create(&path, world, &set_up).unwrap_or_else(|error| panic!("{error}")).service;
        let clients = Clients::new(Registry::open_read_only(&path).unwrap());
        let tokens = Tokens::new(clients.clone(), TokenMap::new(RandomGenerator::new(32)));
        Self { _folder: folder, operator, clients, tokens, codes: AuthMap::new(RandomGenerator::new(32)) }
    }

    fn create(&mut self, profile: Profile, more: &[(&str, &str)]) -> Issued {
        let mut draft = Draft::new(profile);
        draft.set(field::CLIENT_NAME, vec!["ABC".to_owned()]);
        draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
        for (name, value) in more {
            draft.set(name, value.split(' ').map(str::to_owned).collect());
        }
        self.operator.create_client(&draft, None).unwrap_or_else(|error| panic!("{error}"))
    }

    fn rotate(&mut self, client_id: &str, reason: Reason) -> String {
        let issued = self.operator.rotate(&[client_id.to_owned()], Rotation { reason, grace: None }).unwrap();
        issued[0].secret.as_ref().unwrap().expose().to_owned()
    }

    fn client_credentials(&mut self, client_id: &str, secret: &str, scope: Option<&str>) -> Response {
        let mut body = fields(&[("grant_type", "client_credentials")]);
        body.extend(scope.map(|scope| ("scope".to_owned(), scope.to_owned())));
        let request = Request { urlbody: body, auth: Some(basic(client_id, secret)), ..Request::default() };
        let clients = self.clients.clone();
        let mut consent = FnSolicitor(move |_: &mut Request, asked: Solicitation<'_>| {
            let id = asked.pre_grant().client_id.clone();
            if clients.may(&id, "client_credentials", None) {
                OwnerConsent::Authorized(id)
            } else {
                OwnerConsent::Denied
            }
        });
        // What the registrar refuses beside credentials is an error without an answer: the framework says 400.
        client_credentials_flow(&self.clients, &mut self.tokens, &mut consent)
            .execute(request)
            .unwrap_or_else(|_| Response { status: Status::BadRequest, ..Response::default() })
    }

    /// The code that the user's browser brings back to the client, if it brings one.
    fn authorize(&mut self, client_id: &str, redirect_uri: &str, user: &'static str) -> Option<String> {
        let query = fields(&[
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", redirect_uri),
            ("scope", "read"),
        ]);
        let clients = self.clients.clone();
        let mut consent = FnSolicitor(move |_: &mut Request, asked: Solicitation<'_>| {
            if clients.may(&asked.pre_grant().client_id, "authorization_code", Some(user)) {
                OwnerConsent::Authorized(user.to_owned())
            } else {
                OwnerConsent::Denied
            }
        });
        let mut flow = authorization_flow(&self.clients, &mut self.codes, &mut consent);
        let response = flow.execute(Request { query, ..Request::default() }).ok()?;
        let location = response.location?;
        assert!(location.as_str().starts_with(CALLBACK), "{location}");
        location.query_pairs().find(|(name, _)| name == "code").map(|(_, code)| code.into_owned())
    }

    fn redeem(&mut self, client_id: &str, secret: &str, body: &[(&str, &str)]) -> Response {
        let auth = Some(basic(client_id, secret));
        let request = Request { urlbody: fields(body), auth, ..Request::default() };
        if body.contains(&("grant_type", "refresh_token")) {
            return refresh_flow(&self.clients, &mut self.tokens).execute(request).unwrap();
        }
        access_token_flow(&self.clients, &mut self.codes, &mut self.tokens).execute(request).unwrap()
    }

    fn honours(&mut self, token: &str) -> bool {
        let auth = Some(format!("Bearer {token}"));
        let scopes = ["read".parse().unwrap()];
        resource_flow(&mut self.tokens, &scopes).execute(Request { auth, ..Request::default() }).is_ok()
    }
}

#[test]
fn a_service_gets_tokens_as_the_registry_says_at_every_moment() {
    let mut server = Server::start();
    let issued = server.create(Profile::Service, &[("scope", "read"), ("access_token_ttl", "420")]);
    let (id, old) = (issued.record.client.client_id, issued.secret.unwrap().expose().to_owned());

    let response = server.client_credentials(&id, &old, None);
    assert_eq!(response.status, Status::Ok);
    let token = answer(&response);
    assert_eq!((token["scope"].as_str(), token["token_type"].as_str()), (Some("read"), Some("bearer")));
    assert!((415..=420).contains(&token["expires_in"].as_i64().unwrap()), "{token}");
    let token = token["access_token"].as_str().unwrap().to_owned();
    assert!(server.honours(&token));
    assert_eq!(server.client_credentials(&id, &old, Some("write")).status, Status::BadRequest);
    assert_eq!(server.client_credentials(&id, "cks1_x", None).status, Status::Unauthorized);
    assert_eq!(server.client_credentials("nobody", &old, None).status, Status::Unauthorized);

    // tokens-not-before has whole seconds: the token is from an earlier one.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let new = server.rotate(&id, Reason::Leak);
    assert_eq!(server.client_credentials(&id, &old, None).status, Status::Unauthorized);
    assert_eq!(server.client_credentials(&id, &new, None).status, Status::Ok);
    assert!(!server.honours(&token), "a token from before the leak");

    let clients = [id.clone()];
    server.operator.set_enabled(&clients, false).unwrap();
    assert_eq!(server.client_credentials(&id, &new, None).status, Status::Unauthorized);
    server.operator.set_enabled(&clients, true).unwrap();
    let response = server.client_credentials(&id, &new, None);
    assert_eq!(response.status, Status::Ok);
    let token = answer(&response)["access_token"].as_str().unwrap().to_owned();
    server.operator.delete(&clients).unwrap();
    assert_eq!(server.client_credentials(&id, &new, None).status, Status::Unauthorized);
    assert!(!server.honours(&token), "a token of a deleted client");
}

#[test]
fn a_web_application_gets_codes_at_its_own_redirect_uris_for_its_partners_users() {
    let mut server = Server::start();
    server.operator.add_partner("ABC Shipping", "abc").unwrap();
    server.operator.add_partner_user("abc", "jane", "").unwrap();
    let more = [
        ("scope", "read"),
        ("redirect_uris", CALLBACK),
        ("partner", "abc"),
        ("client_id", "abc-jane"),
        ("access_token_ttl", "-1"),
    ];
    let issued = server.create(Profile::Web, &more);
    let (id, secret) = (issued.record.client.client_id, issued.secret.unwrap().expose().to_owned());

    assert_eq!(server.authorize(&id, "https://app.example.com/other", "jane"), None);
    assert_eq!(server.authorize(&id, &format!("{CALLBACK}&x=1"), "jane"), None);
    assert_eq!(server.authorize(&id, CALLBACK, "mallory"), None, "a user of nobody");
    let code = server.authorize(&id, CALLBACK, "jane").unwrap();
    let body = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)];
    assert_eq!(server.redeem(&id, "wrong", &body).status, Status::Unauthorized);
    let code = server.authorize(&id, CALLBACK, "jane").unwrap();
    let body = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)];
    let response = server.redeem(&id, &secret, &body);
    let token = answer(&response);
    assert_eq!(response.status, Status::Ok, "{token}");
    assert!(token["expires_in"].as_i64().unwrap() > 1_000_000_000, "never");
    let refresh = token["refresh_token"].as_str().unwrap();
    let body = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    let response = server.redeem(&id, &secret, &body);
    assert_eq!(response.status, Status::Ok);
    let again = answer(&response)["access_token"].as_str().unwrap().to_owned();
    assert!(server.honours(&again));
    server.operator.set_enabled(std::slice::from_ref(&id), false).unwrap();
    assert!(!server.honours(&again), "a token of a disabled client");
    assert_eq!(server.authorize(&id, CALLBACK, "jane"), None);
}
