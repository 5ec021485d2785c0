//! The one layout of vocabularies and policies: what it looks like, and that it changes nothing else.

use proptest::prelude::*;
use servanda::syntax::layout::{WIDTH, laid_out};
use servanda::syntax::lossless::{Node, NodeKind, SyntaxTree, Token, TokenKind};
use servanda::syntax::{Parsed, is_keyword, parse};
use servanda::text::Source;
use servanda_random::{Random, Size};

use crate::support::assert_snapshot;
use crate::support::files;

fn formatted(text: &str) -> String {
    laid_out(&Source::new("text", text)).unwrap().text
}

/// What must stay of a text.
#[derive(Debug, PartialEq)]
struct Kept {
    /// What is read of it, without the places.
    meaning: String,
    /// Words, signs, strings and numbers in order.
    words: Vec<String>,
    comments: Vec<String>,
}

impl Kept {
    /// Of a text without mistakes.
    fn of(parsed: &Parsed) -> Self {
        assert_eq!(parsed.errors, [], "{}", parsed.syntax.source().text());
        let shown = format!("{:?}", parsed.file.as_ref().unwrap());
        let mut parts = shown.split("Span {");
        let mut meaning = parts.next().unwrap().to_owned();
        for part in parts {
            meaning += part.split_once('}').unwrap().1;
        }
        let words = (parsed.syntax.tokens()).filter(|token| !token.kind().is_trivia());
        let comments = parsed.syntax.tokens();
        let comments = comments.filter(|token| token.kind() == TokenKind::Comment);
        Self {
            meaning,
            words: words.map(|token| token.text().to_owned()).collect(),
            comments: comments
                .map(|token| token.text().trim_end().to_owned())
                .collect(),
        }
    }

    fn of_text(text: &str) -> Self {
        Self::of(&parse(&Source::new("text", text)))
    }
}

/// That a text that can be read keeps its meaning, its words and its comments, is laid out once and for
/// all, and that the lines that differ are told; that any other is refused with its mistakes.
pub fn keeps_everything_else(text: &str) {
    let source = Source::new("text", text);
    let parsed = parse(&source);
    let rewritten = match laid_out(&source) {
        Err(told) => return assert_eq!(told, parsed.errors),
        Ok(rewritten) => rewritten,
    };
    let new = rewritten.text;
    let before = Kept::of(&parsed);
    assert_eq!(Kept::of_text(&new), before, "{text}\n---\n{new}");
    assert_eq!(formatted(&new), new, "{text}");
    // Lines between hunks are the same.
    let [before, after] = [text, &new].map(|text| text.lines().collect::<Vec<&str>>());
    if text.contains('\r') {
        return;
    }
    let (mut old, mut now) = (0, 0);
    for hunk in &rewritten.hunks {
        assert_eq!(before[old..hunk.old.start], after[now..hunk.new.start]);
        assert_ne!(before[hunk.old.clone()], after[hunk.new.clone()], "{text}");
        (old, now) = (hunk.old.end, hunk.new.end);
    }
    assert_eq!(before[old..], after[now..], "{text}");
}

const VOCABULARY: &str = "\n\n// the file   \nvocabulary   aid \"What is
        given\"
edition 2 note \"A note.\"


section \"Money\" { // in the section

  // Counted in millions.

  // Loans are left out.
  term money \"The sum\" number of euros from 0 to 9.50 step 0.5 // a year
\tformerly sum,
  total

  term  from_whom   one of state \"a state\"  // or its agencies
    , bank
  term mode scale loan < gift silence means loan


    note \"at the end\"
  // at the end of the section

}
always \"no sum without a giver\"
// before the brace
{ when any of { money is above 0 euros
  // kept in its group
  }
  must none of { from_whom is bank } }
section \"Empty\" {

}
term many set of harbour_of_the_north, harbour_of_the_south, harbour_of_the_east, harbour_of_the_west, \
 harbour_of_the_middle, note, other
term few scale harbour_of_the_north < harbour_of_the_south < harbour_of_the_east < harbour_of_the_west < a_far_one
always { must // said so
  // in two lines

  mode is gift
must many includes all of harbour_of_the_north, harbour_of_the_south, harbour_of_the_east, when, other, harbour_of_the_west
must none of { many includes all of other, harbour_of_the_west }
}
// the end";

