//! Secrets handed out: shown, copied and delivered, from their sealed copy or while they are still at hand after they
//! were made. A secret is told to the audit log before it is told to anybody.

use serde_json::{Value, json};

use super::change::Change;
use super::copies::{self, CopyKey};
use super::{Service, error::Error, secrets, verify};
use crate::domain::audit::Action;
use crate::domain::{Plaintext, Retention, Right, credentials};

/// How a secret becomes known to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disclosure {
    /// On the screen or in the output.
    Show,
    /// Through a clipboard.
    Copy {
        /// Which, such as `tmux` or `osc52`.
        channel: String,
    },
    /// As a file or in the output of a command, to be sent on.
    Deliver {
        /// Which, such as `env file`, with the keys that it was sealed to.
        channel: String,
        /// For whom, where that was said.
        to: Option<String>,
    },
}

impl Disclosure {
    /// The right that it needs, and how the audit log tells it.
    pub(super) fn told(&self) -> (Right, Action) {
        match self {
            Self::Show => (Right::Reveal, Action::SecretShown),
            Self::Copy { .. } => (Right::Copy, Action::SecretCopied),
            Self::Deliver { .. } => (Right::Deliver, Action::SecretDelivered),
        }
    }

    /// What the audit log tells of one that makes this generation known.
    pub(super) fn details(&self, generation: u32) -> Value {
        match self {
            Self::Show => json!({ "generation": generation, "channel": null }),
            Self::Copy { channel } => json!({ "generation": generation, "channel": channel }),
            Self::Deliver { channel, to } => {
                json!({ "generation": generation, "channel": channel, "to": to })
            }
        }
    }
}

/// What a client authenticates with.
pub struct Credentials {
    /// The client ID.
    pub client_id: String,
    /// The client secret.
    pub secret: Plaintext,
    /// From when on servers refuse it, where that is known, Unix seconds.
    pub expires_at: Option<i64>,
}

impl Credentials {
    /// `client_id:client_secret`, without a newline.
    #[must_use]
    pub fn line(&self) -> Plaintext {
        credentials::line(&self.client_id, &self.secret)
    }
}

impl Service {
    /// Opens the sealed copy of a client's newest secret. The audit log is told first; the secret must then
    /// be the one that verifies.
    ///
    /// # Errors
    /// No right; or no sealed copy, as in a show-once registry.
    pub fn disclose(&mut self, client_id: &str, how: &Disclosure) -> Result<Credentials, Error> {
        let (right, action) = how.told();
        let (copy, stored, key) = self.change(right, |change| {
            let (id, record) = super::find_client(change.writer, client_id)?;
            secrets::has_secrets(&record)?;
            let copy = change.writer.sealed_copy(id)?.ok_or_else(|| cannot_be_shown(change))?;
            let key = CopyKey::in_change(change)?;
            copies::key_of(&copy, key.as_ref())?;
            let stored = change.writer.secret_verifier(id, copy.generation)?;
            change.record(action, Some(&copy.client_id), &how.details(copy.generation))?;
            Ok((copy, stored, key))
        })?;
        // The log has it: now it may be opened. Whether the client is enabled does not matter: it may be made ready
        // before it is.
        let client_id = copy.client_id.clone();
        let expires_at = stored.as_ref().and_then(|stored| stored.not_after);
        let secret = self.open_copy(copy, stored.as_ref(), key.as_ref())??;
        Ok(Credentials { client_id, secret, expires_at })
    }

    /// Records that this secret, which servers accept for the client when it is enabled, becomes known to somebody, and gives
    /// the credentials.
    ///
    /// # Errors
    /// No right; no such client; servers do not accept the secret (any more).
    pub fn hand_out(
        &mut self,
        client_id: &str,
        secret: &Plaintext,
        how: &Disclosure,
    ) -> Result<Credentials, Error> {
        let (right, action) = how.told();
        let cost = self.verifier_cost()?;
        let reader = self.store.read();
        // Whether the client is enabled does not matter: it may be made ready before it is.
        let (id, _) = super::find_client(&reader, client_id)?;
        let usable = reader.usable_secrets(id, self.now())?;
        let stored: Vec<_> = usable.iter().map(verify::stored).collect();
        let Some(generation) = self.verifier.check(secret.expose(), &stored, cost)? else {
            let sentence =
                "Servers do not accept this secret any more. Generate a new one and hand that over.";
            return Err(Error::NoSecret(sentence.to_owned()));
        };
        let own = usable.iter().find(|secret| secret.generation == generation);
        let expires_at = own.and_then(|secret| secret.not_after);
        self.change(right, |change| {
            let (_, record) = super::find_client(change.writer, client_id)?;
            change.record(action, Some(&record.client.client_id), &how.details(generation))?;
            Ok(Credentials { client_id: record.client.client_id, secret: secret.clone(), expires_at })
        })
    }
}

fn cannot_be_shown(change: &Change<'_>) -> Error {
    Error::NoSecret(match change.trusted.settings.secret_retention {
        Retention::ShowOnce => {
            "This registry keeps only verifiers, so the secret can't be shown or copied again. \
                                Generate a new secret (rotate) and hand that over."
                .to_owned()
        }
        Retention::Sealed => "This secret was not sealed here, so it can't be shown or copied. \
                              Generate a new secret (rotate) and hand that over."
            .to_owned(),
    })
}
