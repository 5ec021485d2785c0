//! What was proved about policies: a case for each policy, and for the vocabulary where something was
//! found of it.

use super::{Case, Codes, Notice, Outcome};
use crate::answer::{LintAnswer, Lints, PolicyRef};
use crate::text::{Phrase, Untrusted};

/// The cases of an answer about these policies. Where it is `strict`, a policy of which something was
/// found fails.
#[must_use]
pub fn lints(lints: &Lints, policies: &[PolicyRef], strict: bool, codes: &dyn Codes) -> Vec<Case> {
    let case = |name: &str, file: &Untrusted, vocabulary: &str| {
        let found: Vec<&LintAnswer> = (lints.found.iter())
            .filter(|found| found.policy == name)
            .collect();
        let outcome = if strict && !found.is_empty() {
            Outcome::Failed
        } else {
            Outcome::Passed
        };
        Case {
            suite: vocabulary.into(),
            of: name.into(),
            name: file.clone(),
            file: file.clone(),
            outcome,
            says: Phrase::default(),
            notices: found.iter().map(|found| notice(found, codes)).collect(),
        }
    };
    let mut cases: Vec<Case> = (policies.iter())
        .map(|policy| case(policy.shown(), &policy.file, &policy.vocabulary.id))
        .collect();
    // All policies that are linted together share one.
    if let Some(policy) = policies.first() {
        let vocabulary = &policy.vocabulary;
        let own = case(&vocabulary.id, &vocabulary.file, &vocabulary.id);
        cases.extend(Some(own).filter(|own| !own.notices.is_empty()));
    }
    cases
}

/// What is said of a policy. It stays the same by the policy's name, not by its file.
fn notice(found: &LintAnswer, codes: &dyn Codes) -> Notice {
    let mut notice = Notice::said(&found.said, codes);
    notice.identity.insert(0, found.policy.clone());
    notice
}
