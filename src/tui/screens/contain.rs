//! Contain: what it would do to each client, the reason, and the two digits drawn for this preview, without which
//! nothing happens.

use ratatui::layout::Rect;

use crate::domain::incident::renew_command;
use crate::domain::ledger::to_tell;
use crate::domain::text::{counted, quoted};
use crate::domain::{field, time};
use crate::service::{ContainPreview, Effect as Told};
use crate::tui::canvas::Canvas;
use crate::tui::dialog::Dialog;
use crate::tui::form::{Field, Form, Outcome};
use crate::tui::keys::{self, Command, Context, places};
use crate::tui::message::{Effect, Message, Notice};
use crate::tui::question::Question;
use crate::tui::request::{Answer, Failure, Renewed, Request};
use crate::tui::screen::{Facts, Screen, form_contexts, form_outcome, refused};
use crate::tui::told::unseen_words;

/// Cells that the inside is wide at most.
const WIDEST: u16 = 74;
/// Clients that are told one by one.
const TOLD: usize = 4;
/// The field for the digits.
const CODE: &str = "code";
/// Why the button does nothing yet.
const LOCKED: &str = "Type the two digits that stand in the text above.";

/// The dialog.
pub struct Contain {
    client_ids: Vec<String>,
    /// The names of those that the list below does not show now.
    unseen: Vec<String>,
    preview: Option<ContainPreview>,
    text: String,
    form: Form,
    asked: bool,
}

impl Contain {
    /// For these clients, of which the list below does not show some; with a reason that is known, the code has the
    /// focus.
    #[must_use]
    pub fn new(client_ids: Vec<String>, unseen: Vec<String>, reason: &str) -> Self {
        let fields = [
            Field::line(field::REASON, "Reason")
                .value(&[reason.to_owned()])
                .help("What happened, for the incident."),
            Field::line(field::SINCE, "Known since").help(
                "Since when the secret may be known, such as 2026-11-22 01:49 (UTC) or 36h; may be empty.",
            ),
            Field::line(CODE, "Code").help(LOCKED),
        ];
        let mut form =
            Form::new(fields, [Command::Contain, Command::Cancel]).enter_presses(CODE, Command::Contain);
        form.set_button_disabled(Command::Contain, Some(LOCKED));
        if !reason.is_empty() {
            form.focus_field(CODE);
        }
        let text = "Looking what this would do …".to_owned();
        Self { client_ids, unseen, preview: None, text, form, asked: false }
    }

    fn check(&mut self) {
        let code = self.preview.as_ref().map(|preview| preview.code.as_str());
        let right = code == Some(self.form.text(CODE).trim());
        self.form.set_button_disabled(Command::Contain, (!right).then_some(LOCKED));
    }

    /// Closes, but for what is being done: that stays until the answer is there.
    fn cancel(&self) -> Vec<Effect> {
        if self.asked { Vec::new() } else { Question::closing(self.is_unsaved()) }
    }

    fn contain(&mut self) -> Vec<Effect> {
        self.asked = true;
        vec![Effect::Ask(Request::Contain {
            client_ids: self.client_ids.clone(),
            reason: self.form.text(field::REASON),
            since: self.form.text(field::SINCE),
        })]
    }

    fn answered(&mut self, answer: Answer, facts: &Facts) -> Vec<Effect> {
        match answer {
            Answer::ContainPreview(Ok(preview)) => {
                self.text = words(&preview, &self.unseen, facts.now);
                self.preview = Some(*preview);
                self.check();
                Vec::new()
            }
            Answer::Contained(Ok(contained)) => {
                let go_on = Request::Renew { incident: contained.incident.id, done: 0, left: 0 };
                let said = Notice::good(contained.words());
                let handled = Message::Handled(std::mem::take(&mut self.client_ids));
                vec![Effect::Close, Effect::Tell(handled), Effect::Say(said), Effect::Ask(go_on)]
            }
            Answer::ContainPreview(Err(failure)) => vec![Effect::Close, Effect::Say(Notice::error(failure))],
            Answer::Contained(Err(failure)) => {
                self.asked = false;
                refused(&mut self.form, &failure)
            }
            _ => Vec::new(),
        }
    }
}

