//! The lock file: what was found of the entries of reference lists, frozen, so that a check needs no
//! network and the same commit gives the same findings.
//!
//! It is JSON with one line an entry, sorted. Entries are parsed when they are asked for: a check
//! needs those that an article cites, of perhaps ten thousand.

mod entry;
mod file;
mod sections;
#[cfg(test)]
mod tests;

pub use entry::{Answer, Found, LockRecord, fingerprint};
pub use file::{LockError, LockFile};

use super::standing::{Said, Standing};
use crate::extract::reference::Reference;
use jiff::civil::Date;
use sections::Sections;
use std::fmt;
use std::sync::Arc;

/// Gives the abstract of a digest, if it is here.
pub type Abstracts = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// A lock file that was read, or none.
#[derive(Clone, Default)]
pub struct Lock(Option<Arc<Inner>>);

struct Inner {
    text: String,
    sections: Sections,
    abstracts: Abstracts,
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Lock({} records)", self.len())
    }
}

impl PartialEq for Lock {
    fn eq(&self, other: &Lock) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => a.text == b.text,
            (None, None) => true,
            _ => false,
        }
    }
}

impl Lock {
    /// Reads a lock file that the user knows as `path`.
    pub fn read(path: &str, text: String, abstracts: Abstracts) -> Result<Lock, LockError> {
        let (version, sections) = Sections::read(path, &text)?;
        if version != file::VERSION {
            return Err(LockError::Version { path: path.to_owned(), version });
        }
        Ok(Lock(Some(Arc::new(Inner { text, sections, abstracts }))))
    }

    /// How many records it has.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |inner| inner.sections.records.len())
    }

    /// Whether it has neither records nor answers.
    pub fn is_empty(&self) -> bool {
        self.0
            .as_ref()
            .is_none_or(|inner| inner.sections.records.is_empty() && inner.sections.references.is_empty())
    }

    /// What an entry came to; none if nobody has asked, or what stands there cannot be read.
    pub fn answer(&self, reference: &Reference) -> Option<Answer> {
        let inner = self.0.as_ref()?;
        let range = inner.sections.references.get(&fingerprint(reference))?;
        serde_json::from_str(inner.text.get(range.clone())?).ok()
    }

    /// The record of an id, with what is known of its standing.
    pub fn record(&self, id: &str) -> Option<(LockRecord, Standing)> {
        let inner = self.0.as_ref()?;
        let range = inner.sections.records.get(id)?;
        let record: LockRecord = serde_json::from_str(inner.text.get(range.clone())?).ok()?;
        let day = inner.sections.checked.get(id).and_then(|range| inner.text.get(range.clone()));
        let day: Option<Date> = day.and_then(|day| serde_json::from_str(day).ok());
        let standing = Standing::new(record.said.iter().cloned(), day);
        Some((record, standing))
    }

    /// The record that an entry names by an identifier, whatever it came to.
    pub(super) fn named(&self, reference: &Reference) -> Option<String> {
        let inner = self.0.as_ref()?;
        let fields = &reference.fields;
        let ids = [entry::doi_id(&fields.doi), entry::pmid_id(&fields.pmid)];
        ids.into_iter().flatten().find(|id| inner.sections.records.contains_key(id))
    }

    /// The abstract of a record, if it is here.
    pub fn abstract_of(&self, record: &LockRecord) -> Option<String> {
        let digest = record.abstract_sha256.as_str();
        if digest.is_empty() { None } else { (self.0.as_ref()?.abstracts)(digest) }
    }
}

/// The worst of what sources say, for people to read in the file.
fn worst(said: &[Said]) -> Option<super::Status> {
    said.iter().map(|s| s.status).max()
}
