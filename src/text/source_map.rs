//! The way back from a decoded text to the bytes it was decoded from.

use super::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Bytes of the file, or of a part of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PartSpan {
    /// The part, none for the file itself.
    pub part: Option<String>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// For each piece of a decoded text, the bytes it stands for; a text in UTF-8 needs none.
///
/// A piece is a row of units, characters or groups of them, that all have the same length in the
/// text and the same length in the bytes, so that thousands of Han characters are one piece.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SourceMap {
    parts: Vec<String>,
    pieces: Vec<Piece>,
    len: u32,
}

/// Offsets fit in 32 bits, as files are limited to far less.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Piece {
    text: u32,
    bytes: u32,
    text_unit: u32,
    byte_unit: u32,
    /// Index of its part and 1; 0 for the file itself.
    part: u32,
}

impl SourceMap {
    /// What is appended from now on comes from this part.
    pub fn open_part(&mut self, name: &str) {
        self.parts.push(name.to_owned());
    }

    /// All of it comes from this part.
    pub fn set_part(&mut self, name: &str) {
        self.parts = vec![name.to_owned()];
        self.pieces.iter_mut().for_each(|piece| piece.part = 1);
    }

    /// Appends text that is the same bytes as in the source, where it starts at `start`.
    pub fn push_verbatim(&mut self, len: usize, start: usize) {
        self.push(len, 1, start, 1);
    }

    /// Appends one unit of text, `len` bytes long, decoded from `span`.
    pub fn push_unit(&mut self, len: usize, span: Span) {
        self.push(len, len, span.start, span.len());
    }

    fn push(&mut self, len: usize, text_unit: usize, start: usize, byte_unit: usize) {
        if len == 0 {
            return;
        }
        let piece = Piece {
            text: self.len,
            bytes: narrow(start),
            text_unit: narrow(text_unit),
            byte_unit: narrow(byte_unit),
            part: narrow(self.parts.len()),
        };
        self.len = self.len.saturating_add(narrow(len));
        let goes_on = |last: &Piece| {
            let units = (piece.text - last.text) / last.text_unit;
            (last.text_unit, last.byte_unit, last.part) == (piece.text_unit, piece.byte_unit, piece.part)
                && last.bytes + units * last.byte_unit == piece.bytes
        };
        if !self.pieces.last().is_some_and(goes_on) {
            self.pieces.push(piece);
        }
    }

    /// The smallest span of source bytes that holds a range of the text; of an empty range, the
    /// empty span at its place. The range must not reach from one part into another.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start, false);
        if range.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.offset(range.end - 1, true))
    }

    /// The part that an offset of the text comes from, none for the file itself.
    pub fn part(&self, at: usize) -> Option<&str> {
        let part = self.piece(at)?.part as usize;
        self.parts.get(part.checked_sub(1)?).map(String::as_str)
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let behind = self.pieces.partition_point(|p| p.text as usize <= at);
        self.pieces.get(behind.checked_sub(1)?)
    }

    /// Where the unit that holds an offset starts or ends in the bytes.
    fn offset(&self, at: usize, end: bool) -> usize {
        let Some(piece) = self.piece(at) else { return 0 };
        let unit = (at - piece.text as usize) / piece.text_unit as usize + usize::from(end);
        piece.bytes as usize + unit * piece.byte_unit as usize
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_like_characters_is_one_piece() {
        // 每天50mg: Han of two bytes each behind a mark of two bytes.
        let mut map = SourceMap::default();
        map.push_unit(3, Span::new(2, 4));
        map.push_unit(3, Span::new(4, 6));
        map.push_verbatim(2, 6);
        map.push_verbatim(2, 8);
        assert_eq!(map.pieces.len(), 2);
        assert_eq!(map.span(0..6), Span::new(2, 6));
        assert_eq!(map.span(3..7), Span::new(4, 7));
        assert_eq!(map.span(4..5), Span::new(4, 6));
        assert_eq!(map.span(10..10), Span::new(10, 10));
    }

    #[test]
    fn parts_are_told_apart() {
        let mut map = SourceMap::default();
        map.open_part("a.xml");
        map.push_verbatim(4, 100);
        map.open_part("b.xml");
        map.push_unit(1, Span::new(7, 12));
        assert_eq!((map.part(3), map.part(4)), (Some("a.xml"), Some("b.xml")));
        assert_eq!(map.span(4..5), Span::new(7, 12));
    }
}
