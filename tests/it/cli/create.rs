//! `create` and `update`: attributes from flags and from RFC 7591 documents, and the document that comes back.

use serde_json::{Value, json};

use super::program::Registry;

/// Members of a client, as the specification lists them.
const MEMBERS: &str = "client_id client_name client_type security_class partner contacts \
    restrict_to_partner_users scope grant_types response_types redirect_uris token_endpoint_auth_method \
    require_pkce access_token_ttl refresh_token_ttl status notes version created_at updated_at last_used_at";

fn members(document: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = document.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn sorted(text: &'static str) -> Vec<&'static str> {
    let mut names: Vec<&str> = text.split_whitespace().collect();
    names.sort_unstable();
    names
}

#[test]
fn a_public_client_has_no_secret_that_could_end() {
    let registry = Registry::new();
    let create =
        ["create", "App", "--class", "USER", "--profile", "native", "--redirect-uri", "http://127.0.0.1/"];
    let said = registry.run(&[&create[..], &["--secret-expires", "90d"]].concat()).fails(2);
    assert!(said.contains("--secret-expires"), "{said}");
    assert_eq!(registry.run_bare(&["list"]).ok(), "");
    registry.run(&create).ok();
}

#[test]
fn a_client_is_printed_with_exactly_the_members_of_the_specification() {
    let registry = Registry::new();
    let created = registry.run(&["create", "ABC", "--class", "USER", "--json"]).json();
    let mut with_secret = sorted(MEMBERS);
    with_secret.extend(["client_secret", "client_secret_expires_at"]);
    with_secret.sort_unstable();
    assert_eq!(members(&created), with_secret);
    assert_eq!(created["client_secret_expires_at"], 0);
    assert!(created["client_secret"].as_str().unwrap().starts_with("cks1_"));

    let shown = registry.run_bare(&["show", "ABC", "--json"]).json();
    assert_eq!(members(&shown), sorted(MEMBERS));
    assert_eq!(shown["partner"], Value::Null);
    assert_eq!(shown["access_token_ttl"], Value::Null);
    assert_eq!(shown["last_used_at"], Value::Null);
    assert_eq!(shown["contacts"], json!([]));
    assert_eq!(shown["status"], "enabled");
    assert_eq!(shown["version"], 1);
    let made = shown["created_at"].as_str().unwrap();
    assert!(made.ends_with('Z') && made.as_bytes()[10] == b'T', "RFC 3339: {made}");
}

#[test]
fn every_attribute_can_be_given_as_a_flag() {
    let registry = Registry::new();
    let flags = "create Portal --class ADMIN --profile web --client-id portal-1 --email a@abc.example \
                 --redirect-uri https://a.example/cb --redirect-uri https://b.example/cb --scope read --require-pkce \
                 false --access-token-ttl 90m --refresh-token-ttl 3600 --token-endpoint-auth-method client_secret_post \
                 --notes text --json";
    let portal = registry.run(&flags.split_whitespace().collect::<Vec<_>>()).json();
    let expected = json!({
        "client_name": "Portal", "security_class": "ADMIN", "client_id": "portal-1", "contacts": ["a@abc.example"],
        "redirect_uris": ["https://a.example/cb", "https://b.example/cb"], "scope": "read", "require_pkce": false,
        "access_token_ttl": 5400, "refresh_token_ttl": 3600, "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"], "notes": "text",
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&portal[name], value, "{name}");
    }

    let cleared = registry
        .run(&["update", "portal-1", "--scope", "", "--notes", "", "--access-token-ttl", "default", "--json"])
        .json();
    assert_eq!(
        (&cleared["scope"], &cleared["notes"], &cleared["access_token_ttl"]),
        (&"".into(), &"".into(), &Value::Null)
    );
    assert_eq!(cleared["redirect_uris"], portal["redirect_uris"], "what is not named stays");
    assert_eq!(cleared["version"], 2);

    let replaced =
        registry.run(&["update", "portal-1", "--redirect-uri", "https://c.example/cb", "--json"]).json();
    assert_eq!(replaced["redirect_uris"], json!(["https://c.example/cb"]));
}

#[test]
fn a_public_client_has_no_secret_to_hand_out() {
    let registry = Registry::new();
    let native =
        ["create", "App", "--class", "USER", "--profile", "native", "--redirect-uri", "com.abc.app:/cb"];
    let text = registry.run(&native).ok();
    assert!(text.contains("App") && text.contains("public") && !text.contains("cks1_"), "{text}");
    let app = registry.run_bare(&["show", "App", "--json"]).json();
    assert_eq!(app["token_endpoint_auth_method"], "none");
    registry.run(&["rotate", "App"]).fails(4);
}

#[test]
fn a_document_on_stdin_makes_a_client() {
    let registry = Registry::new();
    let document = json!({
        "client_name": "ABC Batch", "security_class": "USER", "grant_types": ["client_credentials"],
        "scope": "read write", "contacts": ["ops@abc.example"], "logo_uri": "https://abc.example/logo.png",
    });
    let ran = registry.run_with(&["create", "-", "--json"], &document.to_string());
    assert!(ran.stderr.contains("logo_uri"), "what means nothing here is named: {}", ran.stderr);
    let batch = ran.json();
    assert_eq!((&batch["client_name"], &batch["scope"]), (&"ABC Batch".into(), &"read write".into()));

    let no_json = registry.run_with(&["create", "-", "--class", "USER"], "ABC").fails(6);
    assert!(!no_json.starts_with(':'), "{no_json}");

    let flags_win = registry.run_with(
        &["create", "-", "--class", "ADMIN", "--json"],
        r#"{"client_name":"X","security_class":"USER"}"#,
    );
    assert_eq!(flags_win.json()["security_class"], "ADMIN");

    let bare = r#"{"client_name":"Web","security_class":"USER","redirect_uris":["https://w.example/cb"]}"#;
    let web = registry.run_with(&["create", "-", "--json"], bare).json();
    assert_eq!(web["grant_types"], json!(["authorization_code"]), "RFC 7591 §2: what no grant type means");

    let public = r#"{"client_name":"Spa","security_class":"USER","token_endpoint_auth_method":"none",
                     "redirect_uris":["https://s.example/cb"],"response_types":["code"]}"#;
    assert_eq!(registry.run_with(&["create", "-", "--json"], public).json()["client_type"], "public");
}

