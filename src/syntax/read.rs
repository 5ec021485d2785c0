//! Pairs of the grammar to a tree. Parts that could not be read are handed to [`super::recover`].

use pest::iterators::Pair;

use super::error::{Kind, SyntaxError};
use super::grammar::Rule;
use super::keywords::{self, is_keyword, may_be_label, may_be_member};
use super::operator::Operator;
use super::recover;
use super::tree::{
    Always, Citation, Cited, Condition, Constant, Definition, File, Kind as TermKind, Label,
    Locator, Policy, Prerequisite, Quantifier, Reading, Term, Text, Vocabulary, Warning, Word,
};
use crate::text::{Span, Spanned};

pub(super) type Part<'i> = Pair<'i, Rule>;

/// Collects errors while it builds the tree.
#[derive(Default)]
pub(super) struct Reader {
    pub errors: Vec<SyntaxError>,
}

/// Where a part stands.
pub(super) fn span(part: &Part<'_>) -> Span {
    let span = part.as_span();
    Span::new(span.start(), span.end())
}

impl Reader {
    pub fn fail(&mut self, kind: Kind, span: Span) {
        self.errors.push(SyntaxError { kind, span });
    }

    pub fn file(&mut self, file: Part<'_>) -> Option<File> {
        file.into_inner().find_map(|part| match part.as_rule() {
            Rule::vocabulary => Some(File::Vocabulary(self.vocabulary(part))),
            Rule::policy => Some(File::Policy(self.policy(part))),
            _ => None,
        })
    }

    fn vocabulary(&mut self, whole: Part<'_>) -> Vocabulary {
        let start = span(&whole);
        let mut vocabulary = Vocabulary {
            name: Spanned::new(
                String::new(),
                Span::new(start.start, start.start + "vocabulary".len()),
            ),
            title: None,
            notes: Vec::new(),
            terms: Vec::new(),
            definitions: Vec::new(),
            always: Vec::new(),
        };
        for part in whole.into_inner() {
            match part.as_rule() {
                Rule::dashed => vocabulary.name = word(&part),
                Rule::string => vocabulary.title = Some(self.text(&part)),
                Rule::note => vocabulary.notes.extend(self.note(part)),
                Rule::term => vocabulary.terms.push(self.term(part, None)),
                Rule::section => self.section(part, &mut vocabulary),
                Rule::always => vocabulary.always.push(self.always(part)),
                Rule::define => vocabulary.definitions.push(self.define(part)),
                _ => recover::report(self, &part, keywords::VOCABULARY),
            }
        }
        self.require_name("vocabulary", &vocabulary.name);
        vocabulary
    }

    fn require_name(&mut self, keyword: &'static str, name: &Word) {
        if name.value.is_empty() {
            self.fail(Kind::MissingName { word: keyword }, name.span);
        }
    }

    fn section(&mut self, section: Part<'_>, vocabulary: &mut Vocabulary) {
        let mut title = None;
        for part in section.into_inner() {
            match part.as_rule() {
                Rule::string => title = Some(self.text(&part)),
                Rule::note => vocabulary.notes.extend(self.note(part)),
                Rule::term => vocabulary.terms.push(self.term(part, title.clone())),
                _ => recover::report(self, &part, keywords::SECTION),
            }
        }
    }

    fn term(&mut self, whole: Part<'_>, section: Option<Text>) -> Term {
        let mut term = Term {
            name: word(&whole),
            gloss: None,
            section,
            kind: None,
            silence: Vec::new(),
            arises_when: Vec::new(),
            may_not_arise: Vec::new(),
            notes: Vec::new(),
        };
        let mut kinds: Vec<Span> = Vec::new();
        for part in whole.into_inner() {
            let place = span(&part);
            match part.as_rule() {
                Rule::name => term.name = self.name(&part),
                Rule::string => term.gloss = Some(self.text(&part)),
                Rule::silence => {
                    let constant = self.inner(part).next();
                    term.silence
                        .extend(constant.map(|part| Self::constant(&part)));
                }
                Rule::arises_when => {
                    let condition = part.into_inner().next();
                    term.arises_when
                        .extend(condition.map(|part| self.condition(part)));
                }
                Rule::may_not_arise => {
                    drop(self.inner(part));
                    term.may_not_arise.push(place);
                }
                Rule::note => term.notes.extend(self.note(part)),
                Rule::broken_term => recover::report(self, &part, keywords::IN_TERM),
                _ => {
                    kinds.push(place);
                    let kind = self.kind(part);
                    term.kind.get_or_insert(Spanned::new(kind, place));
                }
            }
        }
        if let [_, second, ..] = kinds[..] {
            self.fail(Kind::TwoKinds, second);
        }
        term
    }

