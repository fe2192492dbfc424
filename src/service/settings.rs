//! Settings changed by an administrator; and with one of them, whether secrets can be shown again at all.

use serde_json::json;

use super::Service;
use super::error::Error;
use crate::domain::audit::Action;
use crate::domain::{Retention, Right, Settings, setting};

impl Service {
    /// Changes one setting. Switching to show-once destroys every sealed copy and the vault key.
    ///
    /// # Errors
    /// No such setting, a value that may not be, no right.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<Settings, Error> {
        let setting = setting(key).ok_or_else(|| Error::not_found("setting", key))?;
        self.change(Right::Settings, |change| {
            let before = change.trusted.settings.clone();
            let mut after = before.clone();
            (setting.write)(&mut after, value)?;
            if after == before {
                return Ok(());
            }
            change.writer.put_settings(&after)?;
            let sum = match (before.secret_retention, after.secret_retention) {
                (Retention::Sealed, Retention::ShowOnce) => change.forget_sealed_copies()?,
                (Retention::ShowOnce, Retention::Sealed) => change.begin_sealing().map(|()| None)?,
                _ => None,
            };
            change.sign_charter()?;
            let details =
                json!({ "setting": key, "value": [(setting.read)(&before), (setting.read)(&after)] });
            change.record_sum(Action::SettingChanged, None, &details, sum)
        })?;
        self.store.forget_destroyed();
        self.settings()
    }
}
