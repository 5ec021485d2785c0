//! "Did you mean": the known name nearest to an unknown one.

/// Finds near names within a budget, so that a file of nothing but unknown names stays cheap.
#[derive(Debug)]
pub(super) struct Near {
    /// Character comparisons still to spend.
    budget: usize,
}

impl Near {
    /// Enough for some thousand searches among the names of a usual vocabulary.
    const BUDGET: usize = 20_000_000;

    pub(super) fn new() -> Self {
        Self {
            budget: Self::BUDGET,
        }
    }

    /// The candidate nearest to `name`, the first of several; `None` if none is near.
    pub(super) fn find<'a>(
        &mut self,
        name: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Option<String> {
        // A name of which every letter is wrong is another name.
        let most = (name.len() / 3).max(1).min(name.len().saturating_sub(1));
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            if name.len().abs_diff(candidate.len()) > most {
                continue;
            }
            self.budget = self.budget.checked_sub(name.len() * candidate.len())?;
            let distance = distance(name, candidate);
            if distance <= most && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate.to_owned())
    }
}

/// How many letters are wrong, upper and lower case being the same.
fn distance(name: &str, candidate: &str) -> usize {
    strsim::osa_distance(&name.to_ascii_lowercase(), &candidate.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::Near;

    #[test]
    fn finds_the_first_of_the_nearest() {
        let names = ["arms_supply", "arms_suply", "air_defence", "arms_suppl"];
        let found = |name| Near::new().find(name, names.into_iter());
        assert_eq!(found("arms_supplly").as_deref(), Some("arms_supply"));
        assert_eq!(found("AIR_DEFENCE").as_deref(), Some("air_defence"));
        assert_eq!(found("air_defense").as_deref(), Some("air_defence"));
        assert_eq!(found("weather"), None);
    }

    #[test]
    fn stops_when_the_budget_is_spent() {
        let mut near = Near { budget: 100 };
        let long = "a".repeat(200);
        assert_eq!(near.find(&long, std::iter::once(long.as_str())), None);
    }
}
