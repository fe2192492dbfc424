//! The rules for OAuth2 clients that have a number, each told once: what it asks, how grave it is, and
//! where it comes from. The code that checks a rule stands with the thing that it is about.

/// How grave it is to break a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know; nothing is wrong.
    Information,
    /// Should be changed where that is possible.
    Warning,
    /// Must be changed, or accepted with a reason.
    Error,
}

impl Severity {
    /// The word that reports use, in lower case.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What happens where a rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The value is not saved.
    Refuse,
    /// The value is saved, and the operator is told.
    Advise,
    /// It is told when all clients are looked at, for it shows in time or beside other clients.
    Estate,
}

/// One numbered rule.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Its number, such as `L-41`; never given to another rule.
    pub id: &'static str,
    /// Whether it refuses or advises, and when.
    pub effect: Effect,
    /// How grave breaking it is, at most.
    pub severity: Severity,
    /// What it asks, in one sentence.
    pub text: &'static str,
    /// The standard and section that it comes from, or `practice`.
    pub source: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $effect:ident $severity:ident $source:literal $text:literal;)*) => {
        $(
            #[doc = concat!("Rule `", $id, "`; its `text` says what it asks.")]
            pub const $name: &Rule = &Rule {
                id: $id,
                effect: Effect::$effect,
                severity: Severity::$severity,
                text: $text,
                source: $source,
            };
        )*
        /// Every numbered rule, in the order of the numbers.
        pub const ALL: &[&Rule] = &[$($name),*];
    };
}

