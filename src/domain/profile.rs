//! Starting points for a new client. After that every field is free.

use super::attributes::Client;
use super::client::{AuthMethod, ClientType, Word};
use super::grant;

/// A named set of first values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// A program that acts for itself.
    #[default]
    Service,
    /// A web application with a server behind it.
    Web,
    /// A native or browser application.
    Native,
    /// The default of Audience Manager's *OAuth2 Clients* page.
    AudienceManager,
}

impl Word for Profile {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Service, "service", "Service"),
        (Self::Web, "web", "Web application"),
        (Self::Native, "native", "Native or browser application"),
        (Self::AudienceManager, "audience-manager", "Audience Manager"),
    ];
}

impl Profile {
    /// The client that a new form starts from.
    #[must_use]
    pub fn client(self) -> Client {
        let grants: &[&str] = match self {
            Self::Service => &[grant::CLIENT_CREDENTIALS],
            Self::Web => &[grant::AUTHORIZATION_CODE, grant::REFRESH_TOKEN],
            Self::Native => &[grant::AUTHORIZATION_CODE],
            Self::AudienceManager => &[grant::PASSWORD, grant::REFRESH_TOKEN],
        };
        let public = self == Self::Native;
        Client {
            client_type: if public { ClientType::Public } else { ClientType::Confidential },
            auth_method: if public { AuthMethod::None } else { AuthMethod::Basic },
            grant_types: grants.iter().map(|&name| name.to_owned()).collect(),
            require_pkce: matches!(self, Self::Web | Self::Native),
            restrict_to_partner_users: true,
            ..Client::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_starts_as_its_profile_says() {
        for (profile, told, pkce) in [
            (Profile::Service, "confidential client_secret_basic: client_credentials", false),
            (Profile::Web, "confidential client_secret_basic: authorization_code refresh_token", true),
            (Profile::Native, "public none: authorization_code", true),
            (Profile::AudienceManager, "confidential client_secret_basic: password refresh_token", false),
        ] {
            let client = profile.client();
            let grants = client.grant_types.join(" ");
            let found = format!("{} {}: {grants}", client.client_type.word(), client.auth_method.word());
            assert_eq!((found.as_str(), client.require_pkce), (told, pkce), "{profile:?}");
            assert!(client.restrict_to_partner_users, "{profile:?}");
        }
    }
}