    fn kind(&mut self, kind: Part<'_>) -> TermKind {
        let rule = kind.as_rule();
        match rule {
            Rule::yes_or_no => {
                drop(self.inner(kind));
                TermKind::YesOrNo
            }
            Rule::number_of => {
                let mut words = self.inner(kind).map(|part| word(&part));
                let mut next = || {
                    words
                        .next()
                        .unwrap_or_else(|| Spanned::new(String::new(), Span::default()))
                };
                let (unit, from, to) = (next(), next(), next());
                TermKind::Number {
                    unit,
                    from,
                    to,
                    step: words.next(),
                }
            }
            _ => {
                let labels: Vec<Label> = (self.inner(kind))
                    .map(|part| self.label(part, rule == Rule::set_of))
                    .collect();
                match rule {
                    Rule::scale => TermKind::Scale(labels),
                    Rule::set_of => TermKind::Set(labels),
                    _ => TermKind::OneOf(labels),
                }
            }
        }
    }

    fn label(&mut self, label: Part<'_>, member: bool) -> Label {
        let mut parts = label.into_inner();
        let name = parts.next().map_or_else(
            || Spanned::new(String::new(), Span::default()),
            |part| word(&part),
        );
        let fine = if member { may_be_member } else { may_be_label };
        if !fine(&name.value) {
            let word = name.value.clone();
            self.fail(Kind::KeywordAsLabel { word }, name.span);
        }
        Label {
            name,
            gloss: parts.next().map(|part| self.text(&part)),
        }
    }

