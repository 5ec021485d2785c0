//! Policies: sources, prerequisites and warnings.

use super::super::keywords;
use super::super::lossless::{Node, NodeKind, TokenKind};
use super::super::recover;
use super::super::tree::{
    Allow, Citation, Cited, Locator, Policy, Prerequisite, Reading, Text, Warning, Word,
};
use super::{Reader, name_of, token, tokens, word};
use crate::text::Span;

impl Reader {
    pub(super) fn policy(&mut self, whole: Node<'_>) -> Policy {
        let mut policy = Policy {
            name: self.file_name(whole, "policy"),
            title: self.string(whole),
            uses: Vec::new(),
            notes: Vec::new(),
            sources: Vec::new(),
            definitions: Vec::new(),
            prerequisites: Vec::new(),
            warnings: Vec::new(),
            allows: Vec::new(),
        };
        for node in whole.nodes() {
            match node.kind() {
                NodeKind::Allow => policy.allows.extend(self.allow(node, None)),
                NodeKind::Uses => policy.uses.extend(node.name().map(word)),
                NodeKind::Note => policy.notes.extend(self.string(node)),
                NodeKind::Source => policy.sources.push(self.source(node)),
                NodeKind::Define => policy.definitions.push(self.define(node)),
                NodeKind::Prerequisite => {
                    policy.prerequisites.push(self.prerequisite(node));
                    policy.allows.extend(self.allows_in(node));
                }
                NodeKind::Warning => {
                    policy.warnings.push(self.warning(node));
                    policy.allows.extend(self.allows_in(node));
                }
                _ => recover::report(self, node, keywords::POLICY),
            }
        }
        policy
    }

    fn allows_in(&mut self, block: Node<'_>) -> Vec<Allow> {
        let allows = block.nodes().filter(|node| node.kind() == NodeKind::Allow);
        allows
            .filter_map(|node| self.allow(node, Some(block.span())))
            .collect()
    }

    fn allow(&mut self, node: Node<'_>, within: Option<Span>) -> Option<Allow> {
        Some(Allow {
            code: token(node, TokenKind::Code).map(word)?,
            reason: self.string(node)?,
            within,
        })
    }

    fn source(&mut self, whole: Node<'_>) -> Cited {
        let mut source = Cited {
            name: name_of(whole),
            fields: Vec::new(),
        };
        for node in whole.nodes() {
            match node.kind() {
                NodeKind::Field => source.fields.extend(self.field(node)),
                _ => recover::report(self, node, keywords::SOURCE),
            }
        }
        source
    }

    fn field(&mut self, field: Node<'_>) -> Option<(Word, Text)> {
        let mut tokens = tokens(field);
        let (name, value) = (tokens.next()?, tokens.next()?);
        let text = match value.kind() {
            TokenKind::String => self.text(value),
            _ => word(value),
        };
        Some((word(name), text))
    }

    fn prerequisite(&mut self, whole: Node<'_>) -> Prerequisite {
        let mut prerequisite = Prerequisite {
            name: name_of(whole),
            title: self.string(whole),
            cites: Vec::new(),
            when: Vec::new(),
            must: Vec::new(),
            unless: Vec::new(),
            readings: Vec::new(),
            otherwise: Vec::new(),
            weight: Vec::new(),
            advisory: Vec::new(),
            notes: Vec::new(),
        };
        let each = &mut prerequisite;
        for node in whole.nodes() {
            match node.kind() {
                NodeKind::Citation => each.cites.extend(self.citation(node)),
                NodeKind::When => each.when.extend(self.clause(node)),
                NodeKind::Must => each.must.extend(self.clause(node)),
                NodeKind::Unless => each.unless.extend(self.clause(node)),
                NodeKind::Reading => each.readings.push(self.reading(node)),
                NodeKind::Otherwise => each.otherwise.extend(self.string(node)),
                NodeKind::Weight => {
                    let weight = token(node, TokenKind::Number).map(word);
                    let reason = self.string(node);
                    each.weight.extend(weight.map(|weight| (weight, reason)));
                }
                NodeKind::Advisory => each.advisory.push(node.span()),
                // The policy has them all.
                NodeKind::Allow => {}
                NodeKind::Note => each.notes.extend(self.string(node)),
                _ => each.must.push(self.broken(node, keywords::PREREQUISITE)),
            }
        }
        prerequisite
    }

    fn reading(&mut self, whole: Node<'_>) -> Reading {
        let mut reading = Reading {
            name: name_of(whole),
            gloss: self.string(whole),
            must: Vec::new(),
            notes: Vec::new(),
        };
        for node in whole.nodes() {
            match node.kind() {
                NodeKind::Must => reading.must.extend(self.clause(node)),
                NodeKind::Note => reading.notes.extend(self.string(node)),
                _ => reading.must.push(self.broken(node, keywords::READING)),
            }
        }
        reading
    }

    fn warning(&mut self, whole: Node<'_>) -> Warning {
        let mut warning = Warning {
            name: name_of(whole),
            title: self.string(whole),
            cites: Vec::new(),
            raised_when: Vec::new(),
            notes: Vec::new(),
        };
        for node in whole.nodes() {
            match node.kind() {
                NodeKind::Citation => warning.cites.extend(self.citation(node)),
                NodeKind::RaisedWhen => warning.raised_when.extend(self.clause(node)),
                NodeKind::Allow => {}
                NodeKind::Note => warning.notes.extend(self.string(node)),
                _ => warning
                    .raised_when
                    .push(self.broken(node, keywords::WARNING)),
            }
        }
        warning
    }

    fn citation(&mut self, whole: Node<'_>) -> Option<Citation> {
        let (mut locator, mut gloss) = (None, false);
        for node in whole.nodes() {
            match node.kind() {
                NodeKind::Paragraph => {
                    let number = token(node, TokenKind::Number);
                    locator = number.map(|number| Locator::Paragraph(word(number)));
                }
                NodeKind::Passage => locator = self.string(node).map(Locator::At),
                _ => gloss = true,
            }
        }
        Some(Citation {
            source: whole.name().map(word)?,
            locator: locator?,
            words: self.string(whole),
            gloss,
            span: whole.span(),
        })
    }
}
