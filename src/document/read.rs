//! From bytes to a document: encoding, format, blocks, structure.

use super::limits::{MAX_BYTES, MAX_DIRECTIVES, ReadError};
use super::{Document, Format, format, genre, html, markdown, plain, structure};
use crate::knowledge::{Genre, Knowledge};
use crate::text::{Language, language_of};
use std::collections::BTreeMap;

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
}

/// Reads a file.
pub fn read(bytes: &[u8], hint: &Hint, knowledge: &Knowledge) -> Result<Document, ReadError> {
    let source = decode(bytes)?;
    let base = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = &source[base..];
    let format = hint.format.unwrap_or_else(|| format::of(text, hint.name.as_deref()));
    let mut parsed = match format {
        Format::Html => html::read(text, base)?,
        Format::Markdown => markdown::read(text, base)?,
        Format::Plain => plain::read(text, base)?,
    };
    let meta = parsed.meta.clone();
    let directives = std::mem::take(&mut parsed.directives);
    if directives.iter().map(|d| d.rules.len().max(1)).sum::<usize>() > MAX_DIRECTIVES {
        return Err(ReadError::TooManyDirectives);
    }
    let (drafts, title) = structure::find(parsed, knowledge)?;
    let blocks: Vec<_> = drafts.into_iter().map(|draft| draft.finish()).collect();
    let body: String = blocks.iter().filter(|b| b.kind.is_body()).map(|b| b.as_str()).collect();
    let named = hint.genre.or_else(|| Genre::parse(meta.get("genre")?));
    let (genre, genre_cues) =
        named.map_or_else(|| genre::tell(&blocks, title, knowledge), |genre| (genre, Vec::new()));
    Ok(Document {
        source: source.to_owned(),
        format,
        language: hint.language.or_else(|| named_language(&meta)).unwrap_or_else(|| language_of(&body)),
        genre,
        genre_cues,
        title,
        blocks,
        meta,
        directives,
    })
}

fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLong(bytes.len()));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ReadError::Utf16);
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(ReadError::Binary(at));
    }
    std::str::from_utf8(bytes).map_err(|e| ReadError::NotUtf8(e.valid_up_to()))
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
