//! The document admits its own style and nothing else.

use super::*;
use crate::text::Source;

/// Bytes as the policy of a document writes a digest.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let digit = char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]);
            out.push(if at <= chunk.len() { digit } else { '=' });
        }
    }
    out
}

fn digest(text: &str) -> String {
    let source = Source::new("text", text);
    let hex = source.sha256();
    let bytes: Vec<u8> = (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
        .collect();
    format!("'sha256-{}'", base64(&bytes))
}

#[test]
fn the_policy_admits_the_styles_and_the_script() {
    let [style, what_if, script] = [STYLE, what_if::STYLE, what_if::SCRIPT].map(digest);
    let admitted = format!("default-src 'none'; style-src {style} {what_if}; script-src {script}");
    assert_eq!(POLICY, admitted);
}
