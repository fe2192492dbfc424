//! What each system's documents say.

use super::*;

#[test]
fn a_registration_response_of_rfc_7591_is_read() {
    let [client] = &read("rfc7591", &document("rfc7591.json"))[..] else { panic!() };
    assert_eq!(client.text("client_id"), "s6BhdRkqt3");
    assert_eq!(client.text("client_name"), "My Example Client");
    assert_eq!(named(client, "redirect_uris").len(), 2);
    assert_eq!(kind(client), "plain cf136dc3c1fc93f31185e5885805d");
    assert_eq!(client.secret_expires_at, Some(2_893_276_800));
    let mut left_out = client.left_out.clone();
    left_out.sort();
    assert_eq!(left_out, ["client_name#ja-Jpan-JP", "example_extension_parameter", "jwks_uri", "logo_uri"]);
    assert_eq!(client.line_of("client_id"), 2);
    assert_eq!(client.line_of("redirect_uris"), 6);
    assert_eq!(client.line_of("client_secret"), 3);
    assert!(client.problems.is_empty());
}

#[test]
fn lines_of_csv_are_read_by_their_header() {
    let clients = read("csv", &document("clients.csv"));
    let [portal, batch] = &clients[..] else { panic!() };
    assert_eq!((portal.line, batch.line), (2, 4));
    assert_eq!(portal.text("client_name"), "Parcel Portal");
    assert_eq!(portal.text("client_id"), "parcel-portal");
    assert_eq!(portal.text("security_class"), "USER");
    assert_eq!(named(portal, "scope"), ["read", "write"]);
    assert_eq!(named(portal, "grant_types"), ["authorization_code", "refresh_token"]);
    assert_eq!(portal.text("access_token_ttl"), "1h");
    assert_eq!(portal.text("notes"), "says \"hello\",\r\ntwice");
    assert_eq!(portal.enabled, Some(true));
    assert_eq!(portal.left_out, ["internal code"]);
    assert_eq!(batch.enabled, Some(false));
    assert!(!batch.names("client_id") && !batch.names("redirect_uris"));
}

/// A pipe whose other end writes a byte at a time.
struct Drip<'t>(&'t [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let most = bytes.len().min(1);
        self.0.read(&mut bytes[..most])
    }
}

#[test]
fn a_document_that_comes_byte_by_byte_is_read_as_from_a_file() {
    let text = format!("\u{feff}{}", document("clients.csv").replace(',', ";"));
    let json = format!("\u{feff}{}", document("rfc7591.json"));
    for (format, text) in [("csv", text), ("rfc7591", json)] {
        let dripping = (super::super::format(format).unwrap().read)(Box::new(Drip(text.as_bytes())));
        let names = |client: &Declared| named(client, field::CLIENT_NAME).join("");
        let slowly: Vec<String> = dripping.map(|client| names(&client.unwrap())).collect();
        let at_once: Vec<String> = read(format, &text).iter().map(names).collect();
        assert_eq!(slowly, at_once, "{format}");
        assert!(slowly.iter().all(|name| !name.is_empty()), "{slowly:?}");
    }
}

#[test]
fn csv_with_semicolons_or_tabs_and_a_byte_order_mark_is_read() {
    for delimiter in [";", "\t"] {
        let text =
            format!("\u{feff}client_name{delimiter}scope\nABC{delimiter}read write\n\nDEF{delimiter}read\n");
        let clients = read("csv", &text);
        assert_eq!(clients.len(), 2);
        assert_eq!(clients[0].text("client_name"), "ABC");
        assert_eq!(named(&clients[0], "scope"), ["read", "write"]);
        assert_eq!(clients[1].text("client_name"), "DEF");
    }
}

#[test]
fn hydras_clients_are_read() {
    let clients = read("hydra", &document("hydra.json"));
    let [portal, sync] = &clients[..] else { panic!() };
    assert_eq!(portal.text("client_name"), "Parcel Portal");
    assert_eq!(named(portal, "scope"), ["openid", "offline_access"]);
    assert_eq!(named(portal, "redirect_uris").len(), 2);
    assert_eq!(portal.text("contacts"), "portal@parcel.example");
    assert_eq!(portal.text("access_token_ttl"), "1800", "the shortest does for all grants");
    assert_eq!(portal.text("refresh_token_ttl"), "2592000");
    assert_eq!(kind(portal), "plain x7Qd.mR2~kLp94ZtWsVb");
    assert_eq!(portal.left_out, ["client_uri"]);
    assert_eq!(kind(sync), "PBKDF2");
    assert_eq!(sync.text("token_endpoint_auth_method"), "client_secret_post");
    let list = format!("{{\"items\": {}, \"next_page_token\": \"\"}}", document("hydra.json"));
    assert_eq!(read("hydra", &list).len(), 2, "as hydra list clients prints them");
}

