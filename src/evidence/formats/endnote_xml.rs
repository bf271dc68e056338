//! EndNote's XML.

use super::Faults;
use super::item::Item;
use super::tags::Field;
use super::xml::{Node, elements};

/// Elements of a record, and what they hold; of those that hold the same, the first counts.
const FIELDS: &[(&[&str], Field)] = &[
    (&["label"], Field::Key("id")),
    (&["titles", "title"], Field::Key("title")),
    (&["titles", "translated-title"], Field::OtherTitle),
    (&["periodical", "full-title"], Field::Key("container-title")),
    (&["titles", "secondary-title"], Field::Key("container-title")),
    (&["dates", "year"], Field::Date),
    (&["volume"], Field::Key("volume")),
    (&["number"], Field::Key("issue")),
    (&["pages"], Field::Key("page")),
    (&["electronic-resource-num"], Field::Doi),
    (&["accession-num"], Field::Accession),
    (&["remote-database-name"], Field::Database),
    (&["custom2"], Field::Key("PMCID")),
    (&["language"], Field::Language),
    (&["abstract"], Field::Key("abstract")),
    (&["publisher"], Field::Key("publisher")),
    (&["isbn"], Field::Key("ISSN")),
    (&["notes"], Field::Key("note")),
];

/// The records of a file, in order.
pub fn read(text: &str, faults: &mut Faults) -> Vec<Item> {
    let mut items = Vec::new();
    for (at, element) in elements(text, &["record"]) {
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
    if let Some(kind) = node.at(&["ref-type"]) {
        item.put(Field::Kind, kind.attribute("name"));
    }
    for author in node.at(&["contributors", "authors"]).into_iter().flat_map(|list| list.all("author")) {
        item.put(Field::Author, &author.text());
    }
    for (path, field) in FIELDS {
        item.put(*field, &node.text_at(path));
    }
    for word in node.at(&["keywords"]).into_iter().flat_map(|list| list.all("keyword")) {
        item.put(Field::Keyword, &word.text());
    }
    for link in node.at(&["urls", "related-urls"]).into_iter().flat_map(|list| list.all("url")) {
        item.put(Field::Link, &link.text());
    }
    item
}
