//! The structure of an article, told from its blocks in whatever format they came.

use super::BlockKind;
use super::draft::Draft;
use super::limits::ReadError;
use super::parsed::Parsed;
use crate::knowledge::Knowledge;

/// Gives every block its kind, and the title its place.
pub fn find(parsed: Parsed, _knowledge: &Knowledge) -> Result<(Vec<Draft>, Option<usize>), ReadError> {
    let Parsed { mut drafts, title, .. } = parsed;
    if let Some(title) = title {
        drafts[title].kind = BlockKind::Title;
    }
    Ok((drafts, title))
}
