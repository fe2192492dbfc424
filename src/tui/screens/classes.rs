//! The panel of security classes: the list, and what can be done with a class.

use ratatui::layout::Rect;

use super::{class_form::ClassForm, panels};
use crate::domain::text::quoted;
use crate::domain::{Right, SecurityClass};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Command, Context, table};
use crate::tui::list::{Empty, Head, List, Row, Sight, Turn, Wish};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, may};

const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const CLIENTS: &str = "clients";
/// The last column: a click deletes.
const ACTIONS: usize = 3;

/// The list of security classes. There are few, so all are read and the pages are made here.
pub struct Classes {
    list: List,
    all: Vec<SecurityClass>,
    offset: usize,
}

impl Classes {
    /// An empty list; it loads when it is shown.
    #[must_use]
    pub fn new() -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let heads = vec![
            head(Some(NAME), "Name", (12, 32), 0),
            head(Some(DESCRIPTION), "Description", (12, 60), 2),
            head(Some(CLIENTS), "Clients", (8, 8), 1),
            head(None, "Actions", (7, 7), 1),
        ];
        let empty = Empty {
            nothing: "There is no security class.".to_owned(),
            not_found: "No security class matches the search.".to_owned(),
        };
        Self { list: List::new(heads, empty), all: Vec::new(), offset: 0 }
    }

    fn selected(&self) -> Option<&SecurityClass> {
        let (key, _) = self.list.current()?;
        self.all.iter().find(|class| class.name == key)
    }

    /// Those that the search finds, sorted.
    fn found(&self) -> Vec<&SecurityClass> {
        let terms: Vec<String> = self.list.search().split_whitespace().map(str::to_ascii_lowercase).collect();
        let has = |class: &SecurityClass, term: &String| {
            [&class.name, &class.description].iter().any(|text| text.to_ascii_lowercase().contains(term))
        };
        let mut found: Vec<&SecurityClass> =
            self.all.iter().filter(|class| terms.iter().all(|term| has(class, term))).collect();
        let (key, descending) = self.list.order();
        match key {
            DESCRIPTION => found.sort_by_key(|class| class.description.to_lowercase()),
            CLIENTS => found.sort_by_key(|class| class.clients),
            _ => found.sort_by_key(|class| class.name.to_lowercase()),
        }
        if descending {
            found.reverse();
        }
        found
    }

    /// Shows another page, or the same one as it is now.
    fn turn(&mut self, turn: Turn, facts: &Facts) {
        let size = List::limit(facts.body);
        let found = self.found();
        let total = found.len();
        let last = total.saturating_sub(1) / size * size;
        let offset = match turn {
            Turn::First => 0,
            Turn::Last => last,
            Turn::Next => self.offset + size,
            Turn::Previous => self.offset.saturating_sub(size),
            Turn::Again => self.offset,
        }
        .min(last);
        let rows = found.into_iter().skip(offset).take(size).map(row).collect();
        self.offset = offset;
        self.list.show(Sight { rows, total, offset });
    }

    fn wish(&mut self, wish: &Wish, facts: &Facts) -> Vec<Effect> {
        match wish {
            Wish::Load(turn) => self.turn(*turn, facts),
            Wish::Cell(0) => return self.act(Command::Update).unwrap_or_default(),
            Wish::Cell(ACTIONS) => {
                return match self.refusal(Command::Delete, facts) {
                    Some(reason) => vec![Effect::Say(Notice::error(reason))],
                    None => self.act(Command::Delete).unwrap_or_default(),
                };
            }
            Wish::Nothing | Wish::Cell(_) => {}
        }
        Vec::new()
    }

    fn act(&self, command: Command) -> Option<Vec<Effect>> {
        Some(match (command, self.selected()) {
            (Command::Create, _) => vec![Effect::Open(Box::new(ClassForm::create()))],
            (Command::Update, Some(class)) => vec![Effect::Open(Box::new(ClassForm::update(class)))],
            (Command::Delete, Some(class)) => {
                let text = format!("Deletes the security class {}. No client uses it.", quoted(&class.name));
                let yes = vec![Effect::Ask(Request::DeleteClass(class.name.clone()))];
                let answers = vec![(Command::Delete, yes), (Command::Cancel, Vec::new())];
                vec![Effect::Open(Box::new(Question::new("Delete security class", text, answers)))]
            }
            (Command::Reload, _) => vec![Effect::Ask(Request::Classes)],
            _ => return None,
        })
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::Classes(Ok(classes)) => {
                self.all = classes;
                self.turn(Turn::Again, facts);
                Vec::new()
            }
            Answer::ClassDeleted(Ok(name)) => {
                let said = Notice::good(format!("Deleted the security class {}.", quoted(&name)));
                vec![Effect::Ask(Request::Classes), Effect::Say(said)]
            }
            Answer::Classes(Err(failure)) | Answer::ClassDeleted(Err(failure)) => {
                vec![Effect::Say(Notice::error(failure))]
            }
            _ => Vec::new(),
        }
    }
}

impl Default for Classes {
    fn default() -> Self {
        Self::new()
    }
}

fn row(class: &SecurityClass) -> Row {
    let (name, description) = (class.name.clone(), class.description.clone());
    let cells = vec![name.clone(), description, class.clients.to_string(), "[x]".to_owned()];
    Row { key: name.clone(), name, cells, off: false }
}

impl Screen for Classes {
    fn contexts(&self) -> Vec<Context> {
        if self.list.is_searching() { table::SEARCH.to_vec() } else { table::CLASSES.to_vec() }
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        if let Some(effects) = panels::switch(&message, Command::ShowClasses) {
            return effects;
        }
        let wish = match message {
            Message::Shown | Message::Changed => return vec![Effect::Ask(Request::Classes)],
            Message::Resized => Wish::Load(Turn::Again),
            Message::Do(command) => match self.act(command) {
                Some(effects) => return effects,
                None => self.list.command(command),
            },
            Message::Typed(key) => self.list.typed(key),
            Message::Pasted(text) => self.list.pasted(&text),
            Message::Clicked(click) => self.list.click(click),
            Message::Wheel { down, .. } => self.list.wheel(down),
            Message::Answer(answer) => return self.answered(answer, facts),
            Message::Hide | Message::Merged(_) => Wish::Nothing,
        };
        self.wish(&wish, facts)
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        let tabs = panels::tabs(canvas, Rect { height: area.height.min(1), ..area }, Command::ShowClasses);
        self.list.view(canvas, area, tabs + 1);
    }

    fn footer_buttons(&self) -> bool {
        true
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        let class = self.selected();
        match command {
            Command::Create => may(Right::Classes, facts),
            Command::Update => class.is_none().then(|| "Select a security class first.".to_owned()),
            Command::Delete => may(Right::Classes, facts).or_else(|| match class {
                None => Some("Select a security class first.".to_owned()),
                Some(class) if class.clients > 0 => {
                    let word = if class.clients == 1 { "client uses" } else { "clients use" };
                    let name = quoted(&class.name);
                    Some(format!(
                        "{} {word} {name}, those in the trash included: it can't be deleted.",
                        class.clients
                    ))
                }
                Some(_) => None,
            }),
            _ => None,
        }
    }
}
