//! What a visit leaves.

use super::*;

const A: &str = "https://a.example/1";

#[tokio::test]
async fn a_finding_is_new_once_still_there_then_fixed_and_may_come_back() {
    let desk = Desk::new().await;
    let with = digests("r", "e");
    let (had, none) = (report(vec![finding("CL001", "aa-1", 10)]), report(Vec::new()));
    let first = desk.scan(2, A, checked("一", &with, &had)).await;
    assert!(first.first);
    assert_eq!(short(&first), [("aa-1", ChangeKind::New, Why::Article)]);
    // It moved with the page.
    let moved = report(vec![finding("CL001", "aa-1", 500)]);
    assert_eq!(short(&desk.scan(3, A, checked("新的一段。一", &with, &moved)).await), []);
    let stored = desk.store.findings(&PageId::of("s", A)).await.unwrap().remove(0);
    assert_eq!((stored.first_run, stored.last_run, stored.fixed_run), (RunId(1), RunId(2), None));
    assert_eq!(stored.finding, moved.findings[0]);
    let fixed = desk.scan(4, A, checked("二", &with, &none)).await;
    assert_eq!(short(&fixed), [("aa-1", ChangeKind::Fixed, Why::Article)]);
    assert_eq!(desk.states(A).await, [("aa-1".into(), FindingState::Fixed)]);
    let again = desk.scan(5, A, checked("三", &with, &had)).await;
    assert_eq!(short(&again), [("aa-1", ChangeKind::Reopened, Why::Article)]);
    let history = desk.store.changes_since(day(3)).await.unwrap();
    assert_eq!(
        history.iter().map(|c| (c.run, c.kind)).collect::<Vec<_>>(),
        [(RunId(3), ChangeKind::Fixed), (RunId(4), ChangeKind::Reopened)]
    );
    assert_eq!(history[1].finding.first_run, RunId(1));
    assert_eq!(desk.store.open_counts().await.unwrap(), [(Severity::Warning, 1)].into());
    assert_eq!(desk.store.open_findings(Some("s")).await.unwrap().len(), 1);
}

#[tokio::test]
async fn nothing_but_a_check_of_its_text_fixes_a_finding() {
    let desk = Desk::new().await;
    let (with, had) = (digests("r", "e"), report(vec![finding("CL001", "aa-1", 10)]));
    desk.scan(2, A, checked("一", &with, &had)).await;
    let nothing = unread();
    let outcomes = [
        Outcome::Failed("a.example: answered with status 500"),
        Outcome::Disallowed,
        checked("<script>", &with, &nothing),
        Outcome::Gone,
        Outcome::Failed("a.example: no whole answer in time"),
        Outcome::Gone,
    ];
    let statuses =
        [Status::Failed, Status::Disallowed, Status::Unread, Status::Gone, Status::Failed, Status::Gone];
    for (day, (outcome, status)) in (3..).zip(outcomes.into_iter().zip(statuses)) {
        assert_eq!(short(&desk.scan(day, A, outcome).await), []);
        assert_eq!(desk.states(A).await, [("aa-1".into(), FindingState::Open)]);
        let page = desk.page(A).await;
        assert_eq!(page.status, status);
        assert_eq!(page.verdict, Some(Verdict::Revise));
        assert_eq!(page.snapshot, Some(Snapshot::digest(HTML, "一".as_bytes())));
        // After a page without text, the host is asked for all of it again.
        assert_eq!(page.validators.etag.is_some(), day < 5);
    }
    let visits = desk.store.visits(RunId(2)).await.unwrap();
    assert_eq!(visits[0].error.as_deref(), Some("a.example: answered with status 500"));
    assert_eq!((visits[0].verdict_before, visits[0].verdict), (Some(Verdict::Revise), Some(Verdict::Revise)));
    let visits = desk.store.visits(RunId(4)).await.unwrap();
    assert_eq!((visits[0].verdict, visits[0].same), (Some(Verdict::Unchecked), false));
    let summary = desk.store.summary(RunId(4), &PageId::of("s", A)).await.unwrap().unwrap();
    assert_eq!(summary, Summary::of(&nothing));
    let snapshot = desk.store.snapshot(visits[0].snapshot.as_deref().unwrap()).await.unwrap().unwrap();
    assert_eq!(snapshot, Snapshot { content_type: HTML.into(), bytes: b"<script>".into() });
}

