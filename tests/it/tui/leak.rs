//! From a leaked secret to a contained client: a paste, the code, the new secret, the worklist; and the health panel.

use clientkeep::domain::{Retention, SecretState};

use super::robot::{ADMIN, Robot, create, password};

/// Signs on, with clients of these names; gives their `client_id:client_secret` too.
fn with_secrets(names: &[&str]) -> (Robot, Vec<String>) {
    let mut robot = Robot::with_registry(Retention::Sealed);
    let mut service = robot.service();
    service.sign_on(ADMIN, &password()).unwrap();
    let pairs = names.iter().map(|name| {
        let issued = create(&mut service, name);
        format!("{}:{}", issued.record.client.client_id, issued.secret.unwrap().expose())
    });
    let pairs = pairs.collect();
    robot.sign_on();
    (robot, pairs)
}

/// The two digits that the dialog shows.
fn code(robot: &Robot) -> String {
    let screen = robot.screen();
    let (_, rest) = screen.split_once("The code is ").unwrap_or_else(|| panic!("no code on\n{screen}"));
    rest.chars().take(2).collect()
}

#[test]
fn a_pasted_line_of_a_log_is_four_keys_from_a_contained_client() {
    let (mut robot, pairs) = with_secrets(&["ABC Shipping", "Other"]);
    let secret = pairs[0].split_once(':').unwrap().1.to_owned();
    assert!(robot.accepts(&pairs[0]));
    robot.paste(&format!("10:02 POST /token client_secret={secret}&x=1 200\n"));
    robot.sees("Whose secret is this?");
    robot.sees("Client secrets in what was pasted: 1. Accepted by servers: 1.");
    robot.sees("ABC Shipping");
    robot.sees_not(&secret);
    // From here on keys are counted: the exclamation mark, two digits, Enter.
    let mut keys = 1;
    robot.press("!");
    robot.sees("1 secret is retired without grace");
    assert!(robot.is_focused("Code"), "{}", robot.screen());
    for digit in code(&robot).chars() {
        robot.press(&digit.to_string());
        keys += 1;
    }
    robot.press("Enter");
    keys += 1;
    assert_eq!(keys, 4);
    assert!(!robot.accepts(&pairs[0]) && robot.accepts(&pairs[1]));
    robot.sees("every client is contained and has a new secret");
    robot.sees("retired");
    robot.sees("disabled");
    // The sentence names the key of the worklist: it holds here too.
    robot.press("I");
    robot.sees("Contained (UTC)");
    robot.press("Esc");
    robot.sees("Whose secret is this?");
    let service = robot.service();
    let record = service.client("ABC Shipping").unwrap();
    let secrets = service.secrets("ABC Shipping").unwrap();
    assert!(!record.enabled && record.tokens_not_before.is_some());
    assert_eq!(
        secrets.iter().map(|one| one.stored_state).collect::<Vec<_>>(),
        [SecretState::Live, SecretState::Retired]
    );
    assert_eq!(service.check().unwrap(), []);
}

#[test]
fn marked_clients_are_contained_together_and_worked_off() {
    let (mut robot, pairs) = with_secrets(&["ABC", "DEF", "GHI"]);
    robot.press("Space Space !");
    assert!(robot.is_focused("Reason"), "{}", robot.screen());
    robot.sees("2 secrets are retired without grace");
    robot.write("Laptop stolen");
    robot.fill("Code", &code(&robot));
    robot.press("Enter");
    assert!(!robot.accepts(&pairs[0]) && !robot.accepts(&pairs[1]) && robot.accepts(&pairs[2]));
    robot.press("I");
    robot.sees("Laptop stolen");
    robot.press("Enter");
    robot.sees("Incident 1: Laptop stolen");
    robot.sees("rotated");
    robot.press("y");
    let copied = robot.clipboard().unwrap();
    robot.press("* Enter");
    robot.sees("These clients are handed over");
    robot.press("Enter");
    robot.sees("Came one step further: 2 clients.");
    robot.press("* x");
    robot.focus("Enable");
    robot.press("Enter");
    robot.sees("Enabled: 2 clients. Their part is closed.");
    assert!(robot.accepts(&copied) && !robot.accepts(&pairs[0]));
    robot.press("Esc");
    robot.sees("closed");
    assert_eq!(robot.service().check().unwrap(), []);
}

#[test]
fn a_wrong_or_pasted_code_confirms_nothing() {
    let (mut robot, pairs) = with_secrets(&["ABC"]);
    robot.press("!");
    robot.write("Leak");
    robot.focus("Code");
    robot.paste(&code(&robot));
    robot.sees("it can't be pasted");
    let wrong = if code(&robot) == "10" { "11" } else { "10" };
    robot.write(wrong);
    robot.press("Enter");
    robot.press("Esc");
    assert!(robot.accepts(&pairs[0]));
    assert!(robot.service().incidents(false).unwrap().is_empty());
}

