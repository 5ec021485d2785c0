//! JSON in which every character is seen: what would act on a terminal stands there by its number, so
//! that the document can be looked at as it is. Programs read the same text.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::text::phrase::is_seen;

/// A document in lines.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let lines = Seen(PrettyFormatter::new());
    // Nothing in structs of texts and numbers can fail to be written.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut out, lines));
    String::from_utf8(out).unwrap_or_default()
}

/// The layout of `PrettyFormatter`, and unseen characters by their numbers.
struct Seen(PrettyFormatter<'static>);

/// Leaves a step of the layout to `PrettyFormatter`.
macro_rules! as_laid_out {
    ($($step:ident($($argument:ident: $type:ty)?);)*) => {
        $(fn $step<W: Write + ?Sized>(&mut self, writer: &mut W $(, $argument: $type)?) -> io::Result<()> {
            self.0.$step(writer $(, $argument)?)
        })*
    };
}

impl Formatter for Seen {
    as_laid_out! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|char: char| !is_seen(char)) {
            let (seen, from) = rest.split_at(at);
            CompactFormatter.write_string_fragment(writer, seen)?;
            let mut chars = from.chars();
            for unit in chars.next().unwrap_or_default().encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = chars.as_str();
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }
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
