//! A program that changes a registry through the service's door and says on a pipe what it is about to do, and what
//! came of it once that has returned. It is killed; what it said before stays said.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use clientkeep::domain::{Draft, Rotation, field};
use clientkeep::service::{Error, Issued, Service};

use crate::chance::Chance;
use crate::ground::{ADMIN, PASSWORD, draft, opened, plain};

/// Tells the program which registry, and which writer it is.
const REGISTRY: &str = "CLIENTKEEP_PROOF_WRITES";
const NUMBER: &str = "CLIENTKEEP_PROOF_WRITER";

/// What follows a change's word where it is an address.
pub const AT: &str = "@abc.example";

/// Refusals that come of others being faster.
pub const EVERYDAY: [&str; 2] = ["while you were editing", "The registry is busy"];

/// What a writer says: what it does to which client, and a word that tells this change from others like it.
#[derive(Clone, Debug)]
pub enum Said {
    /// It is about to do this.
    Tries { action: String, client: String, word: String },
    /// It did what it tried; with the credentials that came of it, where some did.
    Done { word: String, credentials: Option<(String, String)> },
    /// It was told that nothing was changed.
    Refused { sentence: String },
}

impl Said {
    fn line(&self) -> String {
        match self {
            Self::Tries { action, client, word } => format!("@ tries {action} {client} {word}\n"),
            Self::Done { word, credentials: None } => format!("@ done {word}\n"),
            Self::Done { word, credentials: Some((client, secret)) } => {
                format!("@ done {word} {client} {secret}\n")
            }
            Self::Refused { sentence } => format!("@ refused {sentence}\n"),
        }
    }

    /// A line that was written whole.
    fn read(line: &str) -> Option<Self> {
        let (kind, rest) = line.strip_prefix("@ ")?.strip_suffix('\n')?.split_once(' ')?;
        let words: Vec<String> = rest.split(' ').map(str::to_owned).collect();
        Some(match (kind, &words[..]) {
            ("tries", [action, client, word]) => {
                Self::Tries { action: action.clone(), client: client.clone(), word: word.clone() }
            }
            ("done", [word, credentials @ ..]) => {
                let credentials = credentials.first().cloned().zip(credentials.get(1).cloned());
                Self::Done { word: word.clone(), credentials }
            }
            ("refused", _) => Self::Refused { sentence: rest.to_owned() },
            _ => panic!("a writer said {line}"),
        })
    }
}

/// A writer at work.
pub struct Writer {
    child: Child,
    pipe: BufReader<ChildStdout>,
}

