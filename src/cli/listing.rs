//! How small things such as classes and partners are printed: in JSON an object where one is named and an
//! array for a list; else a table for a person, tab-separated lines for a program.

use super::error::Error;
use super::json::Object;
use super::output::Output;
use super::table;

/// Something that stands in a row.
pub trait Listed {
    /// The headers; which are also the columns in the order in which they find room.
    const TITLES: &'static [&'static str];

    /// All of it.
    fn object(&self) -> Object;

    /// One text a column.
    fn cells(&self) -> Vec<String>;
}

/// Prints the one thing that was named.
///
/// # Errors
/// Where stdout can't be written.
pub fn one<T: Listed>(output: Output, thing: &T) -> Result<(), Error> {
    if output.json() { output.document(&thing.object()) } else { rows(output, std::slice::from_ref(thing)) }
}

/// Prints a list.
///
/// # Errors
/// Where stdout can't be written.
pub fn all<T: Listed>(output: Output, things: &[T]) -> Result<(), Error> {
    if output.json() {
        return output.document(&things.iter().map(T::object).collect::<Vec<_>>());
    }
    rows(output, things)
}

fn rows<T: Listed>(output: Output, things: &[T]) -> Result<(), Error> {
    let order: Vec<usize> = (0..T::TITLES.len()).collect();
    table::print(output, T::TITLES, &things.iter().map(T::cells).collect::<Vec<_>>(), &order)
}
