//! The list of clients: what may be asked of it. A filter or field that does not exist, and a value that nothing can
//! have, is told instead of finding nothing.

use super::{Error, Service};
use crate::domain::health::FACTS;
use crate::domain::text::{grouped, quoted};
use crate::domain::{
    COLUMNS, ClientRecord, Cursor, Input, ListQuery, Page, PageAt, SEARCH_CHARACTERS, SEARCH_TERMS, Status,
    Told, Word, field,
};
use crate::store::{self, PartTold, Reader};

const STATUS: &str = "status";
/// Clients that are read at once.
const PAGE: i64 = 1_000;

impl Service {
    /// A page of the list of clients.
    ///
    /// # Errors
    /// A filter that does not exist or a value that nothing can have, more than [`SEARCH_TERMS`] terms or
    /// [`SEARCH_CHARACTERS`] characters, or a registry that can't be read.
    pub fn clients(&self, query: &ListQuery) -> Result<Page, Error> {
        Ok(self.store.clients(&self.checked(query)?, self.now())?)
    }

    /// Tells the cells of a page of the list, row by row, as a program wants them: `tell` gets the place of each of
    /// [`COLUMNS`] and what stands there. For long lists, of which no client is made; pages are counted from the first,
    /// or go on after a place.
    ///
    /// # Errors
    /// As for [`Service::clients`]. What was told before counts.
    pub fn client_cells(
        &self,
        query: &ListQuery,
        tell: impl FnMut(usize, Told<'_>),
    ) -> Result<PartTold, Error> {
        Ok(self.store.client_cells(&self.checked(query)?, self.now(), tell)?)
    }

    /// The rows of the first page of a search that finds so many that they are known well before they are counted:
    /// [`Service::clients`] counts them. Nothing where it is as quick.
    ///
    /// # Errors
    /// As for [`Service::clients`].
    pub fn first_rows(&self, query: &ListQuery) -> Result<Option<Vec<(Cursor, ClientRecord)>>, Error> {
        Ok(self.store.first_rows(&self.checked(query)?)?)
    }

    /// A query whose filters and search can be meant.
    fn checked(&self, query: &ListQuery) -> Result<ListQuery, Error> {
        let filters = query
            .filters
            .iter()
            .map(|(word, value)| Ok((word.clone(), self.filter_value(word, value)?)))
            .collect::<Result<_, Error>>()?;
        let characters = query.search.chars().count();
        if characters > SEARCH_CHARACTERS {
            return Err(Error::Usage(format!(
                "A search may have up to {} characters; this one has {}. Leave some out.",
                grouped(SEARCH_CHARACTERS),
                grouped(characters)
            )));
        }
        let terms = query.search.split_whitespace().count();
        if terms > SEARCH_TERMS {
            return Err(Error::Usage(format!(
                "A search may have up to {SEARCH_TERMS} terms; this one has {terms}. Leave some out."
            )));
        }
        Ok(ListQuery { filters, ..query.clone() })
    }

    /// The page that is asked for where it holds this client, else the one that does, counted from the first of the
    /// list; where the list does not have the client, the page that is asked for.
    ///
    /// # Errors
    /// As for [`Service::clients`].
    pub fn clients_with(&self, query: &ListQuery, client_id: &str) -> Result<Page, Error> {
        let page = self.clients(query)?;
        if page.rows.iter().any(|(_, record)| record.client.client_id == client_id) {
            return Ok(page);
        }
        Ok(self.store.page_holding(query, client_id, self.now())?.unwrap_or(page))
    }

    /// The words that a filter may begin with.
    pub fn filters() -> impl Iterator<Item = &'static str> {
        store::filters()
    }

