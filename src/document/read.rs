//! From bytes to a document: encoding, format, blocks, structure.

use super::charset::{self, Decoded};
use super::limits::{MAX_BYTES, ReadError};
use super::{Document, Format, format, html, markdown, plain, structure};
use crate::knowledge::{Genre, Knowledge};
use crate::text::{Language, language_of};
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
        return Err(ReadError::TooLong(bytes.len()));
    }
    let Decoded { text: source, map } = charset::decode(bytes, hint.charset.as_deref())?;
    let base = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = &source[base..];
    let format = hint.format.unwrap_or_else(|| format::of(text, hint.name.as_deref()));
    let parsed = match format {
        Format::Html => html::read(text, base)?,
        Format::Markdown => markdown::read(text, base)?,
        Format::Plain => plain::read(text, base)?,
    };
    let meta = parsed.meta.clone();
    let (drafts, title) = structure::find(parsed, knowledge)?;
    let map = map.map(Arc::new);
    let mut blocks: Vec<_> = drafts.into_iter().map(|draft| draft.finish()).collect();
    blocks.iter_mut().for_each(|block| block.map = map.clone());
    let body: String = blocks.iter().filter(|b| b.kind.is_body()).map(|b| b.as_str()).collect();
    Ok(Document {
        source: source.into_owned(),
        format,
        language: hint.language.or_else(|| named_language(&meta)).unwrap_or_else(|| language_of(&body)),
        genre: hint.genre.or_else(|| Genre::parse(meta.get("genre")?)).unwrap_or(Genre::Other),
        title,
        blocks,
        meta,
    })
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
