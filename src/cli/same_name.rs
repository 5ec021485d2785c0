//! Proposals that have the same name inside.

use servanda::proposal::Proposal;
use servanda::text::{Code, Diagnostic, Place, Span};

/// A warning for each name that several of these have.
pub(crate) fn among<'a>(proposals: impl Iterator<Item = &'a Proposal>) -> Vec<Diagnostic> {
    let mut known: Vec<Vec<&Proposal>> = Vec::new();
    for proposal in proposals {
        match known.iter_mut().find(|alike| alike[0].id == proposal.id) {
            Some(alike) => alike.push(proposal),
            None => known.push(vec![proposal]),
        }
    }
    let several = known.into_iter().filter(|alike| alike.len() > 1);
    several.map(|alike| warning(&alike)).collect()
}

/// Where its name stands: after the key `proposal`.
fn name(proposal: &Proposal) -> Place {
    const KEY: &str = "proposal:";
    let text = proposal.source.text();
    let mut at = 0;
    let line = text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        line.starts_with(KEY).then_some((start, line))
    });
    let span = match line {
        Some((start, line)) => Span::new(start, start + line.trim_end().len()),
        None => Span::new(0, 0),
    };
    Place::new(&proposal.source, span)
}

fn warning(alike: &[&Proposal]) -> Diagnostic {
    let count = alike.len();
    let message = format!("{count} proposals have the same name, `{}`", alike[0].id);
    let mut said = Diagnostic::warning(Code::InputSameName, message);
    for proposal in alike {
        said = said.at(name(proposal), "");
    }
    said.help("they are told apart by their files; give each its own name after `proposal:`")
}
