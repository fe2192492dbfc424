//! Which advice which client gets.

use super::super::profile::Profile;
use super::super::rule::Effect;
use super::*;

/// A client about which nothing is advised in [`strict`] settings.
fn quiet() -> Client {
    Client {
        name: "ABC Shipping".into(),
        client_id: "s6BhdRkqt3".into(),
        scopes: vec!["read".into()],
        grant_types: grants(&[grant::CLIENT_CREDENTIALS]),
        restrict_to_partner_users: true,
        ..Client::default()
    }
}

fn strict() -> Settings {
    Settings {
        secret_retention: Retention::ShowOnce,
        access_token_ttl: Lifetime::Seconds(3_600),
        refresh_token_ttl: Lifetime::Seconds(86_400),
        ..Settings::default()
    }
}

fn grants(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn all_of(client: &Client, settings: &Settings, users: &[&str], has_live_secret: bool) -> Vec<Advice> {
    advise(&AdviceInput { client, settings, partner_users: &grants(users), has_live_secret })
}

fn rules_of(client: &Client) -> Vec<&'static str> {
    all_of(client, &strict(), &["jane", "acme-bob"], true).iter().map(|advice| advice.rule).collect()
}

/// What changing the quiet client in one way makes of it.
fn after(change: impl FnOnce(&mut Client)) -> Vec<&'static str> {
    let mut client = quiet();
    change(&mut client);
    rules_of(&client)
}

#[test]
fn a_careful_client_gets_no_advice() {
    assert_eq!(rules_of(&quiet()), [""; 0]);
    let web = |client: &mut Client| {
        client.grant_types = grants(&[grant::AUTHORIZATION_CODE, grant::REFRESH_TOKEN]);
        client.redirect_uris = vec!["https://client.example/cb".into()];
        client.require_pkce = true;
    };
    assert_eq!(after(web), [""; 0]);
}

#[test]
fn grants_are_advised_on() {
    use grant::{
        AUTHORIZATION_CODE as CODE, CLIENT_CREDENTIALS, DEVICE_CODE, IMPLICIT, PASSWORD, REFRESH_TOKEN,
        TOKEN_EXCHANGE,
    };
    for (names, rules) in [
        (&[PASSWORD, REFRESH_TOKEN][..], &["L-30"][..]),
        (&[IMPLICIT], &["L-31"]),
        (&[CLIENT_CREDENTIALS, REFRESH_TOKEN], &["L-33"]),
        (&[CLIENT_CREDENTIALS, REFRESH_TOKEN, DEVICE_CODE], &[]),
        (&[CODE, CLIENT_CREDENTIALS], &["L-36"]),
        (&[CODE, IMPLICIT], &["L-36", "L-31"]),
        (&[REFRESH_TOKEN], &["L-37"]),
        (&[REFRESH_TOKEN, IMPLICIT], &["L-37", "L-31"]),
        (&[REFRESH_TOKEN, TOKEN_EXCHANGE], &[]),
        (&[REFRESH_TOKEN, "urn:example:grant"], &[]),
    ] {
        let given = after(|client| {
            client.grant_types = grants(names);
            client.require_pkce = true;
        });
        assert_eq!(given, rules, "{names:?}");
    }
}

#[test]
fn implicit_is_an_error_for_public_clients_and_a_warning_for_others() {
    for (client_type, severity) in
        [(ClientType::Public, Severity::Error), (ClientType::Confidential, Severity::Warning)]
    {
        let client = Client { client_type, grant_types: grants(&[grant::IMPLICIT]), ..quiet() };
        let advice = all_of(&client, &strict(), &[], true);
        assert_eq!(
            advice.iter().map(|advice| (advice.rule, advice.severity)).collect::<Vec<_>>(),
            [("L-31", severity)]
        );
    }
}

#[test]
fn pkce_is_asked_of_every_client_with_a_code() {
    let code = |client_type| {
        after(|client| {
            client.grant_types = grants(&[grant::AUTHORIZATION_CODE]);
            client.client_type = client_type;
        })
    };
    assert_eq!(code(ClientType::Public), ["L-60"]);
    assert_eq!(code(ClientType::Confidential), ["L-61"]);
}

#[test]
fn redirect_uris_are_advised_on_while_a_grant_redirects() {
    let uris = vec!["http://localhost/cb".to_owned(), "https://client.example".to_owned()];
    let redirecting = |client: &mut Client| {
        client.redirect_uris = uris.clone();
        client.require_pkce = true;
        client.grant_types = grants(&[grant::AUTHORIZATION_CODE]);
    };
    assert_eq!(after(redirecting), ["L-45", "L-46", "L-49"]);
    assert_eq!(after(|client| client.redirect_uris = uris.clone()), [""; 0]);
}

