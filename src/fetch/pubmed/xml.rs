//! The records of `efetch`.

use super::NAME;
use crate::evidence::{LockRecord, Said, Status, XmlNode, marked, xml_elements};
use crate::fetch::Work;
use crate::fetch::work::design_types;

/// The works of an answer; an error if it breaks off or is no answer.
pub(super) fn works(xml: &[u8]) -> Result<Vec<Work>, String> {
    let text = std::str::from_utf8(xml).map_err(|e| e.to_string())?;
    let (_, set) = xml_elements(text, &["PubmedArticleSet"]).next().ok_or("it is no set of articles")?;
    Ok(set?.all("PubmedArticle").map(work).collect())
}

/// An article, with what it says of its own standing.
fn work(article: &XmlNode) -> Work {
    let citation = |path: &[&str]| article.at(&["MedlineCitation"]).and_then(|c| c.at(path));
    let said = |path: &[&str]| citation(path).map(words).unwrap_or_default();
    let list = |path: &[&str], name: &'static str| citation(path).into_iter().flat_map(move |n| n.all(name));

    let title = title(&said(&["Article", "ArticleTitle"]));
    let kinds = || list(&["Article", "PublicationTypeList"], "PublicationType");
    let retracted = kinds().any(|k| k.attribute("UI") == "D016441" || words(k) == "Retracted Publication");
    let (mut notices, notice_of) = corrections(list(&["CommentsCorrectionsList"], "CommentsCorrections"));
    if retracted || marked(&title).is_some() {
        notices.push(Said { status: Status::Retracted, ..Said::current(NAME) });
    }
    let parts: Vec<String> = list(&["Article", "Abstract"], "AbstractText").filter_map(part).collect();
    let mesh = |ui: &str| {
        let mut headings = list(&["MeshHeadingList"], "MeshHeading").flat_map(|h| h.all("DescriptorName"));
        headings.any(|d| d.attribute("UI") == ui)
    };
    let authors = list(&["Article", "AuthorList"], "Author");
    let name = |author: &XmlNode| author.at(&["LastName"]).or(author.at(&["CollectiveName"])).map(words);
    let date =
        ["Year", "MedlineDate"].map(|part| said(&["Article", "Journal", "JournalIssue", "PubDate", part]));
    Work {
        record: LockRecord {
            pmid: said(&["PMID"]),
            doi: doi(article),
            title,
            container: said(&["Article", "Journal", "Title"]),
            container_short: said(&["Article", "Journal", "ISOAbbreviation"]),
            volume: said(&["Article", "Journal", "JournalIssue", "Volume"]),
            issue: said(&["Article", "Journal", "JournalIssue", "Issue"]),
            year: date.iter().find_map(|d| d.get(..4)?.parse().ok()),
            pages: said(&["Article", "Pagination", "MedlinePgn"]),
            authors: authors.filter_map(name).collect(),
            types: design_types(kinds().map(words)),
            animals_only: mesh("D000818") && !mesh("D006801"),
            said: vec![worst(notices).unwrap_or_else(|| Said::current(NAME))],
            source: NAME.to_owned(),
            ..LockRecord::default()
        },
        abstract_text: Some(parts.join(" ")).filter(|text| !text.is_empty()),
        notice_of,
    }
}

/// The text of an element on one line.
fn words(node: &XmlNode) -> String {
    node.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title without its full stop, and without the brackets around one that was translated.
fn title(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let inner = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    inner.unwrap_or(text).trim_end_matches('.').to_owned()
}

/// A part of an abstract behind its label.
fn part(node: &XmlNode) -> Option<String> {
    let (label, text) = (node.attribute("Label"), words(node));
    let labelled = if label.is_empty() { text.clone() } else { format!("{label}: {text}") };
    (!text.is_empty()).then_some(labelled)
}

/// Its own DOI; its list of references holds such elements too, of other works.
fn doi(article: &XmlNode) -> String {
    let is_doi = |node: &&XmlNode, mark: &str| node.attribute(mark) == "doi";
    let ids = article.at(&["PubmedData", "ArticleIdList"]);
    let id = ids.into_iter().flat_map(|list| list.all("ArticleId")).find(|n| is_doi(n, "IdType"));
    let place = || {
        let own = article.at(&["MedlineCitation", "Article"])?;
        own.all("ELocationID").find(|n| is_doi(n, "EIdType"))
    };
    id.or_else(place).map(|n| words(n).to_lowercase()).unwrap_or_default()
}

/// Notices of the article, and the id of the work that it is itself a notice of.
fn corrections<'a>(list: impl Iterator<Item = &'a XmlNode>) -> (Vec<Said>, String) {
    let (mut notices, mut notice_of) = (Vec::new(), String::new());
    for correction in list {
        let kind = correction.attribute("RefType");
        let id = correction.at(&["PMID"]).map(words).unwrap_or_default();
        match said_in(kind) {
            Some(status) => {
                let on = year(&correction.text_at(&["RefSource"]));
                notices.push(Said { status, on, notice: id, ..Said::current(NAME) });
            }
            None if kind == "RetractionOf" => notice_of = id,
            None => {}
        }
    }
    (notices, notice_of)
}

