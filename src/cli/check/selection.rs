//! Which findings a run shows, and which of them make it fail.

use super::args::{Args, ConfidenceName, FailOn, SeverityName};
use super::diff::Changes;
use crate::cli::Outcome;
use claimlint::check::DocumentReport;
use claimlint::report::Report;
use claimlint::rules::{Confidence, Severity};

/// What the user wants to see, and to fail on.
pub struct Selection {
    least: Confidence,
    lightest: Severity,
    changes: Option<Changes>,
    fails_from: Option<Severity>,
    fails_on_not_checked: bool,
    required_evidence: u8,
}

impl Selection {
    /// What the command line asks for.
    pub fn new(args: &Args) -> anyhow::Result<Selection> {
        Ok(Selection {
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
            changes: args.diff_base.as_deref().map(|rev| Changes::since(rev, &args.paths)).transpose()?,
            fails_from: fails_from(&args.fail_on)?,
            fails_on_not_checked: args.fail_on.contains(&FailOn::NotChecked),
            required_evidence: args.require_evidence.unwrap_or(0),
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
        let fails = self.fails_from.is_some_and(grave)
            || self.fails_on_not_checked && not_checked()
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

/// The severity to fail from; none for never.
pub fn fails_from(named: &[FailOn]) -> anyhow::Result<Option<Severity>> {
    let severity = |name: &FailOn| match name {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Info => Some(Severity::Info),
        FailOn::Never | FailOn::NotChecked => None,
    };
    match named {
        [FailOn::Never] => Ok(None),
        _ if named.contains(&FailOn::Never) => {
            anyhow::bail!("--fail-on never stands alone; leave it out, or the others")
        }
        _ => Ok(named.iter().filter_map(severity).min().or(Some(Severity::Error))),
    }
}
