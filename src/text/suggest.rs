//! "Did you mean": the known name nearest to an unknown one, by one rule wherever names are looked
//! up.
//!
//! A known name is near if at most a third of the letters of the unknown one are wrong, missing,
//! surplus or swapped, and at least one is right; or else if it begins with the unknown one. Upper
//! and lower case are the same.

/// Suggests names within a budget, so that a file of nothing but unknown names stays cheap.
#[derive(Debug)]
pub(crate) struct Suggester {
    /// Comparisons of two letters still to be made.
    budget: usize,
}

/// The name nearest to `name` among those known, the first of several; `None` if none is near.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Suggester::new().nearest(name, known)
}

impl Suggester {
    /// Enough for some thousand searches among the names of a usual vocabulary.
    const BUDGET: usize = 20_000_000;

    /// The fewest letters that may stand for a longer name.
    const SHORTEST_BEGINNING: usize = 3;

    pub fn new() -> Self {
        Self {
            budget: Self::BUDGET,
        }
    }

    /// As [`nearest`]; also `None` once the budget is spent.
    pub fn nearest<'a>(
        &mut self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let lower = name.to_lowercase();
        let letters = lower.chars().count();
        let most = (letters / 3).max(1).min(letters.saturating_sub(1));
        let mut misspelt: Option<(usize, &str)> = None;
        let mut shortened: Option<&str> = None;
        for candidate in known {
            let start = candidate.get(..name.len());
            let begins = letters >= Self::SHORTEST_BEGINNING
                && start.is_some_and(|start| start.eq_ignore_ascii_case(name));
            if begins && shortened.is_none_or(|shortest| candidate.len() < shortest.len()) {
                shortened = Some(candidate);
            }
            let length = candidate.chars().count();
            if letters.abs_diff(length) > most {
                continue;
            }
            self.budget = self.budget.checked_sub(letters * length)?;
            let wrong = strsim::osa_distance(&lower, &candidate.to_lowercase());
            if wrong <= most && misspelt.is_none_or(|(least, _)| wrong < least) {
                misspelt = Some((wrong, candidate));
            }
        }
        misspelt.map(|(_, candidate)| candidate).or(shortened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_nearest_is_found() {
        let names = ["arms_supply", "arms_suply", "air_defence", "arms_suppl"];
        let found = |name| nearest(name, names);
        assert_eq!(found("arms_supplly"), Some("arms_supply"));
        assert_eq!(found("AIR_DEFENCE"), Some("air_defence"));
        assert_eq!(found("air_defense"), Some("air_defence"));
        assert_eq!(found("weather"), None);
        assert_eq!(nearest("a", ["b"]), None);
    }

    #[test]
    fn a_beginning_stands_for_the_shortest_name() {
        let names = ["prerequisite_of_all", "prerequisite", "term"];
        assert_eq!(nearest("prereq", names), Some("prerequisite"));
        assert_eq!(nearest("pr", names), None);
    }

    #[test]
    fn the_search_ends_when_the_budget_is_spent() {
        let mut suggester = Suggester { budget: 100 };
        let long = "a".repeat(200);
        assert_eq!(suggester.nearest(&long, [long.as_str()]), None);
    }
}
