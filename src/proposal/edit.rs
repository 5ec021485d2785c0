//! Changing the text of a proposal and leaving the rest of it as it is, comments and layout
//! included.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::node::Node;
use super::page::{Entry, Page};
use super::statement::{Statement, statement, word};
use super::{Knowledge, Options, Proposal, Provision, read};
use crate::policy::{TermId, Vocabulary};
use crate::text::Diagnostic;
use crate::text::{Code, Hunk, Place, Rewritten, Source, Spanned, spliced};

/// What a proposal is to leave possible on a term.
pub type Edit = (TermId, Knowledge);

/// A proposal's text as changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// All of it.
    pub text: String,
    /// The lines that differ, in file order.
    pub hunks: Vec<Hunk>,
    /// Terms of which the text says less than was meant, since a provision states only one stretch of
    /// values or lists a few: with what it says.
    pub in_part: Vec<Edit>,
}

/// What is to be said of each term.
type Said = BTreeMap<TermId, (Knowledge, Statement)>;

/// The text of a proposal with other provisions on some terms; of several edits of one term the
/// last counts.
///
/// All that a changed provision said before stays below it or behind it as a comment, `# was: …`:
/// its remark and its sources spoke for that, not for what is said now. A new provision stands
/// below the nearest one before it in the vocabulary's order, marked `# was left out`.
///
/// # Errors
///
/// `edit/layout` if the layout does not allow it: the new text would say something else than was
/// meant, or lose a comment; or if the text is a JSON document, which has no comments.
pub fn edited(
    proposal: &Proposal,
    vocabulary: &Vocabulary,
    edits: &[Edit],
) -> Result<Edited, Box<Diagnostic>> {
    let mut said = Said::new();
    let mut in_part = Vec::new();
    for (term, wanted) in edits {
        let (states, statement, whole) = statement(wanted, &vocabulary.term(*term).kind);
        if !whole {
            in_part.push((*term, states.clone()));
        }
        said.insert(*term, (states, statement));
    }
    let page = Page::new(&proposal.source);
    if page
        .as_ref()
        .is_some_and(|page| !edits.is_empty() && page.is_json())
    {
        return Err(Box::new(no_comments(proposal)));
    }
    let edited = page
        .as_ref()
        .and_then(|page| Editor::new(page, vocabulary)?.carry_out(&said));
    // Reads the new text back: if it does not say what was meant, the edit is refused.
    edited
        .filter(|edited| is_as_meant(&edited.text, proposal, vocabulary, &said))
        .map(|edited| Edited { in_part, ..edited })
        .ok_or_else(|| Box::new(refusal(proposal, page.as_ref())))
}

/// The layout of a text does not allow an edit. If it has an anchor, that stands in the way.
pub(super) fn refusal(proposal: &Proposal, page: Option<&Page<'_>>) -> Diagnostic {
    let message = "the layout of the provisions cannot be kept";
    let error = Diagnostic::error(Code::EditLayout, message);
    if let Some(anchor) = page.and_then(Page::first_anchor) {
        let why = "what stands under this anchor is used in several places";
        let help = "write it out in each place where it is used, and try again";
        return error
            .at(Place::new(&proposal.source, anchor), why)
            .help(help);
    }
    let place = Place::new(&proposal.source, proposal.provisions_span);
    let why = "what is meant cannot be written here and the rest be left as it is";
    let help = "write one provision a line, its keys indented below it, and try again";
    error.at(place, why).help(help)
}

/// A JSON document would no longer be one.
fn no_comments(proposal: &Proposal) -> Diagnostic {
    let message = "a JSON document cannot be changed here: it has no room for comments";
    let why = "what a changed term said before is kept as a comment, which JSON does not know";
    let help = "write the proposal as YAML, or change the document by hand: the changes are listed";
    Diagnostic::error(Code::EditLayout, message)
        .at(Place::new(&proposal.source, proposal.provisions_span), why)
        .help(help)
}

fn is_as_meant(text: &str, before: &Proposal, vocabulary: &Vocabulary, said: &Said) -> bool {
    let source = Source::new(before.source.name(), text);
    let Ok(after) = read(&source, vocabulary) else {
        return false;
    };
    let Ok(known) = after.knowledge(vocabulary, Options::default()) else {
        return false;
    };
    let as_meant = |term: TermId| match said.get(&term) {
        Some((wanted, _)) => known[term.0] == *wanted,
        None => claims(before.provision(term)) == claims(after.provision(term)),
    };
    vocabulary.ids().all(as_meant)
        && about(before) == about(&after)
        && keeps_comments(&before.source, &source)
}

