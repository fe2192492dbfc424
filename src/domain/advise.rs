//! All that is advised about one client, from its attributes and the registry around it. Nothing here
//! refuses anything, and nothing looks at a second client.

use super::advice::Advice;
use super::attributes::Client;
use super::client::{AuthMethod, ClientType};
use super::lifetime::{Lifetime, span_words, words_or_default};
use super::problem::field;
use super::rule::{self, Rule, Severity};
use super::settings::{Retention, Settings};
use super::{client_id, grant, redirect_uri};

#[cfg(test)]
mod tests;

/// The longest that an access token should live, in seconds (RFC 6750 §5.3).
const ACCESS_MAX: u32 = 3_600;

/// What advice about a client depends on.
#[derive(Clone, Copy, Debug)]
pub struct AdviceInput<'a> {
    /// The client as it is or would be saved.
    pub client: &'a Client,
    /// The registry's settings, for its defaults and for how secrets are kept.
    pub settings: &'a Settings,
    /// The user names of the client's partner; none without a partner.
    pub partner_users: &'a [String],
    /// Whether it has, or would have, a secret that servers accept.
    pub has_live_secret: bool,
}

/// Everything advised about the client, in the order of the rules' subjects.
#[must_use]
pub fn advise(input: &AdviceInput) -> Vec<Advice> {
    let mut given = about_client_id(input);
    given.extend(about_secret(input));
    given.extend(about_grants(input.client));
    if input.client.redirects() {
        given.extend(input.client.redirect_uris.iter().flat_map(|uri| redirect_uri::advice(uri)));
    }
    given.extend(about_pkce(input.client));
    given.extend(about_lifetimes(input));
    given.extend(about_scopes(input.client));
    given.extend(about_restriction(input.client));
    given
}

fn about_client_id(input: &AdviceInput) -> Vec<Advice> {
    let mut given = Vec::new();
    let Some(subdomain) = &input.client.partner else { return given };
    let prefix = client_id::prefix(subdomain);
    let id = client_id::key(&input.client.client_id);
    let user = id.strip_prefix(&client_id::key(&prefix)).filter(|user| !user.is_empty());
    let is_user = |name: &str| input.partner_users.iter().any(|user| client_id::key(user) == name);
    if is_user(&id) {
        let sentence = "The client ID is also the name of a partner user. Choose another, so that a server can't take \
                        the client for the user.";
        given.push(Advice::by(rule::L08, field::CLIENT_ID, sentence));
    } else if user.is_some_and(is_user) {
        let sentence =
            "The client ID names a partner user. Make sure that no server takes the client for that user.";
        given.push(Advice::by(rule::L08, field::CLIENT_ID, sentence).but(Severity::Information));
    }
    if user.is_none() {
        let sentence = format!(
            "The client ID of a partner's client usually is {prefix} and the partner user's name, such as {prefix}jane."
        );
        given.push(Advice::by(rule::L97, field::CLIENT_ID, sentence));
    }
    given
}

fn about_secret(input: &AdviceInput) -> Vec<Advice> {
    let mut given = Vec::new();
    let mut give = |rule, field, sentence: &str| given.push(Advice::by(rule, field, sentence));
    if input.client.client_type == ClientType::Public {
        return given;
    }
    if input.settings.secret_retention == Retention::Sealed {
        give(
            rule::L11,
            field::CLIENT_SECRET,
            "Secrets of this registry are kept so that they can be shown again. Set secret_retention to show-once where \
             nobody needs that.",
        );
    }
    if !input.has_live_secret {
        give(
            rule::L23,
            field::CLIENT_SECRET,
            "The client has no secret that servers accept, so it can't authenticate. Generate a new one.",
        );
    }
    if input.client.auth_method == AuthMethod::Post {
        give(
            rule::L25,
            field::TOKEN_ENDPOINT_AUTH_METHOD,
            "client_secret_post puts the secret into the body, where logs catch it more easily. Choose \
             client_secret_basic where the client can do it.",
        );
    }
    given
}

