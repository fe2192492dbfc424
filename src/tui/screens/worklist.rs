//! The worklist of one incident: how far each contained client has come, and its next step.

use super::clients::copied_words;
use super::contain::kept_back;
use super::one_list::OneList;
use crate::domain::incident::{Incident, Step};
use crate::domain::text::counted;
use crate::domain::{ClientRecord, Retention, Right, Status, Word as _, time};
use crate::service::PartReport;
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Handout, Request, Switched};
use crate::tui::screen::{Facts, may};
use crate::tui::told::{about_one, listed_with_unseen, marked_elsewhere};

const STEP: &str = "step";

/// The clients of an incident.
pub struct Worklist {
    number: i64,
    incident: Option<Incident>,
    list: Whole<PartReport>,
}

impl Worklist {
    /// Of the incident with this number; it loads when it is shown.
    #[must_use]
    pub fn new(number: i64) -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let heads = vec![
            head(Some("name"), "Name", (16, 40), 0),
            head(Some(STEP), "Step", (11, 11), 0),
            head(Some("status"), "Client is", (9, 9), 0),
            head(Some("since"), "Since (UTC)", (16, 16), 1),
            head(Some("by"), "By", (8, 16), 2),
            head(Some("tell"), "To tell", (8, 30), 1),
            head(Some("handed"), "Handed over", (11, 30), 3),
            head(Some("client_id"), "Client ID", (12, 34), 4),
        ];
        let empty = Empty {
            nothing: "No client is in this incident.".to_owned(),
            not_found: "No client matches the search.".to_owned(),
        };
        Self { number, incident: None, list: Whole::new(heads, empty) }
    }

    /// Those of the chosen clients that are furthest behind, and the step that they come to next.
    fn behind(&self) -> Option<(Step, Vec<&PartReport>)> {
        let mut going: Vec<&PartReport> = self.list.chosen();
        going.retain(|part| goes_on(part));
        let least = going.iter().map(|part| part.part.step).min()?;
        going.retain(|part| part.part.step == least);
        Some((least.next()?, going))
    }

    /// Asks whether those of the chosen clients that are furthest behind have come one step further.
    fn ask_step(&self) -> Vec<Effect> {
        let Some((step, going)) = self.behind() else { return Vec::new() };
        if step == Step::Rotated {
            return self.ask_renew();
        }
        let words = Step::WORDS.iter().find(|(known, ..)| *known == step).map_or("", |(.., words)| words);
        let these = if going.len() == 1 { "This client is" } else { "These clients are" };
        let others = match self.list.chosen().len() - going.len() {
            0 => String::new(),
            others => format!("\nChosen too, but further or gone, and left as they are: {others}."),
        };
        let text = format!("{}\n{these} {words}?{others}", self.told(&going));
        let client_ids = ids(&going);
        let set = Request::SetIncidentStep { incident: self.number, client_ids, step };
        let answers = vec![(Command::Continue, vec![Effect::Ask(set)]), (Command::Cancel, Vec::new())];
        vec![Effect::Open(Box::new(Question::new("Next step", text, answers).focus(Command::Continue)))]
    }

    /// The clients that wait for a new secret.
    fn pending(&self) -> Vec<&PartReport> {
        let waits = |part: &&PartReport| part.part.step == Step::Pending && goes_on(part);
        self.list.all().iter().filter(waits).collect()
    }

    /// Asks whether all that wait for a new secret get one: that is never about some only.
    fn ask_renew(&self) -> Vec<Effect> {
        let pending = self.pending();
        let gets = if pending.len() == 1 { "It gets" } else { "Each gets" };
        let text = format!(
            "{}\nNo new secret yet: {} of this incident. {gets} one now, and stays disabled.",
            self.told(&pending),
            counted(pending.len(), "client")
        );
        let yes = vec![Effect::Ask(Request::Renew { incident: self.number, done: 0, left: 0 })];
        let answers = vec![(Command::Continue, yes), (Command::Cancel, Vec::new())];
        vec![Effect::Open(Box::new(Question::new("New secrets", text, answers)))]
    }

    /// Those of the chosen clients that are kept out.
    fn kept_out(&self) -> Vec<&PartReport> {
        let mut disabled = self.list.chosen();
        disabled.retain(|part| part.record.as_ref().map(ClientRecord::status) == Some(Status::Disabled));
        disabled
    }

    fn ask_enable(&self) -> Vec<Effect> {
        let disabled = self.kept_out();
        let text = format!(
            "{}\nServers accept {} again, with new secrets only.",
            self.told(&disabled),
            if disabled.len() == 1 { "this client" } else { "these clients" }
        );
        let yes = vec![Effect::Ask(Request::SetEnabled { client_ids: ids(&disabled), enabled: true })];
        let answers = vec![(Command::Enable, yes), (Command::Cancel, Vec::new())];
        vec![Effect::Open(Box::new(Question::new("Enable", text, answers)))]
    }

    /// Names of clients that a question is about, those first that the list does not show now.
    fn told(&self, parts: &[&PartReport]) -> String {
        let names: Vec<String> = parts.iter().map(|part| part.part.client_name.clone()).collect();
        let mut unseen = self.list.list.unseen();
        unseen.retain(|name| names.contains(name));
        listed_with_unseen(&names, &unseen)
    }

    fn title(&self) -> String {
        let reason = self.incident.as_ref().map(|incident| incident.reason.as_str()).unwrap_or_default();
        format!(" Incident {}: {reason}", self.number)
    }
}

