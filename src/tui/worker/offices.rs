//! The requests of those who administer and audit: operators, passwords, the audit log, settings. Each is one
//! call at the service's door.

use super::Worker;
use crate::domain::Plaintext;
use crate::service::{LogQuery, OperatorChange, Telling};
use crate::tui::request::{Answer, Entry, Failure, LoggedPage, Request};

impl Worker {
    pub(super) fn administer(&mut self, request: Request, tell: Telling<'_>) -> Answer {
        let progress = &mut |done, all| {
            let _ = tell(done, all);
        };
        match request {
            Request::Operators => Answer::Operators(self.call(|service| service.operators())),
            Request::AddOperator(new) => {
                Answer::OperatorSaved(self.call(|service| service.add_operator(&new)).map(Box::new))
            }
            Request::UpdateOperator { before, change } => {
                let name = before.user_name.clone();
                let change = OperatorChange { seen: Some(*before), ..change };
                let changed = self.call(|service| service.update_operator(&name, &change, progress));
                Answer::OperatorSaved(changed.map(Box::new))
            }
            Request::DeleteOperator(name) => Answer::OperatorDeleted(
                self.call(|service| service.delete_operator(&name, progress)).map(|()| name),
            ),
            Request::UnlockOperator(name) => {
                Answer::OperatorUnlocked(self.call(|service| service.unlock_operator(&name)).map(Box::new))
            }
            Request::ResetPassword { user_name, password } => Answer::PasswordReset(
                self.call(|service| service.reset_password(&user_name, &password)).map(Box::new),
            ),
            Request::ChangePassword { old, new } => {
                Answer::PasswordChanged(self.call(|service| service.change_password(&old, &new)))
            }
            Request::Recover { code, admin, password } => {
                Answer::SignedOn(self.recover(&code, &admin, &password))
            }
            Request::ReplaceRecoveryCode => {
                Answer::RecoveryCode(self.call(|service| service.replace_recovery_code(progress)))
            }
            Request::Log(query) => Answer::Log(self.log(query)),
            Request::LogEntry(number) => {
                Answer::LogEntry(self.call(|service| service.log_entry(number)).map(Box::new))
            }
            Request::Past { client_id, entry } => {
                Answer::Past(self.call(|service| service.past(&client_id, entry)))
            }
            Request::RestoreAttribute { client_id, entry, attribute } => Answer::AttributeRestored(
                self.call(|service| service.restore_attribute(&client_id, &attribute, Some(entry)))
                    .map(Box::new),
            ),
            Request::PrepareSearch(column) => {
                Answer::SearchPrepared(self.call(|service| service.prepare_search(column, progress)))
            }
            Request::VerifyLog => {
                Answer::LogVerified(self.call(|service| service.verify_log(None)).map(Box::new))
            }
            Request::SaveSettings { before, changes } => Answer::SettingsSaved(
                self.call(|service| service.set_settings(&changes, Some(&before)).map(|_| ())),
            ),
            other => self.partner(other, tell),
        }
    }

    fn recover(
        &mut self,
        code: &Plaintext,
        admin: &str,
        password: &Plaintext,
    ) -> Result<Box<Entry>, Failure> {
        self.call(|service| service.recover(code, admin, password))?;
        self.entry(None, None)
    }

    /// A page of the log. Who asks for a client by its name means the client that has it now.
    fn log(&mut self, mut query: LogQuery) -> Result<LoggedPage, Failure> {
        self.call(|service| {
            let found = query.client.as_deref().and_then(|client| service.client(client).ok());
            query.client = found.map(|record| record.client.client_id).or(query.client);
            let page = service.log_page(&query)?;
            let name = |client: &String| service.client(client).ok().map(|record| record.client.name);
            let names = page.entries.iter().map(|entry| entry.client.as_ref().and_then(name)).collect();
            Ok(LoggedPage { page, names })
        })
    }
}
