//! OpenAlex: metadata by identifier, and by words where the user has a key. That it does not call a work
//! retracted says nothing.

use super::markup::{escaped, plain};
use super::{Client, FetchError, Page, Work};
use crate::evidence::{LockRecord, Said, Status};
use serde_json::Value;
use std::collections::BTreeMap;

/// How it is named among the sources.
pub(super) const NAME: &str = "openalex";

/// The work of an identifier, `doi:…` or `pmid:…`; none if it is not there.
pub(super) async fn by_id(
    client: &Client,
    base: &str,
    key: Option<&str>,
    id: &str,
) -> Result<Option<Work>, FetchError> {
    let (kind, value) = id.split_once(':').unwrap_or(("doi", id));
    let address = format!("{base}/works/{kind}:{}{}", escaped(value), secret(key, '?'));
    let found = client
        .ask(&address, |page| match page.status {
            404 if is_its_own(page) => Ok(None),
            _ => page.json().map(|json| Some(work(&json))),
        })
        .await?;
    Ok(found.filter(|w| if kind == "doi" { w.record.doi == value } else { w.record.pmid == value }))
}

/// The works that fit a title best.
pub(super) async fn by_title(
    client: &Client,
    base: &str,
    key: &str,
    title: &str,
) -> Result<Vec<Work>, FetchError> {
    let address = format!("{base}/works?search={}&per-page=5{}", escaped(title), secret(Some(key), '&'));
    client
        .ask(&address, |page| {
            let json = page.json()?;
            let results = json["results"].as_array().ok_or_else(|| page.malformed("it has no results"))?;
            Ok(results.iter().map(work).collect())
        })
        .await
}

fn secret(key: Option<&str>, sign: char) -> String {
    key.map(|key| format!("{sign}api_key={}", escaped(key))).unwrap_or_default()
}

/// Whether a 404 comes from OpenAlex and not from something in between.
fn is_its_own(page: &Page) -> bool {
    page.content_type.contains("json") || page.body.len() < 2_000
}

/// An identifier without the address in front of it.
fn bare(value: &Value, host: &str) -> String {
    let text = value.as_str().unwrap_or_default();
    text.rsplit_once(host).map_or(text, |(_, id)| id).trim_matches('/').to_lowercase()
}

fn work(item: &Value) -> Work {
    let text = |value: &Value| plain(value.as_str().unwrap_or_default());
    let name = |a: &Value| text(&a["author"]["display_name"]);
    let names = item["authorships"].as_array().into_iter().flatten().map(name).filter(|n| !n.is_empty());
    // `Ada Okafor`: the family name stands last.
    let family =
        |whole: String| whole.rsplit_once(' ').map_or(whole.clone(), |(_, family)| family.to_owned());
    let biblio = &item["biblio"];
    let (first, last) = (text(&biblio["first_page"]), text(&biblio["last_page"]));
    let retracted = item["is_retracted"].as_bool() == Some(true);
    Work {
        abstract_text: rebuilt(&item["abstract_inverted_index"]),
        notice_of: String::new(),
        record: LockRecord {
            title: text(&item["title"]),
            authors: names.map(family).collect(),
            container: text(&item["primary_location"]["source"]["display_name"]),
            year: item["publication_year"].as_i64().and_then(|y| i32::try_from(y).ok()),
            volume: text(&biblio["volume"]),
            issue: text(&biblio["issue"]),
            pages: if last.is_empty() || last == first { first } else { format!("{first}-{last}") },
            doi: bare(&item["doi"], "doi.org/"),
            pmid: bare(&item["ids"]["pmid"], "/"),
            said: if retracted {
                vec![Said { status: Status::Retracted, ..Said::current(NAME) }]
            } else {
                Vec::new()
            },
            source: NAME.to_owned(),
            ..LockRecord::default()
        },
    }
}

/// An abstract from the places of its words.
fn rebuilt(index: &Value) -> Option<String> {
    let mut words = BTreeMap::new();
    for (word, places) in index.as_object()? {
        for place in places.as_array()?.iter().filter_map(Value::as_u64) {
            words.insert(place, word.as_str());
        }
    }
    let text = words.into_values().collect::<Vec<_>>().join(" ");
    super::markup::abstract_of(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_work_is_read_and_its_abstract_rebuilt() {
        let item = json!({
            "id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/A", "title": "Walking", "publication_year": 2019, "is_retracted": true,
            "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/111"}, "authorships": [{"author": {"display_name": "Ada Okafor"}}],
            "primary_location": {"source": {"display_name": "Example Medical Journal"}}, "biblio": {"volume": "7", "first_page": "12", "last_page": "18"},
            "abstract_inverted_index": {"sleep": [1, 3], "Good": [0], "is": [2]}
        });
        let work = work(&item);
        assert_eq!(
            (work.record.doi.as_str(), work.record.pmid.as_str(), work.record.pages.as_str()),
            ("10.5555/a", "111", "12-18")
        );
        assert_eq!(work.abstract_text.as_deref(), Some("Good sleep is sleep"));
        assert_eq!(work.record.said[0].status, Status::Retracted);
        assert!(super::work(&json!({"title": "Walking", "is_retracted": false})).record.said.is_empty());
    }
}