#[tokio::test]
async fn a_page_that_is_gone_twice_takes_its_findings_with_it_and_brings_them_back() {
    let desk = Desk::new().await;
    let (with, had) = (digests("r", "e"), report(vec![finding("CL001", "aa-1", 10)]));
    desk.scan(2, A, checked("一", &with, &had)).await;
    desk.scan(3, A, Outcome::Gone).await;
    assert_eq!(desk.states(A).await, [("aa-1".into(), FindingState::Open)]);
    assert_eq!(short(&desk.scan(4, A, Outcome::Gone).await), []);
    assert_eq!(desk.states(A).await, [("aa-1".into(), FindingState::PageGone)]);
    let back = desk.scan(5, A, Outcome::Unchanged).await;
    assert_eq!(short(&back), [("aa-1", ChangeKind::Reopened, Why::Article)]);
    assert_eq!(desk.states(A).await, [("aa-1".into(), FindingState::Open)]);
    assert_eq!((desk.page(A).await.gone, desk.page(A).await.status), (0, Status::Read));
    desk.scan(6, A, Outcome::Gone).await;
    desk.scan(7, A, Outcome::Gone).await;
    // Back without it: now it is known to be fixed.
    let none = report(Vec::new());
    assert_eq!(
        short(&desk.scan(8, A, checked("二", &with, &none)).await),
        [("aa-1", ChangeKind::Fixed, Why::Article)]
    );
}

#[tokio::test]
async fn a_retraction_is_told_from_a_change_of_rules_and_of_the_article() {
    let desk = Desk::new().await;
    let none = report(Vec::new());
    let old = digests("r", "e");
    desk.scan(2, A, checked("一", &old, &none)).await;
    let retracted = report(vec![finding("CI006", "bb-1", 10)]);
    let evidence = digests("r", "e2");
    let kept = |report, digests| {
        Outcome::Checked(CheckedPage {
            body: Body::Kept,
            validators: Validators::default(),
            moved_to: Some("https://a.example/one"),
            digests,
            report,
            former_text: None,
        })
    };
    let came = desk.scan(3, A, kept(&retracted, &evidence)).await;
    assert_eq!(short(&came), [("bb-1", ChangeKind::New, Why::Evidence)]);
    let visit = &desk.store.visits(RunId(2)).await.unwrap()[0];
    assert!(visit.same && visit.snapshot == Some(Snapshot::digest(HTML, "一".as_bytes())));
    assert_eq!(desk.page(A).await.moved_to.as_deref(), Some("https://a.example/one"));
    let ruled = report(vec![finding("CI006", "bb-1", 10), finding("CL001", "aa-1", 90)]);
    let rules = digests("r2", "e2");
    let came = desk.scan(4, A, kept(&ruled, &rules)).await;
    assert_eq!(short(&came), [("aa-1", ChangeKind::New, Why::Rules)]);
    // Article, rules and evidence at once: the former text tells.
    let all =
        report(vec![finding("CL001", "cc-1", 1), finding("CI008", "dd-1", 5), finding("CL002", "ee-1", 9)]);
    let former = [finding("CI008", "dd-1", 5), finding("CL002", "ee-1", 9), finding("CL001", "aa-1", 90)];
    let newest = digests("r3", "e3");
    let mut outcome = checked("二", &newest, &all);
    if let Outcome::Checked(page) = &mut outcome {
        page.former_text = Some(&former);
    }
    let came = desk.scan(5, A, outcome).await;
    assert_eq!(
        short(&came),
        [
            ("cc-1", ChangeKind::New, Why::Article),
            ("dd-1", ChangeKind::New, Why::Evidence),
            ("ee-1", ChangeKind::New, Why::Rules),
            ("aa-1", ChangeKind::Fixed, Why::Article),
            ("bb-1", ChangeKind::Fixed, Why::Evidence),
        ]
    );
}

