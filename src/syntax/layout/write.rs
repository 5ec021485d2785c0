//! Pieces to text.

use super::WIDTH;
use super::pieces::{Piece, Place};
use crate::text::{Rewritten, spliced};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text with its pieces at their new places.
pub(super) fn written(text: &str, pieces: &[Piece]) -> Rewritten {
    let line_end = match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    };
    let mut writer = Writer {
        text,
        line_end,
        stretches: Vec::new(),
        pending: String::new(),
        done: text.len() - text.trim_start_matches(BYTE_ORDER_MARK).len(),
        column: 0,
    };
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            writer.space(piece, &pieces[index..]);
        }
        writer.piece(piece);
    }
    writer.pending.push_str(line_end);
    writer.replace(text.len());
    // INVARIANT: stretches are cut between pieces, in their order.
    spliced(text, writer.stretches).unwrap_or_else(|| Rewritten {
        text: text.to_owned(),
        hunks: Vec::new(),
    })
}

struct Writer<'t> {
    text: &'t str,
    line_end: &'static str,
    /// What takes the place of what stood between pieces.
    stretches: Vec<(std::ops::Range<usize>, String)>,
    /// What comes next and is not in place in the text.
    pending: String,
    /// Where the last piece in place ends.
    done: usize,
    /// How far the line reaches by now.
    column: usize,
}

impl Writer<'_> {
    /// What stands before a piece, from which on all pieces are given.
    fn space(&mut self, piece: &Piece, rest: &[Piece]) {
        let break_at = match piece.place {
            Place::Glued => return,
            Place::Spaced => None,
            Place::Filled(column) => (self.column + 1 + self.width(rest) > WIDTH).then_some(column),
            Place::Line(column) => Some(column),
        };
        let Some(column) = break_at else {
            self.pending.push(' ');
            self.column += 1;
            return;
        };
        let breaks = if piece.blank { 2 } else { 1 };
        self.pending.push_str(&self.line_end.repeat(breaks));
        self.pending.push_str(&" ".repeat(column));
        self.column = column;
    }

    /// The columns up to where the line may end after the first of some pieces.
    fn width(&self, pieces: &[Piece]) -> usize {
        let mut columns = 0;
        for (index, piece) in pieces.iter().enumerate() {
            match piece.place {
                _ if index == 0 => {}
                Place::Glued => {}
                Place::Spaced if !piece.is_comment() => columns += 1,
                Place::Spaced | Place::Filled(_) | Place::Line(_) => break,
            }
            columns += self.of(piece).chars().count();
        }
        columns
    }

    fn of(&self, piece: &Piece) -> &str {
        (self.text.get(piece.span.start..piece.span.end)).unwrap_or_default()
    }

    fn piece(&mut self, piece: &Piece) {
        let text = self.of(piece);
        let columns = text.rsplit('\n').next().unwrap_or_default().chars().count();
        let column = if text.contains('\n') { 0 } else { self.column };
        if piece.moved {
            let text = text.to_owned();
            self.pending.push_str(&text);
        } else {
            self.replace(piece.span.start);
            self.done = piece.span.end;
        }
        self.column = column + columns;
    }

    /// Puts what is pending in the place of what stands between the last piece and an offset.
    fn replace(&mut self, until: usize) {
        let stretch = self.done..until;
        let new = std::mem::take(&mut self.pending);
        if self.text.get(stretch.clone()) != Some(&new) {
            self.stretches.push((stretch, new));
        }
    }
}
