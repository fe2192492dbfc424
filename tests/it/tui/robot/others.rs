//! What others do in the registry, behind the screen's back.

use clientkeep::domain::{Draft, Plaintext, Profile, Role, field};
use clientkeep::service::{Issued, NewOperator, Service};

use super::{ADMIN, FIRST, OWN, PASSWORD, Robot};

impl Robot {
    /// The registry in the hands of another program that signed on.
    pub fn service_of(&self, operator: &str, password: &str) -> Service {
        let mut service = self.service();
        service.sign_on(operator, &Plaintext::new(password.to_owned())).unwrap();
        service
    }

    /// Another program writes to the registry until what is given back is dropped.
    pub fn somebody_writes(&self) -> rusqlite::Connection {
        let holder = rusqlite::Connection::open(self.path()).unwrap();
        holder.execute_batch("BEGIN IMMEDIATE").unwrap();
        holder
    }

    /// Adds an operator, whose first password is [`FIRST`].
    pub fn hire(&self, name: &str, role: Role) {
        let new = NewOperator {
            user_name: name.to_owned(),
            full_name: String::new(),
            role,
            password: Plaintext::new(FIRST.to_owned()),
        };
        let mut ada = self.service_of(ADMIN, PASSWORD);
        ada.add_operator(&new).unwrap_or_else(|error| panic!("{error}"));
    }

    /// Adds an operator, who has chosen the password [`OWN`].
    pub fn employ(&self, name: &str, role: Role) {
        self.hire(name, role);
        let [first, own] = [FIRST, OWN].map(|text| Plaintext::new(text.to_owned()));
        self.service_of(name, FIRST).change_password(&first, &own).unwrap();
    }
}

pub fn password() -> Plaintext {
    Plaintext::new(PASSWORD.to_owned())
}

/// A client in class USER as it would be typed.
pub fn draft(name: &str) -> Draft {
    let mut draft = Draft::new(Profile::Service);
    draft.set(field::CLIENT_NAME, vec![name.to_owned()]);
    draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
    draft
}

/// Creates a client in class USER behind the screen's back.
pub fn create(service: &mut Service, name: &str) -> Issued {
    service.create_client(&draft(name), None).unwrap_or_else(|error| panic!("{name}: {error}"))
}
