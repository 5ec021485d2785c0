//! The passage of a copy that is nearest to words which stand nowhere in it.

use super::fold::folded;

/// The nearest passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The paragraph, from 1.
    pub paragraph: usize,
    /// The passage as the copy has it.
    pub passage: String,
    /// The first stretch of the cited words that differs; empty if words are missing in it.
    pub cited: String,
    /// What the copy has there; empty if it lacks these words.
    pub copy: String,
}

/// The most comparisons of two words.
const MOST: usize = 20_000_000;

/// The passage that is nearest to cited words: of which the fewest words are others, missing or
/// surplus. `None` if fewer than half of the words are right in any, or the copy is too long.
pub(super) fn nearest(cited: &str, paragraphs: &[String]) -> Option<Near> {
    let words: Vec<(&str, String)> = words(cited);
    let mut best: Option<(usize, usize, Window<'_>)> = None;
    let mut compared = 0;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let of_paragraph = self::words(paragraph);
        compared += words.len() * of_paragraph.len();
        if compared > MOST {
            return None;
        }
        let (wrong, start, end) = window(&words, &of_paragraph);
        if best.as_ref().is_none_or(|(least, ..)| wrong < *least) {
            best = Some((wrong, index + 1, of_paragraph[start..end].to_vec()));
        }
    }
    let (wrong, paragraph, passage) = best?;
    if wrong * 2 > words.len() {
        return None;
    }
    let same = |(one, other): &(&(&str, String), &(&str, String))| one.1 == other.1;
    let first = words.iter().zip(&passage).take_while(same).count();
    let (rest, found) = (&words[first..], &passage[first..]);
    let last = (rest.iter().rev())
        .zip(found.iter().rev())
        .take_while(same)
        .count();
    let joined = |words: &[(&str, String)]| {
        words
            .iter()
            .map(|(word, _)| *word)
            .collect::<Vec<_>>()
            .join(" ")
    };
    Some(Near {
        paragraph,
        passage: joined(&passage),
        cited: joined(&rest[..rest.len() - last]),
        copy: joined(&found[..found.len() - last]),
    })
}

type Window<'a> = Vec<(&'a str, String)>;

/// Each word as it is written and as it is compared, without signs at its ends. What is nothing but
/// signs is no word.
fn words(text: &str) -> Vec<(&str, String)> {
    let letters = |word: &str| {
        let folded = folded(word);
        folded
            .trim_matches(|char: char| !char.is_alphanumeric())
            .to_owned()
    };
    let each = text.split_whitespace().map(|word| (word, letters(word)));
    each.filter(|(_, letters)| !letters.is_empty()).collect()
}

/// The stretch of words that takes the fewest changes to become the wanted ones, and how many: by
/// rows of the usual table, in which a stretch may begin anywhere without cost.
fn window(wanted: &[(&str, String)], words: &[(&str, String)]) -> (usize, usize, usize) {
    // Of each beginning of the wanted words: the changes, and where the stretch begins.
    let mut row: Vec<(usize, usize)> = (0..=wanted.len()).map(|length| (length, 0)).collect();
    let mut best = (wanted.len(), 0, 0);
    for (at, (_, word)) in words.iter().enumerate() {
        let mut before = row[0];
        row[0] = (0, at + 1);
        for (length, (_, want)) in wanted.iter().enumerate() {
            let changed = (before.0 + usize::from(want != word), before.1);
            let surplus = (row[length + 1].0 + 1, row[length + 1].1);
            let missing = (row[length].0 + 1, row[length].1);
            before = row[length + 1];
            row[length + 1] = changed.min(surplus).min(missing);
        }
        let (wrong, start) = row[wanted.len()];
        if wrong < best.0 {
            best = (wrong, start, at + 1);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_passage_is_found_with_what_differs() {
        let copy = [
            "Nothing of that kind".to_owned(),
            "The parties will at once consult each other, if need be.".to_owned(),
        ];
        let near = nearest("parties shall at once consult", &copy).unwrap();
        assert_eq!(near.paragraph, 2);
        assert_eq!(near.passage, "parties will at once consult");
        assert_eq!((near.cited.as_str(), near.copy.as_str()), ("shall", "will"));
        let near = nearest("The parties will consult", &copy).unwrap();
        assert_eq!((near.cited.as_str(), near.copy.as_str()), ("consult", ""));
        assert_eq!(nearest("quite other words here", &copy), None);
        assert_eq!(nearest("a", &[]), None);
    }
}
