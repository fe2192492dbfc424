//! `list`: the clients, searched, filtered, sorted and paged. A table for a person, tab-separated lines for
//! a program.

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::json;
use crate::cli::output;
use crate::cli::table;
use crate::domain::{COLUMNS, ClientRecord, Column, ListQuery, PageAt, text, time};
use crate::service::Service;

/// List clients
#[derive(clap::Parser)]
#[command(
    name = "list",
    after_help = "Examples:
  clientkeep list
  clientkeep list --search 'abc class:USER' --sort updated:desc --limit 50 --page 2
  clientkeep list --filter status=disabled --json | jq -r '.[].client_id'
  clientkeep list | cut -f 2

On a terminal: a table with as many columns as fit. Otherwise: a line a client without a heading, \
all columns, parted by tabs, times as in RFC 3339; a tab or newline inside a value stands as \\t \
or \\n. The columns, which are also the words for --sort and --filter: name client_id class \
partner email grants status secret_age last_used updated created."
)]
pub struct List {
    /// Terms that must all be found; field:term looks into one field
    #[arg(long, value_name = "TERMS")]
    search: Option<String>,
    /// The column to sort by
    #[arg(long, value_name = "COLUMN[:desc]", default_value = "name")]
    sort: String,
    /// Only clients that have this value; may be repeated
    #[arg(long, value_name = "FIELD=VALUE")]
    filter: Vec<String>,
    /// Clients a page; without it all are listed
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    limit: Option<i64>,
    /// Which page
    #[arg(long, value_name = "N", requires = "limit", value_parser = clap::value_parser!(i64).range(1..))]
    page: Option<i64>,
}

impl Run for List {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let query = self.query()?;
        let service = context.open()?;
        let page = service.clients(&query)?;
        let output = context.output;
        let records: Vec<ClientRecord> = page.rows.into_iter().map(|(_, record)| record).collect();
        if output.json() {
            let objects: Vec<json::Object> = records.iter().map(json::client).collect();
            return output.document(&objects);
        }
        if !output.is_terminal() {
            return output::data(&records.iter().map(line).collect::<String>());
        }
        if !records.is_empty() {
            output::data(&drawn(&records, service.now()))?;
        }
        say_position(page.offset, records.len(), page.total);
        Ok(())
    }
}

impl List {
    fn query(&self) -> Result<ListQuery, Error> {
        let (sort, descending) = sorted_by(&self.sort)?;
        let filters = self.filter.iter().map(|filter| filtered_by(filter)).collect::<Result<_, _>>()?;
        let page = match (self.page, self.limit) {
            (Some(page), Some(limit)) => PageAt::Position((page - 1).saturating_mul(limit)),
            _ => PageAt::First,
        };
        let search = self.search.clone().unwrap_or_default();
        Ok(ListQuery { search, filters, sort, descending, page, limit: self.limit })
    }
}

fn sorted_by(typed: &str) -> Result<(&'static Column, bool), Error> {
    let (key, direction) = typed.split_once(':').unwrap_or((typed, "asc"));
    let column = Service::sort_column(key)?;
    match direction {
        "asc" => Ok((column, false)),
        "desc" => Ok((column, true)),
        _ => Err(Error::Usage(format!("Lists are sorted asc or desc, not {}.", text::quoted(direction)))),
    }
}

fn filtered_by(typed: &str) -> Result<(String, String), Error> {
    typed.split_once('=').map(|(field, value)| (field.to_owned(), value.to_owned())).ok_or_else(|| {
        Error::Usage(format!(
            "{} is no filter: say FIELD=VALUE, such as status=disabled.",
            text::quoted(typed)
        ))
    })
}

/// One client for a program: every column, parted by tabs.
fn line(record: &ClientRecord) -> String {
    let cells: Vec<String> = COLUMNS.iter().map(|column| table::escaped(&exact(column, record))).collect();
    cells.join("\t") + "\n"
}

/// What stands in a column for a program: times, where a screen says how long ago.
fn exact(column: &Column, record: &ClientRecord) -> String {
    let at = match column.key {
        "secret_age" => record.secret_at,
        "last_used" => record.last_used_at,
        "updated" => Some(record.updated.at),
        "created" => Some(record.created.at),
        _ => return column.cell(record, 0),
    };
    at.map(time::rfc3339).unwrap_or_default()
}

/// The clients for a person.
fn drawn(records: &[ClientRecord], now: i64) -> String {
    let titles: Vec<&str> = COLUMNS.iter().map(|column| column.title).collect();
    let rows: Vec<Vec<String>> = records
        .iter()
        .map(|record| COLUMNS.iter().map(|column| column.cell(record, now)).collect())
        .collect();
    // The columns that nobody can do without come first; the others as many as fit.
    let wanted = ["name", "client_id", "status"];
    let first = |column: &Column| wanted.contains(&column.key);
    let (mut order, others): (Vec<usize>, Vec<usize>) =
        (0..COLUMNS.len()).partition(|&at| first(&COLUMNS[at]));
    order.extend(others);
    table::drawn(&titles, &rows, &order)
}

/// Which part of the list this is, such as `51–100 of 1204`.
fn say_position(offset: i64, shown: usize, total: i64) {
    let shown = i64::try_from(shown).unwrap_or(i64::MAX);
    output::say(&match (total, shown) {
        (0, _) => "No client.".to_owned(),
        (_, 0) => format!("No client on this page; there are {total}."),
        _ => format!("{}–{} of {total}", offset + 1, offset + shown),
    });
}
