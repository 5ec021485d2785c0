//! Any text: its syntax tree is the text, byte for byte.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda::syntax::lossless::{Element, Node, SyntaxTree};
use servanda::text::Source;

/// The children of a node, and theirs, divide it without gaps and overlaps.
fn check(node: Node<'_>) {
    let mut end = node.span().start;
    for child in node.children() {
        assert_eq!(child.span().start, end);
        end = child.span().end;
        if let Element::Node(child) = child {
            check(child);
        }
    }
    assert_eq!(end, node.span().end);
}

fuzz_target!(|text: &str| {
    let tree = SyntaxTree::parse(&Source::new("fuzz.servanda", text));
    check(tree.root());
    let tokens: String = tree.tokens().map(|token| token.text()).collect();
    assert_eq!(tokens, text);
});
