//! Changing the text of a proposal and leaving the rest of it as it is, comments and layout
//! included.

use std::collections::BTreeMap;
use std::ops::Range;

use super::node::Node;
use super::page::{Entry, Page, is_in_lines, is_layout};
use super::provision::FORMS;
use super::statement::{Statement, statement, word};
use super::{Knowledge, Options, Proposal, Provision, read};
use crate::diagnostic::Diagnostic;
use crate::policy::{TermId, Vocabulary};
use crate::source::{Place, Source, Spanned};

/// Every code of this module.
pub const CODES: &[&str] = &["edit/layout"];

/// What a proposal is to leave possible on a term.
pub type Edit = (TermId, Knowledge);

/// What is to be said of each term.
type Said = BTreeMap<TermId, (Knowledge, Statement)>;

/// The text of a proposal with other provisions on some terms; of several edits of one term the
/// last counts.
///
/// Of a provision that is changed, the place in the text, the remark and comments stay; its
/// sources, rivals and basis go, because they spoke for what it said before. A new provision
/// stands below the nearest one before it in the vocabulary's order.
///
/// # Errors
///
/// `edit/layout` if the layout does not allow it: the new text would say something else than was
/// meant, or lose a comment.
pub fn edited(
    proposal: &Proposal,
    vocabulary: &Vocabulary,
    edits: &[Edit],
) -> Result<String, Box<Diagnostic>> {
    let said: Said = (edits.iter())
        .map(|(term, wanted)| (*term, statement(wanted, &vocabulary.term(*term).kind)))
        .collect();
    let page = Page::new(&proposal.source);
    let text = page
        .as_ref()
        .and_then(|page| Editor::new(page, vocabulary)?.carry_out(&said));
    // Whatever the layout, what is written is what was meant, or nothing is written.
    text.filter(|text| is_as_meant(text, proposal, vocabulary, &said))
        .ok_or_else(|| Box::new(refusal(proposal)))
}

fn refusal(proposal: &Proposal) -> Diagnostic {
    let place = Place::new(&proposal.source, proposal.provisions_span);
    let why = "what is meant cannot be written here and the rest be left as it is";
    let help = "write one provision a line, its keys indented below it, without anchors";
    Diagnostic::error("edit/layout", "the layout of the provisions cannot be kept")
        .at(place, why)
        .help(format!("{help}, and try again"))
}

fn is_as_meant(text: &str, before: &Proposal, vocabulary: &Vocabulary, said: &Said) -> bool {
    let source = Source::new(before.source.name(), text);
    let Ok(after) = read(&source, vocabulary) else {
        return false;
    };
    let comments = |source| Page::new(source).map(|page| page.all_comments());
    let known = after.knowledge(vocabulary, Options::default());
    let as_meant = |term: TermId| {
        let (old, new) = (before.provision(term), after.provision(term));
        match said.get(&term) {
            Some((wanted, _)) => {
                known[term.0] == *wanted && old.is_none_or(|old| remarks(Some(old)) == remarks(new))
            }
            None => remarks(old) == remarks(new) && claims(old) == claims(new),
        }
    };
    vocabulary.ids().all(as_meant) && comments(&before.source) == comments(&source)
}

/// What is kept of a provision. How many line breaks end a block of text may depend on what
/// follows it.
fn remarks(provision: Option<&Provision>) -> Option<[Option<&str>; 2]> {
    provision.map(|given| [&given.at, &given.note].map(|text| text.as_deref().map(str::trim_end)))
}

/// The rest of what a provision says.
fn claims(provision: Option<&Provision>) -> Option<impl PartialEq> {
    provision.map(|given| {
        let (stated, rival) = (given.stated.clone(), given.rival.clone());
        (stated, rival, given.sources.clone(), given.basis)
    })
}

/// Whether a key of a provision goes when it is changed.
fn goes(key: &Spanned<String>) -> bool {
    let key = key.value.as_str();
    FORMS.contains(&key) || ["rival", "source", "basis"].contains(&key)
}

