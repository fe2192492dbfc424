//! Operators on stdout: JSON, a table for a person, lines for a program.

use serde_json::Value;

use crate::cli::error::Error;
use crate::cli::json::Object;
use crate::cli::output::Output;
use crate::cli::table;
use crate::domain::{Word as _, time};
use crate::service::OperatorRecord;

const TITLES: &[&str] = &["User name", "Role", "Status", "Failures", "Last sign-on", "Full name"];
/// The columns that a narrow terminal keeps the longest.
const ORDER: &[usize] = &[0, 1, 2, 4, 5, 3];

/// Prints one operator.
pub fn one(output: Output, record: &OperatorRecord) -> Result<(), Error> {
    if output.json() {
        return output.document(&object(record));
    }
    table::print(output, TITLES, &[cells(output, record)], ORDER)
}

/// Prints operators.
pub fn list(output: Output, records: &[OperatorRecord]) -> Result<(), Error> {
    if output.json() {
        return output.document(&records.iter().map(object).collect::<Vec<_>>());
    }
    let rows: Vec<Vec<String>> = records.iter().map(|record| cells(output, record)).collect();
    table::print(output, TITLES, &rows, ORDER)
}

fn object(record: &OperatorRecord) -> Object {
    let operator = &record.operator;
    Object::of([
        ("user_name", Value::from(operator.user_name.clone())),
        ("full_name", Value::from(operator.full_name.clone())),
        ("role", Value::from(operator.role.word())),
        ("disabled", Value::from(operator.disabled)),
        ("must_change_password", Value::from(operator.must_change_password)),
        ("failed_attempts", Value::from(record.failures)),
        ("locked_until", Value::from(record.locked_until.map(time::rfc3339))),
        ("last_sign_on_at", Value::from(operator.last_sign_on_at.map(time::rfc3339))),
        ("created_at", Value::from(time::rfc3339(operator.created.at))),
        ("created_by", Value::from(operator.created.by.clone())),
    ])
}

fn cells(output: Output, record: &OperatorRecord) -> Vec<String> {
    let operator = &record.operator;
    let at = |at| if output.is_terminal() { time::minute(at) } else { time::rfc3339(at) };
    let status = match (operator.disabled, record.locked_until, operator.must_change_password) {
        (true, ..) => "disabled".to_owned(),
        (_, Some(until), _) => format!("locked until {}", at(until)),
        (_, _, true) => "must change password".to_owned(),
        _ => "enabled".to_owned(),
    };
    vec![
        operator.user_name.clone(),
        operator.role.word().to_owned(),
        status,
        record.failures.to_string(),
        operator.last_sign_on_at.map(at).unwrap_or_default(),
        operator.full_name.clone(),
    ]
}
