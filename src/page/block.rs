//! What a person reads, as blocks: no widths, no colours, no markup.

mod from;

use super::label::Label;
use crate::answer::WhatIf;
use crate::text::{Code, Phrase, Place, Severity, Target, Untrusted};

/// One answer, or one thing that is said.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What it is about, so that others can refer to it.
    pub about: Option<Target>,
    /// What a document is called whose first page this is, if the page has no title of its own.
    pub title: Phrase,
    /// From top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// The title of the page.
    Heading(Heading),
    /// The answer in a word, and its details.
    Status(Status),
    /// Labels with paragraphs.
    Facts(Vec<Fact>),
    /// Places in files that do not fit together, the main one first.
    Excerpt(Vec<Mark>),
    /// Something said about an input, with its places.
    Notice(Notice),
    /// Findings or warnings.
    Entries(Vec<Entry>),
    /// A line for each of several things that were judged.
    Rows(Vec<Row>),
    /// Rows of the same columns.
    Table(Table),
    /// Texts against prerequisites, a verdict for each.
    Matrix(Matrix),
    /// Commands that can be given next.
    Commands(Vec<Command>),
    /// A bar chart.
    Bars(Vec<Bar>),
    /// Lines of a file that change.
    Patch(Vec<PatchLine>),
    /// Lines of a file with marks beside them.
    Listing(Listing),
    /// A part of the page that stands by itself.
    Section(Section),
    /// Names, and what each stands for.
    Names(Vec<Named>),
    /// Running text.
    Paragraph(Paragraph),
    /// Lines of an example, which are never wrapped.
    Example(Vec<Untrusted>),
    /// Where a reader changes provisions and sees what follows; nothing in formats that cannot do that.
    WhatIf(Box<WhatIfPart>),
    /// A link to the part of that number, likewise.
    ToWhatIf(usize),
}

/// Where a reader changes provisions and sees what follows.
#[derive(Clone, Debug)]
pub struct WhatIfPart {
    /// All that is needed for that.
    pub data: WhatIf,
    /// Its place among several in a document, from 0.
    pub number: usize,
}

/// The title of a page.
#[derive(Clone, Debug)]
pub struct Heading {
    /// What kind of thing has this title; said where the layout does not show it.
    pub of: Option<Label>,
    /// The title.
    pub text: Phrase,
}

/// Whether what is said is good or bad news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Met, clear, a repair, a zone.
    Good,
    /// Unmet, raised, no zone.
    Bad,
    /// Still open.
    Open,
    /// Neither.
    Neutral,
}

/// The answer in a word, and its details.
#[derive(Clone, Debug)]
pub struct Status {
    /// What the word is, where a sentence has to say it.
    pub of: Option<Label>,
    /// How the word is meant.
    pub tone: Tone,
    /// The answer, in lower case.
    pub word: &'static str,
    /// What there is to add.
    pub details: Vec<Detail>,
}

/// What there is to add to a status.
#[derive(Clone, Debug)]
pub struct Detail {
    /// What it is.
    pub label: Option<Label>,
    /// The detail.
    pub text: Phrase,
}

/// A label, and what is said under it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What the paragraphs are about. Where it is that of the fact before, it need not be repeated.
    pub label: Label,
    /// What is said.
    pub body: Vec<Paragraph>,
}

/// A paragraph.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// How far below the first it stands.
    pub depth: usize,
    /// The text.
    pub text: Phrase,
}

/// A name, and what it stands for.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name.
    pub name: Phrase,
    /// What it stands for; may be empty.
    pub text: Phrase,
    /// What else there is to say of it.
    pub more: Vec<Phrase>,
}

/// A place in a file, and what is said there.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where.
    pub place: Place,
    /// What is said there; may be empty.
    pub says: Phrase,
}

/// Something said about an input.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Error or warning.
    pub severity: Severity,
    /// Its stable code.
    pub code: Code,
    /// The cause.
    pub message: Phrase,
    /// The places that it concerns, the main one first.
    pub marks: Vec<Mark>,
    /// The ways out.
    pub help: Vec<Phrase>,
}

/// One of several findings or warnings, in the order of their importance.
///
/// A writer that numbers them tells them in the order of their numbers.
#[derive(Clone, Debug)]
pub struct Entry {
    /// [`Label::Finding`] or [`Label::Warning`].
    pub kind: Label,
    /// Its place in the policy, from 1.
    pub number: usize,
    /// How many there are in the policy.
    pub of: usize,
    /// Its name.
    pub name: Phrase,
    /// Its title; may be empty.
    pub title: Untrusted,
    /// Whether it does not decide.
    pub advisory: bool,
    /// How the word is meant.
    pub tone: Tone,
    /// Its verdict.
    pub word: &'static str,
    /// The verdict where there is little room.
    pub short: &'static str,
    /// What sentences tell first, and a layout leaves out.
    pub spoken: Vec<Block>,
    /// What is told of it; nothing of what is told in brief.
    pub blocks: Vec<Block>,
}

