//! Copies, retention, deletion on request.

use super::*;

const A: &str = "https://a.example/1";
const B: &str = "https://a.example/2";

async fn count(store: &Store, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&store.read).await.unwrap()
}

#[tokio::test]
async fn a_backup_is_a_whole_store() {
    let desk = Desk::new().await;
    let (with, had) = (digests("r", "e"), report(vec![finding("CL001", "aa-1", 10)]));
    desk.scan(2, A, checked("一", &with, &had)).await;
    let to = desk.folder.path().join("copies/store.db");
    desk.store.backup(&to).await.unwrap();
    assert!(matches!(desk.store.backup(&to).await, Err(StoreError::Exists(_))));
    let folder = to.parent().unwrap();
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    let copy = Store::open(&to).await.unwrap();
    assert_eq!(copy.runs().await.unwrap(), desk.store.runs().await.unwrap());
    assert_eq!(copy.open_findings(None).await.unwrap(), desk.store.open_findings(None).await.unwrap());
    let digest = Snapshot::digest(HTML, "一".as_bytes());
    assert_eq!(copy.snapshot(&digest).await.unwrap(), desk.store.snapshot(&digest).await.unwrap());
}

#[tokio::test]
async fn pruning_keeps_what_is_needed_and_all_history() {
    let desk = Desk::new().await;
    let with = digests("r", "e");
    let (had, none) = (report(vec![finding("CL001", "aa-1", 10)]), report(Vec::new()));
    desk.scan(1, A, checked("一", &with, &had)).await;
    desk.scan(2, A, checked("二", &with, &none)).await;
    desk.scan(3, A, checked("三", &with, &had)).await;
    desk.scan(4, A, Outcome::Failed("down")).await;
    let run = desk.begin(20, &[B]).await;
    desk.visit(run, 20, B, checked("四", &with, &none)).await.unwrap();
    desk.store.stop_run(run, day(20)).await.unwrap();
    let history = desk.store.changes_since(day(1)).await.unwrap();
    // A run that keeps nothing older than five days: on A, the last visit failed, and the last check was the third.
    let run = desk.begin(24, &[A]).await;
    assert_eq!(desk.store.prune(400, day(24)).await.unwrap(), Pruned::default());
    assert_eq!(desk.store.prune(5, day(24)).await.unwrap(), Pruned { visits: 2, snapshots: 2 });
    for (text, is_kept) in [("一", false), ("二", false), ("三", true), ("四", true)] {
        let kept = desk.store.snapshot(&Snapshot::digest(HTML, text.as_bytes())).await.unwrap();
        assert_eq!(kept.is_some(), is_kept, "{text}");
    }
    assert_eq!(desk.store.changes_since(day(1)).await.unwrap(), history);
    assert_eq!(desk.store.visits(RunId(4)).await.unwrap()[0].error.as_deref(), Some("down"));
    assert!(desk.store.summary(RunId(3), &PageId::of("s", A)).await.unwrap().is_some());
    assert_eq!(desk.store.pending(run).await.unwrap().len(), 2);
    assert_eq!(desk.store.prune(0, day(24)).await.unwrap(), Pruned::default());
    assert_eq!(desk.store.prune(u32::MAX, day(24)).await.unwrap(), Pruned::default());
}

#[tokio::test]
async fn what_is_forgotten_is_not_in_the_file_any_more() {
    let desk = Desk::new().await;
    let with = digests("r", "e");
    let mut secret = finding("CL001", "aa-1", 10);
    secret.text = "unforgettable-words".into();
    let (had, none) = (report(vec![secret]), report(Vec::new()));
    let run = desk.begin(2, &[A, B]).await;
    desk.visit(run, 2, A, checked("一", &with, &had)).await.unwrap();
    desk.visit(run, 2, B, checked("一", &with, &none)).await.unwrap();
    desk.store.end_run(run, day(2)).await.unwrap();
    let bytes = |store: &Store| {
        let log = store.path().with_file_name("store.db-wal");
        let mut bytes = std::fs::read(store.path()).unwrap();
        bytes.extend(std::fs::read(log).unwrap_or_default());
        bytes
    };
    let has = |bytes: &[u8]| bytes.windows(19).any(|w| w == b"unforgettable-words");
    assert!(has(&bytes(&desk.store)));
    let forgotten = desk.store.forget(Forget::Address(A)).await.unwrap();
    assert_eq!(forgotten, Forgotten { pages: 1, snapshots: 0 });
    assert!(!has(&bytes(&desk.store)));
    assert!(desk.store.page(&PageId::of("s", A)).await.unwrap().is_none());
    assert!(desk.store.changes(run).await.unwrap().is_empty());
    assert_eq!(desk.store.visits(run).await.unwrap().len(), 1);
    let forgotten = desk.store.forget(Forget::Source("s")).await.unwrap();
    assert_eq!(forgotten, Forgotten { pages: 1, snapshots: 1 });
    assert_eq!(
        count(&desk.store, "SELECT (SELECT count(*) FROM pages) + (SELECT count(*) FROM visits)").await,
        0
    );
    assert!(desk.store.sources().await.unwrap().is_empty());
    // What happened stays, without what it happened to.
    assert_eq!(desk.store.runs().await.unwrap().len(), 1);
    assert_eq!(desk.store.forget(Forget::Source("s")).await.unwrap(), Forgotten::default());
}

#[tokio::test]
async fn a_moved_page_is_forgotten_by_either_address() {
    let desk = Desk::new().await;
    let (with, none) = (digests("r", "e"), report(Vec::new()));
    let mut outcome = checked("一", &with, &none);
    if let Outcome::Checked(page) = &mut outcome {
        page.moved_to = Some(B);
    }
    desk.scan(2, A, outcome).await;
    assert_eq!(desk.store.forget(Forget::Address(B)).await.unwrap(), Forgotten { pages: 1, snapshots: 1 });
}

#[tokio::test]
async fn the_file_gives_room_back() {
    let desk = Desk::new().await;
    assert_eq!(count(&desk.store, "PRAGMA auto_vacuum").await, 2);
    let with = digests("r", "e");
    let none = report(Vec::new());
    // Text that cannot be packed much.
    let long: String = (0..40_000u64).map(|n| (n * n * 2_654_435_761 % 1_000_003).to_string()).collect();
    desk.scan(1, A, checked(&long, &with, &none)).await;
    desk.scan(2, A, checked("短", &with, &none)).await;
    let before = count(&desk.store, "PRAGMA page_count").await;
    desk.store.prune(1, day(9)).await.unwrap();
    assert!(count(&desk.store, "PRAGMA page_count").await + 10 < before);
}
