//! The trash: deleted clients. They are restored with a new secret, or purged for good.

use std::cmp::Ordering;

use super::client_form::ClientForm;
use super::one_list::OneList;
use crate::domain::text::quoted;
use crate::domain::{ClientRecord, Retention, Right, column, field, time};
use crate::service::Issued;
use crate::tui::keys::{self, Command, Context, places};
use crate::tui::list::{ESSENTIAL, Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, may};
use crate::tui::told::{listed, listed_with_unseen};

const DELETED: &str = "deleted";
/// The columns that a click acts on: it restores, it purges.
const CLIENT_ID: usize = 1;
const ACTIONS: usize = 6;

/// A client in the trash.
pub struct Trashed(ClientRecord);

/// The list of deleted clients.
pub struct Trash(Whole<Trashed>);

impl Trash {
    /// An empty list; it loads when it is shown.
    #[must_use]
    pub fn new() -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let whole = column(field::CLIENT_ID).map_or((0, 0), |column| column.width);
        let heads = vec![
            head(Some("name"), "Name", (16, 20), 0),
            head(Some(field::CLIENT_ID), "Client ID", whole, 1),
            head(Some("class"), "Security class", (14, 16), ESSENTIAL + 2),
            head(Some("partner"), "Partner", (8, 16), ESSENTIAL + 1),
            head(Some(DELETED), "Deleted", (14, 14), 2),
            head(Some("by"), "By", (8, 20), ESSENTIAL),
        ];
        let empty = Empty {
            nothing: "The trash is empty.".to_owned(),
            not_found: "No client in the trash matches the search.".to_owned(),
        };
        Self(Whole::new(heads, empty).deleted_by(Right::Purge))
    }
}

impl Default for Trash {
    fn default() -> Self {
        Self::new()
    }
}

/// What follows: where the registry keeps no copy of the new secret, the client's form has it at hand.
fn restored(issued: Vec<Issued>, facts: &Facts) -> Vec<Effect> {
    let records: Vec<ClientRecord> = issued.iter().map(|one| one.record.clone()).collect();
    let has_secret = issued.iter().any(|one| one.secret.is_some());
    let new = match (has_secret, issued.len()) {
        (false, _) => "",
        (true, 1) => ", with a new secret",
        (true, _) => ", each with a new secret",
    };
    let off = records.iter().filter(|record| !record.enabled).map(|record| record.client.name.clone());
    let off = off.collect::<Vec<_>>();
    let off = match off.len() {
        0 => String::new(),
        1 if records.len() == 1 => " It is still disabled.".to_owned(),
        _ => format!(" Still disabled: {}.", listed(&off)),
    };
    let copy = keys::binding(places::CLIENTS, Command::CopyCredentials);
    let kept = has_secret && facts.settings.secret_retention == Retention::Sealed;
    let copy = copy.filter(|_| kept).map_or_else(String::new, |copy| {
        format!(" {} in the list of clients copies its credentials.", copy.key_names())
    });
    let said = Effect::Say(Notice::good(format!("Restored {}{new}.{off}{copy}", names(&records))));
    let mut effects = vec![Effect::Ask(Request::Trash)];
    if facts.settings.secret_retention == Retention::ShowOnce
        && let Some(Issued { record, secret: Some(secret) }) = issued.into_iter().next()
    {
        let form = ClientForm::update(record.client.client_id).with_secret_at_hand(secret);
        effects.push(Effect::Open(Box::new(form)));
    }
    effects.push(said);
    effects
}

fn ask_restore(chosen: Vec<(String, String)>, unseen: &[String]) -> Effect {
    let (ids, names): (Vec<String>, Vec<String>) = chosen.into_iter().unzip();
    let text = format!(
        "Confidential clients get a new secret; the old ones stay void, and so do tokens from before. Each is \
         enabled or not as it was.\n{}",
        listed_with_unseen(&names, unseen)
    );
    let yes = vec![Effect::Ask(Request::Restore(ids))];
    let answers = vec![(Command::Restore, yes), (Command::Cancel, Vec::new())];
    let title = if names.len() == 1 { "Restore client" } else { "Restore clients" };
    Effect::Open(Box::new(Question::new(title, text, answers)))
}

