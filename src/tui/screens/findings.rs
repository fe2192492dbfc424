//! Whose secret is this? What was pasted is looked through, and each client secret in it is told with its state; the
//! text itself is not kept and not shown.

use ratatui::layout::Rect;

use super::client_form::ClientForm;
use super::contain::Contain;
use super::incidents::Incidents;
use super::panels;
use crate::domain::sighting::{SightedClient, Sighting};
use crate::domain::{Plaintext, Right, Status, Word as _};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, may};
use crate::tui::told::{about_one, marked_elsewhere};

/// What an incident says that began here.
const REASON: &str = "A secret was found in text that was pasted.";
/// What to do here.
const PASTE: &str = "Paste a line of a log, a header or a secret: whose it is stands here then.";

/// What is said where there is nothing to find.
const NONE: &str = "No client secret of this registry stands in what was pasted.";

/// Something that was found, with its place among the others.
struct Found(usize, Sighting);

/// The findings.
pub struct Findings {
    list: Whole<Found>,
    /// What is yet to be looked through.
    pasted: Option<Plaintext>,
    /// Whether it was opened by a paste, and so goes again where nothing is found.
    by_paste: bool,
    /// Whether a text is looked through just now.
    looks: bool,
}

impl Findings {
    /// Nothing pasted yet, or this.
    #[must_use]
    pub fn new(pasted: Option<Plaintext>) -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let heads = vec![
            head(Some("state"), "State", (9, 9), 0),
            head(Some("name"), "Name", (20, 40), 0),
            head(Some("client_id"), "Client ID", (20, 34), 2),
            head(Some("secret"), "Secret", (6, 6), 1),
            head(Some("status"), "Client is", (9, 9), 1),
            head(Some("form"), "Found as", (8, 8), 3),
        ];
        let empty =
            Empty { nothing: PASTE.to_owned(), not_found: "No finding matches the search.".to_owned() };
        let by_paste = pasted.is_some();
        Self { list: Whole::new(heads, empty), pasted, by_paste, looks: false }
    }

    /// The clients of what is marked, or else of the selected finding, each once.
    fn clients(&self) -> Vec<&SightedClient> {
        let mut clients: Vec<&SightedClient> = Vec::new();
        for client in self.list.chosen().into_iter().filter_map(|found| found.1.client.as_ref()) {
            if !clients.iter().any(|known| known.client_id == client.client_id) {
                clients.push(client);
            }
        }
        clients
    }

    /// Those of them that are not in the trash, where secrets open nothing.
    fn alive(&self) -> Vec<String> {
        let alive = self.clients().into_iter().filter(|client| client.status != Status::Deleted);
        alive.map(|client| client.client_id.clone()).collect()
    }

    fn look(&mut self, pasted: Plaintext) -> Vec<Effect> {
        self.looks = true;
        vec![Effect::Ask(Request::Whose(pasted))]
    }

    /// Asks what has become of what was found. The text is not kept, so it can't be looked through again.
    fn look_again(&self) -> Vec<Effect> {
        let found: Vec<Sighting> = self.list.all().iter().map(|found| found.1.clone()).collect();
        if self.looks { Vec::new() } else { vec![Effect::Ask(Request::SeenAgain(found))] }
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        self.looks &= !matches!(answer, Answer::Whose(_));
        match answer {
            Answer::Whose(Ok(found)) => {
                if found.is_empty() && std::mem::take(&mut self.by_paste) {
                    return vec![Effect::Close, Effect::Say(Notice::good(NONE))];
                }
                self.by_paste = false;
                let said = match found.len() {
                    0 => Notice::good(NONE),
                    count => {
                        let open = found.iter().filter(|one| one.is_open()).count();
                        let text = format!(
                            "Client secrets in what was pasted: {count}. Accepted by servers: {open}."
                        );
                        if open > 0 { Notice::warning(text) } else { Notice::good(text) }
                    }
                };
                self.fill(found, facts);
                vec![Effect::Say(said)]
            }
            Answer::SeenAgain(Ok(found)) => {
                self.fill(found, facts);
                Vec::new()
            }
            Answer::Whose(Err(failure)) | Answer::SeenAgain(Err(failure)) => {
                vec![Effect::Say(Notice::error(failure))]
            }
            _ => Vec::new(),
        }
    }

    fn fill(&mut self, found: Vec<Sighting>, facts: &Facts) {
        self.list.fill(found.into_iter().enumerate().map(|(at, one)| Found(at, one)).collect(), facts);
    }

    fn act(&self, command: Command) -> Option<Vec<Effect>> {
        Some(match command {
            Command::Contain => {
                let dialog = Contain::new(self.alive(), self.list.list.unseen(), REASON);
                vec![Effect::Open(Box::new(dialog))]
            }
            Command::Update => {
                let id = self.alive().into_iter().next();
                id.map(|id| Effect::Open(Box::new(ClientForm::update(id)))).into_iter().collect()
            }
            Command::ShowIncidents => vec![Effect::Open(Box::new(Incidents::new()))],
            Command::Reload => self.look_again(),
            Command::Close => vec![Effect::Close],
            Command::Back if self.list.list.search().is_empty() && self.list.list.marked() == 0 => {
                vec![Effect::Close]
            }
            _ => return None,
        })
    }
}

