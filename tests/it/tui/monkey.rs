//! Random keys, pastes, clicks, resizes and pauses: the screen never panics, never draws a control
//! character, and a secret is on it only where somebody asked.

use std::time::Duration;

use clientkeep::tui::terminal::Event;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use proptest::prelude::*;

use super::robot::Robot;

#[derive(Clone, Debug)]
enum Act {
    Key(KeyCode, bool),
    Paste(String),
    Click(u16, u16),
    Wheel(bool, u16, u16),
    Resize(u16, u16),
    Wait(u64),
    LookAway,
}

fn act() -> impl Strategy<Value = Act> {
    let code = prop_oneof![
        4 => proptest::char::range(' ', '~').prop_map(KeyCode::Char),
        // Leaving ends the story: q and Ctrl-C are tried elsewhere.
        3 => prop_oneof![
            Just(KeyCode::Enter), Just(KeyCode::Tab), Just(KeyCode::BackTab), Just(KeyCode::Esc),
            Just(KeyCode::Up), Just(KeyCode::Down), Just(KeyCode::Left), Just(KeyCode::Right),
            Just(KeyCode::Home), Just(KeyCode::End), Just(KeyCode::PageUp), Just(KeyCode::PageDown),
            Just(KeyCode::Backspace), Just(KeyCode::Delete), Just(KeyCode::F(1)), Just(KeyCode::F(5)),
        ],
    ];
    let plain = code.prop_map(|code| Act::Key(code, false));
    let chord = proptest::char::range('a', 'z').prop_map(|c| Act::Key(KeyCode::Char(c), true));
    prop_oneof![
        12 => plain,
        3 => chord,
        1 => any::<String>().prop_map(Act::Paste),
        4 => (0u16..90, 0u16..30).prop_map(|(x, y)| Act::Click(x, y)),
        1 => (any::<bool>(), 0u16..90, 0u16..30).prop_map(|(down, x, y)| Act::Wheel(down, x, y)),
        1 => (1u16..180, 1u16..50).prop_map(|(width, height)| Act::Resize(width, height)),
        1 => (1u64..20).prop_map(Act::Wait),
        1 => Just(Act::LookAway),
    ]
}

fn perform(robot: &mut Robot, act: Act) {
    match act {
        Act::Key(KeyCode::Char('q'), _) | Act::Key(KeyCode::Char('c'), true) => {}
        Act::Key(code, control) => {
            let modifiers = if control { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
            robot.feed(Event::Key(KeyEvent::new(code, modifiers)));
        }
        Act::Paste(text) => robot.paste(&text),
        Act::Click(x, y) => robot.mouse(MouseEventKind::Down(MouseButton::Left), x, y),
        Act::Wheel(true, x, y) => robot.mouse(MouseEventKind::ScrollDown, x, y),
        Act::Wheel(false, x, y) => robot.mouse(MouseEventKind::ScrollUp, x, y),
        Act::Resize(width, height) => robot.resize(width, height),
        Act::Wait(seconds) => robot.wait(Duration::from_secs(seconds)),
        Act::LookAway => robot.look_away(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_use_breaks_nothing(acts in proptest::collection::vec(act(), 1..120)) {
        let mut robot = Robot::with_clients(&["ABC Shipping", "Invoices"]);
        for (number, act) in acts.into_iter().enumerate() {
            perform(&mut robot, act);
            // Sometimes several events come before the answers do.
            if number % 3 == 0 {
                robot.settle();
            }
            if robot.has_left() {
                break;
            }
        }
        robot.settle();
        prop_assert!(!robot.screen().chars().any(|c| c.is_control() && c != '\n'));
        robot.look_away();
        prop_assert!(!robot.shows("cks1_"));
    }
}
