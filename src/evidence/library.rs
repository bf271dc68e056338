//! Libraries of records that the user brings: CSL-JSON.

use super::record::{Abstract, Labels, Record, Status, acts_in, design_and_model, names_in, people_of};
use crate::knowledge::Knowledge;
use serde_json::Value;

/// Why a library, or an entry of it, could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LibraryError {
    /// The file is no CSL-JSON.
    #[error("{path}: not CSL-JSON: {reason}; export the library as CSL-JSON (Zotero: “CSL JSON”)")]
    NotCsl {
        /// The file.
        path: String,
        /// What the parser said.
        reason: String,
    },
    /// An entry says too little to be found again.
    #[error("{path}: entry {entry} has no title, DOI or PMID; give it one")]
    Nameless {
        /// The file.
        path: String,
        /// Its number, from 1.
        entry: usize,
    },
}

/// Records to hold an article against.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Library {
    /// The records, in the order they were read.
    pub records: Vec<Record>,
}

impl Library {
    /// Adds items of CSL-JSON that come from `path`; those that nothing could cite are passed over.
    pub fn add(&mut self, path: &str, items: &[Value], knowledge: &Knowledge) {
        self.records.extend(items.iter().filter_map(|item| record(item, path, knowledge)));
    }
}

/// The items of a CSL-JSON file (an array, or one object) named `path`, and those that cannot be used.
pub fn read_csl(path: &str, text: &str) -> Result<(Vec<Value>, Vec<LibraryError>), LibraryError> {
    let not_csl = |reason: String| LibraryError::NotCsl { path: path.to_owned(), reason };
    let text = text.trim_start_matches('\u{feff}');
    let items = match serde_json::from_str(text).map_err(|e| not_csl(e.to_string()))? {
        Value::Array(items) => items,
        item @ Value::Object(_) => vec![item],
        _ => return Err(not_csl("neither an array nor an object".into())),
    };
    let nameless = items.iter().enumerate().filter(|(_, item)| is_nameless(item));
    let unusable = nameless.map(|(i, _)| LibraryError::Nameless { path: path.to_owned(), entry: i + 1 });
    let unusable = unusable.collect();
    Ok((items, unusable))
}

/// Whether an item has nothing to find it by.
fn is_nameless(item: &Value) -> bool {
    ["title", "DOI", "PMID"].iter().all(|key| text_of(item, key).is_empty())
}

fn text_of(item: &Value, key: &str) -> String {
    match &item[key] {
        Value::String(s) => s.trim().to_owned(),
        Value::Number(n) => n.to_string(),
        Value::Array(list) => list.first().and_then(Value::as_str).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

fn record(item: &Value, path: &str, knowledge: &Knowledge) -> Option<Record> {
    if is_nameless(item) {
        return None;
    }
    let text = |key: &str| text_of(item, key);
    let (title, doi, pmid) = (text("title"), plain_doi(&text("DOI")), text("PMID"));
    let (genre, abstract_text) = (text("genre").replace(['_', '-'], " "), text("abstract"));
    let mut kinds = list_of(&item["custom"], "publication_types");
    kinds.push(genre);
    let mesh = list_of(&item["custom"], "mesh");
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
        year: year(&item["issued"]),
        authors: authors(&item["author"]),
        abstract_,
        status: status(&text("status"), &title),
        source: path.to_owned(),
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

/// CSL's `status`, and the mark that journals set before a title.
fn status(said: &str, title: &str) -> Status {
    let (said, title) = (said.to_ascii_lowercase(), title.to_ascii_uppercase());
    if said == "retracted" || title.starts_with("RETRACTED:") || title.starts_with("[RETRACTED]") {
        Status::Retracted
    } else {
        Status::Current
    }
}
