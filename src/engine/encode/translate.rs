//! From conditions to formulas, in decision diagrams or in clauses. One translation serves both, so
//! they cannot differ in meaning.

use rustc_hash::FxHashMap;

use servanda_solve::BooleanBackend;

use super::encoding::Encoding;
use crate::policy::{Comparison, Condition, DefinitionId, Quantifier};

/// Translates conditions. Each definition is translated once.
pub(crate) struct Translator<'a, B: BooleanBackend> {
    pub backend: &'a mut B,
    encoding: &'a Encoding,
    definitions: FxHashMap<DefinitionId, B::Formula>,
}

impl<'a, B: BooleanBackend> Translator<'a, B> {
    pub fn new(backend: &'a mut B, encoding: &'a Encoding) -> Self {
        Self {
            backend,
            encoding,
            definitions: FxHashMap::default(),
        }
    }

    /// Forgets the definitions that were translated.
    pub fn forget(&mut self) {
        self.definitions.clear();
    }

    pub fn condition(&mut self, condition: &Condition) -> Result<B::Formula, B::Error> {
        match condition {
            Condition::Comparison(comparison) => self.comparison(comparison),
            Condition::Defined { definition, .. } => {
                let key = definition.id();
                if let Some(&known) = self.definitions.get(&key) {
                    return Ok(known);
                }
                let whole = self.all(&definition.lines)?;
                self.definitions.insert(key, whole);
                Ok(whole)
            }
            Condition::Group(group) => {
                let lines = self.each(&group.lines)?;
                so_many_of(self.backend, group.quantifier, &lines)
            }
        }
    }

    pub fn all(&mut self, lines: &[Condition]) -> Result<B::Formula, B::Error> {
        let lines = self.each(lines)?;
        self.backend.all(&lines)
    }

    fn each(&mut self, lines: &[Condition]) -> Result<Vec<B::Formula>, B::Error> {
        lines.iter().map(|line| self.condition(line)).collect()
    }

    fn comparison(&mut self, comparison: &Comparison) -> Result<B::Formula, B::Error> {
        self.encoding
            .of(comparison.term)
            .predicate(comparison.predicate(), self.backend)
    }

    /// `when` false, or all of `must`.
    pub fn implication(
        &mut self,
        when: Option<&Condition>,
        must: &[Condition],
    ) -> Result<B::Formula, B::Error> {
        let must = self.all(must)?;
        let Some(when) = when else { return Ok(must) };
        let when = self.condition(when)?;
        let otherwise = self.backend.not(when)?;
        self.backend.or(otherwise, must)
    }
}

/// So many of these formulas hold.
pub(crate) fn so_many_of<B: BooleanBackend>(
    backend: &mut B,
    quantifier: Quantifier,
    parts: &[B::Formula],
) -> Result<B::Formula, B::Error> {
    match quantifier {
        Quantifier::All => backend.all(parts),
        Quantifier::Any => backend.any(parts),
        Quantifier::None => {
            let any = backend.any(parts)?;
            backend.not(any)
        }
        Quantifier::AtLeast(least) => backend.at_least(least, parts),
    }
}
