//! Where passwords and documents come from: files, the service manager's credential folder, stdin (once a
//! command) or a prompt. Never arguments and never values of environment variables.

use std::fs::{File, Metadata};
use std::io::{self, IsTerminal, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::{output, prompt};
use crate::domain::{Plaintext, Wiped};

/// Names the file with the acting operator's password.
pub const PASSWORD_FILE_VARIABLE: &str = "CLIENTKEEP_PASSWORD_FILE";
/// The folder in which a service manager puts credentials.
const CREDENTIALS_VARIABLE: &str = "CREDENTIALS_DIRECTORY";
/// The acting operator's password in that folder.
const CREDENTIAL_NAME: &str = "clientkeep.password";
/// The flag for it.
const ACTING_FLAG: &str = "--password-file";
/// The flag for a password that is to be set.
const NEW_FLAG: &str = "--new-password-file";
/// What stands for stdin where a file is named.
const STDIN: &str = "-";
/// Bytes of a password file at most: a password has 1,024 characters, so that anything longer is a mistake.
const LONGEST_PASSWORD_FILE: u64 = 8 * 1024;

/// The permission of everybody to read a file.
const READ_BY_ALL: u32 = 0o004;

/// stdin, which only one part of a command may read.
#[derive(Debug)]
pub struct Input {
    terminal: bool,
    taken_by: Option<&'static str>,
}

impl Default for Input {
    fn default() -> Self {
        Self { terminal: io::stdin().is_terminal(), taken_by: None }
    }
}

impl Input {
    /// Whether somebody can be asked.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Takes stdin for one purpose, `what`, such as `--password-file -`.
    ///
    /// # Errors
    /// [`Error::Usage`] where something else has taken it.
    pub fn take(&mut self, what: &'static str) -> Result<(), Error> {
        match self.taken_by.replace(what) {
            None => Ok(()),
            Some(other) => Err(Error::Usage(format!(
                "Both {other} and {what} would read stdin: name a file for one of them."
            ))),
        }
    }

    /// Everything on stdin, `most` bytes at most.
    ///
    /// # Errors
    /// [`Error::Usage`] where it is taken, too long, unreadable or no UTF-8.
    pub fn read(&mut self, what: &'static str, most: u64) -> Result<Plaintext, Error> {
        self.take(what)?;
        read_text(&mut io::stdin().lock(), most)
            .map_err(|why| Error::Usage(format!("stdin for {what} {why}.")))
    }

    /// Everything in a file that can be read only once, such as a pipe, `most` bytes at most.
    ///
    /// # Errors
    /// [`Error::Usage`] where it is too long, unreadable or no UTF-8.
    pub fn read_once(mut file: File, name: &Path, most: u64) -> Result<Plaintext, Error> {
        read_text(&mut file, most).map_err(|why| Error::Usage(format!("{} {why}.", name.display())))
    }

    /// The acting operator's password: the file that was named, else the environment's, else the service
    /// manager's, else a prompt.
    ///
    /// # Errors
    /// [`Error::Usage`] where there is none of them.
    pub fn password(&mut self, named: Option<&Path>, operator: &str) -> Result<Plaintext, Error> {
        if let Some((what, file)) = provided(named) {
            return self.secret_file(what, &file);
        }
        self.may_ask(operator, ACTING_FLAG)?;
        prompt::secret(&format!("Password of {operator}: "))
    }

    /// A password that is to be set, where a file is named with `--new-password-file`; without one somebody has
    /// to be there to be asked with [`Self::ask_twice`].
    ///
    /// # Errors
    /// [`Error::Usage`] where nobody can be asked or the file can't be read.
    pub fn new_password(&mut self, file: Option<&Path>, operator: &str) -> Result<Option<Plaintext>, Error> {
        match file {
            Some(file) => self.secret_file(NEW_FLAG, file).map(Some),
            None => self.may_ask(operator, NEW_FLAG).map(|()| None),
        }
    }

    /// The password of the first administrator: as [`Self::new_password`], or the file with the acting
    /// operator's.
    ///
    /// # Errors
    /// As [`Self::new_password`].
    pub fn first_password(
        &mut self,
        new: Option<&Path>,
        acting: Option<&Path>,
        operator: &str,
    ) -> Result<Plaintext, Error> {
        if let (None, Some((what, file))) = (new, provided(acting)) {
            return self.secret_file(what, &file);
        }
        self.new_password(new, operator)?.map_or_else(|| Self::ask_twice(operator), Ok)
    }

    /// A password that is to be set, typed twice.
    ///
    /// # Errors
    /// [`Error::Usage`] where the two differ.
    pub fn ask_twice(operator: &str) -> Result<Plaintext, Error> {
        let first = prompt::secret(&format!("New password for {operator}: "))?;
        let again = prompt::secret("The same once more: ")?;
        if first.expose() == again.expose() {
            return Ok(first);
        }
        Err(Error::Usage("The two passwords differ: nothing was done; start again.".to_owned()))
    }

    fn may_ask(&self, operator: &str, flag: &str) -> Result<(), Error> {
        if self.terminal {
            return Ok(());
        }
        Err(Error::Usage(format!(
            "This needs the password of {operator} and stdin is no terminal: name a file with {flag}."
        )))
    }

    /// A password or recovery code in a file, or on stdin for `-`; one final newline is cut. `what` is the flag
    /// that names the file.
    ///
    /// # Errors
    /// [`Error::Usage`] where it can't be read.
    pub fn secret_file(&mut self, what: &'static str, file: &Path) -> Result<Plaintext, Error> {
        if file.as_os_str() == STDIN && self.terminal {
            self.take(what)?;
            return prompt::secret("Password: ");
        }
        if file.as_os_str() == STDIN {
            return self.read(what, LONGEST_PASSWORD_FILE).map(without_newline);
        }
        File::open(file)
            .map_err(|error| format!("can't be opened: {error}"))
            .and_then(|mut opened| {
                warn_of_readers(&opened, file);
                read_text(&mut opened, LONGEST_PASSWORD_FILE)
            })
            .map(without_newline)
            .map_err(|why| Error::Usage(format!("{} (of {what}) {why}.", file.display())))
    }
}

/// The file with the acting operator's password, and what names it: an option, else the environment, else
/// the service manager.
fn provided(named: Option<&Path>) -> Option<(&'static str, PathBuf)> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let of_option = || named.map(|file| (ACTING_FLAG, file.to_owned()));
    let of_environment = || variable(PASSWORD_FILE_VARIABLE).map(|file| (PASSWORD_FILE_VARIABLE, file));
    let of_manager = || {
        let file = variable(CREDENTIALS_VARIABLE)?.join(CREDENTIAL_NAME);
        file.is_file().then_some((CREDENTIALS_VARIABLE, file))
    };
    of_option().or_else(of_environment).or_else(of_manager)
}

/// Tells a person, not the log of a script, that everybody on the machine can read a file with a password.
fn warn_of_readers(opened: &File, file: &Path) {
    let open_to_all = |seen: Metadata| seen.is_file() && seen.permissions().mode() & READ_BY_ALL != 0;
    if io::stderr().is_terminal() && opened.metadata().is_ok_and(open_to_all) {
        let file = file.display();
        output::say(&format!("Everybody on this machine can read {file}: chmod 600 {file} ends that."));
    }
}

fn without_newline(text: Plaintext) -> Plaintext {
    match text.expose().strip_suffix('\n') {
        Some(cut) => Plaintext::new(cut.to_owned()),
        None => text,
    }
}

/// Reads a UTF-8 text into memory that is wiped; what it was is never in the error.
fn read_text(from: &mut dyn Read, most: u64) -> Result<Plaintext, String> {
    let bytes = Wiped::read(from, most).map_err(|error| format!("can't be read: {error}"))?;
    if bytes.bytes().len() as u64 > most {
        return Err(format!("is longer than {most} bytes"));
    }
    let text = std::str::from_utf8(bytes.bytes()).map_err(|_| "is not UTF-8 text".to_owned())?;
    Ok(Plaintext::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], most: u64) -> Result<String, String> {
        read_text(&mut &bytes[..], most).map(|text| text.expose().to_owned())
    }

    #[test]
    fn one_final_newline_is_cut_and_nothing_else() {
        let cut = |text: &str| without_newline(Plaintext::new(text.to_owned())).expose().to_owned();
        assert_eq!(cut("a b \n"), "a b ");
        assert_eq!(cut("a\n\n"), "a\n");
        assert_eq!(cut(" a"), " a");
        assert_eq!(cut("\n"), "");
    }

    #[test]
    fn a_file_that_is_too_long_or_no_text_is_refused_without_telling_what_was_in_it() {
        assert_eq!(read(b"12345", 5), Ok("12345".to_owned()));
        assert_eq!(read(b"123456", 5), Err("is longer than 5 bytes".to_owned()));
        assert_eq!(read(b"\xff\xfe", 5), Err("is not UTF-8 text".to_owned()));
    }

    #[test]
    fn stdin_is_read_for_one_purpose_only() {
        let mut input = Input::default();
        assert!(input.take("create -").is_ok());
        let error = input.take("--password-file -").unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("create -"), "{error}");
    }
}
