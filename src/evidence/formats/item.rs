//! A record on its way from the fields of a format to an item of CSL-JSON.

use super::clean::{in_no_brackets, tidy};
use super::tags::Field;
use super::{author, date, kind};
use crate::evidence::library::{is_nameless, plain_doi, text_of};
use serde_json::{Map, Value, json};

/// A record as far as it has been read.
#[derive(Debug, Default)]
pub struct Item {
    /// Where it starts in the file.
    pub at: usize,
    map: Map<String, Value>,
    authors: Vec<Value>,
    issued: Vec<u32>,
    /// First and last page, where they stand apart.
    pages: [String; 2],
    /// Number in the database it came from, and the name of that.
    accession: [String; 2],
    types: Vec<String>,
    mesh: Vec<String>,
    keywords: Vec<String>,
    /// What was published about it later: retraction, concern, correction.
    notices: Vec<String>,
    other_title: String,
}

impl Item {
    /// A record that starts at a byte of the file.
    pub fn new(at: usize) -> Item {
        Item { at, ..Item::default() }
    }

    /// Whether a field of CSL has been given.
    pub fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Takes a field over, as written; of a field that can be there once, the first counts.
    pub fn put(&mut self, field: Field, written: &str) {
        let value = tidy(written);
        if value.is_empty() {
            return;
        }
        match field {
            Field::Key("page") => self.set("page", value.replace(['–', '—'], "-")),
            Field::Key(key) => self.set(key, value),
            Field::PubMedTitle => self.set("title", in_no_brackets(&value)),
            Field::OtherTitle => self.other_title = in_no_brackets(&value),
            Field::Kind => {
                if let Some(kind) = kind::of(&value) {
                    self.set("type", kind.to_owned());
                }
            }
            Field::Author => self.authors.extend(author::several(&value)),
            Field::Group => self.authors.push(json!({"literal": value})),
            Field::Date => self.date(&value),
            Field::FirstPage => self.pages[0] = value.replace('–', "-"),
            Field::LastPage => self.pages[1] = value.replace('–', "-"),
            Field::Doi => self.doi(&value),
            Field::PubMedDoi => {
                if let Some(doi) = value.strip_suffix("[doi]") {
                    self.doi(doi);
                }
            }
            Field::Pmid => self.pmid(&value),
            Field::Link if value.contains("doi.org/10.") => self.doi(&value),
            Field::Link => self.set("URL", value),
            Field::Language => self.set("language", language(&value)),
            Field::Keyword => self.keywords.extend(listed(&value)),
            Field::Mesh => {
                for heading in listed(&value) {
                    let name = heading.split('/').next().unwrap_or_default().trim_matches('*');
                    self.mesh.push(in_english(name).to_owned());
                }
            }
            Field::Type => self.types.push(value),
            Field::Notice(what) => self.notices.push(format!("{what}: {value}")),
            Field::Accession => self.accession[0] = value,
            Field::Database => self.accession[1] = value.to_ascii_lowercase(),
            Field::Source => self.source(&value),
            Field::Passed => {}
        }
    }

    fn set(&mut self, key: &str, value: String) {
        self.map.entry(key).or_insert(Value::String(value));
    }

    fn doi(&mut self, written: &str) {
        let doi = plain_doi(written);
        if doi.contains('/') {
            self.set("DOI", doi);
        }
    }

    fn pmid(&mut self, written: &str) {
        let number = written.trim_start_matches(|c: char| !c.is_ascii_digit());
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        if !digits.is_empty() && digits.len() <= 9 {
            self.set("PMID", digits);
        }
    }

    /// The date that says most, of one year.
    fn date(&mut self, written: &str) {
        if let Some(parts) = date::parts(written) {
            let same = self.issued.first().is_none_or(|year| *year == parts[0]);
            if same && parts.len() > self.issued.len() {
                self.issued = parts;
            }
        }
    }

    /// `示例医学杂志 2020;100(3):12-15`: journal, year, volume, issue, pages in one.
    fn source(&mut self, written: &str) {
        let is_year = |at: &usize| {
            let digits = written.as_bytes().get(*at..at + 4);
            let after = written.as_bytes().get(at + 4).is_none_or(|b| !b.is_ascii_digit());
            let before = *at > 0 && !written.as_bytes()[at - 1].is_ascii_digit();
            digits.is_some_and(|d| {
                d.iter().all(u8::is_ascii_digit) && matches!(d[..2], [b'1', b'9'] | [b'2', b'0'])
            }) && before
                && after
        };
        let Some(at) = (0..written.len()).find(is_year) else {
            self.set("container-title", written.to_owned());
            return;
        };
        let journal = written[..at].trim_end_matches(|c: char| c.is_whitespace() || ",.;，。；".contains(c));
        self.set("container-title", journal.to_owned());
        self.date(&written[at..at + 4]);
        let rest = written[at + 4..].trim_start_matches([' ', ',', ';', '，', '；', '年']);
        let (place, pages) = rest.split_once([':', '：']).unwrap_or((rest, ""));
        let (volume, issue) = place.split_once(['(', '（']).unwrap_or((place, ""));
        for (key, part) in [("volume", volume), ("issue", issue), ("page", pages)] {
            let part = part.trim_matches(|c: char| !c.is_alphanumeric());
            if !part.is_empty() {
                self.set(key, part.to_owned());
            }
        }
    }

