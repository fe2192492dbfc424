//! Nine ways to end, and some worse ones: the terminal is restored, the program is gone within a second,
//! and whoever started it sees why.

use std::time::{Duration, Instant};

use super::{running, shown_pid};
use crate::pty::{Pty, command, own_program, signal, state, wait_for_state};

const AT_ONCE: Duration = Duration::from_secs(1);

/// Ends the program, and expects everything restored within a second.
fn ends(pty: &mut Pty, how: impl FnOnce(&mut Pty)) -> portable_pty::ExitStatus {
    assert!(pty.screen().alternate_screen());
    let began = Instant::now();
    how(pty);
    let status = pty.end();
    assert!(began.elapsed() < AT_ONCE, "took {:?}", began.elapsed());
    assert_eq!(pty.left_behind(), "");
    status
}

#[test]
fn leaving_restores_the_terminal() {
    let mut pty = running();
    assert!(ends(&mut pty, |pty| pty.press("q")).success());
}

#[test]
fn a_panic_restores_the_terminal_and_tells_what_happened_harmlessly() {
    let mut pty = running();
    let status = ends(&mut pty, |pty| pty.press("p"));
    assert_eq!(status.exit_code(), 101);
    let shown = pty.screen().contents();
    assert!(shown.contains("panicked at"), "{shown}");
    assert!(shown.contains("\\u{1B}[31mcolour\\u{7}"), "{shown}");
}

#[test]
fn a_panic_in_another_thread_ends_the_program_too() {
    let mut pty = running();
    let status = ends(&mut pty, |pty| pty.press("t"));
    assert_eq!(status.exit_code(), 101);
    assert!(pty.screen().contents().contains("elsewhere"));
}

fn dies_by(name: &str, description: &str) {
    let mut pty = running();
    let pid = pty.pid();
    let status = ends(&mut pty, |_| signal(pid, name));
    assert_eq!(status.signal(), Some(description));
}

#[test]
fn sigterm() {
    dies_by("TERM", "Terminated");
}

#[test]
fn sighup() {
    dies_by("HUP", "Hangup");
}

#[test]
fn sigint() {
    dies_by("INT", "Interrupt");
}

#[test]
fn sigquit() {
    dies_by("QUIT", "Quit");
}

#[test]
fn a_program_that_is_stuck_dies_all_the_same() {
    let mut pty = running();
    pty.press("b");
    pty.wait_for("busy for ever");
    let pid = pty.pid();
    let status = ends(&mut pty, |_| signal(pid, "TERM"));
    assert_eq!(status.signal(), Some("Terminated"));
}

#[test]
fn a_second_signal_does_not_wait() {
    let mut pty = running();
    pty.press("b");
    pty.wait_for("busy for ever");
    let pid = pty.pid();
    let status = ends(&mut pty, |_| {
        signal(pid, "TERM");
        // Waiting for signals only, and no longer for the terminal: poll(2) with one descriptor.
        wait_for_call(pid, &["7", "271", "73"], |arguments| arguments[1] == "0x1");
        signal(pid, "INT");
    });
    assert_eq!(status.signal(), Some("Interrupt"), "the first was still being waited for");
}

#[test]
fn a_terminal_that_takes_nothing_keeps_nobody_alive() {
    let mut pty = running();
    // From here on nothing is read: the program blocks in the middle of a frame.
    let pid = pty.pid();
    pty.press("f");
    wait_for_call(pid, &["1", "64"], |arguments| arguments[0] == "0x1");
    signal(pid, "TERM");
    assert!(wait_for_state(pid, None) < AT_ONCE);
}

/// Waits until a thread of the program is inside such a system call, by its numbers on x86-64 and aarch64.
fn wait_for_call(pid: u32, numbers: &[&str], wanted: impl Fn(&[&str]) -> bool) {
    let is_inside = || {
        std::fs::read_dir(format!("/proc/{pid}/task"))
            .unwrap()
            .flatten()
            .filter_map(|task| std::fs::read_to_string(task.path().join("syscall")).ok())
            .any(|call| match call.split(' ').collect::<Vec<_>>()[..] {
                [number, ref arguments @ ..] if arguments.len() > 2 => {
                    numbers.contains(&number) && wanted(arguments)
                }
                _ => false,
            })
    };
    let deadline = Instant::now() + crate::pty::PATIENCE;
    while !is_inside() {
        assert!(Instant::now() < deadline, "the program never comes to that call");
        std::thread::yield_now();
    }
}

/// The program on the terminal of `script`, a process that can be taken away.
fn on_a_terminal_of_script(prefix: &str) -> (Pty, u32) {
    let program = format!("{prefix}{}", own_program("terminal::program").join(" "));
    let mut pty = Pty::open(command(["script", "-q", "-c", &program, "/dev/null"]));
    pty.wait_for("the program runs");
    let pid = shown_pid(&mut pty);
    assert!(state(pid).is_some());
    (pty, pid)
}

