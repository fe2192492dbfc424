//! Leaving the form: what would be lost is asked about first.

use super::{ClientForm, Given};
use crate::tui::keys::Command;
use crate::tui::message::{Effect, Message};
use crate::tui::question::Question;

impl ClientForm {
    pub(super) fn cancel(&self) -> Vec<Effect> {
        if self.is_changed() {
            vec![Effect::Open(Box::new(Question::discard(self.leave())))]
        } else {
            self.close()
        }
    }

    /// Closes; in a show-once registry asks first where the new secret was not copied.
    pub(super) fn close(&self) -> Vec<Effect> {
        if self.would_lose_secret() { vec![self.ask_last_chance()] } else { self.leave() }
    }

    /// Closes without a question; a list below goes on with the client that was saved.
    pub(super) fn leave(&self) -> Vec<Effect> {
        let saved = self.client_id.clone().filter(|_| self.saved);
        std::iter::once(Effect::Close).chain(saved.map(|id| Effect::Tell(Message::Select(id)))).collect()
    }

    pub(super) fn is_changed(&self) -> bool {
        self.form.changed() || (self.staged.is_some() && !self.is_new())
    }

    /// Whether the secret goes with the form, and nobody knows whether the operator has it.
    pub(super) fn would_lose_secret(&self) -> bool {
        self.at_hand.is_some() && self.given != Given::Copied
    }

    /// The secret can't be shown again once the form is closed.
    fn ask_last_chance(&self) -> Effect {
        Effect::Open(Box::new(self.last_chance("the form is closed", self.leave(), self.given == Given::Not)))
    }

    /// Asks before the secret goes; the effects of *Close*.
    pub(super) fn last_chance(&self, when: &str, close: Vec<Effect>, may_copy: bool) -> Question {
        let sent = "It was sent to your terminal, which cannot confirm: paste it where it belongs first. ";
        let (title, sent) = match self.given {
            Given::Sent => ("Did the secret arrive?", sent),
            Given::Not | Given::Copied => ("The secret was not copied", ""),
        };
        let text = format!(
            "{sent}This registry keeps no secrets. Once {when}, the new secret can't be copied or shown again; then \
             only a new one can be generated."
        );
        let copy = (Command::CopyAndClose, vec![Effect::Tell(Message::Do(Command::CopyAndClose))]);
        let answers = may_copy.then_some(copy).into_iter();
        let answers = answers.chain([(Command::CloseWithoutCopy, close), (Command::Back, Vec::new())]);
        Question::new(title, text, answers.collect())
    }
}
