//! `operator passwd`: one's own password, changed with the old one; or another operator's, set by an
//! administrator.

use std::path::Path;

use super::print;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::input::Input;
use crate::cli::output;

/// Changes a password; without a name, or with one's own, one's own.
pub fn run(context: &mut Context, name: Option<&str>, file: Option<&Path>) -> Result<(), Error> {
    let acting = context.operator();
    match name {
        Some(name) if !name.eq_ignore_ascii_case(&acting) => reset(context, name, file),
        _ => change(context, &acting, file),
    }
}

fn reset(context: &mut Context, name: &str, file: Option<&Path>) -> Result<(), Error> {
    let given = context.input.new_password(file, name)?;
    let mut service = context.open_signed_on()?;
    let new = given.map_or_else(|| Input::ask_twice(name), Ok)?;
    print::one(context.output, &service.reset_password(name, &new)?)
}

fn change(context: &mut Context, own: &str, file: Option<&Path>) -> Result<(), Error> {
    let given = context.input.new_password(file, own)?;
    let mut service = context.open()?;
    let old = context.input.password(context.globals.password_file(), own)?;
    Context::sign_on_as(&mut service, own, &old)?;
    let new = given.map_or_else(|| Input::ask_twice(own), Ok)?;
    service.change_password(&old, &new)?;
    if context.output.json() {
        let mut own_record = service.operators()?.into_iter();
        let own_record = own_record.find(|record| record.operator.user_name.eq_ignore_ascii_case(own));
        return own_record.map_or(Ok(()), |record| print::one(context.output, &record));
    }
    output::say("Your password is changed.");
    Ok(())
}
