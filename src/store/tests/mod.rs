//! Tests of the store, each in a file of its own.

mod moved;
mod postgres;
mod random;
mod runs;
mod upkeep;
mod visits;

use super::*;
use crate::card::CardRow;
use crate::check::{Checked, DocumentReport, LeftOut, Unread};
use crate::config::{Source, SourceKind};
use crate::finding::{Excerpt, Finding, Location};
use crate::knowledge::Genre;
use crate::rules::{Card, Confidence, Lane, Severity};
use crate::text::{Language, Span};
use crate::verdict::{Because, Verdict};
use jiff::Timestamp;
use std::collections::BTreeMap;
use tempfile::TempDir;

/// Noon of a day in October.
pub(super) fn day(day: i8) -> Timestamp {
    format!("2026-10-{day:02}T12:00:00Z").parse().unwrap()
}

pub(super) fn source(name: &str) -> Source {
    Source {
        name: name.into(),
        kind: SourceKind::Feed,
        at: "https://a.example/feed".into(),
        select: None,
        include: Vec::new(),
        exclude: Vec::new(),
        depth: None,
        limit: None,
        lang: None,
        genre: None,
        owner: None,
        schedule: None,
        time_zone: None,
    }
}

/// A finding with an id, at a byte of its article.
pub(super) fn finding(rule: &str, id: &str, start: usize) -> Finding {
    Finding {
        id: id.into(),
        rule: rule.into(),
        name: "a-rule".into(),
        lane: Lane::Evidence,
        card: Card::Tone,
        severity: Severity::Warning,
        confidence: Confidence::Certain,
        message: "说得太满".into(),
        help: String::new(),
        text: "根治".into(),
        span: Location {
            part: None,
            start,
            end: start + 6,
            line: 1,
            column: 1,
            end_line: 1,
            end_column: 3,
            decoded: Span::default(),
        },
        excerpt: Excerpt { text: "根治".into(), start: 0, end: 6 },
        also: Vec::new(),
        args: BTreeMap::new(),
        evidence: None,
        doc_url: String::new(),
        place: None,
    }
}

pub(super) fn report(findings: Vec<Finding>) -> DocumentReport {
    let verdict = if findings.is_empty() { Verdict::Pass } else { Verdict::Revise };
    let ids = findings.iter().map(|f| f.id.clone()).collect();
    DocumentReport {
        path: "a.html".into(),
        lang: Language::Zh,
        genre: Genre::Other,
        genre_cues: Vec::new(),
        title: Some("一篇文章".into()),
        cards: vec![CardRow { card: Card::Tone, severity: Severity::Warning, findings: ids }],
        findings,
        suppressed: Vec::new(),
        left_out: LeftOut::default(),
        claims: Vec::new(),
        doses: Vec::new(),
        references: Vec::new(),
        citations: Vec::new(),
        mentions: Vec::new(),
        notices: Vec::new(),
        commercial: Vec::new(),
        coverage: Vec::new(),
        verdict,
        because: Because::ToRevise,
        claims_compared: 1,
        claims_of: 2,
        checked: Checked::Partial,
        unread: None,
        reading: None,
    }
}

pub(super) fn digests(rules: &str, evidence: &str) -> Digests {
    Digests { rules: rules.into(), evidence: evidence.into() }
}

pub(super) const HTML: &str = "text/html; charset=utf-8";

/// A store in a folder of its own, with one source, `s`.
pub(super) struct Desk {
    pub(super) folder: TempDir,
    pub(super) store: Store,
}

impl Desk {
    pub(super) async fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("desk/store.db")).await.unwrap();
        store.put_sources(&[source("s")], day(1)).await.unwrap();
        Desk { folder, store }
    }

    /// Begins a run of pages.
    pub(super) async fn begin(&self, on: i8, pages: &[&str]) -> RunId {
        let run = self.store.begin_run(Cause::Command, &digests("r", "e"), &["s"], day(on)).await.unwrap();
        self.list(run, on, pages, &[]).await;
        run
    }

    pub(super) async fn list(
        &self,
        run: RunId,
        on: i8,
        pages: &[&str],
        troubles: &[(String, String)],
    ) -> u64 {
        let found: Vec<Listed> =
            pages.iter().map(|p| Listed { address: (*p).into(), ..Listed::default() }).collect();
        let listing = Listing { source: "s", found: &found, troubles, revisit: true, limit: 100 };
        self.store.add_to_worklist(run, &listing, day(on)).await.unwrap()
    }

    /// Visits a page in a run of its own, and ends it.
    pub(super) async fn scan(&self, on: i8, address: &str, outcome: Outcome<'_>) -> Committed {
        let run = self.begin(on, &[address]).await;
        let committed = self.visit(run, on, address, outcome).await.unwrap();
        self.store.end_run(run, day(on)).await.unwrap();
        committed
    }

    pub(super) async fn visit(
        &self,
        run: RunId,
        on: i8,
        address: &str,
        outcome: Outcome<'_>,
    ) -> Result<Committed, StoreError> {
        let page = PageId::of("s", address);
        self.store.commit(&Visited { run, page: &page, at: day(on), http: None, outcome }).await
    }

    pub(super) async fn page(&self, address: &str) -> PageRow {
        self.store.page(&PageId::of("s", address)).await.unwrap().unwrap()
    }

    /// What became of the findings of a page, by id.
    pub(super) async fn states(&self, address: &str) -> Vec<(String, FindingState)> {
        let found = self.store.findings(&PageId::of("s", address)).await.unwrap();
        found.into_iter().map(|f| (f.finding.id, f.state)).collect()
    }
}

/// A page that came with a text, was checked with what everything is checked with, and has findings.
pub(super) fn checked<'a>(bytes: &'a str, with: &'a Digests, report: &'a DocumentReport) -> Outcome<'a> {
    Outcome::Checked(CheckedPage {
        body: Body::Came { content_type: HTML, bytes: bytes.as_bytes() },
        validators: Validators { etag: Some("\"1\"".into()), last_modified: None },
        moved_to: None,
        digests: with,
        report,
        former_text: None,
    })
}

/// The changes in short.
pub(super) fn short(committed: &Committed) -> Vec<(&str, ChangeKind, Why)> {
    committed.changes.iter().map(|c| (c.finding.as_str(), c.kind, c.why)).collect()
}

pub(super) fn unread() -> DocumentReport {
    DocumentReport { unread: Some(Unread::NoText), verdict: Verdict::Unchecked, ..report(Vec::new()) }
}
