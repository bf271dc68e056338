//! Studies that the article mentions, with or without a number.

use super::Quote;
use crate::knowledge::Design;
use serde::Serialize;

/// A study as the article tells of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Study {
    /// The words that mention it.
    #[serde(flatten)]
    pub quote: Quote,
    /// Its design, as named.
    pub design: Option<Design>,
    /// Year, as said.
    pub year: Option<i32>,
    /// Journal, as named in 《》 or after "published in".
    pub journal: Option<String>,
    /// How many took part.
    pub n: Option<u32>,
    /// A team or author named with it.
    pub team: Option<String>,
}
