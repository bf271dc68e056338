//! The stage `document`: the blocks of a file.

use super::{Answer, Row, RowError};
use claimlint::document::{Block, Cell, Document, Format, Hint, read};
use claimlint::extract::Quote;
use claimlint::knowledge::Knowledge;
use serde_json::{Map, Value, json};

/// Answers one row.
pub fn answer(row: &Row, knowledge: &Knowledge) -> Answer {
    let document = document(row, knowledge)?;
    let title = document.title.map(|i| document.blocks[i].text.as_str());
    let cues = document.genre_cues.iter().map(|place| Quote::of(&document.blocks, place.clone()));
    let Value::Object(fields) = json!({
        "format": document.format,
        "language": document.language,
        "genre": document.genre,
        "genre_cues": cues.collect::<Vec<_>>(),
        "title": title,
        "blocks": document.blocks.iter().map(block).collect::<Vec<_>>(),
    }) else {
        return Ok(Map::new());
    };
    Ok(fields)
}

fn block(block: &Block) -> Value {
    let text = block.text.as_str();
    let mut fields = json!({
        "kind": block.kind,
        "language": block.language,
        "span": block.bytes(0..block.as_str().len()),
        "text": text,
    });
    if block.cells.iter().any(|cell| cell.header.is_some()) {
        fields["cells"] = block.cells.iter().map(|c| cell(block, c)).collect();
    }
    fields
}

fn cell(block: &Block, cell: &Cell) -> Value {
    let header = cell.header.as_ref().map(claimlint::text::Text::as_str);
    let text = block.shown(cell.range.clone());
    json!({ "header": header, "span": block.span(cell.range.clone()), "text": text })
}

/// Reads the document that a row gives or names.
pub fn document(row: &Row, knowledge: &Knowledge) -> Result<Document, RowError> {
    let (bytes, format) = match (&row.html, &row.file, &row.text) {
        (Some(html), ..) => (html.as_bytes(), Some(Format::Html)),
        (_, Some(file), _) => (file.as_slice(), None),
        (_, _, Some(text)) => (text.as_bytes(), None),
        _ => return Err(RowError::missing(&["html", "text", "path"])),
    };
    let name = row.path.as_ref().map(|path| path.to_string_lossy().into_owned());
    let hint = Hint { name, format, language: row.lang, ..Hint::default() };
    read(bytes, &hint, knowledge).map_err(|e| RowError::new("unreadable", e.to_string()))
}
