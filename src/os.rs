//! What a program that holds secrets asks of the operating system before it does anything else: no core
//! dumps, no tracing by others, and errors instead of deaths. It keeps no state and prints nothing.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::fd::AsFd;
use rustix::process::{Resource, Rlimit};
use rustix::termios::QueueSelector;

/// Makes this process fit to hold secrets; call it first thing in `main`.
///
/// No core is ever written, other processes of the same user can't read this one's memory, and writing to
/// a closed pipe or past the file-size limit becomes an error of the write.
pub fn harden() -> io::Result<()> {
    forbid_core_dumps()?;
    forbid_tracing()?;
    turn_write_signals_into_errors()
}

/// Sets both core limits to zero, so that no child can raise them again either.
fn forbid_core_dumps() -> io::Result<()> {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    Ok(rustix::process::setrlimit(Resource::Core, none)?)
}

/// `PR_SET_DUMPABLE` 0 (prctl(2)): `/proc/PID/mem` and ptrace are for root only.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn forbid_tracing() -> io::Result<()> {
    use rustix::process::DumpableBehavior;
    Ok(rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}

/// Other systems have no such switch.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn forbid_tracing() -> io::Result<()> {
    Ok(())
}

/// SIGXFSZ gets a handler that does nothing, and the write returns `EFBIG`. SIGPIPE is ignored by Rust's
/// start-up code already; a handler of our own keeps it so whoever started us, and children get the
/// default again.
fn turn_write_signals_into_errors() -> io::Result<()> {
    for signal in [signal_hook::consts::SIGXFSZ, signal_hook::consts::SIGPIPE] {
        signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false)))?;
    }
    Ok(())
}

/// Throws away what was typed before anybody asked for it, so that it can't become part of a password.
/// What is no terminal has no such queue and is left alone.
pub fn discard_typed_ahead(terminal: impl AsFd) {
    // An error means that it is no terminal.
    let _ = rustix::termios::tcflush(terminal, QueueSelector::IFlush);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_hardened_process_leaves_no_core_and_is_not_dumpable() {
        harden().unwrap();
        let limits = fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"]);
        assert_eq!(
            rustix::process::dumpable_behavior().unwrap(),
            rustix::process::DumpableBehavior::NotDumpable
        );
    }

    #[test]
    fn a_file_size_limit_is_an_error_and_no_death() {
        use std::io::Write as _;
        // In a child: the limit would hold for every other test of this process.
        let child = "harden_and_write_past_the_limit";
        if std::env::var_os("CLIENTKEEP_TEST_CHILD").is_some_and(|name| name == child) {
            harden().unwrap();
            let limit = Rlimit { current: Some(1_000), maximum: Some(1_000) };
            rustix::process::setrlimit(Resource::Fsize, limit).unwrap();
            let mut file = tempfile::tempfile().unwrap();
            let error = file.write_all(&[0; 4_000]).unwrap_err();
            assert_eq!(error.raw_os_error(), Some(27), "EFBIG");
            return;
        }
        let status = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "os::tests::a_file_size_limit_is_an_error_and_no_death"])
            .env("CLIENTKEEP_TEST_CHILD", child)
            .output()
            .unwrap();
        assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stdout));
    }
}
