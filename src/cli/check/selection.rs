//! Which findings a run shows, and which of them make it fail.

use super::diff::Changes;
use crate::cli::Outcome;
use claimlint::check::DocumentReport;
use claimlint::config::{FailOn, Run};
use claimlint::report::Report;
use claimlint::rules::{Confidence, Severity};
use std::path::PathBuf;

/// What the user wants to see, and to fail on.
pub struct Selection {
    least: Confidence,
    lightest: Severity,
    changes: Option<Changes>,
    fail_on: FailOn,
    required_evidence: u8,
}

impl Selection {
    /// What the settings ask for, and the lines changed since `diff_base`.
    pub fn new(run: &Run, paths: &[PathBuf], diff_base: Option<&str>) -> anyhow::Result<Selection> {
        Ok(Selection {
            least: run.min_confidence,
            lightest: run.min_severity,
            changes: diff_base.map(|rev| Changes::since(rev, paths)).transpose()?,
            fail_on: run.fail_on.clone(),
            required_evidence: run.require_evidence.into(),
        })
    }

    /// Leaves out the findings that the user does not want to see, of an article with these bytes.
    pub fn apply(&self, report: &mut DocumentReport, bytes: &[u8]) -> anyhow::Result<()> {
        report.findings.retain(|f| f.confidence >= self.least && f.severity >= self.lightest);
        if let Some(changes) = &self.changes {
            changes.apply(report, bytes)?;
        }
        Ok(())
    }

    /// How a run with this report ends.
    pub fn outcome(&self, report: &Report) -> Outcome {
        let errors = if report.errors.is_empty() { Outcome::Clean } else { Outcome::Unreadable };
        report.documents.iter().map(|d| self.outcome_of(d)).fold(errors, Outcome::max)
    }

    /// How a run with this article alone ends.
    pub fn outcome_of(&self, document: &DocumentReport) -> Outcome {
        if document.unread.is_some() {
            return Outcome::Unreadable;
        }
        let grave = |least| document.findings.iter().any(|f| f.severity >= least);
        let not_checked = || document.coverage.iter().any(|c| !c.why.is_empty());
        let fails = self.fail_on.severity().is_some_and(grave)
            || self.fail_on.not_checked() && not_checked()
            || self.lacks_evidence(document);
        if fails { Outcome::Findings } else { Outcome::Clean }
    }

    /// A line for each article of whose claims too few were held against a source.
    pub fn lacking(&self, report: &Report) -> Vec<String> {
        let line = |d: &DocumentReport| {
            let (path, compared, of, share) =
                (&d.path, d.claims_compared, d.claims_of, self.required_evidence);
            format!(
                "{path}: {compared} of {of} claims about interventions were held against a source; --require-evidence asks for {share}%"
            )
        };
        report.documents.iter().filter(|d| self.lacks_evidence(d)).map(line).collect()
    }

    fn lacks_evidence(&self, document: &DocumentReport) -> bool {
        document.claims_compared * 100 < document.claims_of * usize::from(self.required_evidence)
    }
}
