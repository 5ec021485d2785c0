//! Enumerations in sentences.

/// `a`, `a and b`, `a, b and c`, where `last` is the word before the last item.
pub(crate) fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
