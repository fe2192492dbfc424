//! oxide-auth 0.6 with the clients of a clientkeep registry: a registrar, an issuer that keeps lifetimes and voids
//! tokens, and what to ask where somebody consents.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use clientkeep::domain::{ClientType, Facts, Plaintext};
use clientkeep::service::Registry;
use oxide_auth::primitives::grant::Grant;
use oxide_auth::primitives::issuer::{IssuedToken, Issuer, RefreshedToken};
use oxide_auth::primitives::registrar::{
    BoundClient, ClientUrl, ExactUrl, PreGrant, RegisteredUrl, Registrar, RegistrarError,
};
use oxide_auth::primitives::scope::Scope;

/// Where the registry says that a token never expires.
const NEVER: u64 = 100 * 365 * 86_400;
/// What oxide-auth binds where nothing is redirected, as for client credentials.
const NOWHERE: &str = "urn:ietf:wg:oauth:2.0:oob";

/// The registry, shared by registrar and issuer.
#[derive(Clone)]
pub struct Clients(Arc<Mutex<Registry>>);

impl Clients {
    pub fn new(registry: Registry) -> Self {
        Self(Arc::new(Mutex::new(registry)))
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn facts(&self, client_id: &str) -> Option<Facts> {
        self.registry().client(client_id).ok().flatten()
    }

    /// Whether a client may use a grant type, and this user that client; `None` where no user takes part.
    pub fn may(&self, client_id: &str, grant_type: &str, user_name: Option<&str>) -> bool {
        self.facts(client_id).is_some_and(|client| {
            let partner = client.partner.filter(|_| client.restrict_to_partner_users);
            let listed = |(partner, user): (String, &str)| {
                self.registry().has_partner_user(&partner, user).unwrap_or(false)
            };
            client.grant_types.iter().any(|own| own == grant_type)
                && partner.zip(user_name).is_none_or(listed)
        })
    }
}

impl Registrar for Clients {
    fn bound_redirect<'a>(&self, bound: ClientUrl<'a>) -> Result<BoundClient<'a>, RegistrarError> {
        let facts = self.facts(&bound.client_id).ok_or(RegistrarError::Unspecified)?;
        let uri = match &bound.redirect_uri {
            Some(uri) => facts.redirect_uris.iter().find(|own| *own == uri.as_str()).map(String::as_str),
            None => Some(facts.redirect_uris.first().map_or(NOWHERE, String::as_str)),
        };
        let uri = uri.ok_or(RegistrarError::Unspecified)?.to_owned();
        let exact = ExactUrl::new(uri).map_err(|_| RegistrarError::PrimitiveError)?;
        Ok(BoundClient { client_id: bound.client_id, redirect_uri: Cow::Owned(RegisteredUrl::Exact(exact)) })
    }

    fn negotiate(&self, client: BoundClient<'_>, scope: Option<Scope>) -> Result<PreGrant, RegistrarError> {
        let facts = self.facts(&client.client_id).ok_or(RegistrarError::Unspecified)?;
        let own: Scope = facts.scopes.join(" ").parse().map_err(|_| RegistrarError::PrimitiveError)?;
        let scope = scope.unwrap_or_else(|| own.clone());
        if !own.priviledged_to(&scope) {
            return Err(RegistrarError::Unspecified);
        }
        let (client_id, redirect_uri) = (client.client_id.into_owned(), client.redirect_uri.into_owned());
        Ok(PreGrant { client_id, redirect_uri, scope })
    }

    // readme
    fn check(&self, client_id: &str, passphrase: Option<&[u8]>) -> Result<(), RegistrarError> {
        let accepted = match passphrase {
            Some(bytes) => {
                let secret = Plaintext::new(String::from_utf8_lossy(bytes).into_owned());
                matches!(self.registry().verify(client_id, &secret), Ok(Ok(_)))
            }
            None => self.facts(client_id).is_some_and(|client| client.client_type == ClientType::Public),
        };
        if accepted { Ok(()) } else { Err(RegistrarError::Unspecified) }
    }
    // readme end
}

/// Gives tokens the lifetimes of the registry and honours none that it voids; `inner` makes and keeps them.
pub struct Tokens<I> {
    clients: Clients,
    inner: I,
    issued: HashMap<String, i64>,
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl<I: Issuer> Tokens<I> {
    pub fn new(clients: Clients, inner: I) -> Self {
        Self { clients, inner, issued: HashMap::new() }
    }

    fn timed(&self, mut grant: Grant) -> Result<Grant, ()> {
        let facts = self.clients.facts(&grant.client_id).ok_or(())?;
        let seconds = u64::try_from(facts.access_token_ttl).unwrap_or(NEVER);
        grant.until = (SystemTime::now() + Duration::from_secs(seconds)).into();
        Ok(grant)
    }

    /// The grant of a token that still counts; `lifetime` is that of refresh tokens.
    fn honoured(&self, token: &str, grant: Option<Grant>, lifetime: impl Fn(&Facts) -> i64) -> Option<Grant> {
        let grant = grant?;
        let facts = self.clients.facts(&grant.client_id)?;
        let issued = *self.issued.get(token)?;
        let counts = issued >= facts.tokens_not_before.unwrap_or(0) && now() - issued < lifetime(&facts);
        counts.then_some(grant)
    }
}

impl<I: Issuer> Issuer for Tokens<I> {
    fn issue(&mut self, grant: Grant) -> Result<IssuedToken, ()> {
        let issued = self.inner.issue(self.timed(grant)?)?;
        for token in issued.refresh.iter().chain([&issued.token]) {
            self.issued.insert(token.clone(), now());
        }
        Ok(issued)
    }

    fn refresh(&mut self, refresh: &str, grant: Grant) -> Result<RefreshedToken, ()> {
        let refreshed = self.inner.refresh(refresh, self.timed(grant)?)?;
        for token in refreshed.refresh.iter().chain([&refreshed.token]) {
            self.issued.insert(token.clone(), now());
        }
        Ok(refreshed)
    }

    fn recover_token<'a>(&'a self, token: &'a str) -> Result<Option<Grant>, ()> {
        Ok(self.honoured(token, self.inner.recover_token(token)?, |_| i64::MAX))
    }

    fn recover_refresh<'a>(&'a self, token: &'a str) -> Result<Option<Grant>, ()> {
        Ok(self.honoured(token, self.inner.recover_refresh(token)?, |facts| facts.refresh_token_ttl))
    }
}