#[tokio::test]
async fn a_visit_is_written_once() {
    let desk = Desk::new().await;
    let (with, had) = (digests("r", "e"), report(vec![finding("CL001", "aa-1", 10)]));
    let run = desk.begin(2, &[A]).await;
    let first = desk.visit(run, 2, A, checked("一", &with, &had)).await.unwrap();
    // The job is done again, and meets other circumstances.
    let again = desk.visit(run, 3, A, Outcome::Failed("late")).await.unwrap();
    assert_eq!((again.first, &again.changes), (false, &first.changes));
    desk.store.end_run(run, day(3)).await.unwrap();
    assert!(!desk.visit(run, 4, A, Outcome::Gone).await.unwrap().first);
    let page = desk.page(A).await;
    assert_eq!((page.status, page.failures, page.gone), (Status::Read, 0, 0));
    assert_eq!(desk.store.visits(run).await.unwrap()[0].visited, Some(day(2)));
    assert_eq!(desk.store.changes(run).await.unwrap().len(), 1);
    let other = "https://a.example/other";
    assert!(matches!(desk.visit(run, 4, other, Outcome::Gone).await, Err(StoreError::NotListed(_))));
}

#[tokio::test]
async fn killed_before_it_is_written_a_visit_leaves_nothing() {
    let desk = Desk::new().await;
    let (with, had) = (digests("r", "e"), report(vec![finding("CL001", "aa-1", 10)]));
    let run = desk.begin(2, &[A]).await;
    let page = PageId::of("s", A);
    let visited =
        Visited { run, page: &page, at: day(2), http: Some(200), outcome: checked("一", &with, &had) };
    let packed = desk.store.pack(HTML, "一".as_bytes()).await.unwrap();
    let mut tx = desk.store.begin().await.unwrap();
    assert!(commit::write(&mut tx, &visited, Some(&packed)).await.unwrap().first);
    drop(tx);
    let file = desk.store.path().to_owned();
    let Desk { folder, store } = desk;
    drop(store);
    let desk = Desk { store: Store::open(&file).await.unwrap(), folder };
    assert_eq!(desk.store.unfinished_run().await.unwrap().unwrap().id, run);
    assert_eq!(desk.store.pending(run).await.unwrap().len(), 1);
    assert_eq!(desk.page(A).await.status, Status::Unvisited);
    assert_eq!(desk.store.snapshot(&packed.digest).await.unwrap(), None);
    assert!(desk.states(A).await.is_empty() && desk.store.changes(run).await.unwrap().is_empty());
    assert!(desk.store.commit(&visited).await.unwrap().first);
    assert_eq!(desk.store.visits(run).await.unwrap()[0].http, Some(200));
}

#[tokio::test]
async fn a_page_that_was_never_read_cannot_be_unchanged() {
    let desk = Desk::new().await;
    let run = desk.begin(2, &[A]).await;
    assert!(matches!(desk.visit(run, 2, A, Outcome::Unchanged).await, Err(StoreError::NeverRead)));
    assert_eq!(desk.store.pending(run).await.unwrap().len(), 1);
}

#[tokio::test]
async fn pages_with_one_text_share_a_snapshot_and_many_jobs_may_write_at_once() {
    let desk = Desk::new().await;
    let (with, had) = (digests("r", "e"), report(vec![finding("CL001", "aa-1", 10)]));
    let addresses: Vec<String> = (0..40).map(|n| format!("https://a.example/{n}")).collect();
    let run = desk.begin(2, &addresses.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let jobs = addresses.iter().map(|a| desk.visit(run, 2, a, checked("一", &with, &had)));
    for done in futures_util::future::join_all(jobs).await {
        assert!(done.unwrap().first);
    }
    desk.store.end_run(run, day(2)).await.unwrap();
    assert_eq!(desk.store.tally(run).await.unwrap(), Tally { read: 40, ..Tally::default() });
    let kept: i64 =
        sqlx::query_scalar("SELECT count(*) FROM snapshots").fetch_one(&desk.store.read).await.unwrap();
    assert_eq!(kept, 1);
    // What a job awaits may move between threads.
    fn sends<T: Send>(_: T) {}
    sends(desk.visit(run, 2, A, Outcome::Gone));
}
