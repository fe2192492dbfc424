//! A registry in a folder of its own, made through the service with the least hashing that argon2id knows, and the
//! real program on it.

use std::path::{Path, PathBuf};
use std::process::Command;

use clientkeep::domain::audit::Origin;
use clientkeep::domain::{Draft, Plaintext, Profile, Retention, field};
use clientkeep::service::{Policy, Service, SetUp, SystemClock, World};
use clientkeep::vault::OsEntropy;
use tempfile::TempDir;

pub const ADMIN: &str = "ada";
pub const PASSWORD: &str = "seven tin kettles on a barge";

pub fn plain(text: &str) -> Plaintext {
    Plaintext::new(text.to_owned())
}

/// The outside, with the given work for passwords.
pub fn world(policy: Policy) -> World {
    World {
        clock: Box::new(SystemClock),
        entropy: Box::new(OsEntropy),
        origin: Origin::Library,
        system_user: "prover".to_owned(),
        ssh_peer: None,
        policy,
        memory: None,
    }
}

/// Opens a registry, `ada` signed on.
pub fn signed_on(path: &Path) -> Service {
    let mut service = opened(path);
    service.sign_on(ADMIN, &plain(PASSWORD)).unwrap_or_else(|error| panic!("{error}"));
    service
}

/// Opens a registry, nobody signed on.
pub fn opened(path: &Path) -> Service {
    Service::open(path, world(Policy::CHEAP)).unwrap_or_else(|error| panic!("{error}"))
}

pub fn draft(name: &str) -> Draft {
    let mut draft = Draft::new(Profile::Service);
    draft.set(field::CLIENT_NAME, vec![name.to_owned()]);
    draft.set(field::SECURITY_CLASS, vec!["USER".to_owned()]);
    draft
}

/// A folder with a registry in it.
pub struct Ground {
    pub folder: TempDir,
    pub path: PathBuf,
}

impl Ground {
    /// A registry that costs next to nothing to sign on to; only the library opens it.
    pub fn cheap() -> Self {
        let ground = Self::bare();
        let set_up = SetUp {
            admin: ADMIN.to_owned(),
            full_name: String::new(),
            password: plain(PASSWORD),
            retention: Retention::Sealed,
            group: None,
            group_writes: false,
        };
        let made = Service::create(&ground.path, world(Policy::CHEAP), &set_up);
        drop(made.unwrap_or_else(|error| panic!("{error}")));
        ground
    }

    /// A registry that the real program made.
    pub fn real() -> Self {
        let ground = Self::bare();
        let code = ground.file("recovery-code");
        let made = ground
            .program()
            .args(["init", "--recovery-code-out"])
            .arg(code)
            .args(["--admin", ADMIN])
            .output();
        assert!(made.unwrap().status.success());
        ground
    }

    /// A folder in which a registry is yet to be made.
    pub fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("registry.db");
        let ground = Self { folder, path };
        std::fs::write(ground.file("password"), PASSWORD).unwrap();
        ground
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The real program as `ada` on this registry, with nothing of the surroundings of this test.
    pub fn program(&self) -> Command {
        self.program_under(&[])
    }

    /// The real program, started by another one, such as strace.
    pub fn program_under(&self, starter: &[&str]) -> Command {
        self.program_as(ADMIN, starter)
    }

    /// The same as somebody else with the same password.
    pub fn program_as(&self, operator: &str, starter: &[&str]) -> Command {
        self.program_on(&self.path, operator, starter)
    }

    /// The same on another registry.
    pub fn program_on(&self, registry: &Path, operator: &str, starter: &[&str]) -> Command {
        let own = env!("CARGO_BIN_EXE_clientkeep");
        let mut command = Command::new(starter.first().unwrap_or(&own));
        if !starter.is_empty() {
            command.args(&starter[1..]).arg(own);
        }
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.folder.path()).env("XDG_STATE_HOME", self.file("state"));
        command.arg("--registry").arg(registry).args(["--operator", operator, "--password-file"]);
        command.arg(self.file("password"));
        command
    }
}
