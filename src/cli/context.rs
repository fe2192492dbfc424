//! What a command works with: the options of every command, the service behind the registry, the output,
//! and the ways to ask. It decides nothing about clients.

use std::path::PathBuf;

use super::error::Error;
use super::globals::Globals;
use super::input::Input;
use super::output::{self, Output};
use super::prompt;
use crate::domain::audit::Origin;
use crate::domain::{Plaintext, time};
use crate::service::{Service, World};

/// The world of this process, for the service.
#[must_use]
pub fn world() -> World {
    World::real(Origin::Cli)
}

/// Which registry the screen opens, and for whom.
pub struct Screen {
    /// The registry.
    pub registry: PathBuf,
    /// Who signs on, unless it is the system user.
    pub operator: Option<String>,
}

/// The surroundings of one command.
pub struct Context {
    /// The options of every command.
    pub globals: Globals,
    /// Where data and words go.
    pub output: Output,
    /// Where passwords and documents come from.
    pub input: Input,
    /// What to open on the screen once the command is done.
    pub then_screen: Option<Screen>,
}

impl Context {
    /// The surroundings that the options ask for.
    #[must_use]
    pub fn new(globals: Globals) -> Self {
        let output = Output::new(globals.json);
        Self { globals, output, input: Input::default(), then_screen: None }
    }

    /// Opens the registry; nobody is signed on, which is enough to read.
    ///
    /// # Errors
    /// What the service says of the file.
    pub fn open(&self) -> Result<Service, Error> {
        Ok(Service::open(&self.globals.registry()?, world())?)
    }

    /// Opens the registry to check it: also one whose schema somebody changed.
    ///
    /// # Errors
    /// As [`Context::open`].
    pub fn open_to_check(&self) -> Result<Service, Error> {
        Ok(Service::open_to_check(&self.globals.registry()?, world())?)
    }

    /// Who acts.
    #[must_use]
    pub fn operator(&self) -> String {
        self.globals.operator().unwrap_or_else(|| world().system_user)
    }

    /// Signs the acting operator on, with a password from a file or a prompt.
    ///
    /// # Errors
    /// [`Error::Usage`] where there is no password, else what the service says.
    pub fn sign_on(&mut self, service: &mut Service) -> Result<(), Error> {
        let operator = self.operator();
        let password = self.input.password(self.globals.password_file(), &operator)?;
        let signed_on = Self::sign_on_as(service, &operator, &password);
        if self.globals.operator().is_none() && signed_on.as_ref().is_err_and(|error| error.exit_code() == 5)
        {
            output::say(&format!(
                "{operator} is the system's user: name another operator with --operator or CLIENTKEEP_OPERATOR."
            ));
        }
        signed_on
    }

    /// Signs an operator on, and tells on stderr what that operator should know.
    ///
    /// # Errors
    /// What the service says.
    pub fn sign_on_as(service: &mut Service, operator: &str, password: &Plaintext) -> Result<(), Error> {
        let signed_on = service.sign_on(operator, password)?;
        if signed_on.failures_since > 0 {
            let last = signed_on.last_sign_on_at.map_or_else(|| "the beginning".to_owned(), time::minute);
            let failures = signed_on.failures_since;
            output::say(&format!("Failed sign-ons of {operator} since {last}: {failures}."));
        }
        if let Some(entry) = signed_on.went_back_from {
            output::say(&format!(
                "Warning: entry {entry} of the audit log, which you saw when you last signed on, is not there any more. \
                 An older file was put in place, or the log was changed: run clientkeep check."
            ));
        }
        Ok(())
    }

    /// Opens the registry and signs the acting operator on.
    ///
    /// # Errors
    /// As [`Context::open`] and [`Context::sign_on`].
    pub fn open_signed_on(&mut self) -> Result<Service, Error> {
        let mut service = self.open()?;
        self.sign_on(&mut service)?;
        Ok(service)
    }

    /// Refuses a destructive command that nobody can confirm, before anything is opened.
    ///
    /// # Errors
    /// [`Error::Usage`] without a terminal and without `--yes`.
    pub fn can_confirm(&self) -> Result<(), Error> {
        if self.globals.yes || self.input.is_terminal() {
            return Ok(());
        }
        Err(Error::Usage(
            "Nobody can be asked to confirm this, for stdin is no terminal: say --yes.".to_owned(),
        ))
    }

    /// Asks for `wanted` to be typed, unless `--yes` stands for it.
    ///
    /// # Errors
    /// [`Error::Usage`] where something else was typed.
    pub fn confirm(&self, question: &str, wanted: &str) -> Result<(), Error> {
        if self.globals.yes || prompt::line(question)? == wanted {
            return Ok(());
        }
        Err(Error::Usage("What was typed does not confirm it: nothing was changed.".to_owned()))
    }
}
