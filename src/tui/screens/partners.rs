//! The panel of partners: the list, and what can be done with a partner. Its users have a list of their own.

use std::cmp::Ordering;

use super::one_list::OneList;
use super::partner_form;
use super::partner_users::PartnerUsers;
use crate::domain::text::{grouped, quoted};
use crate::domain::{PartnerRecord, Right};
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, may};

const USERS: &str = "users";
const CLIENTS: &str = "clients";
/// The columns that a click acts on: it opens the form, opens the list of users, deletes.
const NAME: usize = 0;
const USERS_AT: usize = 3;
const ACTIONS: usize = 5;

/// The list of partners.
pub struct Partners(Whole<PartnerRecord>);

impl Partners {
    /// An empty list; it loads when it is shown.
    #[must_use]
    pub fn new() -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let heads = vec![
            head(Some("name"), "Name", (16, 40), 0),
            head(Some("subdomain"), "Subdomain", (12, 24), 1),
            head(Some("status"), "Status", (10, 10), 4),
            head(Some(USERS), "Users", (7, 9), 2),
            head(Some(CLIENTS), "Clients", (9, 9), 3),
        ];
        let empty = Empty {
            nothing: "There is no partner yet.".to_owned(),
            not_found: "No partner matches the search.".to_owned(),
        };
        Self(Whole::new(heads, empty).deleted_by(Right::Partners))
    }
}

impl Default for Partners {
    fn default() -> Self {
        Self::new()
    }
}

fn ask_delete(record: &PartnerRecord) -> Effect {
    let name = quoted(&record.partner.name);
    let users = match record.users {
        0 => "It has no users.".to_owned(),
        1 => "Its user is deleted with it.".to_owned(),
        count => format!("Its {} users are deleted with it.", grouped(count)),
    };
    let text = format!("Deletes the partner {name}. No client refers to it. {users}");
    let yes = vec![Effect::Ask(Request::DeletePartner(record.partner.subdomain.clone()))];
    let answers = vec![(Command::Delete, yes), (Command::Cancel, Vec::new())];
    Effect::Open(Box::new(Question::new("Delete partner", text, answers)))
}

impl Listed for PartnerRecord {
    fn row(&self, _now: i64) -> Row {
        let partner = &self.partner;
        let status = if partner.active { "active" } else { "not active" };
        let cells = vec![
            partner.name.clone(),
            partner.subdomain.clone(),
            status.to_owned(),
            grouped(self.users),
            grouped(self.clients),
        ];
        Row { key: partner.subdomain.clone(), name: partner.name.clone(), cells, off: !partner.active }
    }

    fn compare(&self, other: &Self, key: &str) -> Option<Ordering> {
        match key {
            USERS => Some(self.users.cmp(&other.users)),
            CLIENTS => Some(self.clients.cmp(&other.clients)),
            _ => None,
        }
    }
}

impl OneList for Partners {
    type Shown = PartnerRecord;
    const PLACES: &'static [Context] = places::PARTNERS;
    const PANEL: Option<Command> = Some(Command::ShowPartners);

    fn list(&self) -> &Whole<PartnerRecord> {
        &self.0
    }

    fn list_mut(&mut self) -> &mut Whole<PartnerRecord> {
        &mut self.0
    }

    fn wanted(&self) -> Request {
        Request::Partners
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::Partners(Ok(all)) => {
                self.0.fill(all, facts);
                Vec::new()
            }
            Answer::PartnerDeleted(Ok(gone)) => {
                let said = Notice::good(format!("Deleted the partner {}.", quoted(&gone.partner.name)));
                vec![Effect::Ask(Request::Partners), Effect::Say(said)]
            }
            other => other
                .failure()
                .map_or_else(Vec::new, |failure| vec![Effect::Say(Notice::error(failure.to_string()))]),
        }
    }

    fn act(&mut self, command: Command, _facts: &Facts) -> Option<Vec<Effect>> {
        let record = self.0.selected();
        Some(match (command, record) {
            (Command::Create, _) => vec![Effect::Open(Box::new(partner_form::create()))],
            (Command::Update, Some(record)) => {
                vec![Effect::Open(Box::new(partner_form::update(&record.partner)))]
            }
            (Command::PartnerUsers, Some(record)) => {
                vec![Effect::Open(Box::new(PartnerUsers::of(&record.partner)))]
            }
            (Command::Delete, Some(record)) => vec![ask_delete(record)],
            _ => return None,
        })
    }

    fn behind(column: usize) -> Option<Command> {
        match column {
            NAME => Some(Command::Update),
            USERS_AT => Some(Command::PartnerUsers),
            ACTIONS => Some(Command::Delete),
            _ => None,
        }
    }

    fn why_not(&self, command: Command, facts: &Facts) -> Option<String> {
        let selected = self.0.selected();
        match command {
            Command::Create => return may(Right::Partners, facts),
            Command::Delete => {
                if let refusal @ Some(_) = may(Right::Partners, facts) {
                    return refusal;
                }
            }
            Command::Update | Command::PartnerUsers => {}
            _ => return None,
        }
        match selected {
            None => Some("Select a partner first.".to_owned()),
            Some(record) if command == Command::Delete => record.why_it_stays(),
            Some(_) => None,
        }
    }
}
