//! Europe PMC: PubMed and more, with abstracts, in one request.

use super::markup::{abstract_of, escaped, plain};
use super::work::design_types;
use super::{Client, FetchError, Work};
use crate::evidence::{LockRecord, Said, Status, marked};
use serde_json::Value;

/// How it is named among the sources.
pub(super) const NAME: &str = "europepmc";

/// The work of a DOI; none if it is not there.
pub(super) async fn by_doi(client: &Client, base: &str, doi: &str) -> Result<Option<Work>, FetchError> {
    let works = search(client, base, &format!("DOI:\"{doi}\"")).await?;
    Ok(works.into_iter().find(|w| w.record.doi == doi))
}

/// The work of a PubMed id; none if it is not there.
pub(super) async fn by_pmid(client: &Client, base: &str, pmid: &str) -> Result<Option<Work>, FetchError> {
    let works = search(client, base, &format!("EXT_ID:{pmid} AND SRC:MED")).await?;
    Ok(works.into_iter().find(|w| w.record.pmid == pmid))
}

/// The works that have a title.
pub(super) async fn by_title(client: &Client, base: &str, title: &str) -> Result<Vec<Work>, FetchError> {
    let words: String = title.chars().map(|c| if matches!(c, '"' | '\\') { ' ' } else { c }).collect();
    search(client, base, &format!("TITLE:\"{words}\"")).await
}

async fn search(client: &Client, base: &str, query: &str) -> Result<Vec<Work>, FetchError> {
    let address = format!("{base}/search?query={}&format=json&resultType=core&pageSize=5", escaped(query));
    client
        .ask(&address, |page| {
            let json = page.json()?;
            if json["hitCount"].is_null() {
                return Err(page.malformed("it has no hitCount"));
            }
            Ok(listed(&json["resultList"]["result"]).into_iter().map(work).collect())
        })
        .await
}

/// A list, or the one thing that stands in its place.
fn listed(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn work(item: &Value) -> Work {
    let text = |value: &Value| match value {
        Value::String(s) => plain(s),
        Value::Number(n) => n.to_string(),
        _ => String::new(),
    };
    let journal = &item["journalInfo"];
    let title = text(&item["title"]).trim_end_matches('.').to_owned();
    let family =
        |author: &Value| author["lastName"].as_str().or(author["collectiveName"].as_str()).map(plain);
    let mut authors: Vec<String> =
        listed(&item["authorList"]["author"]).into_iter().filter_map(family).collect();
    if authors.is_empty() {
        // `Okafor A, Lee B.`: family name and initials
        let whole = text(&item["authorString"]);
        let names = whole.trim_end_matches('.').split(", ").filter(|n| !n.is_empty());
        authors = names.map(|n| n.rsplit_once(' ').map_or(n, |(family, _)| family).to_owned()).collect();
    }
    let kinds = listed(&item["pubTypeList"]["pubType"]);
    let types: Vec<String> = kinds.into_iter().map(text).collect();
    let headings = listed(&item["meshHeadingList"]["meshHeading"]);
    let has = |name: &str| headings.iter().any(|h| h["descriptorName"].as_str() == Some(name));
    let container = Some(text(&journal["journal"]["title"])).filter(|t| !t.is_empty());
    Work {
        abstract_text: item["abstractText"].as_str().and_then(abstract_of),
        notice_of: String::new(),
        record: LockRecord {
            said: standing(item, &types, &title),
            types: design_types(types.into_iter()),
            animals_only: has("Animals") && !has("Humans"),
            container: container.unwrap_or_else(|| text(&item["journalTitle"])),
            container_short: text(&journal["journal"]["isoabbreviation"]),
            year: text(&item["pubYear"]).parse().ok(),
            volume: text(&journal["volume"]),
            issue: text(&journal["issue"]),
            pages: text(&item["pageInfo"]),
            doi: text(&item["doi"]).to_lowercase(),
            pmid: text(&item["pmid"]),
            source: NAME.to_owned(),
            title,
            authors,
            ..LockRecord::default()
        },
    }
}

/// What it says of a work: nothing where it lists neither types nor corrections.
fn standing(item: &Value, types: &[String], title: &str) -> Vec<Said> {
    let said = |status, notice: String| Said { status, notice, ..Said::current(NAME) };
    let corrections = listed(&item["commentCorrectionList"]["commentCorrection"]);
    let mut all: Vec<Said> = corrections
        .into_iter()
        .filter_map(|c| {
            let status = match c["type"].as_str()?.to_ascii_lowercase().as_str() {
                "retraction in" => Status::Retracted,
                "expression of concern in" => Status::Concern,
                "erratum in" => Status::Corrected,
                _ => return None,
            };
            Some(said(status, c["id"].as_str().unwrap_or_default().to_owned()))
        })
        .collect();
    let retracted = types.iter().any(|t| t.eq_ignore_ascii_case("retracted publication"));
    if retracted || marked(title).is_some() {
        all.push(said(Status::Retracted, String::new()));
    }
    all.sort_by(|a, b| b.status.cmp(&a.status).then_with(|| b.notice.cmp(&a.notice)));
    all.truncate(1);
    if all.is_empty() && !types.is_empty() {
        all.push(Said::current(NAME));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_work_is_read_in_either_form() {
        let item = json!({
            "pmid": "111", "doi": "10.5555/A", "title": "Walking and sleep.", "pubYear": "2019", "pageInfo": "12-18",
            "authorList": {"author": {"fullName": "Okafor A", "lastName": "Okafor"}},
            "journalInfo": {"volume": "7", "journal": {"title": "Example Medical Journal", "isoabbreviation": "Example Med J"}},
            "pubTypeList": {"pubType": ["Randomized Controlled Trial", "Journal Article"]},
            "meshHeadingList": {"meshHeading": [{"descriptorName": "Animals"}]},
            "commentCorrectionList": {"commentCorrection": {"type": "Retraction in", "id": "222"}},
            "abstractText": "<h4>Results</h4>Sleep improved."
        });
        let work = work(&item);
        assert_eq!(
            (work.record.title.as_str(), work.record.authors.as_slice()),
            ("Walking and sleep", &["Okafor".to_owned()][..])
        );
        assert_eq!(work.record.types, ["Randomized Controlled Trial"]);
        assert!(work.record.animals_only);
        assert_eq!(
            (work.record.said[0].status, work.record.said[0].notice.as_str()),
            (Status::Retracted, "222")
        );
        assert_eq!(work.abstract_text.as_deref(), Some("Results Sleep improved."));
    }

    #[test]
    fn a_notice_is_not_retracted_and_a_lean_answer_says_nothing() {
        let said = |item: Value| work(&item).record.said.first().map(|s| s.status);
        assert_eq!(said(json!({"pmid": "1", "title": "Walking"})), None);
        let notice = json!({"pmid": "1", "title": "Retraction: Walking", "pubTypeList": {"pubType": "Retraction of Publication"},
            "commentCorrectionList": {"commentCorrection": [{"type": "Retraction of", "id": "2"}]}});
        assert_eq!(said(notice), Some(Status::Current));
        assert_eq!(
            work(&json!({"authorString": "Okafor A, van Dyk B."})).record.authors,
            ["Okafor", "van Dyk"]
        );
    }
}
