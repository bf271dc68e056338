//! Notices: disclaimers and disclosures, and what each says.

use super::Quote;
use crate::knowledge::NoticeKind;
use serde::Serialize;

/// A sentence of notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Notice {
    /// Its words and place.
    #[serde(flatten)]
    pub quote: Quote,
    /// What it says.
    pub says: Vec<NoticeKind>,
}
