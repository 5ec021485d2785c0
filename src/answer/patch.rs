//! The lines of a text that an edit changes.

use serde::Serialize;

use crate::text::source::lines;
use crate::text::{Hunk, Untrusted};

/// A line of a text before or after an edit, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct PatchLine {
    /// Its number in the text as it was, from 1; absent where it comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<usize>,
    /// Its number in the text as it will be, from 1; absent where it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<usize>,
    /// The line, with four blanks for each tab.
    pub text: Untrusted,
}

/// The lines that differ, in stretches, with one line around each.
pub(super) fn patch(before: &str, after: &str, hunks: &[Hunk]) -> Vec<Vec<PatchLine>> {
    let (old, new) = (lines(before), lines(after));
    let line = |at: Option<usize>, now: Option<usize>| {
        let old = at.map(|at| &before[old[at].start..old[at].end]);
        let new = now.map(|now| &after[new[now].start..new[now].end]);
        let text = old.or(new).unwrap_or_default();
        let text = text.trim_start_matches('\u{feff}').replace('\t', "    ");
        PatchLine {
            old: at.map(|at| at + 1),
            new: now.map(|now| now + 1),
            text: text.into(),
        }
    };
    let mut patch: Vec<Vec<PatchLine>> = Vec::new();
    let mut until = 0;
    for (
        index,
        Hunk {
            old: goes,
            new: comes,
        },
    ) in hunks.iter().enumerate()
    {
        let above = goes.start.saturating_sub(1).max(until);
        if index == 0 || above > until {
            patch.push(Vec::new());
        }
        let next = hunks.get(index + 1);
        let below = next.map_or(old.len(), |next| next.old.start);
        until = below.min(goes.end + 1);
        let stays = above..goes.start;
        let stays = stays.map(|at| line(Some(at), Some(at + comes.start - goes.start)));
        let gone = goes.clone().map(|at| line(Some(at), None));
        let new = comes.clone().map(|now| line(None, Some(now)));
        let rest = goes.end..until;
        let rest = rest.map(|at| line(Some(at), Some(at + comes.end - goes.end)));
        if let Some(stretch) = patch.last_mut() {
            stretch.extend(stays.chain(gone).chain(new).chain(rest));
        }
    }
    patch
}
