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
#[command(
    name = "man",
    after_help = "Examples:
  clientkeep man > clientkeep.1
  clientkeep man | man -l -"
)]
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
    for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
        roff.extend(section(command)?);
    }
    page.render_version_section(&mut roff)?;
    Ok(roff)
}

/// One command as a section, its own sections one level below.
fn section(command: &clap::Command) -> io::Result<Vec<u8>> {
    let name = command.get_name().to_uppercase();
    let page = Page::new(command.clone());
    let mut roff = Vec::new();
    page.render_synopsis_section(&mut roff)?;
    page.render_description_section(&mut roff)?;
    page.render_options_section(&mut roff)?;
    page.render_extra_section(&mut roff)?;
    let below = String::from_utf8_lossy(&roff).replace("\n.SH ", "\n.SS ").replacen(".SH ", ".SS ", 1);
    Ok(format!(".SH {name}\n{below}").into_bytes())
}

/// Every part begins with the two lines that define the apostrophe; the first two are enough.
fn without_repetitions(roff: &str) -> String {
    let defines = |line: &str| line.starts_with(".ie ") || line.starts_with(".el ");
    let lines = roff.split_inclusive('\n').enumerate();
    lines.filter(|(at, line)| *at < 2 || !defines(line)).map(|(_, line)| line).collect()
}
