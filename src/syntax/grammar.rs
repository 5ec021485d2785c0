//! The grammar, and the syntax tree it makes of a text.

use std::sync::Arc;

use pest::{Parser as _, Token};

use super::lossless::{Builder, Kind, NodeKind, SyntaxTree, TokenKind};
use super::operator::Operator;
use crate::text::Source;

/// The generated parser.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/servanda.pest"]
pub(super) struct Grammar;

/// The syntax tree of a text of which strings and braces are known to be closed; `None` if it does not
/// start like a vocabulary or a policy.
pub(super) fn syntax_tree(source: &Arc<Source>) -> Option<SyntaxTree> {
    let pairs = Grammar::parse(Rule::file, source.text()).ok()?;
    let mut builder = Builder::new(source);
    for token in pairs.tokens() {
        match token {
            Token::Start {
                rule: Rule::gap | Rule::blank | Rule::blanks,
                ..
            } => {}
            Token::Start { rule, pos } => match kind_of(rule, builder.innermost()) {
                Some(kind) => builder.start(kind, pos.pos()),
                // How a name is compared is known only after it.
                None => {
                    if let Some(operator) = Operator::read_by(rule) {
                        builder.change_kind(Kind::Node(NodeKind::Comparison(operator)));
                    }
                }
            },
            Token::End { rule, pos } => {
                if kind_of(rule, builder.innermost()).is_some() {
                    builder.end(pos.pos());
                }
            }
        }
    }
    Some(builder.finish())
}

/// What a rule of the grammar reads, inside a part of this kind; `None` for the file itself, which is the
/// root, and for operators, which decide what kind of node the condition is.
fn kind_of(rule: Rule, parent: Kind) -> Option<Kind> {
    token_kind(rule, parent)
        .map(Kind::Token)
        .or_else(|| node_kind(rule).map(Kind::Node))
}

fn token_kind(rule: Rule, parent: Kind) -> Option<TokenKind> {
    Some(match (rule, parent) {
        (Rule::name, Kind::Node(NodeKind::Label | NodeKind::LabelHistory)) => TokenKind::Label,
        (Rule::name, Kind::Node(NodeKind::NumberOf)) => TokenKind::Unit,
        (Rule::name, Kind::Node(NodeKind::Field)) => TokenKind::Field,
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
        Rule::formerly => NodeKind::Formerly,
        Rule::changed => NodeKind::Changed,
        Rule::label_history => NodeKind::LabelHistory,
        Rule::note => NodeKind::Note,
        Rule::edition => NodeKind::Edition,
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
