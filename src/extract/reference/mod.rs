//! The reference list: its entries, and the fields of each.

mod authors;
mod divide;
mod gbt;
mod identifiers;
mod latin;
mod locator;
mod mark;
mod plain;
mod scan;
mod tidy;

use super::Quote;
use crate::knowledge::Knowledge;
use serde::Serialize;

/// What an entry refers to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceType {
    /// A journal article.
    #[default]
    Article,
    /// A book.
    Book,
    /// A chapter of a book.
    Chapter,
    /// A thesis.
    Thesis,
    /// A conference paper.
    Conference,
    /// A newspaper article.
    Newspaper,
    /// A report.
    Report,
    /// A standard.
    Standard,
    /// A patent.
    Patent,
    /// A web page.
    Webpage,
}

/// The fields of an entry, as written.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Fields {
    /// Authors in order.
    pub authors: Vec<String>,
    /// Their family names.
    pub authors_family: Vec<String>,
    /// Whether more authors are left out: et al, 等.
    pub etal: bool,
    /// Title of the work.
    pub title: String,
    /// Journal, book, or site it is in.
    pub container: String,
    /// Year of publication.
    pub year: Option<String>,
    /// Volume.
    pub volume: Option<String>,
    /// Issue.
    pub issue: Option<String>,
    /// Pages or article number.
    pub pages: Option<String>,
    /// DOI, lower case, without prefix.
    pub doi: String,
    /// PubMed id.
    pub pmid: String,
    /// What it refers to.
    #[serde(rename = "type")]
    pub kind: ReferenceType,
}

/// An entry of the reference list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reference {
    /// Its words and place; the text is the raw entry.
    #[serde(flatten)]
    pub quote: Quote,
    /// Its number, as written, else its place in the list, from 1.
    pub index: u32,
    /// Its fields.
    pub fields: Fields,
}

/// Longest entry that is read, in bytes; what is longer is no reference, and is cut.
const LONGEST: usize = 8_000;

/// Reads the fields of one entry, of any style, with or without its number.
pub fn parse(raw: &str, knowledge: &Knowledge) -> Fields {
    let mut end = raw.len().min(LONGEST);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    let tidy = tidy::tidy(&raw[..end], knowledge);
    let (text, ids) = identifiers::take(&tidy.text, &tidy.links);
    let scan = scan::Scan::new(text.trim(), knowledge);
    let mut fields = match mark::find(&scan) {
        Some(mark) => gbt::read(&scan, &mark, &ids),
        None => plain::read(&scan, &ids),
    };
    fields.doi = ids.doi;
    fields.pmid = ids.pmid;
    fields
}
