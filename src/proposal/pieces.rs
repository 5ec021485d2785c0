//! A proposal's text in pieces: the provisions, each with its lines, and what stands between them.
//!
//! Whoever has the pieces can change provisions without a parser: they replace the lines of a provision,
//! or leave them out, and put new provisions where there is room for them.

use std::ops::Range;

use super::edit::about;
use super::page::{Entry, Page};
use super::statement::{quoted, statement, word};
use super::{Entry as Said, Knowledge, Proposal, Stated, read};
use crate::policy::{TermId, Vocabulary};
use crate::text::Source;

/// A text in pieces: put one after another they are the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pieces {
    /// In file order. There is room in one place.
    pub pieces: Vec<Piece>,
    /// How its lines end.
    pub line_break: &'static str,
    /// What the line of a provision begins with.
    pub indent: String,
}

/// A piece of a text: whole lines, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub is: PieceKind,
    /// What stands there.
    pub text: String,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Something else than the following.
    Rest,
    /// The lines of a provision on this term.
    Provision(TermId),
    /// The line `unlisted: silent`.
    Unlisted,
    /// The line that says that there are no provisions. It has to make way for the key alone where one is
    /// put into the room.
    NoProvisions,
    /// Room for new provisions.
    Room,
}

impl Pieces {
    /// The pieces of a proposal's own text. `None` if its layout does not allow that: provisions in brackets,
    /// anchors, a package.
    #[must_use]
    pub fn of(proposal: &Proposal, vocabulary: &Vocabulary) -> Option<Self> {
        if proposal.is_package() {
            return None;
        }
        let page = Page::new(&proposal.source)?;
        let pieces = Cutter::new(&page)?.cut(proposal, vocabulary)?;
        // Reads changed texts back: they have to say what was meant.
        pieces
            .can_be_changed(proposal, vocabulary)
            .then_some(pieces)
    }

    /// The pieces of a new text that leaves just this possible, term by term. `None` if a provision cannot
    /// say so.
    #[must_use]
    pub fn anew(proposal: &Proposal, vocabulary: &Vocabulary, known: &[Knowledge]) -> Option<Self> {
        let line = |text: String| Piece {
            is: PieceKind::Rest,
            text,
        };
        let (id, title) = (quoted(&proposal.id), quoted(&proposal.title));
        let mut pieces = vec![line(format!("proposal: {id}\ntitle: {title}\n"))];
        let head = pieces.len();
        for (term, known) in vocabulary.ids().zip(known) {
            let of = vocabulary.term(term);
            if *known == Knowledge::unknown(of) {
                continue;
            }
            let (_, said, whole) = statement(known, &of.kind);
            if !whole {
                return None;
            }
            pieces.push(Piece {
                is: PieceKind::Provision(term),
                text: format!("  {}: {}\n", word(&of.name), said.inline()),
            });
        }
        if pieces.len() == head {
            let text = "provisions: {}\n".to_owned();
            pieces.push(Piece {
                is: PieceKind::NoProvisions,
                text,
            });
        } else {
            pieces.insert(head, line("provisions:\n".to_owned()));
        }
        pieces.push(Piece {
            is: PieceKind::Room,
            text: String::new(),
        });
        let pieces = Self {
            pieces,
            line_break: "\n",
            indent: "  ".to_owned(),
        };
        let text: String = pieces.pieces.iter().map(|piece| &*piece.text).collect();
        let after = read(&Source::new("anew", text), vocabulary).ok()?;
        let told = after
            .knowledge(vocabulary, super::Options::default())
            .ok()?;
        (told == known).then_some(pieces)
    }

    /// The text with each term said like this; `None` leaves it out. What `said` returns for a term that is
    /// not listed is put into the room.
    fn changed(
        &self,
        vocabulary: &Vocabulary,
        unlisted: bool,
        said: impl Fn(TermId) -> Option<&'static str>,
    ) -> String {
        let line = |term: TermId, value: &str| {
            let name = word(&vocabulary.term(term).name);
            [&self.indent, &name, ": ", value, self.line_break].concat()
        };
        let is_listed = |term: TermId| {
            let mut pieces = self.pieces.iter();
            pieces.any(|piece| piece.is == PieceKind::Provision(term))
        };
        let new = vocabulary.ids().filter(|term| !is_listed(*term));
        let new: String = new
            .filter_map(|term| Some(line(term, said(term)?)))
            .collect();
        let each = self.pieces.iter().map(|piece| match piece.is {
            PieceKind::Rest => piece.text.clone(),
            PieceKind::Provision(term) => {
                said(term).map_or_else(String::new, |value| line(term, value))
            }
            PieceKind::Unlisted if unlisted => piece.text.clone(),
            PieceKind::Unlisted => String::new(),
            PieceKind::NoProvisions if new.is_empty() => piece.text.clone(),
            PieceKind::NoProvisions => ["provisions:", self.line_break].concat(),
            PieceKind::Room => new.clone(),
        });
        each.collect()
    }

