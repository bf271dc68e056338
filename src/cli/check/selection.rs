//! Which findings a run shows, and which of them make it fail.

use super::args::{Args, ConfidenceName, FailOn, SeverityName};
use crate::cli::Outcome;
use claimlint::check::DocumentReport;
use claimlint::report::Report;
use claimlint::rules::{Confidence, Severity};

/// What the user wants to see, and to fail on.
pub struct Selection {
    least: Confidence,
    lightest: Severity,
    fail_on: FailOn,
}

impl Selection {
    /// What the command line asks for.
    pub fn new(args: &Args) -> Selection {
        Selection {
            least: match args.min_confidence {
                ConfidenceName::Possible => Confidence::Possible,
                ConfidenceName::Probable => Confidence::Probable,
                ConfidenceName::Certain => Confidence::Certain,
            },
            lightest: match args.min_severity {
                SeverityName::Info => Severity::Info,
                SeverityName::Warning => Severity::Warning,
                SeverityName::Error => Severity::Error,
            },
            fail_on: args.fail_on,
        }
    }

    /// Leaves out the findings that the user does not want to see.
    pub fn apply(&self, report: &mut DocumentReport) {
        report.findings.retain(|f| f.confidence >= self.least && f.severity >= self.lightest);
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
        let least = match self.fail_on {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Info => Severity::Info,
            FailOn::Never => return Outcome::Clean,
        };
        if document.findings.iter().any(|f| f.severity >= least) { Outcome::Findings } else { Outcome::Clean }
    }
}
