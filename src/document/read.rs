//! From bytes to a document: container, encoding, format, blocks, structure.

use super::charset::{self, Decoded};
use super::docx::{self, Docx};
use super::limits::{MAX_BYTES, MAX_DIRECTIVES, ReadError};
use super::mail::{self, Mail};
use super::parsed::Parsed;
use super::signature::{Container, container};
use super::{Document, Format, format, genre, html, markdown, plain, structure};
use crate::knowledge::{Genre, Knowledge};
use crate::text::{Language, SourceMap, language_of};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known of a file from outside; what is given is taken as given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hint {
    /// Its name.
    pub name: Option<String>,
    /// Its format.
    pub format: Option<Format>,
    /// Its language.
    pub language: Option<Language>,
    /// Its genre.
    pub genre: Option<Genre>,
    /// The label of its encoding, as the header of an answer gives it.
    pub charset: Option<String>,
}

/// Reads a file.
pub fn read(bytes: &[u8], hint: &Hint, knowledge: &Knowledge) -> Result<Document, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLong(Some(bytes.len() as u64)));
    }
    let Opened { text, map, format, mut parsed } = open(bytes, hint)?;
    let meta = parsed.meta.clone();
    let directives = std::mem::take(&mut parsed.directives);
    if directives.iter().map(|d| d.rules.len().max(1)).sum::<usize>() > MAX_DIRECTIVES {
        return Err(ReadError::TooManyDirectives);
    }
    let (drafts, title) = structure::find(parsed, knowledge)?;
    let map = map.map(Arc::new);
    let finish = |draft: super::Draft| super::Block { map: map.clone(), ..draft.finish() };
    let blocks: Vec<_> = drafts.into_iter().map(finish).collect();
    let body: String = blocks.iter().filter(|b| b.kind.is_body()).map(|b| b.as_str()).collect();
    let named = hint.genre.or_else(|| Genre::parse(meta.get("genre")?));
    let (genre, genre_cues) =
        named.map_or_else(|| genre::tell(&blocks, title, knowledge), |genre| (genre, Vec::new()));
    Ok(Document {
        source: text.into_owned(),
        format,
        language: hint.language.or_else(|| named_language(&meta)).unwrap_or_else(|| language_of(&body)),
        genre,
        genre_cues,
        title,
        blocks,
        meta,
        directives,
        map,
    })
}

/// A file as text, and its blocks as mark-up tells them apart.
struct Opened<'a> {
    text: Cow<'a, str>,
    map: Option<SourceMap>,
    format: Format,
    parsed: Parsed,
}

/// Opens a file by its content; a format that is given is the format of its text.
fn open<'a>(bytes: &'a [u8], hint: &Hint) -> Result<Opened<'a>, ReadError> {
    let container = match hint.format {
        None => container(bytes)?,
        Some(Format::Docx) => Some(Container::Zip),
        Some(_) => None,
    };
    let (text, map, format) = match container {
        Some(Container::Zip) => {
            let Docx { text, map, parsed } = docx::read(bytes)?;
            return Ok(Opened { text: Cow::Owned(text), map: Some(map), format: Format::Docx, parsed });
        }
        Some(Container::Mail) => {
            let Mail { text, map, html } = mail::read(bytes)?;
            (Cow::Owned(text), Some(map), Some(if html { Format::Html } else { Format::Plain }))
        }
        None => {
            let Decoded { text, map } = charset::decode(bytes, hint.charset.as_deref())?;
            (text, map, hint.format)
        }
    };
    let base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let behind = &text[base..];
    let format = format.unwrap_or_else(|| format::of(behind, hint.name.as_deref()));
    let parsed = match format {
        Format::Html => html::read(behind, base)?,
        Format::Markdown => markdown::read(behind, base)?,
        Format::Plain | Format::Docx => plain::read(behind, base)?,
    };
    Ok(Opened { text, map, format, parsed })
}

/// The language that front matter names. A page's `lang` is not asked: templates often leave it wrong.
fn named_language(meta: &BTreeMap<String, String>) -> Option<Language> {
    let name = meta.get("language")?.to_ascii_lowercase();
    match name.get(..2)? {
        "zh" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    }
}
