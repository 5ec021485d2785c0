//! What does not tell two texts apart: who copies a passage gets other quotation marks, dashes and
//! blanks than whoever printed it, and letters put together in another way.

use unicode_normalization::UnicodeNormalization as _;

/// A text with one sign for all quotation marks of a kind, all dashes and all blanks, its letters put
/// together in one way, and without soft hyphens.
pub(super) fn folded(text: &str) -> String {
    let unseen = |char: &char| !matches!(char, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    // Also takes ligatures, the ellipsis and narrow blanks apart.
    let signs = text.chars().filter(unseen).nfkc().map(|char| match char {
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | '‹' | '›' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        char => char,
    });
    let text: String = signs.collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A dash with blanks around it is one without.
    text.replace("''", "\"")
        .replace(" - ", "-")
        .replace("- ", "-")
        .replace(" -", "-")
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn what_copies_change_is_the_same() {
        for (one, other) in [
            ("“shall” – at once…", "\"shall\" - at once..."),
            ("the party’s", "the party's"),
            ("e\u{301}tat", "\u{e9}tat"),
            ("a\u{a0}b\u{2009}c  d", "a b c d"),
            ("guar\u{ad}antee", "guarantee"),
            ("word — word", "word—word"),
            ("«a»", "\"a\""),
            ("ﬁnal", "final"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        assert_ne!(folded("shall"), folded("will"));
        assert_ne!(folded("Shall"), folded("shall"));
    }
}
