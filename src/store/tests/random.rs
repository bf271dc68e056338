//! Whatever comes of visits in whatever order, what is open is what was last read.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What may come of a visit.
#[derive(Clone, Debug)]
enum Comes {
    Text(BTreeSet<u8>),
    Unchanged,
    NoText,
    Gone,
    Disallowed,
    Failed,
}

fn comes() -> impl Strategy<Value = Comes> {
    prop_oneof![
        4 => proptest::collection::btree_set(0u8..4, 0..4).prop_map(Comes::Text),
        1 => Just(Comes::Unchanged),
        1 => Just(Comes::NoText),
        3 => Just(Comes::Gone),
        1 => Just(Comes::Disallowed),
        1 => Just(Comes::Failed),
    ]
}

/// What a page must look like, told in the plainest way.
#[derive(Default)]
struct Model {
    read: Option<BTreeSet<u8>>,
    gone: u32,
    is_lost: bool,
    ever: BTreeSet<u8>,
}

impl Model {
    fn see(&mut self, comes: &Comes) {
        self.gone = if matches!(comes, Comes::Gone) { self.gone + 1 } else { 0 };
        self.is_lost |= self.gone >= 2;
        if let Comes::Text(found) = comes {
            self.ever.extend(found);
            self.read = Some(found.clone());
        }
        if matches!(comes, Comes::Text(_) | Comes::Unchanged) {
            self.is_lost = false;
        }
    }

    fn states(&self) -> Vec<(String, FindingState)> {
        let read = self.read.clone().unwrap_or_default();
        let state = |n: &u8| match (read.contains(n), self.is_lost) {
            (false, _) => FindingState::Fixed,
            (true, false) => FindingState::Open,
            (true, true) => FindingState::PageGone,
        };
        self.ever.iter().map(|n| (n.to_string(), state(n))).collect()
    }
}

async fn follow(all: Vec<Comes>) {
    let (desk, mut model, with) = (Desk::new().await, Model::default(), digests("r", "e"));
    for (day, comes) in (2..).zip(all) {
        if matches!(comes, Comes::Unchanged) && model.read.is_none() {
            continue;
        }
        let found = match &comes {
            Comes::Text(found) => report(found.iter().map(|n| finding("CL001", &n.to_string(), 1)).collect()),
            _ => unread(),
        };
        let text = format!("{comes:?}");
        let committed = match comes {
            Comes::Text(_) | Comes::NoText => desk.scan(day, "a", checked(&text, &with, &found)).await,
            Comes::Unchanged => desk.scan(day, "a", Outcome::Unchanged).await,
            Comes::Gone => desk.scan(day, "a", Outcome::Gone).await,
            Comes::Disallowed => desk.scan(day, "a", Outcome::Disallowed).await,
            Comes::Failed => desk.scan(day, "a", Outcome::Failed("down")).await,
        };
        let had_text = matches!(comes, Comes::Text(_) | Comes::Unchanged);
        assert!(had_text || committed.changes.is_empty(), "{comes:?} changed something");
        model.see(&comes);
        assert_eq!(desk.states("a").await, model.states());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_is_open_is_what_was_last_read(all in proptest::collection::vec(comes(), 1..12)) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(follow(all));
    }
}