rules! {
    L01 "L-01" Refuse Error "RFC 6749 App. A.1, §2.3.1"
        "A client ID has RFC 3986 unreserved characters only and begins with a letter or digit.";
    L02 "L-02" Refuse Error "RFC 6749 App. A.2"
        "A client secret has visible ASCII characters and blanks only.";
    L03 "L-03" Advise Warning "RFC 6749 §2.3.1 + App. B"
        "An imported secret has no characters that form-encoding changes; import tells, as only a hash is kept.";
    L04 "L-04" Refuse Error "RFC 7617 §2"
        "A client ID has no colon, for the credentials are split at the first one.";
    L05 "L-05" Refuse Error "RFC 6749 §2.2; RFC 7591 §3.2.1"
        "A client ID is unique on the server.";
    L08 "L-08" Advise Warning "RFC 9700 §4.15.1"
        "A client ID can't be taken for a user's name where the two share a namespace.";
    L11 "L-11" Advise Warning "RFC 6819 §5.1.4.1.3"
        "A secret is stored as a hash, not so that it can be shown again.";
    L12 "L-12" Estate Warning "practice"
        "A secret is long and random, and no other client's: generated here, not imported.";
    L14 "L-14" Estate Warning "practice"
        "A secret is 90 days old or younger.";
    L20 "L-20" Refuse Error "RFC 6749 §2, §2.1; RFC 8252 §8.4"
        "A client is confidential or public, and that is recorded.";
    L22 "L-22" Refuse Error "RFC 7591 §2; RFC 6749 §10.1"
        "A public client has the authentication method none and no secret.";
    L23 "L-23" Advise Error "RFC 7591 §2"
        "A confidential client with a secret method has a live secret.";
    L25 "L-25" Advise Warning "RFC 6749 §2.3.1; OAuth 2.1 draft §2.4.1"
        "Credentials travel in the Authorization header rather than in the body, and never in the URI.";
    L30 "L-30" Advise Error "RFC 9700 §2.4"
        "The password grant must not be used.";
    L31 "L-31" Advise Error "RFC 9700 §2.1.2; OAuth 2.1 draft §10.1; RFC 8252 §8.2"
        "The implicit grant should not be used, by native applications least of all.";
    L32 "L-32" Refuse Error "RFC 6749 §4.4; OAuth 2.1 draft §4.2"
        "client_credentials is for confidential clients only.";
    L33 "L-33" Advise Warning "RFC 6749 §4.4.3"
        "client_credentials alone should yield no refresh token.";
    L34 "L-34" Refuse Error "RFC 7591 §2.1"
        "Response types agree with the grant types.";
    L36 "L-36" Advise Warning "RFC 7591 §5"
        "client_credentials is not mixed with authorization_code, nor that with implicit.";
    L37 "L-37" Advise Warning "practice"
        "refresh_token stands beside a grant that yields a refresh token.";
    L38 "L-38" Refuse Error "practice"
        "A client has at least one grant.";
    L39 "L-39" Refuse Error "RFC 6749 §4.5"
        "A grant is a known name, in the same case, or an absolute URI.";
    L40 "L-40" Refuse Error "RFC 6749 §3.1.2.2; RFC 7591 §2, §5; OAuth 2.1 draft §2.3.1"
        "A grant that redirects has at least one redirect URI.";
    L41 "L-41" Refuse Error "RFC 6749 §3.1.2"
        "A redirect URI is absolute.";
    L42 "L-42" Refuse Error "RFC 6749 §3.1.2"
        "A redirect URI has no fragment.";
    L43 "L-43" Refuse Error "RFC 9700 §2.1, §4.1.3; RFC 8252 §8.4"
        "A redirect URI is complete, without wildcard or pattern, for it is compared exactly.";
    L44 "L-44" Refuse Error "RFC 9700 §2.6; RFC 7591 §5; RFC 8252 §7.3"
        "http is for loopback redirect URIs only.";
    L45 "L-45" Advise Warning "RFC 8252 §8.3; OAuth 2.1 draft §8.4.2, §8.5.4"
        "A loopback redirect URI names 127.0.0.1 or [::1] rather than localhost.";
    L46 "L-46" Advise Information "RFC 8252 §7.3"
        "The authorization server allows any port in a loopback redirect URI.";
    L47 "L-47" Refuse Error "RFC 8252 §7.1, §8.4"
        "A private-use scheme is a reverse domain name of one's own, followed by a single slash.";
    L48 "L-48" Refuse Error "practice"
        "A redirect URI has none of the schemes javascript, vbscript, data, blob, file and about.";
    L49 "L-49" Advise Warning "practice; RFC 8252 §8.4"
        "A redirect URI has a path, no comma, and scheme and host in lower case.";
    L51 "L-51" Advise Warning "RFC 9700 §4.11.1"
        "A redirect URI names a host, not an address, and does not look like an open redirector.";
    L52 "L-52" Refuse Error "RFC 3986"
        "A redirect URI is a valid URI in ASCII.";
    L53 "L-53" Refuse Error "RFC 3986 §3.2.1, §5.2.4; RFC 9700 §4.1"
        "A redirect URI has no user information, no dot segments and no encoded control characters.";
    L54 "L-54" Refuse Error "practice"
        "A redirect URI stands once in its list.";
    L55 "L-55" Refuse Error "RFC 8252 §7.3"
        "Loopback is 127.0.0.0/8 as four decimal numbers, [::1], or the whole host localhost.";
    L60 "L-60" Advise Error "RFC 9700 §2.1.1; RFC 8252 §6, §8.1"
        "A public client with authorization_code uses PKCE.";
    L61 "L-61" Advise Warning "RFC 9700 §2.1.1"
        "A confidential client with authorization_code uses PKCE.";
    L65 "L-65" Advise Error "OAuth 2.1 draft §7.1.3.5; RFC 6750 §5.3"
        "An access token expires.";
    L66 "L-66" Advise Warning "RFC 6750 §5.3"
        "An access token lives for one hour or less.";
    L67 "L-67" Advise Warning "practice"
        "An access token lives for less time than a refresh token.";
    L68 "L-68" Refuse Error "Audience Manager"
        "A lifetime is at least one second; -1 is for access tokens only.";
    L69 "L-69" Refuse Error "RFC 6749 §3.3, App. A.4"
        "A scope token has visible ASCII characters other than the double quote and the backslash.";
    L70 "L-70" Advise Warning "RFC 9700 §2.3"
        "A client that reads has the scope write only where it needs it.";
    L71 "L-71" Advise Warning "Audience Manager"
        "A client has at least one scope.";
    L83 "L-83" Refuse Error "Audience Manager"
        "The contact is one valid e-mail address.";
    L84 "L-84" Refuse Error "RFC 7592 §2.2"
        "An update does not change the client ID.";
    L87 "L-87" Estate Warning "practice"
        "A client's name can't be taken for another's: not by case, blanks or letters that look alike.";
    L90 "L-90" Estate Warning "practice"
        "A client has two secrets that servers accept at most.";
    L91 "L-91" Estate Error "practice"
        "A secret is not accepted any more once its grace is over.";
    L92 "L-92" Estate Warning "practice"
        "An enabled client has a secret that servers accept.";
    L93 "L-93" Estate Warning "practice"
        "A client is used.";
    L94 "L-94" Estate Warning "practice"
        "Few clients have the class ADMIN.";
    L95 "L-95" Advise Warning "practice"
        "A client of a partner is restricted to the partner's users.";
    L96 "L-96" Estate Warning "practice"
        "A secret is known to one recipient only.";
    L97 "L-97" Advise Warning "practice"
        "The client ID of a partner's client is the subdomain, a hyphen and the user name.";
    L98 "L-98" Estate Warning "practice"
        "A secret that was saved is handed over.";
    L99 "L-99" Estate Warning "practice"
        "The class and the partner of a client exist, and the partner is active.";
    L100 "L-100" Estate Error "practice"
        "A client in an open incident has a new secret.";
    L101 "L-101" Estate Error "practice"
        "Nobody tries a secret that was retired.";
    L102 "L-102" Estate Warning "practice"
        "A secret that ends by itself is replaced in time.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_and_every_rule_says_what_it_asks_and_whence_it_comes() {
        let number = |rule: &Rule| rule.id.strip_prefix("L-").unwrap().parse::<u16>().unwrap();
        assert!(ALL.windows(2).all(|pair| number(pair[0]) < number(pair[1])));
        for rule in ALL {
            assert!(rule.text.ends_with('.') && !rule.source.is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn a_rule_that_refuses_is_always_an_error() {
        for rule in ALL.iter().filter(|rule| rule.effect == Effect::Refuse) {
            assert_eq!(rule.severity, Severity::Error, "{}", rule.id);
        }
    }

    #[test]
    fn how_grave_a_rule_is_has_a_word() {
        let words = [Severity::Information, Severity::Warning, Severity::Error].map(Severity::word);
        assert_eq!(words, ["information", "warning", "error"]);
    }
}
