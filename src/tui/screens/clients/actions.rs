//! What can be done with the selected client or with the marked ones: the questions that come first, and
//! what is said afterwards.

use super::{Clients, rotate};
use crate::domain::text::quoted;
use crate::domain::{ClientRecord, ClientType, time};
use crate::tui::keys::{self, Command, places};
use crate::tui::message::{Effect, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Copied, Handout, Request, Switched};
use crate::tui::screen::Facts;
use crate::tui::screens::advice::AdviceList;
use crate::tui::screens::audit::AuditLog;
use crate::tui::screens::client_form::{ClientForm, NO_SECRET};
use crate::tui::screens::contain::Contain;
use crate::tui::screens::findings::Findings;
use crate::tui::screens::holding;
use crate::tui::screens::rename::Rename;
use crate::tui::told::{about_one, listed, listed_with_unseen, marked_elsewhere};

impl Clients {
    /// Does a command that is about clients; `None` where it is the list's.
    pub(super) fn act(&mut self, command: Command, facts: &Facts) -> Option<Vec<Effect>> {
        Some(match (command, self.list.single()) {
            (Command::Create, _) => vec![Effect::Open(Box::new(ClientForm::create(facts)))],
            (Command::ClearClipboard, _) => vec![Effect::Ask(Request::ClearClipboard)],
            (Command::Update, Some((id, _))) => vec![Effect::Open(Box::new(ClientForm::update(id)))],
            (Command::NewSecret, _) if self.list.marked() > 1 => {
                vec![Effect::Open(Box::new(rotate::ask(self.list.chosen(), &self.list.unseen(), facts)))]
            }
            (Command::NewSecret, Some((id, _))) => {
                vec![Effect::Open(Box::new(ClientForm::update(id).with_new_secret()))]
            }
            (Command::CopyCredentials, Some((client_id, _))) => {
                vec![Effect::Ask(Request::Copy(Handout { client_id, at_hand: None }))]
            }
            (Command::Rename, Some((client_id, name))) => {
                vec![Effect::Open(Box::new(Rename::new(client_id, &name)))]
            }
            (Command::ShowAdvice, Some((client_id, name))) => {
                vec![Effect::Open(Box::new(AdviceList::about(&client_id, &name)))]
            }
            (Command::History, Some((client_id, name))) => {
                vec![Effect::Open(Box::new(AuditLog::of_client(&client_id, &name)))]
            }
            (Command::Holding, Some((client_id, name))) => {
                vec![Effect::Open(Box::new(holding::open(client_id, &name)))]
            }
            (Command::WhoseSecret, _) => vec![Effect::Open(Box::new(Findings::new(None)))],
            (Command::Contain, _) if !self.list.chosen().is_empty() => {
                let client_ids = self.list.chosen().into_iter().map(|(id, _)| id).collect();
                vec![Effect::Open(Box::new(Contain::new(client_ids, self.list.unseen(), "")))]
            }
            (Command::EnableOrDisable, _) if !self.list.chosen().is_empty() => self.ask_enabled(),
            (Command::Delete, _) if !self.list.chosen().is_empty() => {
                self.ask_delete(self.list.chosen(), facts)
            }
            _ => return None,
        })
    }

    /// Opens the form of the client under the cursor, whatever is marked: for a click on its ID.
    pub(super) fn open_selected(&self) -> Vec<Effect> {
        let form = self.selected().map(|record| ClientForm::update(record.client.client_id.clone()));
        form.map(|form| Effect::Open(Box::new(form))).into_iter().collect()
    }

    /// Why nothing can be done, where no client is chosen, or several for what is about one.
    pub(super) fn needs_a_client(&self, command: Command) -> Option<String> {
        const ABOUT_SEVERAL: [Command; 3] = [Command::Delete, Command::EnableOrDisable, Command::Contain];
        match self.list.chosen().len() {
            0 => Some("Select a client first.".to_owned()),
            _ if ABOUT_SEVERAL.contains(&command) => None,
            2.. if command == Command::NewSecret => None,
            count => about_one(count, "clients", places::CLIENTS, command)
                .or_else(|| marked_elsewhere(&self.list, "client", places::CLIENTS, command)),
        }
    }

    /// Why nothing can be done about the selected client's secret, where it has none.
    pub(super) fn needs_a_secret(&self, command: Command) -> Option<String> {
        // A copy that fails also says what the clipboard holds: the worker knows.
        let about_secret = command == Command::NewSecret;
        let single = self.list.single();
        let record = self.records.iter().find(|record| {
            single.as_ref().is_some_and(|(client_id, _)| *client_id == record.client.client_id)
        });
        let public = record.is_some_and(|record| record.client.client_type == ClientType::Public);
        (about_secret && public).then(|| NO_SECRET.to_owned())
    }

    /// Asks about the selected client, whatever is marked: for a click on its `[x]`.
    pub(super) fn delete_selected(&self, facts: &Facts) -> Vec<Effect> {
        let Some(record) = self.selected() else { return Vec::new() };
        if let Some(reason) = crate::tui::screen::Screen::refusal(self, Command::Delete, facts) {
            return vec![Effect::Say(Notice::error(reason))];
        }
        let client = &record.client;
        self.ask_delete(vec![(client.client_id.clone(), client.name.clone())], facts)
    }

