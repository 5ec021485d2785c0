//! How two policies relate.

use super::Style;
use super::facts::Fact;
use super::sheet::{Part, Sheet};
use super::unfinished::not_done;
use super::words::{self, counted, harmless};
use crate::proposal::Knowledge;
use crate::questions::compare::{Brevity, Compared, Relation, Witness};
use crate::questions::demands::Demands;

/// Two policies compared.
#[derive(Clone, Copy, Debug)]
pub struct Related<'a> {
    /// The two policies.
    pub demands: &'a Demands<'a>,
    /// How they relate.
    pub compared: &'a Compared,
}

impl Related<'_> {
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
        let [first, second] = [0, 1].map(|index| self.demands.policies[index]);
        let mut sheet = Sheet {
            title: format!("{} and {}", first.name, second.name),
            ..Sheet::default()
        };
        for (index, policy) in [first, second].into_iter().enumerate() {
            let title = harmless(&policy.title);
            let asks = words::asks(self.demands, index);
            let told = format!("{}: {title} ({asks})", policy.name);
            sheet.about.push(Fact::new("policy", told));
        }
        let (word, paint) = match self.compared.relation {
            Relation::Equivalent => ("EQUIVALENT", "met"),
            Relation::Stricter => ("STRICTER", "open"),
            Relation::Looser => ("LOOSER", "open"),
            Relation::Incomparable => ("INCOMPARABLE", "unmet"),
        };
        let rest = self.relation();
        sheet.answer = Some((word, paint, rest));
        sheet.facts.extend(not_done(&self.compared.unfinished));
        let both = [&self.compared.first_only, &self.compared.second_only];
        for (by, witness) in both.into_iter().enumerate() {
            if let Some(witness) = witness {
                sheet.parts.push(self.witness(by, witness));
            }
        }
        sheet
    }

    fn relation(&self) -> String {
        let (a, b) = (self.called(0), self.called(1));
        let nothing = [0, 1].map(|policy| self.demands.decides_nothing(policy));
        match (self.compared.relation, nothing) {
            (Relation::Equivalent, [true, _] | [_, true]) => {
                format!("neither {a} nor {b} accepts any text")
            }
            (Relation::Equivalent, _) => format!("{a} and {b} accept the same texts"),
            (Relation::Stricter, [true, _]) => format!("{a} accepts no text, and {b} does"),
            (Relation::Stricter, _) => {
                format!("{a} accepts only what {b} accepts, and not all of it")
            }
            (Relation::Looser, [_, true]) => format!("{a} accepts texts, and {b} does not"),
            (Relation::Looser, _) => format!("{a} accepts all that {b} accepts, and more"),
            (Relation::Incomparable, _) => "each accepts texts that the other does not".to_owned(),
        }
    }

    /// Its name, unless both have the same.
    fn called(&self, index: usize) -> &str {
        let [first, second] = [0, 1].map(|index| &self.demands.policies[index].name);
        match (first == second, index) {
            (true, 0) => "the first",
            (true, _) => "the second",
            (false, 0) => first,
            (false, _) => second,
        }
    }

    fn witness(&self, by: usize, witness: &Witness) -> Part {
        let other = 1 - by;
        let [by, not_by] = [by, other].map(|index| self.called(index));
        let provisions = counted(witness.cells.len() as u64, "provision");
        let vocabulary = self.demands.vocabulary();
        let provides = witness.cells.iter().map(|&(term, cell)| {
            let term = vocabulary.term(term);
            let cell = words::cells(&Knowledge::cell(cell), &term.kind);
            (0, format!("{}: {cell}", term.name))
        });
        let mut facts = vec![Fact {
            heading: "provides",
            body: provides.collect(),
        }];
        for demand in &witness.unmet {
            let title = harmless(&self.demands.prerequisite(*demand).title);
            let called = self.demands.called(*demand);
            facts.push(Fact::new("never met", format!("{called}: {title}")));
        }
        if witness.unmet.is_empty() {
            facts.push(Fact::new("never met", self.not_met(other, witness)));
        }
        let size = match witness.brevity {
            Brevity::Fewest => "no fewer will do",
            Brevity::Irredundant => "none can be left out",
            Brevity::Whole => "fewer may do",
        };
        Part {
            title: format!("{by} accepts this, {not_by} does not ({provisions}, {size})"),
            facts,
            ..Part::default()
        }
    }
}

impl Related<'_> {
    /// Why a text is not met by a policy although no single prerequisite is surely unmet.
    fn not_met(&self, policy: usize, witness: &Witness) -> String {
        let name = self.called(policy);
        if self.demands.decides_nothing(policy) {
            words::something_of(self.demands, policy)
        } else if witness.nothing_applies {
            format!("nothing of {name} applies to it, which is not success")
        } else {
            format!("whatever is filled in, some prerequisite of {name} is not met")
        }
    }
}
