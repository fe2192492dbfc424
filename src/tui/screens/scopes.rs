//! The scopes that the registry defines: a list over the settings or the security classes.

use super::one_list::OneList;
use crate::domain::text::quoted;
use crate::domain::{Right, Scope, field};
use crate::tui::editor::Editor;
use crate::tui::form::{Field, Form};
use crate::tui::keys::{Command, Context, places};
use crate::tui::list::{Empty, Head, Listed, Row, Whole};
use crate::tui::message::{Effect, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, may};

/// The last column: a click deletes.
const ACTIONS: usize = 2;

/// The list of scopes.
pub struct Scopes(Whole<Scope>);

impl Scopes {
    /// An empty list; it loads when it is shown.
    #[must_use]
    pub fn new() -> Self {
        let head = |key, title, width, rank| Head { key, title, width, rank };
        let heads = vec![
            head(Some("name"), "Name", (12, 32), 0),
            head(Some("description"), "Description", (12, 60), 1),
        ];
        let empty = Empty {
            nothing: "There is no scope.".to_owned(),
            not_found: "No scope matches the search.".to_owned(),
        };
        Self(Whole::new(heads, empty).deleted_by(Right::Scopes))
    }
}

impl Default for Scopes {
    fn default() -> Self {
        Self::new()
    }
}

fn create() -> Editor {
    let fields = [
        Field::line(field::SCOPE, "Name")
            .help("A scope token (RFC 6749 §3.3): no blanks, up to 128 characters."),
        Field::line(field::DESCRIPTION, "Description").help("What it lets a client do; may be empty."),
    ];
    let save = |form: &Form| Request::AddScope {
        name: form.text(field::SCOPE),
        description: form.text(field::DESCRIPTION),
    };
    Editor::new("Create scope", fields, Right::Scopes, save, |answer| match answer {
        Answer::ScopeAdded(result) => {
            Some(result.map(|scope| Notice::good(format!("Created the scope {}.", quoted(&scope.name)))))
        }
        _ => None,
    })
}

impl Listed for Scope {
    fn row(&self, _now: i64) -> Row {
        let (name, description) = (self.name.clone(), self.description.clone());
        Row { key: name.clone(), name: name.clone(), cells: vec![name, description], off: false }
    }
}

impl OneList for Scopes {
    type Shown = Scope;
    const PLACES: &'static [Context] = places::SCOPES;

    fn list(&self) -> &Whole<Scope> {
        &self.0
    }

    fn list_mut(&mut self) -> &mut Whole<Scope> {
        &mut self.0
    }

    fn wanted(&self) -> Request {
        Request::Scopes
    }

    fn heading(&self) -> String {
        "Scopes".to_owned()
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::Scopes(Ok(scopes)) => {
                self.0.fill(scopes, facts);
                Vec::new()
            }
            Answer::ScopeDeleted(Ok(name)) => {
                let said = Notice::good(format!("Deleted the scope {}.", quoted(&name)));
                vec![Effect::Ask(Request::Scopes), Effect::Say(said)]
            }
            Answer::Scopes(Err(failure)) | Answer::ScopeDeleted(Err(failure)) => {
                vec![Effect::Say(Notice::error(failure))]
            }
            _ => Vec::new(),
        }
    }

    fn act(&mut self, command: Command, _facts: &Facts) -> Option<Vec<Effect>> {
        let bare = self.0.list.search().is_empty();
        Some(match (command, self.0.selected()) {
            (Command::Create, _) => vec![Effect::Open(Box::new(create()))],
            (Command::Close, _) => vec![Effect::Close],
            (Command::Back, _) if bare => vec![Effect::Close],
            (Command::Delete, Some(scope)) => {
                let text =
                    format!("Deletes the scope {}: no client can be given it any more.", quoted(&scope.name));
                let yes = vec![Effect::Ask(Request::DeleteScope(scope.name.clone()))];
                let answers = vec![(Command::Delete, yes), (Command::Cancel, Vec::new())];
                vec![Effect::Open(Box::new(Question::new("Delete scope", text, answers)))]
            }
            _ => return None,
        })
    }

    fn behind(column: usize) -> Option<Command> {
        (column == ACTIONS).then_some(Command::Delete)
    }

    fn why_not(&self, command: Command, facts: &Facts) -> Option<String> {
        match command {
            Command::Create => may(Right::Scopes, facts),
            Command::Delete => may(Right::Scopes, facts)
                .or_else(|| self.0.selected().is_none().then(|| "Select a scope first.".to_owned())),
            _ => None,
        }
    }
}
