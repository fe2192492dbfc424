//! *Create OAuth2 Client* and *Update OAuth2 Client*: the attributes in groups, the staged secret, saving and
//! copying. Nothing that is typed here counts before Save.

mod around;
mod credentials;
mod fields;
mod leaving;
mod reading;
mod rights;
mod saving;

pub(in crate::tui) use credentials::NO_SECRET;

use ratatui::layout::Rect;

use super::advice::AdviceList;
use super::audit::AuditLog;
use crate::domain::{ClientRecord, Draft, Plaintext, Profile, SecretRecord, field};
use crate::service::StagedSecret;
use crate::tui::canvas::Canvas;
use crate::tui::form::{Form, Outcome};
use crate::tui::keys::{Command, Context};
use crate::tui::message::{Effect, Message};
use crate::tui::question::Question;
use crate::tui::request::Request;
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome, may};
use around::Around;

/// What follows a save or a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// The form closes.
    Close,
    /// The credentials are copied; the form stays.
    Copy,
    /// The form stays.
    Stay,
}

/// How far the newest secret got to the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    /// It was not copied.
    Not,
    /// It was sent to a terminal that cannot confirm.
    Sent,
    /// It was copied.
    Copied,
}

/// The form of one client.
pub struct ClientForm {
    form: Form,
    /// What the fields hold, whether it may be saved or not.
    draft: Draft,
    /// The client as it was read last; `None` while it is new, or not yet read.
    record: Option<ClientRecord>,
    /// The client to read; `None` while it is new.
    client_id: Option<String>,
    /// The client ID that was made for a new client.
    own_id: String,
    secrets: Vec<SecretRecord>,
    /// The registry around the client.
    around: Around,
    /// A new secret that counts once saved.
    staged: Option<StagedSecret>,
    /// The secret of the last save, in a registry that keeps none.
    at_hand: Option<Plaintext>,
    given: Given,
    stage_when_read: bool,
    asked: bool,
    saving: Option<Then>,
    /// Whether it was saved here: then the list goes on with this client.
    saved: bool,
    after_copy: Then,
    /// The newest secret of the save that the form began with.
    began_generation: u32,
    /// The newest version of somebody else that was told.
    newest_seen: i64,
}

impl ClientForm {
    /// For a new client.
    #[must_use]
    pub fn create(facts: &Facts) -> Self {
        let draft = Draft::new(facts.settings.profile);
        let mut form = fields::for_new(facts.settings.profile);
        form.fill(&draft);
        form.keep();
        form.focus_field(field::CLIENT_NAME);
        Self::with(form, draft, None)
    }

    /// For a client that exists; it is read when the form is shown.
    #[must_use]
    pub fn update(client_id: String) -> Self {
        let draft = Draft::new(Profile::default());
        Self::with(fields::for_existing(), draft, Some(client_id))
    }

    /// With a new secret staged as soon as the client is read.
    #[must_use]
    pub fn with_new_secret(mut self) -> Self {
        self.stage_when_read = true;
        self
    }

    /// With a secret that was just made and that the registry keeps no copy of.
    #[must_use]
    pub fn with_secret_at_hand(mut self, secret: Plaintext) -> Self {
        self.at_hand = Some(secret);
        self
    }

    fn with(form: Form, draft: Draft, client_id: Option<String>) -> Self {
        Self {
            form,
            draft,
            record: None,
            client_id,
            own_id: String::new(),
            secrets: Vec::new(),
            around: Around::default(),
            staged: None,
            at_hand: None,
            given: Given::Not,
            stage_when_read: false,
            asked: false,
            saving: None,
            saved: false,
            after_copy: Then::Stay,
            began_generation: 0,
            newest_seen: 0,
        }
    }

    fn is_new(&self) -> bool {
        self.client_id.is_none()
    }

