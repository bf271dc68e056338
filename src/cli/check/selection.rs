//! Which findings a run shows, and which of them make it fail.

use crate::cli::Outcome;
use claimlint::check::DocumentReport;
use claimlint::config::{FailOn, Run};
use claimlint::report::Report;
use claimlint::rules::{Confidence, Severity};

/// What the user wants to see, and to fail on.
pub struct Selection {
    least: Confidence,
    lightest: Severity,
    fail_on: FailOn,
}

impl Selection {
    /// What the settings ask for.
    pub fn new(run: &Run) -> Selection {
        Selection { least: run.min_confidence, lightest: run.min_severity, fail_on: run.fail_on }
    }

    /// Leaves out the findings that the user does not want to see.
    pub fn apply(&self, report: &mut DocumentReport) {
        report.findings.retain(|f| f.confidence >= self.least && f.severity >= self.lightest);
    }

    /// How a run with this report ends.
    pub fn outcome(&self, report: &Report) -> Outcome {
        if !report.errors.is_empty() || report.documents.iter().any(|d| d.unread.is_some()) {
            return Outcome::Unreadable;
        }
        let least = match self.fail_on {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Info => Severity::Info,
            FailOn::Never => return Outcome::Clean,
        };
        let fails = report.documents.iter().flat_map(|d| &d.findings).any(|f| f.severity >= least);
        if fails { Outcome::Findings } else { Outcome::Clean }
    }
}
