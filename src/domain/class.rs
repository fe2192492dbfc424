//! Security classes and partners: the small lists that clients refer to.

use super::text::{counted, quoted};

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
    /// Why it can't be deleted, and what to do about that; nothing where it can.
    #[must_use]
    pub fn why_it_stays(&self) -> Option<String> {
        let every_registry_has_it = || format!("The class {ADMIN_CLASS} can't be deleted.");
        let is_first = (self.name == ADMIN_CLASS).then(every_registry_has_it);
        is_first.or_else(|| referred_to("security class", &self.name, self.clients + self.in_trash))
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
    /// Why it can't be deleted, and what to do about that; nothing where it can.
    #[must_use]
    pub fn why_it_stays(&self) -> Option<String> {
        referred_to("partner", &self.partner.name, self.clients + self.in_trash)
    }
}

/// That clients refer to something, those in the trash included.
fn referred_to(what: &str, name: &str, clients: i64) -> Option<String> {
    if clients == 0 {
        return None;
    }
    let whom = if clients == 1 { "it" } else { "them" };
    let clients = counted(clients, "client");
    Some(format!(
        "{} is the {what} of {clients}, those in the trash included, and can't be deleted. Give {whom} another first.",
        quoted(name)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(name: &str, clients: i64, in_trash: i64) -> SecurityClass {
        SecurityClass { name: name.to_owned(), description: String::new(), clients, in_trash }
    }

    #[test]
    fn what_clients_refer_to_stays_and_says_why() {
        assert_eq!(class("USER", 0, 0).why_it_stays(), None);
        assert_eq!(class("ADMIN", 0, 0).why_it_stays().unwrap(), "The class ADMIN can't be deleted.");
        let told = class("USER", 0, 1).why_it_stays().unwrap();
        assert!(
            told.contains("\"USER\" is the security class of 1 client, those in the trash included"),
            "{told}"
        );
        assert!(told.contains("Give it another"), "{told}");
        let partner = Partner { name: "ACME".to_owned(), subdomain: "acme".to_owned(), active: true };
        let mut record = PartnerRecord { partner, users: 7, clients: 0, in_trash: 0 };
        assert_eq!(record.why_it_stays(), None, "its users go with it");
        (record.clients, record.in_trash) = (2, 1);
        let told = record.why_it_stays().unwrap();
        assert!(told.starts_with("\"ACME\" is the partner of 3 clients"), "{told}");
    }
}
