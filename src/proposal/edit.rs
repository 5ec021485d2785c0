//! Changing the text of a proposal and leaving the rest of it as it is, comments and layout
//! included; and writing new ones.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use super::{Knowledge, Options, Proposal, Provision, read};
use crate::diagnostic::Diagnostic;
use crate::policy::{Kind, TermId, Vocabulary};
use crate::source::{Place, Source};

/// Every code of this module.
pub const CODES: &[&str] = &["edit/layout"];

/// What a proposal is to leave possible on a term.
pub type Edit = (TermId, Knowledge);

/// The text of a proposal with other provisions on some terms.
///
/// Of a provision that is changed, the place in the text, the remark and comments stay; its
/// sources, rivals and basis go, because they spoke for what it said before.
///
/// # Errors
///
/// `edit/layout` if the provisions do not stand one below the other.
pub fn edited(
    proposal: &Proposal,
    vocabulary: &Vocabulary,
    edits: &[Edit],
) -> Result<String, Box<Diagnostic>> {
    let mut editor = Editor::new(proposal, vocabulary);
    let mut stated: Vec<Edit> = Vec::new();
    for (term, wanted) in edits {
        let (said, statement) = statement(wanted, &vocabulary.term(*term).kind);
        match proposal.provision(*term) {
            Some(provision) => editor.replace(provision, &statement),
            None => editor.insert(*term, &statement),
        }
        stated.push((*term, said));
    }
    let text = editor.finish();
    // Whatever the layout, what is written is what was meant, or nothing is written.
    let source = Source::new(proposal.source.name(), text.as_str());
    let as_meant = read(&source, vocabulary).is_ok_and(|new| {
        let before = proposal.knowledge(vocabulary, Options::default());
        let after = new.knowledge(vocabulary, Options::default());
        vocabulary.ids().all(|term| {
            let edit = stated.iter().find(|(edited, _)| *edited == term);
            after[term.0] == *edit.map_or(&before[term.0], |(_, said)| said)
        })
    });
    if as_meant {
        return Ok(text);
    }
    let place = Place::new(&proposal.source, proposal.provisions_span);
    Err(Box::new(
        Diagnostic::error("edit/layout", "the layout of the provisions cannot be kept")
            .at(place, "they do not stand one below the other")
            .help("write one provision a line, its keys indented below it, and try again"),
    ))
}

/// The text of a new proposal that provides these cells (`None`: the term does not arise).
#[must_use]
pub fn new_text(
    id: &str,
    title: &str,
    vocabulary: &Vocabulary,
    cells: &[(TermId, Option<u64>)],
) -> String {
    let mut text = format!("proposal: {id}\ntitle: {}\n", quoted(title));
    if cells.is_empty() {
        text.push_str("provisions: {}\n");
        return text;
    }
    text.push_str("provisions:\n");
    for (term, cell) in cells {
        let term = vocabulary.term(*term);
        let value = cell.map_or("not applicable".to_owned(), |cell| {
            written(&term.kind, cell)
        });
        let _ = writeln!(text, "  {}: {value}", term.name);
    }
    text
}

/// A text in quotes, as YAML and JSON both read it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            char if char.is_control() => out.push(' '),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// A value as a proposal gives it: numbers without their unit.
fn written(kind: &Kind, value: u64) -> String {
    match kind {
        Kind::Number(grid) => grid.number(value).to_string(),
        kind => kind.show(value),
    }
}

