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
        Selection { least: run.min_confidence, lightest: run.min_severity, fail_on: run.fail_on.clone() }
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
        let least = self.fail_on.severity();
        let fails = report.documents.iter().any(|document| {
            let grave = |least| document.findings.iter().any(|f| f.severity >= least);
            let unseen = || document.coverage.iter().any(|c| !c.why.is_empty());
            least.is_some_and(grave) || (self.fail_on.not_checked() && unseen())
        });
        if fails { Outcome::Findings } else { Outcome::Clean }
    }
}
