//! The whole lock file, for writing: versioned, sorted, one line an entry.

use super::entry::{Answer, LockRecord, fingerprint, unnumbered};
use crate::extract::reference::Reference;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The form that is read and written.
pub(super) const VERSION: u32 = 1;

/// Characters of an entry that the file shows.
const SHOWN: usize = 72;

/// Why a lock file could not be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LockError {
    /// It is not JSON of its form.
    #[error(
        "{path}: {reason}; take one side of the merge, or delete the file, and run `claimlint refs update`"
    )]
    Malformed {
        /// The file.
        path: String,
        /// What the parser said.
        reason: String,
    },
    /// It is of a form this program does not know.
    #[error(
        "{path}: written in form {version}, and this claimlint reads form {VERSION}; use the claimlint that wrote it, or delete it and run `claimlint refs update`"
    )]
    Version {
        /// The file.
        path: String,
        /// Its form.
        version: u32,
    },
}

/// Reads JSON of a file that the user knows as `path`.
pub(super) fn parse<'a, T: Deserialize<'a>>(path: &str, text: &'a str) -> Result<T, LockError> {
    let malformed =
        |e: serde_json::Error| LockError::Malformed { path: path.to_owned(), reason: e.to_string() };
    serde_json::from_str(text).map_err(malformed)
}

/// A lock file to be changed and written.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
pub struct LockFile {
    #[serde(rename = "version")]
    pub(super) form: u32,
    /// What each entry came to, by fingerprint.
    #[serde(default)]
    pub references: BTreeMap<String, Answer>,
    /// The records, by id.
    #[serde(default)]
    pub records: BTreeMap<String, LockRecord>,
    /// When records were last asked for, by id.
    #[serde(default)]
    pub checked: BTreeMap<String, Date>,
}

impl LockFile {
    /// Reads the text of a lock file that the user knows as `path`.
    pub fn read(path: &str, text: &str) -> Result<LockFile, LockError> {
        let file: LockFile = parse(path, text)?;
        match file.form {
            VERSION => Ok(file),
            version => Err(LockError::Version { path: path.to_owned(), version }),
        }
    }

    /// What an entry came to.
    pub fn answer(&self, reference: &Reference) -> Option<&Answer> {
        self.references.get(&fingerprint(reference))
    }

    /// Notes what an entry came to.
    pub fn note(&mut self, reference: &Reference, answer: Answer) {
        self.references.insert(fingerprint(reference), answer);
    }

    /// Notes a record, and the day on which all that it was asked of answered; gives its id.
    pub fn keep(&mut self, mut record: LockRecord, on: impl Into<Option<Date>>) -> String {
        record.settle();
        let id = record.id();
        self.records.insert(id.clone(), record);
        if let Some(on) = on.into() {
            self.checked.insert(id.clone(), on);
        }
        id
    }

    /// Drops what none of these entries came to.
    pub fn retain<'a>(&mut self, references: impl IntoIterator<Item = &'a Reference>) {
        let cited: BTreeSet<String> = references.into_iter().map(fingerprint).collect();
        self.references.retain(|key, _| cited.contains(key));
        let records: BTreeSet<&str> = self.references.values().filter_map(Answer::record).collect();
        self.records.retain(|id, _| records.contains(id.as_str()));
        self.checked.retain(|id, _| records.contains(id.as_str()));
    }

    /// The text of the file.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        let mut out = format!("{{\n\"version\": {VERSION},\n");
        section(&mut out, "references", &self.references)?;
        out.push_str(",\n");
        section(&mut out, "records", &self.records)?;
        out.push_str(",\n");
        section(&mut out, "checked", &self.checked)?;
        out.push_str("\n}\n");
        Ok(out)
    }
}

/// The beginning of an entry, as the file shows it.
fn shown(reference: &Reference) -> String {
    let words: Vec<&str> = unnumbered(&reference.quote.text).split_whitespace().collect();
    let joined = words.join(" ");
    joined.chars().take(SHOWN).collect::<String>().trim_end().to_owned()
}

impl Answer {
    /// The beginning of an entry, as answers show it.
    pub fn shown(reference: &Reference) -> String {
        shown(reference)
    }
}

fn section<T: Serialize>(
    out: &mut String,
    name: &str,
    entries: &BTreeMap<String, T>,
) -> Result<(), serde_json::Error> {
    // Writing to a string does not fail.
    let _ = write!(out, "\"{name}\": {{");
    for (i, (key, value)) in entries.iter().enumerate() {
        let (key, value) = (serde_json::to_string(key)?, serde_json::to_string(value)?);
        let _ = write!(out, "{}\n{key}: {value}", if i == 0 { "" } else { "," });
    }
    out.push_str(if entries.is_empty() { "}" } else { "\n}" });
    Ok(())
}
