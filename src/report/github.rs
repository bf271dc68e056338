//! Workflow commands of GitHub Actions, which annotate the lines of a change. GitHub shows ten of
//! a kind for a step, so the gravest come first, and what was not checked last.

use super::safe::{self, one_line};
use super::words::Words;
use super::{Report, absolute};
use crate::check::{Coverage, DocumentReport};
use crate::finding::Finding;
use crate::rules::Severity;
use crate::text::Language;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) fn write(report: &Report, language: Option<Language>, out: &mut dyn Write) -> io::Result<()> {
    for error in &report.errors {
        let title = "claimlint";
        writeln!(
            out,
            "::error {}::{}",
            properties(&error.path, title, None),
            data(&one_line(&error.message))
        )?;
    }
    let of = |d: &DocumentReport| Words::of(language.unwrap_or(d.lang));
    for document in report.documents.iter().filter(|d| d.unread.is_some()) {
        let properties = properties(&document.path, "claimlint", None);
        writeln!(out, "::error {properties}::{}", data(of(document).unread()))?;
    }
    let mut findings: Vec<(&DocumentReport, &Finding)> =
        report.documents.iter().flat_map(|d| d.findings.iter().map(move |f| (d, f))).collect();
    findings.sort_by_key(|(_, f)| Reverse(f.severity));
    for (document, finding) in findings {
        annotate(document, finding, &of(document), out)?;
    }
    let words = Words::of(language.unwrap_or_else(|| report.language()));
    let gaps: Vec<String> = gaps(report).iter().filter_map(|row| words.gap(row)).collect();
    if !gaps.is_empty() {
        let title = property(words.not_checked());
        writeln!(out, "::notice title={title}::{}", data(&gaps.join("\n")))?;
    }
    Ok(())
}

/// What each rule could not check in all articles together: a notice an article would leave no
/// place for findings.
fn gaps(report: &Report) -> Vec<Coverage> {
    let mut rules: BTreeMap<&str, Coverage> = BTreeMap::new();
    for row in report.documents.iter().flat_map(|d| &d.coverage).filter(|row| !row.why.is_empty()) {
        let none = || Coverage { rule: row.rule.clone(), checked: 0, of: 0, why: BTreeMap::new() };
        let all = rules.entry(&row.rule).or_insert_with(none);
        all.checked += row.checked;
        all.of += row.of;
        row.why.iter().for_each(|(why, n)| *all.why.entry(*why).or_default() += n);
    }
    rules.into_values().collect()
}

fn annotate(
    document: &DocumentReport,
    finding: &Finding,
    words: &Words,
    out: &mut dyn Write,
) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut text = vec![one_line(&finding.message), words.help_line(&finding.help)];
    text.extend(finding.evidence.as_ref().map(|source| words.source_line(source)));
    text.extend(absolute(&finding.doc_url).map(str::to_owned));
    let title = format!("{} {}", finding.rule, finding.name);
    let properties = properties(&document.path, &title, Some(finding));
    writeln!(out, "::{command} {properties}::{}", data(&text.join("\n")))
}

/// The properties of a command; columns stand only within one line, as GitHub wants it.
fn properties(path: &str, title: &str, finding: Option<&Finding>) -> String {
    let mut all = format!("file={}", property(&safe::path(path)));
    if let Some(span) = finding.map(|f| &f.span) {
        all.push_str(&format!(",line={},endLine={}", span.line, span.end_line));
        if span.line == span.end_line {
            all.push_str(&format!(",col={},endColumn={}", span.column, span.end_column));
        }
    }
    all.push_str(&format!(",title={}", property(title)));
    all
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
