//! The reference list: its entries, and the fields of each.

mod authors;
mod check;
mod divide;
mod gbt;
mod identifiers;
mod index;
mod latin;
mod locator;
mod mark;
mod markup;
mod origin;
mod plain;
pub(in crate::extract) mod scan;
mod split;
#[cfg(test)]
mod tests;
mod tidy;

pub use check::{Fault, Part, faults};
pub use origin::origin;
pub use split::split;

use super::Quote;
use crate::document::{Block, BlockKind, Place};
use crate::knowledge::{Knowledge, ReferenceWord};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an entry refers to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
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
    /// First link that is no DOI or PubMed id.
    pub url: String,
    /// Whether a type mark (`[J]`, `[M]` …) says what it refers to.
    #[serde(skip)]
    pub marked: bool,
    /// Whether it is said not to be in an issue yet: in press, 网络首发.
    #[serde(skip)]
    pub in_press: bool,
    /// Whether something in it calls itself a DOI and is none.
    #[serde(skip)]
    pub doi_malformed: bool,
}

/// An entry of the reference list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
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
    read(raw, knowledge).1
}

/// The number and the fields of an entry.
fn read(raw: &str, knowledge: &Knowledge) -> (Option<u32>, Fields) {
    let mut end = raw.len().min(LONGEST);
    while !raw.is_char_boundary(end) {
        end -= 1;
    }
    let tidy = tidy::tidy(&raw[..end], knowledge);
    let (text, ids) = identifiers::take(&tidy.text, &tidy.links);
    let scan = scan::Scan::new(text.trim(), knowledge);
    let mark = mark::find(&scan);
    let mut fields = match &mark {
        Some(mark) => gbt::read(&scan, mark, &ids),
        None => plain::read(&scan, &ids),
    };
    if fields.container.is_empty() && fields.volume.is_some() && is_journal(&fields.title, knowledge) {
        // `McNeil JJ, et al. N Engl J Med 2018;379:1499-508`: the title was left out
        fields.container = std::mem::take(&mut fields.title);
    }
    fields.marked = mark.is_some();
    fields.in_press = scan.has(0..scan.len(), ReferenceWord::InPress);
    fields.doi_malformed = ids.malformed;
    fields.doi = ids.doi;
    fields.pmid = ids.pmid;
    fields.url = ids.url;
    (tidy.number, fields)
}

/// Whether words are the name of a journal and nothing else.
fn is_journal(words: &str, knowledge: &Knowledge) -> bool {
    knowledge.journals.find(words).iter().any(|t| t.range() == (0..words.len()))
}

/// The entries of an article's reference list, in order.
pub fn references(blocks: &[Block], knowledge: &Knowledge) -> Vec<Reference> {
    let mut out: Vec<Reference> = Vec::new();
    let listed = blocks.iter().enumerate().filter(|(_, b)| b.kind == BlockKind::Reference && b.level == 0);
    for (at, block) in listed {
        let text = block.as_str();
        for range in split(text, knowledge) {
            let (number, fields) = read(&text[range.clone()], knowledge);
            let next = out.last().map_or(1, |r| r.index + 1);
            let quote = Quote::of(blocks, Place::new(at, range));
            out.push(Reference { quote, index: number.unwrap_or(next), fields });
        }
    }
    out
}
