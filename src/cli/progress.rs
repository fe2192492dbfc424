//! How far long work has come, told to a person at a terminal: one line on stderr that is written over. It
//! says nothing where nobody looks.

use std::io::{self, IsTerminal, Write};

/// Signs of the bar.
const WIDTH: u64 = 30;

/// A line that tells how far something is.
pub struct Progress {
    what: &'static str,
    /// Whether the line was begun and not ended.
    open: bool,
}

impl Progress {
    /// Tells how many of `what`, such as `secrets`, are done.
    #[must_use]
    pub fn of(what: &'static str) -> Self {
        Self { what, open: false }
    }

    /// So many of so many are done.
    pub fn tell(&mut self, done: u64, all: u64) {
        let mut stderr = io::stderr();
        if stderr.is_terminal() {
            self.open = true;
            // That it can't be told is no reason to stop.
            let _ = write!(stderr, "\r{} {done} of {all} {}", bar(done, all), self.what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.open {
            let _ = writeln!(io::stderr());
        }
    }
}

fn bar(done: u64, all: u64) -> String {
    let full = (done.min(all) * WIDTH).checked_div(all).unwrap_or(WIDTH);
    let signs = |sign: &str, count: u64| sign.repeat(usize::try_from(count).unwrap_or_default());
    format!("[{}{}]", signs("#", full), signs(".", WIDTH - full))
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn the_bar_fills_and_never_overflows() {
        assert_eq!(bar(0, 10), format!("[{}]", ".".repeat(30)));
        assert_eq!(bar(5, 10), format!("[{}{}]", "#".repeat(15), ".".repeat(15)));
        for (done, all) in [(10, 10), (11, 10), (0, 0)] {
            assert_eq!(bar(done, all), format!("[{}]", "#".repeat(30)));
        }
    }
}