#[test]
fn a_terminal_that_hangs_up_with_a_signal() {
    let (pty, pid) = on_a_terminal_of_script("exec ");
    signal(pty.pid(), "KILL");
    assert!(wait_for_state(pid, None) < AT_ONCE);
}

#[test]
fn a_terminal_that_hangs_up_without_a_signal() {
    // In a session without a controlling terminal nobody is told.
    let (pty, pid) = on_a_terminal_of_script("setsid --wait ");
    signal(pty.pid(), "KILL");
    assert!(wait_for_state(pid, None) < AT_ONCE);
}

/// An interactive shell, for job control, with the program as its job.
fn as_a_job() -> (Pty, u32) {
    let mut pty = Pty::open(command(["bash", "--norc", "--noprofile", "-i"]));
    pty.press("PS1='ready> '; bind 'set enable-bracketed-paste off'; clear\r");
    pty.wait_until("the prompt", |pty| pty.screen().contents().trim() == "ready>");
    pty.press(&format!("{}\r", own_program("terminal::program").join(" ")));
    pty.wait_for("the program runs");
    let pid = shown_pid(&mut pty);
    (pty, pid)
}

fn stops_and_goes_on(stop: impl FnOnce(&mut Pty, u32)) {
    let (mut pty, pid) = as_a_job();
    stop(&mut pty, pid);
    pty.wait_for("Stopped");
    assert_eq!(state(pid), Some('T'));
    pty.press("stty -a | grep -o ' icanon'\r");
    pty.wait_until("the shell's modes", |pty| pty.screen().contents().contains("\n icanon"));
    assert!(!pty.screen().alternate_screen() && !pty.screen().hide_cursor());
    assert!(pty.came_last("\x1b[?1004l", "\x1b[?1004h"));
    pty.press("fg\r");
    pty.wait_until("the screen again", |pty| {
        pty.screen().alternate_screen() && pty.screen().contents().contains("last: Resumed")
    });
    assert!(pty.screen().contents().contains("the program runs"), "all of it is drawn again");
    assert!(pty.screen().bracketed_paste() && pty.screen().hide_cursor());
    pty.press("q");
    pty.wait_until("the shell", |pty| !pty.screen().alternate_screen());
    pty.press("exit\r");
    pty.end();
}

#[test]
fn sigtstp_and_sigcont() {
    stops_and_goes_on(|_, pid| signal(pid, "TSTP"));
}

#[test]
fn ctrl_z() {
    stops_and_goes_on(|pty, _| pty.press("\x1a"));
}

#[test]
fn a_stop_that_cannot_be_caught_is_recovered_from() {
    stops_and_goes_on(|pty, pid| {
        signal(pid, "STOP");
        // Nobody could restore the screen; the shell shows itself on ours.
        pty.wait_for("Stopped");
        pty.press("printf '\\033[?1049l\\033[?25h\\033[?1004l'\r");
        pty.wait_until("the shell's screen", |pty| !pty.screen().alternate_screen());
        pty.press("jobs\r");
    });
}

#[test]
fn continued_in_the_background_it_leaves_the_terminal_alone_and_can_be_ended() {
    let (mut pty, pid) = as_a_job();
    signal(pid, "TSTP");
    pty.wait_for("Stopped");
    pty.press("clear; bg; echo contin''ued\r");
    pty.wait_for("continued");
    wait_for_state(pid, Some('T'));
    assert!(!pty.screen().alternate_screen());
    pty.press("kill %1\r");
    wait_for_state(pid, None);
    assert!(!pty.screen().alternate_screen());
}

#[test]
fn what_is_typed_for_another_program_is_not_read_in_the_background() {
    let (mut pty, pid) = as_a_job();
    signal(pid, "TSTP");
    pty.wait_for("Stopped");
    pty.press("clear; echo sleep''ing; sleep 60\r");
    pty.wait_for("sleeping");
    pty.press("for the one that sleeps\r");
    pty.wait_for("for the one that sleeps");
    // Reading it would stop the program again before it could hear anything else.
    signal(pid, "CONT");
    wait_for_state(pid, Some('T'));
    signal(pid, "TERM");
    signal(pid, "CONT");
    wait_for_state(pid, None);
}

#[test]
fn where_no_shell_could_continue_it_a_stop_is_ignored() {
    let mut pty = running();
    let pid = pty.pid();
    signal(pid, "TSTP");
    pty.press("x");
    pty.wait_for("last: +x");
    assert_ne!(state(pid), Some('T'));
    assert!(pty.screen().alternate_screen());
}
