//! For people: each finding with its excerpt, what to write instead, and its source; then what was
//! and was not checked.

use super::words::Words;
use super::{Report, printable};
use crate::check::DocumentReport;
use crate::finding::Finding;
use crate::rules::Severity;
use crate::text::Language;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::io::{self, Write};

/// How the report looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Whether to use colours.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
}

pub(super) fn write(
    report: &Report,
    style: Style,
    language: Option<Language>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() }.term_width(style.width);
    for document in &report.documents {
        let words = Words::of(language.unwrap_or(document.lang));
        for finding in &document.findings {
            writeln!(out, "{}\n", excerpt(finding, &document.path, &words, &renderer))?;
        }
        summary(document, &words, out)?;
    }
    for error in &report.errors {
        writeln!(out, "{}: {}", printable(&error.path), printable(&error.message))?;
    }
    Ok(())
}

fn excerpt(finding: &Finding, path: &str, words: &Words, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let excerpt = &finding.excerpt;
    let line = printable_in_place(&excerpt.text);
    let path = printable(path);
    let snippet = Snippet::source(line.as_str())
        .line_start(finding.span.line)
        .annotation(AnnotationKind::Primary.span(excerpt.start..excerpt.end));
    let is_cut = excerpt.text[..excerpt.start].chars().count() + 1 < finding.span.column;
    let (origin, snippet) = if is_cut {
        let origin = Origin::path(path.as_str()).line(finding.span.line).char_column(finding.span.column);
        (Some(origin), snippet)
    } else {
        (None, snippet.path(path.as_str()))
    };
    let title = printable(&finding.message);
    let help = format!("{}: {}", words.help(), printable(&finding.help));
    let mut group = level
        .primary_title(title.as_str())
        .id(finding.rule.as_str())
        .elements(origin)
        .element(snippet)
        .element(Level::HELP.no_name().message(help.as_str()));
    let source_line = finding.evidence.as_ref().map(|s| {
        format!("{}: [{}] {} — “{}”", words.source(), s.reference, printable(&s.title), printable(&s.quote))
    });
    if let Some(line) = &source_line {
        group = group.element(Level::NOTE.no_name().message(line.as_str()));
    }
    group = group.element(Level::NOTE.no_name().message(words.sureness(finding.confidence)));
    renderer.render(&[group])
}

/// Like `printable`, keeping every byte in its place so that spans still fit.
fn printable_in_place(text: &str) -> String {
    let harmful = |c: char| {
        c.is_control() && c != '\t' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .flat_map(|c| {
            if harmful(c) { " ".repeat(c.len_utf8()) } else { c.to_string() }.chars().collect::<Vec<_>>()
        })
        .collect()
}

fn summary(document: &DocumentReport, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    let count =
        |severity| words.count(severity, document.findings.iter().filter(|f| f.severity == severity).count());
    let counts = [Severity::Error, Severity::Warning, Severity::Info].map(count).join(" · ");
    writeln!(out, "{}: {} ({counts})", printable(&document.path), words.verdict(document.verdict))?;
    if document.unread.is_some() {
        writeln!(out, "  {}", words.unread())?;
    }
    writeln!(out, "  {}", words.compared(document.claims_compared, document.claims_of))?;
    for row in document.coverage.iter().filter(|c| !c.why.is_empty()) {
        let why: Vec<String> = row.why.iter().map(|(why, n)| format!("{} {n}", words.why(*why))).collect();
        writeln!(
            out,
            "  {} {} {}/{}: {}",
            words.not_checked(),
            row.rule,
            row.of - row.checked,
            row.of,
            why.join(", ")
        )?;
    }
    Ok(())
}
