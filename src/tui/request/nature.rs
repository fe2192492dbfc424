//! What holds for a request whatever becomes of it: how long it takes, whether it only reads.

use super::Request;

impl Request {
    /// What to tell meanwhile, where it takes long enough to wonder.
    #[must_use]
    pub fn takes_long(&self) -> Option<&'static str> {
        match self {
            Self::SetUp(_) => Some("Creating the registry …"),
            Self::SignOn { .. } => Some("Signing on …"),
            Self::CreateClient { .. }
            | Self::UpdateClient { rotation: Some(_), .. }
            | Self::AddOperator(_)
            | Self::UpdateOperator { .. }
            | Self::SaveSettings { .. } => Some("Saving …"),
            Self::DeleteOperator(_) => Some("Deleting …"),
            Self::Rotate { .. } | Self::Renew { .. } => Some("Making new secrets …"),
            Self::Restore(_) => Some("Restoring …"),
            Self::ResetPassword { .. } | Self::ChangePassword { .. } | Self::Recover { .. } => {
                Some("Setting the password …")
            }
            Self::PrepareSearch(_) => Some("Reading the clients, to search them …"),
            Self::Contain { .. } => Some("Containing …"),
            Self::Health => Some("Counting …"),
            Self::ReplaceRecoveryCode => Some("Making a new recovery code …"),
            Self::VerifyLog => Some("Checking the audit log and every row of the registry …"),
            _ => None,
        }
    }

    /// What to tell where it takes longer than a moment, which it mostly does not.
    #[must_use]
    pub fn may_take_long(&self) -> Option<&'static str> {
        match self {
            Self::Clients { query, .. } if !query.search.trim().is_empty() || !query.filters.is_empty() => {
                Some("Searching …")
            }
            Self::SignOff | Self::StageClientId | Self::StageSecret | Self::ClearClipboard => None,
            Self::SetEnabled { enabled: true, .. } => Some("Enabling …"),
            Self::SetEnabled { enabled: false, .. } => Some("Disabling …"),
            Self::Delete(_)
            | Self::DeleteClass(_)
            | Self::DeletePartner(_)
            | Self::DeletePartnerUsers { .. }
            | Self::DeleteScope(_) => Some("Deleting …"),
            Self::Purge(_) => Some("Purging …"),
            Self::Show(_) => Some("Opening the secret …"),
            Self::Copy(_) => Some("Copying …"),
            Self::Whose(_) | Self::ContainPreview(_) => Some("Looking …"),
            request if request.only_reads() || request.takes_long().is_some() => None,
            // Somebody else may be writing: every change can come to wait for them.
            _ => Some("Saving …"),
        }
    }

    /// Whether only the newest of several such requests is worth doing.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        matches!(
            self,
            Self::Clients { .. }
                | Self::BreakOff
                | Self::PrepareSearch(_)
                | Self::Client(_)
                | Self::Choices
                | Self::Classes
                | Self::Partners
                | Self::PartnerUsers(_)
                | Self::Members(_)
                | Self::Advice(_)
                | Self::Trash
                | Self::Scopes
                | Self::Operators
                | Self::Log(_)
                | Self::LogEntry(_)
                | Self::Past { .. }
                | Self::SeenAgain(_)
                | Self::Incidents
                | Self::Incident(_)
                | Self::Holders(_)
                | Self::Holding(_)
                | Self::Health
        )
    }

    /// Whether nothing is lost where the program ends before it is done.
    #[must_use]
    pub fn may_be_broken_off(&self) -> bool {
        self.only_reads() || matches!(self, Self::VerifyLog)
    }

    /// Whether it may change what holds for whoever signed on.
    #[must_use]
    pub fn changes_standing(&self) -> bool {
        matches!(self, Self::UpdateOperator { .. } | Self::DeleteOperator(_) | Self::SaveSettings { .. })
    }
}
