//! What a proposal says, written down in a random layout.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use servanda::policy::{Kind, TermId, Vocabulary};
use servanda::proposal::{Basis, Entry, Proposal, Provision, Stated};

use servanda_random::Random;

/// A text in some layout.
#[derive(Debug)]
pub struct Laid {
    pub text: String,
    /// The lines of each provision, counted from 0, comments between provisions left out.
    pub lines: BTreeMap<TermId, Range<usize>>,
    /// The line of the key `provisions`, where it has no lines below it.
    pub bare: Option<usize>,
    /// How many comments there are: `#c0#`, `#c1#`, …
    pub comments: usize,
    /// The kinds of layout in it.
    pub layouts: BTreeSet<&'static str>,
}

/// Writes a proposal anew.
pub fn laid_out(proposal: &Proposal, vocabulary: &Vocabulary, random: &mut Random) -> Laid {
    let mut writer = Writer {
        vocabulary,
        step: [1, 2, 4][random.below(3)],
        noise: random.chance(60),
        random,
        text: String::new(),
        laid: Laid {
            text: String::new(),
            lines: BTreeMap::new(),
            bare: None,
            comments: 0,
            layouts: BTreeSet::new(),
        },
        anchored: None,
        words: BTreeMap::new(),
    };
    writer.file(proposal);
    let mut laid = writer.laid;
    laid.text = writer.text;
    laid
}

/// A value under a key.
#[derive(Clone)]
enum Said {
    Word(String),
    List(Vec<Said>),
    /// Text for people, numbered.
    Remark(usize),
}

type Keys = Vec<(&'static str, Said)>;

struct Writer<'a> {
    vocabulary: &'a Vocabulary,
    random: &'a mut Random,
    step: usize,
    /// Whether there are comments and blank lines.
    noise: bool,
    text: String,
    laid: Laid,
    /// The number of a remark that has an anchor.
    anchored: Option<usize>,
    /// Words that have anchors.
    words: BTreeMap<String, usize>,
}

