//! The lock file: written, read back, merged.

use super::*;
use crate::evidence::{Status, standing};
use crate::extract::Quote;
use crate::extract::reference::parse;
use crate::knowledge::Knowledge;
use jiff::civil::date;

fn reference(raw: &str) -> Reference {
    let fields = parse(raw, Knowledge::builtin().unwrap());
    Reference { quote: Quote { text: raw.to_owned(), ..quote() }, index: 1, fields }
}

fn quote() -> Quote {
    let blocks = [crate::evidence::record::block("x")];
    Quote::of(&blocks, crate::document::Place::new(0, 0..1))
}

fn record(n: usize) -> LockRecord {
    let said = Said { status: Status::Retracted, on: "2020-02-01".into(), ..Said::current("crossref") };
    LockRecord {
        title: format!("A trial \"number\" {n}"),
        authors: vec!["Okafor".into(), "李".into()],
        container: "Example Med J".into(),
        year: Some(2019),
        doi: format!("10.5555/trial.{n:05}"),
        said: vec![Said::current("pubmed"), said],
        abstract_sha256: "ab".repeat(32),
        ..LockRecord::default()
    }
}

fn file(records: usize) -> LockFile {
    let mut file = LockFile::default();
    for n in 0..records {
        let entry = reference(&format!(
            "[{n}] Okafor A. A trial number {n}. Example Med J. 2019. doi:10.5555/trial.{n:05}"
        ));
        let id = file.keep(record(n), date(2026, 11, 23));
        file.note(
            &entry,
            Answer::Record { entry: Answer::shown(&entry), record: id, by: Found::Doi, no_such_id: false },
        );
    }
    file
}

fn lock(text: String) -> Lock {
    Lock::read("claimlint.lock", text, Arc::new(|digest| Some(format!("abstract {digest}")))).unwrap()
}

#[test]
fn what_is_written_is_read() {
    let mut file = file(3);
    let lost = reference("Nobody N. Nothing. Nowhere. 2020.");
    let (not_found, on) = (vec!["crossref".to_owned()], date(2026, 11, 23));
    let entry = Answer::shown(&lost);
    file.note(&lost, Answer::NotFound { entry: entry.clone(), not_found, on, no_such_id: true });
    let elsewhere = reference("甲某. 一种药[J]. 某刊, 2020. doi:10.3760/x");
    file.note(&elsewhere, Answer::Elsewhere { entry, agency: "ISTIC".into(), on });
    let text = file.text().unwrap();
    let mut again = LockFile::read("claimlint.lock", &text).unwrap();
    again.form = file.form;
    assert_eq!(again, file);
    assert_eq!(again.text().unwrap(), text);
    assert_eq!(text.lines().count(), 3 + 2 + 3 + 3 + 9, "{text}");
    let lock = lock(text);
    assert!(matches!(lock.answer(&lost), Some(Answer::NotFound { no_such_id: true, .. })));
    let (kept, standing) = lock.record("doi:10.5555/trial.00001").unwrap();
    assert_eq!(standing.status(), Some(Status::Retracted));
    assert_eq!(standing.as_of, Some(date(2026, 11, 23)));
    assert_eq!(kept.status, Some(Status::Retracted));
    assert!(lock.abstract_of(&kept).unwrap().starts_with("abstract abab"));
    assert!(standing::marked(&kept.title).is_none());
}

#[test]
fn an_entry_is_known_by_its_words_not_by_its_place_or_signs() {
    let same = [
        "[3] Okafor A. A trial. Example Med J. 2019;1:2-3.",
        "12. Okafor A. A trial. Example Med J. 2019; 1: 2–3.",
        "Okafor A． A TRIAL． Example Med J． 2019；1：2-3．",
    ];
    let prints: Vec<String> = same.iter().map(|raw| fingerprint(&reference(raw))).collect();
    assert!(prints.iter().all(|p| *p == prints[0]), "{prints:?}");
    assert_ne!(fingerprint(&reference("Okafor A. A trial. Example Med J. 2018;1:2-3.")), prints[0]);
    assert_eq!(entry::unnumbered("2019 was a year"), "2019 was a year");
}

#[test]
fn two_branches_merge_line_by_line() {
    let (base, mut ours, mut theirs) = (file(8), file(8), file(8));
    ours.records.get_mut("doi:10.5555/trial.00002").unwrap().volume = "7".into();
    theirs.records.get_mut("doi:10.5555/trial.00006").unwrap().volume = "9".into();
    let changed = |a: &LockFile, b: &LockFile| {
        let (a, b) = (a.text().unwrap(), b.text().unwrap());
        a.lines().zip(b.lines()).filter(|(a, b)| a != b).count()
    };
    assert_eq!(changed(&base, &ours), 1);
    assert_eq!(changed(&base, &theirs), 1);
    // A line of each, as a merge takes them.
    let (b, o, t) = (base.text().unwrap(), ours.text().unwrap(), theirs.text().unwrap());
    let merged: Vec<&str> =
        b.lines().zip(o.lines()).zip(t.lines()).map(|((b, o), t)| if o == b { t } else { o }).collect();
    let merged = LockFile::read("x", &merged.join("\n")).unwrap();
    assert_eq!(merged.records["doi:10.5555/trial.00002"].volume, "7");
    assert_eq!(merged.records["doi:10.5555/trial.00006"].volume, "9");
}

#[test]
fn what_is_no_lock_is_refused_with_what_to_do() {
    let refused = |text: &str| Lock::read("a.lock", text.into(), Arc::new(|_| None)).unwrap_err().to_string();
    assert!(refused("<<<<<<< ours\n{}").contains("refs update"));
    assert!(refused("{\"version\": 99}").contains("form 99"));
    // A tool that lays it out anew does no harm.
    let pretty = serde_json::from_str::<serde_json::Value>(&file(2).text().unwrap()).unwrap();
    let lock = lock(serde_json::to_string_pretty(&pretty).unwrap());
    assert!(lock.record("doi:10.5555/trial.00001").is_some());
}

#[test]
fn what_nobody_cites_any_more_goes() {
    let mut file = file(3);
    file.retain([&reference("Okafor A. A trial number 1. Example Med J. 2019. doi:10.5555/trial.00001")]);
    assert_eq!((file.references.len(), file.records.len(), file.checked.len()), (1, 1, 1));
}
