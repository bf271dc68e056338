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
        let why = || cause.of(&finding.id, true, is_on_evidence(finding));
        let (kind, why) = match known.get(finding.id.as_str()).map(|k| k.state) {
            None => (ChangeKind::New, why()),
            Some(FindingState::Open) => continue,
            Some(FindingState::Fixed) => (ChangeKind::Reopened, why()),
            Some(FindingState::PageGone) => (ChangeKind::Reopened, Why::Article),
        };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::finding;
    use proptest::collection::btree_set;
    use proptest::prelude::*;

    const ALL: [FindingState; 3] = [FindingState::Open, FindingState::Fixed, FindingState::PageGone];

    /// Findings by number; those of even number rest on evidence.
    fn findings(numbers: &BTreeSet<u8>) -> Vec<Finding> {
        let rule = |n: u8| if n.is_multiple_of(2) { "EV002" } else { "CL001" };
        numbers.iter().map(|&n| finding(rule(n), &format!("{n:02}-1"), n.into())).collect()
    }

    fn known(numbers: &BTreeMap<u8, usize>) -> Vec<Known> {
        let known = |(n, state): (&u8, &usize)| Known {
            id: format!("{n:02}-1"),
            on_evidence: n % 2 == 0,
            state: ALL[*state],
        };
        numbers.iter().map(known).collect()
    }

    fn apply(before: &[Known], changes: &[Change]) -> BTreeSet<String> {
        let open = before.iter().filter(|k| k.state == FindingState::Open).map(|k| k.id.clone());
        let mut open: BTreeSet<String> = open.collect();
        for change in changes {
            match change.kind {
                ChangeKind::Fixed => open.remove(&change.finding),
                ChangeKind::New | ChangeKind::Reopened => open.insert(change.finding.clone()),
            };
        }
        open
    }

    fn differs() -> impl Strategy<Value = Differs> {
        any::<(bool, bool, bool)>().prop_map(|(article, rules, evidence)| Differs {
            article,
            rules,
            evidence,
        })
    }

    proptest! {
        #[test]
        fn what_is_open_after_the_changes_is_what_there_is(
            before in proptest::collection::btree_map(0u8..12, 0usize..3, 0..10),
            now in btree_set(0u8..12, 0..10),
            former in proptest::option::of(btree_set(0u8..12, 0..10)),
            differs in differs(),
        ) {
            let (before, now) = (known(&before), findings(&now));
            let former = former.as_ref().map(findings);
            let changes = changes(&before, &now, former.as_deref(), differs);
            let ids: BTreeSet<String> = now.iter().map(|f| f.id.clone()).collect();
            prop_assert_eq!(apply(&before, &changes), ids);
            let named: BTreeSet<&str> = changes.iter().map(|c| c.finding.as_str()).collect();
            prop_assert_eq!(named.len(), changes.len());
            for change in &changes {
                let was = before.iter().find(|k| k.id == change.finding).map(|k| k.state);
                let as_kind = match change.kind {
                    ChangeKind::New => was.is_none(),
                    ChangeKind::Reopened => matches!(was, Some(FindingState::Fixed | FindingState::PageGone)),
                    ChangeKind::Fixed => matches!(was, Some(FindingState::Open | FindingState::PageGone)),
                };
                prop_assert!(as_kind);
                let back = change.kind == ChangeKind::Reopened && was == Some(FindingState::PageGone);
                let may = match change.why {
                    Why::Article => differs.article || back,
                    Why::Rules => differs.rules || differs == Differs::default(),
                    Why::Evidence => differs.evidence || differs == Differs::default(),
                };
                prop_assert!(may, "{:?} of {:?}", change, differs);
            }
        }

        #[test]
        fn where_findings_stand_and_their_order_change_nothing(
            before in proptest::collection::btree_map(0u8..12, 0usize..3, 0..10),
            now in btree_set(0u8..12, 0..10),
            by in 0usize..1000,
        ) {
            let (before, now) = (known(&before), findings(&now));
            let mut moved = now.clone();
            moved.iter_mut().for_each(|f| f.span.start += by);
            moved.reverse();
            let article = Differs { article: true, ..Differs::default() };
            let sorted = |now: &[Finding]| {
                let mut changes = changes(&before, now, None, article);
                changes.sort_by(|a, b| a.finding.cmp(&b.finding));
                changes
            };
            prop_assert_eq!(sorted(&now), sorted(&moved));
        }

        #[test]
        fn the_same_findings_twice_change_nothing(now in btree_set(0u8..12, 0..10), differs in differs()) {
            let open = now.iter().map(|n| (*n, 0)).collect();
            prop_assert_eq!(changes(&known(&open), &findings(&now), None, differs), []);
        }
    }

    #[test]
    fn of_rules_and_evidence_the_finding_tells() {
        let both = Differs { article: false, rules: true, evidence: true };
        let mut carries = finding("DO001", "x-1", 0);
        carries.evidence = Some(crate::rules::Source {
            reference: 1,
            record: "r".into(),
            title: "t".into(),
            quote: "q".into(),
        });
        let now = [carries, finding("CI006", "y-1", 0), finding("CI003", "z-1", 0)];
        let why: Vec<Why> = changes(&[], &now, None, both).iter().map(|c| c.why).collect();
        assert_eq!(why, [Why::Evidence, Why::Evidence, Why::Rules]);
        assert!(!both.asks_for_the_former_text());
        assert!(Differs { article: true, ..both }.asks_for_the_former_text());
    }

    #[test]
    fn without_the_former_text_the_article_is_named() {
        let all = Differs { article: true, rules: true, evidence: true };
        let now = [finding("CI006", "y-1", 0)];
        assert_eq!(changes(&[], &now, None, all)[0].why, Why::Article);
        assert_eq!(changes(&[], &now, Some(&now), all)[0].why, Why::Evidence);
    }
}
