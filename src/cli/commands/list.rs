//! `list`: the clients, searched, filtered, sorted and paged. A table for a person, tab-separated lines for
//! a program.

use super::Run;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::output::{self, Output};
use crate::cli::sheet::{self, Sheet};
use crate::domain::{COLUMNS, Column, ListQuery, Page, PageAt, text};
use crate::service::Service;

/// Clients that are read at once for a table, whose columns fit all of them: a registry may have a million.
const PART: i64 = 20_000;
/// And for a program, to which it makes no difference.
const SMALL_PART: i64 = 1_000;

/// List clients
#[derive(clap::Parser)]
#[command(
    after_help = words()
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

/// Examples, and the words that the flags take.
fn words() -> String {
    let columns: Vec<&str> = COLUMNS.iter().map(|column| column.key).collect();
    let filters: Vec<&str> = Service::filters().collect();
    let fields: Vec<&str> = Service::search_fields().collect();
    format!(
        "Examples:
  clientkeep list
  clientkeep list --search 'abc class:USER' --sort updated:desc --limit 50 --page 2
  clientkeep list --filter status=disabled --json | jq -r '.[].client_id'
  clientkeep list | cut -f 2

On a terminal: a table with as many columns as fit. Otherwise: a line a client without a heading, all columns, \
parted by tabs, times as in RFC 3339; a tab or newline inside a value stands as \\t or \\n.

Columns, by which --sort sorts: {}.
Fields of --search, before a colon: {}.
Fields of --filter: {}.",
        columns.join(" "),
        fields.join(" "),
        filters.join(" ")
    )
}

impl Run for List {
    fn run(self, context: &mut Context) -> Result<(), Error> {
        let query = self.query()?;
        let service = context.open()?;
        let output = context.output;
        if output.json() || output.is_terminal() {
            self.sheet(&service, query, output)?;
        } else {
            self.lines(&service, query)?;
        }
        service.leave();
        Ok(())
    }
}

impl List {
    /// For a person, or as JSON.
    fn sheet(&self, service: &Service, mut query: ListQuery, output: Output) -> Result<(), Error> {
        let mut sheet = Sheet::new(output, service.now());
        let mut left = self.limit.unwrap_or(i64::MAX);
        let part = if output.json() { SMALL_PART } else { PART };
        let mut offset = None;
        loop {
            let wanted = left.min(part);
            query.limit = Some(wanted);
            let Page { mut rows, total, offset: before } = service.clients(&query)?;
            refuse_unknown_field(&query, total)?;
            let offset = *offset.get_or_insert(before);
            sheet.add(&rows)?;
            let count = i64::try_from(rows.len()).unwrap_or(wanted);
            left -= count;
            match rows.pop() {
                Some((last, _)) if count == wanted && left > 0 => query.page = PageAt::After(last),
                _ => return sheet.end(offset, total),
            }
        }
    }

    /// For a program.
    fn lines(&self, service: &Service, mut query: ListQuery) -> Result<(), Error> {
        let mut left = self.limit.unwrap_or(i64::MAX);
        let mut lines = String::new();
        loop {
            query.limit = Some(left.min(SMALL_PART));
            let told = service.client_cells(&query, |column, told| sheet::push(&mut lines, column, &told))?;
            if told.rows == 0 && !matches!(query.page, PageAt::After(_)) {
                return refuse_unknown_field(&query, service.clients(&query)?.total);
            }
            output::data(&lines)?;
            lines.clear();
            left -= told.rows;
            match told.last {
                Some(last) if left > 0 => query.page = PageAt::After(last),
                _ => return Ok(()),
            }
        }
    }

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

/// A list that holds nothing may have been searched for what nothing can have.
fn refuse_unknown_field(query: &ListQuery, total: i64) -> Result<(), Error> {
    let unknown = Service::unknown_field(&query.search).filter(|_| total == 0);
    unknown.map_or(Ok(()), |sentence| Err(Error::Usage(sentence)))
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