fn ask_purge(chosen: Vec<(String, String)>, unseen: &[String]) -> Effect {
    let (ids, names): (Vec<String>, Vec<String>) = chosen.into_iter().unzip();
    let kept =
        "The audit log keeps its entries, and the client ID is never given out again. There is no way back.";
    let (title, text, label, expected, reason) = if let [name] = names.as_slice() {
        let text = format!("Removes {} for good. {kept}", quoted(name));
        ("Purge client", text, "Name", name.clone(), "Type the client's name, exactly, to purge it.")
    } else {
        let count = names.len();
        let told = listed_with_unseen(&names, unseen);
        let text = format!("Removes these {count} clients for good. {kept}\n{told}");
        (
            "Purge clients",
            text,
            "Number",
            count.to_string(),
            "Type how many clients are purged, to purge them.",
        )
    };
    let yes = vec![Effect::Ask(Request::Purge(ids))];
    let answers = vec![(Command::Purge, yes), (Command::Cancel, Vec::new())];
    let question = Question::new(title, text, answers).typed(label, expected, Command::Purge, reason);
    Effect::Open(Box::new(question))
}

fn names(records: &[ClientRecord]) -> String {
    listed(&records.iter().map(|record| record.client.name.clone()).collect::<Vec<_>>())
}

impl Listed for Trashed {
    fn row(&self, now: i64) -> Row {
        let client = &self.0.client;
        let cells = vec![
            client.name.clone(),
            client.client_id.clone(),
            client.security_class.clone(),
            client.partner.clone().unwrap_or_default(),
            self.0.deleted_at.map(|at| time::ago(at, now)).unwrap_or_default(),
            self.0.updated.by.clone(),
        ];
        Row { key: client.client_id.clone(), name: client.name.clone(), cells, off: false }
    }

    fn compare(&self, other: &Self, key: &str) -> Option<Ordering> {
        (key == DELETED).then(|| other.0.deleted_at.cmp(&self.0.deleted_at))
    }
}

impl OneList for Trash {
    type Shown = Trashed;
    const PLACES: &'static [Context] = places::TRASH;
    const PANEL: Option<Command> = Some(Command::ShowTrash);

    fn list(&self) -> &Whole<Trashed> {
        &self.0
    }

    fn list_mut(&mut self) -> &mut Whole<Trashed> {
        &mut self.0
    }

    fn wanted(&self) -> Request {
        Request::Trash
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::Trash(Ok(records)) => {
                self.0.fill(records.into_iter().map(Trashed).collect(), facts);
                Vec::new()
            }
            Answer::Restored(Ok(issued)) => {
                self.0.list.unmark_those(issued.iter().map(|one| &one.record.client.client_id));
                restored(issued, facts)
            }
            Answer::Purged(Ok(records)) => {
                self.0.list.unmark_those(records.iter().map(|record| &record.client.client_id));
                let said = Notice::good(format!("Purged for good: {}.", names(&records)));
                vec![Effect::Ask(Request::Trash), Effect::Say(said)]
            }
            Answer::Trash(Err(failure)) => vec![Effect::Say(Notice::error(failure))],
            Answer::Restored(Err(failure)) | Answer::Purged(Err(failure)) => {
                vec![Effect::Ask(Request::Trash), Effect::Say(Notice::error(failure))]
            }
            _ => Vec::new(),
        }
    }

    fn act(&mut self, command: Command, _facts: &Facts) -> Option<Vec<Effect>> {
        Some(match (command, self.0.selected()) {
            (Command::Restore, Some(_)) => vec![ask_restore(self.0.list.chosen(), &self.0.list.unseen())],
            (Command::Purge, Some(_)) => vec![ask_purge(self.0.list.chosen(), &self.0.list.unseen())],
            _ => return None,
        })
    }

    fn clicked(&mut self, column: usize, facts: &Facts) -> Vec<Effect> {
        let Some(Trashed(record)) = self.0.selected() else { return Vec::new() };
        // This one, whatever is marked.
        let own = vec![(record.client.client_id.clone(), record.client.name.clone())];
        let (command, ask): (_, fn(_, &[String]) -> _) = match column {
            CLIENT_ID => (Command::Restore, ask_restore),
            ACTIONS => (Command::Purge, ask_purge),
            _ => return Vec::new(),
        };
        match self.why_not(command, facts) {
            Some(reason) => vec![Effect::Say(Notice::error(reason))],
            None => vec![ask(own, &[])],
        }
    }

    fn why_not(&self, command: Command, facts: &Facts) -> Option<String> {
        let right = match command {
            Command::Restore => Right::Restore,
            Command::Purge => Right::Purge,
            _ => return None,
        };
        let several = self.0.list.marked() > 1;
        may(right, facts).or_else(|| match self.0.selected() {
            None => Some("Select a client first.".to_owned()),
            Some(_)
                if several
                    && command == Command::Restore
                    && facts.settings.secret_retention == Retention::ShowOnce =>
            {
                Some("This registry shows a new secret once: restore one client at a time.".to_owned())
            }
            Some(_) => None,
        })
    }
}
