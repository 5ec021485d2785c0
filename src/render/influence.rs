//! How often each open term decides, as a chart and in numbers.

use super::Style;
use super::facts::Fact;
use super::sheet::{Bar, Part, Sheet};
use super::unfinished::not_done;
use super::words::{self, counted, harmless, listed};
use crate::limit;
use crate::policy::Policy;
use crate::proposal::{Knowledge, Proposal};
use crate::questions::explain::Answer;
use crate::questions::influence::{Best, Bounds, Influence, Open, Weight};
use crate::verdict::Verdict;

/// What the open terms of a text, or of any text, weigh by one policy.
#[derive(Clone, Copy, Debug)]
pub struct Weighed<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The proposal; `None` for the policy alone.
    pub proposal: Option<&'a Proposal>,
    /// The answer.
    pub influence: &'a Influence,
}

impl Weighed<'_> {
    /// For a terminal.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        self.sheet().text(style)
    }

    /// In sentences.
    #[must_use]
    pub fn plain(&self) -> String {
        self.sheet().plain()
    }

    fn sheet(&self) -> Sheet {
        let title = match self.proposal {
            Some(proposal) => format!("{}: {}", harmless(&proposal.id), harmless(&proposal.title)),
            None => format!("{}: any text", self.policy.name),
        };
        let influence = self.influence;
        let mut sheet = Sheet {
            title,
            ..Sheet::default()
        };
        let by = format!("{} by {}", influence.verdict, self.policy.name);
        sheet.about.push(Fact::new("verdict", by));
        let open = counted(influence.open as u64, "finding");
        let of = self.policy.prerequisites.len();
        sheet
            .about
            .push(Fact::new("open", format!("{open} of {of}")));
        let tried_all = !influence.unfinished.lacks(limit::Part::Answers);
        sheet.about.push(match &influence.best {
            Some(best) => self.best(best),
            None if tried_all => Fact::new("ask first", "no single answer settles anything"),
            None => Fact::new(
                "ask first",
                "no single answer that was tried settles anything",
            ),
        });
        sheet.about.extend(not_done(&influence.unfinished));
        let decides = influence
            .weights
            .iter()
            .any(|weight| weight.verdict.high > 0.0);
        if decides {
            sheet.parts.push(self.chart(
                "Decides the verdict, in a share of all ways to fill in what is open",
                |weight| weight.verdict,
                percent,
            ));
        } else {
            let settled = "nothing that is open changes the verdict";
            sheet.about.push(Fact::new("decides", settled));
        }
        if influence.open > 0 {
            sheet.parts.push(self.chart(
                "Decides findings, how many on average",
                |weight| weight.findings,
                |mean| format!("{mean:.2}"),
            ));
        }
        sheet
    }

    fn best(&self, best: &Best) -> Fact {
        let mut then: Vec<String> = Vec::new();
        if best.verdict != self.influence.verdict {
            then.push(format!("the verdict is {}", best.verdict));
        }
        for verdict in [Verdict::Met, Verdict::Unmet, Verdict::NotApplicable] {
            let alike = best.settles.iter().filter(|(_, each)| *each == verdict);
            let names: Vec<String> = alike
                .map(|&(index, _)| self.policy.prerequisites[index].name.clone())
                .collect();
            if !names.is_empty() {
                let are = if names.len() == 1 { "is" } else { "are" };
                then.push(format!("{} {are} {verdict}", listed(&names, "and")));
            }
        }
        let whether = self.answer(best.answer);
        Fact::new(
            "ask first",
            format!("whether {whether}; if so, {}", then.join("; ")),
        )
    }

    fn answer(&self, answer: Answer) -> String {
        match answer {
            Answer::Cell(term, cell) => {
                let term = self.policy.vocabulary.term(term);
                let cell = words::cells(&Knowledge::cell(cell), &term.kind);
                format!("{} is {cell}", term.name)
            }
            Answer::Reading(index, reading) => {
                let prerequisite = &self.policy.prerequisites[index];
                let reading = &prerequisite.readings[reading].name;
                format!("`{}` is read as `{reading}`", prerequisite.name)
            }
        }
    }

    fn name(&self, open: Open) -> String {
        match open {
            Open::Term(term) => self.policy.vocabulary.term(term).name.clone(),
            Open::Reading(index) => {
                format!("reading of {}", self.policy.prerequisites[index].name)
            }
        }
    }

    /// One bar for each that weighs anything, the longest first and drawn in full.
    fn chart(
        &self,
        title: &str,
        of: impl Fn(&Weight) -> Bounds,
        show: impl Fn(f64) -> String,
    ) -> Part {
        let mut weights: Vec<(&Weight, Bounds)> = self
            .influence
            .weights
            .iter()
            .map(|weight| (weight, of(weight)))
            .collect();
        weights.retain(|(_, bounds)| bounds.high > 0.0);
        weights.sort_by(|a, b| b.1.high.total_cmp(&a.1.high));
        let most = weights.first().map_or(1.0, |(_, bounds)| bounds.high);
        let bars = weights.into_iter().map(|(weight, bounds)| Bar {
            name: self.name(weight.of),
            filled: bounds.low / most,
            outlined: bounds.high / most,
            value: if bounds.is_range() {
                format!("{} to {}", show(bounds.low), show(bounds.high))
            } else {
                show(bounds.high)
            },
        });
        Part {
            title: title.to_owned(),
            bars: bars.collect(),
            ..Part::default()
        }
    }
}

/// A share in percent; a very small one as one in so many.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent >= 0.05 || percent == 0.0 {
        return format!("{percent:.1} %");
    }
    let one_in = 1.0 / share;
    let (scale, name) = match one_in {
        _ if one_in < 1e6 => return format!("1 in {one_in:.0}"),
        _ if one_in < 1e9 => (1e6, "million"),
        _ if one_in < 1e12 => (1e9, "billion"),
        _ => return format!("1 in {one_in:.1e}"),
    };
    format!("1 in {:.1} {name}", one_in / scale)
}
