//! Paths of files as the formats need them.

use std::fmt::Write as _;

/// A path without `.` and without steps that lead back: `a/./b/../c` is `a/c`. Steps back at its start
/// stay.
pub(super) fn simplified(path: &str) -> String {
    // Only there is it no letter of a name.
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    let root = if path.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match (part, parts.last()) {
            ("" | ".", _) => {}
            ("..", Some(&last)) if last != ".." => {
                parts.pop();
            }
            ("..", None) if !root.is_empty() => {}
            _ => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/"))
}

/// A simplified path as a reference to a file: relative, or with the scheme `file` where the path is
/// absolute. A colon is no scheme's: GitHub refuses a document with any other scheme.
pub(super) fn reference(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{reference, simplified};

    #[test]
    fn steps_that_lead_back_are_left_out() {
        for (path, simple) in [
            ("a/./b/../c.yaml", "a/c.yaml"),
            ("./a//b", "a/b"),
            ("../../a", "../../a"),
            ("a/../../b", "../b"),
            ("/a/../../b", "/b"),
            ("<stdin>", "<stdin>"),
        ] {
            assert_eq!(simplified(path), simple, "{path}");
        }
    }

    #[test]
    fn references_have_no_scheme_but_that_of_files() {
        for (path, uri) in [
            ("drafts/a b%.yaml", "drafts/a%20b%25.yaml"),
            ("built-in:column.servanda", "built-in%3Acolumn.servanda"),
            ("/texts/é.yaml", "file:///texts/%C3%A9.yaml"),
            ("a?b#c\n", "a%3Fb%23c%0A"),
        ] {
            assert_eq!(reference(path), uri);
        }
    }

    fn decoded(uri: &str) -> Vec<u8> {
        let (mut out, mut rest) = (Vec::new(), uri.bytes());
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let digits = std::str::from_utf8(&digits).unwrap();
                out.push(u8::from_str_radix(digits, 16).unwrap());
            } else {
                out.push(byte);
            }
        }
        out
    }

    proptest! {
        #[test]
        fn nothing_of_a_path_is_lost(path in any::<String>()) {
            let path = simplified(&path);
            let uri = reference(&path);
            prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()));
            let uri = uri.strip_prefix("file://").unwrap_or(&uri);
            prop_assert!(!uri.contains(':'));
            prop_assert_eq!(decoded(uri), path.as_bytes());
        }
    }
}
