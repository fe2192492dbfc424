//! Settings changed by an administrator; and with one of them, whether secrets can be shown again at all.

use serde_json::json;

use super::Service;
use super::change::Change;
use super::error::Error;
use crate::domain::audit::Action;
use crate::domain::{Problem, Retention, Right, Setting, Settings, setting};

impl Service {
    /// Changes one setting. Switching to show-once destroys every sealed copy and the vault key.
    ///
    /// # Errors
    /// No such setting, a value that may not be, no right.
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<Settings, Error> {
        self.set_settings(&[(key, value.to_owned())], None)
    }

    /// Changes settings, all of them or none; `seen` are the settings as they were when that was decided.
    ///
    /// # Errors
    /// No such setting, values that may not be, somebody else changed one of them since, no right.
    pub fn set_settings(
        &mut self,
        changes: &[(&str, String)],
        seen: Option<&Settings>,
    ) -> Result<Settings, Error> {
        let known = |(key, value): &(&str, String)| match setting(key) {
            Some(setting) => Ok((setting, value.clone())),
            None => Err(Error::not_found("setting", key)),
        };
        let changes: Vec<(&Setting, String)> = changes.iter().map(known).collect::<Result<_, _>>()?;
        self.change(Right::Settings, |change| {
            let mut now = change.trusted.settings.clone();
            let overtaken = |(setting, _): &&(&Setting, String)| {
                seen.is_some_and(|seen| (setting.read)(seen) != (setting.read)(&now))
            };
            if let Some((setting, _)) = changes.iter().find(overtaken) {
                return Err(Error::overtaken(setting.label));
            }
            let mut after = now.clone();
            let problems: Vec<Problem> = changes
                .iter()
                .filter_map(|(setting, value)| (setting.write)(&mut after, value).err())
                .flatten()
                .collect();
            if !problems.is_empty() {
                return Err(problems.into());
            }
            changes.iter().try_for_each(|(setting, value)| change.set(&mut now, setting, value))
        })?;
        self.store.forget_destroyed();
        self.settings()
    }
}

impl Change<'_> {
    fn set(&mut self, now: &mut Settings, setting: &Setting, value: &str) -> Result<(), Error> {
        let mut after = now.clone();
        (setting.write)(&mut after, value)?;
        if after == *now {
            return Ok(());
        }
        self.writer.put_settings(&after)?;
        let sum = match (now.secret_retention, after.secret_retention) {
            (Retention::Sealed, Retention::ShowOnce) => self.forget_sealed_copies()?,
            (Retention::ShowOnce, Retention::Sealed) => self.begin_sealing().map(|()| None)?,
            _ => None,
        };
        self.sign_charter()?;
        let details =
            json!({ "setting": setting.key, "value": [(setting.read)(now), (setting.read)(&after)] });
        *now = after;
        self.record_sum(Action::SettingChanged, None, &details, sum)
    }
}
