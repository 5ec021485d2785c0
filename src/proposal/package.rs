//! Several texts judged as one: what they come to together, term by term.
//!
//! `docs/language.md` ("Packages") has the rule. In short: a member that states a value decides, and
//! whatever says less yields to it; where no value is allowed by all members that state one, each of
//! theirs stays possible.

use super::{Entry, Knowledge, Options, Proposal, Stated};
use crate::policy::{Term, TermId, Vocabulary};

/// How the texts of a package stand to a term, or how a single text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accord {
    /// Some value is allowed by every text that states one. Of a single text: it is established what
    /// it says.
    Stated,
    /// Texts state values, and no value is allowed by all of these texts.
    Differing,
    /// No text has to state a value, and each says something: that it is silent, for example.
    Quiet,
    /// No text has to state a value, and of some it is not established what they say.
    NotEstablished,
}

/// What the texts of a package say of a term, or what a single text says.
#[derive(Clone, Debug)]
pub struct Together<'a> {
    /// How they stand to it.
    pub accord: Accord,
    /// The texts whose words count, in the order of the package, at least one: those that state a
    /// value; where none does, those of which nothing is established, else those that are silent.
    pub by: Vec<&'a Proposal>,
    /// The texts of a package of which it is not established what they say.
    pub open: Vec<&'a Proposal>,
}

/// What a text may say of a term that it speaks of.
struct Said {
    silent: bool,
    absent: bool,
    /// The values that it may state.
    values: Knowledge,
}

impl Said {
    /// What a text says of a term; `None` if that is not established.
    fn by(text: &Proposal, id: TermId, term: &Term, options: Options) -> Option<Self> {
        if !text.speaks_of(id, options) {
            return None;
        }
        let mut said = Self {
            silent: false,
            absent: false,
            values: Knowledge {
                not_arising: false,
                values: Vec::new(),
            },
        };
        let Some(given) = text.provision(id) else {
            said.silent = true;
            return Some(said);
        };
        match &given.stated {
            Stated::Value(entry) => said.entry(*entry, term),
            Stated::AnyOf(entries) => entries.iter().for_each(|entry| said.entry(*entry, term)),
            Stated::Between(..) | Stated::Bounds { .. } => {
                said.values = Knowledge::stated(term, &given.stated);
            }
        }
        let rivals = given.rival.iter().filter(|_| options.rivals);
        rivals.for_each(|entry| said.entry(*entry, term));
        Some(said)
    }

    fn entry(&mut self, entry: Entry, term: &Term) {
        match entry {
            Entry::Silent => self.silent = true,
            Entry::NotApplicable => self.absent = true,
            Entry::Value(_) => (self.values).extend(&term.kind, Knowledge::entry(term, entry)),
        }
    }

    /// Whether it states a value, whichever way it is read.
    fn states(&self) -> bool {
        !self.silent && !self.absent
    }
}

/// What each text of a package says of one term, under the same options.
struct Round<'a> {
    term: &'a Term,
    each: Vec<(&'a Proposal, Option<Said>)>,
}

impl<'a> Round<'a> {
    fn of(package: &'a Proposal, id: TermId, term: &'a Term, options: Options) -> Self {
        let each = package.members.iter();
        let each = each.map(|text| (text, Said::by(text, id, term, options)));
        Self {
            term,
            each: each.collect(),
        }
    }

    /// What the texts say that have to state a value.
    fn stating(&self) -> impl Iterator<Item = &Said> {
        let said = self.each.iter().filter_map(|(_, said)| said.as_ref());
        said.filter(|said| said.states())
    }

    /// The values that every text allows that has to state one; `None` if there is no such text.
    fn shared(&self) -> Option<Knowledge> {
        let each = self.stating().map(|said| said.values.clone());
        each.reduce(|one, other| one.values_of_both(&self.term.kind, &other))
    }

    fn accord(&self) -> Accord {
        match self.shared() {
            Some(shared) if shared.values.is_empty() => Accord::Differing,
            Some(_) => Accord::Stated,
            None if self.each.iter().all(|(_, said)| said.is_some()) => Accord::Quiet,
            None => Accord::NotEstablished,
        }
    }