/// How a provision says something.
enum Statement {
    /// A bare value.
    Bare(String),
    /// Keys with what stands under them.
    Keys(Vec<(&'static str, String)>),
}

impl Statement {
    fn inline(&self, kept: &[(&'static str, String)]) -> String {
        let keys: Vec<(&'static str, String)> = match self {
            Self::Bare(value) if kept.is_empty() => return value.clone(),
            Self::Bare(value) => vec![("value", value.clone())],
            Self::Keys(keys) => keys.clone(),
        };
        let all: Vec<String> = keys
            .iter()
            .chain(kept)
            .map(|(key, value)| format!("{key}: {value}"))
            .collect();
        format!("{{{}}}", all.join(", "))
    }
}

/// Up to so many cells are listed under `any of`; of more, the first stretch is said.
const MOST_LISTED: u64 = 12;

/// How to say what is to be possible, and what is then said: as much of it as can be said briefly.
fn statement(wanted: &Knowledge, kind: &Kind) -> (Knowledge, Statement) {
    let show = |value: u64| written(kind, value);
    let Some(&(low, high)) = wanted.values.first() else {
        return (wanted.clone(), Statement::Bare("not applicable".to_owned()));
    };
    let first = Knowledge {
        not_arising: false,
        values: vec![(low, high)],
    };
    let cells: u64 = if kind.is_set() {
        u64::MAX
    } else {
        wanted.values.iter().map(|(low, high)| high - low + 1).sum()
    };
    let single = wanted.values.len() == 1 && !wanted.not_arising;
    if !single && cells <= MOST_LISTED {
        let values = wanted.values.iter().flat_map(|&(low, high)| low..=high);
        let mut listed: Vec<String> = values.map(show).collect();
        listed.extend(wanted.not_arising.then(|| "not applicable".to_owned()));
        let listed = format!("[{}]", listed.join(", "));
        return (wanted.clone(), Statement::Keys(vec![("any of", listed)]));
    }
    if low == high {
        return (first, Statement::Bare(show(low)));
    }
    if kind.is_set() || kind.is_ordered() {
        let least = (low > 0).then(|| ("at least", show(low)));
        let most = (high < kind.last()).then(|| ("at most", show(high)));
        let mut keys: Vec<_> = least.into_iter().chain(most).collect();
        if keys.is_empty() {
            keys.push(("at least", show(low)));
        }
        return (first, Statement::Keys(keys));
    }
    if cells <= MOST_LISTED {
        let listed: Vec<String> = (low..=high).map(show).collect();
        let listed = format!("[{}]", listed.join(", "));
        return (first, Statement::Keys(vec![("any of", listed)]));
    }
    (Knowledge::cell(Some(low)), Statement::Bare(show(low)))
}

/// Keys of a provision that go when it is changed.
const REPLACED: &[&str] = &[
    "value", "any of", "between", "at least", "at most", "rival", "source", "basis",
];

struct Editor<'a> {
    proposal: &'a Proposal,
    vocabulary: &'a Vocabulary,
    text: &'a str,
    /// Replacements of stretches of the text.
    edits: Vec<(Range<usize>, String)>,
    inserted: Vec<String>,
    newline: &'static str,
}

impl<'a> Editor<'a> {
    fn new(proposal: &'a Proposal, vocabulary: &'a Vocabulary) -> Self {
        let source: &Arc<Source> = &proposal.source;
        let text = source.text();
        Self {
            proposal,
            vocabulary,
            text,
            edits: Vec::new(),
            inserted: Vec::new(),
            newline: if text.contains("\r\n") { "\r\n" } else { "\n" },
        }
    }

    fn indent_of(&self, provision: &Provision) -> &'a str {
        let before = &self.text[..provision.span.start];
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        &before[line..]
    }

    /// The lines of a provision, without blank lines and comments that follow it.
    fn lines_of(&self, provision: &Provision) -> Range<usize> {
        let indent = self.indent_of(provision).len();
        let start = provision.span.start - indent;
        let mut end = start;
        let mut at = start;
        for (number, line) in self.text[start..].split_inclusive('\n').enumerate() {
            let content = line.trim();
            let depth = line.len() - line.trim_start().len();
            let belongs = number == 0 || depth > indent || is_item_below(content, depth, indent);
            at += line.len();
            if content.is_empty() || (content.starts_with('#') && !belongs) {
                continue;
            }
            if !belongs {
                break;
            }
            end = at;
        }
        start..end
    }

    fn replace(&mut self, provision: &Provision, statement: &Statement) {
        let lines = self.lines_of(provision);
        let indent = self.indent_of(provision);
        let name = &self.vocabulary.term(provision.term).name;
        let text = &self.text[lines.clone()];
        let (head, body) = text.split_once('\n').unwrap_or((text, ""));
        let rest = head.trim_start().get(name.len()..).unwrap_or_default();
        let rest = rest.trim_start().trim_start_matches(':');
        let (said, comment) = uncommented(rest.trim_end_matches('\r'));
        let new = if said.is_empty() && body.trim_start().starts_with(|char: char| char != '{') {
            self.block(
                &format!("{indent}{name}:{comment}"),
                indent,
                body,
                statement,
            )
        } else {
            let at = provision.at.as_ref().map(|at| ("at", quoted(at)));
            let note = provision.note.as_ref().map(|note| ("note", quoted(note)));
            let kept: Vec<_> = at.into_iter().chain(note).collect();
            format!(
                "{indent}{name}: {}{comment}{}",
                statement.inline(&kept),
                self.newline
            )
        };
        self.edits.push((lines, new));
    }

    /// A provision whose keys stand below it: the statement takes the place of what it replaces.
    fn block(&self, head: &str, indent: &str, body: &str, statement: &Statement) -> String {
        let inner = body
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        let inner = &inner[..inner.len() - inner.trim_start().len()];
        let mut kept: Vec<&str> = Vec::new();
        let mut dropping = false;
        for line in body.lines() {
            let content = line.trim_start();
            let depth = line.len() - content.len();
            if depth <= inner.len() && !content.starts_with('#') && !content.starts_with("- ") {
                let key = content.split(':').next().unwrap_or_default();
                let key = key.trim().trim_matches(['"', '\'']);
                dropping = REPLACED.contains(&key);
            }
            if !dropping || content.starts_with('#') {
                kept.push(line);
            }
        }
        let mut out = String::new();
        let mut add = |line: &str| {
            out.push_str(line.trim_end());
            out.push_str(self.newline);
        };
        if kept.iter().all(|line| line.trim().is_empty()) {
            let head = head.trim_end();
            let (before, comment) = uncommented(head);
            debug_assert!(before.starts_with(indent.trim_start()) || indent.is_empty());
            add(&format!(
                "{indent}{} {}{comment}",
                before.trim(),
                statement.inline(&[])
            ));
            return out;
        }
        add(head);
        match statement {
            Statement::Bare(value) => add(&format!("{inner}value: {value}")),
            Statement::Keys(keys) => {
                for (key, value) in keys {
                    add(&format!("{inner}{key}: {value}"));
                }
            }
        }
        for line in kept {
            add(line);
        }
        out
    }

    fn insert(&mut self, term: TermId, statement: &Statement) {
        let name = &self.vocabulary.term(term).name;
        self.inserted
            .push(format!("{name}: {}", statement.inline(&[])));
    }

    fn finish(mut self) -> String {
        if !self.inserted.is_empty() {
            let last = self
                .proposal
                .provisions
                .iter()
                .max_by_key(|given| given.span.start);
            let (at, indent) = match last {
                Some(last) => (self.lines_of(last).end, self.indent_of(last)),
                None => (self.after_provisions(), "  "),
            };
            let mut lines = String::new();
            if !self.text[..at].ends_with('\n') {
                lines.push_str(self.newline);
            }
            for line in &self.inserted {
                let _ = write!(lines, "{indent}{line}{}", self.newline);
            }
            self.edits.push((at..at, lines));
        }
        self.edits
            .sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::new();
        let mut from = 0;
        for (range, new) in &self.edits {
            out.push_str(&self.text[from..range.start]);
            out.push_str(new);
            from = range.end;
        }
        out.push_str(&self.text[from..]);
        out
    }

    /// Where provisions go if there are none yet; what stands for none is taken out.
    fn after_provisions(&mut self) -> usize {
        let key = self.proposal.provisions_span.end;
        let line = self.text[key..]
            .find('\n')
            .map_or(self.text.len(), |at| key + at);
        let (said, comment) = uncommented(self.text[key..line].trim_start_matches(':'));
        let comment = comment.trim_end().to_owned();
        if said == "{}" {
            self.edits.push((key..line, format!(":{comment}")));
        }
        (line + 1).min(self.text.len())
    }
}

/// Items of a list may stand at the depth of their key.
fn is_item_below(content: &str, depth: usize, indent: usize) -> bool {
    depth == indent && (content == "-" || content.starts_with("- "))
}

/// What stands on a line before its comment, and the comment with the blanks before it.
fn uncommented(line: &str) -> (&str, &str) {
    let at = if line.trim_start().starts_with('#') {
        Some(0)
    } else {
        line.find(" #").filter(|_| !line.contains(['"', '\'']))
    };
    let (said, comment) = line.split_at(at.unwrap_or(line.len()));
    (said.trim(), comment.trim_end())
}
