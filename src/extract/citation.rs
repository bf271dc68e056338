//! Citations: places of the text that point to an entry of the reference list.

use super::Quote;
use serde::Serialize;

/// What a citation looks like.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CitationStyle {
    /// `[1]`, `[1,3-5]`, `¹`.
    Numeric,
    /// `(Wang 2020)`, `Wang et al. (2020)`.
    AuthorYear,
    /// A link to a footnote.
    Footnote,
}

/// A citation in the text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Citation {
    /// Its words and place.
    #[serde(flatten)]
    pub quote: Quote,
    /// What it looks like.
    pub style: CitationStyle,
    /// The numbers it names, ranges written out.
    pub numbers: Vec<u32>,
    /// Author and year, where it names them.
    pub author_year: Option<(String, i32)>,
}
