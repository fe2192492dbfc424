//! The registry's settings: a plain struct, and one table that names, explains, reads and writes them.

use super::attribute::{Input, words};
use super::client::Word;
use super::lifetime::{self, Lifetime};
use super::problem::{Checked, Problem};
use super::profile::Profile;

/// Whether secrets can be shown again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retention {
    /// An operator with the right can show and copy a secret at any time.
    #[default]
    Sealed,
    /// Only verifiers are kept: a secret is shown once, when it is made.
    ShowOnce,
}

impl Word for Retention {
    const WORDS: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Sealed, "sealed", "sealed: operators can show and copy a secret again"),
        (Self::ShowOnce, "show-once", "show-once: a secret is shown once, when it is made"),
    ];
}

/// What holds for the whole registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether secrets can be shown again.
    pub secret_retention: Retention,
    /// For clients that say none.
    pub access_token_ttl: Lifetime,
    /// For clients that say none.
    pub refresh_token_ttl: Lifetime,
    /// What a new form starts from.
    pub profile: Profile,
    /// Seconds without a key after which the screen locks.
    pub idle_lock: i64,
    /// Seconds of grace that a rotation offers.
    pub grace: i64,
    /// Seconds after which a copied secret leaves the clipboard.
    pub clipboard_clear: i64,
    /// What to send along with credentials; may be empty.
    pub documentation_url: String,
    /// Argon2id memory of verifiers, KiB.
    pub argon2_memory_kib: u32,
    /// Argon2id passes of verifiers.
    pub argon2_time: u32,
    /// Argon2id lanes of verifiers.
    pub argon2_parallelism: u32,
}

impl Settings {
    /// What to say once credentials were copied: that the documentation goes with them, and where it is.
    #[must_use]
    pub fn documentation_reminder(&self) -> String {
        let url = &self.documentation_url;
        let place = if url.is_empty() { ".".to_owned() } else { format!(": {url}") };
        format!("Send the documentation too{place}")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            secret_retention: Retention::Sealed,
            access_token_ttl: Lifetime::Seconds(12 * 3600),
            refresh_token_ttl: Lifetime::Seconds(30 * 86_400),
            profile: Profile::Service,
            idle_lock: 600,
            grace: 86_400,
            clipboard_clear: 45,
            documentation_url: String::new(),
            argon2_memory_kib: 19_456,
            argon2_time: 2,
            argon2_parallelism: 1,
        }
    }
}

/// One setting.
pub struct Setting {
    /// The word that `setting get` and `set` take.
    pub key: &'static str,
    /// What a screen calls it.
    pub label: &'static str,
    /// What kind of input a person gets.
    pub input: Input,
    /// One sentence.
    pub help: &'static str,
    /// Its value as text.
    pub read: fn(&Settings) -> String,
    /// Checks text and stores the value.
    pub write: fn(&mut Settings, &str) -> Checked<()>,
}