    fn ask_delete(&self, chosen: Vec<(String, String)>, facts: &Facts) -> Vec<Effect> {
        let (ids, names): (Vec<String>, Vec<String>) = chosen.into_iter().unzip();
        let known = self.records.iter().find(|record| ids.first() == Some(&record.client.client_id));
        let (text, label, expected, reason) = if let [name] = names.as_slice() {
            let known = known.map(|record| known_about(record, facts.now)).unwrap_or_default();
            let text = format!(
                "{}: deleting it revokes access for every user of this client, at once. Its secrets are destroyed; \
                 the rest stays in the trash.\n{known}",
                quoted(name)
            );
            (text, "Name", name.clone(), "Type the client's name, exactly, to delete it.")
        } else {
            let text = format!(
                "Deleting these {} clients revokes access for every user of each of them, at once. Their \
                 secrets are destroyed; the rest stays in the trash.\n{}",
                names.len(),
                listed_with_unseen(&names, &self.list.unseen())
            );
            (text, "Number", names.len().to_string(), "Type how many clients are deleted, to delete them.")
        };
        let yes = vec![Effect::Ask(Request::Delete(ids.clone()))];
        let answers = vec![(Command::Delete, yes), (Command::Cancel, Vec::new())];
        let title = if names.len() == 1 { "Delete client" } else { "Delete clients" };
        let question = Question::new(title, text, answers).typed(label, expected, Command::Delete, reason);
        let question = question.telling(ids);
        vec![Effect::Open(Box::new(question))]
    }

    /// Enables where every chosen client is disabled, else disables.
    fn ask_enabled(&self) -> Vec<Effect> {
        let chosen = self.list.chosen();
        let enabled = self.list.chosen_are_off();
        let (client_ids, names): (Vec<String>, Vec<String>) = chosen.into_iter().unzip();
        let these = if names.len() == 1 { "this client" } else { "these clients" };
        let (button, title, does) = if enabled {
            (Command::Enable, "Enable", format!("accept {these} again"))
        } else {
            (Command::Disable, "Disable", format!("refuse {these}"))
        };
        let told = listed_with_unseen(&names, &self.list.unseen());
        let text = format!("{told}\nServers {does} from the next request on.");
        let yes = vec![Effect::Ask(Request::SetEnabled { client_ids, enabled })];
        let answers = vec![(button, yes), (Command::Cancel, Vec::new())];
        vec![Effect::Open(Box::new(Question::new(title, text, answers)))]
    }
}

/// What is known about a client's use.
fn known_about(record: &ClientRecord, now: i64) -> String {
    let used = record.last_used_at.map_or_else(
        || "No server has reported that it was used.".to_owned(),
        |at| format!("It was last used {} ({} UTC).", time::ago(at, now), time::minute(at)),
    );
    let changed =
        format!("Last changed {} by {}.", time::ago(record.updated.at, now), quoted(&record.updated.by));
    format!("{used} {changed}")
}

/// What to say after a change; `None` for other answers.
pub(super) fn answered(answer: Answer, facts: &Facts) -> Option<Notice> {
    Some(match answer {
        Answer::Copied(Ok(copied)) => copied_words(&copied, facts),
        Answer::Deleted(Ok(records)) => {
            let who = if records.len() == 1 { "It" } else { "They" };
            Notice::good(format!("Deleted {}. {who} can't sign in any more.", names(&records)))
        }
        Answer::Enabled(Ok(switched)) => Notice::good(switched_words(&switched)),
        Answer::Cleared(Ok((words, _))) => Notice::good(words),
        Answer::Copied(Err(failure))
        | Answer::Deleted(Err(failure))
        | Answer::Enabled(Err(failure))
        | Answer::Cleared(Err(failure)) => Notice::error(failure),
        _ => return None,
    })
}

/// What really changed, and what was so before.
fn switched_words(Switched { changed, same }: &Switched) -> String {
    let verb = if same.len() == 1 { "was" } else { "were" };
    let said = match changed.first() {
        Some(record) => {
            format!("{} {}.", if record.enabled { "Enabled" } else { "Disabled" }, names(changed))
        }
        None => "Nothing changed.".to_owned(),
    };
    if same.is_empty() { said } else { format!("{said} {} {verb} so before.", names(same)) }
}

fn names(records: &[ClientRecord]) -> String {
    listed(&records.iter().map(|record| record.client.name.clone()).collect::<Vec<_>>())
}

/// What became of a copy, and a reminder that the documentation goes with it.
pub(in crate::tui::screens) fn copied_words(copied: &Copied, facts: &Facts) -> Notice {
    let clears = copied.handed.clears_after.map_or_else(
        || {
            let key = keys::names(places::CLIENTS, Command::ClearClipboard);
            format!("{key} in the list clears it.")
        },
        |after| format!("It is cleared after {} seconds.", after.as_secs()),
    );
    let reminder = facts.settings.documentation_reminder();
    Notice::good(format!("{}: {} {clears} {reminder}", copied.whose, copied.handed.words))
}
