//! Byte ranges of a decoded file, and their lines and columns.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range of bytes of a decoded file; of a file in UTF-8, of the file itself.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A place as an editor shows it: both numbers count from 1, columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Line of the file.
    pub line: usize,
    /// Character within that line.
    pub column: usize,
}

/// Where the lines of a file begin; answers line and column of a byte.
#[derive(Debug)]
pub struct LineIndex<'a> {
    source: &'a str,
    starts: Vec<usize>,
    /// Characters that begin before each multiple of [`STEP`] bytes, so that a place far into a long
    /// line is counted from near.
    begun: Vec<usize>,
}

/// Bytes between two counts of characters.
const STEP: usize = 1024;

impl<'a> LineIndex<'a> {
    /// Indexes the lines of a file; LF, CRLF and a lone CR each end one.
    pub fn new(source: &'a str) -> LineIndex<'a> {
        let bytes = source.as_bytes();
        let ends_line = |i: &usize| match bytes[*i] {
            b'\n' => true,
            b'\r' => bytes.get(i + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends_line).map(|i| i + 1)).collect();
        let mut begun = vec![0];
        for step in bytes.chunks(STEP) {
            let before = begun.last().copied().unwrap_or_default();
            begun.push(before + characters(step));
        }
        LineIndex { source, starts, begun }
    }

    /// Line of a byte offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&s| s <= offset)
    }

    /// Line and column of a byte offset; an offset inside a character counts as that character.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.source.len());
        let line = self.line(offset);
        let ahead = self.characters_before(offset) - self.characters_before(self.starts[line - 1]);
        let inside = self.source.as_bytes().get(offset).is_some_and(|&b| is_continuation(b));
        Position { line, column: ahead + usize::from(!inside) }
    }

    /// Characters that begin before an offset.
    fn characters_before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        self.begun[step] + characters(&self.source.as_bytes()[step * STEP..offset])
    }
}

/// How many characters begin in some bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| !is_continuation(b)).count()
}

/// Whether a byte continues a UTF-8 character begun before it.
fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_and_every_kind_of_line_end() {
        let index = LineIndex::new("甲乙\r\nab\rc\n");
        let at = |o| (index.position(o).line, index.position(o).column);
        assert_eq!(
            [at(0), at(3), at(4), at(8), at(9), at(11), at(13)],
            [(1, 1), (1, 2), (1, 2), (2, 1), (2, 2), (3, 1), (4, 1)]
        );
    }

    #[test]
    fn a_place_far_into_a_long_line_is_counted_from_near() {
        let source = format!("ab\n{}", "甲乙丙x".repeat(1000));
        let index = LineIndex::new(&source);
        for offset in [3, 1022, 1023, 1024, 1025, 2048, 4096, 9000, source.len()] {
            let line = &source[3..source.floor_char_boundary(offset)];
            assert_eq!(index.position(offset), Position { line: 2, column: line.chars().count() + 1 });
        }
    }
}
