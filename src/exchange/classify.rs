//! What kind of thing stands where a document keeps a client's secret: the secret itself, a hash that argon2id
//! may be able to check, or one of a kind that can't be checked here.

use crate::domain::{GivenSecret, Plaintext};

/// How hashes of other kinds begin, and what they are.
const UNVERIFIABLE: &[(&str, &str)] = &[
    ("$2a$", "bcrypt"),
    ("$2b$", "bcrypt"),
    ("$2y$", "bcrypt"),
    ("bcrypt$", "bcrypt"),
    ("bcrypt_sha256$", "bcrypt"),
    ("$pbkdf2", "PBKDF2"),
    ("pbkdf2_", "PBKDF2"),
    ("$scrypt$", "scrypt"),
    ("scrypt$", "scrypt"),
    ("$argon2i$", "argon2i"),
    ("$argon2d$", "argon2d"),
    ("argon2$argon2i$", "argon2i"),
    ("argon2$argon2d$", "argon2d"),
    ("$5$", "SHA-256 crypt"),
    ("$6$", "SHA-512 crypt"),
    ("$1$", "MD5 crypt"),
    ("md5$", "MD5"),
    ("sha1$", "SHA-1"),
    ("$base64$", "base64 text"),
];

/// What a text is that stands in the place of a secret.
#[must_use]
pub fn given(text: Plaintext) -> GivenSecret {
    let found = text.expose();
    if found.is_empty() {
        return GivenSecret::None;
    }
    // Django puts the name of its hasher before the PHC string.
    let phc = found.strip_prefix("argon2$").filter(|rest| rest.starts_with("argon2id$"));
    if let Some(phc) = phc {
        return GivenSecret::Argon2id { phc: format!("${phc}"), sha256: None };
    }
    if found.starts_with("$argon2id$") {
        return GivenSecret::Argon2id { phc: found.to_owned(), sha256: None };
    }
    if let Some((_, kind)) = UNVERIFIABLE.iter().find(|(prefix, _)| found.starts_with(prefix)) {
        return GivenSecret::Unverifiable(kind);
    }
    if found.bytes().all(|byte| byte == b'*') {
        return GivenSecret::Unverifiable("a mask");
    }
    GivenSecret::Plain(text)
}

/// 32 bytes in hexadecimal digits.
#[must_use]
pub fn sha256(text: &str) -> Option<[u8; 32]> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?.try_into().ok()
}