/// A verdict where there is little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// How it is meant.
    pub tone: Tone,
    /// The verdict in a word.
    pub word: &'static str,
}

/// Something that was judged, on a line.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its verdict.
    pub sign: Sign,
    /// Its name.
    pub name: Phrase,
    /// Its title, where there is room for it; may be empty.
    pub title: Untrusted,
    /// What is said of it, as a sentence.
    pub says: Phrase,
    /// The same in ever fewer words, with an arrow from what is to the next step: for a layout that
    /// has too little room for sentences.
    pub short: Vec<Phrase>,
    /// The line of the text where that stands, from 1.
    pub line: Option<usize>,
    /// The member of the package that this text is, if there are several: its number, from 1, and its
    /// name.
    pub member: Option<(usize, Untrusted)>,
}

/// Texts against prerequisites or against assumptions, a verdict for each.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The prerequisites, those that decide before the others; or the assumptions.
    pub columns: Vec<Phrase>,
    /// What each of them asks, for a key that has room; empty if that is not said.
    pub titles: Vec<Phrase>,
    /// How many of them decide.
    pub deciding: usize,
    /// What the scores are called.
    pub score: Label,
    /// The warnings that can be raised.
    pub warnings: Vec<Phrase>,
    /// Whether rows refer to one another by numbers.
    pub numbered: bool,
    /// A row for each text.
    pub rows: Vec<MatrixRow>,
}

/// What is said of one text.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// The text.
    pub name: Phrase,
    /// The joint verdict; `None` in every row where there is no one verdict of a text.
    pub sign: Option<Sign>,
    /// The score; nothing where there is no one verdict of a text.
    pub score: Phrase,
    /// A verdict for each column.
    pub cells: Vec<Sign>,
    /// The warnings that are raised, by their place in the list of warnings.
    pub raised: Vec<usize>,
    /// The title of the group that begins with this row; empty where none does.
    pub group: Phrase,
    /// The layer of the text, where rows do not stand in layers.
    pub layer: Option<usize>,
    /// Where rows are numbered, the rows of the texts that dominate this one directly, by their places.
    pub under: Vec<usize>,
}

/// A command that can be given next.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it is good for.
    pub label: Label,
    /// Its parts, between which it may be broken.
    pub parts: Vec<Untrusted>,
}

/// Rows of the same columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// The columns; exactly one is the [`Role::Subject`].
    pub columns: Vec<Column>,
    /// A cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// What its cells are.
    pub label: Label,
    /// The part that its cells play in a sentence about a row.
    pub role: Role,
}

/// The part that a cell plays in a sentence about its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the row is about.
    Subject,
    /// What tells the subject from others of the same name; may be empty.
    Apart,
    /// What is said of it, and needs no label.
    Verdict,
    /// A value that needs its label.
    Value,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    /// How it is meant.
    pub tone: Option<Tone>,
    /// The text.
    pub text: Phrase,
}

/// A bar of a chart.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What is measured.
    pub name: Phrase,
    /// From 0 to 1: at least so much.
    pub least: f64,
    /// From 0 to 1: at most so much.
    pub most: f64,
    /// The number itself.
    pub value: Phrase,
}

/// A line of a patch.
#[derive(Clone, Debug)]
pub enum PatchLine {
    /// A line, with its number in the text as it was, and as it will be.
    Line {
        /// Its number before, from 1; `None` if it is new.
        old: Option<usize>,
        /// Its number after, from 1; `None` if it goes.
        new: Option<usize>,
        /// The line.
        text: Untrusted,
    },
    /// Lines between two stretches that change.
    Gap,
}

/// Lines of a file, with marks beside them.
#[derive(Clone, Debug)]
pub struct Listing {
    /// What each column of marks is about.
    pub columns: Vec<&'static str>,
    /// What each mark means, in the order in which a key tells them.
    pub key: Vec<LineMark>,
    /// The lines, in file order.
    pub lines: Vec<ListedLine>,
}

/// A line of a file.
#[derive(Clone, Debug)]
pub struct ListedLine {
    /// Its number, from 1.
    pub number: usize,
    /// The line.
    pub text: Untrusted,
    /// A mark for each column; none where there is nothing to mark.
    pub marks: Vec<LineMark>,
}

/// What is said of a line in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineMark {
    /// How it is meant.
    pub tone: Tone,
    /// Where there is little room: one character, another for each word.
    pub sign: char,
    /// The word for it.
    pub word: &'static str,
}

