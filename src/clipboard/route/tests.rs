//! Where a copy goes from each place that an operator may sit at.

use super::super::{Reported, TmuxReport};
use super::*;

/// A terminal on this machine, without a desktop.
fn console() -> Surroundings {
    Surroundings { is_terminal: true, term: Some("xterm-256color".into()), ..Surroundings::default() }
}

fn over_ssh() -> Surroundings {
    Surroundings { ssh: true, ..console() }
}

fn desktop() -> Surroundings {
    Surroundings { display: Some(":0".into()), ..console() }
}

fn in_tmux(outside: Surroundings) -> Surroundings {
    let report = TmuxReport { owns_our_terminal: true, ..TmuxReport::default() };
    Surroundings { in_tmux: true, tmux: Some(report), ..outside }
}

fn in_screen(outside: Surroundings) -> Surroundings {
    Surroundings { in_screen: true, ..outside }
}

fn set(setting: &str, place: Surroundings) -> Surroundings {
    Surroundings { setting: Some(setting.into()), ..place }
}

fn route(place: &Surroundings) -> Route {
    choose(place).unwrap()
}

fn refusal(place: &Surroundings) -> String {
    choose(place).unwrap_err().to_string()
}

#[test]
fn no_terminal_has_no_clipboard_even_on_a_desktop() {
    let pipe = Surroundings { is_terminal: false, ..desktop() };
    assert!(refusal(&pipe).contains("no terminal"));
}

#[test]
fn a_dumb_terminal_has_none() {
    assert!(refusal(&Surroundings { term: Some("dumb".into()), ..desktop() }).contains("dumb"));
    assert!(refusal(&Surroundings { term: None, ..desktop() }).contains("dumb"));
}

#[test]
fn over_ssh_it_is_the_terminal_at_the_other_end() {
    assert_eq!(route(&over_ssh()), Route::Terminal(Wrap::Plain));
}

#[test]
fn over_ssh_in_tmux_it_is_tmux() {
    assert_eq!(route(&in_tmux(over_ssh())), Route::Tmux);
}

#[test]
fn over_ssh_in_screen_it_is_wrapped_for_screen() {
    assert_eq!(route(&in_screen(over_ssh())), Route::Terminal(Wrap::Screen));
}

#[test]
fn a_desktop_has_its_own_clipboard() {
    assert_eq!(route(&desktop()), Route::Native);
    let wayland = Surroundings { wayland_display: Some("wayland-0".into()), ..console() };
    assert_eq!(route(&wayland), Route::Native);
    assert_eq!(route(&in_tmux(desktop())), Route::Native);
    assert_eq!(route(&in_screen(desktop())), Route::Native);
}

#[test]
fn the_remote_machines_desktop_is_never_used() {
    let forwarded = Surroundings { display: Some("localhost:10.0".into()), ..over_ssh() };
    assert_eq!(route(&forwarded), Route::Terminal(Wrap::Plain));
    let its_own = Surroundings { wayland_display: Some("wayland-0".into()), ..over_ssh() };
    assert_eq!(route(&its_own), Route::Terminal(Wrap::Plain));
    let windows = Surroundings { in_windows: true, ..over_ssh() };
    assert_eq!(route(&windows), Route::Terminal(Wrap::Plain));
    assert!(refusal(&set("native", forwarded)).contains("remote machine"));
}

#[test]
fn windows_around_linux_has_its_own_clipboard() {
    assert_eq!(route(&Surroundings { in_windows: true, ..console() }), Route::Windows);
    assert_eq!(route(&Surroundings { in_windows: true, ..desktop() }), Route::Native);
}

#[test]
fn a_console_without_a_desktop_is_as_ssh() {
    assert_eq!(route(&console()), Route::Terminal(Wrap::Plain));
    assert_eq!(route(&in_tmux(console())), Route::Tmux);
    assert_eq!(route(&in_screen(console())), Route::Terminal(Wrap::Screen));
}

#[test]
fn who_is_attached_to_tmux_now_counts() {
    let attached = |ssh_connection, display| {
        let mut place = in_tmux(Surroundings { display: Some(":0".into()), ..over_ssh() });
        let report = TmuxReport { owns_our_terminal: true, ssh_connection, display, ..TmuxReport::default() };
        place.tmux = Some(report);
        route(&place)
    };
    let address = || Reported::Set("192.0.2.1 50000 192.0.2.2 22".into());
    assert_eq!(attached(address(), Reported::Set("localhost:10.0".into())), Route::Tmux);
    assert_eq!(attached(Reported::Removed, Reported::Set(":0".into())), Route::Native);
    assert_eq!(attached(Reported::Removed, Reported::Removed), Route::Tmux);
}

#[test]
fn of_tmux_and_screen_the_inner_one_counts() {
    assert_eq!(route(&in_screen(in_tmux(over_ssh()))), Route::Tmux);
    let mut screen_inside = in_screen(in_tmux(over_ssh()));
    screen_inside.tmux = Some(TmuxReport { owns_our_terminal: false, ..TmuxReport::default() });
    assert_eq!(route(&screen_inside), Route::Terminal(Wrap::Screen));
}

#[test]
fn a_tmux_that_cannot_be_asked_is_written_through() {
    let after_su = Surroundings { tmux: None, ..in_tmux(console()) };
    assert_eq!(route(&after_su), Route::Terminal(Wrap::Tmux));
}

#[test]
fn the_setting_wins() {
    assert_eq!(route(&set("auto", desktop())), Route::Native);
    assert_eq!(route(&set("osc52", desktop())), Route::Terminal(Wrap::Plain));
    assert_eq!(route(&set("osc52", in_tmux(desktop()))), Route::Terminal(Wrap::Tmux));
    assert_eq!(route(&set("tmux", in_tmux(desktop()))), Route::Tmux);
    assert_eq!(route(&set("native", Surroundings { is_terminal: false, ..desktop() })), Route::Native);
    assert!(refusal(&set("none", desktop())).contains("switched off"));
    assert!(refusal(&set("tmux", desktop())).contains("not inside tmux"));
    assert!(refusal(&set("native", console())).contains("no desktop"));
    assert!(refusal(&set("osc52", Surroundings { is_terminal: false, ..desktop() })).contains("no terminal"));
}

#[test]
fn a_setting_that_is_no_word_of_ours_is_quoted_safely() {
    let error = choose(&set("x11\u{1b}[2J", desktop())).unwrap_err();
    let sentence = error.to_string();
    assert!(sentence.contains("must be auto, native, osc52, tmux or none"), "{sentence}");
    assert!(sentence.chars().all(|c| !c.is_control()), "{sentence:?}");
}

#[test]
fn only_a_desktop_that_was_chosen_by_itself_gives_way() {
    assert_eq!(desktop().without_desktop(Route::Native), Some(Route::Terminal(Wrap::Plain)));
    assert_eq!(in_tmux(desktop()).without_desktop(Route::Native), Some(Route::Tmux));
    assert_eq!(set("native", desktop()).without_desktop(Route::Native), None);
    assert_eq!(in_tmux(console()).without_desktop(Route::Tmux), None);
}
