//! The grammar is `grammar/servanda.pest`. Here another parser is generated from it, and what the
//! library reads has to be what that one reads.

use pest::{Parser as _, Token};
use servanda::syntax::lossless::{Element, Kind, Node, NodeKind, SyntaxTree, TokenKind};
use servanda::syntax::operator::Operator;
use servanda::text::{Code, Span};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/servanda.pest"]
struct Grammar;

/// A part of a text: how many parts are around it, what it is, and where it stands.
type Part = (usize, Kind, Span);

/// Asserts that a tree has the parts that the grammar finds in its text.
pub fn assert_by_the_grammar(tree: &SyntaxTree) {
    let text = tree.source().text();
    let mut own = Vec::new();
    for node in tree.root().nodes() {
        add(node, 0, &mut own);
    }
    // What must hold before the grammar is applied has tests of its own.
    let errors = servanda::syntax::parse(tree.source()).errors;
    let refused = |code: Code| !matches!(code, Code::SyntaxNotAPolicy);
    if matches!(&own[..], [(0, Kind::Node(NodeKind::Error), _)] | [])
        && errors.iter().any(|error| refused(error.code))
    {
        return;
    }
    match Grammar::parse(Rule::file, text) {
        Ok(pairs) => assert_eq!(own, parts(text, pairs.tokens()), "{text:?}"),
        Err(_) => assert!(errors.iter().any(|error| !refused(error.code)), "{text:?}"),
    }
}

/// A node with everything in it that the grammar names; not what is in an error.
fn add(node: Node<'_>, depth: usize, parts: &mut Vec<Part>) {
    parts.push((depth, Kind::Node(node.kind()), node.span()));
    if node.kind() == NodeKind::Error {
        return;
    }
    for child in node.children() {
        match child {
            Element::Node(child) => add(child, depth + 1, parts),
            Element::Token(token) => {
                if is_named(token.kind()) {
                    parts.push((depth + 1, Kind::Token(token.kind()), token.span()));
                }
            }
        }
    }
}

fn is_named(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Label
            | TokenKind::Unit
            | TokenKind::Field
            | TokenKind::String
            | TokenKind::Number
            | TokenKind::Value
            | TokenKind::Code
    )
}

/// The parts that the generated parser finds.
fn parts<'t>(text: &str, tokens: impl Iterator<Item = Token<'t, Rule>>) -> Vec<Part> {
    let blank = |char: char| matches!(char, ' ' | '\t' | '\r' | '\n');
    let mut parts: Vec<Part> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for token in tokens {
        let innermost = open.last().map(|&index: &usize| parts[index].1);
        match token {
            Token::Start { rule, pos } => {
                if let Some(kind) = kind_of(rule, innermost) {
                    let rest = &text[pos.pos()..];
                    let start = pos.pos() + rest.len() - rest.trim_start_matches(blank).len();
                    parts.push((open.len(), kind, Span::new(start, start)));
                    open.push(parts.len() - 1);
                } else if let (Some(operator), Some(&index)) = (operator_of(rule), open.last()) {
                    parts[index].1 = Kind::Node(NodeKind::Comparison(operator));
                }
            }
            Token::End { rule, pos } => {
                if kind_of(rule, innermost).is_some()
                    && let Some(index) = open.pop()
                {
                    parts[index].2.end = text[..pos.pos()].trim_end_matches(blank).len();
                    if parts[index].1 == Kind::Node(NodeKind::Error) {
                        parts.truncate(index + 1);
                    }
                }
            }
        }
    }
    parts
}

fn kind_of(rule: Rule, parent: Option<Kind>) -> Option<Kind> {
    token_kind(rule, parent)
        .map(Kind::Token)
        .or_else(|| node_kind(rule).map(Kind::Node))
}

/// The operator whose words make the name of a rule.
fn operator_of(rule: Rule) -> Option<Operator> {
    let name = format!("{rule:?}").replace('_', " ");
    (Operator::ALL.into_iter()).find(|operator| {
        let words = operator.words();
        words == name || words.strip_suffix(" of") == Some(&name)
    })
}

fn token_kind(rule: Rule, parent: Option<Kind>) -> Option<TokenKind> {
    Some(match (rule, parent) {
        (Rule::name, Some(Kind::Node(NodeKind::Label))) => TokenKind::Label,
        (Rule::name, Some(Kind::Node(NodeKind::NumberOf))) => TokenKind::Unit,
        (Rule::name, Some(Kind::Node(NodeKind::Field))) => TokenKind::Field,
        (Rule::name | Rule::dashed, _) => TokenKind::Name,
        (Rule::word | Rule::member, _) => TokenKind::Label,
        (Rule::unit, _) => TokenKind::Unit,
        (Rule::string, _) => TokenKind::String,
        (Rule::number, _) => TokenKind::Number,
        (Rule::bare, _) => TokenKind::Value,
        (Rule::code, _) => TokenKind::Code,
        _ => return None,
    })
}

fn node_kind(rule: Rule) -> Option<NodeKind> {
    Some(match rule {
        Rule::vocabulary => NodeKind::Vocabulary,
        Rule::section => NodeKind::Section,
        Rule::term => NodeKind::Term,
        Rule::scale => NodeKind::Scale,
        Rule::one_of => NodeKind::OneOf,
        Rule::set_of => NodeKind::SetOf,
        Rule::number_of => NodeKind::NumberOf,
        Rule::yes_or_no => NodeKind::YesOrNo,
        Rule::label => NodeKind::Label,
        Rule::silence => NodeKind::Silence,
        Rule::arises_when => NodeKind::ArisesWhen,
        Rule::may_not_arise => NodeKind::MayNotArise,
        Rule::note => NodeKind::Note,
        Rule::always => NodeKind::Always,
        Rule::define => NodeKind::Define,
        Rule::policy => NodeKind::Policy,
        Rule::allow => NodeKind::Allow,
        Rule::uses => NodeKind::Uses,
        Rule::source => NodeKind::Source,
        Rule::field => NodeKind::Field,
        Rule::prerequisite => NodeKind::Prerequisite,
        Rule::cites => NodeKind::Citation,
        Rule::paragraph => NodeKind::Paragraph,
        Rule::at => NodeKind::Passage,
        Rule::as_gloss => NodeKind::AsGloss,
        Rule::when => NodeKind::When,
        Rule::must => NodeKind::Must,
        Rule::unless => NodeKind::Unless,
        Rule::reading => NodeKind::Reading,
        Rule::otherwise => NodeKind::Otherwise,
        Rule::weight => NodeKind::Weight,
        Rule::advisory => NodeKind::Advisory,
        Rule::warning => NodeKind::Warning,
        Rule::raised_when => NodeKind::RaisedWhen,
        Rule::condition => NodeKind::Condition,
        Rule::group => NodeKind::Group,
        Rule::all_of => NodeKind::AllOf,
        Rule::any_of => NodeKind::AnyOf,
        Rule::none_of => NodeKind::NoneOf,
        Rule::at_least_of => NodeKind::AtLeastOf,
        Rule::comparison => NodeKind::BareName,
        Rule::constant => NodeKind::Constant,
        Rule::broken_item
        | Rule::broken_clause
        | Rule::broken_term
        | Rule::broken_line
        | Rule::trailing
        | Rule::stray => NodeKind::Error,
        _ => return None,
    })
}
