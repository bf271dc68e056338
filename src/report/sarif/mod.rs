//! SARIF 2.1.0, as code scanning of GitHub and Azure and the viewers of editors read it. What was
//! not checked is a notification of the run: no consumer takes it for an alert, nor for a pass.

mod model;
mod rule;

use super::safe::one_line;
use super::words::Words;
use super::{Report, absolute, json};
use crate::check::DocumentReport;
use crate::finding::{self, Excerpt, Finding};
use crate::rules::{RuleDoc, Severity, registry};
use crate::suppress::Suppressed;
use crate::text::Language;
use model::*;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What relative paths are relative to: the folder that claimlint ran in.
const BASE: &str = "%SRCROOT%";

/// What a path keeps as it is: what RFC 3986 leaves unreserved, and the slash.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Kinds of notifications, in the order of the driver's list.
const NOTIFICATIONS: [(&str, &str); 2] =
    [("unread", "An input could not be read."), ("not-checked", "A rule could not check everything.")];

pub(super) fn write(report: &Report, language: Option<Language>, out: &mut dyn Write) -> io::Result<()> {
    let ran: BTreeSet<&str> =
        report.documents.iter().flat_map(|d| &d.coverage).map(|row| row.rule.as_str()).collect();
    let known = registry().map_err(io::Error::other)?.iter().map(|r| &r.doc);
    let rules: Vec<&RuleDoc> = known.filter(|doc| ran.contains(doc.code.as_str())).collect();
    let mut notifications = unreadable(report);
    let mut results = Vec::new();
    let mut artifacts = Vec::new();
    let mut indexes = BTreeMap::new();
    for document in &report.documents {
        let index = *indexes.entry(location(&document.path, None).uri).or_insert_with(|| {
            artifacts.push(artifact(document));
            artifacts.len() - 1
        });
        let words = Words::of(language.unwrap_or(document.lang));
        let article = Article { index, document, rules: &rules, words };
        notifications.extend(article.notifications());
        results.extend(document.findings.iter().map(|f| article.result(f)));
        results.extend(document.suppressed.iter().map(|s| article.suppressed(s)));
    }
    let is_whole = report.errors.is_empty() && report.documents.iter().all(|d| d.unread.is_none());
    let run = Run {
        tool: Tool { driver: driver(&rules) },
        invocations: [Invocation {
            execution_successful: is_whole,
            tool_execution_notifications: notifications,
        }],
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BTreeMap::from([(
            BASE,
            BaseId { description: Text { text: "The folder that claimlint ran in.".to_owned() } },
        )]),
        artifacts,
        results,
    };
    json::pretty(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, out)
}

fn driver<'a>(rules: &[&'a RuleDoc]) -> Driver<'a> {
    Driver {
        name: "claimlint",
        version: env!("CARGO_PKG_VERSION"),
        rules: rules.iter().map(|doc| rule::rule(doc)).collect(),
        notifications: NOTIFICATIONS
            .map(|(id, text)| Descriptor { id, short_description: Text { text: text.to_owned() } })
            .into(),
    }
}

fn artifact(document: &DocumentReport) -> Artifact<'_> {
    Artifact {
        location: location(&document.path, None),
        roles: ["analysisTarget"],
        properties: ArtifactProperties {
            verdict: document.verdict,
            checked: document.checked,
            claims_compared: document.claims_compared,
            claims_of: document.claims_of,
            coverage: &document.coverage,
        },
    }
}

/// Errors of inputs that no article came of.
fn unreadable(report: &Report) -> Vec<Notification> {
    let of = |e: &super::InputError| notification(0, None, "error", &e.message, location(&e.path, None));
    report.errors.iter().map(of).collect()
}

fn notification(
    kind: usize,
    associated_rule: Option<Reference>,
    level: &'static str,
    text: &str,
    artifact_location: ArtifactLocation,
) -> Notification {
    Notification {
        descriptor: Reference { id: NOTIFICATIONS[kind].0.to_owned(), index: Some(kind) },
        associated_rule,
        level,
        message: message(text.to_owned()),
        locations: [Location {
            id: None,
            physical_location: PhysicalLocation { artifact_location, region: None },
            message: None,
        }],
    }
}

