//! What the registry knows of a client besides its attributes, which are in `attributes`: type, status, who
//! changed it and when.

use super::attributes::Client;
use super::grant;

/// Whether a client can keep a secret (RFC 6749 §2.1). Chosen at creation and never changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClientType {
    /// Can keep a secret, and has one.
    #[default]
    Confidential,
    /// Can't, and has none.
    Public,
}

/// How a client authenticates at the token endpoint (RFC 7591 §2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthMethod {
    /// `client_secret_basic`: the Authorization header.
    #[default]
    Basic,
    /// `client_secret_post`: the request body.
    Post,
    /// `none`: a public client.
    None,
}

/// A closed set of values that are stored and typed as words.
pub trait Word: Sized + Copy + PartialEq + 'static {
    /// Every value with its word and what to call it on a screen.
    const WORDS: &'static [(Self, &'static str, &'static str)];

    /// Every word, in the order of the table.
    fn words() -> Vec<&'static str> {
        Self::WORDS.iter().map(|(_, word, _)| *word).collect()
    }

    /// The word that is stored, typed and printed.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(value, ..)| *value == self).map_or("", |(_, word, _)| word)
    }

    /// The value of a word, if it is one.
    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known, _)| *known == word).map(|(value, ..)| *value)
    }
}

impl Word for ClientType {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Confidential, "confidential", "Confidential: a server that can keep a secret"),
        (Self::Public, "public", "Public: a native or browser application"),
    ];
}

impl Word for AuthMethod {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Basic, "client_secret_basic", "client_secret_basic: the Authorization header"),
        (Self::Post, "client_secret_post", "client_secret_post: the request body"),
        (Self::None, "none", "none: a public client"),
    ];
}

impl Client {
    /// Whether one of its grants sends a browser back to a redirect URI.
    #[must_use]
    pub fn redirects(&self) -> bool {
        self.grant_types.iter().any(|name| grant::redirects(name))
    }

    /// The response types that follow from its grants (RFC 7591 §2.1).
    #[must_use]
    pub fn response_types(&self) -> Vec<&'static str> {
        grant::response_types(&self.grant_types)
    }
}

/// When something was done, and by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Unix seconds.
    pub at: i64,
    /// The operator's user name.
    pub by: String,
}

/// Whether a client may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Servers accept it.
    Enabled,
    /// Refused until it is enabled again.
    Disabled,
    /// In the trash.
    Deleted,
}

impl Word for Status {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Enabled, "enabled", "enabled"),
        (Self::Disabled, "disabled", "disabled"),
        (Self::Deleted, "deleted", "deleted"),
    ];
}

/// A client as the registry holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRecord {
    /// What an operator gave it.
    pub client: Client,
    /// False while it is cut off.
    pub enabled: bool,
    /// Since when it is in the trash, Unix seconds.
    pub deleted_at: Option<i64>,
    /// Counts its changes; a save names the version that it started from.
    pub version: i64,
    /// When and by whom it was created.
    pub created: Stamp,
    /// When and by whom it was last changed.
    pub updated: Stamp,
    /// Tokens issued before this time are void, Unix seconds.
    pub tokens_not_before: Option<i64>,
    /// When its newest live secret was made, Unix seconds.
    pub secret_at: Option<i64>,
    /// When a server last reported its use, Unix seconds; `None` where none did.
    pub last_used_at: Option<i64>,
}

impl ClientRecord {
    /// A client that is made at a time, Unix seconds, and not stored yet.
    #[must_use]
    pub fn new(client: Client, now: i64) -> Self {
        let stamp = Stamp { at: now, by: String::new() };
        Self {
            client,
            enabled: true,
            deleted_at: None,
            version: 0,
            created: stamp.clone(),
            updated: stamp,
            tokens_not_before: None,
            secret_at: None,
            last_used_at: None,
        }
    }

    /// Whether it may be used.
    #[must_use]
    pub fn status(&self) -> Status {
        match (self.deleted_at, self.enabled) {
            (Some(_), _) => Status::Deleted,
            (None, true) => Status::Enabled,
            (None, false) => Status::Disabled,
        }
    }
}
