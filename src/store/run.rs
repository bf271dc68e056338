//! Runs, and what is kept of each.

use super::{PageId, Status};
use crate::card::CardRow;
use crate::check::{Checked, Coverage, DocumentReport, Unread};
use crate::knowledge::Genre;
use crate::text::Language;
use crate::verdict::{Because, Verdict};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};

/// Names a run: the first is 1, and each is one more than the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RunId(pub i64);

impl Display for RunId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What made a run begin.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Someone asked for it.
    Command,
    /// The schedule.
    Schedule,
    /// The schedule, late: the program did not run when it was due.
    Missed,
}

/// What articles are checked with, each as a digest, so that a change of it is seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Digests {
    /// The program, its packs and the settings.
    pub rules: String,
    /// Libraries and the lock file.
    pub evidence: String,
}

/// A run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// What made it begin.
    pub cause: Cause,
    /// When it began.
    pub begun: Timestamp,
    /// When it ended; none while it is under way or waits to be resumed.
    pub ended: Option<Timestamp>,
    /// What it began to check with.
    pub digests: Digests,
    /// Its sources, by name.
    pub sources: Vec<String>,
}

/// An address that a source lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Listed {
    /// The address, normalised.
    pub address: String,
    /// When the source says that it was changed.
    pub modified: Option<Timestamp>,
    /// Where its bytes lie, if not behind the address; the store only hands it back.
    pub held: Option<String>,
}

/// What could not be had while the addresses of a source were looked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TroubleRow {
    /// The source, by name.
    pub source: String,
    /// The feed, sitemap, listing or file.
    pub at: String,
    /// What went wrong.
    pub error: String,
}

/// What a source gave to a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listing<'a> {
    /// The source, by name.
    pub source: &'a str,
    /// The addresses that it lists.
    pub found: &'a [Listed],
    /// What could not be had, with where: with any, no address counts as taken off the source.
    pub troubles: &'a [(String, String)],
    /// Whether pages that the source listed once are visited too: for addresses, not for archives.
    pub revisit: bool,
    /// The most pages that the run takes from it.
    pub limit: usize,
}

/// A page that waits for its visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pending {
    /// The page.
    pub page: PageId,
    /// Its source, by name.
    pub source: String,
    /// Its address.
    pub address: String,
    /// When its source says that it was changed.
    pub modified: Option<Timestamp>,
    /// Where its bytes lie, if not behind the address.
    pub held: Option<String>,
}

/// What came of a visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisitRow {
    /// The run.
    pub run: RunId,
    /// The page.
    pub page: PageId,
    /// When it was visited; none if it waits.
    pub visited: Option<Timestamp>,
    /// What came of it.
    pub status: Status,
    /// Whether its text is the one of the last check.
    pub same: bool,
    /// Status code of the answer, where there was one.
    pub http: Option<u16>,
    /// What went wrong.
    pub error: Option<String>,
    /// Digest of what came.
    pub snapshot: Option<String>,
    /// The verdict before it; none if the page had never been checked.
    pub verdict_before: Option<Verdict>,
    /// The verdict after it.
    pub verdict: Option<Verdict>,
}

/// How many pages of a run came to what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// Those that wait for their visit.
    pub pending: u64,
    /// Those read and checked, the unchanged among them.
    pub read: u64,
    /// Those whose text is the one of the last check.
    pub same: u64,
    /// Those that gave hardly any text.
    pub unread: u64,
    /// Those that could not be had.
    pub failed: u64,
    /// Those that are gone.
    pub gone: u64,
    /// Those that robots are to leave alone.
    pub disallowed: u64,
}

/// What is kept of the report of a checked page, besides its findings.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Its title.
    pub title: Option<String>,
    /// Its language.
    pub lang: Language,
    /// Its genre.
    pub genre: Genre,
    /// What to do with it.
    pub verdict: Verdict,
    /// What the verdict rests on.
    pub because: Because,
    /// Its findings by what there is to do, the gravest first.
    pub cards: Vec<CardRow>,
    /// How much each rule could check.
    pub coverage: Vec<Coverage>,
    /// How many claims about interventions were held against a source.
    pub claims_compared: usize,
    /// How many there are.
    pub claims_of: usize,
    /// How much of them that is.
    pub checked: Checked,
    /// Why the page could not be read as an article, if so.
    pub unread: Option<Unread>,
}

impl Summary {
    /// The summary of a report.
    pub fn of(report: &DocumentReport) -> Summary {
        Summary {
            title: report.title.clone(),
            lang: report.lang,
            genre: report.genre,
            verdict: report.verdict,
            because: report.because,
            cards: report.cards.clone(),
            coverage: report.coverage.clone(),
            claims_compared: report.claims_compared,
            claims_of: report.claims_of,
            checked: report.checked,
            unread: report.unread,
        }
    }
}