#[test]
fn a_vocabulary_before_and_after() {
    keeps_everything_else(VOCABULARY);
    let text = format!("{VOCABULARY}\n----\n{}", formatted(VOCABULARY));
    assert_snapshot!("layout", "vocabulary", text);
}

#[test]
fn a_policy_before_and_after() {
    let text = files::text("tests/data/whole.servanda");
    keeps_everything_else(&text);
    assert_snapshot!("layout", "policy", formatted(&text));
}

#[test]
fn lists_are_filled_up_to_the_width() {
    let of = |last: usize| {
        let first = "a".repeat(40);
        let text = format!(
            "policy p\nprerequisite x {{\n  must t is one of {first}, {}, b\n}}\n",
            "c".repeat(last)
        );
        formatted(&text)
    };
    // `  must t is one of ` and `, `, `, b`.
    let fits = WIDTH - 19 - 42 - 3;
    assert_eq!(of(fits).lines().map(str::len).max(), Some(WIDTH));
    assert_eq!(of(fits).lines().count(), 4);
    assert!(of(fits + 1).contains("c,\n    b\n"), "{}", of(fits + 1));
}

#[test]
fn a_list_is_not_broken_before_a_word_that_would_end_it() {
    for end in 60..90 {
        let text = format!(
            "policy p\nprerequisite x {{ must t is one of {}, when, must\n must u }}",
            "a".repeat(end)
        );
        keeps_everything_else(&text);
    }
}

#[test]
fn lines_end_as_the_first_one_and_a_byte_order_mark_stays() {
    let plain = "policy p\n\nnote \"n\" // c\nnote \"m\"\n";
    assert_eq!(formatted(plain), plain);
    for mark in ["", "\u{feff}"] {
        let windows = format!("{mark}{}", plain.replace('\n', "\r\n"));
        assert_eq!(formatted(&windows), windows);
        let mixed = format!("{mark}policy p\r\n\nnote \"n\" // c  \r\n\tnote\n\"m\"");
        assert_eq!(formatted(&mixed), windows);
        let other = format!("{mark}policy p\n\r\n \r\nnote \"n\" // c\r\nnote \"m\"\r\n\r\n");
        assert_eq!(formatted(&other), format!("{mark}{plain}"));
    }
    // Without line feeds, a carriage return ends a line, but no comment.
    assert_eq!(
        formatted("policy p\rnote \"n\"\r"),
        "policy p\nnote \"n\"\n"
    );
}

#[test]
fn what_cannot_be_parsed_is_refused() {
    for text in [
        "",
        "policy p {",
        "policy p\nprerequisit a {}",
        "proposal: x\n",
    ] {
        let errors = laid_out(&Source::new("text", text)).unwrap_err();
        assert!(!errors.is_empty(), "{text}");
        assert!(errors.iter().all(|error| error.place().is_some()));
    }
}

#[test]
fn the_shipped_texts_are_laid_out_so() {
    let paths = files::files("policies", "servanda");
    assert!(paths.len() >= 7);
    for path in paths {
        let source = Source::new(path.display().to_string(), files::text(&path));
        let rewritten = laid_out(&source).unwrap();
        assert_eq!(rewritten.hunks, [], "servanda fmt {}", source.name());
        assert_eq!(rewritten.text, source.text());
    }
}

/// A text with other blanks, line breaks and comments wherever they may stand.
fn disordered(text: &str, random: &mut Random) -> String {
    let tree = SyntaxTree::parse(&Source::new("text", text));
    let tokens: Vec<Token<'_>> = tree.tokens().collect();
    let is_blank =
        |token: &Token<'_>| matches!(token.kind(), TokenKind::Whitespace | TokenKind::LineBreak);
    let (mut new, mut at, mut comments) = (String::new(), 0, 0);
    while at < tokens.len() {
        let rest = &tokens[at..];
        let blanks = rest.iter().take_while(|token| is_blank(token)).count();
        let [before, after] =
            [at.checked_sub(1), Some(at + blanks)].map(|at| at.and_then(|at| tokens.get(at)));
        if let (Some(before), Some(after)) = (before, after) {
            let had = rest[..blanks].iter().map(|token| token.text()).collect();
            new += &gap(had, before, after, random, &mut comments);
        }
        if let Some(after) = after {
            new += after.text();
        }
        at += blanks + 1;
    }
    new
}

