//! A panic gives the terminal back before it says anything, and what it says can't steer the terminal.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::PanicHookInfo;
use std::sync::Once;
use std::thread::{self, ThreadId};

use super::modes;
use crate::domain::text;

/// Installs the hook. A panic in another thread than this one ends the program: nobody would answer for
/// that thread any more.
pub(super) fn restore_first() {
    static INSTALLED: Once = Once::new();
    let drawing = thread::current().id();
    INSTALLED.call_once(|| std::panic::set_hook(Box::new(move |info| tell(info, drawing))));
}

fn tell(info: &PanicHookInfo<'_>, drawing: ThreadId) {
    modes::restore_at_death();
    let thread = thread::current();
    let name = thread.name().unwrap_or("?");
    eprintln!("{}", text::drawn_lines(&format!("thread '{name}' {info}")));
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        eprintln!("{}", text::drawn_lines(&trace.to_string()));
    }
    if thread.id() != drawing {
        std::process::exit(101);
    }
}
