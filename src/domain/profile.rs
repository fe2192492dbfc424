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
