//! The lock file: what was found of the entries of reference lists, frozen, so that a check needs no
//! network and the same commit gives the same findings.
//!
//! It is JSON with one line an entry, sorted. Entries are parsed when they are asked for: a check
//! needs those that an article cites, of perhaps ten thousand.

mod entry;
mod file;
#[cfg(test)]
mod tests;

pub use entry::{Answer, Found, LockRecord, fingerprint};
pub use file::{LockError, LockFile};

use super::standing::{Said, Standing};
use crate::extract::reference::Reference;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Gives the abstract of a digest, if it is here.
pub type Abstracts = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// A lock file that was read, or none.
#[derive(Clone, Default)]
pub struct Lock(Option<Arc<Inner>>);

struct Inner {
    text: String,
    /// What each entry came to, by fingerprint: a range of the text.
    references: BTreeMap<String, Range<usize>>,
    /// The records, by id.
    records: BTreeMap<String, Range<usize>>,
    /// When the records were last asked for, by id.
    checked: BTreeMap<String, Date>,
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

/// The sections of the file, their entries unread.
#[derive(Deserialize)]
struct Sections<'a> {
    version: u32,
    #[serde(borrow, default)]
    references: BTreeMap<String, &'a RawValue>,
    #[serde(borrow, default)]
    records: BTreeMap<String, &'a RawValue>,
    #[serde(default)]
    checked: BTreeMap<String, Date>,
}

impl Lock {
    /// Reads a lock file that the user knows as `path`.
    pub fn read(path: &str, text: String, abstracts: Abstracts) -> Result<Lock, LockError> {
        let sections: Sections = file::parse(path, &text)?;
        if sections.version != file::VERSION {
            return Err(LockError::Version { path: path.to_owned(), version: sections.version });
        }
        let start = text.as_ptr().addr();
        let ranges = |section: BTreeMap<String, &RawValue>| {
            let range = |raw: &RawValue| {
                let at = raw.get().as_ptr().addr() - start;
                at..at + raw.get().len()
            };
            section.into_iter().map(|(key, raw)| (key, range(raw))).collect()
        };
        let (references, records) = (ranges(sections.references), ranges(sections.records));
        let checked = sections.checked;
        Ok(Lock(Some(Arc::new(Inner { text, references, records, checked, abstracts }))))
    }

    /// How many records it has.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |inner| inner.records.len())
    }

    /// Whether it has neither records nor answers.
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|inner| inner.records.is_empty() && inner.references.is_empty())
    }

    /// What an entry came to; none if nobody has asked, or what stands there cannot be read.
    pub fn answer(&self, reference: &Reference) -> Option<Answer> {
        let inner = self.0.as_ref()?;
        let range = inner.references.get(&fingerprint(reference))?;
        serde_json::from_str(inner.text.get(range.clone())?).ok()
    }

    /// The record of an id, with what is known of its standing.
    pub fn record(&self, id: &str) -> Option<(LockRecord, Standing)> {
        let inner = self.0.as_ref()?;
        let range = inner.records.get(id)?;
        let record: LockRecord = serde_json::from_str(inner.text.get(range.clone())?).ok()?;
        let standing = Standing::new(record.said.iter().cloned(), inner.checked.get(id).copied());
        Some((record, standing))
    }

    /// The record that an entry names by an identifier, whatever it came to.
    pub(super) fn named(&self, reference: &Reference) -> Option<String> {
        let inner = self.0.as_ref()?;
        let fields = &reference.fields;
        let ids = [entry::doi_id(&fields.doi), entry::pmid_id(&fields.pmid)];
        ids.into_iter().flatten().find(|id| inner.records.contains_key(id))
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