/// What may stand between two tokens, where this stood.
fn gap(
    had: String,
    before: &Token<'_>,
    after: &Token<'_>,
    random: &mut Random,
    comments: &mut usize,
) -> String {
    let inside = after
        .parent()
        .ancestors()
        .find(|node| node.span().start < after.span().start);
    let inside = inside.map_or(NodeKind::File, Node::kind);
    let ends_list = before.kind() == TokenKind::Comma && is_keyword(after.text());
    let on_one_line = match inside {
        NodeKind::Comparison(_) | NodeKind::Formerly => {
            before.kind() != TokenKind::Comma || ends_list
        }
        NodeKind::Constant
        | NodeKind::AllOf
        | NodeKind::AnyOf
        | NodeKind::NoneOf
        | NodeKind::AtLeastOf
        | NodeKind::Field
        | NodeKind::LabelHistory => true,
        _ => false,
    };
    let may_join = before.kind() == TokenKind::OpenBrace
        || after.kind() == TokenKind::CloseBrace
        || before.kind() == TokenKind::String && before.parent().kind() != NodeKind::Label;
    let mut comment = || {
        *comments += 1;
        format!("// c{comments} \"{{ , }}")
    };
    let signs = [
        TokenKind::Comma,
        TokenKind::OpenBrace,
        TokenKind::CloseBrace,
        TokenKind::String,
    ];
    let touches = signs.contains(&before.kind()) || signs.contains(&after.kind());
    // A comment ends with its line; what has no quotes ends with a blank.
    let chosen = match before.kind() {
        TokenKind::Comment => 0,
        TokenKind::Value => 8 + random.below(3),
        _ => random.below(12),
    };
    match chosen {
        0..4 => had,
        4 if touches && (may_join || !had.contains('\n')) && !on_one_line => String::new(),
        5 | 6 if !had.contains('\n') || may_join => [" ", "\t", "   "][random.below(3)].to_owned(),
        _ if on_one_line => had,
        7 => "\n\t".to_owned(),
        8 => "\n \n\n\n".to_owned(),
        9 => format!(" {}  \n", comment()),
        10 => format!("\n\n  {}\n", comment()),
        11 => format!("{}\n\n\n{}\n  {}\n\n", comment(), comment(), comment()),
        _ => had,
    }
}

fn size(random: &mut Random) -> Size {
    Size {
        terms: 1 + random.below(12),
        prerequisites: 1 + random.below(6),
        width: 1 + random.below(6),
        listed: 50,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn random_texts_in_any_layout_keep_everything_else(seed: u64) {
        let mut random = Random::new(seed);
        let texts = servanda_random::texts(seed, size(&mut random));
        for text in [texts.vocabulary, texts.policy] {
            let new = disordered(&text, &mut random);
            prop_assert_eq!(Kept::of_text(&new).meaning, Kept::of_text(&text).meaning, "{}", new);
            keeps_everything_else(&new);
        }
    }
}

proptest! {
    // These texts are long.
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn texts_of_the_project_in_any_layout_keep_everything_else(seed: u64) {
        let mut random = Random::new(seed);
        for name in ["policies/settlement", "policies/cfr-2025", "tests/data/whole", "tests/data/editions/sea"] {
            let text = files::text(format!("{name}.servanda"));
            let new = disordered(&text, &mut random);
            prop_assert_eq!(Kept::of_text(&new).meaning, Kept::of_text(&text).meaning, "{}", new);
            keeps_everything_else(&new);
        }
    }
}

/// The laws above are held against layouts with what is hard in them.
#[test]
fn disorder_is_disorder() {
    let text = files::text("policies/cfr-2025.servanda");
    let new = disordered(&text, &mut Random::new(7));
    let [before, after] = [&text, &new].map(|text| Kept::of_text(text));
    assert_eq!(before.meaning, after.meaning);
    assert!(new.contains("\n\n\n") && new.contains('\t'));
    assert!(after.comments.len() > before.comments.len() + 20);
    assert_ne!(formatted(&new), new);
    let tree = SyntaxTree::parse(&Source::new("text", new.as_str()));
    let comments = tree
        .tokens()
        .filter(|token| token.kind() == TokenKind::Comment);
    let around: Vec<NodeKind> = comments.map(|token| token.parent().kind()).collect();
    for kind in [NodeKind::Must, NodeKind::Citation, NodeKind::Group] {
        assert!(around.contains(&kind), "{kind:?}");
    }
}