    /// The item; none where nothing could cite it.
    pub fn finish(mut self) -> Option<Value> {
        let [number, database] = std::mem::take(&mut self.accession);
        if (database.contains("pubmed") || database.contains("medline")) && number.len() <= 9 {
            self.pmid(&number);
        }
        let [first, last] = std::mem::take(&mut self.pages);
        let pages = match (first.as_str(), last.as_str()) {
            (first, "") => first.to_owned(),
            ("", last) => last.to_owned(),
            (first, _) if first.contains('-') => first.to_owned(),
            (_, last) if last.contains('-') => last.to_owned(),
            (first, last) => format!("{first}-{last}"),
        };
        if !pages.is_empty() {
            self.set("page", pages);
        }
        if !self.other_title.is_empty() && !self.has("title") {
            let title = std::mem::take(&mut self.other_title);
            self.set("title", title);
        }
        self.set("type", "article-journal".to_owned());
        if self.map["type"] == "thesis"
            && !self.has("publisher")
            && let Some(school) = self.map.remove("container-title")
        {
            self.map.insert("publisher".to_owned(), school);
        }
        if !self.authors.is_empty() {
            self.map.insert("author".to_owned(), Value::Array(self.authors));
        }
        if !self.issued.is_empty() {
            self.map.insert("issued".to_owned(), json!({"date-parts": [self.issued]}));
        }
        if !self.keywords.is_empty() {
            self.map.insert("keyword".to_owned(), Value::String(self.keywords.join("; ")));
        }
        if let Some(status) = status(&self.types, &self.notices) {
            self.map.insert("status".to_owned(), Value::String(status.to_owned()));
        }
        let mut custom = Map::new();
        for (key, list) in [("publication_types", self.types), ("mesh", self.mesh), ("notices", self.notices)]
        {
            if !list.is_empty() {
                custom.insert(key.to_owned(), json!(list));
            }
        }
        if !self.other_title.is_empty() {
            custom.insert("other_title".to_owned(), Value::String(self.other_title));
        }
        if !custom.is_empty() {
            self.map.insert("custom".to_owned(), Value::Object(custom));
        }
        let item = Value::Object(self.map);
        (!is_nameless(&item)).then_some(item)
    }
}

/// What the types and later notices say of the work itself; the gravest counts.
fn status(types: &[String], notices: &[String]) -> Option<&'static str> {
    let later = |what: &str| notices.iter().any(|n| n.starts_with(what));
    if types.iter().any(|t| t.eq_ignore_ascii_case("Retracted Publication")) || later("RetractionIn") {
        Some("retracted")
    } else if later("ExpressionOfConcernIn") {
        Some("concern")
    } else if later("ErratumIn") || later("CorrectedandRepublishedIn") {
        Some("corrected")
    } else {
        None
    }
}

/// Keywords or headings in one field.
fn listed(written: &str) -> impl Iterator<Item = String> {
    written.split([';', '；']).map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned)
}

/// The two headings that tell people from animals, as MeSH names them.
fn in_english(heading: &str) -> &str {
    match heading.trim() {
        "人类" | "人" => "Humans",
        "动物" => "Animals",
        other => other,
    }
}

/// A language by its usual names, as a code of two letters.
pub fn language(written: &str) -> String {
    let name = written.trim().trim_end_matches([';', '；']).trim().to_lowercase();
    match name.as_str() {
        "eng" | "english" | "英文" | "英语" => "en".to_owned(),
        "chi" | "zho" | "chs" | "chinese" | "中文" | "汉语" | "中文;" => "zh".to_owned(),
        _ => name,
    }
}

/// A name for an item that has no id: its identifier, else author, year and the start of its title.
pub fn name_of(item: &Value) -> String {
    let text = |key: &str| text_of(item, key);
    match (text("DOI"), text("PMID")) {
        (doi, _) if !doi.is_empty() => format!("doi:{}", plain_doi(&doi)),
        (_, pmid) if !pmid.is_empty() => format!("pmid:{pmid}"),
        _ => {
            let first = &item["author"][0];
            let author = first["family"].as_str().or(first["literal"].as_str()).unwrap_or("anon");
            let year = item["issued"]["date-parts"][0][0].as_u64().map_or("nd".to_owned(), |y| y.to_string());
            let title: String = text("title").chars().filter(|c| c.is_alphanumeric()).take(16).collect();
            format!("{author}-{year}-{title}").to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_in_one_field_is_parted() {
        let mut item = Item::new(0);
        item.put(Field::Source, "示例医学杂志 2020;100(3):12-15");
        item.put(Field::Key("title"), "甲");
        let item = item.finish().unwrap();
        assert_eq!((&item["container-title"], &item["volume"]), (&json!("示例医学杂志"), &json!("100")));
        assert_eq!((&item["issue"], &item["page"]), (&json!("3"), &json!("12-15")));
    }

    #[test]
    fn a_notice_is_not_the_work() {
        assert_eq!(status(&["Retraction of Publication".to_owned()], &[]), None);
        assert_eq!(
            status(&[], &["ErratumIn: x".to_owned(), "RetractionIn: y".to_owned()]),
            Some("retracted")
        );
    }
}