/// An article of the run, and the rules that its results point to.
struct Article<'a> {
    index: usize,
    document: &'a DocumentReport,
    rules: &'a [&'a RuleDoc],
    words: Words,
}

impl<'a> Article<'a> {
    fn location(&self) -> ArtifactLocation {
        location(&self.document.path, Some(self.index))
    }

    fn rule_index(&self, code: &str) -> Option<usize> {
        self.rules.iter().position(|doc| doc.code == code)
    }

    fn notifications(&self) -> Vec<Notification> {
        let unread = self
            .document
            .unread
            .map(|_| notification(0, None, "error", self.words.unread(), self.location()));
        let gaps = self.document.coverage.iter().filter_map(|row| {
            let text = format!("{} {}", self.words.not_checked(), self.words.gap(row)?);
            let rule = Reference { id: row.rule.clone(), index: self.rule_index(&row.rule) };
            Some(notification(1, Some(rule), "note", &text, self.location()))
        });
        unread.into_iter().chain(gaps).collect()
    }

    fn result(&self, finding: &'a Finding) -> SarifResult<'a> {
        let mut text = vec![one_line(&finding.message), self.words.help_line(&finding.help)];
        text.extend(finding.evidence.as_ref().map(|source| self.words.source_line(source)));
        let related = finding.also.iter().enumerate().map(|(id, near)| Location {
            id: Some(id),
            message: Some(message(format!("{}: {}", near.rule, one_line(&near.text)))),
            ..self.place(&near.span, None)
        });
        SarifResult {
            rule_id: &finding.rule,
            rule_index: self.rule_index(&finding.rule),
            level: level(finding.severity),
            message: message(text.join("\n")),
            locations: [self.place(&finding.span, Some(&finding.excerpt))],
            related_locations: related.collect(),
            partial_fingerprints: BTreeMap::from([("claimlint/v1", finding.id.as_str())]),
            suppressions: None,
            properties: ResultProperties::of(finding),
        }
    }

    /// A finding that the article silences with a reason.
    fn suppressed(&self, suppressed: &'a Suppressed) -> SarifResult<'a> {
        let suppression = Suppression {
            kind: "inSource",
            justification: &suppressed.reason,
            location: self.place(&suppressed.directive, None),
        };
        SarifResult { suppressions: Some([suppression]), ..self.result(&suppressed.finding) }
    }

    fn place(&self, span: &finding::Location, excerpt: Option<&Excerpt>) -> Location {
        let byte_length = span.end - span.start;
        let words = excerpt.and_then(|e| e.text.get(e.start..e.end));
        let region = Region {
            start_line: span.line,
            start_column: span.column,
            end_line: span.end_line,
            end_column: span.end_column,
            byte_offset: span.start,
            byte_length,
            // The standard wants the whole region or nothing; an excerpt ends with its line.
            snippet: words.filter(|w| w.len() == byte_length).map(|w| Text { text: w.to_owned() }),
        };
        Location {
            id: None,
            physical_location: PhysicalLocation { artifact_location: self.location(), region: Some(region) },
            message: None,
        }
    }
}

/// A message; `](` would make a link of a text in brackets.
fn message(text: String) -> Text {
    Text { text: text.replace("](", "] (") }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The URI of a path: relative to [`BASE`], or of its own if the path is absolute.
fn location(path: &str, index: Option<usize>) -> ArtifactLocation {
    let slashes = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let relative = slashes.strip_prefix("./").unwrap_or(&slashes);
    let encoded = utf8_percent_encode(relative, ENCODED).to_string();
    if Path::new(path).is_absolute() {
        let uri = format!("file:///{}", encoded.trim_start_matches('/'));
        return ArtifactLocation { uri, uri_base_id: None, index };
    }
    ArtifactLocation { uri: encoded, uri_base_id: Some(BASE), index }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        let uri = |path| location(path, None).uri;
        assert_eq!(uri("./稿/a b#1.md"), "%E7%A8%BF/a%20b%231.md");
        assert_eq!(uri("javascript:x.md"), "javascript%3Ax.md");
        assert_eq!(uri("../100%.md"), "../100%25.md");
        assert_eq!(uri("/home/a.md"), "file:///home/a.md");
        assert!(location("/home/a.md", None).uri_base_id.is_none());
        assert_eq!(location("a.md", None).uri_base_id, Some(BASE));
    }
}
