//! The table keeps its promises: one meaning a key, one label a command, and every key has a name.

use std::collections::HashMap;

use super::*;

fn event(code: KeyCode, modifiers: KeyModifiers) -> KeyEvent {
    KeyEvent::new(code, modifiers)
}

#[test]
fn no_key_means_two_things_where_contexts_hold_together() {
    for place in places::PLACES {
        let mut seen: HashMap<Key, &Binding> = HashMap::new();
        for binding in bindings(place) {
            for key in binding.keys {
                if let Some(other) = seen.insert(*key, binding) {
                    panic!("{key} means {:?} and {:?} in {place:?}", other.command, binding.command);
                }
            }
        }
    }
}

#[test]
fn every_context_is_in_some_place_and_has_a_binding() {
    for binding in BINDINGS {
        assert!(
            places::PLACES.iter().any(|place| place.contains(&binding.context)),
            "{:?} is in no place",
            binding.context
        );
    }
    for context in places::PLACES.iter().flat_map(|place| place.iter()) {
        assert!(BINDINGS.iter().any(|binding| binding.context == *context), "{context:?} is empty");
    }
}

#[test]
fn a_command_has_one_label_wherever_it_is_a_button() {
    let mut labels: HashMap<Command, &str> = HashMap::new();
    for binding in BINDINGS.iter().filter(|binding| binding.shown == Shown::Button) {
        let label = labels.entry(binding.command).or_insert(binding.label);
        assert_eq!(*label, binding.label, "{:?}", binding.command);
        assert_eq!(super::label(binding.command), binding.label);
    }
}

#[test]
fn every_binding_says_what_it_does_in_a_sentence() {
    for binding in BINDINGS {
        assert!(binding.help.ends_with('.') && !binding.label.is_empty(), "{:?}", binding.command);
        assert!(binding.shown == Shown::Button || !binding.keys.is_empty(), "{:?}", binding.command);
    }
}

#[test]
fn lists_have_letters_and_forms_have_control_keys() {
    for binding in bindings(&[Context::Form, Context::Editor, Context::ClientForm]) {
        for key in binding.keys {
            let text = matches!(key.code, KeyCode::Char(_)) && key.modifiers.is_empty();
            assert!(!text, "{key} would be typed into a field");
        }
    }
}

#[test]
fn shift_is_told_in_different_ways_and_understood_in_all() {
    let upper = Key::char('O');
    assert_eq!(Key::of(event(KeyCode::Char('O'), KeyModifiers::SHIFT)), Some(upper));
    assert_eq!(Key::of(event(KeyCode::Char('O'), KeyModifiers::NONE)), Some(upper));
    assert_eq!(Key::of(event(KeyCode::Char('o'), KeyModifiers::SHIFT)), Some(upper));
    let back = Some(Key::plain(KeyCode::BackTab));
    assert_eq!(Key::of(event(KeyCode::BackTab, KeyModifiers::SHIFT)), back);
    assert_eq!(Key::of(event(KeyCode::Tab, KeyModifiers::SHIFT)), back);
    let ctrl = Key::of(event(KeyCode::Char('S'), KeyModifiers::CONTROL | KeyModifiers::SHIFT));
    assert_eq!(ctrl, Some(Key::ctrl('s')));
}

#[test]
fn alt_is_not_the_bare_letter() {
    assert_eq!(resolve(places::CLIENTS, event(KeyCode::Char('d'), KeyModifiers::ALT)), None);
    assert_eq!(
        resolve(places::CLIENTS, event(KeyCode::Char('d'), KeyModifiers::NONE)),
        Some(Command::Delete)
    );
}

#[test]
fn keys_have_the_names_that_people_use() {
    let names: Vec<String> = [
        Key::char('c'),
        Key::char('O'),
        Key::char(' '),
        Key::ctrl('s'),
        Key::plain(KeyCode::Enter),
        Key::plain(KeyCode::Esc),
        Key::plain(KeyCode::BackTab),
        Key::plain(KeyCode::PageDown),
        Key::plain(KeyCode::F(1)),
    ]
    .iter()
    .map(ToString::to_string)
    .collect();
    assert_eq!(names, ["c", "O", "Space", "Ctrl-S", "Enter", "Esc", "Shift-Tab", "PgDn", "F1"]);
}
