//! Every screen is drawn in every size, down to nothing, and answers keys there.

use clientkeep::domain::{Retention, Role};

use super::robot::{ADMIN, FIRST, PASSWORD, Robot, create};

/// Keys that lead from the list of clients to each screen.
const SCREENS: &[&str] = &[
    "",
    "c",
    "u",
    "n",
    "d",
    "x",
    "r",
    "a",
    "a Enter",
    "a w",
    "h",
    "h Enter",
    "s",
    "w",
    "!",
    "?",
    "/",
    "* n",
    "* d",
    "* !",
    "I",
    "I Enter",
    "I Enter Enter",
    "I Enter n",
    "I Enter x",
    "2",
    "2 c",
    "2 u",
    "2 d",
    "2 s",
    "2 s c",
    "3",
    "3 c",
    "3 u",
    "3 d",
    "3 m",
    "3 m c",
    "3 m u",
    "3 m d",
    "4",
    "4 c",
    "4 u",
    "4 d",
    "4 p",
    "4 h",
    "5",
    "5 Enter",
    "5 f",
    "5 v",
    "5 h",
    "6",
    "6 Enter",
    "7",
    "7 r",
    "7 d",
    ",",
    ", Ctrl-O",
    "P",
    "u Ctrl-G",
    "u Ctrl-Y",
    "u Ctrl-O",
    "u Ctrl-T",
    "u Ctrl-R",
    "c x Esc",
];

const SIZES: [(u16, u16); 16] = [
    (1, 1),
    (0, 0),
    (0, 24),
    (80, 0),
    (1, 24),
    (2, 24),
    (3, 40),
    (80, 1),
    (80, 2),
    (80, 3),
    (2, 2),
    (5, 5),
    (12, 9),
    (25, 8),
    (141, 9),
    (1, 200),
];

/// A terminal on a registry in which every list has something.
fn furnished() -> (Robot, String) {
    let robot = Robot::with_registry(Retention::Sealed);
    let mut ada = robot.service_of(ADMIN, PASSWORD);
    let secret = create(&mut ada, "ABC Shipping").secret.unwrap().expose().to_owned();
    for name in ["Invoices", "Warehouse", "Zebra Freight"] {
        create(&mut ada, name);
    }
    ada.add_partner("ABC Shipping", "abc").unwrap();
    ada.add_partner_user("abc", "jane", "jane@abc.example").unwrap();
    ada.accept_advice("ABC Shipping", "L-66", "Long runs", "90d").unwrap();
    ada.contain(&["Warehouse".to_owned()], "Leak", None).unwrap();
    ada.delete(&["Zebra Freight".to_owned()]).unwrap();
    robot.employ("ann", Role::Auditor);
    (robot, secret)
}

fn shrink(robot: &mut Robot) {
    for (width, height) in SIZES {
        robot.resize(width, height);
        robot.press("Down Up PgDn PgUp Tab Shift-Tab");
    }
    robot.resize(80, 24);
}

#[test]
fn every_screen_stands_every_size() {
    let (robot, secret) = furnished();
    for keys in SCREENS {
        let mut terminal = robot.terminal();
        terminal.sign_on();
        if !keys.is_empty() {
            terminal.press(keys);
        }
        shrink(&mut terminal);
    }
    let mut terminal = robot.terminal();
    terminal.sign_on();
    terminal.paste(&format!("{secret} {secret}"));
    terminal.sees("Whose secret is this?");
    shrink(&mut terminal);
    terminal.press("!");
    terminal.sees("The code is");
    shrink(&mut terminal);
}

#[test]
fn what_comes_before_the_list_stands_every_size_too() {
    shrink(&mut Robot::new());
    let (robot, _) = furnished();
    shrink(&mut robot.terminal());
    let mut recovery = robot.terminal();
    recovery.press("Ctrl-R");
    shrink(&mut recovery);
    robot.hire("bob", Role::Operator);
    let mut bob = robot.terminal();
    bob.sign_on_as("bob", FIRST);
    shrink(&mut bob);
    let mut locked = robot.terminal();
    locked.sign_on();
    locked.wait(std::time::Duration::from_hours(1));
    shrink(&mut locked);
}

#[test]
fn two_saves_beside_each_other_stand_every_size() {
    let (robot, _) = furnished();
    let mut late = robot.terminal();
    late.sign_on();
    late.press("u");
    late.fill("E-mail", "late@abc.example");
    let mut early = robot.terminal();
    early.sign_on();
    early.press("u");
    early.fill("E-mail", "early@abc.example");
    early.press("Ctrl-S");
    late.press("Ctrl-S");
    late.sees("early@abc.example");
    shrink(&mut late);
}