impl Writer {
    /// Starts one. Its number must be new: its clients' names begin with it.
    pub fn start(registry: &Path, number: usize) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer::program", "--ignored", "--nocapture"])
            .env(REGISTRY, registry)
            .env(NUMBER, number.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let pipe = BufReader::new(child.stdout.take().unwrap());
        Self { child, pipe }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it says next; nothing once it is gone.
    pub fn next(&mut self) -> Option<Said> {
        loop {
            let mut line = String::new();
            if self.pipe.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some(said) = Said::read(&line) {
                return Some(said);
            }
        }
    }

    /// Waits for the end of a writer that says nothing more.
    pub fn gone(mut self) {
        self.child.wait().unwrap();
    }
}

/// Kills a process with SIGKILL; tells whether it was still there.
pub fn kill(pid: u32) -> bool {
    let pid = rustix::process::Pid::from_raw(pid.cast_signed()).unwrap();
    match rustix::process::kill_process(pid, rustix::process::Signal::KILL) {
        Err(rustix::io::Errno::SRCH) => false,
        killed => {
            killed.unwrap();
            true
        }
    }
}

#[test]
#[ignore = "the program that the proofs start and kill"]
fn program() {
    let Some(registry) = std::env::var_os(REGISTRY) else { return };
    let number: usize = std::env::var(NUMBER).unwrap().parse().unwrap();
    let shared = std::fs::read_to_string(Path::new(&registry).with_extension("shared")).unwrap();
    let mut work = Work {
        service: begin(Path::new(&registry)),
        shared: shared.lines().map(str::to_owned).collect(),
        number,
        turn: 0,
        own: Vec::new(),
        chance: Chance::of(number),
    };
    while work.turn() {}
}

struct Work {
    service: Service,
    /// Clients that all writers change.
    shared: Vec<String>,
    number: usize,
    turn: usize,
    /// Its own clients, by ID, and whether they are enabled.
    own: Vec<(String, bool)>,
    chance: Chance,
}

/// Signs on, also where the others leave no room for five seconds.
fn begin(registry: &Path) -> Service {
    let mut service = opened(registry);
    loop {
        match service.sign_on(ADMIN, &plain(PASSWORD)) {
            Ok(_) => return service,
            Err(error) if error.to_string().contains(EVERYDAY[1]) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Says something; tells whether somebody still listens.
fn say(said: &Said) -> bool {
    std::io::stdout().lock().write_all(said.line().as_bytes()).is_ok()
}

impl Work {
    /// One change.
    fn turn(&mut self) -> bool {
        self.turn += 1;
        let word = format!("{}-{}", self.number, self.turn);
        let at = self.chance.below(self.own.len().max(1));
        let own = self.own.get(at).cloned();
        let tries = |action: &str, client: &str| {
            say(&Said::Tries { action: action.to_owned(), client: client.to_owned(), word: word.clone() })
        };
        match (self.chance.below(20), own) {
            (0..=8, _) => {
                let client = self.chance.pick(&self.shared).clone();
                tries("client.updated", &client) && self.update(&client, &word)
            }
            (9..=11, Some((client, _))) => tries("client.updated", &client) && self.update(&client, &word),
            (12..=14, Some((client, _))) => {
                let rotated = tries("secret.rotated", &client)
                    .then(|| self.service.rotate(&[client], Rotation::default()));
                rotated.is_some_and(|rotated| issued(&word, rotated.map(|mut issued| issued.remove(0))))
            }
            (15, Some((client, enabled))) => {
                let action = if enabled { "client.disabled" } else { "client.enabled" };
                self.own[at].1 = !enabled;
                tries(action, &client) && told(&word, self.service.set_enabled(&[client], !enabled))
            }
            (16, Some((client, _))) => {
                self.own.remove(at);
                tries("client.deleted", &client) && told(&word, self.service.delete(&[client]))
            }
            _ => {
                let created =
                    tries("client.created", "-").then(|| self.service.create_client(&draft(&word), None));
                created.is_some_and(|created| {
                    let id = created.as_ref().ok().map(|issued| issued.record.client.client_id.clone());
                    self.own.extend(id.map(|id| (id, true)));
                    issued(&word, created)
                })
            }
        }
    }

    fn update(&mut self, client: &str, word: &str) -> bool {
        let record = match self.service.client(client) {
            Ok(record) => record,
            Err(error) => return refused(&error),
        };
        let mut draft = Draft::of(&record.client);
        // One of two attributes: a save on top of a newer one would take the other back.
        if self.turn.is_multiple_of(2) {
            draft.set(field::NOTES, vec![word.to_owned()]);
        } else {
            draft.set(field::CONTACTS, vec![format!("{word}{AT}")]);
        }
        told(word, self.service.update_client(client, record.version, &draft, None))
    }
}

/// Says what came of a change that issued a secret.
fn issued(word: &str, outcome: Result<Issued, Error>) -> bool {
    match outcome {
        Ok(issued) => {
            let secret = issued.secret.unwrap().expose().to_owned();
            let credentials = Some((issued.record.client.client_id, secret));
            say(&Said::Done { word: word.to_owned(), credentials })
        }
        Err(error) => refused(&error),
    }
}

fn told<T>(word: &str, outcome: Result<T, Error>) -> bool {
    match outcome {
        Ok(_) => say(&Said::Done { word: word.to_owned(), credentials: None }),
        Err(error) => refused(&error),
    }
}

/// Says so; on a disk that fails that was the last.
fn refused(error: &Error) -> bool {
    let sentence = error.to_string().replace('\n', " ");
    let goes_on = EVERYDAY.iter().any(|known| sentence.contains(known));
    say(&Said::Refused { sentence }) && goes_on
}
