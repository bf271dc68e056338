//! The verdict on an article, and what it rests on.

use crate::finding::Finding;
use crate::rules::{Confidence, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What to do with an article: triage, not approval.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing was found.
    Pass,
    /// Nothing was found, but too little could be checked to say so.
    Unchecked,
    /// Something is to be put right.
    Revise,
    /// Something must be put right before it is published.
    Block,
}

/// What a verdict rests on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// Nothing was found, and enough was checked.
    NothingFound,
    /// Hardly any text could be read.
    Unread,
    /// Fewer than half of the claims about interventions were held against a source.
    FewClaimsCompared,
    /// Warnings, or one error that does not block by itself.
    ToRevise,
    /// Two errors or more.
    SeveralErrors,
    /// An error that blocks by itself: of dose, of safety, or against the source.
    GraveError,
}

/// What a verdict looks at beside the findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Read {
    /// How many claims about interventions were held against a source.
    pub(crate) compared: usize,
    /// How many there are.
    pub(crate) of: usize,
    /// Whether hardly any text could be read.
    pub(crate) unread: bool,
}

/// Families any of whose errors blocks an article by itself.
const BLOCKING: &[&str] = &["DO", "SA", "EV002", "EV003", "CI008", "AD002"];

/// Judges an article by its findings and by how much of it was checked.
pub(crate) fn judge(findings: &[Finding], read: Read) -> (Verdict, Because) {
    let errors =
        || findings.iter().filter(|f| f.severity == Severity::Error && f.confidence >= Confidence::Probable);
    let blocks = |f: &Finding| BLOCKING.iter().any(|code| f.rule.starts_with(code));
    if errors().any(blocks) {
        (Verdict::Block, Because::GraveError)
    } else if errors().count() >= 2 {
        (Verdict::Block, Because::SeveralErrors)
    } else if findings.iter().any(|f| f.severity >= Severity::Warning) {
        (Verdict::Revise, Because::ToRevise)
    } else if read.unread {
        (Verdict::Unchecked, Because::Unread)
    } else if read.compared * 2 < read.of {
        (Verdict::Unchecked, Because::FewClaimsCompared)
    } else {
        (Verdict::Pass, Because::NothingFound)
    }
}
