//! DOCX: paragraphs, tables and notes of a word processor's file, each character with its place in
//! the part that it stands in.

mod archive;
mod body;
mod layout;
mod properties;
mod relations;
mod sheet;
mod styles;
mod symbol;
mod xml;

use super::draft::Drafts;
use super::limits::ReadError;
use super::parsed::Parsed;
use super::{BlockKind, Draft};
use crate::text::SourceMap;
use archive::Archive;
use body::{Body, Numbers};
use relations::Relations;
use sheet::Sheet;
use styles::Styles;
use xml::Xml;

/// A file read: its text, one paragraph a line, with the way back to the parts, and its blocks.
#[derive(Debug)]
pub struct Docx {
    /// The text.
    pub text: String,
    /// The way from the text to bytes of parts.
    pub map: SourceMap,
    /// The blocks.
    pub parsed: Parsed,
}

/// Reads a DOCX file.
pub fn read(bytes: &[u8]) -> Result<Docx, ReadError> {
    let mut archive = Archive::open(bytes)?;
    let package = Relations::of(&mut archive, "")?;
    let main = package.target("officeDocument").unwrap_or("word/document.xml").to_owned();
    let relations = Relations::of(&mut archive, &main)?;
    let styles = match relations.target("styles") {
        Some(part) => Styles::read(part, &archive.part(part)?.unwrap_or_default())?,
        None => Styles::default(),
    };
    let mut sheet = Sheet::default();
    let mut drafts = Drafts::default();
    let mut numbers = Numbers::default();
    let mut read = |part: &str, archive: &mut Archive<'_>, relations: &Relations| {
        let Some(xml) = archive.part(part)? else { return Ok(false) };
        sheet.map.open_part(part);
        let xml = Xml::new(part, &xml);
        Body::new(xml, &mut sheet, &mut drafts, &styles, relations, &mut numbers).read()?;
        Ok(true)
    };
    if !read(&main, &mut archive, &relations)? {
        return Err(ReadError::Docx(format!("it has no {main}")));
    }
    for kind in ["footnotes", "endnotes"] {
        if let Some(part) = relations.target(kind) {
            let own = Relations::of(&mut archive, part)?;
            read(part, &mut archive, &own)?;
        }
    }
    let mut drafts = drafts.list;
    if drafts.iter().all(|d| d.kind == BlockKind::AltText) {
        return Err(ReadError::NoText);
    }
    let title = title(&mut drafts);
    let parsed = Parsed { drafts, title, ..Parsed::default() };
    Ok(Docx { text: sheet.text, map: sheet.map, parsed })
}

/// The first paragraph in the style of a title, else the only heading of the first level.
fn title(drafts: &mut [Draft]) -> Option<usize> {
    let styled = drafts.iter().position(|d| d.kind == BlockKind::Title);
    for draft in drafts.iter_mut().filter(|d| d.kind == BlockKind::Title) {
        draft.kind = BlockKind::Heading;
    }
    let mut first = drafts.iter().enumerate().filter(|(_, d)| d.level == 1).map(|(i, _)| i);
    styled.or_else(|| first.next().filter(|_| first.next().is_none()))
}
