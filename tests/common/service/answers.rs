//! Answers in the forms of the services.

use super::Answer;
use super::world::{Fate, Paper, World};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// What a service answers to a path.
pub fn answer(service: &str, path: &str, world: &World) -> Answer {
    let path = percent_decode_str(path).decode_utf8().unwrap().into_owned();
    match service {
        "crossref" => crossref(&path, world),
        "pubmed" => pubmed(&path, world),
        "europepmc" => europepmc(&path, world),
        "openalex" => openalex(&path, world),
        _ => agency(&path, world),
    }
}

fn json_of(value: &Value) -> Answer {
    Answer { status: 200, content_type: "application/json;charset=utf-8", body: value.to_string() }
}

/// The value of a key in a query, up to the next key of those that the client writes.
fn value<'a>(path: &'a str, key: &str) -> Option<&'a str> {
    let at = path.find(&format!("{key}="))? + key.len() + 1;
    let rest = &path[at..];
    let ends = ["&rows=", "&mailto=", "&format=", "&retmode=", "&retmax=", "&per-page="];
    Some(&rest[..ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len())])
}

fn update(doi: &str, kind: &str, year: i32) -> Value {
    json!({"DOI": doi, "type": kind, "label": kind, "source": "retraction-watch", "updated": {"date-parts": [[year, 2, 6]], "timestamp": 1}, "record-id": "1"})
}

fn item(paper: &Paper) -> Value {
    let mut item = json!({
        "DOI": paper.doi.to_uppercase(), "type": "journal-article", "title": [paper.title], "container-title": [paper.journal],
        "short-container-title": [paper.short], "volume": paper.volume.to_string(), "issue": "2",
        "page": format!("{}-{}", paper.page, paper.page + 6), "issued": {"date-parts": [[paper.year, 4]]}, "relation": {},
        "author": [{"given": "Ada", "family": paper.family, "sequence": "first", "affiliation": []}, {"given": "Bo", "family": "Smith", "sequence": "additional"}],
        "score": 31.5
    });
    let notice = format!("{}.notice", paper.doi);
    match paper.fate {
        Fate::RetractedByCrossref => {
            item["updated-by"] =
                json!([update(&notice, "correction", 2015), update(&notice, "retraction", 2020)]);
        }
        Fate::RetractedInPlace => item["update-to"] = json!([update(&paper.doi, "retraction", 2021)]),
        Fate::Concern => item["updated-by"] = json!([update(&notice, "expression_of_concern", 2022)]),
        Fate::Corrected => item["updated-by"] = json!([update(&notice, "erratum", 2022)]),
        Fate::Notice => item["update-to"] = json!([update("10.5555/some.other", "retraction", 2020)]),
        _ => {}
    }
    item
}

fn crossref(path: &str, world: &World) -> Answer {
    if let Some(query) = value(path, "query.bibliographic") {
        let score = |p: &Paper| {
            let words = p.title.split(' ').filter(|w| query.contains(w)).count();
            words + 3 * usize::from(query.contains(&p.family))
        };
        let mut papers: Vec<&Paper> = world.papers.iter().filter(|p| p.in_crossref).collect();
        papers.sort_by_key(|p| std::cmp::Reverse(score(p)));
        let items: Vec<Value> = papers.into_iter().take(5).map(item).collect();
        return json_of(
            &json!({"status": "ok", "message-type": "work-list", "message": {"facets": {}, "total-results": 9, "items": items}}),
        );
    }
    let doi = path.trim_start_matches("/works/").split('?').next().unwrap().to_lowercase();
    match world.papers.iter().find(|p| p.in_crossref && p.doi.to_lowercase() == doi) {
        Some(paper) => json_of(&json!({"status": "ok", "message-type": "work", "message": item(paper)})),
        None => Answer { status: 404, content_type: "text/plain", body: "Resource not found.".into() },
    }
}

fn abstract_of(paper: &Paper) -> String {
    format!("{} people took part. Results of {} were seen in {}.", paper.page, paper.family, paper.year)
}

