//! A decoded text and, for each piece of it, the bytes of the original it was decoded from.

use super::Span;
use std::ops::Range;

/// One piece of a [`Text`] and the source bytes it stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// Offset of the piece in the text, in bytes.
    pub at: usize,
    /// Length of the piece in the text, in bytes.
    pub len: usize,
    /// The source bytes that decode to it.
    pub span: Span,
    /// Whether text and source are the same bytes, so that a part of one is a part of the other.
    /// If not (a character reference, folded white space), the run maps only as a whole.
    pub verbatim: bool,
}

/// A text whose runs, each decoded, give it exactly: the law that every position rests on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    text: String,
    runs: Vec<Run>,
}

impl Text {
    /// Appends source bytes that need no decoding; `start` is their offset in the source.
    pub fn push_verbatim(&mut self, text: &str, start: usize) {
        self.push(text, Span::new(start, start + text.len()), true);
    }

    /// Appends text that was decoded from `span`.
    pub fn push_decoded(&mut self, text: &str, span: Span) {
        self.push(text, span, false);
    }

    fn push(&mut self, text: &str, span: Span, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if verbatim && last.verbatim && last.span.end == span.start => {
                last.len += text.len();
                last.span.end = span.end;
            }
            _ => self.runs.push(Run { at: self.text.len(), len: text.len(), span, verbatim }),
        }
        self.text.push_str(text);
    }

    /// The decoded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Its pieces, in the order of the text.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The runs of a byte range of the text, cut to it where they are verbatim.
    pub fn runs_of(&self, range: Range<usize>) -> impl Iterator<Item = Run> + '_ {
        let first = self.runs.partition_point(|r| r.at + r.len <= range.start);
        self.runs[first..].iter().take_while(move |r| r.at < range.end).map(move |r| {
            if !r.verbatim {
                return *r;
            }
            let from = range.start.max(r.at) - r.at;
            let to = range.end.min(r.at + r.len) - r.at;
            let span = Span::new(r.span.start + from, r.span.start + to);
            Run { at: r.at + from, len: to - from, span, verbatim: true }
        })
    }

    /// The smallest span of source bytes that holds a byte range of the text. An empty range gives
    /// the empty span at its place.
    pub fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            return self.point(range.start);
        }
        self.runs_of(range).map(|r| r.span).reduce(Span::cover).unwrap_or_default()
    }

    fn point(&self, at: usize) -> Span {
        let next = self.runs.partition_point(|r| r.at + r.len <= at);
        let place = match (self.runs.get(next), self.runs.last()) {
            (Some(r), _) if r.verbatim => r.span.start + (at - r.at),
            (Some(r), _) => r.span.start,
            (None, Some(last)) => last.span.end,
            (None, None) => 0,
        };
        Span::new(place, place)
    }

    /// A part of the text as a text of its own; the range must lie on character borders.
    pub fn slice(&self, range: Range<usize>) -> Text {
        let mut part = Text::default();
        for run in self.runs_of(range) {
            part.push(&self.text[run.at..run.at + run.len], run.span, run.verbatim);
        }
        part
    }

    /// The text without white space at its ends.
    pub fn trimmed(&self) -> Text {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        if start >= end { Text::default() } else { self.slice(start..end) }
    }

    /// Appends another text and its runs.
    pub fn append(&mut self, other: &Text) {
        for run in &other.runs {
            self.push(&other.text[run.at..run.at + run.len], run.span, run.verbatim);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Text {
        let mut text = Text::default();
        text.push_verbatim("每天", 10);
        text.push_decoded("\u{a0}", Span::new(16, 22));
        text.push_verbatim("50", 22);
        text.push_verbatim("mg", 28);
        text
    }

    #[test]
    fn maps_ranges_to_the_smallest_span() {
        let text = sample();
        assert_eq!(text.as_str(), "每天\u{a0}50mg");
        assert_eq!(text.span(3..6), Span::new(13, 16));
        assert_eq!(text.span(6..7), Span::new(16, 22));
        assert_eq!(text.span(9..11), Span::new(23, 29));
        assert_eq!(text.span(8..8), Span::new(22, 22));
        assert_eq!(text.span(12..12), Span::new(30, 30));
    }

    #[test]
    fn a_slice_keeps_its_runs() {
        let part = sample().slice(3..10);
        assert_eq!(part.as_str(), "天\u{a0}50");
        assert_eq!(part.span(0..7), Span::new(13, 24));
    }
}
