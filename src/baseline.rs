//! What is known already: findings recorded once, so that later runs tell only what is new.
//!
//! A finding is known by its fingerprint within its file. Entries of a file that is gone pass to
//! whatever file has the finding now, so that a renamed article keeps them; a copy of a finding
//! whose file is still there is new.

use crate::finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A known finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The file it was found in, from the folder of the baseline, with `/`.
    pub path: String,
    /// Code of its rule.
    pub rule: String,
    /// Its fingerprint: the id of the finding without which of several such it is.
    pub fingerprint: String,
    /// The beginning of its words, for people.
    pub text: String,
}

/// Longest text of an entry, in characters.
const LONGEST_TEXT: usize = 60;

impl Entry {
    /// The entry of a finding in a file.
    pub fn new(path: &str, finding: &Finding) -> Entry {
        let words = finding.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut text: String = words.chars().take(LONGEST_TEXT).collect();
        if text.len() < words.len() {
            text.push('…');
        }
        let (path, rule) = (path.to_owned(), finding.rule.clone());
        Entry { path, rule, fingerprint: fingerprint(finding).to_owned(), text }
    }
}

/// What findings of the same rule on the same words share, wherever they stand.
pub fn fingerprint(finding: &Finding) -> &str {
    finding.id.rsplit_once('-').map_or(finding.id.as_str(), |(hash, _)| hash)
}

/// Name and version of the file's shape.
const SCHEMA: &str = "claimlint-baseline/1";

/// A baseline as a file holds it; an entry that is there twice stands for two findings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// Why a baseline was refused.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is no JSON, or has another shape.
    #[error("{0}; is it a baseline? `claimlint baseline write` makes one")]
    Malformed(#[from] serde_json::Error),
    /// It was written by another version.
    #[error(
        "its schema is {0:?}, this claimlint reads {SCHEMA:?}; write it again with `claimlint baseline write`"
    )]
    Version(String),
}

#[derive(Deserialize)]
struct Header {
    schema: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    entries: Vec<Entry>,
}

impl Baseline {
    /// A baseline of these entries.
    pub fn new(mut entries: Vec<Entry>) -> Baseline {
        entries.sort();
        Baseline { entries }
    }

    /// Its entries, sorted.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Reads a file.
    pub fn parse(text: &str) -> Result<Baseline, BaselineError> {
        let header: Header = serde_json::from_str(text)?;
        if header.schema != SCHEMA {
            return Err(BaselineError::Version(header.schema));
        }
        let file: File = serde_json::from_str(text)?;
        Ok(Baseline::new(file.entries))
    }

    /// The file: JSON, one line an entry.
    pub fn to_json(&self) -> Result<String, BaselineError> {
        let mut out = format!("{{\n\"schema\": {},\n\"entries\": [", serde_json::to_string(SCHEMA)?);
        for (i, entry) in self.entries.iter().enumerate() {
            out.push_str(if i == 0 { "\n" } else { ",\n" });
            out.push_str(&serde_json::to_string(entry)?);
        }
        out.push_str("\n]\n}\n");
        Ok(out)
    }
}

/// Entries on their way to be found again, each once.
#[derive(Debug, Default)]
pub struct Known {
    /// Entries of files that are there, by path and fingerprint.
    here: BTreeMap<String, BTreeMap<String, Vec<Entry>>>,
    /// Entries of files that are gone, by fingerprint.
    gone: BTreeMap<String, Vec<Entry>>,
}

impl Known {
    /// The entries of a baseline, told by path whether the file is gone.
    pub fn new(baseline: Baseline, is_gone: impl Fn(&str) -> bool) -> Known {
        let mut known = Known::default();
        for entries in baseline.entries.chunk_by(|a, b| a.path == b.path) {
            let by_fingerprint = match is_gone(&entries[0].path) {
                true => &mut known.gone,
                false => known.here.entry(entries[0].path.clone()).or_default(),
            };
            for entry in entries {
                by_fingerprint.entry(entry.fingerprint.clone()).or_default().push(entry.clone());
            }
        }
        known
    }

    /// The entry that knows a finding of a file; it knows no second one.
    pub fn take(&mut self, path: &str, finding: &Finding) -> Option<Entry> {
        let fingerprint = fingerprint(finding);
        let here = self.here.get_mut(path).and_then(|entries| entries.get_mut(fingerprint));
        here.and_then(Vec::pop).or_else(|| self.gone.get_mut(fingerprint).and_then(Vec::pop))
    }

    /// The entries of files that are there which knew nothing, by path.
    pub fn left(self) -> impl Iterator<Item = Entry> {
        self.here.into_values().flat_map(BTreeMap::into_values).flatten()
    }
}
