//! For people: each finding with its excerpt, what to write instead, and its source; then what was
//! and was not checked.

use super::Report;
use super::safe::{self, in_place, one_line};
use super::words::Words;
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
        let show = |finding: &Finding, out: &mut dyn Write| {
            writeln!(out, "{}\n", excerpt(finding, &document.path, &words, &renderer))
        };
        for (number, card) in (1..).zip(&document.cards) {
            writeln!(out, "{number}. {}\n", words.card(card))?;
            document.folded(card).try_for_each(|finding| show(finding, out))?;
        }
        let mut loose = document.loose().peekable();
        if loose.peek().is_some() && !document.cards.is_empty() {
            writeln!(out, "{}\n", words.severities(Severity::Info))?;
        }
        loose.try_for_each(|finding| show(finding, out))?;
        summary(document, &words, out)?;
    }
    for error in &report.errors {
        writeln!(out, "{}: {}", safe::path(&error.path), one_line(&error.message))?;
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
    let line = in_place(&excerpt.text);
    let path = safe::path(path);
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
    let title = one_line(&finding.message);
    let help = words.help_line(&finding.help);
    let mut group = level
        .primary_title(title.as_str())
        .id(finding.rule.as_str())
        .elements(origin)
        .element(snippet)
        .element(Level::HELP.no_name().message(help.as_str()));
    let source_line = finding.evidence.as_ref().map(|source| words.source_line(source));
    if let Some(line) = &source_line {
        group = group.element(Level::NOTE.no_name().message(line.as_str()));
    }
    group = group.element(Level::NOTE.no_name().message(words.sureness(finding.confidence)));
    let shown = renderer.render(&[group]);
    if is_cut { without_second_origin(&shown) } else { shown }
}

/// Behind an origin of its own the renderer opens a snippet with an empty one, `:::`, as the fourth
/// line: after the title, the origin and a spacer.
fn without_second_origin(shown: &str) -> String {
    let lines = shown.split('\n').enumerate().filter(|(i, _)| *i != 3);
    lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

/// The beginning of a claim, as much as leaves room on a line for what is said of it.
fn beginning(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn summary(document: &DocumentReport, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    let count = |severity| {
        let found = document.findings.iter().filter(|f| f.severity == severity).count();
        format!("{} {found}", words.severities(severity))
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Info].map(count).join(" · ");
    let (verdict, because) = (words.verdict(document.verdict), words.because(document));
    writeln!(out, "{}: {verdict} ({counts})", safe::path(&document.path))?;
    writeln!(out, "  {because}")?;
    if document.unread.is_some() {
        writeln!(out, "  {}", words.unread())?;
    }
    let silent = [
        (words.suppressed(), document.suppressed.len()),
        (words.known(), document.left_out.known),
        (words.unchanged(), document.left_out.unchanged),
    ];
    for (caption, count) in silent.iter().filter(|(_, count)| *count > 0) {
        writeln!(out, "  {caption}: {count}")?;
    }
    writeln!(out, "  {}", words.compared(document.claims_compared, document.claims_of))?;
    let (cited, uncited): (Vec<_>, Vec<_>) = document.asserted().partition(|row| !row.leans_on.is_empty());
    let some = !cited.is_empty();
    for row in cited {
        let [text, _, stands] = words.claim(row);
        writeln!(out, "    {}: {stands}", beginning(&text))?;
    }
    if some && !uncited.is_empty() {
        writeln!(out, "    {}", words.uncited(uncited.len()))?;
    }
    for gap in words.gaps(&document.coverage) {
        writeln!(out, "  {}: {gap}", words.not_checked())?;
    }
    Ok(())
}
