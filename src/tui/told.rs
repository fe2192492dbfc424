//! Sentences that several screens say alike.

use crate::domain::text::quoted;

/// Names, as many as can be taken in.
#[must_use]
pub fn listed(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| quoted(name)).collect();
    match names.len().saturating_sub(SHOWN) {
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
