//! Sentences that several screens say alike.

use super::keys::{self, Command, Context};
use super::list::List;
use crate::domain::Client;
use crate::domain::text::quoted;

/// Characters of a client ID that tell it from others beside a name.
const ID_SHOWN: usize = 8;
/// A client ID that is hardly longer is told as a whole.
const ID_SHORT: usize = 12;

/// A client as it is told beside its credentials: `"ABC Shipping" (l8vy9ezs…)`.
#[must_use]
pub fn whose(client: &Client) -> String {
    let id = &client.client_id;
    let id = if id.chars().count() > ID_SHORT {
        format!("{}…", id.chars().take(ID_SHOWN).collect::<String>())
    } else {
        id.clone()
    };
    format!("{} ({id})", quoted(&client.name))
}

/// Names, as many as can be taken in.
#[must_use]
pub fn listed(names: &[String]) -> String {
    const SHOWN: usize = 5;
    few(names, SHOWN)
}

/// Names of what a question is about, those first that the list does not show now: they would be forgotten.
#[must_use]
pub fn listed_with_unseen(names: &[String], unseen: &[String]) -> String {
    let Some(told) = unseen_words(unseen) else { return listed(names) };
    let seen: Vec<String> = names.iter().filter(|name| !unseen.contains(name)).cloned().collect();
    if seen.is_empty() { told } else { format!("{told}\n{}", listed(&seen)) }
}

/// The names of what a list does not show now although a question is about it; nothing where it shows all.
#[must_use]
pub fn unseen_words(unseen: &[String]) -> Option<String> {
    const SHOWN: usize = 12;
    let verb = if unseen.len() == 1 { "is" } else { "are" };
    let told =
        || format!("{} of these {verb} not shown in the list now: {}", unseen.len(), few(unseen, SHOWN));
    (!unseen.is_empty()).then(told)
}

/// Why a command that is about one row can't be used, where several are chosen.
#[must_use]
pub fn about_one(chosen: usize, what: &str, place: &[Context], command: Command) -> Option<String> {
    let label = keys::binding(place, command).map_or("", |binding| binding.label);
    let back = keys::names(place, Command::Back);
    let told =
        || format!("{chosen} {what} are marked, and {label} is about one: drop the marks with {back}.");
    (chosen > 1).then(told)
}

/// Why a command that is about one row can't be used, where the only row that is marked is another one: it may be on
/// another page.
#[must_use]
pub fn marked_elsewhere(list: &List, what: &str, place: &[Context], command: Command) -> Option<String> {
    let chosen = list.chosen();
    let (_, name) = chosen.first().filter(|_| list.marked() == 1 && list.single().is_none())?;
    let label = keys::binding(place, command).map_or("", |binding| binding.label);
    let back = keys::names(place, Command::Back);
    Some(format!(
        "{} is marked, and {label} is about the {what} that the cursor is on: drop the mark with {back}.",
        quoted(name)
    ))
}

fn few(names: &[String], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| quoted(name)).collect();
    match names.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn many_names_are_told_as_few_and_a_number() {
        let names = |count| (1..=count).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(listed(&names(2)), "\"1\", \"2\"");
        assert_eq!(listed(&names(7)), "\"1\", \"2\", \"3\", \"4\", \"5\" and 2 more");
    }
}
