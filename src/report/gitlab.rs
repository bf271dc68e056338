//! The Code Quality report of GitLab: a list of issues, each with a fingerprint of its own.

use super::safe::{self, one_line};
use super::words::Words;
use super::{InputError, Report, json};
use crate::finding::{Finding, fnv1a};
use crate::rules::Severity;
use crate::text::Language;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    /// GitLab keeps one issue of a fingerprint, so it holds the path too.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn write(report: &Report, language: Option<Language>, out: &mut dyn Write) -> io::Result<()> {
    let mut issues = Vec::new();
    for document in &report.documents {
        let words = Words::of(language.unwrap_or(document.lang));
        let path = document.path.as_str();
        if document.unread.is_some() {
            issues.push(whole_file(path, "unread", "", "critical", words.unread().to_owned()));
        }
        issues.extend(document.findings.iter().map(|f| issue(path, f, &words)));
        let rows: Vec<String> = document.coverage.iter().filter_map(|row| words.gap(row)).collect();
        if !rows.is_empty() {
            let description = format!("{}: {}", words.not_checked(), rows.join("; "));
            issues.push(whole_file(path, "not-checked", "", "info", description));
        }
    }
    let unreadable =
        |e: &InputError| whole_file(&e.path, "unread", &e.message, "critical", one_line(&e.message));
    issues.extend(report.errors.iter().map(unreadable));
    json::pretty(&issues, out)
}

fn issue<'a>(path: &str, finding: &'a Finding, words: &Words) -> Issue<'a> {
    let location = location(path, finding.span.line, finding.span.end_line);
    Issue {
        description: format!("{} ({})", one_line(&finding.message), words.help_line(&finding.help)),
        check_name: &finding.rule,
        fingerprint: fingerprint(&location, &finding.id),
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Info => "info",
        },
        location,
    }
}

fn whole_file(
    path: &str,
    name: &'static str,
    which: &str,
    severity: &'static str,
    description: String,
) -> Issue<'static> {
    let location = location(path, 1, 1);
    let fingerprint = fingerprint(&location, &format!("{name} {which}"));
    Issue { description, check_name: name, fingerprint, severity, location }
}

fn location(path: &str, begin: usize, end: usize) -> Location {
    let path = safe::one_line(path.strip_prefix("./").unwrap_or(path));
    Location { path, lines: Lines { begin, end } }
}

fn fingerprint(at: &Location, id: &str) -> String {
    format!("{:016x}", fnv1a(format!("{}\n{id}", at.path).as_bytes()))
}
