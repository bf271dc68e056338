//! What a format gives: blocks as its mark-up tells them apart, and what it says of itself.

use super::draft::Draft;
use super::suppression::Directive;
use std::collections::BTreeMap;

/// A file read by its format, before its structure is known.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Blocks in the order of the file.
    pub drafts: Vec<Draft>,
    /// Front matter and meta elements.
    pub meta: BTreeMap<String, String>,
    /// The title, where mark-up names it: index of a draft.
    pub title: Option<usize>,
    /// Directives to claimlint, in the order of the file.
    pub directives: Vec<Directive>,
}
