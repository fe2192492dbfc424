//! The names and client IDs that a document has told so far, each as a number of eight bytes, so that a million
//! of them fit into memory.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::domain::text::quoted;
use crate::domain::{Client, client_id, field, name};
use crate::service::Error;

/// What has been told, with the line of each.
#[derive(Default)]
pub struct Seen {
    hasher: RandomState,
    names: HashMap<u64, u64>,
    ids: HashMap<u64, u64>,
}

impl Seen {
    /// Adds a client's name and ID.
    ///
    /// # Errors
    /// A conflict with a client on an earlier line.
    pub fn add(&mut self, client: &Client, line: u64) -> Result<(), Error> {
        let name = self.hasher.hash_one(name::name_key(&client.name));
        let name_as_id = self.hasher.hash_one(client_id::key(&client.name));
        if let Some(line) = self.names.get(&name) {
            let sentence = format!("The client on line {line} has the name {} too.", quoted(&client.name));
            return Err(Error::conflict(field::CLIENT_NAME, sentence));
        }
        if let Some(line) = self.ids.get(&name_as_id) {
            let sentence = format!("{} is the client ID of the one on line {line}.", quoted(&client.name));
            return Err(Error::conflict(field::CLIENT_NAME, sentence));
        }
        if !client.client_id.is_empty() {
            let id = self.hasher.hash_one(client_id::key(&client.client_id));
            let id_as_name = self.hasher.hash_one(name::name_key(&client.client_id));
            if let Some(line) = self.ids.get(&id) {
                let sentence = format!("The client on line {line} has this client ID too.");
                return Err(Error::conflict(field::CLIENT_ID, sentence));
            }
            if let Some(line) = self.names.get(&id_as_name) {
                let sentence = format!("This is the name of the client on line {line}.");
                return Err(Error::conflict(field::CLIENT_ID, sentence));
            }
            self.ids.insert(id, line);
        }
        self.names.insert(name, line);
        Ok(())
    }
}