#[test]
fn a_client_that_waits_for_its_secret_is_not_enabled_and_an_empty_reason_is_told() {
    let (mut robot, pairs) = with_secrets(&["ABC"]);
    robot.press("!");
    robot.fill("Code", &code(&robot));
    robot.press("Enter");
    robot.sees("The reason is empty");
    assert!(robot.accepts(&pairs[0]));
    let mut service = robot.service();
    service.sign_on(ADMIN, &password()).unwrap();
    service.contain(&["ABC".to_owned()], "Leak", None).unwrap();
    robot.press("Esc F5 x");
    robot.focus("Enable");
    robot.press("Enter");
    robot.sees("no new secret yet");
}

#[test]
fn what_is_no_secret_is_told_so_and_a_paste_can_be_made_in_the_list_of_findings() {
    let (mut robot, pairs) = with_secrets(&["ABC"]);
    robot.paste("nothing in here");
    robot.sees("No client secret of this registry");
    robot.sees("1–1 of 1");
    robot.press("w");
    robot.sees("Paste a line of a log");
    robot.paste("nothing in here");
    robot.sees("No client secret of this registry");
    robot.paste(&pairs[0]);
    robot.sees("Accepted by servers: 1.");
    robot.press("Enter");
    robot.sees("Update OAuth2 Client");
    robot.press("Esc Esc");
    robot.sees("1–1 of 1");
}

#[test]
fn who_knows_a_secret_and_what_a_leak_would_mean_stands_beside_the_client() {
    let (mut robot, _) = with_secrets(&["ABC"]);
    robot.press("y s");
    robot.sees("Secrets of \"ABC\"");
    robot.sees("On a change  1 known holder to tell: ada");
    robot.sees("dies 12 hours after the secret is retired");
    robot.sees("secret 1 copied by ada");
    robot.press("Esc");
    robot.sees("1–1 of 1");
}

#[test]
fn health_is_charts_in_words_and_each_bar_leads_to_its_clients() {
    let (robot, _) = with_secrets(&["ABC", "DEF"]);
    let mut service = robot.service();
    service.sign_on(ADMIN, &password()).unwrap();
    service.contain(&["ABC".to_owned()], "Leak", None).unwrap();
    let mut robot = robot.without_colour();
    robot.press("6");
    robot.sees("2 clients, 1 open incident");
    robot.sees("! contained, not let in again");
    robot.resize(80, 28);
    robot.sees("Age of the newest secret");
    assert!(!robot.has_colour());
    robot.press("Enter");
    robot.sees("contained, not let in again: Incidents");
    robot.sees("1–1 of 1");
    robot.sees("ABC");
    robot.press("Esc");
    robot.sees("1–2 of 2");
    robot.press("6 End");
    robot.sees("Clients by partner");
    robot.sees("Servers report no use to this registry: nothing is known about it.");
    robot.sees_not("never used");
    robot.press("Enter");
    robot.sees("1–2 of 2");
    service.contain(&["DEF".to_owned()], "Another leak", None).unwrap();
    robot.press("6 I");
    robot.sees("Incidents");
    robot.sees("open");
    let is_above =
        |robot: &Robot, one: &str, other: &str| robot.find(one).unwrap().y < robot.find(other).unwrap().y;
    robot.sees("Number ↓");
    assert!(is_above(&robot, "Another leak", "Leak  "), "the newest first\n{}", robot.screen());
    robot.press("O");
    robot.sees("Number ↑");
    assert!(is_above(&robot, "Leak  ", "Another leak"), "{}", robot.screen());
}

#[test]
fn new_secrets_after_contain_are_made_to_the_last_whatever_panel_is_shown() {
    let names: Vec<String> = (1..=40).map(|n| format!("Client {n:02}")).collect();
    let (mut robot, _) = with_secrets(&names.iter().map(String::as_str).collect::<Vec<_>>());
    robot.resize(80, 60);
    robot.press("*");
    // The code is there beside all the marks that a small window does not show.
    robot.resize(80, 24);
    robot.press("!");
    robot.write("Laptop stolen");
    robot.fill("Code", &code(&robot));
    robot.press_on("Enter");
    robot.awaits("Contained: 40 clients.");
    robot.press_on("3");
    robot.awaits("[3 Partners]");
    robot.sees("Making new secrets");
    robot.settle();
    robot.sees("Incident 1: every client is contained and has a new secret.");
    let incidents = robot.service().incidents(true).unwrap();
    assert_eq!(incidents[0].steps[0], 0, "clients that wait for a new secret");
    robot.press("1");
    robot.sees_not("marked");
}
