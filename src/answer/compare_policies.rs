//! How two policies relate.

use serde::Serialize;

use super::lint::file_name;
use super::{Cells, DemandRef, Party, SomethingOf, UnfinishedPart};
use crate::phrase;
use crate::policy::{Policy, PolicyId, TermId, Vocabulary};
use crate::proposal::{self, Knowledge};
use crate::questions::compare_policies::{Brevity, Compared, Relation, Shows, Witness};
use crate::questions::demands::Demands;
use crate::text::Phrase;

/// What `servanda compare-policies` answers; without an answer `relation` is `null`.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Compared", deny_unknown_fields))]
#[non_exhaustive]
pub struct ComparePoliciesAnswer {
    /// The two policies, with how much each asks; none if there was no answer.
    pub parties: Vec<Party>,
    /// How the texts that the first judges met relate to those that the second judges met; `null`
    /// if there was no answer.
    pub relation: Option<Relation>,
    /// The same of settlements, which are texts that leave nothing open; `null` if there was no
    /// answer. Policies that accept the same settlements may differ on other texts.
    pub of_settlements: Option<Relation>,
    /// The same in a sentence; absent if there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Phrase>,
    /// How they relate of settlements, in a sentence; absent where that is no different.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_settlements_says: Option<Phrase>,
    /// A small text that only the first accepts; `null` if there is none.
    pub first_only: Option<WitnessAnswer>,
    /// A small text that only the second accepts; `null` if there is none.
    pub second_only: Option<WitnessAnswer>,
    /// Parts of the answer that are not finished; all that it holds is proved.
    pub unfinished: Vec<UnfinishedPart>,
}

/// A text that one policy accepts and the other does not.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Witness", deny_unknown_fields))]
#[non_exhaustive]
pub struct WitnessAnswer {
    /// What the policy that accepts it is called here: its name, or `the first` or `the second`
    /// where both have the same.
    pub by: Phrase,
    /// What the other policy is called.
    pub not_by: Phrase,
    /// The name of the proposal.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it provides, term by term.
    pub provides: Vec<ProvidedAnswer>,
    /// What it shows: `settlements` if, however it is filled in, the one policy accepts it and the
    /// other does not; `text` if the one accepts it as it stands, the other does not, and both accept
    /// the same of the ways to fill it in.
    pub shows: ShowsAnswer,
    /// Of `text`: a way to fill in what is open that leaves the other policy unmet, and to which
    /// nothing of the one applies.
    pub otherwise: Vec<ProvidedAnswer>,
    /// Of `text`: why the one accepts it all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<Phrase>,
    /// Whether it is proved that no text of fewer provisions shows it; else none can be left out,
    /// unless the search for smaller texts is unfinished.
    pub fewest: bool,
    /// How small it is.
    pub brevity: Brevity,
    /// Prerequisites of the other policy that no completion of it meets under every reading or, of
    /// `text`, that are unmet if it is filled in as `otherwise` says; empty if nothing of that policy
    /// applies, or they are only never met together.
    pub unmet: Vec<DemandRef>,
    /// Whether nothing that decides for the other policy applies to it.
    pub nothing_applies: bool,
    /// Why the other policy does not accept it although no single prerequisite is surely unmet;
    /// absent where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_met: Option<Phrase>,
}

/// What a settlement provides on one term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Provided", deny_unknown_fields))]
#[non_exhaustive]
pub struct ProvidedAnswer {
    /// The term.
    pub term: String,
    /// Its value, in the words of the language; `null` where the term does not arise.
    pub value: Option<String>,
    /// Two values, of which the text leaves open which it is; `value` is the first. Absent where
    /// there is only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any_of: Option<[Option<String>; 2]>,
    /// The same in words for people.
    pub says: Phrase,
}

impl ProvidedAnswer {
    pub(super) fn all(cells: &[(TermId, Option<u64>)], vocabulary: &Vocabulary) -> Vec<Self> {
        let each = |&(term, cell): &(TermId, Option<u64>)| {
            let term = vocabulary.term(term);
            Self {
                term: term.name.clone(),
                value: cell.map(|cell| term.kind.show(cell)),
                any_of: None,
                says: Cells::new(&Knowledge::cell(cell), &term.kind).says,
            }
        };
        cells.iter().map(each).collect()
    }

    /// The same of what is one cell or one of two.
    pub(super) fn known(provides: &[(TermId, Knowledge)], vocabulary: &Vocabulary) -> Vec<Self> {
        let each = |(term, known): &(TermId, Knowledge)| {
            let term = vocabulary.term(*term);
            let stretches = known.values.iter();
            let mut values: Vec<u64> = stretches.flat_map(|&(low, high)| [low, high]).collect();
            values.dedup();
            let values = values.into_iter().map(|value| Some(term.kind.show(value)));
            let mut values: Vec<Option<String>> = values.collect();
            values.extend(known.not_arising.then_some(None));
            Self {
                term: term.name.clone(),
                value: values.first().cloned().flatten(),
                any_of: values.try_into().ok(),
                says: Cells::new(known, &term.kind).says,
            }
        };
        provides.iter().map(each).collect()
    }
}

/// What a text shows of two policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShowsAnswer {
    /// However it is filled in, the one accepts it, and the other does not.
    Settlements,
    /// The one accepts it as it stands, and the other does not.
    Text,
}

