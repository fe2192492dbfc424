//! What keeps a value from being saved: one plain sentence with its field, the same in form, command line
//! and import.

use std::fmt;

use super::rule::{Effect, Rule};

/// The names of attributes, as in RFC 7591 §2 where it has them.
pub mod field {
    /// The name for people.
    pub const CLIENT_NAME: &str = "client_name";
    /// The identifier in requests.
    pub const CLIENT_ID: &str = "client_id";
    /// The client secret.
    pub const CLIENT_SECRET: &str = "client_secret";
    /// When a client secret ends by itself (RFC 7591 §3.2.1).
    pub const SECRET_EXPIRES_AT: &str = "client_secret_expires_at";
    /// Confidential or public.
    pub const CLIENT_TYPE: &str = "client_type";
    /// The security class.
    pub const SECURITY_CLASS: &str = "security_class";
    /// The e-mail address.
    pub const CONTACTS: &str = "contacts";
    /// The partner.
    pub const PARTNER: &str = "partner";
    /// Whether only the partner's users may use the client.
    pub const RESTRICT_TO_PARTNER_USERS: &str = "restrict_to_partner_users";
    /// The scopes.
    pub const SCOPE: &str = "scope";
    /// The grant types.
    pub const GRANT_TYPES: &str = "grant_types";
    /// The response types, which follow from the grant types.
    pub const RESPONSE_TYPES: &str = "response_types";
    /// The redirect URIs.
    pub const REDIRECT_URIS: &str = "redirect_uris";
    /// How the client authenticates at the token endpoint.
    pub const TOKEN_ENDPOINT_AUTH_METHOD: &str = "token_endpoint_auth_method";
    /// Whether PKCE is required.
    pub const REQUIRE_PKCE: &str = "require_pkce";
    /// The lifetime of an access token.
    pub const ACCESS_TOKEN_TTL: &str = "access_token_ttl";
    /// The lifetime of a refresh token.
    pub const REFRESH_TOKEN_TTL: &str = "refresh_token_ttl";
    /// The notes.
    pub const NOTES: &str = "notes";
    /// A partner's subdomain.
    pub const SUBDOMAIN: &str = "subdomain";
    /// An operator's or partner user's name.
    pub const USER_NAME: &str = "user_name";
    /// An operator's full name.
    pub const FULL_NAME: &str = "full_name";
    /// What a security class or scope is for.
    pub const DESCRIPTION: &str = "description";
    /// An operator's password.
    pub const PASSWORD: &str = "password";
    /// Why something is done.
    pub const REASON: &str = "reason";
    /// Since when something may be.
    pub const SINCE: &str = "since";
    /// The number of a rule.
    pub const RULE: &str = "rule";
    /// Until when something holds.
    pub const UNTIL: &str = "until";
    /// When a server last reported a client's use.
    pub const LAST_USED: &str = "last_used_at";
    /// How long a replaced secret stays usable.
    pub const GRACE: &str = "grace";
}

/// What was typed, made a valid value, or every reason why it is none.
pub type Checked<T> = Result<T, Vec<Problem>>;

/// Why a value is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The attribute's RFC 7591 name, such as `redirect_uris`; see [`field`].
    pub field: &'static str,
    /// One plain sentence or two: what is wrong and what to do instead. Text from outside in it has been
    /// made visible already.
    pub sentence: String,
    /// The standard and section, such as `RFC 6749 §3.1.2`; may be empty.
    pub source: &'static str,
    /// The number of the rule, such as `L-41`; may be empty.
    pub rule: &'static str,
}

impl Problem {
    /// A problem with a rule that has a number.
    #[must_use]
    pub fn by(rule: &'static Rule, field: &'static str, sentence: impl Into<String>) -> Self {
        debug_assert!(rule.effect == Effect::Refuse, "{} does not refuse", rule.id);
        Self { field, sentence: sentence.into(), source: rule.source, rule: rule.id }
    }

    /// A problem with a rule that has no number; `source` may be empty.
    #[must_use]
    pub fn new(field: &'static str, source: &'static str, sentence: impl Into<String>) -> Self {
        Self { field, sentence: sentence.into(), source, rule: "" }
    }
}

/// Both values, or the problems of both.
pub fn both<A, B>(one: Checked<A>, other: Checked<B>) -> Checked<(A, B)> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => Err(one.err().into_iter().chain(other.err()).flatten().collect()),
    }
}

/// `value` where nothing is wrong with it, else the problems.
pub(super) fn checked<T>(value: T, problems: Vec<Problem>) -> Checked<T> {
    if problems.is_empty() { Ok(value) } else { Err(problems) }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::super::rule;
    use super::*;

    #[test]
    fn a_problem_with_a_numbered_rule_carries_its_number_and_source() {
        let problem = Problem::by(rule::L41, field::REDIRECT_URIS, "Not absolute.");
        assert_eq!((problem.rule, problem.source), ("L-41", "RFC 6749 §3.1.2"));
        assert_eq!(problem.to_string(), "Not absolute.");
    }

    #[test]
    fn a_problem_without_a_number_says_only_what_it_is_given() {
        let problem = Problem::new(field::NOTES, "", "Too long.");
        assert_eq!((problem.field, problem.rule, problem.source), ("notes", "", ""));
    }
}
