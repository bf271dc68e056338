//! The records of `efetch`.

use super::NAME;
use crate::evidence::{LockRecord, Said, Status, marked};
use crate::fetch::Work;
use crate::fetch::work::design_types;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// The deepest nesting that is read.
const DEEPEST: usize = 64;

/// An element that is open: its name, its attribute that matters, and its text so far.
#[derive(Default)]
struct Open {
    name: String,
    mark: String,
    text: String,
}

/// What was read of an article.
#[derive(Default)]
struct Article {
    record: LockRecord,
    parts: Vec<String>,
    kinds: Vec<String>,
    retracted: bool,
    animals: bool,
    humans: bool,
    /// Notices of it, with what they say and where they stand.
    notices: Vec<Said>,
    notice_of: String,
}

/// The works of an answer; an error if it breaks off or is no answer.
pub(super) fn works(xml: &[u8]) -> Result<Vec<Work>, String> {
    let text = std::str::from_utf8(xml).map_err(|e| e.to_string())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut open, mut found): (Vec<Open>, Vec<Work>) = (Vec::new(), Vec::new());
    let mut article = Article::default();
    let mut is_answer = false;
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(element) => {
                if open.len() >= DEEPEST {
                    return Err("it is nested too deeply".into());
                }
                open.push(opened(&element));
                is_answer |= open.len() == 1 && open[0].name == "PubmedArticleSet";
                if open.last().is_some_and(|o| o.name == "PubmedArticle") {
                    article = Article::default();
                }
            }
            Event::End(_) => {
                let Some(mut closed) = open.pop() else { return Err("it closes what is not open".into()) };
                closed.text = closed.text.split_whitespace().collect::<Vec<_>>().join(" ");
                if closed.name == "PubmedArticle" {
                    found.push(std::mem::take(&mut article).work());
                } else {
                    article.take(&open, &closed);
                }
                if let Some(parent) = open.last_mut() {
                    let inline = matches!(closed.name.as_str(), "i" | "b" | "u" | "sub" | "sup");
                    parent.text.push_str(if inline { "" } else { " " });
                    parent.text.push_str(&closed.text);
                }
            }
            Event::Text(piece) => push(&mut open, &piece.into_inner()),
            Event::CData(piece) => push(&mut open, &piece.into_inner()),
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                push(&mut open, character(&reference).map_or("", |c| c.encode_utf8(&mut buffer)));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match is_answer && open.is_empty() {
        true => Ok(found),
        false => Err("it breaks off, or is no set of articles".into()),
    }
}

fn opened(element: &BytesStart) -> Open {
    let names = ["UI", "IdType", "EIdType", "RefType", "Label"];
    let mark = element.attributes().flatten().find(|a| names.contains(&a.key.local_name().as_ref()));
    let mark = mark.map(|a| a.value.to_string()).unwrap_or_default();
    Open { name: element.local_name().as_ref().to_owned(), mark, text: String::new() }
}

fn push(open: &mut [Open], text: &str) {
    if let Some(last) = open.last_mut() {
        last.text.push_str(text);
    }
}

fn character(reference: &BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    let name = reference.borrow().into_inner();
    resolve_predefined_entity(&name)?.chars().next()
}

/// A title without its full stop, and without the brackets around one that was translated.
fn title(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let inner = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    inner.unwrap_or(text).trim_end_matches('.').to_owned()
}

impl Article {
    /// Takes over an element that has been closed below those that are open.
    fn take(&mut self, open: &[Open], closed: &Open) {
        let above: Vec<&str> = open.iter().rev().take(3).map(|o| o.name.as_str()).collect();
        let text = || closed.text.clone();
        let record = &mut self.record;
        match (closed.name.as_str(), above.as_slice()) {
            ("PMID", ["MedlineCitation", ..]) => record.pmid = text(),
            ("PMID", ["CommentsCorrections", ..]) => self.correction(open, &closed.text),
            ("CommentsCorrections", _) if !closed.mark.is_empty() => self.correction_alone(closed),
            ("ArticleTitle", ["Article", ..]) => record.title = title(&closed.text),
            ("Title", ["Journal", ..]) => record.container = text(),
            ("ISOAbbreviation", ["Journal", ..]) => record.container_short = text(),
            ("Volume", ["JournalIssue", ..]) => record.volume = text(),
            ("Issue", ["JournalIssue", ..]) => record.issue = text(),
            ("Year" | "MedlineDate", ["PubDate", ..]) => {
                record.year = record.year.or_else(|| closed.text.get(..4)?.parse().ok());
            }
            ("MedlinePgn", ["Pagination", ..]) => record.pages = text(),
            ("LastName" | "CollectiveName", ["Author", "AuthorList", "Article"]) => {
                record.authors.push(text())
            }
            ("AbstractText", ["Abstract", ..]) if !closed.text.is_empty() => {
                let label = Some(&closed.mark).filter(|label| !label.is_empty());
                self.parts.push(label.map_or_else(text, |label| format!("{label}: {}", closed.text)));
            }
            ("PublicationType", _) => {
                self.retracted |= closed.mark == "D016441" || closed.text == "Retracted Publication";
                self.kinds.push(text());
            }
            ("DescriptorName", ["MeshHeading", ..]) => {
                self.animals |= closed.mark == "D000818";
                self.humans |= closed.mark == "D006801";
            }
            // A list of references holds such elements too, of other works.
            ("ArticleId", ["ArticleIdList", "PubmedData", ..]) if closed.mark == "doi" => {
                record.doi = closed.text.to_lowercase();
            }
            ("ELocationID", ["Article", ..]) if closed.mark == "doi" && record.doi.is_empty() => {
                record.doi = closed.text.to_lowercase();
            }
            _ => {}
        }
    }

    /// The id in a notice that tells of the article.
    fn correction(&mut self, open: &[Open], id: &str) {
        let Some(kind) = open.last().map(|o| o.mark.clone()) else { return };
        match said_in(&kind) {
            Some(status) => self.notices.push(Said { status, notice: id.to_owned(), ..Said::current(NAME) }),
            None if kind == "RetractionOf" => self.notice_of = id.to_owned(),
            None => {}
        }
    }

    /// A notice, with the year of where it stands: `Lancet. 2010 Feb 6;375(9713):445.`
    fn correction_alone(&mut self, closed: &Open) {
        let Some(status) = said_in(&closed.mark) else { return };
        let year = closed
            .text
            .split(|c: char| !c.is_ascii_digit())
            .find(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")));
        let on = year.unwrap_or_default().to_owned();
        match self.notices.last_mut().filter(|n| n.status == status && n.on.is_empty()) {
            Some(notice) => notice.on = on,
            None => self.notices.push(Said { status, on, ..Said::current(NAME) }),
        }
    }

    fn work(self) -> Work {
        let mut said = self.notices;
        if self.retracted || marked(&self.record.title).is_some() {
            said.push(Said { status: Status::Retracted, ..Said::current(NAME) });
        }
        // The worst, and of those the one that names its notice.
        said.sort_by(|a, b| {
            b.status
                .cmp(&a.status)
                .then_with(|| a.on.is_empty().cmp(&b.on.is_empty()))
                .then_with(|| a.on.cmp(&b.on))
        });
        said.truncate(1);
        if said.is_empty() {
            said.push(Said::current(NAME));
        }
        Work {
            record: LockRecord {
                said,
                types: design_types(self.kinds.into_iter()),
                animals_only: self.animals && !self.humans,
                source: NAME.to_owned(),
                ..self.record
            },
            abstract_text: Some(self.parts.join(" ")).filter(|text| !text.is_empty()),
            notice_of: self.notice_of,
        }
    }
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
