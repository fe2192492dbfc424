//! Who has to be told, for a question about clients: known holders of their secrets, asked for once the question is
//! shown and told in it. It decides nothing.

use super::message::Effect;
use super::request::{Answer, Request};
use crate::domain::ledger::to_tell;

/// A sentence that is on its way.
pub struct ToTell {
    /// The clients, until they were asked about.
    client_ids: Option<Vec<String>>,
    words: String,
}

impl ToTell {
    /// About these clients.
    #[must_use]
    pub fn about(client_ids: Vec<String>) -> Self {
        Self { client_ids: Some(client_ids), words: "Looking who has to be told …".to_owned() }
    }

    /// Asks, the first time.
    pub fn ask(&mut self) -> Vec<Effect> {
        let ask = self.client_ids.take().map(|ids| Effect::Ask(Request::Holders(ids)));
        ask.into_iter().collect()
    }

    /// Takes the answer.
    pub fn take(&mut self, answer: &Answer) {
        match answer {
            Answer::Holders(Ok(holders)) => self.words = sentence(holders),
            Answer::Holders(Err(failure)) => self.words = failure.to_string(),
            _ => {}
        }
    }

    /// A text with the sentence below it.
    #[must_use]
    pub fn below(&self, text: &str) -> String {
        format!("{text}\n{}", self.words)
    }
}

/// Who has to be told, as a sentence of its own.
#[must_use]
pub fn sentence(holders: &[String]) -> String {
    let words = to_tell(holders);
    let mut letters = words.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}
