//! The worklist of one incident: how far each contained client has come, and its next step.

use ratatui::layout::Rect;

use super::clients::copied_words;
use super::contain::renewed;
use crate::domain::incident::{Incident, Step};
use crate::domain::text::quoted;
use crate::domain::{ClientRecord, Right, Status, Word as _, time};
use crate::service::PartReport;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Handout, Request};
use crate::tui::screen::{Facts, Screen, may};

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

    fn act(&self, command: Command) -> Option<Vec<Effect>> {
        let selected = self.list.selected();
        Some(match (command, selected) {
            (Command::NextStep, Some(part)) => self.ask_step(part),
            (Command::NewSecret, _) => vec![Effect::Ask(Request::Renew(self.number))],
            (Command::CopyCredentials, Some(part)) => {
                let client_id = part.part.client_id.clone();
                vec![Effect::Ask(Request::Copy(Handout { client_id, at_hand: None }))]
            }
            (Command::EnableOrDisable, Some(_)) => self.ask_enable(),
            (Command::Close, _) => vec![Effect::Close],
            (Command::Back, _) if self.list.list.search().is_empty() && self.list.list.marked() == 0 => {
                vec![Effect::Close]
            }
            (Command::Reload, _) => vec![Effect::Ask(Request::Incident(self.number))],
            _ => return None,
        })
    }

    /// Asks whether the chosen clients have come to the step after that of the selected one.
    fn ask_step(&self, part: &PartReport) -> Vec<Effect> {
        let Some(step) = part.part.step.next() else {
            return vec![Effect::Say(Notice::good("This client has come through every step."))];
        };
        if step == Step::Rotated {
            return vec![Effect::Ask(Request::Renew(self.number))];
        }
        let (client_ids, names): (Vec<String>, Vec<String>) = self.list.list.chosen().into_iter().unzip();
        let words = Step::WORDS.iter().find(|(known, ..)| *known == step).map_or("", |(.., words)| words);
        let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let text = format!("These clients are {words}?\n{}", names.join(", "));
        let set = Request::SetIncidentStep { incident: self.number, client_ids, step };
        let answers = vec![(Command::Continue, vec![Effect::Ask(set)]), (Command::Cancel, Vec::new())];
        vec![Effect::Open(Box::new(Question::new("Next step", text, answers).focus(Command::Continue)))]
    }

    fn ask_enable(&self) -> Vec<Effect> {
        let (client_ids, names): (Vec<String>, Vec<String>) = self.list.list.chosen().into_iter().unzip();
        let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let text =
            format!("Servers accept these clients again, with their new secrets only:\n{}", names.join(", "));
        let yes = vec![Effect::Ask(Request::SetEnabled { client_ids, enabled: true })];
        let answers = vec![(Command::Enable, yes), (Command::Cancel, Vec::new())];
        vec![Effect::Open(Box::new(Question::new("Enable", text, answers)))]
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        let again = || Effect::Ask(Request::Incident(self.number));
        match answer {
            Answer::Incident(Ok(report)) => {
                self.incident = Some(report.incident);
                self.list.fill(report.parts, facts);
                Vec::new()
            }
            Answer::IncidentStepSet(Ok(moved)) => {
                let said = Notice::good(format!("Clients that came one step further: {}.", moved.len()));
                self.list.list.unmark();
                vec![Effect::Say(said), again()]
            }
            Answer::Enabled(Ok(records)) => {
                let said = Notice::good(format!("Enabled: {}. Their part is closed.", records.len()));
                self.list.list.unmark();
                vec![Effect::Say(said), again()]
            }
            Answer::Copied(Ok(copied)) => vec![Effect::Say(copied_words(&copied, facts)), again()],
            answer if answer.failure().is_some() => {
                let said = answer.failure().map(ToString::to_string).unwrap_or_default();
                vec![Effect::Say(Notice::error(said))]
            }
            answer => match renewed(answer) {
                Some(mut effects) => {
                    effects.push(again());
                    effects
                }
                None => Vec::new(),
            },
        }
    }

    fn title(&self) -> String {
        let reason = self.incident.as_ref().map(|incident| incident.reason.as_str()).unwrap_or_default();
        format!("Incident {}: {}", self.number, reason.chars().take(40).collect::<String>())
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

impl Screen for Worklist {
    fn contexts(&self) -> Vec<Context> {
        if self.list.list.is_searching() { places::SEARCH.to_vec() } else { places::WORKLIST.to_vec() }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Shown | Message::Changed => vec![Effect::Ask(Request::Incident(self.number))],
            Message::Answer(answer) => self.answered(answer, facts),
            Message::Do(command) if let Some(effects) = self.act(command) => effects,
            message => {
                self.list.told(message, facts);
                Vec::new()
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let room = area.width.saturating_sub(1);
        let used = canvas.text(area.x + 1, area.y, room, &self.title(), canvas.theme.heading);
        self.list.list.view(canvas, area, used + 2);
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        let selected = self.list.selected();
        let one = || selected.is_none().then(|| "Select a client first.".to_owned());
        let status = selected.and_then(|part| part.record.as_ref()).map(ClientRecord::status);
        match command {
            Command::NextStep => may(Right::Incidents, facts).or_else(one),
            Command::NewSecret => may(Right::Contain, facts),
            Command::CopyCredentials => may(Right::Copy, facts).or_else(one),
            Command::EnableOrDisable => may(Right::Enable, facts).or_else(one).or_else(|| {
                (status != Some(Status::Disabled)).then(|| "This client is not disabled.".to_owned())
            }),
            _ => None,
        }
    }
}