/// Whether two proposals say the same, and the second keeps the comments of the first.
pub(super) fn says_the_same(before: &Proposal, after: &Proposal, vocabulary: &Vocabulary) -> bool {
    let same = |term: TermId| claims(before.provision(term)) == claims(after.provision(term));
    vocabulary.ids().all(same)
        && about(before) == about(after)
        && keeps_comments(&before.source, &after.source)
}

/// Everything that a provision says, for comparing it before and after. Line breaks at the end of a
/// block of text are left out, since their number may depend on what follows it.
pub(super) fn claims(provision: Option<&Provision>) -> Option<impl PartialEq> {
    provision.map(|given| {
        let (stated, rival) = (given.stated.clone(), given.rival.clone());
        let remarks = [&given.at, &given.quote, &given.note];
        let remarks = remarks.map(|text| text.as_deref().map(|text| text.trim_end().to_owned()));
        let coded = (given.basis, given.coder.clone(), given.confidence);
        (stated, rival, given.sources.clone(), coded, remarks)
    })
}

/// Everything that a proposal says outside of its provisions, for comparing it before and after.
pub(super) fn about(proposal: &Proposal) -> impl PartialEq {
    let texts = [
        Some(&proposal.id),
        Some(&proposal.title),
        proposal.version.as_ref(),
        proposal.date.as_ref(),
        proposal.status.as_ref(),
        proposal.outcome.as_ref(),
        proposal.note.as_ref(),
    ];
    let texts = texts.map(|text| text.map(|text| text.trim_end().to_owned()));
    let (authors, sources) = (proposal.authors.clone(), proposal.sources.clone());
    let supersedes = proposal.supersedes.clone();
    (texts, authors, supersedes, sources, proposal.coverage)
}

