//! What is no document, or not all of one: told with its line, never with what stands there.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

fn end(format: &str, text: &[u8]) -> Option<Unreadable> {
    (super::super::format(format).unwrap().read)(Box::new(text)).find_map(Result::err)
}

#[test]
fn a_document_that_breaks_off_is_told_with_its_line() {
    for (format, text, line) in [
        ("rfc7591", "", 1),
        ("rfc7591", "  \n ", 2),
        ("rfc7591", "nonsense", 1),
        ("rfc7591", "[\n{\"client_id\": \"a\"},\n{\"client_id\": \"b", 3),
        ("rfc7591", "[\n{\"client_id\": \"a\"}\n{\"client_id\": \"b\"}]", 3),
        ("rfc7591", "{\"client_id\": \"a\"}\n{}", 2),
        ("hydra", "{\"items\": [\n{\"client_id\": \"a\"},", 2),
        ("csv", "", 1),
        ("csv", "shoe size\n44\n", 1),
        ("authelia", "identity_providers:\n  oidc:\n   clients: [", 3),
        ("authelia", "clients:\n  - client_id: a\n    client_id: b\n", 3),
        ("authelia", "clients: 7", 1),
    ] {
        let found = end(format, text.as_bytes()).unwrap_or_else(|| panic!("{format}: {text}"));
        assert_eq!(found.line, line, "{format}: {text}: {found}");
    }
}

#[test]
fn one_client_that_is_none_keeps_the_others() {
    let text = "[\n7,\n\"a, b\",\n{\"client_id\": \"x\",},\n[{}, 2],\n{\"client_id\": \"good\"}]";
    let clients = read("rfc7591", text);
    assert_eq!(clients.len(), 5);
    assert!(clients[..4].iter().all(|client| client.problems.len() == 1));
    assert_eq!(clients.iter().map(|client| client.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    assert_eq!(clients[4].text("client_id"), "good");
}

#[test]
fn a_line_with_too_many_or_too_few_cells_is_a_problem_of_its_own() {
    let clients = read("csv", "client_name,scope\nABC,read,more\nDEF\nGHI,read\n");
    assert_eq!(clients.iter().map(|client| client.problems.len()).collect::<Vec<_>>(), [1, 1, 0]);
    assert_eq!(clients[1].problems[0].line, 3);
}

#[test]
fn no_sentence_shows_anything_of_a_secret() {
    const SECRET: &str = "hunter2-hunter2-hunter2";
    for (format, text) in [
        (
            "rfc7591",
            format!(
                "[{{\"client_secret\": [\"{SECRET}\"]}}, \"{SECRET}\", {{\"client_secret\": \"{SECRET}\" oops}}]"
            ),
        ),
        (
            "rfc7591",
            format!("[{{\"client_secret_verifier\": \"{SECRET}\", \"client_secret_sha256\": \"{SECRET}\"}}]"),
        ),
        (
            "csv",
            format!("client_name,client_secret,client_secret_sha256\nABC,{SECRET},{SECRET}\nDEF,{SECRET}\n"),
        ),
        ("keycloak", format!("[{{\"secret\": {{\"value\": \"{SECRET}\"}}}}]")),
        ("django", format!("[{{\"model\": \"x.application\", \"fields\": \"{SECRET}\"}}]")),
        ("authelia", format!("clients:\n - client_secret: [{SECRET}]\n   client_id: \"{SECRET}\n")),
        ("authelia", format!("clients:\n - client_secret: {SECRET}\n - {SECRET}\n")),
    ] {
        let clients = (super::super::format(format).unwrap().read)(Box::new(text.as_bytes()));
        for client in clients {
            let told = match client {
                Ok(client) => format!("{:?}{:?}", client.problems, client.left_out),
                Err(error) => error.to_string(),
            };
            assert!(!told.contains("hunter2"), "{format}: {told}");
        }
    }
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    text += "clients: *a11\n";
    assert!(end("authelia", text.as_bytes()).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_makes_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "[\\[{}\\]\",:a \\\\n-]{0,80}") {
        for format in FORMATS {
            for input in [&bytes[..], text.as_bytes()] {
                prop_assert!((format.read)(Box::new(input)).take(1_000).count() < 1_000);
            }
        }
    }
}
