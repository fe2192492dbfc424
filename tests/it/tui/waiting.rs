//! Somebody else holds the registry, and the operator goes on: every change gets its answer, and it is about what it was
//! asked for.

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
