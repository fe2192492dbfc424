//! What the service refuses in words: one sentence, the fields to mend, and the exit code of SPEC §3.

use std::path::PathBuf;

use super::*;
use crate::domain::{Problem, Right, Role, rule};
use crate::service::Error;
use crate::store::StoreError;

#[test]
fn each_kind_of_refusal_has_the_exit_code_that_scripts_go_by() {
    let conflict = Error::Conflict { sentence: String::new(), field: None };
    let not_allowed =
        Error::NotAllowed { operator: String::new(), role: Role::Auditor, right: Right::Create };
    for (error, code) in [
        (Error::Usage(String::new()), 2),
        (Error::not_found("client", "x"), 3),
        (conflict, 4),
        (Error::Overtaken { what: String::new() }, 4),
        (Error::NoSecret(String::new()), 4),
        (StoreError::Exists(PathBuf::new()).into(), 4),
        (Error::NotSignedOn, 5),
        (Error::WrongPassword { locked_for: None }, 5),
        (Error::Locked { seconds: 1 }, 5),
        (not_allowed, 5),
        (Error::MustChangePassword, 5),
        (Error::Code(String::new()), 5),
        (Error::SignedOff, 5),
        (Error::Invalid(Vec::new()), 6),
        (Error::Unreadable { line: 1, sentence: String::new() }, 6),
        (StoreError::Missing(PathBuf::new()).into(), 7),
        (Error::Tampered("x"), 7),
        (Error::Machine(String::new()), 7),
        (Error::Interrupted, 7),
    ] {
        assert_eq!(error.exit_code(), code, "{error:?}");
        let missing = matches!(error, Error::Store(StoreError::Missing(_)));
        assert_eq!(error.is_missing_registry(), missing, "only then one can be set up");
    }
}

#[test]
fn a_refusal_says_what_and_where_and_for_how_long() {
    let problems =
        vec![Problem::by(rule::L22, field::CLIENT_SECRET, "One."), Problem::new(field::NOTES, "", "Two.")];
    let source = problems[0].source;
    let invalid = Error::Invalid(problems);
    assert_eq!(invalid.to_string(), format!("client_secret: One. ({source})\nnotes: Two."));
    let fields: Vec<&str> = invalid.problems().iter().map(|problem| problem.field).collect();
    assert_eq!(fields, [field::CLIENT_SECRET, field::NOTES]);
    let missing = Error::NotFound { what: "scope", name: "x".to_owned(), field: Some(field::SCOPE) };
    assert_eq!(missing.problems()[0].sentence, "There is no scope \"x\".");
    let wrong = |locked_for| Error::WrongPassword { locked_for }.to_string();
    assert_eq!(wrong(None), "The user name or password is wrong.");
    assert!(wrong(Some(30)).ends_with("signing on is locked for 30 seconds."));
    let operator = "eve".to_owned();
    let refused = Error::NotAllowed { operator, role: Role::Auditor, right: Right::Create }.to_string();
    assert!(refused.starts_with("eve is an auditor: auditor may not "), "{refused}");
}