#[test]
fn secrets_are_advised_on_where_a_client_has_them() {
    let sealed = Settings { secret_retention: Retention::Sealed, ..strict() };
    let rules = |client: &Client, live| {
        all_of(client, &sealed, &[], live).iter().map(|advice| advice.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(&quiet(), true), ["L-11"]);
    assert_eq!(rules(&quiet(), false), ["L-11", "L-23"]);
    assert_eq!(after(|client| client.auth_method = AuthMethod::Post), ["L-25"]);
    let public = Client { client_type: ClientType::Public, auth_method: AuthMethod::None, ..quiet() };
    assert_eq!(rules(&public, false), [""; 0]);
}

#[test]
fn lifetimes_are_advised_on_with_the_default_filled_in() {
    let access = |lifetime| after(|client| client.access_token_ttl = Some(lifetime));
    assert_eq!(access(Lifetime::Seconds(3_600)), [""; 0]);
    assert_eq!(access(Lifetime::Seconds(3_601)), ["L-66"]);
    assert_eq!(access(Lifetime::Seconds(1_000_000)), ["L-66"]);
    assert_eq!(access(Lifetime::Never), ["L-65"]);
    let both = |access, refresh| {
        after(|client| {
            client.access_token_ttl = access;
            client.refresh_token_ttl = refresh;
        })
    };
    assert_eq!(both(Some(Lifetime::Seconds(60)), Some(Lifetime::Seconds(60))), ["L-67"]);
    assert_eq!(both(Some(Lifetime::Seconds(60)), Some(Lifetime::Seconds(61))), [""; 0]);
    assert_eq!(both(None, Some(Lifetime::Seconds(60))), ["L-67"]);
    assert_eq!(both(Some(Lifetime::Never), Some(Lifetime::Seconds(60))), ["L-65", "L-67"]);

    let advice = all_of(
        &quiet(),
        &Settings { secret_retention: Retention::ShowOnce, ..Settings::default() },
        &[],
        true,
    );
    assert_eq!(advice[0].rule, "L-66");
    assert!(advice[0].sentence.contains("1 hour or less, not default (12 hours)"), "{}", advice[0]);
}

#[test]
fn scopes_are_advised_on() {
    let scopes = |names: &[&str]| after(|client| client.scopes = grants(names));
    assert_eq!(scopes(&[]), ["L-71"]);
    assert_eq!(scopes(&["write", "read"]), ["L-70"]);
    assert_eq!(scopes(&["write"]), [""; 0]);
    assert_eq!(scopes(&["read", "writer"]), [""; 0]);
}

#[test]
fn a_partners_client_is_restricted_and_named_after_a_user() {
    let partner = |id: &str, restricted| {
        after(|client| {
            client.partner = Some("acme".into());
            client.client_id = id.into();
            client.restrict_to_partner_users = restricted;
        })
    };
    assert_eq!(partner("acme-portal", true), [""; 0]);
    assert_eq!(partner("ACME-portal", false), ["L-95"]);
    assert_eq!(partner("portal", true), ["L-97"]);
    assert_eq!(partner("acme-", true), ["L-97"]);
    assert_eq!(partner("acmeportal", true), ["L-97"]);
    assert_eq!(partner("acme-Jane", true), ["L-08"]);
    assert_eq!(partner("Acme-Bob", true), ["L-08"]);
    assert_eq!(partner("JANE", true), ["L-08", "L-97"]);
    assert_eq!(after(|client| client.restrict_to_partner_users = false), [""; 0]);
}

#[test]
fn advice_is_never_graver_than_its_rule_and_says_what_would_be_better() {
    let mut given = Vec::new();
    for profile in [Profile::Service, Profile::Web, Profile::Native, Profile::AudienceManager] {
        let client = Client { partner: Some("acme".into()), ..profile.client() };
        given.extend(all_of(&client, &Settings::default(), &[], false));
    }
    assert!(given.len() > 15);
    for advice in given {
        let rule = rule::ALL.iter().find(|rule| rule.id == advice.rule).unwrap();
        assert!(rule.effect == Effect::Advise && advice.severity <= rule.severity, "{advice}");
        assert!(advice.sentence.ends_with('.') && !advice.field.is_empty(), "{advice}");
    }
}
