//! Blocks in the making: text put together from pieces of the source, white space collapsed.

use super::limits::{MAX_BLOCKS, ReadError};
use super::{Block, BlockKind, Cell, Link};
use crate::text::{Span, Text, is_han};
use std::ops::Range;

/// A block before it is folded and cut into sentences.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// What it is, as far as the mark-up tells.
    pub kind: BlockKind,
    /// Its text.
    pub text: Text,
    /// Links: range of the text, and address.
    pub links: Vec<(Range<usize>, String)>,
    /// Depth of a heading, else 0.
    pub level: u8,
    /// Cells of a table row.
    pub cells: Vec<DraftCell>,
    /// Whether the row heads the columns of a table, as far as the mark-up tells.
    pub heads: bool,
}

/// A cell of a table row in the making.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftCell {
    /// Its column, counted from 0.
    pub column: usize,
    /// Its text, as a range of the text of the row.
    pub range: Range<usize>,
    /// What heads its column.
    pub header: Option<Text>,
}

impl Draft {
    /// The part of it in a range of its text, without white space at the ends; nothing if empty.
    pub fn part(&self, range: Range<usize>) -> Option<Draft> {
        let text = self.text.as_str().get(range.clone())?;
        let start = range.start + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        if start >= end {
            return None;
        }
        let cut = |r: &Range<usize>| {
            let (from, to) = (r.start.max(start), r.end.min(end));
            (from < to).then(|| from - start..to - start)
        };
        let links = self.links.iter().filter_map(|(r, href)| Some((cut(r)?, href.clone())));
        let cells = self.cells.iter().filter_map(|c| Some(DraftCell { range: cut(&c.range)?, ..c.clone() }));
        Some(Draft {
            kind: self.kind,
            text: self.text.slice(start..end),
            links: links.collect(),
            level: self.level,
            cells: cells.collect(),
            heads: self.heads,
        })
    }

    /// How much of the text is links, from 0 to 1.
    pub fn link_share(&self) -> f64 {
        let linked: usize = self.links.iter().map(|(r, _)| r.len()).sum();
        linked as f64 / self.text.as_str().len().max(1) as f64
    }

    /// The finished block.
    pub fn finish(self) -> Block {
        let mut block = Block::new(self.kind, self.text);
        block.level = self.level;
        let folded = |(range, href)| Link { range: block.folded.folded(range), href };
        block.links = self.links.into_iter().map(folded).collect();
        let cell = |c: DraftCell| Cell { range: block.folded.folded(c.range), header: c.header };
        block.cells = self.cells.into_iter().map(cell).collect();
        block
    }
}

/// Drafts in the order of the file, within the limit.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The drafts so far.
    pub list: Vec<Draft>,
}

impl Drafts {
    /// Adds a draft; white space at its ends goes, an empty one is dropped.
    pub fn push(&mut self, draft: Draft) -> Result<(), ReadError> {
        let text = draft.text.as_str();
        let bare = text.trim().len() == text.len();
        let Some(draft) = (if bare { Some(draft) } else { draft.part(0..text.len()) }) else { return Ok(()) };
        if draft.text.is_empty() {
            return Ok(());
        }
        if self.list.len() >= MAX_BLOCKS {
            return Err(ReadError::TooManyBlocks);
        }
        self.list.push(draft);
        Ok(())
    }
}

/// What stands between two visible parts, noted when seen and written when the second part comes.
#[derive(Debug)]
struct Gap {
    mark: &'static str,
    span: Span,
    breaks_line: bool,
    /// Whether the mark is what stands at the span.
    verbatim: bool,
}

/// Builds the text of one block from source pieces.
#[derive(Debug, Default)]
pub struct Inline {
    text: Text,
    links: Vec<(Range<usize>, String)>,
    gap: Option<Gap>,
    open: Option<(usize, String)>,
    /// The column that text goes to, inside a row.
    column: Option<usize>,
    cells: Vec<DraftCell>,
}

impl Inline {
    /// Adds source bytes as they stand, except that a run of white space becomes one space.
    pub fn push(&mut self, text: &str, start: usize) {
        let mut rest = text;
        while !rest.is_empty() {
            let at = start + (text.len() - rest.len());
            let visible = rest.find(is_space).unwrap_or(rest.len());
            if visible > 0 {
                self.visible(&rest[..visible], |t, s| t.push_verbatim(s, at));
                rest = &rest[visible..];
            } else {
                let blank = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
                let breaks_line = rest[..blank].contains(['\n', '\r']);
                self.note_gap(Span::new(at, at + blank), breaks_line, &rest[..blank] == " ");
                rest = &rest[blank..];
            }
        }
    }

    /// Adds source bytes that stand in a superscript: its digits become superscript digits.
    pub fn push_superscript(&mut self, text: &str, start: usize) {
        let mut plain = 0;
        for (at, c) in text.char_indices() {
            let sign = c == '-' && at == 0 && text[1..].starts_with(|c: char| c.is_ascii_digit());
            let Some(raised) = superscript(if sign { '\u{2212}' } else { c }) else { continue };
            self.push(&text[plain..at], start + plain);
            plain = at + c.len_utf8();
            self.push_decoded(raised, Span::new(start + at, start + plain));
        }
        self.push(&text[plain..], start + plain);
    }

