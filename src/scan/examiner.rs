//! Who checks articles for a scan: the front end knows the packs, settings and libraries.

use crate::check::DocumentReport;
use crate::config::Source;
use crate::store::Digests;

/// An article to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Article<'a> {
    /// Its address, or its path.
    pub address: &'a str,
    /// What its host says it is; empty for a file.
    pub content_type: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The source it is of.
    pub source: &'a Source,
}

/// Checks articles; the same article gives the same report as long as the digests are the same.
pub trait Examiner: Send + Sync {
    /// What it checks with.
    fn digests(&self) -> &Digests;

    /// The report on an article, or why it could not be read.
    fn examine(&self, article: Article<'_>) -> Result<DocumentReport, String>;
}
