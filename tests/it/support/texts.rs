//! Texts to meaning, through everything a user's file goes through.

use std::sync::Arc;

use servanda::policy::{Policy, Vocabulary, resolve_policy, resolve_vocabulary};
use servanda::proposal::{self, Proposal};
use servanda::syntax::{parse, tree};
use servanda::text::Source;

use crate::random::Texts;

pub fn vocabulary(text: &str) -> Arc<Vocabulary> {
    let source = Source::new("v.servanda", text);
    let parsed = parse(&source);
    assert_eq!(parsed.errors, [], "{text}");
    let Some(tree::File::Vocabulary(tree)) = parsed.file else {
        panic!("no vocabulary");
    };
    match resolve_vocabulary(&tree, &source) {
        Ok(vocabulary) => Arc::new(vocabulary),
        Err(errors) => panic!("{errors:#?}\n{text}"),
    }
}

pub fn policy(text: &str, vocabulary: &Arc<Vocabulary>) -> Policy {
    let source = Source::new("p.servanda", text);
    let parsed = parse(&source);
    assert_eq!(parsed.errors, [], "{text}");
    let Some(tree::File::Policy(tree)) = parsed.file else {
        panic!("no policy");
    };
    match resolve_policy(&tree, &source, vocabulary) {
        Ok(policy) => policy,
        Err(errors) => panic!("{errors:#?}\n{text}"),
    }
}

pub fn read(texts: &Texts) -> (Policy, Proposal) {
    let policy = policy(&texts.policy, &vocabulary(&texts.vocabulary));
    let source = Source::new("random.yaml", texts.proposal.as_str());
    match proposal::read(&source, &policy.vocabulary) {
        Ok(proposal) => (policy, proposal),
        Err(errors) => panic!("{errors:#?}\n{}", texts.proposal),
    }
}
