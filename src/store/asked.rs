//! For tests only: which tables a piece of work reads.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::Store;

impl Store {
    /// The tables that are read while `work` asks this store.
    ///
    /// # Panics
    /// Where SQLite can't be asked to tell.
    pub fn tables_read(&mut self, work: impl FnOnce(&Self)) -> BTreeSet<String> {
        let read = Arc::new(Mutex::new(BTreeSet::new()));
        let seen = Arc::clone(&read);
        let hook = move |asked: AuthContext<'_>| {
            if let AuthAction::Read { table_name, .. } = asked.action {
                seen.lock().unwrap().insert(table_name.to_owned());
            }
            Authorization::Allow
        };
        // What is prepared already is not asked about again.
        self.connection.flush_prepared_statement_cache();
        self.connection.authorizer(Some(hook)).unwrap();
        work(self);
        self.connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).unwrap();
        std::mem::take(&mut *read.lock().unwrap())
    }
}
