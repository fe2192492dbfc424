//! What the form knows of the registry around its client: what drop-downs offer, the partner's users, accepted
//! advice. From it comes the advice beside the fields; nothing here refuses anything.

use super::ClientForm;
use super::fields;
use crate::domain::{
    ATTRIBUTES, Acceptance, AdviceInput, Client, ClientRecord, ClientType, EstateInput, Known, SecretState,
    advise, estate, field,
};
use crate::tui::message::Effect;
use crate::tui::request::{Choices, ClientSheet, Members, Request};
use crate::tui::screen::Facts;
use crate::tui::screens::partner_users::NOBODY;

/// What was read so far.
#[derive(Default)]
pub(super) struct Around {
    pub(super) choices: Option<Choices>,
    /// The users of one partner.
    members: Members,
    users_are_known: bool,
    /// The advice about the client that was accepted.
    accepted: Vec<Acceptance>,
    use_is_reported: bool,
    /// What is known of its secrets.
    pub(super) known: Known,
}

impl Around {
    /// Takes what came with the client.
    pub(super) fn take(&mut self, sheet: &mut ClientSheet) {
        self.accepted = std::mem::take(&mut sheet.accepted);
        self.use_is_reported = sheet.use_is_reported;
        self.known = std::mem::take(&mut sheet.known);
    }

    /// The user names of this partner, where they were read.
    fn users_of(&self, partner: &str) -> Vec<String> {
        let known = self.members.partner == partner;
        let users = self.members.users.iter().filter(|_| known);
        users.map(|user| user.user_name.clone()).collect()
    }
}

impl ClientForm {
    /// Asks for the users of the chosen partner, where they are not those that are known.
    pub(super) fn ask_users(&mut self) -> Vec<Effect> {
        let partner = self.draft.text(field::PARTNER).to_owned();
        if self.around.members.partner == partner {
            return Vec::new();
        }
        self.around.members = Members { partner: partner.clone(), users: Vec::new() };
        self.around.users_are_known = false;
        if self.is_new() {
            fields::suggest_users(&mut self.form, &partner, &[]);
        }
        if partner.is_empty() { Vec::new() } else { vec![Effect::Ask(Request::Members(partner))] }
    }

    /// Takes the users of a partner, where it is still the chosen one.
    pub(super) fn take_users(&mut self, members: Members, facts: &Facts) {
        if members.partner != self.draft.text(field::PARTNER) {
            return;
        }
        if self.is_new() {
            fields::suggest_users(&mut self.form, &members.partner, &members.users);
        }
        self.around.members = members;
        self.around.users_are_known = true;
        self.tell_all(facts);
    }

    /// Puts advice beside its fields: for what can be read of them, even where something can't be saved yet.
    pub(super) fn advise(&mut self, facts: &Facts) {
        let mut client = Client::default();
        let mut unread = Vec::new();
        for attribute in ATTRIBUTES {
            // What can't be read has an error of its own, and no advice.
            if (attribute.write)(&mut client, self.draft.get(attribute.name)).is_err() {
                unread.push(attribute.name);
            }
        }
        let partner_users = self.around.users_of(client.partner.as_deref().unwrap_or_default());
        let nobody = client.partner.is_some() && self.around.users_are_known && partner_users.is_empty();
        let told = (nobody && client.restrict_to_partner_users).then(|| NOBODY.to_owned());
        self.form.set_notes(field::RESTRICT_TO_PARTNER_USERS, told.into_iter().collect());
        let is_live = |state| state != SecretState::Retired;
        let has_live_secret =
            self.staged.is_some() || self.secrets.iter().any(|secret| is_live(secret.state(facts.now)));
        let mut given = advise(&AdviceInput {
            client: &client,
            settings: &facts.settings,
            partner_users: &partner_users,
            has_live_secret: has_live_secret && client.client_type == ClientType::Confidential,
        });
        if let Some(choices) = &self.around.choices {
            let record = self.as_it_would_be(client, facts.now);
            let client = &record.client;
            let partner =
                choices.partners.iter().find(|partner| Some(&partner.subdomain) == client.partner.as_ref());
            let known = |class: &String| choices.classes.iter().any(|known| known.name == *class);
            // A new secret is known to nobody, and is what an incident waits for.
            let fresh = Known::default();
            given.extend(estate(&EstateInput {
                record: &record,
                secrets: if self.staged.is_some() { &[] } else { &self.secrets },
                class_exists: client.security_class.is_empty() || known(&client.security_class),
                partner,
                // Whether names look alike takes a look at all of them: the list of advice tells it.
                lookalike: None,
                use_is_reported: self.around.use_is_reported,
                known: if self.staged.is_some() { &fresh } else { &self.around.known },
                now: facts.now,
            }));
        }
        given.retain(|advice| !unread.contains(&advice.field));
        self.form.set_all_advice(&given, &self.around.accepted, facts.now);
    }

    /// The client as it would be if it were saved now.
    fn as_it_would_be(&self, client: Client, now: i64) -> ClientRecord {
        match &self.record {
            Some(record) => ClientRecord { client, ..record.clone() },
            None => ClientRecord::new(client, now),
        }
    }
}