impl Listed for Found {
    fn row(&self, _now: i64) -> Row {
        let Self(at, one) = self;
        let client = one.client.as_ref();
        let id = client.map(|client| client.client_id.clone()).unwrap_or_default();
        let name = client.map_or_else(|| "unknown here".to_owned(), |client| client.name.clone());
        let generation = one.generation.map(|number| number.to_string()).unwrap_or_default();
        let status = client.map(|client| client.status.word().to_owned()).unwrap_or_default();
        let form = one.form.word().to_owned();
        let cells = vec![one.state.word().to_owned(), name.clone(), id.clone(), generation, status, form];
        Row { key: format!("{at}/{id}"), name, cells, off: !one.is_open() }
    }
}

impl Screen for Findings {
    fn contexts(&self) -> Vec<Context> {
        if self.list.list.is_searching() { places::SEARCH.to_vec() } else { places::FINDINGS.to_vec() }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Shown if let Some(pasted) = self.pasted.take() => self.look(pasted),
            Message::Shown | Message::Changed if !self.list.all().is_empty() => self.look_again(),
            Message::Pasted(text) if !self.list.list.is_searching() => self.look(text),
            Message::Answer(answer) => self.answered(answer, facts),
            // A client may be behind several findings.
            Message::Handled(client_ids) => {
                let is_about = |found: &&Found| {
                    found.1.client.as_ref().is_some_and(|client| client_ids.contains(&client.client_id))
                };
                let keys: Vec<String> =
                    self.list.all().iter().filter(is_about).map(|found| found.row(facts.now).key).collect();
                self.list.list.unmark_those(&keys);
                Vec::new()
            }
            Message::Do(command) if let Some(effects) = self.act(command) => effects,
            message => {
                self.list.told(message, facts);
                Vec::new()
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let used = panels::heading(canvas, area, "Whose secret is this?", self.list.list.needs(area));
        self.list.list.view(canvas, area, used + 1);
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        let about = || match (self.clients().len(), self.alive().len()) {
            (0, _) => Some("Select a finding whose client is known.".to_owned()),
            (_, 0) => Some("The client is in the trash: its secrets open nothing.".to_owned()),
            _ => None,
        };
        let one = || about_one(self.alive().len(), "clients", places::FINDINGS, command);
        match command {
            Command::Contain => may(Right::Contain, facts).or_else(about),
            Command::Update => about()
                .or_else(one)
                .or_else(|| marked_elsewhere(&self.list.list, "finding", places::FINDINGS, command)),
            _ => None,
        }
    }
}
