//! Whose secret is this? What was pasted is looked through, and each client secret in it is told with its state; the
//! text itself is not kept and not shown.

use ratatui::layout::Rect;

use super::client_form::ClientForm;
use super::contain::{Contain, renewed};
use crate::domain::sighting::{SightedState, Sighting};
use crate::domain::{Plaintext, Reason, Right, Status, Word as _};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, may};

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
    /// What is told now.
    found: Vec<Sighting>,
    /// The clients for which it was asked last to contain them.
    asked_for: Vec<String>,
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
        Self { list: Whole::new(heads, empty), pasted, by_paste, found: Vec::new(), asked_for: Vec::new() }
    }

    /// The clients that are marked, or else the selected one, each once.
    fn client_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for (key, _) in self.list.list.chosen() {
            let id = key.split('/').nth(1).unwrap_or_default().to_owned();
            if !id.is_empty() && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    fn look(pasted: Plaintext) -> Vec<Effect> {
        vec![Effect::Ask(Request::Whose(pasted))]
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
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
                self.found = found;
                self.fill(facts);
                vec![Effect::Say(said)]
            }
            Answer::Whose(Err(failure)) => vec![Effect::Say(Notice::error(failure))],
            answer => {
                if matches!(answer, Answer::Renewed(_)) {
                    self.are_contained(facts);
                }
                renewed(answer).unwrap_or_default()
            }
        }
    }

    fn fill(&mut self, facts: &Facts) {
        let found = self.found.iter().cloned().enumerate().map(|(at, one)| Found(at, one));
        self.list.fill(found.collect(), facts);
    }

    /// The text is not kept, so that it is not looked through again: what was asked for is done.
    fn are_contained(&mut self, facts: &Facts) {
        let by = facts.session.as_ref().map(|session| session.operator.clone());
        for one in self.found.iter_mut().filter(|one| one.is_open()) {
            let Some(client) = &mut one.client else { continue };
            if self.asked_for.contains(&client.client_id) {
                client.status = Status::Disabled;
                let why = Reason::Leak.word().to_owned();
                one.state = SightedState::Retired { at: Some(facts.now), by: by.clone(), why };
            }
        }
        self.list.list.unmark();
        self.fill(facts);
    }

    fn act(&mut self, command: Command) -> Option<Vec<Effect>> {
        let ids = self.client_ids();
        Some(match command {
            Command::Contain if !ids.is_empty() => {
                self.asked_for.clone_from(&ids);
                vec![Effect::Open(Box::new(Contain::new(ids, REASON)))]
            }
            Command::Update if !ids.is_empty() => {
                let id = ids.into_iter().next().unwrap_or_default();
                vec![Effect::Open(Box::new(ClientForm::update(id)))]
            }
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
            Message::Shown if let Some(pasted) = self.pasted.take() => Self::look(pasted),
            Message::Pasted(text) if !self.list.list.is_searching() => Self::look(text),
            Message::Answer(answer) => self.answered(answer, facts),
            Message::Do(command) if let Some(effects) = self.act(command) => effects,
            message => {
                self.list.told(message, facts);
                Vec::new()
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let used = canvas.text(
            area.x + 1,
            area.y,
            area.width.saturating_sub(1),
            "Whose secret is this?",
            canvas.theme.heading,
        );
        self.list.list.view(canvas, area, used + 2);
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        let selected = self.list.selected();
        let unknown = selected.is_none_or(|found| found.1.client.is_none());
        let in_trash = selected
            .and_then(|found| found.1.client.as_ref())
            .is_some_and(|client| client.status == Status::Deleted);
        let about = || match (unknown, in_trash) {
            (true, _) => Some("Select a finding whose client is known.".to_owned()),
            (_, true) => Some("This client is in the trash: its secrets open nothing.".to_owned()),
            _ => None,
        };
        match command {
            Command::Contain => may(Right::Contain, facts).or_else(about),
            Command::Update => about(),
            _ => None,
        }
    }
}