    /// The parts of a clause of a term, after what strays behind it is reported.
    fn inner<'i>(&mut self, part: Part<'i>) -> std::vec::IntoIter<Part<'i>> {
        let list = part.as_rule();
        let (stray, parts): (Vec<_>, Vec<_>) = part
            .into_inner()
            .partition(|part| part.as_rule() == Rule::stray);
        for part in stray {
            recover::after_clause(self, &part, list);
        }
        parts.into_iter()
    }

    fn always(&mut self, whole: Part<'_>) -> Always {
        let mut always = Always {
            title: None,
            span: span(&whole),
            when: Vec::new(),
            must: Vec::new(),
            notes: Vec::new(),
        };
        for part in whole.into_inner() {
            match part.as_rule() {
                Rule::always_word => always.span = span(&part),
                Rule::string => always.title = Some(self.text(&part)),
                Rule::note => always.notes.extend(self.note(part)),
                Rule::when => always.when.extend(self.clause(part)),
                Rule::must => always.must.extend(self.clause(part)),
                _ => {
                    always.must.push(Condition::Broken(span(&part)));
                    recover::report(self, &part, keywords::ALWAYS);
                }
            }
        }
        always
    }

    fn define(&mut self, whole: Part<'_>) -> Definition {
        let mut definition = Definition {
            name: word(&whole),
            gloss: None,
            lines: Vec::new(),
            notes: Vec::new(),
        };
        for part in whole.into_inner() {
            match part.as_rule() {
                Rule::name => definition.name = self.name(&part),
                Rule::string => definition.gloss = Some(self.text(&part)),
                Rule::note => definition.notes.extend(self.note(part)),
                Rule::condition => definition.lines.push(self.condition(part)),
                _ => {
                    definition.lines.push(Condition::Broken(span(&part)));
                    recover::report(self, &part, keywords::IN_DEFINE);
                }
            }
        }
        if definition.lines.is_empty() {
            self.fail(Kind::EmptyBlock, definition.name.span);
        }
        definition
    }

    fn policy(&mut self, whole: Part<'_>) -> Policy {
        let start = span(&whole).start;
        let mut policy = Policy {
            name: Spanned::new(String::new(), Span::new(start, start + "policy".len())),
            title: None,
            uses: Vec::new(),
            notes: Vec::new(),
            sources: Vec::new(),
            definitions: Vec::new(),
            prerequisites: Vec::new(),
            warnings: Vec::new(),
        };
        for part in whole.into_inner() {
            match part.as_rule() {
                Rule::dashed => policy.name = word(&part),
                Rule::string => policy.title = Some(self.text(&part)),
                Rule::uses => policy
                    .uses
                    .extend(part.into_inner().next().map(|part| word(&part))),
                Rule::note => policy.notes.extend(self.note(part)),
                Rule::source => policy.sources.push(self.source(part)),
                Rule::define => policy.definitions.push(self.define(part)),
                Rule::prerequisite => policy.prerequisites.push(self.prerequisite(part)),
                Rule::warning => policy.warnings.push(self.warning(part)),
                _ => recover::report(self, &part, keywords::POLICY),
            }
        }
        self.require_name("policy", &policy.name);
        policy
    }

    fn source(&mut self, whole: Part<'_>) -> Cited {
        let mut source = Cited {
            name: word(&whole),
            fields: Vec::new(),
        };
        for part in whole.into_inner() {
            match part.as_rule() {
                Rule::dashed => source.name = word(&part),
                Rule::field => {
                    let mut parts = part.into_inner();
                    if let (Some(field), Some(value)) = (parts.next(), parts.next()) {
                        let text = match value.as_rule() {
                            Rule::string => self.text(&value),
                            _ => word(&value),
                        };
                        source.fields.push((word(&field), text));
                    }
                }
                _ => recover::report(self, &part, keywords::SOURCE),
            }
        }
        source
    }

    fn prerequisite(&mut self, whole: Part<'_>) -> Prerequisite {
        let mut prerequisite = Prerequisite {
            name: word(&whole),
            title: None,
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
        for part in whole.into_inner() {
            match part.as_rule() {
                Rule::name => each.name = word(&part),
                Rule::string => each.title = Some(self.text(&part)),
                Rule::cites => each.cites.extend(self.cites(part)),
                Rule::when => each.when.extend(self.clause(part)),
                Rule::must => each.must.extend(self.clause(part)),
                Rule::unless => each.unless.extend(self.clause(part)),
                Rule::reading => each.readings.push(self.reading(part)),
                Rule::otherwise => each.otherwise.extend(self.note(part)),
                Rule::weight => {
                    let mut parts = part.into_inner();
                    let weight = parts.next().map(|part| word(&part));
                    let reason = parts.next().map(|part| self.text(&part));
                    each.weight.extend(weight.map(|weight| (weight, reason)));
                }
                Rule::advisory => each.advisory.push(span(&part)),
                Rule::note => each.notes.extend(self.note(part)),
                _ => {
                    each.must.push(Condition::Broken(span(&part)));
                    recover::report(self, &part, keywords::PREREQUISITE);
                }
            }
        }
        prerequisite
    }

    fn reading(&mut self, whole: Part<'_>) -> Reading {
        let mut reading = Reading {
            name: word(&whole),
            gloss: None,
            must: Vec::new(),
            notes: Vec::new(),
        };
        for part in whole.into_inner() {
            match part.as_rule() {
                Rule::name => reading.name = word(&part),
                Rule::string => reading.gloss = Some(self.text(&part)),
                Rule::must => reading.must.extend(self.clause(part)),
                Rule::note => reading.notes.extend(self.note(part)),
                _ => {
                    reading.must.push(Condition::Broken(span(&part)));
                    recover::report(self, &part, keywords::READING);
                }
            }
        }
        reading
    }

    fn warning(&mut self, whole: Part<'_>) -> Warning {
        let mut warning = Warning {
            name: word(&whole),
            title: None,
            cites: Vec::new(),
            raised_when: Vec::new(),
            notes: Vec::new(),
        };
        for part in whole.into_inner() {
            match part.as_rule() {
                Rule::name => warning.name = word(&part),
                Rule::string => warning.title = Some(self.text(&part)),
                Rule::cites => warning.cites.extend(self.cites(part)),
                Rule::raised_when => warning.raised_when.extend(self.clause(part)),
                Rule::note => warning.notes.extend(self.note(part)),
                _ => {
                    warning.raised_when.push(Condition::Broken(span(&part)));
                    recover::report(self, &part, keywords::WARNING);
                }
            }
        }
        warning
    }

    fn cites(&mut self, whole: Part<'_>) -> Option<Citation> {
        let place = span(&whole);
        let (mut source, mut locator, mut words, mut gloss) = (None, None, None, false);
        for part in whole.into_inner() {
            match part.as_rule() {
                Rule::dashed => source = Some(word(&part)),
                Rule::paragraph => {
                    locator = part
                        .into_inner()
                        .next()
                        .map(|part| Locator::Paragraph(word(&part)));
                }
                Rule::at => {
                    locator = part
                        .into_inner()
                        .next()
                        .map(|part| Locator::At(self.text(&part)));
                }
                Rule::string => words = Some(self.text(&part)),
                _ => gloss = true,
            }
        }
        Some(Citation {
            source: source?,
            locator: locator?,
            words,
            gloss,
            span: place,
        })
    }

    fn clause(&mut self, clause: Part<'_>) -> Option<Condition> {
        clause.into_inner().next().map(|part| self.condition(part))
    }

    fn condition(&mut self, condition: Part<'_>) -> Condition {
        let place = span(&condition);
        let mut parts = condition.into_inner();
        let Some(first) = parts.next() else {
            return Condition::Broken(place);
        };
        let whole = first.clone();
        let read = match first.as_rule() {
            Rule::group => self.group(first),
            _ => self.comparison(first),
        };
        match parts.next() {
            None => read,
            Some(trailing) => {
                recover::after_condition(self, &whole, &trailing);
                Condition::Broken(place)
            }
        }
    }

    fn group(&mut self, group: Part<'_>) -> Condition {
        let mut quantifier = Quantifier::All;
        let mut place = span(&group);
        let mut lines = Vec::new();
        for part in group.into_inner() {
            match part.as_rule() {
                Rule::quantifier => {
                    place = span(&part);
                    quantifier = quantified(part);
                }
                Rule::condition => lines.push(self.condition(part)),
                _ => {
                    lines.push(Condition::Broken(span(&part)));
                    recover::report(self, &part, keywords::GROUP);
                }
            }
        }
        if lines.is_empty() {
            self.fail(Kind::EmptyBlock, place);
        }
        Condition::Group {
            quantifier,
            lines,
            span: place,
        }
    }

    fn comparison(&mut self, comparison: Part<'_>) -> Condition {
        let place = span(&comparison);
        let mut parts = comparison.into_inner();
        let Some(term) = parts.next().map(|part| word(&part)) else {
            return Condition::Broken(place);
        };
        let Some(test) = parts.next() else {
            return Condition::Bare(term);
        };
        let Some(operator) = Operator::read_by(test.as_rule()) else {
            // Only a rule of the grammar that no operator names comes here.
            self.fail(Kind::NotACondition, place);
            return Condition::Broken(place);
        };
        Condition::Comparison {
            term,
            operator,
            operands: (test.into_inner())
                .map(|part| Self::constant(&part))
                .collect(),
            span: place,
        }
    }

    fn constant(constant: &Part<'_>) -> Spanned<Constant> {
        let place = span(constant);
        let written = |part: &Part<'_>| part.as_str().to_owned();
        let value = match constant.as_rule() {
            Rule::number => Constant::Number {
                digits: written(constant),
                unit: None,
            },
            _ => {
                let mut parts = constant.clone().into_inner();
                match parts.next() {
                    Some(part) if part.as_rule() == Rule::number => Constant::Number {
                        digits: written(&part),
                        unit: parts.next().map(|part| word(&part)),
                    },
                    _ => Constant::Word(written(constant)),
                }
            }
        };
        Spanned::new(value, place)
    }

    fn name(&mut self, part: &Part<'_>) -> Word {
        let name = word(part);
        if is_keyword(&name.value) {
            let word = name.value.clone();
            self.fail(Kind::KeywordAsName { word }, name.span);
        }
        name
    }

    fn note(&mut self, note: Part<'_>) -> Option<Text> {
        note.into_inner().next().map(|part| self.text(&part))
    }

    /// The contents of a string: escapes resolved, a line break with its indentation one blank.
    fn text(&mut self, string: &Part<'_>) -> Text {
        let place = span(string);
        let raw = string.as_str();
        let raw = raw.get(1..raw.len() - 1).unwrap_or_default();
        let mut text = String::with_capacity(raw.len());
        let mut chars = raw.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            match char {
                '\\' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    Some((_, found)) => {
                        let start = place.start + 1 + at;
                        let end = start + 1 + found.len_utf8();
                        self.fail(Kind::Escape { found }, Span::new(start, end));
                    }
                    None => {}
                },
                '\n' | '\r' => {
                    text.truncate(text.trim_end_matches([' ', '\t']).len());
                    while chars
                        .next_if(|(_, char)| char.is_ascii_whitespace())
                        .is_some()
                    {}
                    text.push(' ');
                }
                char => text.push(char),
            }
        }
        Spanned::new(text, place)
    }
}

fn quantified(quantifier: Part<'_>) -> Quantifier {
    let Some(which) = quantifier.into_inner().next() else {
        return Quantifier::All;
    };
    match which.as_rule() {
        Rule::any_of => Quantifier::Any,
        Rule::none_of => Quantifier::None,
        Rule::at_least_of => match which.into_inner().next() {
            Some(number) => Quantifier::AtLeast(word(&number)),
            None => Quantifier::All,
        },
        _ => Quantifier::All,
    }
}

fn word(part: &Part<'_>) -> Word {
    Spanned::new(part.as_str().to_owned(), span(part))
}
