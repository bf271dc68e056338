//! What a visit hands to the store, and what the store says of it.

use super::{Change, ChangeKind, Digests, FindingState, PageId, RunId, Validators, Why};
use crate::check::DocumentReport;
use crate::finding::Finding;
use jiff::Timestamp;

/// A visit of a page in a run.
#[derive(Clone, PartialEq, Debug)]
pub struct Visited<'a> {
    /// The run.
    pub run: RunId,
    /// The page.
    pub page: &'a PageId,
    /// When.
    pub at: Timestamp,
    /// Status code of the answer, where there was one.
    pub http: Option<u16>,
    /// What came of it.
    pub outcome: Outcome<'a>,
}

/// What came of a visit.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome<'a> {
    /// It was checked. A page that gave hardly any text (`report.unread`) is kept as such: nothing of it is fixed or new.
    Checked(CheckedPage<'a>),
    /// Nothing changed since it was last checked: neither the page, nor the rules, nor the evidence.
    Unchanged,
    /// Its host says that there is no such page any more.
    Gone,
    /// Its host asks robots to leave it alone.
    Disallowed,
    /// It could not be had, or not be read as an article at all: why.
    Failed(&'a str),
}

/// A page that was checked.
#[derive(Clone, PartialEq, Debug)]
pub struct CheckedPage<'a> {
    /// What was checked.
    pub body: Body<'a>,
    /// By what its host may be asked whether it changed.
    pub validators: Validators,
    /// Where its host says that it has moved for good.
    pub moved_to: Option<&'a str>,
    /// What it was checked with.
    pub digests: &'a Digests,
    /// The report.
    pub report: &'a DocumentReport,
    /// The findings of the snapshot that was last checked, with today's rules and evidence, where
    /// [`Differs::asks_for_the_former_text`](super::Differs::asks_for_the_former_text).
    pub former_text: Option<&'a [Finding]>,
}

/// What was checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Body<'a> {
    /// What came.
    Came {
        /// What the host says it is.
        content_type: &'a str,
        /// The bytes.
        bytes: &'a [u8],
    },
    /// The snapshot that was last checked: the host says that it is unchanged, and rules or evidence are not.
    Kept,
}

/// What the store says of a visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Committed {
    /// Whether this call wrote it; if not, an earlier one had, and nothing was written.
    pub first: bool,
    /// What came and went with it.
    pub changes: Vec<Change>,
}

/// A finding over time.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredFinding {
    /// The page.
    pub page: PageId,
    /// The finding, as it was last seen.
    pub finding: Finding,
    /// What became of it.
    pub state: FindingState,
    /// The run that first saw it.
    pub first_run: RunId,
    /// The run that last saw it.
    pub last_run: RunId,
    /// The run that saw it fixed.
    pub fixed_run: Option<RunId>,
}

/// A finding that came or went in a run.
#[derive(Clone, PartialEq, Debug)]
pub struct ChangeRow {
    /// The run.
    pub run: RunId,
    /// How it changed.
    pub kind: ChangeKind,
    /// What made it change.
    pub why: Why,
    /// The finding as it is now.
    pub finding: StoredFinding,
}
