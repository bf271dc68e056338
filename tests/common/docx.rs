//! Word processor files put together for tests.

use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

const STYLES: &str = "<w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"Title\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"own\"><w:name w:val=\"章\"/><w:basedOn w:val=\"1\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"cap\"><w:name w:val=\"caption\"/></w:style>\
    <w:style w:type=\"character\" w:styleId=\"ref\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>";

const RELATIONS: &str = "<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
    <Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes\" Target=\"footnotes.xml\"/>\
    <Relationship Id=\"r3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes\" Target=\"/word/endnotes.xml\"/>\
    <Relationship Id=\"r4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" Target=\"https://example.org/a?b=1&amp;c=2\" TargetMode=\"External\"/>";

/// The parts of a file with this body and these notes.
pub fn parts(body: &str, footnotes: &str, endnotes: &str) -> Vec<(&'static str, String)> {
    let part = |root: &str, inner: &str| {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<w:{root} {NAMESPACES}>{inner}</w:{root}>")
    };
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relations = |inner: &str| format!("<Relationships xmlns=\"{package}\">{inner}</Relationships>");
    let main = "<Relationship Id=\"m\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>";
    vec![
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", relations(main)),
        ("word/_rels/document.xml.rels", relations(RELATIONS)),
        ("word/document.xml", part("document", &format!("<w:body>{body}</w:body>"))),
        ("word/styles.xml", part("styles", STYLES)),
        ("word/footnotes.xml", part("footnotes", footnotes)),
        ("word/endnotes.xml", part("endnotes", endnotes)),
    ]
}

/// Packs parts into a file.
pub fn pack(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
