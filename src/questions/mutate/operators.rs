//! The mistakes that are made in a policy's text, one at a time.

use rustc_hash::FxHashMap;

use super::written::{mistaken, written};
use super::{Mutation, Operator, Owner};
use crate::policy::{Comparison, Condition, Policy, PrerequisiteId, ReadingId, WarningId};
use crate::syntax::lossless::{Element, Node, NodeKind, SyntaxTree, Token, TokenKind};
use crate::text::{Place, Span};

/// Every mutation of a policy's own definitions, prerequisites and warnings, in file order. Weights are
/// left as they are: they change the score alone, which no test can expect.
#[must_use]
pub fn mutations(policy: &Policy) -> Vec<Mutation> {
    let tree = SyntaxTree::parse(&policy.source);
    let mut walk = Walk {
        policy,
        comparisons: comparisons(policy),
        owner: Owner::Definition(0),
        found: Vec::new(),
    };
    for (owner, item) in items(&tree) {
        walk.owner = owner;
        walk.item(item);
    }
    walk.found
}

/// The definitions, prerequisites and warnings of a policy's text, in file order.
pub(super) fn items(tree: &SyntaxTree) -> Vec<(Owner, Node<'_>)> {
    let (mut definitions, mut prerequisites, mut warnings) = (0.., 0.., 0..);
    let mut owner = |item: &Node<'_>| {
        Some(match item.kind() {
            NodeKind::Define => Owner::Definition(definitions.next()?),
            NodeKind::Prerequisite => {
                Owner::Prerequisite(PrerequisiteId(prerequisites.next()?), None)
            }
            NodeKind::Warning => Owner::Warning(WarningId(warnings.next()?)),
            _ => return None,
        })
    };
    let policies = tree.root().nodes();
    let policies = policies.filter(|node| node.kind() == NodeKind::Policy);
    let items = policies.flat_map(Node::nodes);
    items
        .filter_map(|item| Some((owner(&item)?, item)))
        .collect()
}

/// The comparisons of a policy's own text, by where they begin.
fn comparisons(policy: &Policy) -> FxHashMap<usize, &Comparison> {
    let mut all = FxHashMap::default();
    let prerequisites = policy.prerequisites.iter();
    let lines = prerequisites.flat_map(|each| each.lines().map(|(_, line)| line));
    let definitions = policy.definitions.iter().flat_map(|each| &each.lines);
    let warnings = policy.warnings.iter().map(|each| &each.raised_when);
    for line in lines.chain(definitions).chain(warnings) {
        collect(line, &mut all);
    }
    all
}

fn collect<'p>(condition: &'p Condition, all: &mut FxHashMap<usize, &'p Comparison>) {
    match condition {
        Condition::Comparison(comparison) => {
            all.insert(comparison.place.span.start, comparison);
        }
        Condition::Group(group) => group.lines.iter().for_each(|line| collect(line, all)),
        // It has a text of its own.
        Condition::Defined { .. } => {}
    }
}

struct Walk<'p> {
    policy: &'p Policy,
    comparisons: FxHashMap<usize, &'p Comparison>,
    owner: Owner,
    found: Vec<Mutation>,
}

