//! Scopes that the registry defines: added and deleted. The charter covers them, so only administrators
//! can.

use serde_json::json;

use super::Service;
use super::error::Error;
use crate::domain::audit::Action;
use crate::domain::text::quoted;
use crate::domain::{Right, Scope, field, name, scope};

impl Service {
    /// Adds a scope.
    ///
    /// # Errors
    /// A name that may not be or is taken; no right.
    pub fn add_scope(&mut self, typed: &str, description: &str) -> Result<Scope, Error> {
        let (name, description) = (scope::token(typed)?, name::description(description)?);
        self.change(Right::Scopes, |change| {
            if change.writer.scope(&name)?.is_some() {
                let sentence = format!("There is already a scope {}.", quoted(&name));
                return Err(Error::conflict(field::SCOPE, sentence));
            }
            change.writer.add_scope(&name, &description)?;
            change.sign_charter()?;
            change.record(Action::ScopeAdded, None, &json!({ "name": name, "description": description }))?;
            Ok(Scope { name, description })
        })
    }

    /// Deletes a scope that no client has.
    ///
    /// # Errors
    /// No such scope, one in use, no right.
    pub fn delete_scope(&mut self, name: &str) -> Result<(), Error> {
        self.change(Right::Scopes, |change| {
            let found = change.writer.scope(name)?.ok_or_else(|| Error::not_found("scope", name))?;
            let count = change.writer.clients_with_scope(&found.name)?;
            if count > 0 {
                let s = if count == 1 { " has" } else { "s have" };
                let sentence = format!(
                    "{count} client{s} the scope {}, those in the trash included. Take it away from them first.",
                    quoted(&found.name)
                );
                return Err(Error::conflict(field::SCOPE, sentence));
            }
            change.writer.delete_scope(&found.name)?;
            change.sign_charter()?;
            change.record(Action::ScopeDeleted, None, &json!({ "name": found.name }))
        })
    }
}
