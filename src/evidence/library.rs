//! Libraries of records that the user brings: items of CSL-JSON, made from whatever format they came in.

use super::formats::{self, Read, language};
use super::lock::Lock;
use super::record::{Abstract, Labels, Record, acts_in, design_and_model, names_in, people_of};
use super::retractions::Retractions;
use super::standing::{Status, marked};
use crate::knowledge::Knowledge;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a library, or a record of it, could not be read, where, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}:{line}: {reason}; {mend}")]
pub struct LibraryError {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
    /// What would put it right.
    pub mend: String,
}

/// Records to hold an article against.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The records, in the order they were read.
    pub records: Vec<Record>,
    /// What services said of entries, frozen.
    pub lock: Lock,
    /// A list of retractions.
    pub retractions: Option<Arc<Retractions>>,
    /// Indexes of the records that entries were found to be of, by fingerprint.
    pub(super) found: BTreeMap<String, usize>,
}

impl Library {
    /// Adds items of CSL-JSON that come from `path`; those that nothing could cite are passed over.
    pub fn add(&mut self, path: &str, items: &[Value], knowledge: &Knowledge) {
        self.records.extend(items.iter().filter_map(|item| record(item, path, knowledge)));
    }
}

/// The items of a CSL-JSON file named `path`, and those that cannot be used.
pub fn read_csl(path: &str, text: &str) -> Result<(Vec<Value>, Vec<LibraryError>), LibraryError> {
    let Read { items, faults, .. } = formats::read(path, text.as_bytes())?;
    Ok((items, faults))
}

/// Whether an item has nothing to find it by.
pub(super) fn is_nameless(item: &Value) -> bool {
    ["title", "DOI", "PMID"].iter().all(|key| text_of(item, key).is_empty())
}

pub(super) fn text_of(item: &Value, key: &str) -> String {
    match &item[key] {
        Value::String(s) => s.trim().to_owned(),
        Value::Number(n) => n.to_string(),
        Value::Array(list) => list.first().and_then(Value::as_str).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

pub(super) fn record(item: &Value, path: &str, knowledge: &Knowledge) -> Option<Record> {
    if is_nameless(item) {
        return None;
    }
    let text = |key: &str| text_of(item, key);
    let (title, doi, pmid) = (text("title"), plain_doi(&text("DOI")), text("PMID"));
    let (genre, abstract_text) = (text("genre").replace(['_', '-'], " "), text("abstract"));
    let publication_types = list_of(&item["custom"], "publication_types");
    let mesh = list_of(&item["custom"], "mesh");
    let mut kinds = publication_types.clone();
    kinds.push(genre.clone());
    let labels = Labels { title: &title, kinds: &kinds, mesh: &mesh };
    let (design, model) = design_and_model(labels, &abstract_text, knowledge);
    let abstract_ = (!abstract_text.is_empty()).then(|| Abstract::read(&abstract_text, knowledge));
    let (people, n) = people_of(&title, abstract_.as_ref(), model, knowledge);
    Some(Record {
        id: text("id"),
        names: names_in(&[&title, &abstract_text], knowledge),
        acts: acts_in(&title, knowledge),
        model,
        design,
        people,
        n,
        doi,
        pmid,
        container: text("container-title"),
        container_short: text("container-title-short"),
        volume: text("volume"),
        pages: text("page"),
        year: year(&item["issued"]),
        authors: authors(&item["author"]),
        abstract_,
        status: status(&text("status"), &publication_types, &title),
        source: path.to_owned(),
        kind: text("type"),
        genre,
        mesh,
        publication_types,
        language: language(&text("language")),
        other_title: text_of(&item["custom"], "other_title"),
        title,
    })
}

/// A DOI without resolver or prefix, lower case.
pub(super) fn plain_doi(written: &str) -> String {
    let lower = written.trim().to_ascii_lowercase();
    lower.find("10.").map_or(String::new(), |at| lower[at..].trim_end_matches('.').to_owned())
}

fn year(issued: &Value) -> Option<i32> {
    let first = &issued["date-parts"][0][0];
    let number = first.as_i64().or_else(|| first.as_str()?.parse().ok());
    let literal = || issued["literal"].as_str().or(issued["raw"].as_str())?.get(..4)?.parse().ok();
    number.or_else(literal).and_then(|y| i32::try_from(y).ok())
}

fn authors(list: &Value) -> Vec<String> {
    let name = |a: &Value| a["family"].as_str().or(a["literal"].as_str()).map(str::to_owned);
    list.as_array().into_iter().flatten().filter_map(name).collect()
}

fn list_of(item: &Value, key: &str) -> Vec<String> {
    let words = item[key].as_array().into_iter().flatten().filter_map(Value::as_str);
    words.map(str::to_owned).collect()
}

/// CSL's `status`, the types that PubMed gives, and the mark that journals set before a title. The
/// notice of a retraction is not the retracted work.
fn status(said: &str, types: &[String], title: &str) -> Status {
    if types.iter().any(|t| t.eq_ignore_ascii_case("Retracted Publication")) {
        return Status::Retracted;
    }
    let said = match said.to_ascii_lowercase().as_str() {
        "retracted" | "withdrawn" => Status::Retracted,
        "concern" | "expression of concern" => Status::Concern,
        "corrected" => Status::Corrected,
        _ => Status::Current,
    };
    said.max(marked(title).unwrap_or(Status::Current))
}
