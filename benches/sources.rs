//! Speed of what is known of sources: a lock file of 10,000 records in under 50 ms, a list of 70,000
//! retractions in under 2 s, and a look at either in microseconds.

use claimlint::document::{Format, Hint, read};
use claimlint::evidence::{Answer, Found, Lock, LockFile, LockRecord, Retractions, Said};
use claimlint::extract::reference::{Reference, references};
use claimlint::knowledge::Knowledge;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

fn main() {
    divan::main();
}

/// Entries of a list, as an article has them.
fn entries(count: usize) -> Vec<Reference> {
    let knowledge = Knowledge::builtin().expect("the built-in packs load");
    let mut text = String::from("# On health\n\nText.\n\n## References\n\n");
    for n in 0..count {
        let _ = write!(
            text,
            "[{}] Okafor A, Smith B. Effects of the walk number {n} on sleep. Ex J Med. 2019;7(2):{n}-{}. doi:10.5555/paper.{n:05}\n\n",
            n + 1,
            n + 6
        );
    }
    let hint = Hint { format: Some(Format::Markdown), ..Hint::default() };
    let document = read(text.as_bytes(), &hint, knowledge).expect("it is an article");
    references(&document.blocks, knowledge)
}

/// A lock file of 10,000 records, each with an answer.
static LOCK: LazyLock<String> = LazyLock::new(|| {
    let mut file = LockFile::default();
    for (n, reference) in entries(10_000).iter().enumerate() {
        let record = LockRecord {
            title: format!(
                "Effects of the walk number {n} on sleep, on falls and on blood pressure in older adults: a randomised trial"
            ),
            authors: ["Okafor", "Smith", "van Dyk", "Lindqvist", "Garcia", "Novak"]
                .map(str::to_owned)
                .to_vec(),
            container: "Example Journal of Medicine".into(),
            container_short: "Ex J Med".into(),
            year: Some(2019),
            volume: "7".into(),
            pages: format!("{n}-{}", n + 6),
            doi: format!("10.5555/paper.{n:05}"),
            pmid: (30_000_000 + n).to_string(),
            types: vec!["Randomized Controlled Trial".into()],
            said: ["crossref", "pubmed"].map(Said::current).to_vec(),
            abstract_sha256: "ab".repeat(32),
            ..LockRecord::default()
        };
        let id = file.keep(record, jiff::civil::date(2026, 11, 23));
        file.note(
            reference,
            Answer::Record { entry: Answer::shown(reference), record: id, by: Found::Doi, no_such_id: false },
        );
    }
    file.text().expect("it is JSON")
});

fn lock() -> Lock {
    Lock::read("claimlint.lock", LOCK.clone(), Arc::new(|_| None)).expect("it is a lock file")
}

#[divan::bench]
fn read_lock(bencher: Bencher) {
    bencher.counter(BytesCount::of_str(LOCK.as_str())).bench(lock);
}

#[divan::bench]
fn look_at_lock(bencher: Bencher) {
    let (lock, entries) = (lock(), entries(30));
    bencher.counter(ItemsCount::new(entries.len())).bench(|| {
        let found = entries.iter().filter_map(|r| lock.record(black_box(&lock).answer(r)?.record()?));
        assert_eq!(found.count(), 30);
    });
}

/// A list of 70,000 notices, with columns as long as they are in life.
static LIST: LazyLock<String> = LazyLock::new(|| {
    let mut out = String::from(
        "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,\n",
    );
    let reasons = "+Concerns/Issues About Data;+Concerns/Issues about Results and/or Conclusions;+Investigation by Journal/Publisher;+Investigation by Third Party;+Unreliable Results and/or Conclusions;";
    for n in 0..70_000 {
        let _ = writeln!(
            out,
            "{n},\"Effects of the walk, number {n}, on \"\"sleep\"\" and falls in older adults: a trial\",(BLS) Biology;(HSC) Medicine - General;,\"Department of Walks, University of Examples, Sampletown, Nowhere; Hospital of Samples, Nowhere;\",Example Journal of Medicine,Example Press,Nowhere,Ada Okafor;Bo Smith;Cleo van Dyk,https://example.org/notice/{n};,Clinical Study;Research Article;,{}/{}/20{:02} 0:00,10.5555/notice.{n},{},1/2/2010 0:00,10.5555/Paper.{n},{},Retraction,{reasons},No,See also: https://example.org/comments/{n},",
            1 + n % 12,
            1 + n % 28,
            n % 27,
            40_000_000 + n,
            30_000_000 + n
        );
    }
    out
});

#[divan::bench(sample_count = 10)]
fn read_list(bencher: Bencher) {
    bencher.counter(BytesCount::of_str(LIST.as_str())).bench(|| {
        let list = Retractions::read(LIST.as_bytes()).expect("it is a list");
        assert_eq!(list.len(), 70_000);
        list
    });
}

#[divan::bench]
fn look_at_list(bencher: Bencher) {
    let list = Retractions::read(LIST.as_bytes()).expect("it is a list");
    bencher.counter(ItemsCount::new(2_usize)).bench(|| {
        let there = black_box(&list).find("10.5555/paper.41234", "");
        let not_there = black_box(&list).find("10.5555/paper.none", "1");
        (there, not_there)
    });
}