    /// The texts whose words count.
    fn by(&self, accord: Accord) -> Vec<&'a Proposal> {
        let counts = |said: &Option<Said>| match (accord, said) {
            (Accord::Stated | Accord::Differing, Some(said)) => said.states(),
            (Accord::Quiet, Some(said)) => said.silent || !said.values.values.is_empty(),
            (Accord::NotEstablished, said) => said.is_none(),
            (_, None) => false,
        };
        let by: Vec<_> = self.each.iter().filter(|(_, said)| counts(said)).collect();
        let all = if by.is_empty() {
            self.each.iter().collect()
        } else {
            by
        };
        all.into_iter().map(|(text, _)| *text).collect()
    }

    fn known(&self) -> Knowledge {
        let kind = &self.term.kind;
        match self.shared() {
            Some(shared) if !shared.values.is_empty() => return shared,
            Some(mut all) => {
                for said in self.stating() {
                    all.extend(kind, said.values.clone());
                }
                return all;
            }
            None => {}
        }
        let mut all = Knowledge {
            not_arising: true,
            values: Vec::new(),
        };
        let mut silent = false;
        for (_, said) in &self.each {
            let Some(said) = said else {
                return Knowledge::unknown(self.term);
            };
            all.not_arising &= said.absent;
            silent |= said.silent;
            all.extend(kind, said.values.clone());
        }
        if silent {
            all.extend(kind, Knowledge::silent(self.term));
        }
        all
    }
}

impl Proposal {
    /// What its texts say of a term, taken like this.
    #[must_use]
    pub fn together<'a>(
        &'a self,
        id: TermId,
        vocabulary: &'a Vocabulary,
        options: Options,
    ) -> Together<'a> {
        if !self.is_package() {
            let accord = if self.speaks_of(id, options) {
                Accord::Stated
            } else {
                Accord::NotEstablished
            };
            return Together {
                accord,
                by: vec![self],
                open: Vec::new(),
            };
        }
        let term = vocabulary.term(id);
        let round = Round::of(self, id, term, options);
        let accord = round.accord();
        let open = round.each.iter().filter(|(_, said)| said.is_none());
        let open = open.map(|(text, _)| *text).collect();
        // What differs with everything counted differs however the texts are taken.
        let all = Round::of(self, id, term, Options::default());
        if accord != Accord::NotEstablished && all.accord() == Accord::Differing {
            let accord = Accord::Differing;
            let by = all.by(accord);
            return Together { accord, by, open };
        }
        let by = round.by(accord);
        Together { accord, by, open }
    }

    /// Whether its texts settle something on a term together.
    pub(super) fn speaks_together(&self, id: TermId, options: Options) -> bool {
        let speaks = |text: &Proposal| text.speaks_of(id, options);
        self.members.iter().all(speaks)
            || self.members.iter().any(|text| {
                let given = text.provision(id).filter(|_| speaks(text));
                given.is_some_and(|given| given.states(options.rivals))
            })
    }

    /// What its texts leave possible together of one term.
    ///
    /// Options only ever leave more possible: what is possible with every provision counted and no
    /// rival stays so, though texts that differ then might agree.
    pub(crate) fn known_on(
        &self,
        id: TermId,
        vocabulary: &Vocabulary,
        options: Options,
    ) -> Knowledge {
        let term = vocabulary.term(id);
        let known = |options| Round::of(self, id, term, options).known();
        let mut all = known(options);
        let rivals = Options {
            min_grade: None,
            ..options
        };
        for wider in [rivals, Options::default()] {
            if wider != options {
                all.extend(&term.kind, known(wider));
            }
        }
        all
    }

    /// The terms on which silence counts, as [`Proposal::silences`] tells them.
    pub(super) fn silent_together(&self, vocabulary: &Vocabulary, options: Options) -> Vec<TermId> {
        let silent = |&id: &TermId| {
            let round = Round::of(self, id, vocabulary.term(id), options);
            let may_be =
                |(_, said): &(_, Option<Said>)| said.as_ref().is_some_and(|said| said.silent);
            round.accord() == Accord::Quiet && round.each.iter().any(may_be)
        };
        vocabulary.ids().filter(silent).collect()
    }

    /// The terms on which its texts differ, in the vocabulary's order; none of a single text.
    #[must_use]
    pub fn differing(&self, vocabulary: &Vocabulary) -> Vec<TermId> {
        let differ = |&id: &TermId| {
            let round = Round::of(self, id, vocabulary.term(id), Options::default());
            round.accord() == Accord::Differing
        };
        vocabulary.ids().filter(differ).collect()
    }

    /// Of a package the terms that its texts list, each once: those of the first text before those of
    /// the next, in file order.
    #[must_use]
    pub fn listed(&self) -> Vec<TermId> {
        let mut terms: Vec<TermId> = Vec::new();
        for given in self.texts().iter().flat_map(|text| &text.provisions) {
            if !self.is_package() || !terms.contains(&given.term) {
                terms.push(given.term);
            }
        }
        terms
    }
}
