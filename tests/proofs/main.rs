//! The proofs: the program is killed, its disk fails, its file is damaged, and what was acknowledged must still be
//! there. Each says what it counted. Without more words they run a short form; `.ci/full` names the counts of the
//! whole. `tests/README.md` has the table.

mod cases;
mod chance;
mod crash;
mod crew;
mod damage;
mod disk;
mod faults;
mod ground;
mod history;
mod kill;
mod leaks;
#[cfg(feature = "tui")]
#[path = "../it/memory.rs"]
mod memory;
mod needles;
mod oracle;
mod power;
#[cfg(feature = "tui")]
#[allow(dead_code, reason = "the other tests on a terminal use the rest of it")]
#[path = "../it/pty.rs"]
mod pty;
mod revoke;
mod sealed;
#[cfg(feature = "tui")]
mod shown;
mod trace;
mod writer;
