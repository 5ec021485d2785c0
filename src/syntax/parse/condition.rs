//! Conditions: groups, comparisons and what these compare with.

use super::super::lossless::{Kind, NodeKind, TokenKind};
use super::super::operator::{MembersOperator, Operator};
use super::Parser;

impl Parser<'_> {
    /// A comparison, a bare name, or a group.
    pub(super) fn condition(&mut self) -> bool {
        self.part(NodeKind::Condition, |parser| {
            let is_read = parser.group() || parser.comparison();
            is_read && {
                parser.trailing();
                true
            }
        })
    }

    /// Lines in braces of which so many must hold.
    fn group(&mut self) -> bool {
        if !self.sees("a") && !self.sees("none") {
            return false;
        }
        self.part(NodeKind::Group, |parser| {
            parser.quantifier() && parser.block(Self::group_line)
        })
    }

    fn group_line(&mut self) -> bool {
        self.condition() || self.broken_line()
    }

    fn quantifier(&mut self) -> bool {
        let of = |parser: &mut Self| parser.blanks() && parser.word("of");
        self.node(NodeKind::AllOf, "all", of)
            || self.node(NodeKind::AnyOf, "any", of)
            || self.node(NodeKind::NoneOf, "none", of)
            || self.node(NodeKind::AtLeastOf, "at", |parser| {
                let least = parser.blanks() && parser.literal("least") && parser.blanks();
                least && parser.number() && of(parser)
            })
    }

    /// A term and what its value must be like; a name alone is a definition or a yes-or-no term.
    fn comparison(&mut self) -> bool {
        !self.is_reserved()
            && self.part(NodeKind::BareName, |parser| {
                parser.name(TokenKind::Name) && {
                    parser.attempt(Self::test);
                    true
                }
            })
    }

    /// An operator with its operands. How a name is compared is known only after it.
    fn test(&mut self) -> bool {
        if !self.blanks() {
            return false;
        }
        for operator in Operator::longest_first() {
            let is_it = self.attempt(|parser| {
                parser.operator(operator) && {
                    parser.blanks();
                    parser.operands(operator)
                }
            });
            if is_it {
                let kind = NodeKind::Comparison(operator);
                self.builder.change_kind(Kind::Node(kind));
                return true;
            }
        }
        false
    }

    fn operator(&mut self, operator: Operator) -> bool {
        let mut words = operator.words().split(' ');
        let first = words.next().unwrap_or_default();
        let all = self.literal(first) && words.all(|word| self.blanks() && self.literal(word));
        all && self.edge()
    }

    fn operands(&mut self, operator: Operator) -> bool {
        match operator {
            Operator::Value(_) => self.constant(),
            Operator::OneOf => self.listed(Self::constant),
            Operator::Between => {
                let low = self.constant() && {
                    self.blanks();
                    self.word("and")
                };
                low && {
                    self.blanks();
                    self.constant()
                }
            }
            Operator::Members(MembersOperator::Includes | MembersOperator::Excludes) => {
                self.member()
            }
            Operator::Members(MembersOperator::IncludesAll | MembersOperator::IncludesAny) => {
                self.listed(Self::member)
            }
            Operator::Count(_) => self.number(),
            Operator::Arises => true,
        }
    }

    /// One or several, with commas between them.
    fn listed(&mut self, item: fn(&mut Self) -> bool) -> bool {
        let more = |parser: &mut Self| {
            parser.blanks();
            parser.literal(",") && !parser.is_next_clause() && {
                parser.gap();
                item(parser)
            }
        };
        item(self) && {
            while self.attempt(more) {}
            true
        }
    }

    /// Whether a new line that starts with a clause's word follows: the list before it ended with a
    /// comma.
    fn is_next_clause(&mut self) -> bool {
        let start = self.at;
        self.blanks();
        let is_line_break = self.sees("\n") || self.sees("\r") || self.sees("//");
        let is_next = is_line_break && {
            self.gap();
            self.is_clause_word() || self.sees("}")
        };
        self.at = start;
        is_next
    }

    /// A label, `yes`, `no`, `nothing`, or a number with its unit.
    pub(super) fn constant(&mut self) -> bool {
        self.part(NodeKind::Constant, |parser| {
            if parser.number() {
                parser.attempt(|parser| parser.blanks() && parser.unit());
                return true;
            }
            parser.label_unless(&["not", "one", "at", "above", "below", "between"])
        })
    }

    fn unit(&mut self) -> bool {
        self.word_here() != "and" && self.name(TokenKind::Unit)
    }

    fn member(&mut self) -> bool {
        self.label_unless(&[
            "all", "any", "not", "one", "at", "above", "below", "between",
        ])
    }

    /// A label, but none of these words, with which operators go on.
    fn label_unless(&mut self, words: &[&str]) -> bool {
        !words.contains(&self.word_here()) && self.name(TokenKind::Label)
    }
}
