//! Security classes: added, described, deleted. The charter covers them, so only administrators can.

use serde_json::json;

use super::Service;
use super::error::Error;
use crate::domain::audit::Action;
use crate::domain::text::quoted;
use crate::domain::{Right, SecurityClass, field, name};
use crate::store::Reader;

impl Service {
    /// Adds a security class.
    ///
    /// # Errors
    /// A name that may not be or is taken; no right.
    pub fn add_class(&mut self, typed: &str, description: &str) -> Result<SecurityClass, Error> {
        let (typed, description) = (name::class_name(typed)?, name::description(description)?);
        self.change(Right::Classes, |change| {
            if change.writer.class_name(&typed)?.is_some() {
                let sentence = format!("There is already a security class {}.", quoted(&typed));
                return Err(Error::conflict(field::SECURITY_CLASS, sentence));
            }
            change.writer.add_class(&typed, &description)?;
            change.sign_charter()?;
            let details = json!({ "security_class": typed, "description": description });
            change.record(Action::ClassAdded, None, &details)?;
            find(change.writer, &typed)
        })
    }

    /// Says anew what a security class is for.
    ///
    /// # Errors
    /// No such class, no right.
    pub fn update_class(&mut self, class: &str, description: &str) -> Result<SecurityClass, Error> {
        let description = name::description(description)?;
        self.change(Right::Classes, |change| {
            let before = find(change.writer, class)?;
            change.writer.describe_class(&before.name, &description)?;
            change.sign_charter()?;
            let details =
                json!({ "security_class": before.name, "description": [before.description, description] });
            change.record(Action::ClassUpdated, None, &details)?;
            find(change.writer, &before.name)
        })
    }

    /// Deletes a security class that no client uses. `ADMIN` stays.
    ///
    /// # Errors
    /// No such class, one in use, `ADMIN`, no right.
    pub fn delete_class(&mut self, class: &str) -> Result<(), Error> {
        self.change(Right::Classes, |change| {
            let found = find(change.writer, class)?;
            if let Some(sentence) = found.why_it_stays() {
                return Err(Error::conflict(field::SECURITY_CLASS, sentence));
            }
            change.writer.delete_class(&found.name)?;
            change.sign_charter()?;
            change.record(Action::ClassDeleted, None, &json!({ "security_class": found.name }))
        })
    }
}

fn find(reader: &Reader<'_>, class: &str) -> Result<SecurityClass, Error> {
    reader.class(class)?.ok_or_else(|| Error::not_found("security class", class))
}
