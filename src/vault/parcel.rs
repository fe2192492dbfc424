//! Seals a text to somebody else's public key, in the format of age (age-encryption.org/v1), armoured: so that
//! whoever sends it on never sees it. It only ever encrypts.

use std::io::Write;
use std::str::FromStr;

use age::armor::{ArmoredWriter, Format};
use age::{Encryptor, ssh, x25519};

use crate::domain::Plaintext;

/// Whom a parcel is for: an age key, or an SSH key of the kinds ed25519 and RSA.
pub enum Recipient {
    /// `age1…`
    Age(x25519::Recipient),
    /// `ssh-ed25519 …` or `ssh-rsa …`
    Ssh(ssh::Recipient),
}

/// A text that is no key to seal to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "This is no key to seal to. Give an age key (age1…) or a public SSH key (ssh-ed25519 or ssh-rsa of 2,048 bits or more)."
)]
pub struct NotARecipient;

/// A parcel could not be made.
#[derive(Debug, thiserror::Error)]
#[error("The parcel could not be sealed: {0}.")]
pub struct ParcelError(String);

impl FromStr for Recipient {
    type Err = NotARecipient;

    fn from_str(text: &str) -> Result<Self, NotARecipient> {
        let text = text.trim();
        if text.starts_with("ssh-") {
            return text.parse().map(Self::Ssh).map_err(|_| NotARecipient);
        }
        text.parse().map(Self::Age).map_err(|_| NotARecipient)
    }
}

/// Seals a text to every one of these; each can open it alone.
///
/// # Errors
/// None of them, or a key that can't be sealed to.
pub fn seal_parcel(recipients: &[Recipient], text: &Plaintext) -> Result<String, ParcelError> {
    let failed = |error: &dyn std::fmt::Display| ParcelError(error.to_string());
    let to = recipients.iter().map(|recipient| match recipient {
        Recipient::Age(key) => key as &dyn age::Recipient,
        Recipient::Ssh(key) => key as &dyn age::Recipient,
    });
    let encryptor = Encryptor::with_recipients(to).map_err(|error| failed(&error))?;
    let seal = || -> std::io::Result<Vec<u8>> {
        let armour = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
        let mut writer = encryptor.wrap_output(armour)?;
        writer.write_all(text.expose().as_bytes())?;
        writer.finish()?.finish()
    };
    let sealed = seal().map_err(|error| failed(&error))?;
    String::from_utf8(sealed).map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::vault::tests::plain;

    /// Made with ssh-keygen for this test and used nowhere.
    const SSH_PUBLIC: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIVIEGGfY6EPkXIHFrqfXq0x8OjUhVmZNVyiGYTm2vAc test";
    const SSH_PRIVATE: &str = "\
-----BEGIN OPENSSH PRIVATE KEY-----\n\
        b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n\
        QyNTUxOQAAACCFSBBhn2OhD5FyBxa6n16tMfDo1IVZmTVcohmE5trwHAAAAIhPWcSaT1nE\n\
        mgAAAAtzc2gtZWQyNTUxOQAAACCFSBBhn2OhD5FyBxa6n16tMfDo1IVZmTVcohmE5trwHA\n\
        AAAEBdNLrN5elpJWLjP/FlIMiCJ+bcmIgLGQtAA2F97oS+K4VIEGGfY6EPkXIHFrqfXq0x\n\
        8OjUhVmZNVyiGYTm2vAcAAAABHRlc3QB\n\
        -----END OPENSSH PRIVATE KEY-----\n";

    fn open(sealed: &str, identity: &dyn age::Identity) -> String {
        let armour = age::armor::ArmoredReader::new(sealed.as_bytes());
        let decryptor = age::Decryptor::new(armour).unwrap();
        let mut text = String::new();
        decryptor.decrypt(std::iter::once(identity)).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn what_is_sealed_opens_with_each_of_the_keys_and_holds_the_text() {
        let own = x25519::Identity::generate();
        let ssh = ssh::Identity::from_buffer(SSH_PRIVATE.as_bytes(), None).unwrap();
        let recipients = [own.to_public().to_string().parse().unwrap(), SSH_PUBLIC.parse().unwrap()];
        let sealed = seal_parcel(&recipients, &plain("id:a secret")).unwrap();
        assert!(sealed.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"), "{sealed}");
        assert!(!sealed.contains("secret"));
        assert_eq!(open(&sealed, &own), "id:a secret");
        assert_eq!(open(&sealed, &ssh), "id:a secret");
    }

    #[test]
    fn somebody_else_opens_nothing() {
        let own = x25519::Identity::generate();
        let sealed = seal_parcel(&[own.to_public().to_string().parse().unwrap()], &plain("text")).unwrap();
        let armour = age::armor::ArmoredReader::new(sealed.as_bytes());
        let other = x25519::Identity::generate();
        let decryptor = age::Decryptor::new(armour).unwrap();
        assert!(decryptor.decrypt(std::iter::once(&other as &dyn age::Identity)).is_err());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in [
            "",
            "age1",
            "age1qqqq",
            "ssh-ed25519 AAAA",
            "ssh-dss AAAAB3NzaC1kc3M",
            "hunter2",
            "AGE-SECRET-KEY-1QQQ",
        ] {
            assert_eq!(text.parse::<Recipient>().err(), Some(NotARecipient), "{text}");
        }
        assert!(seal_parcel(&[], &plain("text")).is_err());
    }
}
