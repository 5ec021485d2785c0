//! The syntax tree that loses nothing: it is the text, whatever the text is.

use proptest::prelude::*;
use servanda::syntax::lossless::{
    Element, Event, Kind, Node, NodeKind, SyntaxTree, Token, TokenKind,
};
use servanda::syntax::parse;
use servanda::text::{Source, Span};

use crate::support::assert_snapshot;
use crate::support::files;

/// A vocabulary with sections, comments in all places, and its own spelling.
const VOCABULARY: &str = "\u{feff}// Money and arms.
vocabulary aid \"What is given\"

section \"Money\" {
  // Counted in millions.
  // Loans are left out.
  term money \"The sum\"
    number of euros from 0 to 9.50 step 0.5 // a year

  term  from_whom   one of state \"a state\",  // or its agencies
    bank
}

always \"no sum without a giver\" {\r
  when money is above 0 euros\r
  must from_whom arises }\r
";

/// A policy with a mistake on each level.
const BROKEN: &str = "policy p \"Mistakes\"
uses aid
prerequisit typo { must money }
prerequisite enough \"Enough\" {
  must money >= 3 euros   // a sign
  must any of {
    from_whom is one of state bank
    90 days
  }
  weigth 3
}
";

/// A policy with comments wherever one may stand.
const COMMENTS: &str = "// the file

// the policy
policy p // its name
uses v // after uses

// not attached: a blank line follows

// above define
   // and this one
define d { // in the block
  // above the line
  all of { a is one of x, // after x
    y // after y
  } // after the group
} // after define
// at the end";

fn tree(text: &str) -> SyntaxTree {
    SyntaxTree::parse(&Source::new("text", text))
}

/// Every node, parents before their children.
fn nodes(tree: &SyntaxTree) -> impl Iterator<Item = Node<'_>> {
    tree.root().walk().filter_map(|event| match event {
        Event::Enter(node) => Some(node),
        Event::Token(_) | Event::Leave(_) => None,
    })
}

/// Every `.servanda` file of the project: shipped, well-formed and bad ones.
fn texts() -> Vec<String> {
    const FOLDERS: [&str; 6] = [
        "policies",
        "tests/data",
        "tests/data/editions",
        "tests/data/lint",
        "tests/data/bad/policy",
        "tests/data/bad/syntax",
    ];
    let paths = FOLDERS.map(|folder| files::files(folder, "servanda"));
    paths.concat().iter().map(files::text).collect()
}

fn is_trivia(element: &Element<'_>) -> bool {
    matches!(element, Element::Token(token) if token.kind().is_trivia())
}

/// That the children of a node, and theirs, divide it without gaps and overlaps.
fn check_node(node: Node<'_>) {
    let children: Vec<Element<'_>> = node.children().collect();
    let mut at = node.span().start;
    for child in &children {
        assert_eq!(child.span().start, at, "a gap or an overlap in {node:?}");
        assert!(child.span().end > at, "an empty child of {node:?}");
        at = child.span().end;
        match child {
            Element::Node(child) => {
                assert_eq!(child.parent(), Some(node));
                check_node(*child);
            }
            Element::Token(token) => {
                assert_eq!(token.parent(), node);
                let role_unknown = matches!(token.kind(), TokenKind::Word | TokenKind::Unknown);
                assert!(
                    !role_unknown || node.kind() == NodeKind::Error,
                    "{token:?} is not classified in {node:?}"
                );
            }
        }
    }
    assert_eq!(at, node.span().end, "{node:?} goes on after its children");
    if node.kind() != NodeKind::File {
        assert!(!children.first().is_some_and(is_trivia), "{node:?}");
        let in_error = node.walk().tokens().last().unwrap().parent().kind() == NodeKind::Error;
        assert!(
            in_error || !children.last().is_some_and(is_trivia),
            "{node:?}"
        );
    }
}

/// That the tree is the text, and that its parts are found by their places.
fn check(text: &str) -> SyntaxTree {
    let tree = tree(text);
    assert_eq!(tree.root().span(), Span::new(0, text.len()));
    check_node(tree.root());
    let tokens: Vec<Token<'_>> = tree.tokens().collect();
    let joined: String = tokens.iter().map(|token| token.text()).collect();
    assert_eq!(joined, text);
    super::layout::keeps_everything_else(text);
    tree
}

#[test]
fn every_text_of_the_project_is_kept() {
    for text in texts() {
        let tree = check(&text);
        let parsed = parse(tree.source());
        let is_error = |node: Node<'_>| node.kind() == NodeKind::Error;
        let has_error = nodes(&tree).any(is_error);
        assert!(!has_error || !parsed.errors.is_empty(), "{text}");
        assert_eq!(parsed.syntax, tree);
    }
}

#[test]
fn parts_are_found_by_their_places() {
    for text in [VOCABULARY, BROKEN] {
        let tree = tree(text);
        let tokens: Vec<Token<'_>> = tree.tokens().collect();
        for token in &tokens {
            let Span { start, end } = token.span();
            for offset in start..end {
                assert_eq!(tree.token_at(offset).unwrap().span(), token.span());
                assert_eq!(tree.node_at(offset), token.parent());
            }
            for other in &tokens {
                let stretch = Span::new(start, other.span().end);
                let found = tree.tokens_in(stretch).map(Token::text).collect::<String>();
                assert_eq!(found, text.get(start..stretch.end).unwrap_or_default());
            }
        }
        assert!(tree.token_at(text.len()).is_none());
        assert_eq!(tree.node_at(text.len()), tree.root());
    }
}