/// What is done, the code, and then to whom: that may be longer than there is room. Those come first of them that the
/// list does not show: they would be forgotten.
fn words(preview: &ContainPreview, unseen: &[String], now: i64) -> String {
    let effects = &preview.effects;
    let secrets: usize = effects.iter().map(|effect| effect.accepted.len()).sum();
    let who = match effects.as_slice() {
        [only] => quoted(&only.record.client.name),
        several => counted(several.len(), "client"),
    };
    let are = if secrets == 1 { "is" } else { "are" };
    let mut lines = vec![format!(
        "{who}: disabled at once; {} {are} retired without grace; every token issued so far is void. New secrets are \
         made; nobody is let in before you enable the client.",
        counted(secrets, "secret")
    )];
    lines.push(format!("The code is {}.", preview.code));
    lines.extend(unseen_words(unseen));
    lines.extend(effects.iter().take(TOLD).map(|effect| told(effect, now)));
    if effects.len() > TOLD {
        lines.push(format!("… and {} more", effects.len() - TOLD));
    }
    lines.join("\n")
}

fn told(effect: &Told, now: i64) -> String {
    let used = effect
        .last_used_at
        .map_or_else(|| "use not reported".to_owned(), |at| format!("used {}", time::ago(at, now)));
    format!("{}: {used}, {}", quoted(&effect.record.client.name), to_tell(&effect.holders))
}

/// What becomes of making new secrets batch by batch: the next batch, or what is said in the end. The shell does it,
/// whatever screen is there by then.
pub(in crate::tui) fn renewed(answer: Result<Renewed, Failure>) -> Effect {
    let incidents = keys::names(places::CLIENTS, Command::ShowIncidents);
    Effect::Say(match answer {
        Err(failure) => Notice::error(format!(
            "{failure} Clients that still wait for a new secret stay disabled; {incidents} shows them, and makes the \
             secrets."
        )),
        Ok(Renewed { incident, done, left, .. }) if left > 0 => {
            return Effect::Ask(Request::Renew { incident, done, left });
        }
        Ok(renewed) if renewed.kept_back => {
            Notice::warning(format!("Contained. {}", kept_back(renewed.incident)))
        }
        Ok(renewed) => Notice::good(format!(
            "Incident {}: every client is contained and has a new secret. Hand it over, then enable the client. \
             {incidents} shows how far they are.",
            renewed.incident,
        )),
    })
}

/// Why a show-once registry gets no new secrets here, and where it does.
pub(super) fn kept_back(incident: i64) -> String {
    format!(
        "This registry shows a secret once, so make each client's new one in its form, or all of them: {} --secret-out \
         FILE",
        renew_command(incident)
    )
}

impl Screen for Contain {
    fn contexts(&self) -> Vec<Context> {
        form_contexts(&self.form, &[Context::Question])
    }

    fn update(&mut self, message: Message, facts: &Facts) -> Vec<Effect> {
        if let Message::Answer(answer) = message {
            return self.answered(answer, facts);
        }
        if matches!(message, Message::Shown) && self.preview.is_none() {
            return vec![Effect::Ask(Request::ContainPreview(self.client_ids.clone()))];
        }
        if matches!(message, Message::Do(Command::Back)) {
            return self.cancel();
        }
        // A paste can't confirm: the code is typed.
        if matches!(message, Message::Pasted(_)) && self.form.focused_field() == Some(CODE) {
            return vec![Effect::Say(Notice::warning("Type the code; it can't be pasted."))];
        }
        match form_outcome(&mut self.form, message) {
            Outcome::Changed(_) => {
                self.check();
                Vec::new()
            }
            Outcome::Pressed(Command::Contain) if !self.asked => self.contain(),
            Outcome::Pressed(Command::Cancel) => self.cancel(),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, _facts: &Facts) {
        Dialog { title: "Contain", text: &self.text, form: &self.form, widest: WIDEST }.view(canvas, area);
    }

    fn is_dialog(&self) -> bool {
        true
    }

    /// The code is drawn anew each time: nothing of it can be kept.
    fn is_unsaved(&self) -> bool {
        self.form.changed_fields().iter().any(|field| *field != CODE)
    }
}
