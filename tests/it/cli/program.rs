//! Runs the program and keeps what it said.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

pub const PASSWORD: &str = "seven tin kettles on a barge";
/// What an administrator sets.
pub const FIRST_PASSWORD: &str = "a first one to be changed";
/// What operators choose.
pub const OWN_PASSWORD: &str = "nine paper owls in the rain";

/// What a run left behind.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What was printed, where the command succeeded.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self.stdout
    }

    /// What was printed, as JSON.
    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.ok()).unwrap()
    }

    /// What was said, where the command failed with this code and printed nothing.
    #[track_caller]
    pub fn fails(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "", "stdout stays empty on an error");
        assert!(!self.stderr.trim().is_empty(), "it says why");
        self.stderr
    }
}

/// The program without anything of the surroundings of this test.
pub fn program() -> Command {
    let mut program = Command::cargo_bin("clientkeep").unwrap();
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CLIENTKEEP_") {
            program.env_remove(name);
        }
    }
    program.env_remove("CREDENTIALS_DIRECTORY");
    program
}

/// Runs the program without a registry of its own.
pub fn run(arguments: &[&str]) -> Ran {
    Ran::of(program().args(arguments).output().unwrap())
}

/// A registry with one administrator, `ada`, in a folder of its own.
pub struct Registry {
    folder: TempDir,
}

impl Registry {
    pub fn new() -> Self {
        Self::with(&[])
    }

    /// A registry that `init` makes with these options.
    pub fn with(options: &[&str]) -> Self {
        let registry = Self::none();
        let mut arguments = vec!["init", "--admin", "ada", "--recovery-code-out"];
        let code = registry.file("recovery-code");
        arguments.push(code.to_str().unwrap());
        arguments.extend(options);
        registry.run(&arguments).ok();
        registry
    }

    /// A folder in which a registry is yet to be made.
    pub fn none() -> Self {
        let registry = Self { folder: TempDir::new().unwrap() };
        std::fs::write(registry.file("password"), format!("{PASSWORD}\n")).unwrap();
        registry
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn path(&self) -> PathBuf {
        self.file("registry.db")
    }

    /// The program on this registry, nobody signed on.
    pub fn bare(&self) -> Command {
        let mut program = program();
        program.env("XDG_STATE_HOME", self.file("state")).arg("--registry").arg(self.path());
        program
    }

    /// The program on this registry as `ada`.
    pub fn command(&self) -> Command {
        let mut program = self.bare();
        program.args(["--operator", "ada", "--password-file"]).arg(self.file("password"));
        program
    }

    /// Runs a command as `ada`.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command().args(arguments).output().unwrap())
    }

    /// The program on this registry as somebody whose password is in the file of that name.
    pub fn as_operator(&self, name: &str) -> Command {
        let mut program = self.bare();
        program.args(["--operator", name, "--password-file"]).arg(self.file(name));
        program
    }

    /// Runs a command as somebody.
    pub fn run_as(&self, name: &str, arguments: &[&str]) -> Ran {
        Ran::of(self.as_operator(name).args(arguments).output().unwrap())
    }

    /// Adds an operator with a first password, which is to be changed.
    pub fn add_operator(&self, name: &str, role: &str) {
        std::fs::write(self.file(name), format!("{FIRST_PASSWORD}\n")).unwrap();
        let file = self.file(name);
        let file = file.to_str().unwrap();
        self.run(&["operator", "add", name, "--role", role, "--new-password-file", file]).ok();
    }

    /// Adds an operator who has changed the first password.
    pub fn operator(&self, name: &str, role: &str) {
        self.add_operator(name, role);
        let new = self.file("new-password");
        std::fs::write(&new, format!("{OWN_PASSWORD}\n")).unwrap();
        let new_file = new.to_str().unwrap();
        self.run_as(name, &["operator", "passwd", "--new-password-file", new_file]).ok();
        std::fs::rename(new, self.file(name)).unwrap();
    }

    /// The actions in the audit log, the oldest first.
    pub fn actions(&self) -> Vec<String> {
        let entries = self.run_bare(&["audit", "--json"]).json();
        let actions = entries.as_array().unwrap().iter().rev();
        actions.map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
    }

    /// Changes the file behind the program's back.
    pub fn sql(&self, sql: &str) {
        rusqlite::Connection::open(self.path()).unwrap().execute_batch(sql).unwrap();
    }

    /// Runs a command as `ada` with something on stdin.
    pub fn run_with(&self, arguments: &[&str], stdin: &str) -> Ran {
        Ran::of(self.command().args(arguments).write_stdin(stdin).output().unwrap())
    }

    /// Runs a command line in a shell, with what follows it, as `ada`.
    pub fn shell(&self, line: &str) -> Ran {
        let program = format!(
            "'{}' --registry '{}' --operator ada --password-file '{}' {line}",
            env!("CARGO_BIN_EXE_clientkeep"),
            self.path().display(),
            self.file("password").display()
        );
        Ran::of(std::process::Command::new("bash").args(["-c", &program]).output().unwrap())
    }

    /// Runs a command without a sign-on.
    pub fn run_bare(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.bare().args(arguments).output().unwrap())
    }

    /// Creates a client of class USER and returns its `client_id:client_secret`.
    pub fn create(&self, name: &str) -> String {
        self.run(&["create", name, "--class", "USER"]).ok().trim_end().to_owned()
    }

    /// Whether `verify` accepts credentials.
    pub fn accepts(&self, credentials: &str) -> bool {
        let ran = Ran::of(self.bare().arg("verify").write_stdin(credentials).output().unwrap());
        assert!(matches!(ran.code, 0 | 1), "{}", ran.stderr);
        ran.code == 0
    }
}

/// The client ID of a `client_id:client_secret` line.
pub fn client_id(credentials: &str) -> &str {
    credentials.split_once(':').unwrap().0
}

/// The permission bits of a file.
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}
