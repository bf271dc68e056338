//! What is new and what is fixed between two checks of a page, and why.

use crate::finding::Finding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What became of a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// The page had it when it was last checked.
    Open,
    /// The page was checked again, and does not have it any more.
    Fixed,
    /// The page is gone, and nobody knows.
    PageGone,
}

/// A finding that the store knows of a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Whether it rests on what is known of sources.
    pub on_evidence: bool,
    /// What became of it.
    pub state: FindingState,
}

/// How a finding changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The page never had it before.
    New,
    /// It had been fixed or its page gone, and the page has it again.
    Reopened,
    /// The page was checked again, and does not have it any more.
    Fixed,
}

/// What made a finding come or go.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The article was changed, or is checked for the first time.
    Article,
    /// What is known of its sources changed: one was retracted since, or a record came in.
    Evidence,
    /// The rules, packs or settings changed.
    Rules,
}

/// A finding that came or went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Its id.
    pub finding: String,
    /// How it changed.
    pub kind: ChangeKind,
    /// What made it change.
    pub why: Why,
}

/// What differs between two checks of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Differs {
    /// The text.
    pub article: bool,
    /// The rules, packs or settings.
    pub rules: bool,
    /// Libraries or the lock file.
    pub evidence: bool,
}

impl Differs {
    /// Whether only the former text, checked with what there is today, can tell why a finding changed.
    pub fn asks_for_the_former_text(self) -> bool {
        self.article && (self.rules || self.evidence)
    }
}

/// Rules on what a reference is and says, and not on how the article is written, whatever their findings carry.
const ON_EVIDENCE: &[&str] = &["EV", "CI006", "CI007", "CI008"];

/// Whether a finding rests on what is known of sources.
pub fn is_on_evidence(finding: &Finding) -> bool {
    finding.evidence.is_some() || ON_EVIDENCE.iter().any(|code| finding.rule.starts_with(code))
}

/// What changed between the findings that the store knows of a page and those it has now.
///
/// `former_text` are the findings of the text as it was, checked with today's rules and evidence, where they are known:
/// what came or went there already did not come or go with the text. A finding is told by its id alone, so that one that
/// moved is the same. Those that came stand first, in their order; those that went follow.
pub fn changes(
    before: &[Known],
    now: &[Finding],
    former_text: Option<&[Finding]>,
    differs: Differs,
) -> Vec<Change> {
    let known: BTreeMap<&str, &Known> = before.iter().map(|k| (k.id.as_str(), k)).collect();
    let former: Option<BTreeSet<&str>> = former_text.map(|f| f.iter().map(|f| f.id.as_str()).collect());
    let cause = Cause { former, differs };
    let mut here = BTreeSet::new();
    let mut changes = Vec::new();
    for finding in now.iter().filter(|f| here.insert(f.id.as_str())) {
        let kind = match known.get(finding.id.as_str()).map(|k| k.state) {
            None => ChangeKind::New,
            Some(FindingState::Open) => continue,
            Some(FindingState::Fixed | FindingState::PageGone) => ChangeKind::Reopened,
        };
        let why = cause.of(&finding.id, true, is_on_evidence(finding));
        changes.push(Change { finding: finding.id.clone(), kind, why });
    }
    for known in known.values().filter(|k| k.state != FindingState::Fixed && !here.contains(k.id.as_str())) {
        let why = cause.of(&known.id, false, known.on_evidence);
        changes.push(Change { finding: known.id.clone(), kind: ChangeKind::Fixed, why });
    }
    changes
}

/// What tells why a finding changed.
struct Cause<'a> {
    former: Option<BTreeSet<&'a str>>,
    differs: Differs,
}

impl Cause<'_> {
    /// Why a finding is there now and was not, or the other way round.
    fn of(&self, id: &str, is_there: bool, on_evidence: bool) -> Why {
        let Differs { article, rules, evidence } = self.differs;
        // Without the former text, the article is named: that is told, where a change of rules may go untold.
        let by_former = self.former.as_ref().is_some_and(|former| former.contains(id) == is_there);
        match (rules, evidence) {
            _ if article && !(by_former && (rules || evidence)) => Why::Article,
            (true, false) => Why::Rules,
            (false, true) => Why::Evidence,
            // Both, or nothing but the day, which ages what is known of sources.
            _ if on_evidence => Why::Evidence,
            _ => Why::Rules,
        }
    }
}