/// How two policies relate: the first two of `demands`.
#[must_use]
pub fn compare_policies(demands: &Demands<'_>, compared: &Compared) -> ComparePoliciesAnswer {
    let pair = Pair { demands };
    let witness = |by: usize, witness: &Option<Witness>| {
        let found = witness.as_ref();
        found.map(|found| pair.witness(by, found))
    };
    ComparePoliciesAnswer {
        parties: Party::all(demands),
        relation: Some(compared.relation),
        of_settlements: Some(compared.of_settlements),
        says: Some(pair.relation(compared)),
        of_settlements_says: (compared.of_settlements != compared.relation)
            .then(|| pair.of_settlements(compared.of_settlements)),
        first_only: witness(0, &compared.first_only),
        second_only: witness(1, &compared.second_only),
        unfinished: UnfinishedPart::all(&compared.unfinished),
    }
}

/// Two policies.
struct Pair<'a> {
    demands: &'a Demands<'a>,
}

impl Pair<'_> {
    fn policy(&self, index: usize) -> &Policy {
        self.demands.policies[index]
    }

    fn alike(&self) -> bool {
        self.policy(0).called == self.policy(1).called
    }

    /// Its name, unless both have the same.
    fn called(&self, index: usize) -> Phrase {
        match (self.alike(), index) {
            (true, 0) => "the first".into(),
            (true, _) => "the second".into(),
            (false, index) => Phrase::name(&self.policy(index).called),
        }
    }

    /// The same for the name of a file.
    fn named(&self, index: usize) -> String {
        match (self.alike(), index) {
            (true, 0) => "first".to_owned(),
            (true, _) => "second".to_owned(),
            (false, index) => file_name(&self.policy(index).called),
        }
    }

    fn relation(&self, compared: &Compared) -> Phrase {
        let (a, b) = (self.called(0), self.called(1));
        match (compared.relation, compared.accept_nothing) {
            (Relation::Equivalent, [true, _] | [_, true]) => {
                phrase!["neither ", a, " nor ", b, " accepts any text"]
            }
            (Relation::Equivalent, _) => phrase![a, " and ", b, " accept the same texts"],
            (Relation::Stricter, [true, _]) => {
                phrase![a, " accepts no text, and ", b, " does"]
            }
            (Relation::Stricter, _) => {
                phrase![a, " accepts only what ", b, " accepts, and not all of it"]
            }
            (Relation::Looser, [_, true]) => {
                phrase![a, " accepts texts, and ", b, " does not"]
            }
            (Relation::Looser, _) => phrase![a, " accepts all that ", b, " accepts, and more"],
            (Relation::Incomparable, _) => "each accepts texts that the other does not".into(),
        }
    }

    /// How they relate of texts that leave nothing open, where they differ on others.
    fn of_settlements(&self, relation: Relation) -> Phrase {
        let (a, b) = (self.called(0), self.called(1));
        let of_both = match relation {
            Relation::Equivalent => phrase!["both accept the same"],
            Relation::Stricter => phrase![a, " accepts only what ", b, " accepts"],
            Relation::Looser => phrase![a, " accepts all that ", b, " accepts"],
            Relation::Incomparable => phrase!["each accepts what the other does not"],
        };
        phrase!["of texts that leave nothing open, ", of_both]
    }

    fn witness(&self, by: usize, witness: &Witness) -> WitnessAnswer {
        let other = 1 - by;
        let vocabulary = self.demands.vocabulary();
        let name = format!("only-{}", self.named(by));
        let title = format!(
            "Accepted by {}, not by {}",
            self.named(by),
            self.named(other)
        );
        let (shows, otherwise) = match &witness.shows {
            Shows::Settlements => (ShowsAnswer::Settlements, Vec::new()),
            Shows::Text { otherwise } => (
                ShowsAnswer::Text,
                ProvidedAnswer::all(otherwise, vocabulary),
            ),
        };
        let not_met = witness.unmet.is_empty() && shows == ShowsAnswer::Settlements;
        let then = (shows == ShowsAnswer::Text).then(|| {
            let by = self.called(by);
            phrase![
                "nothing of ",
                by,
                " applies then, so it accepts the text all the same"
            ]
        });
        WitnessAnswer {
            by: self.called(by),
            not_by: self.called(other),
            text: proposal::new_text_of(&name, &title, vocabulary, &witness.provides),
            name,
            provides: ProvidedAnswer::known(&witness.provides, vocabulary),
            shows,
            otherwise,
            then,
            fewest: witness.brevity == Brevity::Fewest,
            brevity: witness.brevity,
            unmet: DemandRef::all(self.demands, &witness.unmet),
            nothing_applies: witness.nothing_applies,
            not_met: not_met.then(|| self.not_met(other, witness)),
        }
    }

    /// Why a text is not met by a policy although no single prerequisite is surely unmet.
    fn not_met(&self, policy: usize, witness: &Witness) -> Phrase {
        let name = self.called(policy);
        if self.demands.decides_nothing(PolicyId(policy)) {
            SomethingOf::new(self.demands, PolicyId(policy)).says
        } else if witness.nothing_applies {
            phrase!["nothing of ", name, " applies to it, which is not success"]
        } else if witness.may_not_apply {
            phrase![
                "whatever is filled in, a prerequisite of ",
                &name,
                " is unmet, or nothing of ",
                &name,
                " applies"
            ]
        } else {
            phrase![
                "whatever is filled in, a prerequisite of ",
                name,
                " is unmet"
            ]
        }
    }
}
