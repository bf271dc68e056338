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
    /// It is longer than [`MAX_BYTES`].
    #[error("the file has {0} bytes, more than the limit of {MAX_BYTES}; split it into articles")]
    TooLong(usize),
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
    /// It is UTF-16.
    #[error("the file is UTF-16; re-encode it as UTF-8 (iconv -f UTF-16 -t UTF-8)")]
    Utf16,
    /// It holds NUL bytes.
    #[error(
        "the file holds a NUL byte at offset {0}: it is binary, or text in another encoding; give text in UTF-8"
    )]
    Binary(usize),
    /// It is not valid UTF-8.
    #[error("the file is not UTF-8 (byte {0}); re-encode it as UTF-8 (GBK: iconv -f GB18030 -t UTF-8)")]
    NotUtf8(usize),
}
