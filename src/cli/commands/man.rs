//! `man`: the manual, one page with every command on it.

use std::io;

use clap_mangen::Man as Page;

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::output;
use crate::cli::program;

/// Print the manual page
#[derive(clap::Parser)]
#[command(after_help = "Examples:
  clientkeep man > clientkeep.1
  clientkeep man | man -l -")]
pub struct Man {}

impl Run for Man {
    fn run(self, _: &mut Context) -> Result<(), Error> {
        let page =
            page().map_err(|error| Error::Unavailable(format!("The manual could not be made: {error}.")))?;
        output::data(&without_repetitions(&String::from_utf8_lossy(&page)))
    }
}

fn page() -> io::Result<Vec<u8>> {
    let mut program = program();
    program.build();
    let mut roff = Vec::new();
    let page = Page::new(program.clone());
    page.render_title(&mut roff)?;
    page.render_name_section(&mut roff)?;
    page.render_synopsis_section(&mut roff)?;
    page.render_description_section(&mut roff)?;
    page.render_options_section(&mut roff)?;
    for command in told(&program) {
        sections(command, &mut roff)?;
    }
    page.render_version_section(&mut roff)?;
    Ok(roff)
}

/// The commands below one, without `help`, which says the same as `--help`.
fn told(command: &clap::Command) -> impl Iterator<Item = &clap::Command> {
    command.get_subcommands().filter(|below| below.get_name() != "help")
}

/// One command as a section, its own sections one level below; then those below it. The options of every
/// command have been told.
fn sections(command: &clap::Command, roff: &mut Vec<u8>) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or_default().to_uppercase();
    let name = name.split_once(' ').map_or(name.as_str(), |(_, own)| own);
    let page = Page::new(command.clone().mut_args(|argument| {
        let told = argument.is_global_set();
        argument.hide(told)
    }));
    let mut own = Vec::new();
    page.render_synopsis_section(&mut own)?;
    page.render_description_section(&mut own)?;
    page.render_options_section(&mut own)?;
    if command.get_after_help().is_some() {
        page.render_extra_section(&mut own)?;
    }
    let below =
        String::from_utf8_lossy(&own).replace("\n.SH ", "\n.SS ").replace("\n.SS EXTRA\n", "\n.SS USE\n");
    roff.extend_from_slice(format!(".SH \"{name}\"\n{below}").as_bytes());
    told(command).try_for_each(|command| sections(command, roff))
}

/// Every part begins with the two lines that define the apostrophe; the first two are enough.
fn without_repetitions(roff: &str) -> String {
    let defines = |line: &str| line.starts_with(".ie ") || line.starts_with(".el ");
    let lines = roff.split_inclusive('\n').enumerate();
    lines.filter(|(at, line)| *at < 2 || !defines(line)).map(|(_, line)| line).collect()
}
