//! Runs, worklists, messages, the lock, and the file itself.

use super::*;

fn addresses(pending: &[Pending]) -> Vec<&str> {
    pending.iter().map(|p| p.address.as_str()).collect()
}

#[tokio::test]
async fn a_run_waits_for_all_its_sources_and_pages() {
    let desk = Desk::new().await;
    let with = digests("r", "e");
    let run = desk.store.begin_run(Cause::Schedule, &with, &["s"], day(2)).await.unwrap();
    assert!(matches!(desk.store.end_run(run, day(2)).await, Err(StoreError::Pending { pages: 1, .. })));
    assert_eq!(desk.store.sources_to_list(run).await.unwrap(), ["s"]);
    assert_eq!(desk.list(run, 2, &["b", "a", "b"], &[]).await, 2);
    // Done again after a restart, with another answer: nothing changes.
    assert_eq!(desk.list(run, 2, &["c"], &[]).await, 2);
    assert_eq!(addresses(&desk.store.pending(run).await.unwrap()), ["b", "a"]);
    assert!(matches!(
        desk.store.begin_run(Cause::Command, &with, &["s"], day(2)).await,
        Err(StoreError::Unfinished(RunId(1)))
    ));
    let found = desk.store.unfinished_run().await.unwrap().unwrap();
    assert_eq!((found.id, found.cause, found.sources), (run, Cause::Schedule, vec!["s".to_owned()]));
    assert!(desk.store.sources_to_list(run).await.unwrap().is_empty());
    desk.visit(run, 2, "a", Outcome::Gone).await.unwrap();
    assert!(desk.store.pending_page(run, &PageId::of("s", "a")).await.unwrap().is_none());
    assert!(desk.store.pending_page(run, &PageId::of("s", "b")).await.unwrap().is_some());
    let tally = desk.store.tally(run).await.unwrap();
    assert_eq!(tally, Tally { pending: 1, gone: 1, ..Tally::default() });
    desk.store.stop_run(run, day(3)).await.unwrap();
    desk.store.end_run(run, day(4)).await.unwrap();
    assert_eq!(desk.store.run(run).await.unwrap().unwrap().ended, Some(day(3)));
    assert!(desk.store.unfinished_run().await.unwrap().is_none());
    assert!(matches!(desk.store.end_run(RunId(9), day(4)).await, Err(StoreError::NoRun(RunId(9)))));
    assert_eq!(desk.begin(5, &[]).await, RunId(2));
    assert_eq!(desk.store.runs().await.unwrap().len(), 2);
    assert_eq!(desk.store.last_begun("s").await.unwrap(), Some(day(5)));
    assert_eq!(desk.store.last_begun("t").await.unwrap(), None);
}

#[tokio::test]
async fn what_a_source_lists_no_more_is_still_visited_until_it_is_gone() {
    let desk = Desk::new().await;
    let (with, none) = (digests("r", "e"), report(Vec::new()));
    desk.scan(2, "old", checked("一", &with, &none)).await;
    // A source that could not be had takes nothing off.
    let run = desk.store.begin_run(Cause::Command, &with, &["s"], day(3)).await.unwrap();
    let trouble = [("https://a.example/feed".to_owned(), "a.example: answered with status 500".to_owned())];
    assert_eq!(desk.list(run, 3, &[], &trouble).await, 1);
    assert!(desk.page("old").await.listed);
    let troubles = desk.store.troubles(run).await.unwrap();
    assert_eq!((troubles[0].source.as_str(), &troubles[0].at), ("s", &trouble[0].0));
    desk.store.stop_run(run, day(3)).await.unwrap();
    for at in [4, 5] {
        let run = desk.begin(at, &["new"]).await;
        assert_eq!(addresses(&desk.store.pending(run).await.unwrap()), ["new", "old"]);
        assert!(!desk.page("old").await.listed);
        desk.visit(run, at, "old", Outcome::Gone).await.unwrap();
        desk.store.stop_run(run, day(at)).await.unwrap();
    }
    let run = desk.begin(6, &["new"]).await;
    assert_eq!(addresses(&desk.store.pending(run).await.unwrap()), ["new"]);
    desk.store.stop_run(run, day(6)).await.unwrap();
    // Listed again, it is visited again.
    let run = desk.begin(7, &["old"]).await;
    assert_eq!(addresses(&desk.store.pending(run).await.unwrap()), ["old", "new"]);
    assert!(desk.page("old").await.listed && desk.page("old").await.first_seen == day(2));
}

