//! The users of one partner: the list, and what can be done with one or several of them. Esc goes back to the
//! partners.

use ratatui::layout::Rect;

use super::{panels, partner_form};
use crate::domain::text::quoted;
use crate::domain::{Partner, PartnerUser, Right};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, may};

/// The columns that a click acts on: it opens the form, deletes.
const USER_NAME: usize = 0;
const ACTIONS: usize = 2;
/// Names that a question tells.
const TOLD: usize = 5;

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
            head(None, "Actions", (7, 7), 0),
        ];
        let empty = Empty {
            nothing: "No user is listed for this partner: nobody may use its clients that are restricted to its users."
                .to_owned(),
            not_found: "No user matches the search.".to_owned(),
        };
        Self { partner: partner.clone(), users: Whole::new(heads, empty) }
    }

    fn load(&self) -> Effect {
        Effect::Ask(Request::PartnerUsers(self.partner.subdomain.clone()))
    }

    fn act(&self, command: Command) -> Option<Vec<Effect>> {
        let subdomain = &self.partner.subdomain;
        Some(match (command, self.users.selected()) {
            (Command::Create, _) => vec![Effect::Open(Box::new(partner_form::create_user(subdomain)))],
            (Command::Reload, _) => vec![self.load()],
            (Command::Close, _) => vec![Effect::Close],
            (Command::Back, _) if self.is_bare() => vec![Effect::Close],
            (Command::Update, Some(user)) => {
                vec![Effect::Open(Box::new(partner_form::update_user(subdomain, user)))]
            }
            (Command::Delete, Some(_)) => {
                let chosen = self.users.list.chosen().into_iter().map(|(name, _)| name).collect();
                vec![self.ask_delete(chosen)]
            }
            _ => return None,
        })
    }

    /// Whether there is nothing left for Esc to drop.
    fn is_bare(&self) -> bool {
        self.users.list.search().is_empty() && self.users.list.marked() == 0
    }

    fn ask_delete(&self, users: Vec<String>) -> Effect {
        let mut names: Vec<String> = users.iter().take(TOLD).map(|name| quoted(name)).collect();
        if users.len() > TOLD {
            names.push(format!("and {} more", users.len() - TOLD));
        }
        let who = if users.len() == 1 { "This user" } else { "These users" };
        let text = format!(
            "{who} may not use those clients of {} any more that are restricted to its users:\n{}",
            quoted(&self.partner.name),
            names.join(", ")
        );
        let yes =
            vec![Effect::Ask(Request::DeletePartnerUsers { partner: self.partner.subdomain.clone(), users })];
        let answers = vec![(Command::Delete, yes), (Command::Cancel, Vec::new())];
        Effect::Open(Box::new(Question::new("Delete partner users", text, answers)))
    }

    fn clicked(&self, column: Option<usize>, facts: &Facts) -> Vec<Effect> {
        match (column, self.users.selected()) {
            (Some(USER_NAME), Some(_)) => self.act(Command::Update).unwrap_or_default(),
            (Some(ACTIONS), Some(user)) => match self.refusal(Command::Delete, facts) {
                Some(reason) => vec![Effect::Say(Notice::error(reason))],
                // This one, whatever is marked.
                None => vec![self.ask_delete(vec![user.user_name.clone()])],
            },
            _ => Vec::new(),
        }
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
                self.users.list.unmark();
                let said = match gone.as_slice() {
                    [only] => format!("Deleted the partner user {}.", quoted(&only.user_name)),
                    several => format!("Deleted {} partner users.", several.len()),
                };
                vec![self.load(), Effect::Say(Notice::good(said))]
            }
            Answer::PartnerUsersDeleted(Err(failure)) => {
                vec![self.load(), Effect::Say(Notice::error(failure))]
            }
            _ => Vec::new(),
        }
    }
}

impl Listed for PartnerUser {
    fn row(&self, _now: i64) -> Row {
        let (name, email) = (self.user_name.clone(), self.email.clone().unwrap_or_default());
        Row { key: name.clone(), name: name.clone(), cells: vec![name, email, "[x]".to_owned()], off: false }
    }
}

impl Screen for PartnerUsers {
    fn contexts(&self) -> Vec<Context> {
        if self.users.list.is_searching() { places::SEARCH.to_vec() } else { places::PARTNER_USERS.to_vec() }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Shown | Message::Changed => vec![self.load()],
            Message::Answer(answer) => self.answered(answer, facts),
            Message::Do(command) if let Some(effects) = self.act(command) => effects,
            message => {
                let clicked = self.users.told(message, facts);
                self.clicked(clicked, facts)
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let heading = format!("Users of {} ({})", self.partner.name, self.partner.subdomain);
        let used = panels::heading(canvas, area, &heading, self.users.list.needs());
        self.users.list.view(canvas, area, used + 1);
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        let none = || self.users.selected().is_none().then(|| "Select a user first.".to_owned());
        match command {
            Command::Create => may(Right::Partners, facts),
            Command::Delete => may(Right::Partners, facts).or_else(none),
            Command::Update => none(),
            _ => None,
        }
    }
}
