//! Random vocabularies, policies and proposals as texts, small enough to enumerate.

use std::fmt::Write as _;

/// A small generator of random numbers (xorshift64*, Vigna 2016), so that a seed gives the same
/// texts everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// From 0 up to, not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Scale(usize),
    OneOf(usize),
    YesNo,
    /// Values 0, 0.5, … as many as said.
    Number(usize),
    Set(usize),
}

struct Term {
    name: String,
    sort: Sort,
    may_fail: bool,
}

/// The three texts of one instance.
pub struct Texts {
    pub vocabulary: String,
    pub policy: String,
    pub proposal: String,
}

/// How large an instance is.
#[derive(Clone, Copy)]
pub struct Size {
    pub terms: usize,
    pub prerequisites: usize,
    /// Terms that one prerequisite looks at, about.
    pub width: usize,
    /// Percent of terms that the proposal lists.
    pub listed: usize,
}

pub fn texts(seed: u64, size: Size) -> Texts {
    several(seed, size, 1).0
}

/// The same, and more policies over the same vocabulary, `count` in all.
pub fn several(seed: u64, size: Size, count: usize) -> (Texts, Vec<String>) {
    let made = make(seed, size, (count, 1), false);
    (made.texts, made.policies)
}

/// The same, where whatever hangs together stands close together in the vocabulary, so that large
/// instances stay tractable.
pub fn grouped(seed: u64, size: Size, count: usize) -> (Texts, Vec<String>) {
    let made = make(seed, size, (count, 1), true);
    (made.texts, made.policies)
}

/// The same as [`texts`], and more proposals over the same vocabulary, `count` in all.
pub fn drafts(seed: u64, size: Size, count: usize) -> (Texts, Vec<String>) {
    let made = make(seed, size, (1, count), false);
    (made.texts, made.proposals)
}

/// An instance, with the policies and the proposals beyond the first.
struct Made {
    texts: Texts,
    policies: Vec<String>,
    proposals: Vec<String>,
}

/// `counts` says how many policies and how many proposals there are.
fn make(seed: u64, size: Size, counts: (usize, usize), grouped: bool) -> Made {
    let mut random = Random::new(seed);
    let mut maker = Maker {
        random: &mut random,
        terms: Vec::new(),
        size,
        near: None,
        grouped,
    };
    let vocabulary = maker.vocabulary();
    let policy = maker.policy("p");
    let proposal = maker.proposal();
    let others = ["q", "r", "s"][..counts.0 - 1].iter();
    let policies = others.map(|name| maker.policy(name)).collect();
    let proposals = (1..counts.1).map(|_| maker.proposal()).collect();
    let texts = Texts {
        vocabulary,
        policy,
        proposal,
    };
    Made {
        texts,
        policies,
        proposals,
    }
}

struct Maker<'a> {
    random: &'a mut Random,
    terms: Vec<Term>,
    size: Size,
    /// Conditions look at terms from here on, so that a prerequisite stays narrow.
    near: Option<usize>,
    /// Background knowledge is as narrow.
    grouped: bool,
}

