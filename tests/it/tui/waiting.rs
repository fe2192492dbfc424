//! Somebody else holds the registry, and the operator goes on: every change gets its answer, and it is about what it was
//! asked for.

use std::time::Duration;

use super::robot::Robot;

#[test]
fn a_change_that_failed_is_told_although_the_same_was_done_to_another_client_since() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta"]);
    let holder = robot.somebody_writes();
    robot.press_on("x Left Enter");
    robot.settle_but(1);
    robot.press_on("Down x Left Enter");
    robot.awaits("is busy");
    drop(holder);
    robot.settle();
    robot.sees("Disabled \"Beta\".");
    robot.sees("Error: ");
    robot.sees("is busy");
    assert!(robot.service().client("Alpha").unwrap().enabled);
    assert!(!robot.service().client("Beta").unwrap().enabled);
    robot.press("Down");
    robot.sees_not("is busy");
}

#[test]
fn an_answer_is_about_those_clients_that_it_was_asked_for() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta", "Gamma"]);
    let holder = robot.somebody_writes();
    robot.press_on("x Left Enter");
    robot.settle_but(1);
    robot.press_on("Down Down Space");
    drop(holder);
    robot.settle();
    robot.sees("Disabled \"Alpha\".");
    robot.sees_not("so before");
    robot.sees("1 marked");
}

#[test]
fn marks_that_were_set_while_a_delete_was_out_stay_and_a_failure_says_whose_it_is() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta", "Gamma", "Zeta"]);
    robot.press("Space Space d");
    robot.write("2");
    let holder = robot.somebody_writes();
    robot.press_on("Enter");
    robot.settle_but(1);
    robot.press_on("Space");
    robot.awaits("3 marked");
    drop(holder);
    robot.settle();
    robot.sees("Deleted \"Alpha\", \"Beta\".");
    robot.sees("1 marked");
    let holder = robot.somebody_writes();
    robot.press("x Left Enter");
    robot.sees("Error: \"Gamma\" was not disabled: ");
    robot.sees("1 marked");
    drop(holder);
}

#[test]
fn what_was_typed_into_a_small_box_is_not_thrown_away_unasked() {
    let mut robot = Robot::with_clients(&["Alpha"]);
    for (keys, text) in [("r", "New name"), ("!", "Leak"), ("P", "a secret word")] {
        robot.press(keys);
        robot.press("Esc");
        robot.sees("[1 Clients]");
        robot.press(keys);
        robot.write(text);
        robot.press("Esc");
        robot.sees("What you changed here is not saved.");
        robot.press("Enter Ctrl-C");
        robot.sees("What you changed here is not saved.");
        robot.press("Enter Esc y");
        robot.sees_not("What you changed here is not saved.");
        robot.sees("[1 Clients]");
    }
}

#[test]
fn a_change_that_waits_for_somebody_else_says_so_after_a_moment() {
    let mut robot = Robot::with_clients(&["Alpha"]);
    let holder = robot.somebody_writes();
    robot.press_on("x Left Enter");
    robot.settle_but(1);
    robot.sees_not("Disabling …");
    robot.look_after(Duration::from_millis(500));
    robot.sees("Disabling …");
    drop(holder);
    robot.settle();
    robot.sees_not("Disabling …");
    let holder = robot.somebody_writes();
    robot.press_on("r End ! Enter");
    robot.look_after(Duration::from_millis(500));
    robot.sees("Saving …");
    drop(holder);
    robot.settle();
    robot.sees("The client is now called \"Alpha!\".");
}

#[test]
fn new_secrets_for_marked_clients_are_broken_off_and_then_nothing_is_kept() {
    let mut robot = Robot::with_clients(&["Alpha", "Beta", "Gamma"]);
    robot.press("y");
    let before = robot.clipboard().unwrap();
    robot.press("End");
    // The worker waits for somebody else, so that what is pressed meanwhile is all there once it goes on.
    let holder = robot.somebody_writes();
    robot.press_on("x Left Enter");
    robot.settle_but(1);
    robot.press_on("Up Space Up Up Space n Ctrl-S");
    robot.sees("Esc breaks it off; nothing is kept then.");
    robot.press_on("Esc");
    let mut bars = 0;
    drop(holder);
    robot.settle_seeing(|screen| bars += usize::from(screen.contains(" of 2")));
    assert!(bars > 0, "how far it is was told");
    robot.sees("Interrupted; nothing was kept.");
    robot.sees("2 clients get a new secret each");
    assert!(robot.accepts(&before));
    robot.press("Esc");
    robot.sees("2 marked");
    robot.press("n Ctrl-S");
    robot.sees("New secrets for 2 clients.");
    assert!(!robot.accepts(&before));
}
