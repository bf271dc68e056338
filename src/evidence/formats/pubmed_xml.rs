//! PubMed's XML.

use super::Faults;
use super::item::Item;
use super::tags::Field;
use super::xml::{Node, elements};

/// The records of a file, in order.
pub fn read(text: &str, faults: &mut Faults) -> Vec<Item> {
    let names: &[&str] = if text.contains("<PubmedArticle") || text.contains("<PubmedBookArticle") {
        &["PubmedArticle", "PubmedBookArticle"]
    } else {
        &["MedlineCitation"]
    };
    let mut items = Vec::new();
    for (at, element) in elements(text, names) {
        match element {
            Ok(node) => items.push(item(at, &node)),
            Err(reason) => {
                faults.push(at, &format!("the record cannot be read: {reason}"), "export it again")
            }
        }
    }
    items
}

fn item(at: usize, node: &Node) -> Item {
    let mut item = Item::new(at);
    let document = node.at(&["BookDocument"]);
    let citation = node.at(&["MedlineCitation"]).or(document).unwrap_or(node);
    let article = citation.at(&["Article"]).unwrap_or(citation);
    item.put(Field::Pmid, &citation.text_at(&["PMID"]));
    item.put(Field::PubMedTitle, &article.text_at(&["ArticleTitle"]));
    item.put(Field::OtherTitle, &article.text_at(&["VernacularTitle"]));
    if document.is_some() {
        item.put(Field::Kind, "book");
        item.put(Field::PubMedTitle, &article.text_at(&["Book", "BookTitle"]));
        item.put(Field::Date, &date(article.at(&["Book", "PubDate"])));
    }
    let journal = |path: &[&str]| article.text_at(path);
    item.put(Field::Key("container-title"), &journal(&["Journal", "Title"]));
    item.put(Field::Key("container-title"), &citation.text_at(&["MedlineJournalInfo", "MedlineTA"]));
    item.put(Field::Key("ISSN"), &journal(&["Journal", "ISSN"]));
    item.put(Field::Key("volume"), &journal(&["Journal", "JournalIssue", "Volume"]));
    item.put(Field::Key("issue"), &journal(&["Journal", "JournalIssue", "Issue"]));
    item.put(Field::Date, &date(article.at(&["Journal", "JournalIssue", "PubDate"])));
    item.put(Field::Key("page"), &journal(&["Pagination", "MedlinePgn"]));
    item.put(Field::FirstPage, &journal(&["Pagination", "StartPage"]));
    item.put(Field::LastPage, &journal(&["Pagination", "EndPage"]));
    item.put(Field::Language, &article.text_at(&["Language"]));
    item.put(Field::Key("abstract"), &abstract_of(article.at(&["Abstract"])));
    for list in citation.all("OtherAbstract") {
        item.put(Field::Key("abstract"), &abstract_of(Some(list)));
    }
    for list in article.all("AuthorList") {
        for author in list.all("Author").filter(|a| list.attribute("Type") != "editors" && !is_invalid(a)) {
            put_author(&mut item, author);
        }
    }
    for id in article.all("ELocationID").filter(|id| id.attribute("EIdType") == "doi" && !is_invalid(id)) {
        item.put(Field::Doi, &id.text());
    }
    let data = node.at(&["PubmedData"]).or(node.at(&["PubmedBookData"]));
    for id in data.and_then(|d| d.at(&["ArticleIdList"])).into_iter().flat_map(|list| list.all("ArticleId")) {
        match id.attribute("IdType") {
            "doi" => item.put(Field::Doi, &id.text()),
            "pmc" => item.put(Field::Key("PMCID"), &id.text()),
            _ => {}
        }
    }
    for kind in article.at(&["PublicationTypeList"]).into_iter().flat_map(|list| list.all("PublicationType"))
    {
        item.put(Field::Type, &kind.text());
    }
    for heading in citation.at(&["MeshHeadingList"]).into_iter().flat_map(|list| list.all("MeshHeading")) {
        item.put(Field::Mesh, &heading.text_at(&["DescriptorName"]));
    }
    for word in citation.all("KeywordList").flat_map(|list| list.all("Keyword")) {
        item.put(Field::Keyword, &word.text());
    }
    let notices = citation.at(&["CommentsCorrectionsList"]);
    for notice in notices.into_iter().flat_map(|list| list.all("CommentsCorrections")) {
        if let Some(what) = NOTICES.iter().find(|what| **what == notice.attribute("RefType")) {
            item.put(Field::Notice(what), &notice.text_at(&["RefSource"]));
        }
    }
    item
}

/// Links to other records that say how a work stands.
const NOTICES: [&str; 7] = [
    "RetractionIn",
    "RetractionOf",
    "ExpressionOfConcernIn",
    "ExpressionOfConcernFor",
    "ErratumIn",
    "ErratumFor",
    "CorrectedandRepublishedIn",
];

fn is_invalid(node: &Node) -> bool {
    node.attribute("ValidYN") == "N"
}

fn put_author(item: &mut Item, author: &Node) {
    let group = author.text_at(&["CollectiveName"]);
    if !group.trim().is_empty() {
        return item.put(Field::Group, &group);
    }
    let (family, given) = (author.text_at(&["LastName"]), author.text_at(&["ForeName"]));
    let given = if given.is_empty() { author.text_at(&["Initials"]) } else { given };
    if !family.trim().is_empty() {
        item.put(Field::Author, &format!("{family}, {given}"));
    }
}

/// The parts of an abstract, each behind its label.
fn abstract_of(node: Option<&Node>) -> String {
    let parts = node.into_iter().flat_map(|n| n.all("AbstractText")).map(|part| {
        let (label, text) = (part.attribute("Label"), part.text());
        if label.is_empty() || label == "UNLABELLED" { text } else { format!("{label}: {text}") }
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn date(node: Option<&Node>) -> String {
    let Some(node) = node else { return String::new() };
    let part = |name: &str| node.text_at(&[name]);
    let whole = part("MedlineDate");
    if whole.is_empty() { format!("{} {} {}", part("Year"), part("Month"), part("Day")) } else { whole }
}