    fn can_be_changed(&self, before: &Proposal, vocabulary: &Vocabulary) -> bool {
        let reads = |text: String| read(&Source::new(before.source.name(), text), vocabulary).ok();
        let none = reads(self.changed(vocabulary, false, |_| None));
        let all = reads(self.changed(vocabulary, true, |_| Some("silent")));
        let silent = |after: &Proposal, term: TermId| {
            let given = after.provision(term);
            given.is_some_and(|given| given.stated == Stated::Value(Said::Silent))
        };
        none.is_some_and(|none| {
            none.provisions.is_empty()
                && none.unlisted_silent.is_none()
                && about(before) == about(&none)
        }) && all.is_some_and(|all| {
            about(before) == about(&all)
                && all.unlisted_silent.is_some() == before.unlisted_silent.is_some()
                && vocabulary.ids().all(|term| silent(&all, term))
        })
    }
}

/// Cuts a text into pieces.
struct Cutter<'a> {
    page: &'a Page<'a>,
    top: &'a [Entry],
    listed: &'a [Entry],
    provisions: &'a Entry,
}

impl<'a> Cutter<'a> {
    fn new(page: &'a Page<'a>) -> Option<Self> {
        let top = page.entries(&page.root);
        let provisions = top.iter().find(|(key, _)| key.value == "provisions")?;
        let listed = page.entries(&provisions.1);
        let in_lines = listed
            .iter()
            .chain(top)
            .all(|(key, _)| page.starts_line(key));
        let in_brackets = page.in_brackets(&page.root)
            || page.in_brackets(&provisions.1) && !page.is_empty_pair(&provisions.1);
        (in_lines && !in_brackets && page.first_anchor().is_none()).then_some(Self {
            page,
            top,
            listed,
            provisions,
        })
    }

    /// The lines of an entry, with the break at their end.
    fn lines(&self, entry: &Entry) -> Range<usize> {
        let text = self.page.text;
        let end = self.page.end_of_lines(entry);
        let line_break = ["\r\n", "\n", "\r"].into_iter();
        let mut line_break = line_break.filter(|each| text[end..].starts_with(each));
        let end = end + line_break.next().map_or(0, str::len);
        self.page.line_start(entry.0.span.start)..end
    }

    fn cut(&self, proposal: &Proposal, vocabulary: &Vocabulary) -> Option<Pieces> {
        let mut marked: Vec<(Range<usize>, PieceKind)> = Vec::new();
        for entry in self.listed {
            let term = vocabulary.find_as_ever(&entry.0.value)?;
            marked.push((self.lines(entry), PieceKind::Provision(term)));
        }
        if marked.is_empty() {
            marked.push((self.lines(self.provisions), PieceKind::NoProvisions));
        }
        let room = marked.last()?.0.end;
        marked.push((room..room, PieceKind::Room));
        if proposal.unlisted_silent.is_some() {
            let entry = self.top.iter().find(|(key, _)| key.value == "unlisted")?;
            marked.push((self.lines(entry), PieceKind::Unlisted));
        }
        marked.sort_by_key(|(range, _)| (range.start, range.end));
        self.pieces(&marked)
    }

    fn pieces(&self, marked: &[(Range<usize>, PieceKind)]) -> Option<Pieces> {
        let (text, line_break) = (self.page.text, self.page.line_break);
        let (mut pieces, mut at) = (Vec::new(), 0);
        let mut push = |is, range: Range<usize>| {
            let written = text.get(range)?;
            // Nothing may be put behind a line without an end.
            let open = !written.is_empty() && !written.ends_with(['\n', '\r']);
            let text = [written, if open { line_break } else { "" }].concat();
            pieces.push(Piece { is, text });
            Some(())
        };
        for (range, is) in marked {
            if range.start > at {
                push(PieceKind::Rest, at..range.start)?;
            }
            push(*is, range.clone())?;
            at = range.end;
        }
        if at < text.len() {
            push(PieceKind::Rest, at..text.len())?;
        }
        let indent = self
            .listed
            .first()
            .map_or("  ", |(key, _)| self.page.indent(key));
        Some(Pieces {
            pieces,
            line_break,
            indent: indent.to_owned(),
        })
    }
}