impl Writer<'_> {
    fn seen(&mut self, layout: &'static str) {
        self.laid.layouts.insert(layout);
    }

    fn one_of(&mut self, percent: usize, layout: &'static str) -> bool {
        let chosen = self.random.chance(percent);
        if chosen {
            self.seen(layout);
        }
        chosen
    }

    fn line(&self) -> usize {
        self.text.matches('\n').count()
    }

    fn blanks(&mut self, depth: usize) {
        self.text += &" ".repeat(depth * self.step);
    }

    fn a_comment(&mut self) {
        self.text += &format!("#c{}# \"[ {{ value: é '", self.laid.comments);
        self.laid.comments += 1;
    }

    /// Ends a line, perhaps with a comment.
    fn end(&mut self) {
        if self.noise && self.one_of(25, "comment at a line's end") {
            self.text += ["  ", " "][self.random.below(2)];
            self.a_comment();
        }
        self.text.push('\n');
    }

    fn between(&mut self, depth: usize, layout: &'static str) {
        if self.noise && self.one_of(15, layout) {
            self.blanks(depth);
            self.a_comment();
            self.text.push('\n');
        }
        if self.noise && self.one_of(10, "blank line") {
            self.text.push('\n');
        }
    }

    fn file(&mut self, proposal: &Proposal) {
        self.seen(["1 blank", "2 blanks", "", "4 blanks"][self.step - 1]);
        if self.one_of(15, "start of document") {
            self.text += "---\n";
        }
        self.between(0, "comment above");
        self.text += "proposal: random\ntitle: \"é # no comment: {\"\ncoverage: full\n";
        if proposal.unlisted_silent.is_some() {
            self.text += "unlisted: silent\n";
        }
        let sources_last = self.one_of(30, "keys after provisions");
        if !sources_last {
            self.sources();
        }
        self.provisions(proposal);
        if sources_last {
            self.between(0, "comment before the next key");
            self.sources();
        }
        if self.one_of(10, "end of document") {
            self.text += "...\n";
        }
        if self.one_of(15, "no line break at the end") {
            self.text.pop();
        }
        if self.one_of(20, "CRLF") {
            self.text = self.text.replace('\n', "\r\n");
        } else if !self.text.starts_with(['#', '\n']) && self.one_of(3, "CR") {
            self.text = self.text.replace('\n', "\r");
        }
        if self.one_of(10, "byte order mark") {
            self.text.insert(0, '\u{feff}');
        }
    }

    fn sources(&mut self) {
        self.text += "sources:\n";
        for source in ["a: {grade: A}", "b: {grade: B}", "c: {grade: C}", "n: {}"] {
            self.blanks(1);
            self.text += source;
            self.end();
        }
    }

    fn provisions(&mut self, proposal: &Proposal) {
        let start = self.line();
        if proposal.provisions.is_empty() {
            self.seen("no provisions");
            let none = [" {}", "", " ~", " { }", " null"][self.random.below(5)];
            self.text += &format!("provisions:{none}");
            self.laid.bare = Some(start);
            return self.end();
        }
        if self.one_of(8, "all in brackets") {
            let lines = self.one_of(50, "all in brackets, over lines");
            self.all_in_brackets(proposal, lines);
            self.laid.bare = Some(start).filter(|_| !lines);
            return;
        }
        self.text += "provisions:";
        self.end();
        self.between(1, "comment above provisions");
        for provision in &proposal.provisions {
            let start = self.line();
            self.provision(provision);
            self.laid.lines.insert(provision.term, start..self.line());
            self.between(1, "comment between provisions");
        }
    }

    fn all_in_brackets(&mut self, proposal: &Proposal, lines: bool) {
        self.text += "provisions: {";
        let mut first = true;
        for provision in &proposal.provisions {
            if lines {
                self.text += if first { "" } else { "," };
                self.end();
                self.blanks(1);
            } else if !first {
                self.text += ", ";
            }
            first = false;
            let start = self.line();
            let keys = self.keys(provision);
            self.key(provision.term);
            self.mapping_in_brackets(&keys, false);
            self.laid.lines.insert(provision.term, start..start + 1);
        }
        if lines {
            self.end();
        }
        self.text.push('}');
        self.end();
    }

    fn key(&mut self, term: TermId) {
        let name = &self.vocabulary.term(term).name;
        let key = match self.random.below(8) {
            0 => format!("\"{name}\":"),
            1 => format!("'{name}' :"),
            _ => format!("{name}:"),
        };
        if !key.starts_with('t') {
            self.seen("quoted key");
        }
        self.blanks(0);
        self.text += &key;
    }

    /// What a provision says, and some remarks.
    fn keys(&mut self, provision: &Provision) -> Keys {
        let kind = &self.vocabulary.term(provision.term).kind;
        let value = |value: u64| said(kind, Entry::Value(value));
        let list = |entries: &[Entry]| Said::List(entries.iter().map(|e| said(kind, *e)).collect());
        let mut keys = match &provision.stated {
            Stated::Value(entry) => vec![("value", said(kind, *entry))],
            Stated::AnyOf(entries) => vec![("any of", list(entries))],
            Stated::Between(low, high) => {
                vec![("between", Said::List(vec![value(*low), value(*high)]))]
            }
            Stated::Bounds { at_least, at_most } => {
                let bounds = [("at least", at_least), ("at most", at_most)];
                let given = bounds
                    .iter()
                    .filter_map(|(key, bound)| Some((*key, (**bound)?)));
                given.map(|(key, bound)| (key, value(bound))).collect()
            }
        };
        if !provision.rival.is_empty() {
            keys.push(("rival", list(&provision.rival)));
        }
        if !provision.sources.is_empty() {
            let names = (provision.sources.iter()).map(|&source| ["a", "b", "c", "n"][source]);
            let mut names: Vec<Said> = names.map(|name| Said::Word(name.to_owned())).collect();
            let one = names.len() == 1;
            keys.push((
                "source",
                if one {
                    names.remove(0)
                } else {
                    Said::List(names)
                },
            ));
        }
        if provision.basis == Basis::Text && self.random.chance(20) {
            keys.push(("basis", Said::Word("text".to_owned())));
        }
        for key in ["at", "note"] {
            if self.random.chance(35) {
                keys.push((key, Said::Remark(self.random.below(1000))));
            }
        }
        for at in 1..keys.len() {
            let other = self.random.below(at + 1);
            keys.swap(at, other);
        }
        keys
    }

    fn provision(&mut self, provision: &Provision) {
        let keys = self.keys(provision);
        self.blanks(1);
        self.key(provision.term);
        if let [("value", value)] = &keys[..]
            && self.one_of(70, "bare value")
        {
            return self.value(value, 1, false);
        }
        if self.one_of(35, "in brackets") {
            self.mapping_in_brackets(&keys, true);
            return self.end();
        }
        self.seen("keys below");
        self.end();
        for (at, (key, value)) in keys.iter().enumerate() {
            if at > 0 || self.random.chance(50) {
                self.between(2, "comment inside");
            }
            self.blanks(2);
            let quoted = self.one_of(5, "quoted key");
            self.text += &if quoted {
                format!("\"{key}\":")
            } else {
                format!("{key}:")
            };
            self.value(value, 2, false);
        }
        if self.noise && self.one_of(10, "comment below the last key") {
            self.blanks(2);
            self.a_comment();
            self.text.push('\n');
        }
    }

    /// What follows a key, to the end of its last line.
    fn value(&mut self, value: &Said, depth: usize, brackets: bool) {
        match value {
            Said::Word(word) => self.word(word),
            Said::Remark(number) => return self.remark(*number, depth),
            Said::List(items) => {
                if !items.is_empty() && self.one_of(25, "list below its key") {
                    return self.list(items, depth);
                }
                self.text.push(' ');
                self.in_brackets(items, (!brackets).then_some(depth + 1));
            }
        }
        self.end();
    }

    fn word(&mut self, word: &str) {
        self.text.push(' ');
        if let Some(anchor) = self.words.get(word).copied()
            && self.one_of(60, "alias")
        {
            return self.text += &format!("*u{anchor}");
        }
        if self.one_of(6, "anchor") {
            let anchor = self.text.len();
            self.words.insert(word.to_owned(), anchor);
            self.text += &format!("&u{anchor} ");
        }
        let quote = if self.one_of(15, "quoted value") {
            "\""
        } else {
            ""
        };
        self.text += &format!("{quote}{word}{quote}");
    }

    /// Items one a line, perhaps at the depth of their key.
    fn list(&mut self, items: &[Said], depth: usize) {
        self.end();
        let deeper = usize::from(!self.one_of(50, "list at the depth of its key"));
        for item in items {
            if self.noise && self.one_of(5, "comment inside") {
                self.blanks(depth + deeper);
                self.a_comment();
                self.text.push('\n');
            }
            self.blanks(depth + deeper);
            self.text.push('-');
            match item {
                Said::List(items) => {
                    self.text.push(' ');
                    self.in_brackets(items, None);
                }
                Said::Word(word) => self.word(word),
                Said::Remark(_) => {}
            }
            self.end();
        }
    }

    fn in_brackets(&mut self, items: &[Said], over_lines: Option<usize>) {
        self.text.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
                match over_lines {
                    Some(depth) if self.one_of(15, "brackets over lines") => {
                        self.end();
                        self.blanks(depth);
                    }
                    _ => self.text.push(' '),
                }
            }
            match item {
                Said::List(items) => self.in_brackets(items, over_lines),
                Said::Word(word) => self.text += word,
                Said::Remark(_) => {}
            }
        }
        self.text.push(']');
    }

    fn mapping_in_brackets(&mut self, keys: &Keys, may_break: bool) {
        if let ([("value", Said::Word(word))], false) = (&keys[..], may_break) {
            return self.text += &format!(" {word}");
        }
        self.text += " {";
        for (at, (key, value)) in keys.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
                if may_break && self.one_of(15, "brackets over lines") {
                    self.end();
                    self.blanks(2);
                } else {
                    self.text.push(' ');
                }
            }
            self.text += &format!("{key}: ");
            match value {
                Said::Word(word) => self.text += word,
                Said::List(items) => self.in_brackets(items, may_break.then_some(2)),
                Said::Remark(number) => {
                    let quoted = [
                        format!("\"a # r{number}: é, }} b\""),
                        format!("'it''s # r{number}'"),
                        format!("plain#r{number}"),
                    ];
                    self.text += &quoted[self.random.below(3)];
                }
            }
        }
        self.text.push('}');
    }

    fn remark(&mut self, number: usize, depth: usize) {
        let deeper = " ".repeat((depth + 1) * self.step);
        if let Some(other) = self.anchored
            && self.one_of(50, "alias")
        {
            self.text += &format!(" *n{other}");
            return self.end();
        }
        self.text.push(' ');
        if self.anchored.is_none() && self.one_of(6, "anchor") {
            self.anchored = Some(number);
            self.text += &format!("&n{number} ");
        }
        match self.random.below(7) {
            0 => self.text += &format!("plain#r{number} it's {{é}}"),
            1 => self.text += &format!("\"a # r{number}: \\\"é\\\" b\""),
            2 => self.text += &format!("'it''s # r{number}: x'"),
            3 => {
                self.seen("text over lines");
                self.text += &format!("plain r{number}\n{deeper}and é\n\n{deeper}more");
            }
            4 => {
                self.seen("text over lines");
                self.text += &format!("\"a\n{deeper}# r{number}\n\n{deeper}value: é\"");
            }
            style => {
                self.seen("block of text");
                self.text += [["|", ">"], ["|-", ">-"]][self.random.below(2)][style - 5];
                self.end();
                self.text += &format!("{deeper}a # r{number}\n\n{deeper}# é\n{deeper}value: x\n");
                return;
            }
        }
        self.end();
    }
}

fn said(kind: &Kind, entry: Entry) -> Said {
    match (entry, kind) {
        (Entry::Silent, _) => Said::Word("silent".to_owned()),
        (Entry::NotApplicable, _) => Said::Word("not applicable".to_owned()),
        (Entry::Value(value), Kind::Set(members)) => {
            let inside = (members.iter().enumerate()).filter(|(at, _)| value >> at & 1 == 1);
            Said::List(
                inside
                    .map(|(_, member)| Said::Word(member.name.clone()))
                    .collect(),
            )
        }
        (Entry::Value(value), kind) => Said::Word(kind.show(value)),
    }
}
