//! The real program, twice, on terminals of their own: two operators on one client, and what one sees of what the
//! other does.

use std::time::{Duration, Instant};

use crate::cli::program::{OWN_PASSWORD, PASSWORD, Registry};
use crate::pty::{Pty, command};

/// Somebody in front of the list of clients.
fn sign_on(registry: &Registry, operator: &str, password: &str) -> Pty {
    sign_on_with(registry, operator, password, &[])
}

/// The same, where these variables are set.
pub fn sign_on_with(registry: &Registry, operator: &str, password: &str, set: &[(&str, &str)]) -> Pty {
    let path = registry.path();
    let words = ["--registry", path.to_str().unwrap(), "--operator", operator];
    let mut program = command([env!("CARGO_BIN_EXE_clientkeep")].into_iter().chain(words));
    program.env("XDG_STATE_HOME", registry.file("state"));
    for (name, value) in set {
        program.env(name, value);
    }
    let mut pty = Pty::open(program);
    pty.wait_for("Password");
    pty.press("\t");
    pty.wait_for(">  Password");
    pty.press(&format!("{password}\r"));
    pty.wait_for("1 Clients");
    pty
}

/// In the form of the selected client, with this address typed.
fn type_email(pty: &mut Pty, address: &str) {
    pty.press("u");
    pty.wait_for("Update OAuth2 Client");
    pty.wait_for("Ordinary clients");
    for _ in 0..30 {
        if pty.screen().contents().contains(">  E-mail") {
            break;
        }
        pty.press("\t");
        pty.is_quiet(Duration::from_millis(200));
    }
    pty.press(address);
    pty.wait_for(address);
}

#[test]
fn of_two_operators_on_one_client_the_second_is_told_who_and_when_and_loses_nothing() {
    let registry = Registry::new();
    registry.operator("bob", "operator");
    registry.create("ABC Shipping");
    let mut ada = sign_on(&registry, "ada", PASSWORD);
    let mut bob = sign_on(&registry, "bob", OWN_PASSWORD);
    type_email(&mut ada, "ada@example.com");
    type_email(&mut bob, "bob@example.com");
    bob.press("\u{13}");
    bob.wait_for("Saved");
    ada.wait_for("\"bob\" has saved this client at 20");
    ada.press("\u{13}");
    ada.wait_for("Saved by somebody else");
    ada.wait_for("\"bob\" saved this client at 20");
    ada.wait_for("yours: ada@example.com");
    ada.wait_for("theirs: bob@example.com");
    assert_eq!(email(&registry), "bob@example.com");
    // Keep editing has the focus; what was typed is still there.
    ada.press("\r");
    ada.wait_until("the form again", |pty| !pty.screen().contents().contains("somebody else"));
    ada.wait_for("ada@example.com");
    ada.press("\u{13}");
    ada.wait_for("Save as chosen");
    ada.press("\u{1b}[Z\u{1b}[Z\r");
    ada.wait_for("Saved \"ABC Shipping\"");
    assert_eq!(email(&registry), "ada@example.com");
}

fn email(registry: &Registry) -> String {
    let client = registry.run_bare(&["show", "ABC Shipping", "--json"]).json();
    client["contacts"][0].as_str().unwrap_or_default().to_owned()
}

#[test]
fn what_another_program_does_is_seen_within_two_seconds_and_otherwise_not_a_byte_is_drawn() {
    let registry = Registry::new();
    registry.create("ABC Shipping");
    let mut ada = sign_on(&registry, "ada", PASSWORD);
    ada.wait_for("1–1 of 1");
    assert!(ada.is_quiet(Duration::from_secs(4)), "{:?}", String::from_utf8_lossy(&ada.raw));
    let before = ada.raw.len();
    registry.create("Zebra Freight");
    let committed = Instant::now();
    ada.wait_for("Zebra Freight");
    // One second more for a machine that has much to do.
    assert!(committed.elapsed() < Duration::from_secs(3), "{:?}", committed.elapsed());
    assert!(ada.is_quiet(Duration::from_secs(4)), "drawn once");
    assert!(ada.raw.len() - before < 1_000, "{} bytes for one row", ada.raw.len() - before);
}
