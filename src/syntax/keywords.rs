//! The keywords of the language, and the clauses that may stand in each part of a file.

use super::operator;

/// Keywords besides the words of comparisons, in alphabetical order.
const KEYWORDS: &[&str] = &[
    "advisory",
    "all",
    "allow",
    "always",
    "and",
    "any",
    "arise",
    "arises",
    "as",
    "at",
    "by",
    "changed",
    "cites",
    "define",
    "edition",
    "formerly",
    "from",
    "gloss",
    "in",
    "label",
    "least",
    "may",
    "means",
    "must",
    "no",
    "none",
    "note",
    "nothing",
    "number",
    "of",
    "one",
    "or",
    "otherwise",
    "paragraph",
    "policy",
    "prerequisite",
    "raised",
    "reading",
    "scale",
    "section",
    "set",
    "silence",
    "source",
    "step",
    "term",
    "to",
    "unless",
    "uses",
    "vocabulary",
    "warning",
    "weight",
    "when",
    "yes",
];

/// Whether a word belongs to the language, so that no term and no definition may have it as its name.
#[must_use]
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok() || operator::is_word(word)
}

/// Whether a word may be a label: not if a comparison with it could be read in another way.
pub(super) fn may_be_label(word: &str) -> bool {
    !operator::may_follow("is", word)
}

/// Whether a word may be a member of a set.
pub(super) fn may_be_member(word: &str) -> bool {
    may_be_label(word) && !operator::may_follow("includes", word)
}

/// A part of a file, with the clauses that may stand in it: the first word and the usage of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Context {
    /// What messages call it.
    pub name: &'static str,
    /// The first words, each with its usage.
    pub usages: &'static [(&'static str, &'static str)],
}

const NOTE: (&str, &str) = ("note", "note \"…\"");
const MUST: (&str, &str) = ("must", "must CONDITION");
const WHEN: (&str, &str) = ("when", "when CONDITION");
const CITES: (&str, &str) = (
    "cites",
    "cites SOURCE paragraph N \"words\"` or `cites SOURCE at \"article 5\"",
);
const ALLOW: (&str, &str) = ("allow", "allow CODE \"reason\"");
const EDITION: (&str, &str) = ("edition", "edition 2");
const DEFINE: (&str, &str) = ("define", "define NAME \"gloss\" { CONDITION }");
const TERM: (&str, &str) = ("term", "term NAME \"gloss\" KIND");

pub(super) const VOCABULARY: Context = Context {
    name: "a vocabulary",
    usages: &[
        ("section", "section \"title\" { term … }"),
        TERM,
        ("always", "always \"why\" { when CONDITION must CONDITION }"),
        DEFINE,
        EDITION,
        NOTE,
    ],
};
pub(super) const SECTION: Context = Context {
    name: "a section",
    usages: &[TERM, NOTE],
};
pub(super) const IN_TERM: Context = Context {
    name: "a term",
    usages: &[
        ("scale", "scale lowest < next < highest"),
        ("one", "one of a, b, c"),
        ("set", "set of a, b, c"),
        ("number", "number of UNIT from A to B"),
        ("yes", "yes or no"),
        ("silence", "silence means VALUE"),
        ("arises", "arises when CONDITION"),
        ("may", "may not arise"),
        ("formerly", "formerly OLD_NAME, OLD_NAME"),
        ("changed", "changed in edition 2 \"what is different\""),
        ("label", "label LABEL formerly OLD_LABEL"),
        NOTE,
    ],
};
pub(super) const ALWAYS: Context = Context {
    name: "`always`",
    usages: &[WHEN, MUST, NOTE],
};
pub(super) const IN_DEFINE: Context = Context {
    name: "`define`",
    usages: &[NOTE],
};
pub(super) const POLICY: Context = Context {
    name: "a policy",
    usages: &[
        ("uses", "uses VOCABULARY"),
        ("source", "source NAME { title \"…\" }"),
        DEFINE,
        (
            "prerequisite",
            "prerequisite NAME \"title\" { must CONDITION }",
        ),
        (
            "warning",
            "warning NAME \"title\" { raised when CONDITION }",
        ),
        ALLOW,
        NOTE,
    ],
};
pub(super) const SOURCE: Context = Context {
    name: "a source",
    usages: &[
        ("title", "title \"…\""),
        ("author", "author \"…\""),
        ("published", "published 2024-09-30"),
        ("url", "url \"https://…\""),
        ("language", "language \"en\""),
        ("grade", "grade A"),
        ("sha256", "sha256 \"…\""),
        NOTE,
    ],
};
pub(super) const PREREQUISITE: Context = Context {
    name: "a prerequisite",
    usages: &[
        CITES,
        WHEN,
        MUST,
        ("unless", "unless CONDITION"),
        ("reading", "reading NAME \"gloss\" { must CONDITION }"),
        ("otherwise", "otherwise \"…\""),
        ("weight", "weight N \"reason\""),
        ("advisory", "advisory"),
        ALLOW,
        NOTE,
    ],
};
pub(super) const READING: Context = Context {
    name: "a reading",
    usages: &[MUST, NOTE],
};
pub(super) const WARNING: Context = Context {
    name: "a warning",
    usages: &[CITES, ("raised", "raised when CONDITION"), ALLOW, NOTE],
};
pub(super) const GROUP: Context = Context {
    name: "a group of conditions",
    usages: &[],
};

const EVERYWHERE: &[Context] = &[
    VOCABULARY,
    SECTION,
    IN_TERM,
    ALWAYS,
    POLICY,
    PREREQUISITE,
    WARNING,
];

impl Context {
    /// The first words of the clauses that may stand here, with the words that always follow.
    pub fn words(self) -> Vec<&'static str> {
        self.usages.iter().map(|(word, _)| in_full(word)).collect()
    }

    /// The words that a misspelled one may have been meant for. A term has no end of its own, so in a
    /// term these are also the words that start the next item.
    pub fn near(self) -> Vec<&'static str> {
        let next: &[_] = if self == IN_TERM {
            VOCABULARY.usages
        } else {
            &[]
        };
        let usages = self.usages.iter().chain(next);
        usages.map(|(word, _)| *word).collect()
    }
}

fn in_full(word: &'static str) -> &'static str {
    match word {
        "one" => "one of",
        "set" => "set of",
        "number" => "number of",
        "yes" => "yes or no",
        "silence" => "silence means",
        "arises" => "arises when",
        "may" => "may not arise",
        "changed" => "changed in edition",
        "raised" => "raised when",
        other => other,
    }
}

/// The first part of a file in which a clause starts with this word, if there is one.
pub(super) fn home_of(word: &str) -> Option<&'static str> {
    EVERYWHERE
        .iter()
        .find(|context| context.usages.iter().any(|(known, _)| *known == word))
        .map(|context| context.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_in_order() {
        assert!(KEYWORDS.is_sorted());
        assert!(KEYWORDS.iter().all(|word| is_keyword(word)));
    }
}
