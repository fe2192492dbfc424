//! Why nothing could be copied, each in a sentence for the operator.

use std::io;

/// The text was not copied. No variant holds any of it.
#[derive(Debug, thiserror::Error)]
pub enum ClipboardError {
    /// `CLIENTKEEP_CLIPBOARD` holds something else than its words; here it is quoted.
    #[error("CLIENTKEEP_CLIPBOARD is {0}, but must be auto, native, osc52, tmux or none.")]
    Setting(String),
    /// `CLIENTKEEP_CLIPBOARD=none`.
    #[error(
        "Copying is switched off by CLIENTKEEP_CLIPBOARD=none. Show the credentials, or save them to a file."
    )]
    Off,
    /// There is no terminal to send anything to.
    #[error(
        "There is no clipboard here, because this is no terminal. Show the credentials, or save them to a file."
    )]
    NoTerminal,
    /// The terminal understands no control sequences.
    #[error(
        "There is no clipboard here, because TERM says that the terminal is dumb. Show the credentials, or save them to a file."
    )]
    DumbTerminal,
    /// `CLIENTKEEP_CLIPBOARD=tmux` outside of tmux.
    #[error("CLIENTKEEP_CLIPBOARD is tmux, but this is not inside tmux. Use auto instead.")]
    NotInTmux,
    /// `CLIENTKEEP_CLIPBOARD=native` in an SSH session.
    #[error(
        "CLIENTKEEP_CLIPBOARD is native, but over SSH that is the clipboard of the remote machine. Use auto instead."
    )]
    RemoteNative,
    /// `CLIENTKEEP_CLIPBOARD=native` without a desktop.
    #[error("CLIENTKEEP_CLIPBOARD is native, but there is no desktop here. Use auto instead.")]
    NoDesktop,
    /// The desktop's clipboard refused.
    #[error(
        "The desktop's clipboard could not be used: {0}. Set CLIENTKEEP_CLIPBOARD=osc52 to go through the terminal."
    )]
    Native(String),
    /// A program that is needed on the way could not be run, or failed.
    #[error("Copying through {program} failed: {source}.")]
    Program {
        /// Its name, without arguments.
        program: &'static str,
        /// What happened.
        source: io::Error,
    },
    /// The terminal took no bytes.
    #[error("The terminal could not be written to: {0}.")]
    Terminal(io::Error),
}

impl ClipboardError {
    pub(super) fn program(program: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Program { program, source }
    }
}