/// A part of a page that stands by itself.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is about, so that others can refer to it.
    pub about: Option<Target>,
    /// Its title; may be empty.
    pub title: Phrase,
    /// What is in it.
    pub blocks: Vec<Block>,
}

impl Page {
    /// A page that is called so where it begins a document.
    #[must_use]
    pub fn titled(title: impl Into<Phrase>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// The same page, and others can refer to it.
    #[must_use]
    pub fn about(self, about: Target) -> Self {
        let about = Some(about);
        Self { about, ..self }
    }

    /// Adds a block.
    #[must_use]
    pub fn with(mut self, block: impl Into<Block>) -> Self {
        self.blocks.push(block.into());
        self
    }

    /// Adds a block at the end.
    pub fn push(&mut self, block: impl Into<Block>) {
        self.blocks.push(block.into());
    }

    /// Adds facts, unless there are none.
    pub fn facts(&mut self, facts: Vec<Fact>) {
        if !facts.is_empty() {
            self.blocks.push(Block::Facts(facts));
        }
    }
}

impl Heading {
    /// A title that needs no label.
    #[must_use]
    pub fn new(text: impl Into<Phrase>) -> Self {
        Self {
            of: None,
            text: text.into(),
        }
    }
}

impl Status {
    /// An answer in a word and a sentence.
    #[must_use]
    pub fn new(tone: Tone, word: &'static str, rest: impl Into<Phrase>) -> Self {
        let detail = Detail {
            label: None,
            text: rest.into(),
        };
        Self {
            of: None,
            tone,
            word,
            details: vec![detail],
        }
    }
}

impl Fact {
    /// One paragraph under a label.
    #[must_use]
    pub fn new(label: Label, text: impl Into<Phrase>) -> Self {
        Self {
            label,
            body: vec![Paragraph::new(0, text)],
        }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn and(mut self, depth: usize, text: impl Into<Phrase>) -> Self {
        self.body.push(Paragraph::new(depth, text));
        self
    }
}

impl Section {
    /// A part with a title, which may be empty.
    #[must_use]
    pub fn new(title: impl Into<Phrase>) -> Self {
        Self {
            about: None,
            title: title.into(),
            blocks: Vec::new(),
        }
    }

    /// The same, and others can refer to it.
    #[must_use]
    pub fn about(self, about: Target) -> Self {
        let about = Some(about);
        Self { about, ..self }
    }

    /// Adds a block.
    #[must_use]
    pub fn with(mut self, block: impl Into<Block>) -> Self {
        self.blocks.push(block.into());
        self
    }

    /// Adds blocks.
    #[must_use]
    pub fn with_all(mut self, blocks: impl IntoIterator<Item = Block>) -> Self {
        self.blocks.extend(blocks);
        self
    }

    /// Adds facts to those at its end.
    pub fn add_facts(&mut self, facts: Vec<Fact>) {
        match self.blocks.last_mut() {
            Some(Block::Facts(before)) => before.extend(facts),
            _ => self.blocks.push(Block::Facts(facts)),
        }
    }
}

impl Paragraph {
    /// A paragraph at this depth below the first.
    #[must_use]
    pub fn new(depth: usize, text: impl Into<Phrase>) -> Self {
        Self {
            depth,
            text: text.into(),
        }
    }
}

impl Named {
    /// A name with what it stands for, and nothing else.
    #[must_use]
    pub fn new(name: impl Into<Phrase>, text: impl Into<Phrase>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            more: Vec::new(),
        }
    }
}

impl Mark {
    /// The file, and the line and column at which the place starts, both from 1.
    #[must_use]
    pub fn position(&self) -> (Untrusted, usize, usize) {
        let source = &self.place.source;
        let (line, column) = source.line_and_column(self.place.span.start);
        (source.name().into(), line, column)
    }

    /// A place, and what is said there.
    #[must_use]
    pub fn new(place: Place, says: impl Into<Phrase>) -> Self {
        Self {
            place,
            says: says.into(),
        }
    }
}

impl Matrix {
    /// The letters of a column, where its name has no room: `a` to `z`, then `aa`.
    #[must_use]
    pub fn letters(at: usize) -> String {
        let letter = char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
        match at / 26 {
            0 => letter.to_string(),
            more => format!("{}{letter}", Self::letters(more - 1)),
        }
    }
}

impl Sign {
    /// The character that stands for it.
    #[must_use]
    pub fn glyph(self) -> &'static str {
        match self.tone {
            Tone::Good => "✓",
            Tone::Bad => "x",
            Tone::Open => "?",
            Tone::Neutral => "-",
        }
    }

    /// Where it is told among others: bad news first.
    #[must_use]
    pub fn order(self) -> usize {
        match self.tone {
            Tone::Bad => 0,
            Tone::Open => 1,
            Tone::Good => 2,
            Tone::Neutral => 3,
        }
    }
}