impl Listed for PartReport {
    fn row(&self, _now: i64) -> Row {
        let part = &self.part;
        let status = self.record.as_ref().map_or("purged", |record| record.status().word());
        let handed = self.handed_over.last().map(|one| format!("{} {}", one.how, time::minute(one.at)));
        let cells = vec![
            part.client_name.clone(),
            part.step.word().to_owned(),
            status.to_owned(),
            time::minute(part.changed.at),
            part.changed.by.clone(),
            self.to_tell.join(", "),
            handed.unwrap_or_default(),
            part.client_id.clone(),
        ];
        Row { key: part.client_id.clone(), name: part.client_name.clone(), cells, off: part.closed.is_some() }
    }

    fn compare(&self, other: &Self, key: &str) -> Option<std::cmp::Ordering> {
        (key == STEP).then(|| self.part.step.cmp(&other.part.step))
    }
}

impl OneList for Worklist {
    type Shown = PartReport;
    const PLACES: &'static [Context] = places::WORKLIST;

    fn list(&self) -> &Whole<PartReport> {
        &self.list
    }

    fn list_mut(&mut self) -> &mut Whole<PartReport> {
        &mut self.list
    }

    fn wanted(&self) -> Request {
        Request::Incident(self.number)
    }

    fn heading(&self) -> String {
        self.title()
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        let number = self.number;
        let again = || Effect::Ask(Request::Incident(number));
        match answer {
            Answer::Incident(Ok(report)) => {
                self.incident = Some(report.incident);
                self.list.fill(report.parts, facts);
                Vec::new()
            }
            Answer::IncidentStepSet(Ok(moved)) => {
                let said =
                    Notice::good(format!("Came one step further: {}.", counted(moved.len(), "client")));
                self.list.list.unmark_those(&moved);
                vec![Effect::Say(said), again()]
            }
            Answer::Enabled(Ok(Switched { changed, same })) => {
                let whose = if changed.len() == 1 { "Its" } else { "Their" };
                let count = counted(changed.len(), "client");
                let said = Notice::good(format!("Enabled: {count}. {whose} part is closed."));
                let done = changed.iter().chain(&same).map(|record| &record.client.client_id);
                self.list.list.unmark_those(done);
                vec![Effect::Say(said), again()]
            }
            Answer::Copied(Ok(copied)) => vec![Effect::Say(copied_words(&copied, facts)), again()],
            answer if answer.failure().is_some() => {
                let said = answer.failure().map(ToString::to_string).unwrap_or_default();
                vec![Effect::Say(Notice::error(said))]
            }
            _ => Vec::new(),
        }
    }

    fn act(&mut self, command: Command, _facts: &Facts) -> Option<Vec<Effect>> {
        Some(match (command, self.list.list.single()) {
            (Command::NextStep, _) => self.ask_step(),
            (Command::NewSecret, _) => self.ask_renew(),
            (Command::CopyCredentials, Some((client_id, _))) => {
                vec![Effect::Ask(Request::Copy(Handout { client_id, at_hand: None }))]
            }
            (Command::EnableOrDisable, _) => self.ask_enable(),
            (Command::Close, _) => vec![Effect::Close],
            (Command::Back, _) if self.list.list.search().is_empty() && self.list.list.marked() == 0 => {
                vec![Effect::Close]
            }
            _ => return None,
        })
    }

    fn why_not(&self, command: Command, facts: &Facts) -> Option<String> {
        let none = || self.list.chosen().is_empty().then(|| "Select a client first.".to_owned());
        let once = || {
            let once = facts.settings.secret_retention == Retention::ShowOnce;
            once.then(|| kept_back(self.number))
        };
        match command {
            Command::NextStep => may(Right::Incidents, facts).or_else(none).or_else(|| match self.behind() {
                None => Some("Every step is done, or the client is not in the registry any more.".to_owned()),
                Some((Step::Rotated, _)) => once(),
                Some(_) => None,
            }),
            Command::NewSecret => may(Right::Contain, facts)
                .or_else(|| {
                    let words = "No client of this incident waits for a new secret.";
                    self.pending().is_empty().then(|| words.to_owned())
                })
                .or_else(once),
            Command::CopyCredentials => may(Right::Copy, facts)
                .or_else(none)
                .or_else(|| about_one(self.list.chosen().len(), "clients", places::WORKLIST, command))
                .or_else(|| marked_elsewhere(&self.list.list, "client", places::WORKLIST, command)),
            Command::EnableOrDisable => may(Right::Enable, facts)
                .or_else(none)
                .or_else(|| self.kept_out().is_empty().then(|| "This client is not disabled.".to_owned())),
            _ => None,
        }
    }
}

/// Whether a client can come further: it is in the registry, and has or waits for its new secret.
fn goes_on(part: &PartReport) -> bool {
    let is_there = part.record.as_ref().is_some_and(|record| record.status() != Status::Deleted);
    let waits = part.part.step > Step::Pending || part.part.closed.is_none();
    is_there && waits && part.part.step.next().is_some()
}

fn ids(parts: &[&PartReport]) -> Vec<String> {
    parts.iter().map(|part| part.part.client_id.clone()).collect()
}