#[test]
fn a_vocabulary_with_comments_and_sections() {
    let parsed = parse(&Source::new("aid", VOCABULARY));
    assert_eq!(parsed.errors, []);
    assert_snapshot!("lossless", "vocabulary", format!("{:?}", parsed.syntax));
}

#[test]
fn a_broken_policy() {
    assert_snapshot!("lossless", "broken", format!("{:?}", tree(BROKEN)));
}

/// Every comment, with the kinds of the nodes that it belongs to, outermost first.
fn attached(text: &str) -> Vec<(String, Vec<NodeKind>)> {
    let tree = tree(text);
    let comments_of = |node: Node<'_>| -> Vec<(usize, NodeKind)> {
        let comments = node
            .leading_comments()
            .into_iter()
            .chain(node.trailing_comment());
        comments
            .map(|comment| (comment.span().start, node.kind()))
            .collect()
    };
    let pairs: Vec<(usize, NodeKind)> = nodes(&tree).flat_map(comments_of).collect();
    let comments = tree
        .tokens()
        .filter(|token| token.kind() == TokenKind::Comment);
    comments
        .map(|comment| {
            let at = comment.span().start;
            let kinds = pairs.iter().filter(|(start, _)| *start == at);
            (
                comment.text().to_owned(),
                kinds.map(|(_, kind)| *kind).collect(),
            )
        })
        .collect()
}

#[test]
fn comments_belong_to_what_they_stand_at() {
    let lines: Vec<String> = (attached(COMMENTS).into_iter())
        .map(|(comment, nodes)| format!("{comment}: {nodes:?}"))
        .collect();
    assert_snapshot!("lossless", "comments", lines.join("\n"));
}

#[test]
fn a_comment_after_the_last_comma_of_a_list_takes_no_clause_into_it() {
    for comment in ["", " // no more", "//no more"] {
        let tree = check(&format!(
            "policy p\nprerequisite a {{\n must b is one of c, d,{comment}\n must e\n}}"
        ));
        let musts = nodes(&tree).filter(|node| node.kind() == NodeKind::Must);
        assert_eq!(musts.count(), 2, "{comment}");
    }
}

/// The grammar lets the words of a clause run together; they are words of the language all the same.
#[test]
fn words_without_a_blank_between_them_are_no_keywords() {
    for kind in [
        "yesor no",
        "yes orno",
        "oneof a, b",
        "setof a",
        "numberof u from 0 to 1",
    ] {
        let text = format!("vocabulary v\nterm t {kind}");
        let tree = check(&text);
        let term = tree.root().nodes().next().unwrap();
        let term = term
            .nodes()
            .find(|node| node.kind() == NodeKind::Term)
            .unwrap();
        let kinds: Vec<NodeKind> = term.nodes().map(Node::kind).collect();
        assert_eq!(kinds, [NodeKind::Error], "{kind}");
    }
}

#[test]
fn what_cannot_be_parsed_is_one_error() {
    for (text, kinds) in [
        ("", vec![]),
        (
            " \n",
            vec![
                Kind::Token(TokenKind::Whitespace),
                Kind::Token(TokenKind::LineBreak),
            ],
        ),
        ("policy p {", vec![Kind::Node(NodeKind::Error)]),
        ("policy p \"", vec![Kind::Node(NodeKind::Error)]),
        ("proposal: x", vec![Kind::Node(NodeKind::Error)]),
        ("\0", vec![Kind::Node(NodeKind::Error)]),
    ] {
        let tree = check(text);
        let found: Vec<Kind> = tree.root().children().map(Element::kind).collect();
        assert_eq!(found, kinds, "{text:?}");
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_bytes_are_kept(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    /// Words of the language and signs in any order, after a first line that is in order.
    #[test]
    fn any_words_are_kept(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "\n", "\r\n", "\r", " ", "\t", "//", "{", "}", "{ ", " }", "\"", "\"a\"", "\\", ",", "<", ">=", "-", "+",
            "5", "0.5", "5days", "é", "\u{a0}", "\u{feff}", "a", "a-b", "_", "yes", "no", "or", "of", "all of {",
            "must ", "when ", "is ", "is not ", "is one of ", "includes all of ", "counts at least ", "arises ",
            "term t ", "section \"s\" {", "scale a < b", "set of a, b", "number of n from 1 to 2", "silence means a",
            "define d {", "always {", "prerequisite p {", "cites s paragraph 1 as gloss", "note \"n\"", "\n  ",
        ]),
        0..60,
    ), policy: bool) {
        let first = if policy { "policy p\n" } else { "vocabulary v\n" };
        let text = words.concat();
        check(&(first.to_owned() + &text));
        let open = text.matches('{').count();
        let close = text.matches('}').count();
        check(&format!("{first}{text}{}", "}".repeat(open.saturating_sub(close))));
    }

    /// A text of which something is cut out, with something else in its place.
    #[test]
    fn edited_texts_are_kept(
        text in proptest::sample::select(texts()),
        at: proptest::sample::Index,
        cut in 0..60_usize,
        put in proptest::sample::select(vec!["", "{", "}", "\"", "must", "is", ",", "<", "//", "é", "90 days", "any of {"]),
    ) {
        let start = floor(&text, at.index(text.len() + 1));
        let end = floor(&text, (start + cut).min(text.len()));
        check(&format!("{}{put}{}", &text[..start], &text[end..]));
    }
}
