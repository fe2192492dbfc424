//! What an entry of the audit log tells. Entries are only ever added; how they are chained and signed is
//! the vault's.

mod older;
mod words;

pub use older::older;
pub use words::words;

use super::client::Word;

macro_rules! actions {
    ($($action:ident $word:literal;)*) => {
        /// What was done, or refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action { $(#[doc = concat!("`", $word, "`")] $action),* }

        impl Word for Action {
            const WORDS: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$action, $word, $word)),*];
        }
    };
}

actions! {
    RegistryCreated "registry.created";
    RegistryDemo "registry.demo";
    SignedOn "operator.signed_on";
    SignOnRefused "operator.sign_on_refused";
    Refused "refused";
    PartnerAdded "partner.added";
    PartnerUpdated "partner.updated";
    PartnerDeleted "partner.deleted";
    PartnerUserAdded "partner.user_added";
    PartnerUserUpdated "partner.user_updated";
    PartnerUserDeleted "partner.user_deleted";
    OperatorAdded "operator.added";
    OperatorUpdated "operator.updated";
    OperatorDeleted "operator.deleted";
    OperatorUnlocked "operator.unlocked";
    PasswordReset "operator.password_reset";
    PasswordChanged "operator.password_changed";
    Recovered "operator.recovered";
    RecoveryCodeReplaced "recovery_code.replaced";
    SettingChanged "setting.changed";
    SealedCopiesChecked "secret.copies_checked";
    ClientCreated "client.created";
    ClientImported "client.imported";
    ClientsExported "clients.exported";
    ClientUpdated "client.updated";
    ClientRenamed "client.renamed";
    ClientDisabled "client.disabled";
    ClientEnabled "client.enabled";
    ClientContained "client.contained";
    ClientDeleted "client.deleted";
    ClientRestored "client.restored";
    ClientPurged "client.purged";
    SecretRotated "secret.rotated";
    SecretShown "secret.shown";
    SecretCopied "secret.copied";
    SecretDelivered "secret.delivered";
    SecretExported "secret.exported";
    IncidentStep "incident.step";
    AdviceAccepted "advice.accepted";
    AdviceWithdrawn "advice.withdrawn";
    ClassAdded "class.added";
    ClassUpdated "class.updated";
    ClassDeleted "class.deleted";
    ScopeAdded "scope.added";
    ScopeDeleted "scope.deleted";
}

/// Which front end an action came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The screen.
    Tui,
    /// The command line.
    Cli,
    /// A program that uses the library.
    Library,
}

impl Word for Origin {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Tui, "tui", "screen"),
        (Self::Cli, "cli", "command line"),
        (Self::Library, "library", "library"),
    ];
}