fn about_grants(client: &Client) -> Vec<Advice> {
    let mut given = Vec::new();
    let mut give = |rule: &'static Rule, sentence: &str| {
        given.push(Advice::by(rule, field::GRANT_TYPES, sentence));
    };
    let has = |name: &str| has_grant(client, name);
    if has(grant::PASSWORD) {
        give(
            rule::L30,
            "The grant password shows users' passwords to the client and must not be used. Choose authorization_code.",
        );
    }
    if has(grant::REFRESH_TOKEN) && !client.grant_types.iter().any(|name| may_yield_refresh_token(name)) {
        if has(grant::CLIENT_CREDENTIALS) {
            give(
                rule::L33,
                "client_credentials should yield no refresh token, for the client can ask again. Leave out refresh_token.",
            );
        } else {
            give(
                rule::L37,
                "No grant of this client yields a refresh token. Leave out refresh_token, or add the grant that does.",
            );
        }
    }
    if has(grant::AUTHORIZATION_CODE) && has(grant::CLIENT_CREDENTIALS) {
        give(
            rule::L36,
            "client_credentials beside authorization_code lets the client act for itself and for users. Make two clients.",
        );
    }
    if has(grant::AUTHORIZATION_CODE) && has(grant::IMPLICIT) {
        give(
            rule::L36,
            "authorization_code makes implicit needless, and servers may refuse both. Leave out implicit.",
        );
    }
    if has(grant::IMPLICIT) {
        given.push(about_implicit(client));
    }
    given
}

fn about_implicit(client: &Client) -> Advice {
    let public = client.client_type == ClientType::Public;
    let sentence =
        "The grant implicit gives access tokens away in URIs. Choose authorization_code with PKCE instead.";
    let advice = Advice::by(rule::L31, field::GRANT_TYPES, sentence);
    if public { advice } else { advice.but(Severity::Warning) }
}

/// Whether a server may answer this grant with a refresh token; of extension grants nobody knows.
fn may_yield_refresh_token(name: &str) -> bool {
    !matches!(name, grant::REFRESH_TOKEN | grant::CLIENT_CREDENTIALS | grant::IMPLICIT)
}

fn about_pkce(client: &Client) -> Option<Advice> {
    if client.require_pkce || !has_grant(client, grant::AUTHORIZATION_CODE) {
        return None;
    }
    let (rule, sentence) = match client.client_type {
        ClientType::Public => (
            rule::L60,
            "A public client without PKCE loses its codes to whoever sees them. Require PKCE, which every such client \
             must use.",
        ),
        ClientType::Confidential => {
            (rule::L61, "PKCE protects confidential clients too. Require it where the client can do it.")
        }
    };
    Some(Advice::by(rule, field::REQUIRE_PKCE, sentence))
}

fn about_lifetimes(input: &AdviceInput) -> Vec<Advice> {
    let mut given = Vec::new();
    let mut give = |rule, sentence: String| given.push(Advice::by(rule, field::ACCESS_TOKEN_TTL, sentence));
    let (client, settings) = (input.client, input.settings);
    let access = client.access_token_ttl.unwrap_or(settings.access_token_ttl);
    let refresh = client.refresh_token_ttl.unwrap_or(settings.refresh_token_ttl);
    let said = words_or_default(client.access_token_ttl, settings.access_token_ttl);
    match access {
        Lifetime::Never => give(
            rule::L65,
            format!(
                "An access token that never expires is good for whoever finds it: {said}. Type 1h or less."
            ),
        ),
        Lifetime::Seconds(seconds) if seconds > ACCESS_MAX => give(
            rule::L66,
            format!("An access token should live for {} or less, not {said}.", span_words(ACCESS_MAX)),
        ),
        Lifetime::Seconds(_) => {}
    }
    let refreshes = has_grant(client, grant::REFRESH_TOKEN) || client.refresh_token_ttl.is_some();
    if refreshes && access >= refresh {
        let refresh = words_or_default(client.refresh_token_ttl, settings.refresh_token_ttl);
        give(
            rule::L67,
            format!(
                "The access token lives as long as the refresh token or longer ({said}; {refresh}). Make it shorter."
            ),
        );
    }
    given
}

fn about_scopes(client: &Client) -> Option<Advice> {
    let has = |name: &str| client.scopes.iter().any(|scope| scope == name);
    if client.scopes.is_empty() {
        let sentence =
            "The client has no scope, so its tokens may be good for nothing. Give it those that it needs.";
        return Some(Advice::by(rule::L71, field::SCOPE, sentence));
    }
    (has("read") && has("write")).then(|| {
        let sentence = "The client may write as well as read. Take write away where it only reads.";
        Advice::by(rule::L70, field::SCOPE, sentence)
    })
}

fn about_restriction(client: &Client) -> Option<Advice> {
    let open = client.partner.is_some() && !client.restrict_to_partner_users;
    open.then(|| {
        let sentence = "Users who are not listed for the partner may use this client. Turn the restriction on unless \
                        they must.";
        Advice::by(rule::L95, field::RESTRICT_TO_PARTNER_USERS, sentence)
    })
}

fn has_grant(client: &Client, name: &str) -> bool {
    client.grant_types.iter().any(|grant| grant == name)
}
