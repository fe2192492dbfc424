//! The health of a registry as numbers of clients, each with the filter that leads to the list behind it.

use super::text::counted;

/// So many clients, and how to list them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What they have in common.
    pub label: String,
    /// How many there are.
    pub count: i64,
    /// The filters of the list that has just these, as words and values.
    pub filters: Vec<(String, String)>,
    /// How many of them that list leaves out, because it would have to name too many.
    pub left_out: i64,
    /// Whether one of them is one too many.
    pub is_bad: bool,
}

impl Bar {
    /// What heads its list: what they have in common, that some are left out, and what it is about.
    #[must_use]
    pub fn heading(&self, title: &str) -> String {
        let listed = self.count - self.left_out;
        let part = if self.left_out > 0 {
            format!(" (the first {listed} of {})", self.count)
        } else {
            String::new()
        };
        format!("{}{part}: {title}", self.label)
    }
}

/// Bars about one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The word for programs.
    pub key: &'static str,
    /// What the bars tell.
    pub title: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// The word for programs of the chart that tells what servers report.
pub const USE: &str = "last_used";
/// What stands in the place of its bars where they report nothing: who was never used is not known then.
const NOT_REPORTED: &str = "Servers report no use to this registry: nothing is known about it.";

/// What there is to know at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Clients that are not in the trash.
    pub clients: i64,
    /// Incidents with clients that are not let in again.
    pub open_incidents: i64,
    /// Whether servers report use at all.
    pub use_is_reported: bool,
    /// The charts, what is urgent first.
    pub charts: Vec<Chart>,
}

impl Health {
    /// How many clients there are, and how many incidents are open.
    #[must_use]
    pub fn summary(&self) -> String {
        let number = |count: i64| usize::try_from(count).unwrap_or(0);
        let incidents = match self.open_incidents {
            0 => "no open incident".to_owned(),
            count => counted(number(count), "open incident"),
        };
        format!("{}, {incidents}", counted(number(self.clients), "client"))
    }

    /// The bars of a chart, or the sentence in their place where nothing is known.
    ///
    /// # Errors
    /// The sentence.
    pub fn bars<'h>(&self, chart: &'h Chart) -> Result<&'h [Bar], &'static str> {
        if chart.key == USE && !self.use_is_reported { Err(NOT_REPORTED) } else { Ok(&chart.bars) }
    }
}

/// Facts that lists can be filtered by besides attributes: the word, its values, and what a bar calls each.
pub const FACTS: &[(&str, &str, &str)] = &[
    ("secret_age", "under-30d", "younger than 30 days"),
    ("secret_age", "30d-90d", "30 to 90 days"),
    ("secret_age", "90d-1y", "90 days to a year"),
    ("secret_age", "over-1y", "older than a year"),
    ("secret_age", "none", "no secret that is accepted"),
    ("expiring", "7d", "within 7 days"),
    ("expiring", "30d", "within 30 days"),
    ("grace", "running", "an older secret in its grace"),
    (USE, "never", "never used"),
    (USE, "over-90d", "not used for 90 days"),
    ("tried_again", "leak", "a leaked secret was tried again"),
    ("contained", "open", "contained, not let in again"),
];

/// The bars of a fact, yet to be counted.
pub fn bars(word: &'static str) -> impl Iterator<Item = Bar> {
    FACTS.iter().filter(move |(known, ..)| *known == word).map(|(word, value, label)| Bar {
        label: (*label).to_owned(),
        count: 0,
        left_out: 0,
        filters: vec![((*word).to_owned(), (*value).to_owned())],
        is_bad: matches!(
            (*word, *value),
            ("expiring" | "tried_again" | "contained", _) | ("secret_age", "over-1y")
        ),
    })
}

/// A bar as text: signs in proportion to the longest, at least one where there is anything.
#[must_use]
pub fn drawn(count: i64, longest: i64, width: usize) -> String {
    let (count, longest) = (usize::try_from(count).unwrap_or(0), usize::try_from(longest).unwrap_or(0));
    let signs = (count * width).checked_div(longest).unwrap_or(0).min(width);
    "#".repeat(if count > 0 { signs.max(1) } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_in_proportion_and_never_lost() {
        assert_eq!(drawn(10, 10, 20).len(), 20);
        assert_eq!(drawn(5, 10, 20).len(), 10);
        assert_eq!(drawn(1, 1_000_000, 20).len(), 1);
        assert_eq!((drawn(0, 10, 20), drawn(0, 0, 20)), (String::new(), String::new()));
    }

    #[test]
    fn a_list_that_leaves_some_out_says_so() {
        let whole = bars("grace").next().unwrap();
        assert_eq!(whole.heading("Grace"), "an older secret in its grace: Grace");
        let part = Bar { count: 12_345, left_out: 2_345, ..whole };
        assert!(part.heading("Grace").ends_with("in its grace (the first 10000 of 12345): Grace"));
    }

    #[test]
    fn one_is_told_as_one() {
        let mut told = Health { clients: 1, open_incidents: 1, use_is_reported: true, charts: Vec::new() };
        assert_eq!(told.summary(), "1 client, 1 open incident");
        (told.clients, told.open_incidents) = (2, 0);
        assert_eq!(told.summary(), "2 clients, no open incident");
    }

    #[test]
    fn nobody_is_called_unused_where_servers_report_no_use() {
        let chart = |key| Chart { key, title: String::new(), bars: bars(key).collect() };
        let mut told = Health { clients: 1, open_incidents: 0, use_is_reported: true, charts: Vec::new() };
        assert_eq!(told.bars(&chart(USE)).unwrap().len(), 2);
        told.use_is_reported = false;
        assert_eq!(told.bars(&chart(USE)), Err(NOT_REPORTED));
        assert_eq!(told.bars(&chart("grace")).unwrap().len(), 1);
    }

    #[test]
    fn every_bar_leads_somewhere() {
        assert_eq!(bars("secret_age").count(), 5);
        assert!(bars("expiring").all(|bar| bar.filters.len() == 1 && bar.is_bad));
    }
}