    /// What has to be read when the form opens.
    fn opened(&mut self) -> Vec<Effect> {
        if std::mem::replace(&mut self.asked, true) {
            // Advice may have been accepted over it.
            return self.look_again();
        }
        let mut effects = vec![Effect::Ask(Request::Choices)];
        match &self.client_id {
            Some(client_id) => effects.push(Effect::Ask(Request::Client(client_id.clone()))),
            None => effects.extend([Effect::Ask(Request::StageClientId), Effect::Ask(Request::StageSecret)]),
        }
        effects
    }

    fn command(&mut self, command: Command, facts: &Facts) -> Option<Vec<Effect>> {
        Some(match command {
            Command::GenerateSecret => vec![Effect::Ask(Request::StageSecret)],
            Command::ShowOrHideSecret => self.show_or_hide(),
            Command::CopyCredentials => self.ask_copy(),
            Command::Save => self.save(Then::Close, facts),
            Command::SaveAndCopy => self.save(Then::Copy, facts),
            Command::CopyAndClose => self.copy(Then::Close),
            Command::Cancel => self.cancel(),
            Command::ShowAdvice => {
                let client = &self.record.as_ref()?.client;
                vec![Effect::Open(Box::new(AdviceList::about(&client.client_id, &client.name)))]
            }
            Command::History => {
                let client = &self.record.as_ref()?.client;
                vec![Effect::Open(Box::new(AuditLog::of_client(&client.client_id, &client.name)))]
            }
            _ => return None,
        })
    }

    /// Follows a change of a field through the others.
    fn changed(&mut self, id: &str, facts: &Facts) -> Vec<Effect> {
        let before = self.draft.clone();
        self.form.read_into(&mut self.draft);
        fields::follow(&mut self.form, &mut self.draft, &before, id, &self.own_id);
        let effects = self.ask_users();
        self.tell_all(facts);
        effects
    }

    /// Brings what stands beside the fields up to date.
    fn tell_all(&mut self, facts: &Facts) {
        self.form.refresh(&self.draft);
        self.form.set_defaults(&facts.settings);
        self.advise(facts);
        self.tell_secret(facts.now);
        self.tell_rights(facts);
    }
}

impl Screen for ClientForm {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Editor, Context::ClientForm])
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        self.form.set_now(facts.now);
        let message = match message {
            Message::Shown => return self.opened(),
            Message::Changed => return self.look_again(),
            Message::Answer(answer) => return self.answered(answer, facts),
            Message::Merged(merged) => return self.merged(*merged, facts),
            Message::Do(command) => match self.command(command, facts) {
                Some(effects) => return effects,
                None => message,
            },
            other => other,
        };
        if self.saving.is_some() && !matches!(message, Message::Hide) {
            // What is being saved stays as it is until the answer is there.
            return Vec::new();
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Changed(id) => self.changed(id, facts),
            Outcome::Pressed(command) => self.command(command, facts).unwrap_or_default(),
            Outcome::Ignored | Outcome::Moved => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, facts: &Facts) {
        if area.height == 0 {
            return;
        }
        let above = self.view_heading(canvas, area, facts);
        if self.is_new() || self.record.is_some() {
            let rest = Rect { y: area.y + above, height: area.height - above, ..area };
            self.form.draw(rest, canvas);
        }
    }

    fn is_unsaved(&self) -> bool {
        self.is_changed() || self.would_lose_secret()
    }

    fn leaving(&self, quit: Vec<Effect>) -> Question {
        if self.is_changed() {
            Question::discard(quit)
        } else {
            self.last_chance("the program ends", quit, false)
        }
    }

    fn shows_secret(&self) -> bool {
        self.form.shows_secret()
    }

    fn refusal(&self, command: Command, facts: &Facts) -> Option<String> {
        if self.saving.is_some() {
            return Some("It is being saved. Wait a moment.".to_owned());
        }
        let right = match command {
            Command::ShowAdvice if self.is_new() => {
                return Some("Advice about a new client is accepted once it is saved.".to_owned());
            }
            Command::History if self.is_new() => return Some("A new client has no history yet.".to_owned()),
            command => self.rights().into_iter().find(|(button, _)| *button == command)?.1,
        };
        may(right, facts).or_else(|| self.secret_refusal(command))
    }
}
