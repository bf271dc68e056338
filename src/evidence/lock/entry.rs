//! Entries of the lock file: answers and records.

use crate::evidence::library::plain_doi;
use crate::evidence::standing::{Said, Status};
use crate::extract::reference::Reference;
use crate::text::fold;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How a record was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// By its DOI.
    Doi,
    /// By its PubMed id.
    Pmid,
    /// By the words of the entry, held against title, author, year and journal.
    Words,
}

/// What an entry of a reference list came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// A record was found.
    Record {
        /// The beginning of the entry, for people.
        entry: String,
        /// Id of the record.
        record: String,
        /// How it was found.
        by: Found,
        /// Whether the identifier that the entry gives does not exist.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        no_such_id: bool,
    },
    /// The DOI exists, with an agency that none of the services knows the works of.
    Elsewhere {
        /// The beginning of the entry.
        entry: String,
        /// The agency that registered it.
        agency: String,
        /// The day it was asked.
        on: Date,
    },
    /// Nothing was found.
    NotFound {
        /// The beginning of the entry.
        entry: String,
        /// The services that do not have it.
        not_found: Vec<String>,
        /// The day they were asked.
        on: Date,
        /// Whether the identifier that the entry gives does not exist.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        no_such_id: bool,
    },
}

impl Answer {
    /// The id of the record that was found.
    pub fn record(&self) -> Option<&str> {
        match self {
            Answer::Record { record, .. } => Some(record),
            Answer::Elsewhere { .. } | Answer::NotFound { .. } => None,
        }
    }
}

/// A record as services gave it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LockRecord {
    /// Title.
    pub title: String,
    /// Family names of its authors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Journal or book.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub container: String,
    /// Its abbreviation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub container_short: String,
    /// Year of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Volume.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub volume: String,
    /// Issue.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub issue: String,
    /// Pages or article number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pages: String,
    /// DOI, lower case.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub doi: String,
    /// PubMed id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pmid: String,
    /// What kind of work it is, in the words of Crossref: `journal-article`, `posted-content`.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Publication types of PubMed that tell its design.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Whether its subjects are animals and not people.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub animals_only: bool,
    /// The worst of what is said of it, for people; what counts is `said`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// What each service says of its standing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<Said>,
    /// SHA-256 of its abstract.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub abstract_sha256: String,
    /// The service that its fields are from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl LockRecord {
    /// Its id: by DOI, else by PubMed id, else by its words.
    pub fn id(&self) -> String {
        doi_id(&self.doi).or_else(|| pmid_id(&self.pmid)).unwrap_or_else(|| {
            let words: String = fold(&self.title).as_str().chars().filter(|c| c.is_alphanumeric()).collect();
            format!("words:{}", digest(&format!("{words}\n{:?}", self.year)))
        })
    }

    /// Puts what is said of it in order, and notes the worst.
    pub fn settle(&mut self) {
        let standing = super::Standing::new(std::mem::take(&mut self.said), None);
        self.said = standing.said().to_vec();
        self.status = super::worst(&self.said);
    }

    /// It as an item of a library, with its abstract.
    pub(in crate::evidence) fn to_csl(&self, id: &str, abstract_text: Option<String>) -> Value {
        let preprint = self.kind == "posted-content";
        let genre = match (self.animals_only, preprint) {
            (true, _) => "animal study",
            (false, true) => "preprint",
            (false, false) => "",
        };
        let mesh: &[&str] = if self.animals_only { &["Animals"] } else { &[] };
        let authors: Vec<Value> = self.authors.iter().map(|family| json!({ "family": family })).collect();
        let mut item = json!({
            "id": id,
            "title": self.title,
            "author": authors,
            "container-title": self.container,
            "container-title-short": self.container_short,
            "volume": self.volume,
            "issue": self.issue,
            "page": self.pages,
            "DOI": self.doi,
            "PMID": self.pmid,
            "type": csl_type(&self.kind),
            "genre": genre,
            "custom": {"publication_types": self.types, "mesh": mesh},
        });
        if let Some(year) = self.year {
            item["issued"] = json!({"date-parts": [[year]]});
        }
        if let Some(text) = abstract_text {
            item["abstract"] = Value::String(text);
        }
        item
    }
}

/// What CSL calls a kind of work that Crossref names.
fn csl_type(kind: &str) -> &str {
    match kind {
        "journal-article" | "" => "article-journal",
        "posted-content" => "article",
        "book" | "monograph" | "edited-book" | "reference-book" => "book",
        "book-chapter" => "chapter",
        "proceedings-article" => "paper-conference",
        "dissertation" => "thesis",
        other => other,
    }
}

/// The id of a record by a DOI.
pub(super) fn doi_id(doi: &str) -> Option<String> {
    let doi = plain_doi(doi);
    (!doi.is_empty()).then(|| format!("doi:{doi}"))
}

/// The id of a record by a PubMed id.
pub(super) fn pmid_id(pmid: &str) -> Option<String> {
    (!pmid.is_empty()).then(|| format!("pmid:{pmid}"))
}

/// What an entry is known by: its letters and digits without its number, and its identifiers. Signs,
/// width, case and place in the list do not matter.
pub fn fingerprint(reference: &Reference) -> String {
    let folded = fold(unnumbered(&reference.quote.text));
    let letters: String = folded.as_str().chars().filter(|c| c.is_alphanumeric()).collect();
    let (doi, pmid) = (plain_doi(&reference.fields.doi), &reference.fields.pmid);
    digest(&format!("{}\n{doi}\n{pmid}", letters.to_lowercase()))
}

/// An entry without the number in front of it: `[12]`, `12.`, `12)`, `（12）`.
pub(super) fn unnumbered(raw: &str) -> &str {
    let raw = raw.trim();
    let open = raw.trim_start_matches(['[', '［', '(', '（', '【']);
    let rest = open.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = open.len() - rest.len();
    let closed = rest.trim_start_matches([']', '］', ')', '）', '】', '.', '、', '．', ' ', '\t']);
    let bracketed = open.len() < raw.len();
    let marked = bracketed || digits < 4 && closed.len() < rest.len();
    if (1..=4).contains(&digits) && marked { closed } else { raw }
}

/// The first sixteen digits of the SHA-256 of a text.
fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
