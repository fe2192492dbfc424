//! The panel of operators: the list, and what an administrator can do with an operator.

use std::cmp::Ordering;

use super::audit::AuditLog;
use super::one_list::OneList;
use super::operator_form::{OperatorForm, saved_words};
use super::reset_password::ResetPassword;
use crate::domain::text::quoted;
use crate::domain::{Operator, Retention, Right, Word, time};
use crate::service::{OperatorChange, OperatorRecord};
use crate::tui::keys::{self, Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, may};

const USER_NAME: &str = "user_name";
const ROLE: &str = "role";
const LAST_SIGN_ON: &str = "last_sign_on";
const FAILURES: &str = "failures";
/// The last column: a click deletes.
const ACTIONS: usize = 6;

/// What no new key can mend.
pub(super) const OLD_BACKUPS: &str = "Backups made before still open with the old password.";

/// The list of operators.
pub struct Operators {
    rows: Whole<OperatorRecord>,
    /// The operator that is being changed, as it was.
    changing: Option<Operator>,
}

impl Operators {
    /// An empty list; it loads when it is shown.
    #[must_use]
    pub fn new() -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let heads = vec![
            head(Some(USER_NAME), "User name", (10, 20), 0),
            head(Some("full_name"), "Full name", (12, 40), 5),
            head(Some(ROLE), "Role", (10, 10), 1),
            head(Some("status"), "Status", (12, 12), 2),
            head(Some(LAST_SIGN_ON), "Last sign-on", (14, 14), 3),
            head(Some(FAILURES), "Failed", (6, 6), 4),
        ];
        let empty = Empty {
            nothing: "There is no operator.".to_owned(),
            not_found: "No operator matches the search.".to_owned(),
        };
        Self { rows: Whole::new(heads, empty).deleted_by(Right::Operators), changing: None }
    }
}

impl Default for Operators {
    fn default() -> Self {
        Self::new()
    }
}

/// What an operator loses by a change, in a sentence, where it loses keys that it holds.
pub(super) fn losing_keys(before: &Operator, change: &OperatorChange, facts: &Facts) -> Option<&'static str> {
    let role = change.role.unwrap_or(before.role);
    let disabled = change.disabled.unwrap_or(before.disabled);
    let loses = |right: Right| !before.disabled && before.role.may(right) && (disabled || !role.may(right));
    let sealed = facts.settings.secret_retention == Retention::Sealed;
    if sealed && loses(Right::Reveal) {
        return Some("this makes the vault key anew and seals every copy of a secret afresh");
    }
    loses(Right::Operators).then_some("this makes the registry's signing key anew")
}

/// What is known of an operator's sign-ons.
pub(super) fn stand(record: &OperatorRecord, now: i64) -> String {
    let operator = &record.operator;
    let last = operator.last_sign_on_at.map_or_else(
        || "No sign-on yet.".to_owned(),
        |at| format!("Last sign-on: {} ({} UTC).", time::ago(at, now), time::minute(at)),
    );
    let failures = match record.failures {
        0 => String::new(),
        1 => " One sign-on has failed since.".to_owned(),
        n => format!(" {n} sign-ons have failed since."),
    };
    let locked = match record.locked_until {
        Some(until) => format!(" Locked until {} UTC.", time::minute(until)),
        None => String::new(),
    };
    let must = if operator.must_change_password { " Must change the password." } else { "" };
    format!("{last}{failures}{locked}{must}")
}

fn ask_delete(operator: &Operator, facts: &Facts) -> Effect {
    let name = quoted(&operator.user_name);
    let gone = OperatorChange { disabled: Some(true), ..OperatorChange::default() };
    let keys = losing_keys(operator, &gone, facts).map(|words| format!(" Careful: {words}."));
    let text = format!(
        "Deleting {name} ends every right at once: the password opens nothing of the registry any more. What \
         {name} did stays in the audit log.{}",
        keys.unwrap_or_default()
    );
    let yes = vec![Effect::Ask(Request::DeleteOperator(operator.user_name.clone()))];
    let answers = vec![(Command::Delete, yes), (Command::Cancel, Vec::new())];
    let reason = "Type the operator's user name, exactly, to delete it.";
    let question = Question::new("Delete operator", text, answers);
    Effect::Open(Box::new(question.typed("User name", operator.user_name.clone(), Command::Delete, reason)))
}

fn ask_disabled(operator: &Operator, facts: &Facts) -> Effect {
    let name = quoted(&operator.user_name);
    let change = OperatorChange { disabled: Some(!operator.disabled), ..OperatorChange::default() };
    let (title, button, text) = if operator.disabled {
        ("Enable operator", Command::Enable, format!("{name} can sign on again."))
    } else {
        let keys = losing_keys(operator, &change, facts).map(|words| format!(" Careful: {words}."));
        let text = format!("{name} can't sign on any more and opens nothing.{}", keys.unwrap_or_default());
        ("Disable operator", Command::Disable, text)
    };
    let yes = vec![Effect::Ask(Request::UpdateOperator { before: Box::new(operator.clone()), change })];
    let answers = vec![(button, yes), (Command::Cancel, Vec::new())];
    Effect::Open(Box::new(Question::new(title, text, answers)))
}