    /// The words that may stand before the colon of a searched term.
    pub fn search_fields() -> impl Iterator<Item = &'static str> {
        store::fields()
    }

    /// Why a search that found nothing could not find anything: a word before a colon that is no field.
    #[must_use]
    pub fn unknown_field(search: &str) -> Option<String> {
        let word = store::unknown_field(search)?;
        let known: Vec<&str> = store::fields().collect();
        Some(format!("There is no field {} to search. There are: {}.", quoted(word), known.join(", ")))
    }

    /// A filter's value as clients have it, without regard to case where it is one of a closed set.
    fn filter_value(&self, word: &str, value: &str) -> Result<String, Error> {
        if !store::is_filter(word) {
            let known: Vec<&str> = store::filters().collect();
            return Err(Error::Usage(format!(
                "{} is no filter. There are: {}.",
                quoted(word),
                known.join(", ")
            )));
        }
        let facts: Vec<&str> =
            FACTS.iter().filter(|(fact, ..)| *fact == word).map(|(_, value, _)| *value).collect();
        let Some(attribute) = store::filtered(word).filter(|_| facts.is_empty()) else {
            return match word {
                store::AMONG => among(value),
                STATUS => one_of(word, value, &[Status::Enabled.word(), Status::Disabled.word()]),
                _ if facts.is_empty() => Ok(value.to_owned()),
                _ => one_of(word, value, &facts),
            };
        };
        match attribute.input {
            Input::Choice(words) => {
                let words: Vec<&str> = words().into_iter().map(|(word, _)| word).collect();
                one_of(word, value, &words)
            }
            Input::Flag => one_of(word, value, &["true", "false"]),
            // Others are absolute URIs of extensions (RFC 6749 §4.5).
            Input::Choices(known) if attribute.name == field::GRANT_TYPES && !value.contains(':') => {
                let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
                one_of(word, value, &words)
            }
            Input::SecurityClass => {
                let class = self.store.read().class_name(value)?;
                class.ok_or_else(|| Error::not_found("security class", value))
            }
            Input::Partner if !value.is_empty() => {
                let partner = self.store.read().partner(value)?;
                partner.map(|known| known.subdomain).ok_or_else(|| Error::not_found("partner", value))
            }
            _ => Ok(value.to_owned()),
        }
    }
}

/// Gives each client that is named, once, to `work`, with its number; where none is named, all that are not in the trash,
/// in the order of their names.
pub(super) fn each(
    reader: &Reader<'_>,
    references: &[String],
    work: &mut dyn FnMut(i64, ClientRecord) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut known = std::collections::HashSet::new();
    for reference in references {
        let (id, record) = super::find_client(reader, reference)?;
        if known.insert(id) {
            work(id, record)?;
        }
    }
    if !references.is_empty() {
        return Ok(());
    }
    let mut query = ListQuery {
        search: String::new(),
        filters: Vec::new(),
        sort: &COLUMNS[0],
        descending: false,
        page: PageAt::First,
        limit: Some(PAGE),
    };
    loop {
        // No filter goes by the time here.
        let rows = reader.clients(&query, 0)?.rows;
        let Some((last, _)) = rows.last() else { return Ok(()) };
        query.page = PageAt::After(last.clone());
        for (cursor, record) in rows {
            work(cursor.id, record)?;
        }
    }
}

/// A JSON array of client IDs, as the bars of the health have it.
fn among(value: &str) -> Result<String, Error> {
    match serde_json::from_str::<Vec<String>>(value) {
        Ok(_) => Ok(value.to_owned()),
        Err(_) => Err(Error::Usage(format!(
            "{} chooses nothing among the clients: give their IDs as a JSON array, such as [\"abc-jane\"].",
            quoted(value)
        ))),
    }
}

fn one_of(word: &str, value: &str, words: &[&str]) -> Result<String, Error> {
    let found = words.iter().find(|known| known.eq_ignore_ascii_case(value));
    found.map(|known| (*known).to_owned()).ok_or_else(|| {
        let sentence =
            format!("No client has the {word} {}. There are: {}.", quoted(value), words.join(", "));
        Error::Usage(sentence)
    })
}