fn article(paper: &Paper) -> String {
    let Paper { pmid, title, journal, short, year, volume, page, family, doi, .. } = paper;
    let (kind, notice) = match paper.fate {
        Fate::RetractedByPubmed => (
            "<PublicationType UI=\"D016441\">Retracted Publication</PublicationType>",
            "<CommentsCorrections RefType=\"RetractionIn\"><RefSource>Ex J Med. 2023 Jan;1(1):1</RefSource><PMID Version=\"1\">39999999</PMID></CommentsCorrections>",
        ),
        Fate::Notice => (
            "<PublicationType UI=\"D016440\">Retraction of Publication</PublicationType>",
            "<CommentsCorrections RefType=\"RetractionOf\"><RefSource>Ex J Med. 2019</RefSource><PMID Version=\"1\">38888888</PMID></CommentsCorrections>",
        ),
        _ => ("<PublicationType UI=\"D016449\">Randomized Controlled Trial</PublicationType>", ""),
    };
    let text = abstract_of(paper);
    format!(
        "<PubmedArticle><MedlineCitation Status=\"MEDLINE\"><PMID Version=\"1\">{pmid}</PMID><Article><Journal><JournalIssue><Volume>{volume}</Volume><Issue>2</Issue>\
         <PubDate><Year>{year}</Year></PubDate></JournalIssue><Title>{journal}</Title><ISOAbbreviation>{short}</ISOAbbreviation></Journal><ArticleTitle>{title}.</ArticleTitle>\
         <Pagination><MedlinePgn>{page}-9</MedlinePgn></Pagination><Abstract><AbstractText Label=\"RESULTS\">{text}</AbstractText></Abstract>\
         <AuthorList CompleteYN=\"Y\"><Author><LastName>{family}</LastName><Initials>A</Initials></Author></AuthorList><PublicationTypeList>{kind}</PublicationTypeList></Article>\
         <CommentsCorrectionsList>{notice}</CommentsCorrectionsList></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType=\"doi\">{doi}</ArticleId></ArticleIdList>\
         <ReferenceList><Reference><ArticleIdList><ArticleId IdType=\"doi\">10.5555/cited</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>"
    )
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn pubmed(path: &str, world: &World) -> Answer {
    let known: Vec<&Paper> = world.papers.iter().filter(|p| p.in_pubmed).collect();
    if path.contains("/esearch.fcgi") {
        let term = value(path, "term").unwrap();
        let found = known.iter().filter(|p| match term.strip_suffix("[AID]") {
            Some(doi) => doi.trim_matches('"').eq_ignore_ascii_case(&p.doi),
            None => letters(term.trim_end_matches("[Title]")) == letters(&p.title),
        });
        let mut ids: Vec<&str> = found.map(|p| p.pmid.as_str()).collect();
        if ids.is_empty() && term.contains("paper.0001") {
            // What it does not find in one field it may look for in others.
            ids.push(&known[0].pmid);
        }
        return json_of(
            &json!({"header": {"type": "esearch"}, "esearchresult": {"count": ids.len().to_string(), "idlist": ids}}),
        );
    }
    if path.contains("/ecitmatch.cgi") {
        let parts: Vec<&str> = value(path, "bdata").unwrap().split('|').collect();
        let here = |p: &&&Paper| p.volume.to_string() == parts[2] && p.page.to_string() == parts[3];
        let found = known.iter().find(here).map_or("NOT_FOUND", |p| p.pmid.as_str());
        let line = format!("{}|{found}\n", parts[..6].join("|"));
        return Answer { status: 200, content_type: "text/plain", body: line };
    }
    let ids: Vec<&str> = path.split("&id=").nth(1).unwrap().split(',').collect();
    let articles: String =
        known.iter().filter(|p| ids.contains(&p.pmid.as_str())).map(|p| article(p)).collect();
    let body = format!(
        "<?xml version=\"1.0\" ?><!DOCTYPE PubmedArticleSet PUBLIC \"-//NLM//DTD PubMedArticle//EN\" \"x.dtd\"><PubmedArticleSet>{articles}</PubmedArticleSet>"
    );
    Answer { status: 200, content_type: "text/xml; charset=UTF-8", body }
}

fn europepmc(path: &str, world: &World) -> Answer {
    let query = value(path, "query").unwrap();
    let found = world.papers.iter().filter(|p| {
        query.to_lowercase() == format!("doi:\"{}\"", p.doi.to_lowercase())
            || query == format!("EXT_ID:{} AND SRC:MED", p.pmid)
            || query == format!("TITLE:\"{}\"", p.title)
    });
    let result: Vec<Value> = found
        .map(|p| {
            json!({
                "id": p.pmid, "source": "MED", "pmid": if p.in_pubmed { Value::from(p.pmid.clone()) } else { Value::Null }, "doi": p.doi, "title": format!("{}.", p.title),
                "authorString": format!("{} A, Smith B.", p.family), "pubYear": p.year.to_string(), "pageInfo": format!("{}-9", p.page), "abstractText": abstract_of(p),
                "journalInfo": {"volume": p.volume.to_string(), "journal": {"title": p.journal, "isoabbreviation": p.short}}
            })
        })
        .collect();
    json_of(&json!({"version": "6.9", "hitCount": result.len(), "resultList": {"result": result}}))
}

fn openalex(path: &str, world: &World) -> Answer {
    let id = path.trim_start_matches("/works/").split('?').next().unwrap().to_lowercase();
    let found = world
        .papers
        .iter()
        .find(|p| id == format!("doi:{}", p.doi.to_lowercase()) || id == format!("pmid:{}", p.pmid));
    match found {
        Some(p) => json_of(&json!({
            "id": "https://openalex.org/W1", "doi": format!("https://doi.org/{}", p.doi), "title": p.title, "publication_year": p.year,
            "ids": if p.in_pubmed { json!({"pmid": format!("https://pubmed.ncbi.nlm.nih.gov/{}", p.pmid)}) } else { json!({}) }, "is_retracted": p.fate == Fate::RetractedByOpenalex,
            "authorships": [], "biblio": {"volume": null, "first_page": null}, "abstract_inverted_index": null
        })),
        None => Answer {
            status: 404,
            content_type: "text/html",
            body: "<!doctype html><title>404 Not Found</title>".into(),
        },
    }
}

fn agency(path: &str, world: &World) -> Answer {
    let doi = path.trim_start_matches("/doiRA/").to_lowercase();
    let answer = if world.elsewhere.contains(&doi) {
        json!([{"DOI": doi, "RA": "ISTIC"}])
    } else if world.papers.iter().any(|p| p.doi.to_lowercase() == doi) {
        json!([{"DOI": doi, "RA": "Crossref"}])
    } else {
        json!([{"DOI": doi, "status": "DOI does not exist"}])
    };
    json_of(&answer)
}
