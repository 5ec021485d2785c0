//! The part of a document in which a reader changes provisions and sees what follows. It is made by the
//! script, out of the data beside it; without scripting a sentence says so, and nothing else is missing.

use maud::{Markup, PreEscaped, html};

use crate::page::block::WhatIfPart;

/// What the part looks like.
pub(super) const STYLE: &str = include_str!("what_if.css");
/// The only script that the policy of a document admits.
pub(super) const SCRIPT: &str =
    concat!(include_str!("what_if.js"), include_str!("what_if_page.js"));

/// The part. The script stands in a document once, before the first of several.
pub(super) fn part(part: &WhatIfPart) -> Markup {
    let number = part.number;
    html! {
        noscript { p { "This part needs scripting, which is off. Change the draft itself and judge it again." } }
        div.what-if id={ "what-if-" (number) } data-number=(number) hidden {}
        script type="application/json" id={ "what-if-data-" (number) } {
            (PreEscaped(embedded(&part.data.json())))
        }
        @if number == 0 { script { (PreEscaped(SCRIPT)) } }
    }
}

/// A link to it, which the script shows.
pub(super) fn link(number: usize) -> Markup {
    html! {
        p.to-what-if hidden { a href={ "#what-if-" (number) } { "Change a provision and see what follows" } }
    }
}

/// JSON that can stand in a document: in JSON these characters stand in texts only, which may name them by
/// their numbers.
fn embedded(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for char in json.chars() {
        match char {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(char)));
            }
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::embedded;

    #[test]
    fn data_cannot_end_its_element() {
        let json = r#"["</script><!--&amp;"]"#;
        let written = embedded(json);
        assert!(!written.contains(['<', '>', '&']));
        let read: Vec<String> = serde_json::from_str(&written).unwrap();
        assert_eq!(read, ["</script><!--&amp;"]);
    }
}