#[tokio::test]
async fn a_run_takes_no_more_pages_than_asked_and_hands_back_what_it_was_given() {
    let desk = Desk::new().await;
    let run = desk.store.begin_run(Cause::Command, &digests("r", "e"), &["s"], day(2)).await.unwrap();
    let found: Vec<Listed> = ["a", "b", "c"]
        .map(|a| Listed { address: a.into(), modified: Some(day(1)), held: Some(format!("{a}.html")) })
        .into();
    let listing = Listing { source: "s", found: &found, troubles: &[], revisit: false, limit: 2 };
    assert_eq!(desk.store.add_to_worklist(run, &listing, day(2)).await.unwrap(), 2);
    let pending = desk.store.pending(run).await.unwrap();
    assert_eq!(addresses(&pending), ["a", "b"]);
    assert_eq!((pending[1].modified, pending[1].held.as_deref()), (Some(day(1)), Some("b.html")));
    assert_eq!(desk.store.pages(Some("s")).await.unwrap().len(), 2);
    assert_eq!(
        (desk.store.pages_of("s").await.unwrap(), desk.store.pages(Some("t")).await.unwrap()),
        (2, vec![])
    );
}

#[tokio::test]
async fn sources_stay_when_the_configuration_drops_them() {
    let desk = Desk::new().await;
    let mut named = source("t");
    named.owner = Some("编辑部".into());
    desk.store.put_sources(&[named.clone()], day(2)).await.unwrap();
    assert_eq!(desk.store.sources().await.unwrap(), [(source("s"), false), (named, true)]);
}

#[tokio::test]
async fn a_message_is_sent_once() {
    let desk = Desk::new().await;
    let (run, store) = (desk.begin(2, &[]).await, &desk.store);
    assert!(store.claim_message(run, "editors", "one", day(2)).await.unwrap());
    assert!(!store.claim_message(run, "editors", "one", day(2)).await.unwrap());
    store.message_failed(run, "editors", "status 503").await.unwrap();
    assert_eq!(store.messages(run).await.unwrap()[0].error.as_deref(), Some("status 503"));
    assert!(store.claim_message(run, "editors", "one", day(2)).await.unwrap());
    // The program was killed while it sent, and another took over.
    assert!(store.claim_message(run, "editors", "two", day(3)).await.unwrap());
    store.message_sent(run, "editors", day(3)).await.unwrap();
    store.message_failed(run, "editors", "late").await.unwrap();
    for holder in ["one", "two", "three"] {
        assert!(!store.claim_message(run, "editors", holder, day(4)).await.unwrap());
    }
    let sent = store.messages(run).await.unwrap().remove(0);
    assert_eq!(
        (sent.state, sent.attempts, sent.sent, sent.error),
        (MessageState::Sent, 3, Some(day(3)), None)
    );
    assert!(store.claim_message(run, "others", "two", day(4)).await.unwrap());
}

#[tokio::test]
async fn only_one_may_scan() {
    let desk = Desk::new().await;
    let other = Store::open(desk.store.path()).await.unwrap();
    let held = desk.store.lock().unwrap();
    assert!(held.is_some() && other.lock().unwrap().is_none() && desk.store.lock().unwrap().is_none());
    drop(held);
    assert!(other.lock().unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_programs_may_open_a_new_store_at_once() {
    for _ in 0..25 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("store.db");
        let open = || {
            let file = file.clone();
            tokio::spawn(async move { Store::open(&file).await.unwrap().lock().unwrap() })
        };
        let (one, two, three) = (open(), open(), open());
        let held = [one.await.unwrap(), two.await.unwrap(), three.await.unwrap()];
        assert_eq!(held.iter().flatten().count(), 1);
    }
}

#[tokio::test]
async fn a_store_of_a_later_version_or_no_store_is_refused() {
    let desk = Desk::new().await;
    let file = desk.store.path().to_owned();
    sqlx::query("UPDATE _sqlx_migrations SET version = 9999").execute(&desk.store.write).await.unwrap();
    desk.store.close().await;
    assert!(matches!(Store::open(&file).await, Err(StoreError::Newer)));
    let text = desk.folder.path().join("text.db");
    std::fs::write(&text, "no database ".repeat(100)).unwrap();
    assert!(matches!(Store::open(&text).await, Err(StoreError::Sql(_))));
    assert!(matches!(Store::open(&text.join("in/a/file.db")).await, Err(StoreError::File { .. })));
}

#[test]
fn times_sort_as_their_letters_do() {
    let times = [day(1), "2026-10-01T12:00:00.25Z".parse().unwrap(), day(9), day(10)];
    let letters = times.map(row::time);
    assert!(letters.is_sorted() && letters.iter().all(|l| l.len() == letters[0].len()));
    assert_eq!(letters[1].parse::<Timestamp>().unwrap(), times[1]);
}

#[test]
fn a_page_is_its_address_within_its_source() {
    let ids = [PageId::of("a", "b\nc"), PageId::of("a\nb", "c"), PageId::of("a", "b")];
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
    assert_eq!(ids[0].as_str().len(), 32);
}
