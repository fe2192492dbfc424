//! The names and client IDs that a document has told so far, each as a number of eight bytes, so that a million
//! of them fit into memory.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::domain::text::quoted;
use crate::domain::{Client, client_id, field, name};
use crate::service::Error;

/// What has been told, with the place of each.
pub struct Seen {
    hasher: RandomState,
    /// What stands before the number of a place, such as `on line`.
    at: &'static str,
    names: HashMap<u64, u64>,
    ids: HashMap<u64, u64>,
}

impl Seen {
    /// Nothing yet; `at` is what stands before the number of a place, such as `on line`.
    pub fn at(at: &'static str) -> Self {
        Self { hasher: RandomState::new(), at, names: HashMap::new(), ids: HashMap::new() }
    }

    /// Adds a client's ID and name.
    ///
    /// # Errors
    /// A conflict with a client at an earlier place.
    pub fn add(&mut self, client: &Client, place: u64) -> Result<(), Error> {
        let at = self.at;
        let name = self.hasher.hash_one(name::name_key(&client.name));
        if !client.client_id.is_empty() {
            let id = self.hasher.hash_one(client_id::key(&client.client_id));
            let id_as_name = self.hasher.hash_one(name::name_key(&client.client_id));
            if let Some(place) = self.ids.get(&id) {
                let sentence = format!("The client {at} {place} has this client ID too.");
                return Err(Error::conflict(field::CLIENT_ID, sentence));
            }
            if let Some(place) = self.names.get(&id_as_name) {
                let sentence = format!("This is the name of the client {at} {place}.");
                return Err(Error::conflict(field::CLIENT_ID, sentence));
            }
            self.ids.insert(id, place);
        }
        if let Some(place) = self.names.get(&name) {
            let sentence = format!("The client {at} {place} has the name {} too.", quoted(&client.name));
            return Err(Error::conflict(field::CLIENT_NAME, sentence));
        }
        let name_as_id = self.hasher.hash_one(client_id::key(&client.name));
        if let Some(other) = self.ids.get(&name_as_id).filter(|other| **other != place) {
            let sentence = format!("{} is the client ID of the one {at} {other}.", quoted(&client.name));
            return Err(Error::conflict(field::CLIENT_NAME, sentence));
        }
        self.names.insert(name, place);
        Ok(())
    }
}