    /// Adds text decoded from a span.
    pub fn push_decoded(&mut self, text: &str, span: Span) {
        if text.chars().all(is_space) {
            self.space(span, text.contains('\n'));
        } else {
            self.visible(text, |t, s| t.push_decoded(s, span));
        }
    }

    /// Notes white space.
    pub fn space(&mut self, span: Span, breaks_line: bool) {
        self.note_gap(span, breaks_line, false);
    }

    fn note_gap(&mut self, span: Span, breaks_line: bool, verbatim: bool) {
        match &mut self.gap {
            Some(gap) => gap.breaks_line |= breaks_line,
            None => self.gap = Some(Gap { mark: " ", span, breaks_line, verbatim }),
        }
    }

    /// Notes the border in front of a cell, which the markup at `span` makes.
    pub fn border(&mut self, span: Span) {
        if self.column.is_none() && !self.text.is_empty() {
            self.cells.push(DraftCell { column: 0, range: 0..self.text.as_str().len(), header: None });
            self.column = Some(0);
        }
        self.column = Some(self.column.map_or(0, |column| column + 1));
        self.gap = Some(Gap { mark: " | ", span, breaks_line: false, verbatim: false });
    }

    /// Leaves columns out, which a cell covers that began in this row or above.
    pub fn skip_columns(&mut self, count: usize) {
        self.column = match self.column {
            Some(column) => Some(column + count),
            None => count.checked_sub(1),
        };
    }

    /// A forced line break; true if it ends a line that is empty already.
    pub fn line_break(&mut self, span: Span) -> bool {
        self.gap = None;
        if self.text.is_empty() || self.text.as_str().ends_with('\n') {
            return !self.text.is_empty();
        }
        self.text.push_decoded("\n", span);
        false
    }

    /// A link begins here.
    pub fn open_link(&mut self, href: &str) {
        self.close_link();
        self.open = Some((self.text.as_str().len(), href.to_owned()));
    }

    /// The link ends here.
    pub fn close_link(&mut self) {
        if let Some((start, href)) = self.open.take() {
            let text = self.text.as_str();
            let start = start + (text[start..].len() - text[start..].trim_start().len());
            if start < text.len() {
                self.links.push((start..text.len(), href));
            }
        }
    }

    /// Takes the block built so far and starts the next; an open link goes on in it.
    pub fn take(&mut self, kind: BlockKind, level: u8) -> Draft {
        let href = self.open.as_ref().map(|(_, href)| href.clone());
        self.close_link();
        let done = std::mem::take(self);
        self.open = href.map(|href| (0, href));
        Draft { kind, text: done.text, links: done.links, level, cells: done.cells, heads: false }
    }

    fn visible(&mut self, text: &str, write: impl FnOnce(&mut Text, &str)) {
        if let Some(gap) = self.gap.take() {
            let before = self.text.as_str().chars().next_back();
            let joins = gap.breaks_line && before.is_some_and(is_cjk) && text.starts_with(is_cjk);
            if before.is_some_and(|c| !is_space(c)) && (!joins || gap.mark != " ") {
                match gap.verbatim {
                    true => self.text.push_verbatim(gap.mark, gap.span.start),
                    false => self.text.push_decoded(gap.mark, gap.span),
                }
            }
        }
        let start = self.text.as_str().len();
        write(&mut self.text, text);
        let Some(column) = self.column else { return };
        let end = self.text.as_str().len();
        match self.cells.last_mut() {
            Some(cell) if cell.column == column => cell.range.end = end,
            _ => self.cells.push(DraftCell { column, range: start..end, header: None }),
        }
    }
}

/// White space that mark-up collapses: that of ASCII.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

/// Characters between which a line break of the source is no space.
fn is_cjk(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}' | '“' | '”')
}

/// The superscript form of a digit or sign.
pub fn superscript(c: char) -> Option<&'static str> {
    Some(match c {
        '0' => "⁰",
        '1' => "¹",
        '2' => "²",
        '3' => "³",
        '4' => "⁴",
        '5' => "⁵",
        '6' => "⁶",
        '7' => "⁷",
        '8' => "⁸",
        '9' => "⁹",
        '+' => "⁺",
        '\u{2212}' => "⁻",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_collapses_and_goes_between_han() {
        let mut inline = Inline::default();
        inline.push("  每日\n  两次 of\t\n it ", 0);
        let draft = inline.take(BlockKind::Paragraph, 0);
        assert_eq!(draft.text.as_str(), "每日两次 of it");
        assert_eq!(draft.text.span(12..13), Span::new(17, 18));
        inline.push("one two three", 0);
        assert_eq!(inline.take(BlockKind::Paragraph, 0).text.runs().len(), 1);
    }

    #[test]
    fn a_part_keeps_its_links() {
        let mut inline = Inline::default();
        inline.push("see ", 0);
        inline.open_link("u");
        inline.push("the trial", 4);
        let draft = inline.take(BlockKind::Paragraph, 0);
        assert_eq!(draft.links, [(4..13, "u".to_owned())]);
        assert_eq!(draft.part(3..7).map(|d| d.links), Some(vec![(0..3, "u".to_owned())]));
    }
}
