//! `check`: is the registry whole, and is everything in it as the audit log says.

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::findings;
use crate::cli::json::Object;
use crate::cli::output;
use crate::cli::progress::Progress;

/// Check the file, the audit log with every row, and the signatures
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep check
  clientkeep check --json | jq -r '.findings[].sentence'
  clientkeep check --sealed

With --sealed an administrator signs on, and every sealed copy of a secret is opened and compared \
with what servers check. The exit code is 0 where all is well and 1 where something is not. Without \
a terminal: a line a finding, with client ID, last good entry of the audit log, and sentence, \
parted by tabs.")]
pub struct Check {
    /// Open every sealed copy too
    #[arg(long)]
    sealed: bool,
}

impl Run for Check {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let mut service = context.open_to_check()?;
        let mut found = Vec::new();
        // Nobody signs on to a registry that would compute what somebody else wants.
        if self.sealed && service.check_schema()?.is_empty() {
            context.sign_on(&mut service)?;
            let mut progress = Progress::of("sealed copies");
            found = service.check_sealed(&mut |done, all| progress.tell(done, all))?;
        }
        let mut all = service.check()?;
        all.append(&mut found);
        if !service.destroyed_is_gone() {
            output::say(
                "Another program reads the registry just now, so what was destroyed last may still lie in its \
                 write-ahead log. Check again when that program is done.",
            );
        }
        let well = if self.sealed {
            "The registry is as it was written, and every sealed copy opens."
        } else {
            "The registry is as it was written."
        };
        findings::print(context.output, Object::default(), &all, well)
    }
}
