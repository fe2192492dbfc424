//! Security classes and partners: the small lists that clients refer to.

/// The class that every registry has and that can't be deleted.
pub const ADMIN_CLASS: &str = "ADMIN";

/// What set-up makes: name and description.
pub const FIRST_CLASSES: &[(&str, &str)] =
    &[(ADMIN_CLASS, "Administrative clients"), ("USER", "Ordinary clients")];

/// What set-up makes: name and description.
pub const FIRST_SCOPES: &[(&str, &str)] = &[("read", "Read"), ("write", "Write")];

/// A security class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityClass {
    /// Unique without regard to case.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// How many clients use it.
    pub clients: i64,
    /// How many more in the trash do.
    pub in_trash: i64,
}

impl SecurityClass {
    /// How many clients use it, those in the trash included.
    #[must_use]
    pub fn used(&self) -> i64 {
        self.clients + self.in_trash
    }
}

/// A scope that the registry defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The token.
    pub name: String,
    /// What it lets one do; may be empty.
    pub description: String,
}

/// Somebody for whom a partner's clients act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerUser {
    /// As the partner calls them.
    pub user_name: String,
    /// One address, or none.
    pub email: Option<String>,
}

/// An organisation whose users some clients serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// For people.
    pub name: String,
    /// A DNS label; begins the client IDs of its clients.
    pub subdomain: String,
    /// Whether its users are told to servers.
    pub active: bool,
}

/// A partner with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerRecord {
    /// The partner.
    pub partner: Partner,
    /// How many users are listed for it.
    pub users: i64,
    /// How many clients refer to it.
    pub clients: i64,
    /// How many more in the trash do.
    pub in_trash: i64,
}

impl PartnerRecord {
    /// How many clients refer to it, those in the trash included.
    #[must_use]
    pub fn used(&self) -> i64 {
        self.clients + self.in_trash
    }
}
