//! The users of one partner: the list, and what can be done with one or several of them. Esc goes back to the
//! partners.

use super::one_list::OneList;
use super::partner_form;
use crate::domain::text::quoted;
use crate::domain::{Partner, PartnerUser, Right};
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, may};
use crate::tui::told::listed_with_unseen;

/// The columns that a click acts on: it opens the form, deletes.
const USER_NAME: usize = 0;
const ACTIONS: usize = 2;

/// What it means that a partner has no users.
pub const NOBODY: &str =
    "No user is listed for this partner: nobody may use its clients that are restricted to its users.";

/// The list of a partner's users.
pub struct PartnerUsers {
    partner: Partner,
    users: Whole<PartnerUser>,
}

impl PartnerUsers {
    /// Of this partner; it loads when it is shown.
    #[must_use]
    pub fn of(partner: &Partner) -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let heads = vec![
            head(Some("user_name"), "User name", (16, 40), 0),
            head(Some("email"), "E-mail", (20, 60), 1),
        ];
        let empty = Empty { nothing: NOBODY.to_owned(), not_found: "No user matches the search.".to_owned() };
        Self { partner: partner.clone(), users: Whole::new(heads, empty).deleted_by(Right::Partners) }
    }

    /// Whether there is nothing left for Esc to drop.
    fn is_bare(&self) -> bool {
        self.users.list.search().is_empty() && self.users.list.marked() == 0
    }

    fn ask_delete(&self, users: Vec<String>, unseen: &[String]) -> Effect {
        let who = if users.len() == 1 { "This user" } else { "These users" };
        let text = format!(
            "{who} may not use those clients of {} any more that are restricted to its users:\n{}",
            quoted(&self.partner.name),
            listed_with_unseen(&users, unseen)
        );
        let yes =
            vec![Effect::Ask(Request::DeletePartnerUsers { partner: self.partner.subdomain.clone(), users })];
        let answers = vec![(Command::Delete, yes), (Command::Cancel, Vec::new())];
        Effect::Open(Box::new(Question::new("Delete partner users", text, answers)))
    }
}

impl Listed for PartnerUser {
    fn row(&self, _now: i64) -> Row {
        let (name, email) = (self.user_name.clone(), self.email.clone().unwrap_or_default());
        Row { key: name.clone(), name: name.clone(), cells: vec![name, email], off: false }
    }
}

impl OneList for PartnerUsers {
    type Shown = PartnerUser;
    const PLACES: &'static [Context] = places::PARTNER_USERS;

    fn list(&self) -> &Whole<PartnerUser> {
        &self.users
    }

    fn list_mut(&mut self) -> &mut Whole<PartnerUser> {
        &mut self.users
    }

    fn wanted(&self) -> Request {
        Request::PartnerUsers(self.partner.subdomain.clone())
    }

    fn heading(&self) -> String {
        format!("Users of {} ({})", self.partner.name, self.partner.subdomain)
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::PartnerUsers(Ok(users)) => {
                self.users.fill(users, facts);
                Vec::new()
            }
            // The partner is gone, or has another subdomain.
            Answer::PartnerUsers(Err(failure)) => vec![Effect::Close, Effect::Say(Notice::error(failure))],
            Answer::PartnerUsersDeleted(Ok(gone)) => {
                self.users.list.unmark_those(gone.iter().map(|user| &user.user_name));
                let said = match gone.as_slice() {
                    [only] => format!("Deleted the partner user {}.", quoted(&only.user_name)),
                    several => format!("Deleted {} partner users.", several.len()),
                };
                vec![Effect::Ask(self.wanted()), Effect::Say(Notice::good(said))]
            }
            Answer::PartnerUsersDeleted(Err(failure)) => {
                vec![Effect::Ask(self.wanted()), Effect::Say(Notice::error(failure))]
            }
            _ => Vec::new(),
        }
    }

    fn act(&mut self, command: Command, _facts: &Facts) -> Option<Vec<Effect>> {
        let subdomain = &self.partner.subdomain;
        Some(match (command, self.users.selected()) {
            (Command::Create, _) => vec![Effect::Open(Box::new(partner_form::create_user(subdomain)))],
            (Command::Close, _) => vec![Effect::Close],
            (Command::Back, _) if self.is_bare() => vec![Effect::Close],
            (Command::Update, Some(user)) => {
                vec![Effect::Open(Box::new(partner_form::update_user(subdomain, user)))]
            }
            (Command::Delete, Some(_)) => {
                let chosen = self.users.list.chosen().into_iter().map(|(name, _)| name).collect();
                vec![self.ask_delete(chosen, &self.users.list.unseen())]
            }
            _ => return None,
        })
    }

    fn clicked(&mut self, column: usize, facts: &Facts) -> Vec<Effect> {
        match (column, self.users.selected()) {
            (USER_NAME, Some(_)) => self.act(Command::Update, facts).unwrap_or_default(),
            (ACTIONS, Some(user)) => match self.why_not(Command::Delete, facts) {
                Some(reason) => vec![Effect::Say(Notice::error(reason))],
                // This one, whatever is marked.
                None => vec![self.ask_delete(vec![user.user_name.clone()], &[])],
            },
            _ => Vec::new(),
        }
    }

    fn why_not(&self, command: Command, facts: &Facts) -> Option<String> {
        let none = || self.users.selected().is_none().then(|| "Select a user first.".to_owned());
        match command {
            Command::Create => may(Right::Partners, facts),
            Command::Delete => may(Right::Partners, facts).or_else(none),
            Command::Update => none(),
            _ => None,
        }
    }
}
