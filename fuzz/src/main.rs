//! Any bytes, read as HTML, Markdown, plain text, DOCX and mail, in several encodings, and checked: no
//! panic, and the law of positions holds.
#![no_main]

use claimlint::document::{Document, Format, Hint, html, read};
use claimlint::evidence::Library;
use claimlint::knowledge::Knowledge;
use claimlint::rules::{Settings, registry};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let knowledge = Knowledge::builtin().expect("the packs load");
    for format in [None, Some(Format::Html), Some(Format::Markdown), Some(Format::Plain), Some(Format::Docx)] {
        let hint = Hint { format, ..Hint::default() };
        if let Ok(document) = read(bytes, &hint, knowledge) {
            holds(&document);
            judge(&document, knowledge);
        }
    }
    for label in ["gb18030", "big5", "shift_jis", "utf-16le"] {
        let hint = Hint { charset: Some(label.to_owned()), ..Hint::default() };
        if let Ok(document) = read(bytes, &hint, knowledge) {
            holds(&document);
        }
    }
    let Ok(source) = std::str::from_utf8(bytes) else { return };
    // html5ever drops byte order marks behind scripts and turns NUL into another character.
    if source.contains(['\0', '\u{feff}']) {
        return;
    }
    if let Ok(dom) = html::parse(source, 0) {
        assert_eq!(dom.html.html(), scraper::Html::parse_document(source).html());
        for node in dom.html.tree.nodes() {
            if let Some(text) = node.value().as_text() {
                assert_eq!(dom.places.text.get(&node.id()).map_or("", |t| t.as_str()), &**text);
            }
        }
    }
});

/// The whole check ends, and every finding stands on characters of the file.
fn judge(document: &Document, knowledge: &Knowledge) {
    let rules = registry().expect("the rules load");
    let library = Library::default();
    let report = claimlint::check::check("x", document, knowledge, &library, rules, &Settings::default());
    for finding in &report.findings {
        assert!(document.source.get(finding.span.decoded.start..finding.span.decoded.end).is_some());
    }
}

/// The law of positions.
fn holds(document: &Document) {
    for block in &document.blocks {
        let text = block.text.as_str();
        assert!(!text.trim().is_empty());
        let (mut at, mut end) = (0, 0);
        for run in block.text.runs() {
            let raw = document.source.get(run.span.start..run.span.end).expect("a span on characters");
            assert!(!raw.is_empty() && run.at == at && run.span.start >= end);
            let part = &text[run.at..run.at + run.len];
            if run.verbatim {
                assert_eq!(raw, part);
            } else {
                assert!(decodes_to(document.format, raw, part), "{raw:?} does not read {part:?}");
            }
            (at, end) = (run.at + run.len, run.span.end);
        }
        assert_eq!(at, text.len());
        for sentence in &block.sentences {
            let span = block.span(sentence.range.clone());
            assert!(document.source.get(span.start..span.end).is_some());
            let bytes = block.bytes(sentence.range.clone());
            assert!(bytes.start <= bytes.end);
        }
        for link in &block.links {
            assert!(block.as_str().get(link.range.clone()).is_some());
        }
    }
}

fn decodes_to(format: Format, raw: &str, part: &str) -> bool {
    let is_blank = char::is_whitespace;
    let read = reference(raw);
    let blank = raw.chars().all(is_blank) || read.chars().all(is_blank) || numeric(raw).is_some_and(is_blank);
    match part {
        " " => blank || raw.starts_with('<'),
        "\n" => blank || raw.starts_with('<') || raw.starts_with('\\'),
        " | " => raw.starts_with('<') || raw.len() == 1,
        _ => {
            read == part
                || numeric(raw).is_some_and(|c| part.chars().eq([c]))
                || plain(part) == plain(&read)
                || plain(part) == raw.trim_matches('^')
                || (format == Format::Markdown && raw.starts_with("[^"))
        }
    }
}

fn reference(raw: &str) -> String {
    scraper::Html::parse_fragment(raw).root_element().text().collect()
}

fn numeric(raw: &str) -> Option<char> {
    let number = raw.strip_prefix("&#")?.strip_suffix(';')?;
    let hexadecimal = number.strip_prefix(['x', 'X']).map(|n| u32::from_str_radix(n, 16));
    char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)
}

fn plain(part: &str) -> String {
    let plain = |c| match c {
        '⁺' => '+',
        '⁻' => '-',
        '\u{2212}' => '-',
        c => match "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|s| s == c) {
            Some(digit) => char::from(b'0' + digit as u8),
            None => c,
        },
    };
    part.chars().map(plain).collect()
}
