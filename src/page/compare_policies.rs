//! How two policies relate, as a page.

use super::block::{Block, Fact, Heading, Page, Section, Status, Tone};
use super::shared::{demand, not_done, party, provides};
use super::{Label, Shell};
use crate::answer::{ComparePoliciesAnswer, ShowsAnswer, WitnessAnswer};
use crate::phrase;
use crate::questions::compare_policies::{Brevity, Relation};
use crate::text::{Phrase, Untrusted};

/// How the first policy relates to the second, with a small text that shows each difference; an
/// empty page if there was no answer. `file` is the file that a text was written to.
#[must_use]
pub fn compare_policies(
    answer: &ComparePoliciesAnswer,
    file: impl Fn(&WitnessAnswer) -> Option<Untrusted>,
    shell: &dyn Shell,
) -> Page {
    let mut page = Page::default();
    let (Some(relation), Some(says)) = (answer.relation, &answer.says) else {
        return page;
    };
    let names = answer.parties.iter();
    let names = names.map(|party| Phrase::name(&party.policy));
    page.push(Heading::new(Phrase::list(names, "and")));
    let parties = answer.parties.iter();
    page.facts(parties.map(|each| party(Label::Policy, each)).collect());
    let (tone, word) = match relation {
        Relation::Equivalent => (Tone::Good, "equivalent"),
        Relation::Stricter => (Tone::Open, "stricter"),
        Relation::Looser => (Tone::Open, "looser"),
        Relation::Incomparable => (Tone::Bad, "incomparable"),
    };
    page.push(Status::new(tone, word, says));
    let of_settlements = answer.of_settlements_says.iter();
    let mut facts: Vec<Fact> = of_settlements
        .map(|said| Fact::new(Label::Note, said))
        .collect();
    facts.extend(not_done(&answer.unfinished, shell));
    page.facts(facts);
    for witness in answer.first_only.iter().chain(&answer.second_only) {
        page.push(shown_by(witness, file(witness)));
    }
    page
}

/// A text that one policy accepts and the other does not.
fn shown_by(witness: &WitnessAnswer, file: Option<Untrusted>) -> Section {
    let provisions = Phrase::counted(witness.provides.len() as u64, "provision");
    let size = match witness.brevity {
        Brevity::Fewest => "no fewer will do",
        Brevity::Irredundant => "none can be left out",
        Brevity::Whole => "fewer may do",
    };
    let (by, not_by) = (&witness.by, &witness.not_by);
    let accepted = match witness.shows {
        ShowsAnswer::Settlements => phrase![by, " accepts this, ", not_by, " does not"],
        ShowsAnswer::Text => {
            phrase![
                by,
                " accepts this as it stands, ",
                not_by,
                " leaves it open"
            ]
        }
    };
    let mut section = Section::new(phrase![accepted, " (", provisions, ", ", size, ")"]);
    let mut facts = vec![provides(Label::Provides, &witness.provides)];
    let label = match witness.shows {
        ShowsAnswer::Settlements => Label::NeverMet,
        ShowsAnswer::Text => {
            facts.push(provides(Label::UnmetIf, &witness.otherwise));
            Label::Because
        }
    };
    let unmet = witness.unmet.iter();
    facts.extend(unmet.map(|each| demand(label, each, true)));
    let says = witness.not_met.iter().chain(&witness.then);
    facts.extend(says.map(|said| Fact::new(label, said)));
    facts.extend(file.map(|file| Fact::new(Label::Written, phrase!["to ", file])));
    section.blocks.push(Block::Facts(facts));
    section
}
