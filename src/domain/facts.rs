//! What an authorization server needs to know of a client that it just authenticated, as the view
//! `active_client` tells it.

use super::client::{AuthMethod, ClientType};

/// A client that may be used, its defaults filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What requests carry.
    pub client_id: String,
    /// For people.
    pub client_name: String,
    /// Whether it can keep a secret.
    pub client_type: ClientType,
    /// One of the registry's classes.
    pub security_class: String,
    /// The subdomain of its partner.
    pub partner: Option<String>,
    /// Whether only the partner's users may use it; means nothing without a partner.
    pub restrict_to_partner_users: bool,
    /// Scope tokens.
    pub scopes: Vec<String>,
    /// Grant types.
    pub grant_types: Vec<String>,
    /// Response types, which follow from the grants.
    pub response_types: Vec<String>,
    /// Compared exactly; empty where no grant redirects.
    pub redirect_uris: Vec<String>,
    /// How it authenticates at the token endpoint.
    pub auth_method: AuthMethod,
    /// Whether a request without PKCE is refused.
    pub require_pkce: bool,
    /// Seconds; −1 never expires.
    pub access_token_ttl: i64,
    /// Seconds.
    pub refresh_token_ttl: i64,
    /// Tokens issued before this time are void, Unix seconds.
    pub tokens_not_before: Option<i64>,
    /// When it was last changed, Unix seconds.
    pub updated_at: i64,
}

/// Why credentials are refused. Tell it to operators and logs, not to whoever presented them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No client has this ID.
    UnknownClient,
    /// The client is in the trash.
    DeletedClient,
    /// The client is cut off.
    DisabledClient,
    /// The secret was the client's once.
    RetiredSecret,
    /// The secret is not the client's.
    WrongSecret,
}

impl super::Word for Refusal {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::UnknownClient, "unknown client", "There is no such client."),
        (Self::DeletedClient, "deleted client", "The client was deleted."),
        (Self::DisabledClient, "disabled client", "The client is disabled."),
        (Self::RetiredSecret, "retired secret", "The secret was retired."),
        (Self::WrongSecret, "wrong secret", "The secret is not this client's."),
    ];
}
