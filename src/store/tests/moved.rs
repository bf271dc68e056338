//! Pages whose address changed.

use super::*;

const OLD: &str = "https://a.example/old";
const NEW: &str = "https://a.example/new";

fn moved<'a>(bytes: &'a str, with: &'a Digests, report: &'a DocumentReport) -> Outcome<'a> {
    match checked(bytes, with, report) {
        Outcome::Checked(page) => Outcome::Checked(CheckedPage { moved_to: Some(NEW), ..page }),
        other => other,
    }
}

/// A desk that read the old address in run 1, with findings a, b, and c fixed in run 2; run 3 lists the new one.
async fn desk() -> (Desk, RunId) {
    let (desk, with) = (Desk::new().await, digests("r", "e"));
    let found = |ids: &[&str]| report(ids.iter().map(|id| finding("CL001", id, 1)).collect());
    desk.scan(2, OLD, checked("一", &with, &found(&["a", "b", "c"]))).await;
    desk.scan(3, OLD, checked("二", &with, &found(&["a", "b"]))).await;
    let run = desk.begin(4, &[NEW]).await;
    assert_eq!(desk.store.pending(run).await.unwrap().len(), 2);
    (desk, run)
}

/// What the new address has after the move, whichever of the two was visited first.
async fn assert_moved(desk: &Desk, run: RunId) {
    desk.store.end_run(run, day(4)).await.unwrap();
    let open = |id: &str, state| (id.to_owned(), state);
    assert_eq!(
        desk.states(NEW).await,
        [
            open("a", FindingState::Open),
            open("b", FindingState::Fixed),
            open("c", FindingState::Open),
            open("d", FindingState::Open)
        ]
    );
    assert!(desk.states(OLD).await.is_empty());
    let told: Vec<_> =
        desk.store.changes(run).await.unwrap().into_iter().map(|c| (c.finding.finding.id, c.kind)).collect();
    let change = |id: &str, kind| (id.to_owned(), kind);
    assert_eq!(
        told,
        [change("b", ChangeKind::Fixed), change("c", ChangeKind::Reopened), change("d", ChangeKind::New)]
    );
    let history = desk.store.changes_since(day(1)).await.unwrap();
    assert!(history.len() == 7 && history.iter().all(|c| c.finding.page == PageId::of("s", NEW)));
    let findings = desk.store.findings(&PageId::of("s", NEW)).await.unwrap();
    assert_eq!(findings.iter().map(|f| f.first_run.0).collect::<Vec<_>>(), [1, 1, 1, 3]);
    assert_eq!(desk.page(OLD).await.successor, Some(PageId::of("s", NEW)));
    assert_eq!(desk.page(NEW).await.first_seen, day(2));
    let next = desk.begin(5, &[NEW]).await;
    assert_eq!(desk.store.pending(next).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_page_that_moved_takes_its_findings_along_whichever_address_is_visited_first() {
    let (with, now) = (digests("r", "e"), report(["a", "c", "d"].map(|id| finding("CL001", id, 1)).into()));
    for new_first in [false, true] {
        let (desk, run) = desk().await;
        let visits = [(OLD, moved("三", &with, &now)), (NEW, checked("三", &with, &now))];
        let mut visits = Vec::from(visits);
        if new_first {
            visits.reverse();
        }
        for (address, outcome) in visits {
            assert!(desk.visit(run, 4, address, outcome).await.unwrap().first);
        }
        assert_moved(&desk, run).await;
    }
}

#[tokio::test]
async fn the_same_text_at_a_new_address_is_the_same_page() {
    let (desk, run) = desk().await;
    let (with, now) = (digests("r", "e"), report(["a", "b"].map(|id| finding("CL001", id, 1)).into()));
    let committed = desk.visit(run, 4, NEW, checked("二", &with, &now)).await.unwrap();
    assert!(committed.first && committed.changes.is_empty());
    let visits = desk.store.visits(run).await.unwrap();
    assert_eq!((visits.len(), visits[0].same, visits[0].verdict_before), (1, true, Some(Verdict::Revise)));
    // The job of the old address comes late.
    assert!(!desk.visit(run, 4, OLD, Outcome::Gone).await.unwrap().first);
    desk.store.end_run(run, day(4)).await.unwrap();
    // The source lists the old address again, as a page of its own.
    let run = desk.begin(5, &[OLD, NEW]).await;
    let again = desk.visit(run, 5, OLD, checked("二", &with, &now)).await.unwrap();
    assert_eq!(again.changes.len(), 2);
    assert_eq!(desk.states(NEW).await.len(), 3);
}

#[tokio::test]
async fn pages_that_their_source_lists_both_stay_two() {
    let (desk, with) = (Desk::new().await, digests("r", "e"));
    let now = report(vec![finding("CL001", "a", 1)]);
    let run = desk.begin(2, &[OLD, NEW]).await;
    desk.visit(run, 2, OLD, moved("一", &with, &now)).await.unwrap();
    desk.visit(run, 2, NEW, checked("一", &with, &now)).await.unwrap();
    assert_eq!((desk.states(OLD).await.len(), desk.states(NEW).await.len()), (1, 1));
}