/// Collects what is to be replaced.
struct Editor<'a> {
    page: &'a Page<'a>,
    vocabulary: &'a Vocabulary,
    key: &'a Spanned<String>,
    provisions: &'a Node,
    /// Whether the provisions stand in brackets.
    in_brackets: bool,
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Editor<'a> {
    fn new(page: &'a Page<'a>, vocabulary: &'a Vocabulary) -> Option<Self> {
        let mut top = page.entries(&page.root).iter();
        let (key, provisions) = top.find(|(key, _)| key.value == "provisions")?;
        Some(Self {
            page,
            vocabulary,
            key,
            provisions,
            in_brackets: page.in_brackets(&page.root)
                || page.in_brackets(provisions) && !page.entries(provisions).is_empty(),
            edits: Vec::new(),
        })
    }

    fn listed(&self) -> &'a [Entry] {
        self.page.entries(self.provisions)
    }

    fn carry_out(mut self, said: &Said) -> Option<String> {
        for (term, (_, statement)) in said {
            let name = &self.vocabulary.term(*term).name;
            match self.listed().iter().find(|(key, _)| key.value == *name) {
                Some(entry) => self.replace(entry, statement)?,
                None if self.in_brackets => self.insert_in_brackets(*term, statement)?,
                None => self.insert(*term, statement)?,
            }
        }
        self.edits
            .sort_by_key(|(range, _)| (range.start, range.end));
        let (mut out, mut from) = (String::new(), 0);
        for (range, new) in &self.edits {
            out.push_str(self.page.text.get(from..range.start)?);
            out.push_str(new);
            from = range.end;
        }
        out.push_str(&self.page.text[from..]);
        Some(out)
    }

    fn put(&mut self, range: Range<usize>, new: impl Into<String>) {
        self.edits.push((range, new.into()));
    }

    /// How much deeper the keys of a provision stand than its term.
    fn deeper(&self, indent: &str) -> String {
        let step = indent
            .len()
            .saturating_sub(self.page.indent(self.key).len());
        format!("{indent}{}", " ".repeat(step.max(1)))
    }

    fn replace(&mut self, (key, node): &Entry, statement: &Statement) -> Option<()> {
        let page = self.page;
        let colon = page.after_colon(key)?;
        let end = page.end(node).max(colon);
        let entries = page.entries(node);
        let kept: Vec<Range<usize>> = (entries.iter().filter(|(key, _)| !goes(key)))
            .map(|(key, node)| key.span.start..page.end(node))
            .collect();
        let texts = kept.iter().map(|range| page.text.get(range.clone()));
        let texts: Vec<&str> = texts.collect::<Option<_>>()?;
        if self.in_brackets {
            self.put(colon..end, format!(" {}", statement.inline(&texts)));
            return Some(());
        }
        let commented = page
            .comments_in(&(page.line_end(colon)..end))
            .next()
            .is_some();
        if is_in_lines(node) && !entries.is_empty() && (commented || !kept.is_empty()) {
            return self.replace_lines(entries, statement);
        }
        let (head, lines) = match statement {
            _ if page.in_brackets(node) && !entries.is_empty() => {
                (format!(" {}", statement.inline(&texts)), Vec::new())
            }
            Statement::Bare(value) => (format!(" {value}"), Vec::new()),
            Statement::Keys(_) => (String::new(), statement.entries()),
        };
        let stretch = colon..page.line_end(end);
        let inside =
            |comment: &&Range<usize>| !kept.iter().any(|kept| kept.contains(&comment.start));
        let comments: Vec<&Range<usize>> = page.comments_in(&stretch).filter(inside).collect();
        let new = self.laid_out(head, lines, &comments, &self.deeper(page.indent(key)));
        self.put(stretch, new);
        Some(())
    }

    /// In a provision whose keys stand below it, one a line, the statement takes the place of the
    /// first key that said something before.
    fn replace_lines(&mut self, entries: &[Entry], statement: &Statement) -> Option<()> {
        let page = self.page;
        let mut said = false;
        for (key, node) in entries.iter().filter(|(key, _)| goes(key)) {
            if !page.starts_line(key) {
                return None;
            }
            let end = page.line_end(page.end(node).max(key.span.end));
            let comments: Vec<_> = page.comments_in(&(key.span.start..end)).collect();
            let indent = page.indent(key);
            if !said && FORMS.contains(&key.value.as_str()) {
                said = true;
                let mut lines = statement.entries();
                let head = lines.remove(0);
                let new = self.laid_out(head, lines, &comments, indent);
                self.put(key.span.start..end, new);
            } else {
                let start = page.end_of_line_above(page.line_start(key.span.start));
                let lines = comments.iter().map(|&range| page.comment(range).to_owned());
                let new = self.laid_out(String::new(), lines.collect(), &[], indent);
                self.put(start..end, new);
            }
        }
        Some(())
    }

    /// A line with lines below it. The first comment stays at the end of the line if it stood at
    /// the end of one; all others get lines of their own.
    fn laid_out(
        &self,
        head: String,
        lines: Vec<String>,
        comments: &[&Range<usize>],
        indent: &str,
    ) -> String {
        let page = self.page;
        let (mut out, mut comments) = (head, comments.iter().peekable());
        if let Some(first) = comments.next_if(|first| {
            let before = &page.text[page.line_start(first.start)..first.start];
            !before.trim_start_matches(is_layout).is_empty()
        }) {
            let before = page.text[..first.start].trim_end_matches(is_layout).len();
            out.push_str(page.text[before..first.end].trim_end());
        }
        let comments = comments.map(|&range| page.comment(range).to_owned());
        for line in lines.into_iter().chain(comments) {
            out.extend([page.line_break, indent, line.as_str()]);
        }
        out
    }

    /// The listed provision that a new one stands below.
    fn before(&self, term: TermId) -> Option<&'a Entry> {
        let listed = self.listed().iter();
        let earlier = listed.filter_map(|entry| {
            let other = self.vocabulary.find(&entry.0.value)?;
            (other < term).then_some((other, entry))
        });
        (earlier.max_by_key(|(other, _)| *other)).map(|(_, entry)| entry)
    }

    fn insert(&mut self, term: TermId, statement: &Statement) -> Option<()> {
        let page = self.page;
        let indent = match self.listed().first() {
            Some((key, _)) => page.indent(key).to_owned(),
            None => format!("{}  ", page.indent(self.key)),
        };
        let at = match self.before(term) {
            Some(entry) => page.end_of_lines(entry),
            None if self.listed().is_empty() => self.make_room()?,
            None => page.line_end(page.after_colon(self.key)?),
        };
        let name = word(&self.vocabulary.term(term).name);
        let new = match statement {
            Statement::Bare(value) => vec![format!("{indent}{name}: {value}")],
            Statement::Keys(_) => {
                let deeper = self.deeper(&indent);
                let entries = statement.entries().into_iter();
                let lines = entries.map(|line| format!("{deeper}{line}"));
                [format!("{indent}{name}:")]
                    .into_iter()
                    .chain(lines)
                    .collect()
            }
        };
        for line in new {
            self.put(at..at, format!("{}{line}", page.line_break));
        }
        Some(())
    }

    /// Takes out what stands for no provisions at all; gives where provisions go.
    fn make_room(&mut self) -> Option<usize> {
        let page = self.page;
        let colon = page.after_colon(self.key)?;
        let stretch = colon..page.line_end(page.end(self.provisions).max(colon));
        if !self.edits.iter().any(|(range, _)| *range == stretch) {
            let comments: Vec<_> = page.comments_in(&stretch).collect();
            let indent = format!("{}  ", page.indent(self.key));
            let new = self.laid_out(String::new(), Vec::new(), &comments, &indent);
            self.put(stretch.clone(), new);
        }
        Some(stretch.end)
    }

    fn insert_in_brackets(&mut self, term: TermId, statement: &Statement) -> Option<()> {
        let page = self.page;
        let name = word(&self.vocabulary.term(term).name);
        let new = format!("{name}: {}", statement.inline(&[]));
        let gap = |key: &Spanned<String>| {
            if page.starts_line(key) {
                format!("{}{}", page.line_break, page.indent(key))
            } else {
                " ".to_owned()
            }
        };
        match (self.before(term), self.listed().first()) {
            (Some(entry), _) => {
                let at = page.end(&entry.1);
                self.put(at..at, format!(",{}{new}", gap(&entry.0)));
            }
            (None, Some((key, _))) => {
                let at = key.span.start;
                self.put(at..at, format!("{new},{}", gap(key)));
            }
            (None, None) if page.in_brackets(self.provisions) => {
                let at = self.provisions.span.end;
                self.put(at..at, format!("{new}, "));
            }
            (None, None) => return None,
        }
        Some(())
    }
}