/// Every setting.
pub static SETTINGS: &[Setting] = &[
    Setting {
        key: "secret_retention",
        label: "Client secrets",
        input: Input::Choice(words::<Retention>),
        help: "Whether secrets can be shown again.",
        read: |settings| settings.secret_retention.word().to_owned(),
        write: |settings, text| {
            choose("secret_retention", text).map(|value| settings.secret_retention = value)
        },
    },
    Setting {
        key: "access_token_ttl",
        label: "Access token lifetime",
        input: Input::Lifetime,
        help: "Lifetime of an access token where the client says none.",
        read: |settings| settings.access_token_ttl.as_seconds().to_string(),
        write: |settings, text| {
            let typed = lifetime::access_lifetime(text)?;
            settings.access_token_ttl = typed.unwrap_or(Settings::default().access_token_ttl);
            Ok(())
        },
    },
    Setting {
        key: "refresh_token_ttl",
        label: "Refresh token lifetime",
        input: Input::Lifetime,
        help: "Lifetime of a refresh token where the client says none.",
        read: |settings| settings.refresh_token_ttl.as_seconds().to_string(),
        write: |settings, text| {
            let typed = lifetime::refresh_lifetime(text)?;
            settings.refresh_token_ttl = typed.unwrap_or(Settings::default().refresh_token_ttl);
            Ok(())
        },
    },
    Setting {
        key: "profile",
        label: "Profile of new clients",
        input: Input::Choice(words::<Profile>),
        help: "What a new form starts from.",
        read: |settings| settings.profile.word().to_owned(),
        write: |settings, text| choose("profile", text).map(|value| settings.profile = value),
    },
    Setting {
        key: "idle_lock",
        label: "Idle lock",
        input: Input::Lifetime,
        help: "Time without a key after which the screen locks.",
        read: |settings| settings.idle_lock.to_string(),
        write: |settings, text| span("idle_lock", text).map(|value| settings.idle_lock = value),
    },
    Setting {
        key: "grace",
        label: "Grace offered",
        input: Input::Lifetime,
        help: "Grace that the form offers for older secrets. Without one they end at once, as rotate does without --grace.",
        read: |settings| settings.grace.to_string(),
        write: |settings, text| span("grace", text).map(|value| settings.grace = value),
    },
    Setting {
        key: "clipboard_clear",
        label: "Clipboard clears after",
        input: Input::Lifetime,
        help: "Time after which a copied secret leaves the clipboard.",
        read: |settings| settings.clipboard_clear.to_string(),
        write: |settings, text| span("clipboard_clear", text).map(|value| settings.clipboard_clear = value),
    },
    Setting {
        key: "documentation_url",
        label: "Documentation URL",
        input: Input::Line,
        help: "What to send along with credentials.",
        read: |settings| settings.documentation_url.clone(),
        write: |settings, text| {
            let fits = text.chars().count() <= 2048 && text.chars().all(|c| c.is_ascii_graphic());
            if !fits {
                let sentence = "An address of up to 2,048 visible ASCII characters, or nothing.";
                return Err(vec![Problem::new("documentation_url", "RFC 3986", sentence)]);
            }
            text.clone_into(&mut settings.documentation_url);
            Ok(())
        },
    },
    Setting {
        key: "argon2_memory_kib",
        label: "Verifier memory (KiB)",
        input: Input::Line,
        help: "Memory of one verification of a secret, in KiB.",
        read: |settings| settings.argon2_memory_kib.to_string(),
        write: |settings, text| {
            number("argon2_memory_kib", text, 19_456, 1_048_576)
                .map(|value| settings.argon2_memory_kib = value)
        },
    },
    Setting {
        key: "argon2_time",
        label: "Verifier passes",
        input: Input::Line,
        help: "Passes of one verification of a secret.",
        read: |settings| settings.argon2_time.to_string(),
        write: |settings, text| number("argon2_time", text, 2, 16).map(|value| settings.argon2_time = value),
    },
    Setting {
        key: "argon2_parallelism",
        label: "Verifier lanes",
        input: Input::Line,
        help: "Lanes of one verification of a secret.",
        read: |settings| settings.argon2_parallelism.to_string(),
        write: |settings, text| {
            number("argon2_parallelism", text, 1, 16).map(|value| settings.argon2_parallelism = value)
        },
    },
];

/// The setting of a key.
#[must_use]
pub fn setting(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

fn choose<W: Word>(field: &'static str, text: &str) -> Checked<W> {
    W::from_word(text).ok_or_else(|| {
        let words = W::words();
        let sentence = format!("{} is not one of {}.", super::text::quoted(text), words.join(", "));
        vec![Problem::new(field, "", sentence)]
    })
}

fn span(field: &'static str, text: &str) -> Checked<i64> {
    lifetime::span(field, text, 1, lifetime::MAX).map(i64::from)
}

fn number(field: &'static str, text: &str, least: u32, most: u32) -> Checked<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
        .filter(|value| (least..=most).contains(value))
        .ok_or_else(|| vec![Problem::new(field, "", format!("A number from {least} to {most}."))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read_back_as_it_was_written() {
        for setting in SETTINGS {
            let text = (setting.read)(&Settings::default());
            let mut settings = Settings::default();
            (setting.write)(&mut settings, &text)
                .unwrap_or_else(|problems| panic!("{}: {problems:?}", setting.key));
            assert_eq!(settings, Settings::default(), "{}", setting.key);
        }
    }

    #[test]
    fn the_cost_of_verifiers_may_be_raised_but_not_lowered() {
        let mut settings = Settings::default();
        assert!((setting("argon2_memory_kib").unwrap().write)(&mut settings, "8").is_err());
        assert!((setting("argon2_memory_kib").unwrap().write)(&mut settings, "65536").is_ok());
        assert!((setting("argon2_time").unwrap().write)(&mut settings, "-1").is_err());
        assert_eq!(settings.argon2_memory_kib, 65_536);
    }

    #[test]
    fn a_number_is_digits_and_within_its_bounds() {
        let written = |text: &str| {
            let mut settings = Settings::default();
            (setting("argon2_time").unwrap().write)(&mut settings, text).map(|()| settings.argon2_time)
        };
        assert_eq!(written("4"), Ok(4));
        for text in ["", "+4", "-4", "4.0", "0", "17", "99999999999"] {
            assert!(written(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_documentation_is_told_with_its_address_where_there_is_one() {
        let mut settings = Settings::default();
        assert_eq!(settings.documentation_reminder(), "Send the documentation too.");
        let write = setting("documentation_url").unwrap().write;
        let longest = "x".repeat(2048);
        for text in [format!("{longest}x"), "https://a.example/é".to_owned(), "a b".to_owned()] {
            assert!(write(&mut settings, &text).is_err(), "{text}");
        }
        assert!(write(&mut settings, &longest).is_ok());
        assert!(write(&mut settings, "https://a.example/").is_ok());
        assert_eq!(settings.documentation_reminder(), "Send the documentation too: https://a.example/");
    }
}