#[test]
fn keycloaks_clients_are_read_from_an_exported_realm() {
    let clients = read("keycloak", &document("keycloak.json"));
    let [web, app, masked] = &clients[..] else { panic!("{}", clients.len()) };
    assert_eq!(web.text("client_id"), "warehouse-web");
    assert_eq!(web.text("notes"), "Scanners at the gate");
    assert_eq!(
        named(web, "grant_types"),
        ["authorization_code", "password", "client_credentials", "refresh_token"]
    );
    assert_eq!(named(web, "scope"), ["profile", "roles", "offline_access"]);
    assert_eq!(web.text("access_token_ttl"), "300");
    assert_eq!(web.text("require_pkce"), "true");
    assert_eq!(kind(web), "plain Zq8f5vTn3xYb7LwCdE2sRm6h");
    assert!(web.left_out.contains(&"attributes.post.logout.redirect.uris".to_owned()), "{:?}", web.left_out);
    assert_eq!(app.enabled, Some(false));
    assert_eq!(named(app, "grant_types"), ["authorization_code"]);
    assert_eq!(app.text("client_type"), "public");
    assert_eq!(kind(app), "none");
    assert_eq!(kind(masked), "a mask");
    assert_eq!(named(masked, "grant_types"), ["client_credentials"]);
    assert_eq!(web.line_of("client_id"), 10, "the line in the file");
}

#[test]
fn authelias_clients_are_read_from_its_configuration() {
    let clients = read("authelia", &document("authelia.yml"));
    let [board, playground, older, browser] = &clients[..] else { panic!("{}", clients.len()) };
    assert_eq!((board.text("client_id"), board.text("client_name")), ("parcel-board", "Parcel Board"));
    assert!(kind(board).starts_with("$argon2id$v=19$m=65536,t=3,p=4$"), "{}", kind(board));
    assert_eq!(named(board, "scope"), ["openid", "groups"]);
    assert_eq!(board.text("require_pkce"), "true");
    assert_eq!(board.line_of("client_id"), 9);
    assert_eq!(board.line_of("redirect_uris"), 16);
    assert!(board.left_out.contains(&"authorization_policy".to_owned()));
    assert_eq!(kind(playground), "PBKDF2");
    assert_eq!(
        named(playground, "scope"),
        ["openid", "groups", "profile", "email"],
        "as it understands that"
    );
    assert_eq!(named(playground, "grant_types"), ["authorization_code"]);
    assert_eq!((older.text("client_id"), older.text("client_name")), ("older-names", "Written before 4.38"));
    assert_eq!(kind(older), "plain this is a plain secret");
    assert_eq!(browser.text("client_type"), "public");
    assert!(clients.iter().all(|client| client.problems.is_empty()));
}

/// Found by fuzzing: which of the two was taken, and its line, was told differently from time to time.
#[test]
fn where_authelia_has_an_older_name_beside_the_newer_the_newer_counts() {
    let text = "clients:\n - id: older\n   client_id: newer\n   client_name: Newer\n   description: Older\n";
    for _ in 0..20 {
        let clients = read("authelia", text);
        let [client] = &clients[..] else { panic!("{}", clients.len()) };
        assert_eq!((client.text("client_id"), client.text("client_name")), ("newer", "Newer"));
        assert_eq!((client.line_of("client_id"), client.line_of("client_name")), (3, 4));
        assert_eq!(client.left_out, ["description", "id"]);
    }
}

#[test]
fn djangos_fixtures_are_read() {
    let clients = read("django", &document("django.json"));
    let [shop, app, batch] = &clients[..] else { panic!("{}", clients.len()) };
    assert_eq!((shop.text("client_name"), shop.line), ("shop", 7));
    assert_eq!(named(shop, "redirect_uris").len(), 2);
    assert_eq!(named(shop, "grant_types"), ["authorization_code", "refresh_token"]);
    assert!(kind(shop).starts_with("$argon2id$v=19$m=1024,t=2,p=8$"), "{}", kind(shop));
    assert_eq!(shop.line_of("client_secret"), 17);
    assert_eq!(kind(app), "none", "a public client keeps no secret");
    assert!(app.left_out.contains(&"client_secret".to_owned()));
    assert_eq!(named(app, "grant_types"), ["implicit"]);
    assert_eq!(kind(batch), "PBKDF2");
    assert_eq!(named(batch, "grant_types"), ["client_credentials"]);
}

#[test]
fn the_clients_of_node_oidc_provider_are_read() {
    let clients = read("node-oidc-provider", &document("node-oidc-provider.json"));
    let [party, cli] = &clients[..] else { panic!() };
    assert_eq!(party.text("client_name"), "Relying Party");
    assert_eq!(named(party, "grant_types"), ["authorization_code"], "as the provider understands that");
    assert!(kind(party).starts_with("plain TQV5"));
    assert_eq!(party.left_out, ["id_token_signed_response_alg"]);
    assert_eq!(cli.text("token_endpoint_auth_method"), "none");
    assert_eq!(named(cli, "scope"), ["openid", "offline_access"]);
}

#[test]
fn what_has_the_wrong_shape_is_a_problem_with_its_line() {
    let text =
        "[\n {\n  \"client_id\": 7,\n  \"scope\": [\"read\"],\n  \"grant_types\": [\"password\"]\n }\n]";
    let [client] = &read("rfc7591", text)[..] else { panic!() };
    let told: Vec<(u64, &str)> =
        client.problems.iter().map(|found| (found.line, found.problem.field)).collect();
    assert_eq!(told, [(3, "client_id"), (4, "scope")]);
}
