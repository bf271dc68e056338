//! What a file may cost: limits that keep any input, however made, within reasonable time and memory.

/// Longest file, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// Deepest nesting of elements.
pub const MAX_DEPTH: usize = 512;
/// Most blocks in a document.
pub const MAX_BLOCKS: usize = 100_000;
/// Most nodes in the tree of a page.
pub const MAX_NODES: usize = 1_000_000;
/// Most rules named in directives of a file.
pub const MAX_DIRECTIVES: usize = 1_000;

/// Why a file could not be read, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadError {
    /// It is longer than [`MAX_BYTES`]: its size in bytes, where that is known.
    #[error("the file is longer than the limit of {} MB{}; split it into articles", MAX_BYTES >> 20, size(.0))]
    TooLong(Option<u64>),
    /// It is a package that unpacks to more than [`MAX_BYTES`].
    #[error("unpacked, the file is longer than the limit of {} MB; split it into articles", MAX_BYTES >> 20)]
    UnpacksTooLong,
    /// It is a package that cannot be read as DOCX.
    #[error(
        "the file is no DOCX that can be read ({0}); open it in a word processor and save it as DOCX again"
    )]
    Docx(String),
    /// It is a package or a mail without any text.
    #[error("the file holds no text; give the words of the article, or save the page as HTML")]
    NoText,
    /// It is in a format that is not read.
    #[error("the file is {what}, which is not read; {mend}")]
    Unsupported {
        /// What it is.
        what: &'static str,
        /// What to do with it.
        mend: &'static str,
    },
    /// Its elements, lists or quotes are nested deeper than [`MAX_DEPTH`].
    #[error("elements are nested deeper than the limit of {MAX_DEPTH}; close them where they end")]
    TooDeep,
    /// It gives more than [`MAX_BLOCKS`] blocks.
    #[error("the file gives more blocks than the limit of {MAX_BLOCKS}; split it into articles")]
    TooManyBlocks,
    /// Its tree has more than [`MAX_NODES`] nodes.
    #[error("the page has more nodes than the limit of {MAX_NODES}; close its formatting elements")]
    TooManyNodes,
    /// Its directives name more than [`MAX_DIRECTIVES`] rules.
    #[error(
        "claimlint directives name more rules than the limit of {MAX_DIRECTIVES}; use claimlint-disable-file, or a baseline"
    )]
    TooManyDirectives,
    /// It is binary: what no text has stands at this offset.
    #[error(
        "the file is no text: it holds a NUL or another control byte at offset {0}; give the article as HTML, Markdown, text or DOCX"
    )]
    Binary(usize),
    /// Too much of it is no character in the encoding that fits it best.
    #[error(
        "the file cannot be decoded: read as {encoding}, too much of it is no character (first at byte {at}); save it as UTF-8"
    )]
    Undecodable {
        /// The encoding.
        encoding: &'static str,
        /// Offset of the first byte that is part of no character.
        at: usize,
    },
}

fn size(bytes: &Option<u64>) -> String {
    bytes.map_or(String::new(), |n| format!(" (it has {n} bytes)"))
}
