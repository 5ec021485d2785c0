//! Conditions: groups, comparisons and what these compare with.

use super::super::error::Kind;
use super::super::keywords;
use super::super::lossless::{Element, Node, NodeKind, TokenKind};
use super::super::operator::Operator;
use super::super::recover;
use super::super::tree::{Condition, Constant, Quantifier};
use super::{Reader, name_of, token, tokens, word};
use crate::text::Spanned;

impl Reader {
    pub(super) fn condition(&mut self, whole: Node<'_>) -> Condition {
        let mut nodes = whole.nodes();
        let Some(first) = nodes.next() else {
            return Condition::Broken(whole.span());
        };
        let read = match first.kind() {
            NodeKind::Group => self.group(first),
            NodeKind::Comparison(operator) => Self::comparison(first, operator),
            _ => Condition::Bare(name_of(first)),
        };
        match nodes.next() {
            None => read,
            Some(trailing) => {
                recover::after_condition(self, first, trailing);
                Condition::Broken(whole.span())
            }
        }
    }

    fn group(&mut self, group: Node<'_>) -> Condition {
        let mut quantifier = Quantifier::All;
        let mut span = group.span();
        let mut lines = Vec::new();
        for node in group.nodes() {
            match node.kind() {
                NodeKind::Condition => lines.push(self.condition(node)),
                NodeKind::Error => lines.push(self.broken(node, keywords::GROUP)),
                _ => {
                    span = node.span();
                    quantifier = quantified(node);
                }
            }
        }
        if lines.is_empty() {
            self.fail(Kind::EmptyBlock, span);
        }
        Condition::Group {
            quantifier,
            lines,
            span,
        }
    }

    fn comparison(comparison: Node<'_>, operator: Operator) -> Condition {
        let operands = comparison.parts().skip(1).map(Self::constant).collect();
        Condition::Comparison {
            term: name_of(comparison),
            operator,
            operands,
            span: comparison.span(),
        }
    }

    /// A value, a member or a number: a node if it may have a unit, else a token.
    pub(super) fn constant(part: Element<'_>) -> Spanned<Constant> {
        let value = match part {
            Element::Token(token) if token.kind() == TokenKind::Number => Constant::Number {
                digits: token.text().to_owned(),
                unit: None,
            },
            Element::Token(label) => Constant::Word(label.text().to_owned()),
            Element::Node(node) => match token(node, TokenKind::Number) {
                Some(number) => Constant::Number {
                    digits: number.text().to_owned(),
                    unit: token(node, TokenKind::Unit).map(word),
                },
                None => Constant::Word(node.text().to_owned()),
            },
        };
        Spanned::new(value, part.span())
    }
}

fn quantified(quantifier: Node<'_>) -> Quantifier {
    match quantifier.kind() {
        NodeKind::AnyOf => Quantifier::Any,
        NodeKind::NoneOf => Quantifier::None,
        NodeKind::AtLeastOf => match tokens(quantifier).next() {
            Some(number) => Quantifier::AtLeast(word(number)),
            None => Quantifier::All,
        },
        _ => Quantifier::All,
    }
}
