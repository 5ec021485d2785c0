//! The pages of the codes of errors and warnings, one file for each family of codes.
//!
//! A page is a heading with the code, what it means, a line that starts with `Why:`, one with
//! `Mend:`, and an example: `Before KIND:` and `After:` with lines that are moved in by four blanks.
//! KIND is what the lines are, and says what a test puts around them:
//!
//! - `line`: of a prerequisite; `item`: of a policy; `policy`: a whole policy;
//! - `term`: of a vocabulary; `vocabulary`: a whole one;
//! - `provisions`: of a proposal; `proposal`: a whole one;
//! - `ports policy`, `ports proposal`: the same over the vocabulary `ports` that the test makes;
//! - `expectation`: what a test expects of a proposal by the column that provides nothing;
//! - `fixtures`: several proposals in a file with what is expected of each;
//! - `command`: what is typed, in a folder with the files that the test makes.
//!
//! Every example is run: its first part has to yield the code, its second part nothing. (This file
//! uses nothing of the program, because that test reads it, too.)

/// The pages of each family.
const FILES: &[(&str, &str)] = &[
    ("cite", include_str!("codes/cite.md")),
    ("condition", include_str!("codes/condition.md")),
    ("constant", include_str!("codes/constant.md")),
    ("edit", include_str!("codes/edit.md")),
    ("expectation", include_str!("codes/expectation.md")),
    ("input", include_str!("codes/input.md")),
    ("limit", include_str!("codes/limit.md")),
    ("lint", include_str!("codes/lint.md")),
    ("output", include_str!("codes/output.md")),
    ("package", include_str!("codes/package.md")),
    ("policy", include_str!("codes/policy.md")),
    ("proposal", include_str!("codes/proposal.md")),
    ("snapshot", include_str!("codes/snapshot.md")),
    ("syntax", include_str!("codes/syntax.md")),
    ("vocabulary", include_str!("codes/vocabulary.md")),
];

/// The codes about one thing.
#[derive(Debug)]
pub(crate) struct Family {
    /// The first part of their names.
    pub name: &'static str,
    /// What they are about.
    pub about: &'static str,
    /// Their pages, in alphabetical order.
    pub pages: Vec<CodePage>,
}

/// The page of a code.
#[derive(Debug)]
pub(crate) struct CodePage {
    /// The code.
    pub code: &'static str,
    /// What has happened.
    pub means: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How it is mended.
    pub mend: &'static str,
    /// A text that yields the code, and one that does not; none where no small text can.
    pub example: Option<Example>,
}

/// A text that yields a code, and the same text mended.
#[derive(Debug, Default)]
pub(crate) struct Example {
    /// What its lines are.
    pub kind: &'static str,
    /// The text that yields it.
    pub before: Vec<&'static str>,
    /// The text that does not.
    pub after: Vec<&'static str>,
}

/// Every family, in alphabetical order.
pub(crate) fn families() -> impl Iterator<Item = Family> {
    FILES.iter().map(|(name, text)| {
        let (about, pages) = text.split_once("\n## ").unwrap_or((text, ""));
        Family {
            name,
            about: about.trim(),
            pages: pages.split("\n## ").map(page).collect(),
        }
    })
}

fn page(text: &'static str) -> CodePage {
    let mut lines = text.lines();
    let mut page = CodePage {
        code: lines.next().unwrap_or_default(),
        means: lines.next().unwrap_or_default(),
        why: "",
        mend: "",
        example: None,
    };
    let (mut example, mut is_after) = (Example::default(), false);
    for line in lines {
        if let Some(code) = line.strip_prefix("    ") {
            let part = if is_after {
                &mut example.after
            } else {
                &mut example.before
            };
            part.push(code);
        } else if let Some(why) = line.strip_prefix("Why: ") {
            page.why = why;
        } else if let Some(mend) = line.strip_prefix("Mend: ") {
            page.mend = mend;
        } else if let Some(kind) = line.strip_prefix("Before ") {
            example.kind = kind.trim_end_matches(':');
        } else {
            is_after |= line == "After:";
        }
    }
    page.example = (!example.before.is_empty()).then_some(example);
    page
}
