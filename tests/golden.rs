//! Golden vectors of every format of the vault, `tests/golden/*.json`. They were computed by independent
//! implementations (argon2-cffi, libsodium, pyhpke, OpenSSL) from the formats' descriptions; the vault must
//! give the same bytes from the same random stream. A difference here means that existing registries
//! no longer open: never change a vector, add a new format beside the old one.

#[path = "golden/keys.rs"]
mod keys;
#[path = "golden/log.rs"]
mod log;
#[path = "golden/secrets.rs"]
mod secrets;
#[path = "golden/vectors.rs"]
mod vectors;
