//! Library files of every format, told by their content, as items of CSL-JSON: reference managers,
//! PubMed, and the Chinese databases.

mod author;
mod bibtex;
mod clean;
mod csl;
mod date;
mod endnote_xml;
mod item;
mod kind;
mod latex;
mod merge;
mod pubmed_xml;
mod sniff;
mod tagged;
mod tags;
mod xml;

pub(super) use item::language;
pub use merge::merge;
pub use sniff::Format;
pub use xml::{Node as XmlNode, elements as xml_elements};

use super::library::LibraryError;
use crate::document::decode;
use item::Item;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Longest library file, in bytes.
pub const MAX_LIBRARY_BYTES: usize = 256 * 1024 * 1024;

/// The keys of an item by which a work is found again.
pub const ID_KEYS: [&str; 3] = ["title", "DOI", "PMID"];

/// Most faults that are told of one file.
const MOST_FAULTS: usize = 20;

/// What was read from a library file.
#[derive(Clone, PartialEq, Debug)]
pub struct Read {
    /// Its format.
    pub format: Format,
    /// Its records as CSL-JSON, in the order of the file, each with an id of its own.
    pub items: Vec<Value>,
    /// Records that could not be read.
    pub faults: Vec<LibraryError>,
}

/// Reads a library file named `path`, in any encoding; a file that is no library is refused.
pub fn read(path: &str, bytes: &[u8]) -> Result<Read, LibraryError> {
    let refuse = |reason: String, mend: &str| LibraryError {
        path: path.to_owned(),
        line: 1,
        reason,
        mend: mend.to_owned(),
    };
    if bytes.len() > MAX_LIBRARY_BYTES {
        let reason = format!("the library is longer than the limit of {} MB", MAX_LIBRARY_BYTES >> 20);
        return Err(refuse(reason, "split it"));
    }
    let decoded = decode(bytes, None)
        .map_err(|_| refuse("the file is no text in an encoding that is known".into(), "save it as UTF-8"))?;
    let text = decoded.text.trim_start_matches('\u{feff}');
    let Some(format) = Format::tell(text) else {
        let reason = "not a library in a format that is known (CSL-JSON, RIS, BibTeX, PubMed, EndNote, RefWorks, NoteExpress, CNKI)";
        return Err(refuse(reason.into(), "export it as RIS, or as CSL-JSON"));
    };
    let mut faults = Faults { path, text, counted: (0, 1), found: Vec::new(), more: 0 };
    let items = match format {
        Format::CslJson => csl::read(text, &mut faults)?,
        Format::PubMedXml => finish(pubmed_xml::read(text, &mut faults), &mut faults),
        Format::EndNoteXml => finish(endnote_xml::read(text, &mut faults), &mut faults),
        Format::BibTex => finish(bibtex::read(text, &mut faults), &mut faults),
        _ => finish(tagged::read(text, format, &mut faults), &mut faults),
    };
    if faults.found.len() + faults.more >= xml::MOST_BROKEN
        && matches!(format, Format::PubMedXml | Format::EndNoteXml)
    {
        let reason = format!("{} records cannot be read, and the rest was left", xml::MOST_BROKEN);
        return Err(refuse(reason, "export the library again"));
    }
    Ok(Read { format, items: named_apart(items), faults: faults.finish() })
}

/// The items that can be found again; the others are told.
fn finish(items: Vec<Item>, faults: &mut Faults) -> Vec<Value> {
    let finished = items.into_iter().filter_map(|item| {
        let at = item.at;
        let finished = item.finish();
        if finished.is_none() {
            faults.push(at, "the record has no title, DOI or PMID", "give it one");
        }
        finished
    });
    finished.collect()
}

/// Gives each item an id that no other one has; a second one gets a number.
pub fn named_apart(mut items: Vec<Value>) -> Vec<Value> {
    let (mut taken, mut counts) = (HashSet::new(), HashMap::new());
    for item in &mut items {
        let said = super::library::text_of(item, "id");
        let base = if said.is_empty() { item::name_of(item) } else { said };
        let mut id = base.clone();
        while !taken.insert(id.clone()) {
            let count = counts.entry(base.clone()).or_insert(1_usize);
            *count += 1;
            id = format!("{base}-{count}");
        }
        item["id"] = Value::String(id);
    }
    items
}

/// What is wrong in a file, as it is found: in order of the file, so that lines are counted once.
struct Faults<'a> {
    path: &'a str,
    text: &'a str,
    /// A byte of the text, and its line.
    counted: (usize, usize),
    found: Vec<LibraryError>,
    more: usize,
}

impl Faults<'_> {
    /// Notes what is wrong at a byte of the text.
    fn push(&mut self, at: usize, reason: &str, mend: &str) {
        if self.found.len() == MOST_FAULTS {
            self.more += 1;
            return;
        }
        let line = self.line(at);
        self.found.push(LibraryError {
            path: self.path.to_owned(),
            line,
            reason: reason.to_owned(),
            mend: mend.to_owned(),
        });
    }

    /// The line of a byte, from 1.
    fn line(&mut self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let (from, line) = if at >= self.counted.0 { self.counted } else { (0, 1) };
        let line = line + self.text.as_bytes()[from..at].iter().filter(|b| **b == b'\n').count();
        self.counted = (at, line);
        line
    }

    fn finish(mut self) -> Vec<LibraryError> {
        if let Some(last) = self.found.last_mut().filter(|_| self.more > 0) {
            last.reason = format!("{}, and {} more records cannot be read", last.reason, self.more);
        }
        self.found
    }
}
