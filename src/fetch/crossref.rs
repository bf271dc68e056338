//! Crossref: metadata by DOI or by words, and updates that publishers and Retraction Watch report.

use super::markup::{abstract_of, escaped, plain};
use super::{Client, FetchError, Page, Work};
use crate::evidence::{LockRecord, Said, Status, marked};
use serde_json::Value;

/// How it is named among the sources.
pub(super) const NAME: &str = "crossref";

/// Records that a search by words asks for.
const ROWS: u32 = 5;
/// Characters of an entry that a search by words sends.
const LONGEST_QUERY: usize = 400;

/// The work of a DOI; none if Crossref does not have it.
pub(super) async fn by_doi(client: &Client, base: &str, doi: &str) -> Result<Option<Work>, FetchError> {
    let address = format!("{base}/works/{}{}", escaped(doi), polite(client, '?'));
    client.ask(&address, |page| if absent(page) { Ok(None) } else { message(page).map(|m| work(&m)) }).await
}

/// The works that fit the words of an entry best.
pub(super) async fn by_words(client: &Client, base: &str, words: &str) -> Result<Vec<Work>, FetchError> {
    let query: String = words.chars().take(LONGEST_QUERY).collect();
    let address =
        format!("{base}/works?query.bibliographic={}&rows={ROWS}{}", escaped(&query), polite(client, '&'));
    client
        .ask(&address, |page| {
            let message = message(page)?;
            let items = message["items"].as_array().ok_or_else(|| page.malformed("it has no items"))?;
            Ok(items.iter().filter_map(work).collect())
        })
        .await
}

/// The address of the user, which lets into the better pool.
fn polite(client: &Client, sign: char) -> String {
    client.mailto().map(|m| format!("{sign}mailto={}", escaped(m))).unwrap_or_default()
}

/// Whether it is what Crossref answers where it has no such DOI; a page of something in between is not.
fn absent(page: &Page) -> bool {
    let plain = page.content_type.starts_with("text/plain") || page.content_type.contains("json");
    page.status == 404 && plain
}

fn message(page: &Page) -> Result<Value, FetchError> {
    let mut json = page.json()?;
    let message = json["message"].take();
    if message.is_object() { Ok(message) } else { Err(page.malformed("it has no message")) }
}

/// The first text of a list, or the text itself.
fn first(value: &Value) -> String {
    let text = value.as_array().map_or(value, |list| list.first().unwrap_or(&Value::Null));
    plain(text.as_str().unwrap_or_default())
}

fn date_parts(value: &Value) -> Vec<i64> {
    value["date-parts"][0].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
}

/// `2010-02-06`, `2010-02` or `2010`.
fn day(value: &Value) -> String {
    match date_parts(value).as_slice() {
        [year, month, day, ..] => format!("{year:04}-{month:02}-{day:02}"),
        [year, month] => format!("{year:04}-{month:02}"),
        [year] => format!("{year:04}"),
        [] => String::new(),
    }
}

/// A work; none without DOI.
fn work(item: &Value) -> Option<Work> {
    let doi = item["DOI"].as_str()?.trim().to_lowercase();
    let names = item["author"].as_array().into_iter().flatten();
    let name = |a: &Value| a["family"].as_str().or(a["name"].as_str()).map(plain);
    let issued = ["published-print", "issued", "published", "published-online"];
    let year = issued.iter().find_map(|key| date_parts(&item[*key]).first().copied());
    let title = first(&item["title"]);
    let subtitle = first(&item["subtitle"]);
    let full = match subtitle.is_empty() || title.to_lowercase().contains(&subtitle.to_lowercase()) {
        true => title,
        false => format!("{title}: {subtitle}"),
    };
    let (said, notice_of) = standing(item, &doi, &full);
    let text = |key: &str| item[key].as_str().unwrap_or_default().trim().to_owned();
    let pages = Some(text("page")).filter(|p| !p.is_empty()).unwrap_or_else(|| text("article-number"));
    Some(Work {
        record: LockRecord {
            authors: names.filter_map(name).collect(),
            container: first(&item["container-title"]),
            container_short: first(&item["short-container-title"]),
            year: year.and_then(|y| i32::try_from(y).ok()),
            volume: text("volume"),
            issue: text("issue"),
            pages,
            kind: text("type"),
            said,
            source: NAME.to_owned(),
            title: full,
            doi,
            ..LockRecord::default()
        },
        abstract_text: item["abstract"].as_str().and_then(abstract_of),
        notice_of,
    })
}

