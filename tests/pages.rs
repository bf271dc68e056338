//! Whole pages: each of `fixtures/pages/` reads as what the TOML beside it says, and nothing else of it does.

mod common;

use claimlint::document::{Block, BlockKind, Document, Hint, read};
use claimlint::knowledge::Knowledge;
use claimlint::text::Run;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What a page must read as. Blanks do not count.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    title: String,
    /// In blocks of the body.
    body: Vec<String>,
    /// Cells, `heading of the column: cell`.
    #[serde(default)]
    tables: Vec<String>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    notices: Vec<String>,
    /// In no block but residue.
    gone: Vec<String>,
    #[serde(default)]
    meta: BTreeMap<String, String>,
}

fn folder() -> PathBuf {
    common::fixtures().join("pages")
}

fn pages() -> Vec<PathBuf> {
    let mut pages = common::files(&folder(), "");
    pages.retain(|path| path.extension().is_some_and(|e| e == "html"));
    assert_eq!(pages.len(), 24);
    pages
}

/// The charset of pages that are not read as UTF-8.
fn charsets() -> BTreeMap<String, String> {
    toml::from_str(&fs::read_to_string(folder().join("charsets.toml")).unwrap()).unwrap()
}

/// A page as the bytes that are read. The files of `charsets.toml` stand in the tree as UTF-8.
fn bytes(path: &Path) -> Vec<u8> {
    let page = fs::read_to_string(path).unwrap();
    match charsets().get(&*path.file_name().unwrap().to_string_lossy()).map(String::as_str) {
        None => page.into_bytes(),
        Some("utf-16le") => "\u{feff}".chars().chain(page.chars()).flat_map(utf_16le).collect(),
        Some(label) => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            let (bytes, _, has_unmappable) = encoding.encode(&page);
            assert!(!has_unmappable, "{} cannot be written in {label}", path.display());
            bytes.into_owned()
        }
    }
}

fn utf_16le(c: char) -> Vec<u8> {
    c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_le_bytes()).collect()
}

fn document(path: &Path) -> Document {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    read(&bytes(path), &Hint { name, ..Hint::default() }, Knowledge::builtin().unwrap()).unwrap()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether a wording stands in a block of such a kind.
fn has(document: &Document, wording: &str, is: impl Fn(BlockKind) -> bool) -> bool {
    let wording = squeezed(wording);
    let mut blocks = document.blocks.iter().filter(|b| is(b.kind));
    blocks.any(|b| squeezed(b.text.as_str()).contains(&wording))
}

/// What is wrong with how a page reads.
fn faults(document: &Document, expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    let mut expect = |right: bool, what: &str, wording: &str| {
        if !right {
            faults.push(format!("{what}: {wording}"));
        }
    };
    let title = document.title.map_or("", |i| document.blocks[i].text.as_str());
    expect(title == expected.title, "title", title);
    for wording in &expected.body {
        let is_body = |k: BlockKind| k.is_body() && k != BlockKind::Title;
        expect(has(document, wording, is_body), "not in the body", wording);
    }
    for wording in &expected.references {
        expect(has(document, wording, |k| k == BlockKind::Reference), "not a reference", wording);
    }
    for wording in &expected.notices {
        expect(has(document, wording, |k| k == BlockKind::Notice), "not a notice", wording);
    }
    for cell in &expected.tables {
        let mut rows = document.blocks.iter().filter(|b| b.kind == BlockKind::TableRow);
        expect(rows.any(|row| row.read_out().split(" | ").any(|c| c == cell)), "no cell", cell);
    }
    for wording in &expected.gone {
        expect(!has(document, wording, |k| k != BlockKind::Residue), "not gone", wording);
    }
    for (key, value) in &expected.meta {
        expect(document.meta.get(key) == Some(value), "meta", key);
    }
    faults
}

#[test]
fn every_page_reads_as_its_article_and_nothing_else() {
    let mut wrong = Vec::new();
    for path in pages() {
        let expected = fs::read_to_string(path.with_extension("toml")).unwrap();
        let expected: Expected =
            toml::from_str(&expected).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        wrong.extend(faults(&document(&path), &expected).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_character_of_a_page_knows_its_bytes() {
    for path in pages() {
        let document = document(&path);
        for block in &document.blocks {
            assert_places(block, &document.source, &path);
        }
    }
}

fn assert_places(block: &Block, source: &str, path: &Path) {
    let text = block.text.as_str();
    let mut at = 0;
    for run in block.text.runs() {
        let part = &text[run.at..run.at + run.len];
        let raw = source.get(run.span.start..run.span.end);
        let raw = raw.unwrap_or_else(|| panic!("{}: {run:?} cuts a character", path.display()));
        assert_eq!(run.at, at, "{}: a gap in {text:?}", path.display());
        assert!(decodes_to(raw, part, run), "{}: {raw:?} is no {part:?}", path.display());
        at += run.len;
    }
    assert_eq!(at, text.len(), "{}: an end without a place in {text:?}", path.display());
    for cell in &block.cells {
        assert!(block.as_str().get(cell.range.clone()).is_some(), "{}: a cell off", path.display());
    }
}

/// Whether source bytes can stand for a part of a text: as they are, as markup, or decoded.
fn decodes_to(raw: &str, part: &str, run: &Run) -> bool {
    let is_markup = raw.starts_with('<') || raw.trim().is_empty();
    match part {
        _ if run.verbatim => raw == part,
        " " | "\n" | " | " if is_markup => true,
        _ => {
            let json: String = serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_default();
            let shown: String = scraper::Html::parse_fragment(raw).root_element().text().collect();
            let raised: String = part.chars().filter_map(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".find(c)).map(digit).collect();
            [json, shown].iter().any(|decoded| decoded == part) || raised == raw
        }
    }
}

/// The digit whose superscript form stands at an offset of the list of them.
fn digit(offset: usize) -> char {
    let at = "⁰¹²³⁴⁵⁶⁷⁸⁹"[..offset].chars().count();
    char::from_digit(at as u32, 10).unwrap()
}

#[test]
fn pages_in_other_charsets_name_them() {
    for (name, charset) in charsets() {
        let page = fs::read_to_string(folder().join(&name)).unwrap();
        let named = charset.strip_suffix("le").unwrap_or(&charset);
        assert!(page.contains(&format!("charset={named}")) || page.contains(&format!("charset=\"{named}\"")));
    }
}

#[test]
fn a_document_is_drawn_for_people() {
    let draw = |page: &str| {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("claimlint");
        command.args(["inspect", "document", page]).env("COLUMNS", "100").env_remove("NO_COLOR");
        String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
    };
    insta::assert_snapshot!(draw("fixtures/pages/wordpress-turmeric.html"));
    insta::assert_snapshot!(draw("fixtures/pages/portal-child-fever.html"));
}

#[test]
fn other_answers_are_json() {
    let run = |args: &[&str]| assert_cmd::cargo::cargo_bin_cmd!("claimlint").args(args).assert();
    let page = "fixtures/pages/wordpress-turmeric.html";
    let shown = run(&["inspect", "document", page, "--format", "json"]).success();
    let shown: serde_json::Value = serde_json::from_slice(&shown.get_output().stdout).unwrap();
    let rows = shown["blocks"].as_array().unwrap().iter().filter(|b| b["kind"] == "table_row");
    let cells: Vec<_> = rows.map(|row| row["cells"][1]["header"].as_str()).collect();
    assert_eq!(cells, [None, Some("Curcumin"), Some("Curcumin")]);
    run(&["inspect", "text", page, "--format", "human"]).code(2);
}
