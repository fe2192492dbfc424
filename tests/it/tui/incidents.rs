//! What is found in a text and what is worked off after a leak: told as the registry has it, asked before it is done.

use clientkeep::domain::incident::Step;
use clientkeep::domain::{Reason, Retention, Rotation};
use clientkeep::service::{Disclosure, Service};

use super::robot::{ADMIN, PASSWORD, Robot, create, password};

const NAMES: [&str; 7] = ["ABC", "DEF", "GHI", "JKL", "MNO", "PQR", "STU"];

/// Signed on, with an incident of these clients, who wait for their new secrets; and somebody else's hands.
fn contained(names: &[&str]) -> (Robot, Service) {
    let robot = Robot::with_clients(names);
    let mut other = robot.service_of(ADMIN, PASSWORD);
    let all: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    other.contain(&all, "Broken into", None).unwrap();
    (robot, other)
}

fn in_worklist(names: &[&str]) -> (Robot, Service) {
    let (mut robot, other) = contained(names);
    robot.press("I Enter");
    robot.sees("Incident 1: Broken into");
    (robot, other)
}

fn steps(service: &Service) -> Vec<(String, Step)> {
    let report = service.incident_report(1).unwrap();
    report.parts.into_iter().map(|one| (one.part.client_name, one.part.step)).collect()
}

#[test]
fn findings_tell_what_the_registry_knows_now() {
    let mut robot = Robot::with_registry(Retention::Sealed);
    let mut other = robot.service_of(ADMIN, PASSWORD);
    let issued = create(&mut other, "ABC");
    robot.sign_on();
    robot.paste(issued.secret.unwrap().expose());
    robot.sees("live");
    robot.press("!");
    robot.press("Esc");
    robot.sees("live");
    robot.sees("enabled");
    other.rotate(&["ABC".to_owned()], Rotation { reason: Reason::Leak, grace: None }).unwrap();
    robot.press("F5");
    robot.sees("retired");
    robot.sees("enabled");
    other.delete(&["ABC".to_owned()]).unwrap();
    robot.press("F5");
    robot.sees("deleted");
    robot.press("!");
    robot.sees("The client is in the trash: its secrets open nothing.");
    robot.sees_not("The code is");
}

#[test]
fn findings_speak_of_what_is_marked_and_not_of_the_cursor() {
    let mut robot = Robot::with_registry(Retention::Sealed);
    let mut other = robot.service_of(ADMIN, PASSWORD);
    let secrets: Vec<String> =
        ["ABC", "DEF"].map(|name| create(&mut other, name).secret.unwrap().expose().to_owned()).to_vec();
    other.delete(&["DEF".to_owned()]).unwrap();
    robot.sign_on();
    robot.paste(&secrets.join(" "));
    robot.sees("Client secrets in what was pasted: 2.");
    // The live one is marked, the cursor is on the other.
    robot.press("/");
    robot.write("name:ABC");
    robot.press("Enter Space Esc /");
    robot.write("name:DEF");
    robot.press("Enter !");
    robot.sees("1 of these is not shown in the list now: \"ABC\"");
    robot.sees("1 secret is retired without grace");
}

#[test]
fn pending_clients_get_new_secrets_after_a_question_that_says_how_many() {
    let (mut robot, other) = in_worklist(&NAMES);
    for key in ["Enter", "n"] {
        robot.press(key);
        robot.sees("No new secret yet: 7 clients of this incident.");
        robot.sees("\"ABC\", \"DEF\", \"GHI\", \"JKL\", \"MNO\" and 2 more");
        robot.press("Enter");
        assert!(steps(&other).iter().all(|(_, step)| *step == Step::Pending), "Cancel had the focus");
    }
    robot.press("n");
    robot.focus("Continue");
    robot.press("Enter");
    assert!(steps(&other).iter().all(|(_, step)| *step == Step::Rotated));
    robot.press("n");
    robot.sees("No client of this incident waits for a new secret.");
}

#[test]
fn a_step_is_for_those_that_are_furthest_behind_and_never_backwards() {
    let (mut robot, mut other) = in_worklist(&NAMES[..3]);
    other.renew(1, |_, _, _| true).unwrap();
    other.set_incident_step(1, &["ABC".to_owned()], Step::Verified).unwrap();
    robot.press("F5 * Enter");
    robot.sees("\"DEF\", \"GHI\"");
    robot.sees("These clients are handed over");
    robot.sees("Chosen too, but further or gone, and left as they are: 1.");
    robot.press("Enter");
    robot.sees("Came one step further: 2 clients.");
    let at: Vec<Step> = steps(&other).into_iter().map(|(_, step)| step).collect();
    assert_eq!(at, [Step::Verified, Step::HandedOver, Step::HandedOver]);
    other.set_incident_step(1, &[], Step::OldRetired).unwrap();
    robot.press("F5 Home Enter");
    robot.sees("Every step is done");
}

#[test]
fn a_copy_is_about_one_client_and_marks_that_a_search_hides_are_named() {
    let (mut robot, mut other) = in_worklist(&NAMES[..3]);
    other.renew(1, |_, _, _| true).unwrap();
    robot.press("F5 * y");
    robot.sees("3 clients are marked, and Copy is about one: drop the marks with Esc.");
    assert_eq!(robot.clipboard(), None);
    robot.press("/");
    robot.write("name:DEF");
    robot.press("Enter x");
    robot.sees("2 of these are not shown in the list now: \"ABC\", \"GHI\"");
}

#[test]
fn a_show_once_registry_says_where_new_secrets_are_made() {
    let mut robot = Robot::with_registry(Retention::ShowOnce);
    let mut other = robot.service();
    other.sign_on(ADMIN, &password()).unwrap();
    create(&mut other, "ABC");
    other.contain(&["ABC".to_owned()], "Leak", None).unwrap();
    robot.sign_on();
    robot.press("I Enter Enter");
    robot.sees("clientkeep incident set 1 rotated --secret-out FILE");
    robot.sees_not("Continue");
}

#[test]
fn whoever_knows_a_secret_is_told_before_it_is_deleted_or_replaced() {
    let mut robot = Robot::with_clients(&NAMES[..3]);
    robot.press("d");
    robot.sees("No known holder to tell.");
    robot.press("Esc y d");
    robot.sees("1 known holder to tell: ada.");
    let mut ada = robot.service_of(ADMIN, PASSWORD);
    let to = Disclosure::Deliver { channel: "env file".to_owned(), to: Some("jane@abc.example".to_owned()) };
    ada.disclose("DEF", &to).unwrap();
    robot.press("Esc * d");
    robot.sees("2 known holders to tell: ada, jane@abc.example.");
    robot.press("Esc n");
    robot.sees("2 known holders to tell: ada, jane@abc.example.");
    robot.press("Esc Esc Home n");
    robot.sees("A new secret is generated.");
    robot.sees("1 known holder to tell: ada.");
}

#[test]
fn contain_names_what_a_search_hides_and_offers_no_key_that_does_nothing() {
    let mut robot = Robot::with_clients(&NAMES);
    robot.press("* /");
    robot.write("name:STU");
    robot.press("Enter !");
    robot.sees("6 of these are not shown in the list now: \"ABC\", \"DEF\"");
    robot.sees("7 secrets are retired without grace");
    robot.sees_not("Ctrl-S");
    robot.press("Esc");
    robot.sees_not("The code is");
}