impl Listed for OperatorRecord {
    fn row(&self, now: i64) -> Row {
        let operator = &self.operator;
        // What keeps it out the most; the operator's form tells the rest.
        let status = match (operator.disabled, self.locked_until, operator.must_change_password) {
            (true, ..) => "disabled",
            (_, Some(until), _) if until > now => "locked",
            (_, _, true) => "password due",
            _ => "enabled",
        };
        let last = operator.last_sign_on_at.map_or_else(|| "never".to_owned(), |at| time::ago(at, now));
        let cells = vec![
            operator.user_name.clone(),
            operator.full_name.clone(),
            operator.role.word().to_owned(),
            status.to_owned(),
            last,
            self.failures.to_string(),
        ];
        let name = operator.user_name.clone();
        Row { key: operator.id.to_string(), name, cells, off: operator.disabled }
    }

    fn compare(&self, other: &Self, key: &str) -> Option<Ordering> {
        match key {
            // The most powerful first.
            ROLE => Some(other.operator.role.cmp(&self.operator.role)),
            LAST_SIGN_ON => Some(self.operator.last_sign_on_at.cmp(&other.operator.last_sign_on_at)),
            FAILURES => Some(self.failures.cmp(&other.failures)),
            _ => None,
        }
    }
}

impl OneList for Operators {
    type Shown = OperatorRecord;
    const PLACES: &'static [Context] = places::OPERATORS;
    const PANEL: Option<Command> = Some(Command::ShowOperators);

    fn list(&self) -> &Whole<OperatorRecord> {
        &self.rows
    }

    fn list_mut(&mut self) -> &mut Whole<OperatorRecord> {
        &mut self.rows
    }

    fn wanted(&self) -> Request {
        Request::Operators
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        let said = match answer {
            Answer::Operators(Ok(all)) => {
                self.rows.fill(all, facts);
                return Vec::new();
            }
            Answer::OperatorSaved(Ok(record)) => {
                let before = self.changing.take().unwrap_or_else(|| record.operator.clone());
                saved_words(&before, &record, facts)
            }
            Answer::OperatorUnlocked(Ok(record)) => {
                let name = quoted(&record.operator.user_name);
                Notice::good(format!("{name} can sign on again."))
            }
            Answer::OperatorDeleted(Ok(name)) => {
                let gone = OperatorChange { disabled: Some(true), ..OperatorChange::default() };
                let lost = self.changing.take().and_then(|before| losing_keys(&before, &gone, facts));
                let said = format!("Deleted the operator {}.", quoted(&name));
                match lost {
                    None => Notice::good(said),
                    Some(_) => Notice::warning(format!("{said} {OLD_BACKUPS}")),
                }
            }
            other => match other.failure() {
                Some(failure) => Notice::error(failure.to_string()),
                None => return Vec::new(),
            },
        };
        vec![Effect::Ask(Request::Operators), Effect::Say(said)]
    }

    fn act(&mut self, command: Command, facts: &Facts) -> Option<Vec<Effect>> {
        if command == Command::Create {
            return Some(vec![Effect::Open(Box::new(OperatorForm::create()))]);
        }
        let record = self.rows.selected()?;
        let operator = record.operator.clone();
        let name = operator.user_name.clone();
        Some(match command {
            Command::Update => vec![Effect::Open(Box::new(OperatorForm::update(record, facts)))],
            Command::ResetPassword => vec![Effect::Open(Box::new(ResetPassword::new(name)))],
            Command::Unlock => vec![Effect::Ask(Request::UnlockOperator(name))],
            Command::History => vec![Effect::Open(Box::new(AuditLog::of_operator(&name)))],
            Command::Delete | Command::EnableOrDisable => {
                let ask = if command == Command::Delete { ask_delete } else { ask_disabled };
                let question = ask(&operator, facts);
                self.changing = Some(operator);
                vec![question]
            }
            _ => return None,
        })
    }

    fn behind(column: usize) -> Option<Command> {
        match column {
            0 => Some(Command::Update),
            ACTIONS => Some(Command::Delete),
            _ => None,
        }
    }

    fn why_not(&self, command: Command, facts: &Facts) -> Option<String> {
        use Command::{Create, Delete, EnableOrDisable, History, ResetPassword, Unlock, Update};
        let selected = self.rows.selected();
        match command {
            Create | Delete | EnableOrDisable | ResetPassword | Unlock => {
                let refusal = may(Right::Operators, facts);
                if refusal.is_some() || command == Create {
                    return refusal;
                }
            }
            Update | History => {}
            _ => return None,
        }
        let Some(record) = selected else { return Some("Select an operator first.".to_owned()) };
        let name = quoted(&record.operator.user_name);
        let own = facts.session.as_ref().is_some_and(|own| own.operator == record.operator.user_name);
        match command {
            ResetPassword if own => {
                let key = keys::names(&[Context::Panels], Command::OwnPassword);
                Some(format!("That is you: {key} changes your own password."))
            }
            Unlock if record.locked_until.is_none() && record.failures == 0 => {
                Some(format!("{name} is not locked: no sign-on has failed."))
            }
            _ => None,
        }
    }
}
