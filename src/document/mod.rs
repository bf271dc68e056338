//! A file as claimlint understands it: blocks with kind, language and exact positions.

mod charset;
mod docx;
mod draft;
mod format;
mod front_matter;
mod genre;
pub mod html;
mod limits;
mod mail;
mod markdown;
mod parsed;
mod plain;
mod read;
mod signature;
mod structure;
pub mod suppression;

pub(crate) use charset::decode;
pub use format::endings;
pub use limits::{MAX_BLOCKS, MAX_BYTES, MAX_DEPTH, MAX_DIRECTIVES, MAX_NODES, ReadError};
pub use read::{Hint, read};

use crate::knowledge::Genre;
use crate::text::{
    Folded, Language, PartSpan, Sentence, SourceMap, Span, Text, fold, language_of, sentences,
};
use draft::Draft;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// What a block is, in the article.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The title of the article.
    Title,
    /// A heading inside it.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A row of a table.
    TableRow,
    /// The caption of a figure or table.
    Caption,
    /// The alternative text of an image.
    AltText,
    /// An entry of the reference list, or its heading.
    Reference,
    /// A disclaimer or disclosure.
    Notice,
    /// What is not the article: navigation, footers, share lines.
    Residue,
}

impl BlockKind {
    /// Whether it is part of what the article says.
    pub fn is_body(self) -> bool {
        !matches!(self, BlockKind::Reference | BlockKind::Notice | BlockKind::Residue)
    }
}

/// A link inside a block.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Its words, as a range of the folded text of the block.
    pub range: Range<usize>,
    /// Where it leads.
    pub href: String,
}

/// A cell of a table row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Its text, as a range of the folded text of the row.
    pub range: Range<usize>,
    /// What heads its column, with its own place in the file.
    pub header: Option<Text>,
}

/// A block of the article: a paragraph, a heading, a list item, a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its language.
    pub language: Language,
    /// Its text as a reader sees it, with its place in the file.
    pub text: Text,
    /// The same text folded for matching; all ranges of facts are ranges of this one.
    pub folded: Folded,
    /// Sentences and clauses of the folded text.
    pub sentences: Vec<Sentence>,
    /// Links in it.
    pub links: Vec<Link>,
    /// Cells of a table row, empty ones left out.
    pub cells: Vec<Cell>,
    /// Depth of a heading (1 for `<h1>`), 0 for any other block.
    pub level: u8,
    /// The way from the decoded file to its bytes; none where they are the same.
    pub map: Option<Arc<SourceMap>>,
}

impl Block {
    /// A block of a decoded text.
    pub fn new(kind: BlockKind, text: Text) -> Block {
        let folded = fold(text.as_str());
        Block {
            kind,
            language: language_of(folded.as_str()),
            sentences: sentences(folded.as_str()),
            text,
            folded,
            links: Vec::new(),
            cells: Vec::new(),
            level: 0,
            map: None,
        }
    }

    /// The text as it is read out: a cell of a table row behind the heading of its column, `每次: 1 片`.
    pub fn read_out(&self) -> String {
        if self.cells.iter().all(|cell| cell.header.is_none()) {
            return self.text.as_str().to_owned();
        }
        let cell = |cell: &Cell| {
            let text = self.shown(cell.range.clone());
            cell.header.as_ref().map_or_else(|| text.to_owned(), |head| format!("{}: {text}", head.as_str()))
        };
        self.cells.iter().map(cell).collect::<Vec<_>>().join(" | ")
    }

    /// The folded text, which facts and rules read.
    pub fn as_str(&self) -> &str {
        self.folded.as_str()
    }

    /// The span of a range of the folded text in [`Document::source`].
    pub fn span(&self, range: Range<usize>) -> Span {
        self.text.span(self.folded.origin(range))
    }

    /// The bytes of the file that a range of the folded text stands for.
    pub fn bytes(&self, range: Range<usize>) -> PartSpan {
        bytes(self.map.as_deref(), self.span(range))
    }

    /// A range of the folded text as the reader sees it.
    pub fn shown(&self, range: Range<usize>) -> &str {
        &self.text.as_str()[self.folded.origin(range)]
    }

    /// The sentence that holds an offset of the folded text.
    pub fn sentence_at(&self, at: usize) -> Option<&Sentence> {
        let i = self.sentences.partition_point(|s| s.range.end <= at);
        self.sentences.get(i)
    }
}

/// A place in a document: a block, and a range of its folded text.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// Index of the block.
    pub block: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Place {
    /// The place `range` of block number `block`.
    pub fn new(block: usize, range: Range<usize>) -> Place {
        Place { block, start: range.start, end: range.end }
    }

    /// Its range within the block.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether the two have a byte in common.
    pub fn overlaps(&self, other: &Place) -> bool {
        self.block == other.block && self.start < other.end && other.start < self.end
    }

    /// Whether the other lies inside this one.
    pub fn holds(&self, other: &Place) -> bool {
        self.block == other.block && self.start <= other.start && other.end <= self.end
    }
}

/// The format of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Plain,
    /// DOCX, the file of a word processor.
    Docx,
}

/// An article, read.
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
    /// The file as text, decoded; of a package, its paragraphs, one a line. Spans of texts are ranges of
    /// it, and [`Block::bytes`] tells the bytes of the file.
    pub source: String,
    /// Its format, told from content and name.
    pub format: Format,
    /// The language most of it is in.
    pub language: Language,
    /// Its genre.
    pub genre: Genre,
    /// The words that told it; none where it was named, or cannot be told.
    pub genre_cues: Vec<Place>,
    /// Index of the block that is its title.
    pub title: Option<usize>,
    /// Its blocks, in the order of the file.
    pub blocks: Vec<Block>,
    /// What front matter and meta elements say: `title`, `author`, `date`, `genre`, `lang` …
    pub meta: BTreeMap<String, String>,
    /// What it asks claimlint to be silent of, in the order of the file.
    pub directives: Vec<suppression::Directive>,
    /// The way from `source` to the bytes of the file; none where they are the same.
    pub map: Option<Arc<SourceMap>>,
}

/// The bytes of a file that a span of its decoded text stands for.
fn bytes(map: Option<&SourceMap>, decoded: Span) -> PartSpan {
    let (span, part) = match map {
        Some(map) => (map.span(decoded.start..decoded.end), map.part(decoded.start)),
        None => (decoded, None),
    };
    PartSpan { part: part.map(str::to_owned), start: span.start, end: span.end }
}

impl Document {
    /// The bytes of the file that a span of [`Document::source`] stands for.
    pub fn bytes(&self, span: Span) -> PartSpan {
        bytes(self.map.as_deref(), span)
    }

    /// The indexes of the blocks in the section that holds a block: from its heading, or the start
    /// of the article, up to the next heading.
    pub fn section(&self, block: usize) -> Range<usize> {
        let heads = |b: &Block| matches!(b.kind, BlockKind::Heading | BlockKind::Title);
        let start = self.blocks[..=block].iter().rposition(heads).unwrap_or(0);
        let end =
            self.blocks[block + 1..].iter().position(heads).map_or(self.blocks.len(), |i| block + 1 + i);
        start..end
    }
}
