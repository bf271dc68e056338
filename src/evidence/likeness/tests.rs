//! Pairs of entries and records, alike and not.

use super::*;
use crate::extract::reference::parse;

struct Work {
    title: &'static str,
    authors: &'static [&'static str],
    containers: [&'static str; 2],
    year: i32,
    volume: &'static str,
    pages: &'static str,
}

fn likeness(raw: &str, work: &Work) -> (Likeness, String) {
    let knowledge = Knowledge::builtin().unwrap();
    let fields = parse(raw, knowledge);
    let authors: Vec<String> = work.authors.iter().map(|a| (*a).to_owned()).collect();
    let record = Described {
        title: work.title,
        authors: &authors,
        containers: work.containers,
        year: Some(work.year),
        volume: work.volume,
        pages: work.pages,
        ..Described::default()
    };
    (Likeness::of(&fields, &record, knowledge), fields.title)
}

const TRIAL: Work = Work {
    title: "Effect of walking on sleep in older adults: a randomised trial",
    authors: &["Müller", "O'Hara", "Ma"],
    containers: ["The New England Journal of Medicine", "N Engl J Med"],
    year: 2019,
    volume: "381",
    pages: "1201-1210",
};

#[test]
fn the_same_work_however_it_is_written() {
    for raw in [
        "Mueller A, O'Hara B, et al. Effect of walking on sleep in older adults: a randomised trial. N Engl J Med. 2019;381:1201-10.",
        "Muller A. Effect of walking on sleep in older adults. New England Journal of Medicine. 2020;381(13):1201-1210.",
        "O'Hara B. Effect of Walking on Sleep in Older Adults: A Randomised Trial. NEJM. 2018;381:1201.",
    ] {
        let (likeness, title) = likeness(raw, &TRIAL);
        assert!(likeness.is_same_work(&title), "{raw}: {likeness:?}");
        assert!(!likeness.is_other_work());
        assert_eq!(likeness.container, Some(true), "{raw}");
    }
}

#[test]
fn another_work() {
    for raw in [
        "Smith J. Aspirin and stroke in men. BMJ. 2012;344:e12.",
        "Müller A. Walking and blood pressure among nurses. N Engl J Med. 2011;364:12-20.",
        "Kim H. Vitamin C. Lancet. 2019;381:1-2.",
    ] {
        let (likeness, title) = likeness(raw, &TRIAL);
        assert!(!likeness.is_same_work(&title), "{raw}: {likeness:?}");
        assert!(likeness.is_other_work(), "{raw}: {likeness:?}");
    }
}

#[test]
fn scripts_that_differ_say_nothing() {
    let raw = "马娜娜. 步行对老年人睡眠的影响: 随机对照试验[J]. 某某医学杂志, 2019, 38(2): 12-18.";
    let (likeness, _) = likeness(raw, &TRIAL);
    assert_eq!((likeness.title, likeness.author, likeness.container), (None, None, None));
    assert!(!likeness.is_other_work());
}

#[test]
fn an_entry_without_title_is_found_by_its_place() {
    let (found, title) = likeness("Müller A, et al. N Engl J Med 2019;381:1201-10.", &TRIAL);
    assert!(found.is_same_work(&title), "{found:?} {title}");
    let (found, title) = likeness("Müller A, et al. N Engl J Med 2019;381:77-9.", &TRIAL);
    assert!(!found.is_same_work(&title));
}

#[test]
fn versions_of_a_doi_are_one() {
    assert_eq!(versionless("10.1002/14651858.cd001.pub2"), "10.1002/14651858.cd001");
    assert_eq!(versionless("10.1101/2024.01.01.24300001v2"), "10.1101/2024.01.01.24300001");
    assert_eq!(versionless("10.1038/nature12373"), "10.1038/nature12373");
    assert_eq!(versionless("10.5555/recov1"), "10.5555/recov1");
}

#[test]
fn an_entry_shows_words_whatever_became_of_their_blanks() {
    let raw = "1. Lobeck M. The experience of stroke for menin retirement. Ex J Med. 2005;15:1022. doi:10.5555/1999";
    let blocks = [crate::evidence::record::block(raw)];
    let quote = crate::extract::Quote::of(&blocks, crate::document::Place::new(0, 0..raw.len()));
    let fields = parse(raw, Knowledge::builtin().unwrap());
    let shown = Shown::of(&Reference { quote, index: 1, fields });
    assert!(
        shown.shows("The experience of stroke for men in retirement")
            && shown.shows("2005")
            && shown.shows("ex J. med")
    );
    assert!(!shown.shows("1999") && !shown.shows("Med Ex") && !shown.shows("02") && !shown.shows("200"));
}
