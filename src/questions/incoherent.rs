//! The error about a proposal that has no completion.

use crate::engine::{Background, Question};
use crate::policy::{Arising, Vocabulary};
use crate::questions::judge::Inquiry;
use crate::questions::sufficient_provisions::Provisions;
use crate::text::diagnostic::{Diagnostic, listed};
use crate::text::{Code, Place, Span};
use crate::verdict::Outcomes;

impl<'p> Inquiry<'_, 'p> {
    /// Names the provisions that are in conflict, and the background knowledge they conflict with.
    pub(crate) fn incoherence(&self, question: &Question<'p>) -> Diagnostic {
        let (judge, case) = (self.judge, self.case);
        let vocabulary = &judge.policy.vocabulary;
        let search = Provisions::new(*self, question);
        let colliding = search.smallest(Outcomes::ALL).items;
        let region = judge.knowing(case, &colliding);
        let needed = self.session.irreducible(question, &region);
        let names: Vec<String> = (colliding.iter())
            .map(|&term| format!("`{}`", vocabulary.term(term).name))
            .collect();
        let message = match &names[..] {
            [] => "no text can satisfy the vocabulary".to_owned(),
            [only] => format!("what is said of {only} cannot be"),
            several => format!("what is said of {} cannot all be", listed(several)),
        };
        let mut diagnostic = Diagnostic::error(Code::ProposalIncoherent, message);
        for &term in &colliding {
            let kind = &vocabulary.term(term).kind;
            let together = case.proposal.together(term, vocabulary, case.options);
            for (at, text) in together.by.iter().enumerate() {
                let said = match at {
                    0 => case.knowledge[term.0].show(kind),
                    _ => "and here".to_owned(),
                };
                diagnostic = diagnostic.at(text.place_of(term), said);
            }
        }
        for background in judge.engine.backgrounds(&needed) {
            let (span, text) = vocabulary.background(background);
            let place = Place::new(&vocabulary.source, span);
            diagnostic = diagnostic.at(place, text);
        }
        diagnostic.help(if case.proposal.is_package() {
            "correct one of the provisions, or judge the members one by one: they contradict each other"
        } else {
            "correct one of the provisions, or leave it out where it is not established"
        })
    }
}

impl Vocabulary {
    /// Where a piece of background knowledge stands, and what it says.
    pub(crate) fn background(&self, background: Background) -> (Span, String) {
        match background {
            Background::Arises(term) => {
                let term = self.term(term);
                let span = match &term.arising {
                    Arising::When(condition) => condition.place().span,
                    Arising::Always | Arising::MayNot => term.span,
                };
                (span, format!("when `{}` arises", term.name))
            }
            Background::Always(index) => {
                let always = &self.always[index];
                let (line, _) = self.source.line_and_column(always.span.start);
                let said = match always.title.as_str() {
                    "" => format!("the `always` on line {line}"),
                    title => title.to_owned(),
                };
                (always.span, said)
            }
        }
    }
}
