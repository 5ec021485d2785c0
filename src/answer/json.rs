//! JSON in which every character is seen: what would act on a terminal stands there by its number, so
//! that the document can be looked at as it is. Programs read the same text.

use std::fmt::Write as _;

use serde::Serialize;

use crate::text::phrase::is_seen;

/// A document in lines.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    // Nothing in structs of texts and numbers can fail to be written.
    let written = serde_json::to_string_pretty(value).unwrap_or_default();
    let is_plain = |char: char| char == '\n' || is_seen(char);
    if written.chars().all(is_plain) {
        return written;
    }
    // Outside of its strings a document has nothing but plain characters.
    let mut out = String::with_capacity(written.len());
    for char in written.chars() {
        if is_plain(char) {
            out.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn unseen_characters_stand_by_their_numbers() {
        let text = "a\u{9b}31m\u{202e}é\u{e0041}\n\u{7f}";
        assert_eq!(
            pretty(&[text]),
            "[\n  \"a\\u009b31m\\u202eé\\udb40\\udc41\\n\\u007f\"\n]"
        );
    }

    proptest! {
        #[test]
        fn programs_read_the_same_text(text in any::<String>()) {
            let written = pretty(&text);
            prop_assert!(written.chars().all(is_seen));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
