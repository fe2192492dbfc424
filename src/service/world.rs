//! What the service needs from outside: the time, random bytes, and who is asking. Tests bring their own.

use std::time::{SystemTime, UNIX_EPOCH};

use etcetera::BaseStrategy as _;

use super::memory::Memory;
use crate::domain::audit::Origin;
use crate::vault::{Cost, Entropy, OsEntropy, PasswordPolicy};

/// Tells the time.
pub trait Clock: Send {
    /// Unix seconds.
    fn now(&self) -> i64;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }
}

/// How much work hashing is.
#[derive(Clone, Copy)]
pub struct Policy {
    /// For operators' passwords.
    pub passwords: PasswordPolicy,
    /// For client secrets, in place of what the settings say; for tests and made-up registries only.
    pub verifiers: Option<Cost>,
}

impl Policy {
    /// What a real registry has.
    pub const PRODUCTION: Self = Self { passwords: PasswordPolicy::PRODUCTION, verifiers: None };

    /// The least work that argon2id knows. For tests: such a registry does not open with the real policy.
    pub const CHEAP: Self =
        Self { passwords: PasswordPolicy::at(Cost::SMALLEST), verifiers: Some(Cost::SMALLEST) };
}

/// The outside.
pub struct World {
    /// Tells the time.
    pub clock: Box<dyn Clock>,
    /// Gives random bytes.
    pub entropy: Box<dyn Entropy>,
    /// Which front end asks.
    pub origin: Origin,
    /// The account that the program runs under.
    pub system_user: String,
    /// The SSH peer's address, where there is one.
    pub ssh_peer: Option<String>,
    /// How much work hashing is.
    pub policy: Policy,
    /// Where the newest entry of the audit log that was seen is remembered; nowhere for programs.
    pub memory: Option<Memory>,
}

impl World {
    /// The real one, asked through a front end.
    #[must_use]
    pub fn real(origin: Origin) -> Self {
        let peer = std::env::var("SSH_CONNECTION").ok();
        Self {
            clock: Box::new(SystemClock),
            entropy: Box::new(OsEntropy),
            origin,
            system_user: system_user(),
            ssh_peer: peer.and_then(|text| text.split_whitespace().next().map(str::to_owned)),
            policy: Policy::PRODUCTION,
            memory: memory(),
        }
    }
}

fn memory() -> Option<Memory> {
    let base = etcetera::choose_base_strategy().ok()?;
    let folder = base.state_dir().unwrap_or_else(|| base.data_dir());
    Some(Memory::in_folder(folder.join("clientkeep").join("heads")))
}

/// The name of the account that the program runs under, or its number where it has no name. The
/// environment is not asked: it says what its owner likes.
#[must_use]
pub fn system_user() -> String {
    let number = rustix::process::getuid().as_raw();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let mut entries = accounts.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let own = entries.find(|entry| entry.get(2).is_some_and(|field| *field == number.to_string()));
    own.and_then(|entry| entry.first().map(|name| (*name).to_owned())).unwrap_or_else(|| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_the_one_that_the_program_runs_under_whatever_the_environment_says() {
        let (told, own) =
            (World::real(Origin::Cli).system_user, rustix::process::getuid().as_raw().to_string());
        let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        match accounts.lines().find_map(|line| line.strip_prefix(&told)?.strip_prefix(':')) {
            Some(account) => assert_eq!(account.split(':').nth(1), Some(own.as_str()), "{told}"),
            None => assert_eq!(told, own, "without a name it is the number"),
        }
    }

    #[test]
    fn the_account_remembers_what_it_saw_of_registries() {
        assert!(World::real(Origin::Cli).memory.is_some());
    }
}