/// The year of where a notice stands: `Lancet. 2010 Feb 6;375(9713):445.`
fn year(place: &str) -> String {
    let mut numbers = place.split(|c: char| !c.is_ascii_digit());
    let year = numbers.find(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")));
    year.unwrap_or_default().to_owned()
}

/// The worst of what was said, and of that what names its day, the earliest.
fn worst(said: Vec<Said>) -> Option<Said> {
    said.into_iter().min_by(|a, b| {
        let dated = |s: &Said| (s.on.is_empty(), s.on.clone());
        b.status.cmp(&a.status).then_with(|| dated(a).cmp(&dated(b)))
    })
}

/// What a kind of notice says of the article it stands at.
fn said_in(kind: &str) -> Option<Status> {
    match kind {
        "RetractionIn" => Some(Status::Retracted),
        "ExpressionOfConcernIn" => Some(Status::Concern),
        "ErratumIn" | "CorrectedandRepublishedIn" => Some(Status::Corrected),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(types: &str, notices: &str) -> String {
        format!(
            "<?xml version=\"1.0\" ?><!DOCTYPE PubmedArticleSet><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version=\"1\">111</PMID>\
             <Article><Journal><JournalIssue><Volume>7</Volume><Issue>3</Issue><PubDate><Year>2019</Year><Month>Mar</Month></PubDate></JournalIssue>\
             <Title>Example Medical Journal</Title><ISOAbbreviation>Example Med J</ISOAbbreviation></Journal>\
             <ArticleTitle>[Walking &amp; <i>sleep</i> in CO<sub>2</sub>.]</ArticleTitle><Pagination><MedlinePgn>12-8</MedlinePgn></Pagination>\
             <Abstract><AbstractText Label=\"AIM\" NlmCategory=\"OBJECTIVE\">To see.</AbstractText><AbstractText Label=\"RESULTS\">Sleep improved (p&lt;0.05).</AbstractText></Abstract>\
             <AuthorList><Author><LastName>Okafor</LastName><Initials>A</Initials></Author><Author><CollectiveName>Walk Group</CollectiveName></Author></AuthorList>\
             <PublicationTypeList>{types}</PublicationTypeList></Article><CommentsCorrectionsList>{notices}</CommentsCorrectionsList>\
             <MeshHeadingList><MeshHeading><DescriptorName UI=\"D000818\" MajorTopicYN=\"N\">Animals</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation>\
             <PubmedData><ArticleIdList><ArticleId IdType=\"pubmed\">111</ArticleId><ArticleId IdType=\"doi\">10.5555/A</ArticleId></ArticleIdList>\
             <ReferenceList><Reference><ArticleIdList><ArticleId IdType=\"doi\">10.5555/other</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData>\
             </PubmedArticle></PubmedArticleSet>"
        )
    }

    const TRIAL: &str = "<PublicationType UI=\"D016428\">Journal Article</PublicationType><PublicationType UI=\"D016449\">Randomized Controlled Trial</PublicationType>";

    fn one(types: &str, notices: &str) -> Work {
        works(article(types, notices).as_bytes()).unwrap().remove(0)
    }

    #[test]
    fn a_record_is_read() {
        let work = one(TRIAL, "");
        let record = &work.record;
        assert_eq!(record.title, "Walking & sleep in CO2");
        assert_eq!(
            (record.pmid.as_str(), record.doi.as_str(), record.year),
            ("111", "10.5555/a", Some(2019))
        );
        assert_eq!(
            (record.volume.as_str(), record.pages.as_str(), record.container_short.as_str()),
            ("7", "12-8", "Example Med J")
        );
        assert_eq!(record.authors, ["Okafor", "Walk Group"]);
        assert_eq!(record.types, ["Randomized Controlled Trial"]);
        assert!(record.animals_only);
        assert_eq!(work.abstract_text.as_deref(), Some("AIM: To see. RESULTS: Sleep improved (p<0.05)."));
        assert_eq!(record.said, [Said::current(NAME)]);
    }

    #[test]
    fn types_and_notices_tell_the_standing() {
        let said = |types: &str, notices: &str| {
            let work = one(types, notices);
            let said = work.record.said[0].clone();
            (said.status, said.on, said.notice, work.notice_of)
        };
        let notice = |kind: &str| {
            format!(
                "<CommentsCorrections RefType=\"{kind}\"><RefSource>Example Med J. 2020 Feb 6;8(1):4.</RefSource><PMID Version=\"1\">222</PMID></CommentsCorrections>"
            )
        };
        let retracted = "<PublicationType UI=\"D016441\">Retracted Publication</PublicationType>";
        assert_eq!(
            said(retracted, &(notice("ExpressionOfConcernIn") + &notice("RetractionIn"))),
            (Status::Retracted, "2020".into(), "222".into(), String::new())
        );
        assert_eq!(said(retracted, "").0, Status::Retracted);
        assert_eq!(said(TRIAL, &notice("RetractionIn")).0, Status::Retracted);
        assert_eq!(said(TRIAL, &notice("ErratumIn")).0, Status::Corrected);
        assert_eq!(said(TRIAL, &notice("ExpressionOfConcernIn")).0, Status::Concern);
        let of = "<PublicationType UI=\"D016440\">Retraction of Publication</PublicationType>";
        assert_eq!(
            said(of, &notice("RetractionOf")),
            (Status::Current, String::new(), String::new(), "222".into())
        );
        assert_eq!(said(TRIAL, &notice("CommentIn")).0, Status::Current);
    }

    #[test]
    fn what_breaks_off_is_no_answer() {
        let whole = article(TRIAL, "");
        assert!(works(&whole.as_bytes()[..whole.len() / 2]).is_err());
        assert!(works(b"<html><body>Error</body></html>").is_err());
        assert_eq!(works(b"<PubmedArticleSet></PubmedArticleSet>"), Ok(Vec::new()));
    }
}
