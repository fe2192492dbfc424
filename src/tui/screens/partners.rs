//! The panel of partners: the list, and what can be done with a partner. Its users have a list of their own.

use std::cmp::Ordering;

use ratatui::layout::Rect;

use super::partner_users::PartnerUsers;
use super::{panels, partner_form};
use crate::domain::text::quoted;
use crate::domain::{PartnerRecord, Right};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, may};

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
            head(Some(USERS), "Users", (7, 8), 2),
            head(Some(CLIENTS), "Clients", (8, 9), 3),
            head(None, "Actions", (7, 7), 0),
        ];
        let empty = Empty {
            nothing: "There is no partner yet.".to_owned(),
            not_found: "No partner matches the search.".to_owned(),
        };
        Self(Whole::new(heads, empty))
    }

    fn act(&self, command: Command) -> Option<Vec<Effect>> {
        let record = self.0.selected();
        Some(match (command, record) {
            (Command::Create, _) => vec![Effect::Open(Box::new(partner_form::create()))],
            (Command::Reload, _) => vec![Effect::Ask(Request::Partners)],
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

    fn clicked(&self, column: Option<usize>, facts: &Facts) -> Vec<Effect> {
        let command = match column {
            Some(NAME) => Command::Update,
            Some(USERS_AT) => Command::PartnerUsers,
            Some(ACTIONS) => Command::Delete,
            _ => return Vec::new(),
        };
        match self.refusal(command, facts) {
            Some(reason) => vec![Effect::Say(Notice::error(reason))],
            None => self.act(command).unwrap_or_default(),
        }
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
        count => format!("Its {count} users are deleted with it."),
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
            self.users.to_string(),
            self.clients.to_string(),
            "[x]".to_owned(),
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

impl Screen for Partners {
    fn contexts(&self) -> Vec<Context> {
        if self.0.list.is_searching() { places::SEARCH.to_vec() } else { places::PARTNERS.to_vec() }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        if let Some(effects) = panels::switch(&message, Command::ShowPartners) {
            return effects;
        }
        match message {
            Message::Shown | Message::Changed => vec![Effect::Ask(Request::Partners)],
            Message::Answer(answer) => self.answered(answer, facts),
            Message::Do(command) if let Some(effects) = self.act(command) => effects,
            message => {
                let clicked = self.0.told(message, facts);
                self.clicked(clicked, facts)
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        panels::view(canvas, area, Command::ShowPartners, &self.0.list);
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
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
            Some(record) if command == Command::Delete && record.clients > 0 => {
                let word = if record.clients == 1 { "client refers" } else { "clients refer" };
                let name = quoted(&record.partner.name);
                Some(format!(
                    "{} {word} to {name}, those in the trash included: it can't be deleted.",
                    record.clients
                ))
            }
            Some(_) => None,
        }
    }
}
