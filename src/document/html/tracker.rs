//! Follows the tokenizer through the source and says which bytes each piece of its text came from.

use crate::text::{Span, Text};
use std::ops::Range;

/// The text that is being read, and where it came from.
#[derive(Debug)]
pub struct Tracker<'a> {
    source: &'a str,
    /// Offset of `source` in the file.
    base: usize,
    text: Vec<u8>,
    pieces: Vec<Piece>,
    /// How far the source has been used up.
    end: usize,
}

#[derive(Debug)]
struct Piece {
    len: usize,
    source: Range<usize>,
    verbatim: bool,
}

impl<'a> Tracker<'a> {
    /// A tracker at the start of a source.
    pub fn new(source: &'a str, base: usize) -> Tracker<'a> {
        Tracker { source, base, text: Vec::new(), pieces: Vec::new(), end: 0 }
    }

    /// Begins a text at an offset of the source.
    pub fn start(&mut self, at: usize) {
        self.text.clear();
        self.pieces.clear();
        self.end = at;
    }

    /// The tokenizer gave `bytes` when it had read up to `position`.
    pub fn push(&mut self, bytes: &[u8], position: usize) {
        let source = self.source.as_bytes();
        let position = position.min(source.len());
        let at = |start: usize| source[start.min(source.len())..].starts_with(bytes);
        // A reference may stand for more bytes than it has, as &nGt; does.
        let start = position.saturating_sub(bytes.len());
        let gap = |to: usize| source.get(self.end..to).unwrap_or_default();
        let reference = || gap(position).iter().rposition(|b| *b == b'&').map(|i| self.end + i);
        let exact = start + bytes.len() == position && at(start);
        let (from, to, verbatim) = if exact && start == self.end {
            (start, position, true)
        } else if let Some(at) = self.brackets(bytes, position) {
            (at, at + bytes.len(), true)
        } else if exact && is_skipped(gap(start)) {
            (start, position, true)
        } else if bytes == b"\n" && position > 0 && source[position - 1] == b'\r' {
            (position - 1, position + usize::from(source.get(position) == Some(&b'\n')), false)
        } else if let Some(reference) = reference()
            && source.get(reference..position) != Some(bytes)
        {
            (reference, position, false)
        } else if at(self.end) {
            (self.end, self.end + bytes.len(), true)
        } else {
            (self.end.min(position), position, false)
        };
        self.text.extend_from_slice(bytes);
        self.end = to;
        match self.pieces.last_mut() {
            Some(last) if verbatim && last.verbatim && last.source.end == from => {
                last.len += bytes.len();
                last.source.end = to;
            }
            _ => self.pieces.push(Piece { len: bytes.len(), source: from..to, verbatim }),
        }
    }

    /// Where brackets of a CDATA section stand: the tokenizer gives them when it knows that they do not
    /// close the section, and has read on by then.
    fn brackets(&self, bytes: &[u8], position: usize) -> Option<usize> {
        if !matches!(bytes, b"]" | b"]]") {
            return None;
        }
        let gap = self.source.as_bytes().get(self.end..position)?;
        let behind = |mark: &[u8]| gap.windows(mark.len()).rposition(|w| w == mark).map(|at| at + mark.len());
        let from = behind(b"<![CDATA[").max(behind(b"]]>")).unwrap_or(0);
        let found = gap[from..].windows(bytes.len()).position(|w| w == bytes)?;
        Some(self.end + from + found)
    }

    /// Whether no text has been read.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text read since the start. What is no UTF-8, which a tokenizer that keeps to the
    /// source never gives, is left out.
    pub fn take(&mut self) -> Text {
        let mut out = Text::default();
        let mut at = 0;
        for piece in self.pieces.drain(..) {
            let bytes = &self.text[at..at + piece.len];
            at += piece.len;
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            let Range { start, end } = piece.source;
            match piece.verbatim {
                true => out.push_verbatim(text, self.base + start),
                false => out.push_decoded(text, Span::new(self.base + start, self.base + end)),
            }
        }
        self.text.clear();
        out
    }
}

/// Whether the tokenizer gives no text for what stands here: `</>`, the borders of CDATA.
fn is_skipped(gap: &[u8]) -> bool {
    matches!(gap.first(), Some(b'<' | b']')) && !gap.contains(&b'&')
}