#[test]
fn a_document_says_whether_its_client_may_be_used_and_never_that_its_secret_ends() {
    let registry = Registry::new();
    let off = r#"{"client_name":"Not yet","security_class":"USER","status":"disabled"}"#;
    let made = registry.run_with(&["create", "-", "--json"], off).json();
    assert_eq!(made["status"], "disabled");
    let line = format!("{}:{}", made["client_id"].as_str().unwrap(), made["client_secret"].as_str().unwrap());
    assert!(!registry.accepts(&line), "declared as disabled");
    let history = registry.run_bare(&["history", "Not yet"]).ok();
    assert!(history.contains("Enabled: false"), "the log tells that it came so: {history}");

    let forever = r#"{"client_name":"Ever","security_class":"USER","client_secret_expires_at":0}"#;
    registry.run_with(&["create", "-"], forever).ok();
    let ends = r#"{"client_name":"Ends","security_class":"USER","client_secret_expires_at":4102444800}"#;
    let said = registry.run_with(&["create", "-"], ends).fails(6);
    assert!(said.contains("client_secret_expires_at"), "{said}");
    registry.run_bare(&["show", "Ends"]).fails(3);
}

#[test]
fn a_document_that_contradicts_itself_is_refused_with_every_reason() {
    let registry = Registry::new();
    let wrong = r#"{"client_name":7,"security_class":"USER","scope":["read"],"require_pkce":"yes"}"#;
    let said = registry.run_with(&["create", "-"], wrong).fails(6);
    for field in ["Name", "--scope", "--require-pkce"] {
        assert!(said.contains(field), "{field}: {said}");
    }
    let secret = r#"{"client_name":"X","security_class":"USER","client_secret":"hunter2hunter2hunter2"}"#;
    let said = registry.run_with(&["create", "-"], secret).fails(6);
    assert!(!said.contains("hunter2"), "a secret is never repeated: {said}");
    registry.run_with(&["create", "-"], "[]").fails(6);
    let types = r#"{"client_name":"X","security_class":"USER","response_types":["token"]}"#;
    assert!(registry.run_with(&["create", "-"], types).fails(6).contains("RFC 7591"));
    assert_eq!(registry.run_bare(&["list", "--json"]).json(), json!([]), "nothing was created");
}
