//! The registry's settings, from their table. Administrators change them; others read them.

use ratatui::layout::Rect;

use super::recovery::Recovery;
use super::scopes::Scopes;
use crate::domain::attribute::Input;
use crate::domain::text::quoted;
use crate::domain::{Lifetime, Retention, Right, SETTINGS, Setting, Settings as Values, Word, setting};
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome, may, refused};

/// Cells that the inside is wide at most.
const WIDEST: u16 = 76;
const DESTROYS: &str = "Show-once keeps no copy of a secret: every sealed copy is destroyed now, and the key that opens \
     them. Client secrets go on working, but nobody can show or copy them any more; only new ones can be \
     handed out. There is no way back.";

const REPLACES: &str = "The old recovery code opens nothing any more as soon as the new one is made. The new one is shown once: \
     have something at hand to write it down.";

const BUTTONS: [Command; 4] = [Command::ShowScopes, Command::NewRecoveryCode, Command::Save, Command::Cancel];

/// The settings.
pub struct Settings {
    form: Form,
    before: Values,
    asked: bool,
}

impl Settings {
    /// As they are now.
    #[must_use]
    pub fn new() -> Self {
        let form = Form::new([], BUTTONS);
        Self { form, before: Values::default(), asked: false }
    }

    /// Makes the fields when the form is shown for the first time.
    fn open(&mut self, facts: &Facts) {
        if self.form.all_values().next().is_some() {
            return;
        }
        self.before = facts.settings.clone();
        let is_read = may(Right::Settings, facts).is_some();
        let fields = SETTINGS.iter().map(|setting| {
            let field = field(setting, &self.before);
            if is_read { field.read_only() } else { field }
        });
        self.form = Form::new(fields, BUTTONS);
    }

    fn command(&mut self, command: Command) -> Option<Vec<Effect>> {
        Some(match command {
            Command::Save | Command::DestroyCopies if self.asked => Vec::new(),
            Command::Save => self.save(false),
            Command::DestroyCopies => self.save(true),
            Command::Cancel if self.form.changed() => {
                vec![Effect::Open(Box::new(Question::discard(vec![Effect::Close])))]
            }
            Command::Cancel => vec![Effect::Close],
            Command::ShowScopes => vec![Effect::Open(Box::new(Scopes::new()))],
            Command::NewRecoveryCode => vec![ask_replace()],
            _ => return None,
        })
    }

    fn save(&mut self, destroy: bool) -> Vec<Effect> {
        let changes: Vec<(&'static str, String)> =
            self.form.changed_fields().into_iter().map(|id| (id, self.form.text(id))).collect();
        if changes.is_empty() {
            return vec![Effect::Close];
        }
        let mut after = self.before.clone();
        let known = changes.iter().filter_map(|(key, text)| Some((setting(key)?, text)));
        let problems: Vec<_> =
            known.filter_map(|(setting, text)| (setting.write)(&mut after, text).err()).flatten().collect();
        if !problems.is_empty() {
            self.form.set_problems(&problems);
            self.form.focus_first_error();
            return Vec::new();
        }
        let (was, is) = (self.before.secret_retention, after.secret_retention);
        if (was, is) == (Retention::Sealed, Retention::ShowOnce) && !destroy {
            return vec![ask_destroy()];
        }
        self.asked = true;
        vec![Effect::Ask(Request::SaveSettings { before: Box::new(self.before.clone()), changes })]
    }

    /// Takes the settings as they are now: fields that were not changed follow, others say what there is now.
    fn follow(&mut self, now: &Values) {
        for setting in SETTINGS {
            let value = typed(setting, now);
            let advice = self.form.catch_up(setting.key, &value);
            let advice = advice.then(|| format!("somebody else has just saved {}", quoted(&value)));
            if advice.is_some() || *now == self.before {
                self.form.set_advice(setting.key, advice.into_iter().collect());
            }
        }
        self.before = now.clone();
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::SettingsSaved(Ok(())) => {
                vec![Effect::Close, Effect::Say(Notice::good("Saved the settings."))]
            }
            Answer::RecoveryCode(Ok(code)) => vec![Effect::Open(Box::new(Recovery::replaced(code)))],
            Answer::RecoveryCode(Err(failure)) => vec![Effect::Say(Notice::error(failure))],
            Answer::SettingsSaved(Err(failure)) => {
                self.asked = false;
                self.follow(&facts.settings);
                refused(&mut self.form, &failure)
            }
            _ => Vec::new(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

fn field(setting: &'static Setting, values: &Values) -> Field {
    let (id, label) = (setting.key, setting.label);
    let field = match setting.input {
        Input::Choice(options) => {
            let owned = |(value, words): (&str, &str)| (value.to_owned(), words.to_owned());
            Field::choice(id, label, options().into_iter().map(owned))
        }
        Input::Lifetime => Field::short(id, label).says(|text| span_words(setting, text)),
        _ => Field::line(id, label),
    };
    field.value(&[typed(setting, values)]).help(setting.help)
}

/// A value as a person would type it.
fn typed(setting: &Setting, values: &Values) -> String {
    let value = (setting.read)(values);
    match (setting.input, value.parse().ok().and_then(Lifetime::from_seconds)) {
        (Input::Lifetime, Some(span)) => span.typed(),
        _ => value,
    }
}

/// A typed span of time in words, where the setting takes it.
fn span_words(setting: &Setting, text: &str) -> Option<String> {
    let mut values = Values::default();
    (setting.write)(&mut values, text).ok()?;
    Lifetime::from_seconds((setting.read)(&values).parse().ok()?).map(Lifetime::words)
}

fn ask_replace() -> Effect {
    let yes = vec![Effect::Ask(Request::ReplaceRecoveryCode)];
    let answers = vec![(Command::ReplaceRecoveryCode, yes), (Command::Cancel, Vec::new())];
    Effect::Open(Box::new(Question::new("New recovery code", REPLACES, answers)))
}

fn ask_destroy() -> Effect {
    let yes = vec![Effect::Tell(Message::Do(Command::DestroyCopies))];
    let answers = vec![(Command::DestroyCopies, yes), (Command::Cancel, Vec::new())];
    let word = Retention::ShowOnce.word().to_owned();
    let reason = format!("Type {word} to destroy every sealed copy.");
    let question = Question::new("Destroy every sealed copy", DESTROYS, answers);
    Effect::Open(Box::new(question.typed("Word", word, Command::DestroyCopies, &reason)))
}

impl Screen for Settings {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Settings, Context::Editor])
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        match message {
            Message::Shown => {
                self.open(facts);
                return Vec::new();
            }
            Message::Changed if !self.asked => {
                self.follow(&facts.settings);
                return Vec::new();
            }
            Message::Answer(answer) => return self.answered(answer, facts),
            Message::Do(command) if let Some(effects) = self.command(command) => return effects,
            _ => {}
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Pressed(command) => self.command(command).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, facts: &Facts) {
        let text = may(Right::Settings, facts).unwrap_or_default();
        Dialog { title: "Settings", text: &text, form: &self.form, widest: WIDEST }.view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        true
    }

    fn is_unsaved(&self) -> bool {
        self.form.changed()
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        match command {
            Command::Save => may(Right::Settings, facts),
            Command::NewRecoveryCode => may(Right::RecoveryCode, facts),
            _ => None,
        }
    }
}
