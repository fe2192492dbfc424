//! What an operator is, and who may what. The service asks here; the keys of the vault make it hold
//! against somebody who reads the file.

use super::client::{Stamp, Word};

/// What an operator is for. Ordered from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Looks.
    Auditor,
    /// A script: changes, but holds no key that shows a secret.
    Automation,
    /// Maintains clients and hands credentials out.
    Operator,
    /// Everything, operators included.
    Admin,
}

impl Word for Role {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Admin, "admin", "admin: everything, operators and settings included"),
        (Self::Operator, "operator", "operator: maintains clients, hands credentials out"),
        (Self::Automation, "automation", "automation: for scripts, shows no secret"),
        (Self::Auditor, "auditor", "auditor: only looks"),
    ];
}

macro_rules! rights {
    ($($right:ident $least:ident $words:literal;)*) => {
        /// Something that needs a sign-on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Right { $(#[doc = $words] $right),* }

        impl Right {
            /// Every right.
            pub const ALL: &'static [Self] = &[$(Self::$right),*];

            /// The least role that has it.
            #[must_use]
            pub fn least(self) -> Role { match self { $(Self::$right => Role::$least),* } }

            /// Whom to ask for it: the least role of people that has it.
            #[must_use]
            pub fn whom_to_ask(self) -> Role { self.least().max(Role::Operator) }

            /// What it lets one do, to follow *may not*.
            #[must_use]
            pub fn words(self) -> &'static str { match self { $(Self::$right => $words),* } }
        }
    };
}

rights! {
    Screen Auditor "use the screen";
    OwnPassword Auditor "change their own password";
    Create Automation "create clients";
    Update Automation "update clients";
    Rotate Automation "rotate secrets";
    Disable Automation "disable clients";
    Enable Automation "enable clients";
    Import Automation "import clients";
    Apply Automation "apply declarations";
    Contain Automation "contain clients";
    Rename Operator "rename clients";
    Copy Operator "copy credentials";
    Reveal Operator "show secrets";
    Deliver Operator "deliver credentials";
    Export Operator "export clients";
    ExportVerifiers Admin "export verifiers";
    ExportSecrets Admin "export secrets";
    Delete Operator "delete clients";
    Restore Operator "restore clients";
    Purge Admin "purge clients";
    Partners Operator "change partners";
    Incidents Operator "work on incidents";
    LintAccept Operator "accept advice";
    Classes Admin "change security classes";
    Scopes Admin "change scopes";
    Operators Admin "change operators";
    Settings Admin "change settings";
    RecoveryCode Admin "make a new recovery code";
    CheckSealed Admin "open every sealed copy";
}

impl Role {
    /// Whether the role has a right.
    #[must_use]
    pub fn may(self, right: Right) -> bool {
        self >= right.least()
    }

    /// Whether it holds a key that shows secrets.
    #[must_use]
    pub fn shows_secrets(self) -> bool {
        self.may(Right::Reveal)
    }
}

/// Somebody who signs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// The registry's number for it; never reused.
    pub id: i64,
    /// What is typed at the sign-on.
    pub user_name: String,
    /// For people.
    pub full_name: String,
    /// What it may do.
    pub role: Role,
    /// Whether it can't sign on.
    pub disabled: bool,
    /// Whether it must choose a password before anything else.
    pub must_change_password: bool,
    /// Unix seconds.
    pub last_sign_on_at: Option<i64>,
    /// When and by whom it was added.
    pub created: Stamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_all_that_the_one_below_it_has() {
        for &right in Right::ALL {
            let holders = Role::WORDS.iter().filter(|(role, ..)| role.may(right)).count();
            assert_eq!(holders, Role::Admin as usize - right.least() as usize + 1, "{}", right.words());
        }
    }

    #[test]
    fn who_only_looks_or_runs_scripts_holds_no_key_that_shows_a_secret() {
        assert!(!Role::Auditor.shows_secrets() && !Role::Automation.shows_secrets());
        assert!(Role::Operator.shows_secrets() && Role::Admin.shows_secrets());
    }

    #[test]
    fn automation_rotates_but_neither_renames_nor_deletes() {
        assert!(Role::Automation.may(Right::Rotate));
        assert!(!Role::Automation.may(Right::Rename) && !Role::Automation.may(Right::Delete));
        assert!(!Role::Auditor.may(Right::Create) && !Role::Operator.may(Right::Classes));
    }
}
