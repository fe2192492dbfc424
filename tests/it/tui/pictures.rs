//! The pictures in README: real screens of a demonstration registry. `UPDATE=1 cargo test --test it pictures` draws
//! them anew; without it, a picture that has fallen behind fails.

use std::path::Path;

use super::robot::Robot;

fn check(robot: &Robot, name: &str, title: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures").join(name).with_extension("svg");
    let drawn = robot.svg(title);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, drawn).unwrap();
    } else {
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == drawn, "{} has fallen behind; now it is\n{}", path.display(), robot.screen());
    }
}

#[test]
fn the_list() {
    let mut robot = Robot::with_demonstration();
    robot.resize(110, 26);
    robot.press("Down Down Space Down");
    check(&robot, "list", "The list of clients");
}

#[test]
fn the_form() {
    let mut robot = Robot::with_demonstration();
    robot.resize(110, 32);
    robot.press("Down n");
    robot.sees("new secret");
    check(&robot, "form", "The form of a client, with a new secret that counts once saved");
}

#[test]
fn the_health_panel() {
    let mut robot = Robot::with_demonstration();
    robot.resize(110, 32);
    robot.press("6");
    robot.sees("Age of the newest secret");
    check(&robot, "health", "The health of a registry; each bar leads to the clients behind it");
}