/// What is said of a work, and which work it is the notice of. `updated-by` speaks of the work;
/// `update-to` makes it the notice of another, unless it names itself.
fn standing(item: &Value, doi: &str, title: &str) -> (Vec<Said>, String) {
    let list = |key: &str| item[key].as_array().cloned().unwrap_or_default();
    let of = |update: &Value| update["DOI"].as_str().unwrap_or_default().trim().to_lowercase();
    let (own, others): (Vec<Value>, Vec<Value>) = list("update-to").into_iter().partition(|u| of(u) == doi);
    let mut said: Vec<Said> = list("updated-by")
        .iter()
        .chain(&own)
        .filter_map(|update| {
            let status = status(update["type"].as_str().unwrap_or_default())?;
            Some(Said { by: NAME.to_owned(), status, on: day(&update["updated"]), notice: of(update) })
        })
        .collect();
    // The first day that the worst was said is the day of the notice.
    said.sort_by(|a, b| b.status.cmp(&a.status).then_with(|| day_or_last(&a.on).cmp(day_or_last(&b.on))));
    said.truncate(1);
    if let (Some(status), true) = (marked(title), said.first().is_none_or(|s| s.status < Status::Retracted)) {
        said = vec![Said { status, ..Said::current(NAME) }];
    }
    if said.is_empty() {
        said.push(Said::current(NAME));
    }
    (said, others.first().map(of).unwrap_or_default())
}

fn day_or_last(day: &str) -> &str {
    if day.is_empty() { "9999" } else { day }
}

/// What a kind of update says of the work.
fn status(kind: &str) -> Option<Status> {
    match kind.to_ascii_lowercase().replace([' ', '-'], "_").as_str() {
        "retraction" | "withdrawal" | "removal" => Some(Status::Retracted),
        "expression_of_concern" | "partial_retraction" => Some(Status::Concern),
        "correction" | "erratum" | "corrigendum" => Some(Status::Corrected),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(item: Value) -> (Status, String, String) {
        let work = work(&item).unwrap();
        let first = &work.record.said[0];
        (first.status, first.on.clone(), work.notice_of)
    }

    fn update(doi: &str, kind: &str, year: i32) -> Value {
        json!({"DOI": doi, "type": kind, "label": kind, "source": "publisher", "updated": {"date-parts": [[year, 2, 6]]}})
    }

    #[test]
    fn a_work_is_read() {
        let item = json!({
            "DOI": "10.5555/AbC.1", "type": "journal-article", "title": ["Walking &amp; <i>sleep</i>"], "subtitle": ["A trial"],
            "container-title": ["Example Medical Journal"], "short-container-title": ["Example Med J"], "volume": "7", "issue": "3", "page": "12-18",
            "author": [{"given": "Ada", "family": "Okafor", "sequence": "first"}, {"name": "The Walk Group", "sequence": "additional"}],
            "issued": {"date-parts": [[2019, 3]]}, "abstract": "<jats:p>Sleep improved.</jats:p>"
        });
        let work = work(&item).unwrap();
        assert_eq!(work.record.title, "Walking & sleep: A trial");
        assert_eq!((work.record.doi.as_str(), work.record.year), ("10.5555/abc.1", Some(2019)));
        assert_eq!(work.record.authors, ["Okafor", "The Walk Group"]);
        assert_eq!(work.abstract_text.as_deref(), Some("Sleep improved."));
        assert_eq!(work.record.said, [Said::current(NAME)]);
    }

    #[test]
    fn only_what_is_said_of_the_work_itself_counts() {
        let of = |item: Value| said(item);
        let retracted = json!({"DOI": "10.5555/a(97)1,2", "title": ["A"], "updated-by": [update("10.5555/c", "correction", 2004), update("10.5555/R", "retraction", 2010)]});
        assert_eq!(of(retracted), (Status::Retracted, "2010-02-06".into(), String::new()));
        let in_place = json!({"DOI": "10.5555/A", "title": ["A"], "update-to": [update("10.5555/a", "retraction", 2023)]});
        assert_eq!(of(in_place), (Status::Retracted, "2023-02-06".into(), String::new()));
        let notice = json!({"DOI": "10.5555/n", "title": ["Retraction: A"], "update-to": [update("10.5555/a", "retraction", 2023)]});
        assert_eq!(of(notice), (Status::Current, String::new(), "10.5555/a".into()));
        let both = json!({"DOI": "10.5555/a", "title": ["A"], "update-to": [update("10.5555/a", "retraction", 2021)], "updated-by": [update("10.5555/b", "retraction", 2023), update("10.5555/b", "erratum", 2020)]});
        assert_eq!(of(both).1, "2021-02-06");
        for (kind, status) in [
            ("erratum", Status::Corrected),
            ("expression_of_concern", Status::Concern),
            ("withdrawal", Status::Retracted),
            ("addendum", Status::Current),
            ("new_version", Status::Current),
        ] {
            assert_eq!(of(json!({"DOI": "10.5555/a", "title": ["A"], "updated-by": [update("10.5555/b", kind, 2020)]})).0, status, "{kind}");
        }
        assert_eq!(of(json!({"DOI": "10.5555/a", "title": ["RETRACTED: A"]})).0, Status::Retracted);
    }
}
