//! Records of one work from several libraries, made one: the first that was read leads, the others
//! fill what it lacks, and the worse word on whether it stands counts.

use crate::evidence::library::{plain_doi, text_of};
use serde_json::Value;
use std::collections::HashMap;

/// Libraries, each with its name and items, in which no work stands twice: two records are of one if
/// DOI or PubMed id say so, or, where one of them has neither, title and year. The order is that of the
/// first records.
pub fn merge(libraries: Vec<(String, Vec<Value>)>) -> Vec<(String, Vec<Value>)> {
    let mut works = Works::default();
    let names: Vec<String> = libraries.iter().map(|(name, _)| name.clone()).collect();
    for (library, (_, items)) in libraries.into_iter().enumerate() {
        items.into_iter().for_each(|item| works.add(library, item));
    }
    let mut merged: Vec<(String, Vec<Value>)> = names.into_iter().map(|name| (name, Vec::new())).collect();
    for (library, item) in works.list.into_iter().flatten() {
        merged[library].1.push(item);
    }
    merged
}

/// The works so far.
#[derive(Default)]
struct Works {
    /// Each with the library it came from; none where it was found to be another one.
    list: Vec<Option<(usize, Value)>>,
    by_doi: HashMap<String, usize>,
    by_pmid: HashMap<String, usize>,
    by_title: HashMap<String, usize>,
}

/// What a work is found by; empty where it is not known.
struct Ids {
    doi: String,
    pmid: String,
    title: String,
}

impl Works {
    fn add(&mut self, library: usize, item: Value) {
        let mut at = self.list.len();
        self.list.push(Some((library, item)));
        // What is merged may have an id by which it is a third work, too.
        while let Some(other) = self.same(at) {
            let (first, second) = (at.min(other), at.max(other));
            let Some((_, more)) = self.list[second].take() else { break };
            if let Some((_, item)) = &mut self.list[first] {
                fill(item, more);
            }
            at = first;
        }
        if let Some((_, item)) = &self.list[at] {
            let Ids { doi, pmid, title } = ids(item);
            self.by_doi.insert(doi, at);
            self.by_pmid.insert(pmid, at);
            self.by_title.entry(title).or_insert(at);
        }
    }

    /// Another work that has the same PubMed id; or the same DOI, or the same title where one of the two
    /// has no DOI and PubMed id, and nothing against it.
    fn same(&self, at: usize) -> Option<usize> {
        let own = ids(&self.list[at].as_ref()?.1);
        let found = |map: &HashMap<String, usize>, key: &str| {
            let other = map.get(key).copied().filter(|other| !key.is_empty() && *other != at)?;
            Some((other, ids(&self.list[other].as_ref()?.1)))
        };
        let agree = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
        let fits = |theirs: &Ids| agree(&own.pmid, &theirs.pmid) && agree(&own.doi, &theirs.doi);
        let bare = |ids: &Ids| ids.doi.is_empty() && ids.pmid.is_empty();
        let by_pmid = found(&self.by_pmid, &own.pmid);
        let by_doi = || found(&self.by_doi, &own.doi).filter(|(_, theirs)| fits(theirs));
        let by_title = || {
            found(&self.by_title, &own.title)
                .filter(|(_, theirs)| fits(theirs) && (bare(&own) || bare(theirs)))
        };
        by_pmid.or_else(by_doi).or_else(by_title).map(|(other, _)| other)
    }
}

/// Shortest title that tells a work, in bytes of its letters.
const TELLING: usize = 12;

fn ids(item: &Value) -> Ids {
    let letters: String = text_of(item, "title").chars().filter(|c| c.is_alphanumeric()).collect();
    let year = item["issued"]["date-parts"][0][0].as_i64();
    let title = year.filter(|_| letters.len() >= TELLING).map(|y| format!("{} {y}", letters.to_lowercase()));
    Ids {
        doi: plain_doi(&text_of(item, "DOI")),
        pmid: text_of(item, "PMID"),
        title: title.unwrap_or_default(),
    }
}

/// Words on whether a work stands, from the least grave.
const STATUS: [&str; 4] = ["", "corrected", "concern", "retracted"];

/// Fills what an item lacks from another of the same work.
fn fill(item: &mut Value, more: Value) {
    let Value::Object(more) = more else { return };
    for (key, value) in more {
        let own = &mut item[key.as_str()];
        match (key.as_str(), &mut *own) {
            ("status", Value::String(said)) => {
                let grave = |word: &str| STATUS.iter().position(|s| *s == word);
                if value.as_str().and_then(grave) > grave(said) {
                    *own = value;
                }
            }
            (_, Value::Null) => *own = value,
            (_, Value::String(text)) if text.trim().is_empty() => *own = value,
            (_, Value::Array(list)) if list.is_empty() => *own = value,
            ("custom", Value::Object(_)) => fill(own, value),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn merged(items: Vec<Value>) -> Vec<Value> {
        merge(items.into_iter().enumerate().map(|(i, item)| (i.to_string(), vec![item])).collect())
            .into_iter()
            .flat_map(|(_, items)| items)
            .collect()
    }

    #[test]
    fn the_first_leads_and_the_others_fill() {
        let items = vec![
            json!({"id": "a", "DOI": "10.5555/A", "title": "One"}),
            json!({"id": "b", "PMID": "7", "title": "Other", "abstract": "Text"}),
            json!({"id": "c", "DOI": "https://doi.org/10.5555/a", "PMID": "7", "title": "1", "status": "retracted"}),
            json!({"id": "d", "title": "One"}),
        ];
        assert_eq!(
            merged(items),
            [
                json!({"id": "a", "DOI": "10.5555/A", "title": "One", "PMID": "7", "abstract": "Text", "status": "retracted"}),
                json!({"id": "d", "title": "One"}),
            ]
        );
    }

    #[test]
    fn one_doi_with_two_pubmed_ids_is_two_works() {
        let items = vec![
            json!({"id": "a", "DOI": "10.5555/a", "PMID": "7"}),
            json!({"id": "b", "DOI": "10.5555/a", "PMID": "8"}),
        ];
        assert_eq!(merged(items).len(), 2);
    }
}