impl Maker<'_> {
    /// Where conditions that stay narrow begin to look.
    fn anywhere(&mut self) -> usize {
        let start = self.size.terms - if self.grouped { self.size.width - 1 } else { 0 };
        self.random.below(start)
    }

    fn vocabulary(&mut self) -> String {
        let mut text = String::from("vocabulary v \"random\"\n");
        for index in 0..self.size.terms {
            let sort = match self.random.below(9) {
                0..=2 => Sort::Scale(2 + self.random.below(3)),
                3..=4 => Sort::OneOf(2 + self.random.below(2)),
                5 => Sort::YesNo,
                6..=7 => Sort::Number(2 + self.random.below(4)),
                _ => Sort::Set(1 + self.random.below(3)),
            };
            let name = format!("t{index}");
            let _ = writeln!(text, "term {name} \"term {index}\" {}", kind(sort));
            if self.random.chance(40) {
                let value = match sort {
                    Sort::Set(_) => "nothing".to_owned(),
                    _ => self.value(sort),
                };
                let _ = writeln!(text, "  silence means {value}");
            }
            let mut may_fail = false;
            if index > 0 && (self.grouped || self.size.terms < 50) && self.random.chance(25) {
                self.near = self.grouped.then(|| index.saturating_sub(self.size.width));
                let condition = self.comparison(Some(index));
                let _ = writeln!(text, "  arises when {condition}");
                may_fail = true;
            } else if self.random.chance(20) {
                text += "  may not arise\n";
                may_fail = true;
            }
            self.terms.push(Term {
                name,
                sort,
                may_fail,
            });
        }
        if self.grouped {
            for _ in 0..self.size.terms / 8 {
                self.near = Some(self.anywhere());
                self.always(&mut text);
            }
        } else if self.random.chance(30) && self.size.terms < 50 {
            self.always(&mut text);
        }
        self.near = None;
        text
    }

    fn always(&mut self, text: &mut String) {
        let (when, must) = (self.condition(1), self.condition(1));
        let _ = writeln!(text, "always \"so\" {{\n when {when}\n must {must}\n}}");
    }

    fn policy(&mut self, name: &str) -> String {
        let mut text = format!("policy {name} \"random\"\nuses v\n");
        let definition = self.condition(1);
        let _ = writeln!(text, "define d0 {{\n{definition}\n}}");
        for index in 0..self.size.prerequisites {
            self.near = (self.size.terms > 8).then(|| self.anywhere());
            let _ = writeln!(text, "prerequisite p{index} \"random\" {{");
            if self.random.chance(30) {
                let _ = writeln!(text, " when {}", self.condition(1));
            }
            let readings = self.random.chance(25) && (self.grouped || self.size.prerequisites < 50);
            if !readings || self.random.chance(50) {
                for _ in 0..=self.random.below(2) {
                    let _ = writeln!(text, " must {}", self.condition(2));
                }
            }
            if readings {
                for name in ["one", "two"] {
                    let _ = writeln!(
                        text,
                        " reading r_{name} {{\n must {}\n }}",
                        self.condition(1)
                    );
                }
            }
            if self.random.chance(20) {
                let _ = writeln!(text, " unless {}", self.condition(1));
            }
            if self.random.chance(50) {
                let _ = writeln!(text, " weight {}", 1 + self.random.below(4));
            }
            if self.random.chance(15) {
                text += " advisory\n";
            }
            // Without chance: what it silences changes no answer.
            if index % 3 == 0 {
                text += " allow lint/no-citation \"it is made up\"\n";
            }
            text += "}\n";
        }
        self.near = None;
        let _ = writeln!(
            text,
            "warning w0 {{\n raised when {}\n}}",
            self.condition(2)
        );
        text
    }

    fn condition(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.chance(55) {
            return self.comparison(None);
        }
        let lines: Vec<String> = (0..2 + self.random.below(2))
            .map(|_| self.condition(depth - 1))
            .collect();
        let head = match self.random.below(5) {
            0 => "all of".to_owned(),
            1 | 2 => "any of".to_owned(),
            3 => "none of".to_owned(),
            _ => format!("at least {} of", 1 + self.random.below(lines.len())),
        };
        format!("{head} {{\n{}\n}}", lines.join("\n"))
    }

    /// A comparison on some term, or on one of the first `before`.
    fn comparison(&mut self, before: Option<usize>) -> String {
        let end = before.unwrap_or(self.terms.len());
        let index = match self.near {
            Some(near) => (near + self.random.below(self.size.width)) % end,
            None => self.random.below(end),
        };
        let (name, sort) = (self.terms[index].name.clone(), self.terms[index].sort);
        if self.random.chance(8) {
            return format!("{name} arises");
        }
        match sort {
            Sort::YesNo => match self.random.below(3) {
                0 => name,
                1 => format!("{name} is yes"),
                _ => format!("{name} is no"),
            },
            Sort::Set(count) => {
                let member = |random: &mut Random| format!("m{}", random.below(count));
                let (a, b) = (member(self.random), member(self.random));
                match self.random.below(6) {
                    0 => format!("{name} includes {a}"),
                    1 => format!("{name} includes all of {a}, {b}"),
                    2 => format!("{name} includes any of {a}, {b}"),
                    3 => format!("{name} excludes {a}"),
                    4 => format!("{name} counts at least {}", self.random.below(count + 1)),
                    _ => format!("{name} counts at most {}", self.random.below(count + 1)),
                }
            }
            _ => {
                let (a, b) = (self.value(sort), self.value(sort));
                let ordered = !matches!(sort, Sort::OneOf(_));
                match self.random.below(if ordered { 8 } else { 3 }) {
                    0 => format!("{name} is {a}"),
                    1 => format!("{name} is not {a}"),
                    2 => format!("{name} is one of {a}, {b}"),
                    3 => format!("{name} is at least {a}"),
                    4 => format!("{name} is at most {a}"),
                    5 => format!("{name} is above {a}"),
                    6 => format!("{name} is below {a}"),
                    _ => {
                        let (low, high) = if a <= b { (a, b) } else { (b, a) };
                        format!("{name} is between {low} and {high}")
                    }
                }
            }
        }
    }

    /// A value in the words of the language. Of one sort, texts sort as values do.
    fn value(&mut self, sort: Sort) -> String {
        match sort {
            Sort::Scale(count) | Sort::OneOf(count) => format!("l{}", self.random.below(count)),
            Sort::YesNo => self.random.pick(&["no", "yes"]).to_owned(),
            Sort::Number(count) => {
                let half = self.random.below(count);
                format!("{}.{} days", half / 2, half % 2 * 5)
            }
            Sort::Set(count) => {
                let members: Vec<String> = (0..count)
                    .filter(|_| self.random.chance(50))
                    .map(|member| format!("m{member}"))
                    .collect();
                format!("[{}]", members.join(", "))
            }
        }
    }

    fn proposal(&mut self) -> String {
        let mut text = String::from(
            "proposal: random\ncoverage: full\nsources:\n  a: {grade: A}\n  b: {grade: B}\n  c: {grade: C}\n  n: {}\n",
        );
        if self.random.chance(20) {
            text += "unlisted: silent\n";
        }
        text += "provisions:\n  {}\n".replace("  {}\n", "").as_str();
        let mut any = false;
        for index in 0..self.terms.len() {
            if self.random.chance(self.size.listed) {
                any = true;
                let provision = self.provision(index);
                let _ = writeln!(text, "  t{index}: {provision}");
            }
        }
        if !any {
            text = text.replace("provisions:\n", "provisions: {}\n");
        }
        text
    }

    fn provision(&mut self, index: usize) -> String {
        let sort = self.terms[index].sort;
        let ordered = matches!(sort, Sort::Scale(_) | Sort::Number(_));
        let stated = match self.random.below(8) {
            0 | 1 => return self.entry(index),
            2 => format!("value: {}", self.entry(index)),
            3 | 4 => format!("any of: [{}, {}]", self.entry(index), self.entry(index)),
            5 if ordered => {
                let (a, b) = (self.value(sort), self.value(sort));
                let (low, high) = if a <= b { (a, b) } else { (b, a) };
                format!("between: [{low}, {high}]")
            }
            6 if ordered || matches!(sort, Sort::Set(_)) => {
                format!("at least: {}", self.value(sort))
            }
            7 if ordered || matches!(sort, Sort::Set(_)) => {
                format!("at most: {}", self.value(sort))
            }
            _ => format!("value: {}", self.entry(index)),
        };
        let rival = if self.random.chance(25) {
            format!(", rival: [{}]", self.entry(index))
        } else {
            String::new()
        };
        let source = match self.random.below(6) {
            0 => ", source: a".to_owned(),
            1 => ", source: [b, c]".to_owned(),
            2 => ", source: c".to_owned(),
            3 => ", source: n".to_owned(),
            _ => String::new(),
        };
        format!("{{{stated}{rival}{source}}}")
    }

    fn entry(&mut self, index: usize) -> String {
        let term = &self.terms[index];
        let (sort, may_fail) = (term.sort, term.may_fail);
        match self.random.below(8) {
            0 => "silent".to_owned(),
            1 if may_fail => "not applicable".to_owned(),
            _ => self.value(sort),
        }
    }
}

fn kind(sort: Sort) -> String {
    let labels = |count: usize, letter: char, between: &str| {
        let labels: Vec<String> = (0..count).map(|index| format!("{letter}{index}")).collect();
        labels.join(between)
    };
    match sort {
        Sort::Scale(count) => format!("scale {}", labels(count, 'l', " < ")),
        Sort::OneOf(count) => format!("one of {}", labels(count, 'l', ", ")),
        Sort::YesNo => "yes or no".to_owned(),
        Sort::Number(count) => {
            let last = count - 1;
            format!(
                "number of days from 0 to {}.{} step 0.5",
                last / 2,
                last % 2 * 5
            )
        }
        Sort::Set(count) => format!("set of {}", labels(count, 'm', ", ")),
    }
}
