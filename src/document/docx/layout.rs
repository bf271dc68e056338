//! Paragraphs and rows of tables that are open, and how they become blocks.

use crate::document::BlockKind;
use crate::document::draft::{Draft, Inline};
use crate::text::Span;

/// Cells longer than this, in bytes on average, hold no data but lay out a page.
const LONGEST_CELL: usize = 300;

/// What is open, and takes the blocks inside it.
#[derive(Debug)]
pub enum Open {
    /// A paragraph.
    Paragraph(Box<Paragraph>),
    /// A row of a table.
    Row(Row),
}

/// A paragraph.
#[derive(Debug)]
pub struct Paragraph {
    /// Its text since the last blank line.
    pub inline: Inline,
    /// What it is.
    pub kind: BlockKind,
    /// Level of a heading, else 0.
    pub level: u8,
    /// Images and text boxes that are anchored in it.
    pub others: Vec<Draft>,
    /// What stands before its last blank line.
    before: Vec<Draft>,
}

impl Paragraph {
    /// A paragraph of a kind.
    pub fn new(kind: BlockKind, level: u8) -> Paragraph {
        Paragraph { inline: Inline::default(), kind, level, others: Vec::new(), before: Vec::new() }
    }

    /// A line ends here; two in a row end a block.
    pub fn line_break(&mut self, mark: Span) {
        if self.inline.line_break(mark) {
            self.before.push(self.inline.take(self.kind, self.level));
        }
    }

    /// Its blocks.
    pub fn finish(mut self) -> Vec<Draft> {
        let last = self.inline.take(self.kind, self.level);
        self.before.into_iter().chain([last]).chain(self.others).collect()
    }
}

/// A row: its paragraphs, each with the number of its cell and the mark at its end.
#[derive(Debug, Default)]
pub struct Row {
    /// How many cells there are so far.
    pub cells: usize,
    /// The paragraphs.
    pub parts: Vec<(usize, Draft, Span)>,
}

impl Row {
    /// Its blocks: one, if it is a row of data; else each paragraph by itself.
    pub fn finish(self) -> Vec<Draft> {
        let shown = |d: &Draft| !d.text.as_str().trim().is_empty();
        let parts: Vec<_> = self.parts.into_iter().filter(|(_, draft, _)| shown(draft)).collect();
        let words = || parts.iter().filter(|(_, draft, _)| draft.kind != BlockKind::AltText);
        let length: usize = words().map(|(_, draft, _)| draft.text.as_str().len()).sum();
        let plain = |d: &Draft| matches!(d.kind, BlockKind::Paragraph | BlockKind::ListItem);
        let start = |d: &Draft| d.text.span(0..d.text.as_str().len()).start;
        // A text box stands inside the paragraph that it is anchored in.
        let apart = words().zip(words().skip(1)).all(|((_, _, mark), (_, next, _))| mark.end <= start(next));
        let data = self.cells >= 2
            && length <= LONGEST_CELL * self.cells
            && words().all(|(_, draft, _)| plain(draft))
            && apart;
        if data {
            joined(parts).into_iter().collect()
        } else {
            parts.into_iter().map(|(_, d, _)| d).collect()
        }
    }
}

/// The paragraphs of a row as one block, without its images.
fn joined(parts: Vec<(usize, Draft, Span)>) -> Option<Draft> {
    let mut parts = parts.into_iter().filter(|(_, draft, _)| draft.kind != BlockKind::AltText);
    let (mut cell, mut row, mut end) = parts.next()?;
    row.kind = BlockKind::TableRow;
    for (next, draft, mark) in parts {
        row.text.push_decoded(if next == cell { " " } else { " | " }, end);
        let at = row.text.as_str().len();
        row.text.append(&draft.text);
        row.links.extend(draft.links.into_iter().map(|(r, href)| (r.start + at..r.end + at, href)));
        (cell, end) = (next, mark);
    }
    Some(row)
}
