//! The options that stand before or after any command: which registry, who acts, and how to answer.

use std::path::{Path, PathBuf};

use etcetera::AppStrategy;

use super::error::Error;

/// Names the registry where `--registry` does not.
pub const REGISTRY_VARIABLE: &str = "CLIENTKEEP_REGISTRY";
/// Names the operator where `--operator` does not.
pub const OPERATOR_VARIABLE: &str = "CLIENTKEEP_OPERATOR";
/// The registry's name in the data folder.
const REGISTRY_FILE: &str = "registry.db";

/// Options of every command.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Globals {
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help = "The registry [default: $CLIENTKEEP_REGISTRY, else registry.db in the XDG data folder]"
    )]
    registry: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        help = "Who acts [default: $CLIENTKEEP_OPERATOR, else the system user's name]"
    )]
    operator: Option<String>,
    #[arg(
        long,
        global = true,
        value_name = "FILE|-",
        help = "The acting operator's password, in a file or (-) on stdin [default: \
                $CLIENTKEEP_PASSWORD_FILE, else clientkeep.password in $CREDENTIALS_DIRECTORY, else a prompt]"
    )]
    password_file: Option<PathBuf>,
    /// Answer with one JSON document
    #[arg(long, global = true)]
    pub json: bool,
    /// Ask nothing: what would be asked is confirmed
    #[arg(long, global = true)]
    pub yes: bool,
}

impl Globals {
    /// The registry's path: as named, else from the environment, else the default of SPEC §3.
    ///
    /// # Errors
    /// [`Error::Usage`] where no path can be told.
    pub fn registry(&self) -> Result<PathBuf, Error> {
        if let Some(path) = &self.registry {
            return Ok(path.clone());
        }
        if let Some(path) = std::env::var_os(REGISTRY_VARIABLE).filter(|path| !path.is_empty()) {
            return Ok(path.into());
        }
        let application = etcetera::AppStrategyArgs {
            top_level_domain: String::new(),
            author: String::new(),
            app_name: env!("CARGO_PKG_NAME").to_owned(),
        };
        let folders = etcetera::app_strategy::Xdg::new(application).map_err(|error| {
            Error::Usage(format!("No registry is named and {error}: name one with --registry."))
        })?;
        Ok(folders.in_data_dir(REGISTRY_FILE))
    }

    /// The registry that an option names, whatever the environment says.
    #[must_use]
    pub fn named_registry(&self) -> Option<&Path> {
        self.registry.as_deref()
    }

    /// The file with the acting operator's password that an option names.
    #[must_use]
    pub fn password_file(&self) -> Option<&Path> {
        self.password_file.as_deref()
    }

    /// Who acts, unless it is the system user.
    #[must_use]
    pub fn operator(&self) -> Option<String> {
        let from_environment = || std::env::var(OPERATOR_VARIABLE).ok().filter(|name| !name.is_empty());
        self.operator.clone().or_else(from_environment)
    }
}