impl Walk<'_> {
    fn add(
        &mut self,
        operator: Operator,
        span: Span,
        (before, after): (String, String),
        edits: Vec<(Span, String)>,
    ) {
        let edits = edits.into_iter();
        self.found.push(Mutation {
            operator,
            owner: self.owner,
            place: Place::new(&self.policy.source, span),
            before,
            after,
            edits: edits
                .map(|(span, with)| (span.start..span.end, with))
                .collect(),
        });
    }

    /// Replaces a stretch by another.
    fn replace(&mut self, operator: Operator, node: Node<'_>, with: &str) {
        let texts = (on_one_line(node.text()), with.to_owned());
        self.add(
            operator,
            node.span(),
            texts,
            vec![(node.span(), with.to_owned())],
        );
    }

    /// Leaves a part out.
    fn leave_out(&mut self, operator: Operator, node: Node<'_>) {
        self.replace(operator, node, "");
    }

    fn item(&mut self, item: Node<'_>) {
        for node in item.nodes() {
            match node.kind() {
                // A line of a definition.
                NodeKind::Condition => self.line(node),
                NodeKind::When => self.clause(Operator::When, node),
                NodeKind::Must => self.clause(Operator::Line, node),
                NodeKind::Unless => self.clause(Operator::Unless, node),
                NodeKind::RaisedWhen => self.conditions(node),
                _ => {}
            }
        }
        self.readings(item);
        if item.kind() == NodeKind::Prerequisite {
            self.advisory(item);
        }
    }

    /// A clause that can be left out, and what is in it.
    fn clause(&mut self, operator: Operator, clause: Node<'_>) {
        self.leave_out(operator, clause);
        self.conditions(clause);
    }

    fn conditions(&mut self, around: Node<'_>) {
        let conditions = around
            .nodes()
            .filter(|node| node.kind() == NodeKind::Condition);
        conditions.for_each(|condition| self.condition(condition));
    }

    /// A line that can be left out, and what is in it.
    fn line(&mut self, condition: Node<'_>) {
        self.leave_out(Operator::Line, condition);
        self.condition(condition);
    }

    fn condition(&mut self, condition: Node<'_>) {
        for node in condition.nodes() {
            match node.kind() {
                NodeKind::Comparison(_) | NodeKind::BareName => self.comparison(node),
                NodeKind::Group => self.group(node),
                _ => {}
            }
        }
    }

    fn comparison(&mut self, node: Node<'_>) {
        // A bare name that is not here is that of a definition.
        let Some(&comparison) = self.comparisons.get(&node.span().start) else {
            return;
        };
        let Some(name) = node.name() else { return };
        let kind = &self.policy.vocabulary.term(comparison.term).kind;
        for (operator, words) in mistaken(comparison.words(), kind) {
            self.replace(operator, node, &written(name.text(), &words, kind));
        }
    }

    fn group(&mut self, group: Node<'_>) {
        let lines = group
            .nodes()
            .filter(|node| node.kind() == NodeKind::Condition);
        let lines: Vec<Node<'_>> = lines.collect();
        for node in group.nodes() {
            match node.kind() {
                NodeKind::AllOf => self.replace(Operator::Quantifier, node, "any of"),
                NodeKind::AnyOf => {
                    self.replace(Operator::Quantifier, node, "all of");
                    self.replace(Operator::Quantifier, node, "none of");
                }
                NodeKind::NoneOf => self.replace(Operator::Quantifier, node, "any of"),
                NodeKind::AtLeastOf => self.count(node),
                _ => {}
            }
        }
        for line in &lines {
            // A group of one line is left out as a whole.
            if lines.len() > 1 {
                self.leave_out(Operator::Line, *line);
            }
            self.condition(*line);
        }
    }

    /// `at least N of`.
    fn count(&mut self, node: Node<'_>) {
        let mut tokens = node.walk().tokens();
        let number = tokens.find(|token| token.kind() == TokenKind::Number);
        let Some(count) = number.and_then(|number| number.text().parse::<u64>().ok()) else {
            return;
        };
        for count in [count.checked_sub(1), count.checked_add(1)]
            .into_iter()
            .flatten()
        {
            self.replace(Operator::Count, node, &format!("at least {count} of"));
        }
    }

    fn readings(&mut self, item: Node<'_>) {
        let readings = item.nodes().filter(|node| node.kind() == NodeKind::Reading);
        let readings: Vec<Node<'_>> = readings.collect();
        let whole = self.owner;
        for (at, reading) in readings.iter().enumerate() {
            if let Owner::Prerequisite(id, _) = whole {
                self.owner = Owner::Prerequisite(id, Some(ReadingId(at)));
            }
            self.without_reading(*reading, &readings);
            for clause in reading.nodes().filter(|node| node.kind() == NodeKind::Must) {
                self.clause(Operator::Line, clause);
            }
        }
        self.owner = whole;
    }

    /// Without one of the readings. If one is left, its lines are needed whatever the reading.
    fn without_reading(&mut self, reading: Node<'_>, all: &[Node<'_>]) {
        let mut edits = vec![(reading.span(), String::new())];
        if let [one, other] = all {
            let kept = if *one == reading { other } else { one };
            edits.extend(unwrapped(*kept));
        }
        let head = reading.name().map_or(reading.span(), |name| {
            Span::new(reading.span().start, name.span().end)
        });
        let before = on_one_line(&self.policy.source.text()[head.start..head.end]);
        self.add(Operator::Reading, head, (before, String::new()), edits);
    }

    fn advisory(&mut self, prerequisite: Node<'_>) {
        let mut nodes = prerequisite.nodes();
        if let Some(advisory) = nodes.find(|node| node.kind() == NodeKind::Advisory) {
            return self.leave_out(Operator::Advisory, advisory);
        }
        let tokens = || prerequisite.walk().tokens();
        let brace = tokens().find(|token| token.kind() == TokenKind::OpenBrace);
        let (Some(brace), Some(name)) = (brace, prerequisite.name()) else {
            return;
        };
        let head = Span::new(prerequisite.span().start, name.span().end);
        let before = on_one_line(&self.policy.source.text()[head.start..head.end]);
        let after = format!("{before} {{ advisory");
        let edit = (
            Span::new(brace.span().end, brace.span().end),
            " advisory".to_owned(),
        );
        self.add(Operator::Advisory, head, (before, after), vec![edit]);
    }
}

/// The stretches that make the lines of a reading those of its prerequisite.
fn unwrapped(reading: Node<'_>) -> Vec<(Span, String)> {
    let tokens = reading.children().filter_map(|child| match child {
        Element::Token(token) => Some(token),
        Element::Node(_) => None,
    });
    let is_brace = |kind: TokenKind| matches!(kind, TokenKind::OpenBrace | TokenKind::CloseBrace);
    let braces = tokens.filter(|token| is_brace(token.kind()));
    let braces: Vec<Span> = braces.map(Token::span).collect();
    let [open, close] = braces[..] else {
        return Vec::new();
    };
    let head = Span::new(reading.span().start, open.end);
    vec![(head, String::new()), (close, String::new())]
}

/// A text with every stretch of blanks and line breaks as one blank, and without comments.
fn on_one_line(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or(line));
    let words = lines.flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}
