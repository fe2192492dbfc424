//! The cost parameters of argon2id (RFC 9106 §3.1) and their bounds. A `Cost` is always within the cap, so
//! that numbers from a hostile file are refused before any memory is taken.

use std::fmt;

/// How much work one argon2id derivation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cost {
    memory_kib: u32,
    time: u32,
    parallelism: u32,
}

/// Cost parameters out of bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "argon2id parameters m={memory_kib},t={time},p={parallelism} are out of bounds (m from 8 KiB a lane to 1 GiB, \
     t and p from 1 to 16); the registry may have been tampered with."
)]
pub struct CostOutOfBounds {
    memory_kib: i64,
    time: i64,
    parallelism: i64,
}

impl Cost {
    /// The cap on memory, in KiB: 1 GiB.
    pub const MAX_MEMORY_KIB: u32 = 1 << 20;
    /// The cap on passes over the memory.
    pub const MAX_TIME: u32 = 16;
    /// The cap on lanes.
    pub const MAX_PARALLELISM: u32 = 16;

    /// For client secrets that servers verify, unless the settings raise it: 19 MiB, 2 passes, 1 lane.
    pub const SERVERS: Self = Self { memory_kib: 19_456, time: 2, parallelism: 1 };
    /// For operators' passwords, and their floor: 64 MiB, 3 passes, 1 lane.
    pub const OPERATORS: Self = Self { memory_kib: 65_536, time: 3, parallelism: 1 };
    /// The least that argon2id knows; for made-up registries and tests.
    pub const SMALLEST: Self = Self { memory_kib: 8, time: 1, parallelism: 1 };

    /// Parameters as they are stored: memory in KiB, passes, lanes. Refused outside the cap, and where argon2id
    /// itself refuses them (at least 8 KiB a lane).
    pub fn new(memory_kib: i64, time: i64, parallelism: i64) -> Result<Self, CostOutOfBounds> {
        let refused = CostOutOfBounds { memory_kib, time, parallelism };
        let within = |value: i64, most: u32| {
            u32::try_from(value).ok().filter(|value| (1..=most).contains(value)).ok_or(refused)
        };
        let cost = Self {
            memory_kib: within(memory_kib, Self::MAX_MEMORY_KIB)?,
            time: within(time, Self::MAX_TIME)?,
            parallelism: within(parallelism, Self::MAX_PARALLELISM)?,
        };
        if cost.memory_kib < 8 * cost.parallelism { Err(refused) } else { Ok(cost) }
    }

    /// Memory in KiB.
    #[must_use]
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    #[must_use]
    pub const fn time(self) -> u32 {
        self.time
    }

    /// Lanes.
    #[must_use]
    pub const fn parallelism(self) -> u32 {
        self.parallelism
    }

    /// Whether no parameter is below that of `floor`.
    #[must_use]
    pub const fn reaches(self, floor: Self) -> bool {
        self.memory_kib >= floor.memory_kib
            && self.time >= floor.time
            && self.parallelism >= floor.parallelism
    }
}

/// As in a PHC string: `m=19456,t=2,p=1`.
impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m={},t={},p={}", self.memory_kib, self.time, self.parallelism)
    }
}

/// What operators' passwords cost: new ones, and the least that a stored one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    cost: Cost,
    floor: Cost,
}

impl PasswordPolicy {
    /// The policy of every registry that is in use.
    pub const PRODUCTION: Self = Self { cost: Cost::OPERATORS, floor: Cost::OPERATORS };

    /// A policy of this cost and floor. Anything below [`PasswordPolicy::PRODUCTION`] is for tests only: it
    /// lets whoever writes the file weaken passwords.
    #[must_use]
    pub const fn at(cost: Cost) -> Self {
        Self { cost, floor: cost }
    }

    /// What a new password costs.
    #[must_use]
    pub const fn cost(self) -> Cost {
        self.cost
    }

    /// The least that a stored password may cost.
    #[must_use]
    pub const fn floor(self) -> Cost {
        self.floor
    }
}

#[cfg(test)]
mod tests;
