//! What a run of a scan came to, as plain data: every report and every message is written from it.

use crate::card::cards;
use crate::finding::Finding;
use crate::rules::{Card, Confidence, Severity, Source};
pub use crate::store::Why;
use crate::text::Language;
use crate::verdict::Verdict;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Name and version of the shape of [`RunNews`].
pub const SCHEMA: &str = "claimlint-run/1";

/// What a run came to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RunNews {
    /// Name and version of this shape.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// Version of claimlint.
    pub version: String,
    /// Id of the run.
    pub run: String,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub begun: Timestamp,
    /// When it ended; none while it is under way.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended: Option<Timestamp>,
    /// What was scanned.
    pub sources: Vec<SourceNews>,
    /// How many pages came to what.
    pub pages: PageCounts,
    /// How many findings are new, fixed and open.
    pub findings: FindingCounts,
    /// What changed only because rules or packs did; these findings are in the articles too.
    pub rule_changes: RuleChanges,
    /// The articles that something is to be said of.
    pub articles: Vec<ArticleNews>,
    /// Sources, or parts of them, that could not be had.
    pub troubles: Vec<TroubleNews>,
}

/// A source that was scanned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SourceNews {
    /// Its name.
    pub name: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How many addresses it gave.
    pub found: usize,
}

/// Pages by what came of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct PageCounts {
    /// All that were to be visited.
    pub of: usize,
    /// Fetched and checked.
    pub read: usize,
    /// As they were at the last run.
    pub unchanged: usize,
    /// They could not be had.
    pub failed: usize,
    /// They are no longer there.
    pub gone: usize,
    /// robots.txt keeps them.
    pub disallowed: usize,
    /// They hold hardly any text.
    pub unread: usize,
    /// Their source names them no more.
    pub unlisted: usize,
}

/// Findings by severity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Infos.
    pub info: usize,
}

/// Findings by what became of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct FindingCounts {
    /// New in this run.
    pub new: Counts,
    /// Fixed since the last run.
    pub fixed: Counts,
    /// Open now, the new ones among them.
    pub open: Counts,
}

/// What changed only because rules or packs did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RuleChanges {
    /// In how many articles.
    pub articles: usize,
    /// Findings that are new by it.
    pub new: Counts,
    /// Findings that are no more by it.
    pub fixed: Counts,
}

/// A source, or a part of one, that could not be had.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TroubleNews {
    /// The source.
    pub source: String,
    /// The address or file.
    pub at: String,
    /// What went wrong.
    pub error: String,
}

/// What came of a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// Fetched and checked.
    Read,
    /// As it was at the last run.
    Unchanged,
    /// It could not be had.
    Failed,
    /// It is no longer there.
    Gone,
    /// robots.txt keeps it.
    Disallowed,
    /// It holds hardly any text.
    Unread,
    /// Its source names it no more.
    Unlisted,
}

/// What is to be said of an article.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ArticleNews {
    /// Its address, or its path.
    pub address: String,
    /// Its title.
    pub title: Option<String>,
    /// The source it is of.
    pub source: String,
    /// Who answers for that.
    pub owner: Option<String>,
    /// Its language.
    pub lang: Language,
    /// What came of its page.
    pub state: PageState,
    /// What went wrong, where it could not be had.
    pub error: Option<String>,
    /// The verdict of the last run; none for an article seen for the first time.
    pub before: Option<Verdict>,
    /// The verdict now; none where it could not be read.
    pub now: Option<Verdict>,
    /// The new findings by what there is to do, the gravest first.
    pub cards: Vec<CardNews>,
    /// The new findings that are in no card: infos.
    pub loose: Vec<FindingNews>,
    /// The findings that are no more.
    pub fixed: Vec<FindingNews>,
    /// How many are open, the new ones among them.
    pub open: Counts,
}

/// A piece of work, and the new findings that ask for it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CardNews {
    /// What there is to do.
    pub card: Card,
    /// The gravest of its findings.
    pub severity: Severity,
    /// Its findings, the gravest first.
    pub findings: Vec<FindingNews>,
}

/// A finding that is new, or no more.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FindingNews {
    /// The id that it keeps wherever it moves.
    pub id: String,
    /// Code of the rule.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The words it is about.
    pub text: String,
    /// Line of the page that they begin in.
    pub line: usize,
    /// The source it rests on.
    pub evidence: Option<Source>,
    /// Where the rule is documented.
    pub doc_url: String,
    /// Why it is new, or no more.
    pub why: Why,
    /// Whether it had been fixed before, and is there again.
    pub again: bool,
}

impl FindingNews {
    /// The news of a finding.
    pub fn of(finding: &Finding, why: Why, again: bool) -> FindingNews {
        FindingNews {
            id: finding.id.clone(),
            rule: finding.rule.clone(),
            severity: finding.severity,
            confidence: finding.confidence,
            message: finding.message.clone(),
            help: finding.help.clone(),
            text: finding.text.clone(),
            line: finding.span.line,
            evidence: finding.evidence.clone(),
            doc_url: finding.doc_url.clone(),
            why,
            again,
        }
    }
}

impl CardNews {
    /// The new findings of an article, each with why and whether it is there again, folded into
    /// cards; and those that are in none.
    pub fn fold(new: &[(Finding, Why, bool)]) -> (Vec<CardNews>, Vec<FindingNews>) {
        let findings: Vec<Finding> = new.iter().map(|(finding, ..)| finding.clone()).collect();
        let mut news: HashMap<&str, FindingNews> =
            new.iter().map(|(f, why, again)| (f.id.as_str(), FindingNews::of(f, *why, *again))).collect();
        let mut card = |row: &crate::card::CardRow| CardNews {
            card: row.card,
            severity: row.severity,
            findings: row.findings.iter().filter_map(|id| news.remove(id.as_str())).collect(),
        };
        let folded = cards(&findings).iter().map(&mut card).collect();
        let loose = new.iter().filter_map(|(f, ..)| news.remove(f.id.as_str())).collect();
        (folded, loose)
    }
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }

    /// Counts others too.
    pub fn add_all(&mut self, others: Counts) {
        self.error += others.error;
        self.warning += others.warning;
        self.info += others.info;
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.error + self.warning + self.info
    }

    /// Errors, warnings, infos.
    pub fn gravest_first(&self) -> [usize; 3] {
        [self.error, self.warning, self.info]
    }
}

impl FromIterator<Severity> for Counts {
    fn from_iter<I: IntoIterator<Item = Severity>>(severities: I) -> Counts {
        let mut counts = Counts::default();
        severities.into_iter().for_each(|severity| counts.add(severity));
        counts
    }
}

impl ArticleNews {
    /// The new findings, those of cards first.
    pub fn new_findings(&self) -> impl Iterator<Item = &FindingNews> {
        self.cards.iter().flat_map(|card| &card.findings).chain(&self.loose)
    }
}
