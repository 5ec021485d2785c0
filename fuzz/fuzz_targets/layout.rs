//! Any text in the one layout: refused with its mistakes, or it has the same words and comments, can be
//! read, and is not changed by doing it again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda::syntax::layout::laid_out;
use servanda::syntax::lossless::{SyntaxTree, TokenKind};
use servanda::syntax::parse;
use servanda::text::Source;

/// What may change neither in its order nor in itself: words with what they are, and comments.
fn kept(tree: &SyntaxTree) -> (Vec<(TokenKind, &str)>, Vec<&str>) {
    let words = tree.tokens().filter(|token| !token.kind().is_trivia());
    let comments = tree.tokens().filter(|token| token.kind() == TokenKind::Comment);
    (
        words.map(|token| (token.kind(), token.text())).collect(),
        comments.map(|token| token.text().trim_end()).collect(),
    )
}

fuzz_target!(|text: &str| {
    let before = parse(&Source::new("fuzz.servanda", text));
    let new = match laid_out(before.syntax.source()) {
        Ok(rewritten) => Source::new("fuzz.servanda", rewritten.text),
        Err(errors) => return assert_eq!(errors, before.errors),
    };
    let after = parse(&new);
    assert_eq!(after.errors, []);
    assert_eq!(kept(&after.syntax), kept(&before.syntax));
    let again = laid_out(&new).expect("what is written can be read");
    assert_eq!(again.text, new.text());
});