/// Whether every comment is still there, in the same order, perhaps as a part of another comment.
fn keeps_comments(before: &Arc<Source>, after: &Arc<Source>) -> bool {
    let pages = Page::new(before).zip(Page::new(after));
    pages.is_some_and(|(before, after)| {
        let after = after.all_comments().collect::<Vec<_>>().join("\n");
        let mut rest = after.as_str();
        before.all_comments().all(|comment| {
            let found = rest.find(comment);
            rest = found.map_or("", |at| &rest[at + comment.len()..]);
            found.is_some()
        })
    })
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
    /// Comments to add at the end of a line, by byte offset; needed for provisions in brackets. A
    /// comment that stands there already follows them.
    remarks: BTreeMap<usize, Vec<String>>,
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
                || page.in_brackets(provisions) && !page.is_empty_pair(provisions),
            edits: Vec::new(),
            remarks: BTreeMap::new(),
        })
    }

    fn listed(&self) -> &'a [Entry] {
        self.page.entries(self.provisions)
    }

    /// The term that a key names, be it by a former name.
    fn term(&self, key: &Spanned<String>) -> Option<TermId> {
        self.vocabulary.find_as_ever(&key.value)
    }

    fn carry_out(mut self, said: &Said) -> Option<Edited> {
        for (term, (_, statement)) in said {
            let is_of = |(key, _): &&Entry| self.term(key) == Some(*term);
            match self.listed().iter().find(is_of) {
                Some(entry) => self.replace(entry, statement)?,
                None if self.in_brackets => self.insert_in_brackets(*term, statement)?,
                None => self.insert(*term, statement)?,
            }
        }
        for (at, remarks) in std::mem::take(&mut self.remarks) {
            let remark = format!("# {}", remarks.join("; "));
            let another = self.page.text[at..].starts_with('#');
            let remark = if another {
                format!("{remark}  ")
            } else {
                format!("  {remark}")
            };
            self.put(at..at, remark);
        }
        let Rewritten { text, hunks } = spliced(self.page.text, self.edits)?;
        Some(Edited {
            text,
            hunks,
            in_part: Vec::new(),
        })
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
        let was = page.text.get(colon..end)?;
        if self.in_brackets {
            self.put(colon..end, format!(" {}", statement.inline()));
            let name = &key.value;
            self.remark(end, format!("{name} was: {}", in_one_line(was)));
            return Some(());
        }
        let deeper = self.deeper(page.indent(key));
        let (head, lines) = statement.in_lines();
        let first = page.line_end(colon);
        if end <= first {
            self.put(colon..end, format!("{head}  # was: {}", was.trim()));
            self.put_lines(first..first, &deeper, lines);
            return Some(());
        }
        // A comment behind the key stays there; what else stands there was part of the value.
        let stays = page.starts_with_comment(colon..first);
        let from = if stays { first } else { colon };
        let until = page.line_end(end);
        let was = as_comment(page.text.get(from..until)?);
        self.put(colon..colon, head);
        self.put_lines(from..until, &deeper, lines.into_iter().chain(was));
        Some(())
    }

    /// Replaces a range that begins at the end of a line by new lines.
    fn put_lines(
        &mut self,
        range: Range<usize>,
        indent: &str,
        lines: impl IntoIterator<Item = String>,
    ) {
        let line_break = self.page.line_break;
        let lines = lines.into_iter();
        let new: String = lines
            .map(|line| [line_break, indent, &line].concat())
            .collect();
        self.put(range, new);
    }

    /// Adds a comment at the end of a line, before one that stands there already.
    fn remark(&mut self, line: usize, remark: String) {
        let end = self.page.line_end(line);
        let comment = self.page.comments_in(&(line..end)).next();
        let remarks = (self.remarks).entry(comment.map_or(end, |comment| comment.start));
        remarks.or_default().push(remark);
    }

    /// The listed provision that a new one stands below.
    fn before(&self, term: TermId) -> Option<&'a Entry> {
        let listed = self.listed().iter();
        let earlier = listed.filter_map(|entry| {
            let other = self.term(&entry.0)?;
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
        let (head, lines) = statement.in_lines();
        self.put_lines(at..at, &indent, [format!("{name}:{head}  # was left out")]);
        self.put_lines(at..at, &self.deeper(&indent), lines);
        Some(())
    }

    /// Removes a value that stands for no provisions at all. Returns where provisions are to be
    /// inserted.
    fn make_room(&mut self) -> Option<usize> {
        let page = self.page;
        let colon = page.after_colon(self.key)?;
        let stretch = colon..page.end(self.provisions).max(colon);
        let end = page.line_end(colon);
        if stretch.end > end {
            return None;
        }
        if !self.edits.iter().any(|(range, _)| *range == stretch) {
            self.put(stretch, "");
        }
        Some(end)
    }

    fn insert_in_brackets(&mut self, term: TermId, statement: &Statement) -> Option<()> {
        let page = self.page;
        let name = word(&self.vocabulary.term(term).name);
        let new = format!("{name}: {}", statement.inline());
        let gap = |key: &Spanned<String>| {
            if page.starts_line(key) {
                format!("{}{}", page.line_break, page.indent(key))
            } else {
                " ".to_owned()
            }
        };
        let (at, new) = match (self.before(term), self.listed().first()) {
            (Some(entry), _) => (page.end(&entry.1), format!(",{}{new}", gap(&entry.0))),
            (None, Some((key, _))) => (key.span.start, format!("{new},{}", gap(key))),
            (None, None) if page.in_brackets(self.provisions) => {
                (self.provisions.span.end, format!("{new}, "))
            }
            (None, None) => return None,
        };
        self.put(at..at, new);
        self.remark(at, format!("{name} was left out"));
        Some(())
    }
}

/// Lines as comments that can be uncommented: the first gets a mark, and all keep their
/// indentation.
fn as_comment(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let first = Some(first.trim()).filter(|first| !first.is_empty());
    let said = |line: &&str| !line.trim().is_empty();
    let least = rest.split('\n').filter(said).map(depth).min().unwrap_or(0);
    let rest = rest
        .split('\n')
        .map(|line| line.get(least..).unwrap_or_default().trim_end());
    let marks = ["# was: "].into_iter().chain(std::iter::repeat("#      "));
    let lines = marks.zip(first.into_iter().chain(rest));
    lines
        .map(|(mark, line)| format!("{mark}{line}").trim_end().to_owned())
        .collect()
}

/// A text of several lines as one line.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
