//! Whether the names of an expectation are those of the policy.

use super::error::Kind;
use super::{Expectation, Expected, ExpectedBy};
use crate::policy::Policy;
use crate::text::{Diagnostic, Spanned, nearest};

impl Expectation {
    /// What is wrong with the names of prerequisites, warnings and terms that are used of a policy.
    #[must_use]
    pub fn wrong_names(&self, by: &ExpectedBy, policy: &Policy) -> Vec<Diagnostic> {
        let Expected::Judged(expected) = &by.outcome else {
            return Vec::new();
        };
        let prerequisites = policy.prerequisites.iter().map(|each| each.name.as_str());
        let warnings = policy.warnings.iter().map(|each| each.name.as_str());
        let vocabulary = &policy.vocabulary;
        let terms = vocabulary.terms.iter().map(|each| each.name.as_str());
        let (of_policy, of_terms) = (
            format!("the policy `{}`", policy.name),
            format!("the vocabulary `{}`", vocabulary.name),
        );
        let of_findings = expected.findings.iter();
        let of_findings = of_findings.filter_map(|finding| finding.turns_on.as_ref());
        let turns_on = expected.turns_on.iter().chain(of_findings);
        let turns_on = turns_on.flat_map(|all| &all.value);
        let all = [
            (
                "prerequisite",
                &of_policy,
                prerequisites.collect::<Vec<_>>(),
                expected.findings.iter().map(|each| &each.name).collect(),
            ),
            (
                "warning",
                &of_policy,
                warnings.collect(),
                expected.warnings.iter().map(|(name, _)| name).collect(),
            ),
            ("term", &of_terms, terms.collect(), turns_on.collect()),
        ];
        // What a term of a former name is called now.
        let now = |what: &str, name: &str| {
            let found = vocabulary.find_as_ever(name).filter(|_| what == "term");
            found.map(|term| vocabulary.term(term).name.as_str())
        };
        let mut wrong = Vec::new();
        for (what, of, known, names) in all {
            let names: Vec<&Spanned<String>> = names;
            let unknown = |name: &&Spanned<String>| !known.contains(&name.value.as_str());
            wrong.extend(names.into_iter().filter(unknown).map(|name| {
                let kind = Kind::UnknownName {
                    name: name.value.clone(),
                    what,
                    of: of.clone(),
                    near: now(what, &name.value)
                        .or_else(|| nearest(&name.value, known.iter().copied()))
                        .map(str::to_owned),
                };
                kind.diagnostic(&self.source, name.span)
            }));
        }
        wrong
    }
}
