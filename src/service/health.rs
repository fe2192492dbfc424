//! The health of the registry: how many clients have which trouble. Needs no sign-on.

use std::ops::ControlFlow;

use super::error::Error;
use super::{Linted, Service};
use crate::domain::health::{Bar, Chart, Health, bars};
use crate::domain::rule::Severity;
use crate::domain::{attribute, field};
use crate::store::AMONG;

/// Charts of facts: the word, and what it tells.
const CHARTS: &[(&str, &str)] = &[
    ("contained", "Incidents"),
    ("tried_again", "Tried again after a leak"),
    ("expiring", "Secrets that expire"),
    ("grace", "Grace"),
    ("secret_age", "Age of the newest secret"),
    ("last_used", "Use"),
];
/// The place of the findings among the charts: before what is less urgent.
const FINDINGS_AT: usize = 4;
/// Clients that are named one by one to list those with findings.
const NAMED_AT_MOST: usize = 10_000;
/// Partners that have a bar of their own.
const PARTNERS_AT_MOST: usize = 12;

impl Service {
    /// Counts clients by trouble, class and partner. Among a million that takes long: `go_on` is asked at each client.
    ///
    /// # Errors
    /// A registry that can't be read; [`Error::Interrupted`].
    pub fn health(&self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<Health, Error> {
        let (findings, now) = (self.findings(go_on)?, self.now());
        self.store.snapshot(|reader| {
            let mut charts = Vec::new();
            for &(key, title) in CHARTS {
                let mut bars: Vec<Bar> = bars(key).collect();
                for bar in &mut bars {
                    if go_on().is_break() {
                        return Err(Error::Interrupted);
                    }
                    bar.count = reader.count_clients(&bar.filters, now)?;
                }
                charts.push(Chart { key, title: title.to_owned(), bars });
            }
            let title = "Findings, by the gravest of each client".to_owned();
            charts.insert(FINDINGS_AT, Chart { key: "findings", title, bars: findings });
            let by = |name: &'static str| -> Result<Vec<Bar>, Error> {
                let Some(by) = attribute(name) else { return Ok(Vec::new()) };
                let bar = |(name, count): (String, i64)| Bar {
                    label: if name.is_empty() { "none".to_owned() } else { name.clone() },
                    count,
                    left_out: 0,
                    filters: vec![(by.called().to_owned(), name)],
                    is_bad: false,
                };
                Ok(reader.clients_by(by)?.into_iter().map(bar).collect())
            };
            charts.push(Chart {
                key: "class",
                title: "Clients by security class".to_owned(),
                bars: by(field::SECURITY_CLASS)?,
            });
            let mut partners = by(field::PARTNER)?;
            let title = match partners.len() {
                all if all > PARTNERS_AT_MOST => {
                    format!("Clients by partner, the {PARTNERS_AT_MOST} with most of {all}")
                }
                _ => "Clients by partner".to_owned(),
            };
            partners.truncate(PARTNERS_AT_MOST);
            charts.push(Chart { key: "partner", title, bars: partners });
            Ok(Health {
                clients: reader.count_clients(&[], now)?,
                open_incidents: i64::try_from(reader.incidents(true)?.len()).unwrap_or(i64::MAX),
                use_is_reported: reader.use_is_reported()?,
                charts,
            })
        })
    }

    /// Clients by the gravest finding that is not accepted.
    fn findings(&self, go_on: &mut dyn FnMut() -> ControlFlow<()>) -> Result<Vec<Bar>, Error> {
        const ORDER: [(Severity, &str); 3] = [
            (Severity::Error, "error"),
            (Severity::Warning, "warning"),
            (Severity::Information, "information"),
        ];
        let mut found: [(i64, Vec<String>); 3] = Default::default();
        self.lint_while(&[], go_on, |linted: Linted| -> Result<(), Error> {
            let open = linted.told.iter().filter(|(_, accepted)| accepted.is_none());
            let gravest = open
                .filter_map(|(advice, _)| ORDER.iter().position(|(known, _)| *known == advice.severity))
                .min();
            if let Some(at) = gravest {
                found[at].0 += 1;
                if found[at].1.len() < NAMED_AT_MOST {
                    found[at].1.push(linted.record.client.client_id);
                }
            }
            Ok(())
        })?;
        let bar = |((count, ids), (_, word)): ((i64, Vec<String>), (Severity, &str))| Bar {
            label: word.to_owned(),
            count,
            left_out: count - i64::try_from(ids.len()).unwrap_or(count),
            filters: vec![(AMONG.to_owned(), serde_json::Value::from(ids).to_string())],
            is_bad: word == "error",
        };
        Ok(found.into_iter().zip(ORDER).map(bar).collect())
    }
}
