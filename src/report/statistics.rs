//! Counts instead of findings: by severity, rule and article, and why something was not checked.

use super::words::Words;
use super::{InputError, Report, safe};
use crate::rules::{NotChecked, Severity};
use crate::text::Language;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What a run came to, in numbers.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Statistics {
    /// Name and version of this shape.
    pub schema: &'static str,
    /// How many articles were checked.
    pub articles: usize,
    /// Findings by severity.
    pub severities: BTreeMap<Severity, usize>,
    /// Findings by rule, most first.
    pub rules: Vec<RuleCount>,
    /// Findings by article, most first; articles without findings are left out.
    pub paths: Vec<PathCount>,
    /// Findings that articles silence.
    pub suppressed: usize,
    /// Findings that the baseline knows.
    pub known: usize,
    /// Findings on lines that did not change.
    pub unchanged: usize,
    /// What could not be checked, by reason.
    pub not_checked: BTreeMap<NotChecked, usize>,
    /// Inputs that could not be read.
    pub errors: Vec<InputError>,
}

/// How often a rule found something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct RuleCount {
    /// Code of the rule.
    pub rule: String,
    /// Name of the rule.
    pub name: String,
    /// Its findings.
    pub findings: usize,
}

/// How much was found in an article.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct PathCount {
    /// The file, as the user named it.
    pub path: String,
    /// Its findings.
    pub findings: usize,
}

impl Statistics {
    /// Counts a report.
    pub fn of(report: &Report) -> Statistics {
        let (mut severities, mut not_checked) = (BTreeMap::new(), BTreeMap::new());
        let mut rules: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for document in &report.documents {
            for finding in &document.findings {
                *severities.entry(finding.severity).or_default() += 1;
                *rules.entry((&finding.rule, &finding.name)).or_default() += 1;
            }
            for (why, count) in document.coverage.iter().flat_map(|row| &row.why) {
                *not_checked.entry(*why).or_default() += count;
            }
        }
        let rule = |((rule, name), findings): ((&str, &str), usize)| RuleCount {
            rule: rule.to_owned(),
            name: name.to_owned(),
            findings,
        };
        let mut rules: Vec<RuleCount> = rules.into_iter().map(rule).collect();
        rules.sort_by_key(|r| std::cmp::Reverse(r.findings));
        let loud = report.documents.iter().filter(|d| !d.findings.is_empty());
        let mut paths: Vec<PathCount> =
            loud.map(|d| PathCount { path: d.path.clone(), findings: d.findings.len() }).collect();
        paths.sort_by_key(|p| std::cmp::Reverse(p.findings));
        Statistics {
            schema: "claimlint-statistics/1",
            articles: report.documents.len(),
            severities,
            rules,
            paths,
            suppressed: report.documents.iter().map(|d| d.suppressed.len()).sum(),
            known: report.documents.iter().map(|d| d.left_out.known).sum(),
            unchanged: report.documents.iter().map(|d| d.left_out.unchanged).sum(),
            not_checked,
            errors: report.errors.clone(),
        }
    }

    /// Writes them as JSON.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        out.write_all(b"\n")
    }

    /// Writes them as a table: a number, and what it counts.
    pub fn write_table(&self, language: Language, out: &mut dyn Write) -> io::Result<()> {
        let words = Words::of(language);
        let mut row = |count: usize, what: &str| writeln!(out, "{count:>7}  {what}");
        row(self.articles, words.articles())?;
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            row(self.severities.get(&severity).copied().unwrap_or(0), words.severity(severity))?;
        }
        for (count, what) in [
            (self.suppressed, words.suppressed()),
            (self.known, words.known()),
            (self.unchanged, words.unchanged()),
        ] {
            if count > 0 {
                row(count, what)?;
            }
        }
        self.rules.iter().try_for_each(|r| row(r.findings, &format!("{} {}", r.rule, r.name)))?;
        self.paths.iter().try_for_each(|p| row(p.findings, &safe::path(&p.path)))?;
        for (why, count) in &self.not_checked {
            row(*count, &format!("{}: {}", words.not_checked(), words.why(*why)))?;
        }
        for error in &self.errors {
            writeln!(out, "{}: {}", safe::path(&error.path), safe::one_line(&error.message))?;
        }
        Ok(())
    }
}
