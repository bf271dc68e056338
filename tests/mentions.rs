//! Mentions of sources: each is linked to the entry that a careful reader takes it for, and to none
//! where that cannot be told.

mod common;

use claimlint::check::{DocumentReport, check};
use claimlint::document::{Format, Hint, read};
use claimlint::evidence::Library;
use claimlint::knowledge::Knowledge;
use claimlint::rules::{Settings, registry};
use common::{files, fixtures};
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;

/// A mention as marked: its bytes in the article without marks, and the entries it means.
struct Marked {
    range: Range<usize>,
    means: BTreeSet<u32>,
}

/// The article without its `⟦2|…⟧`, and what they mark.
fn unmarked(text: &str) -> (String, Vec<Marked>) {
    let (mut plain, mut marks) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟦') {
        plain.push_str(before);
        let (means, after) = after.split_once('|').expect("a mark holds |");
        let (words, after) = after.split_once('⟧').expect("a mark is closed");
        let start = plain.len();
        plain.push_str(words);
        let means = means.split(',').filter(|m| *m != "open").map(|n| n.parse().unwrap()).collect();
        marks.push(Marked { range: start..plain.len(), means });
        rest = after;
    }
    plain.push_str(rest);
    (plain, marks)
}

fn checked(text: &str) -> DocumentReport {
    let knowledge = Knowledge::builtin().unwrap();
    let hint = Hint { format: Some(Format::Markdown), ..Hint::default() };
    let document = read(text.as_bytes(), &hint, knowledge).unwrap();
    check("article.md", &document, knowledge, &Library::default(), registry().unwrap(), &Settings::default())
}

/// The entries that citations and mentions within a range are linked to.
fn linked(report: &DocumentReport, range: &Range<usize>) -> BTreeSet<u32> {
    let inside = |start: usize, end: usize| start < range.end && range.start < end;
    let cited = report.citations.iter().filter(|c| inside(c.from.quote.span.start, c.from.quote.span.end));
    let named = report.mentions.iter().filter(|m| inside(m.from.quote.span.start, m.from.quote.span.end));
    cited.flat_map(|c| c.references.clone()).chain(named.flat_map(|m| m.references.clone())).collect()
}

/// Least share of mentions that are read as they were marked.
const RIGHT: f64 = 0.9;

#[test]
fn mentions_are_linked_as_a_careful_reader_links_them() {
    let (mut of, mut missed, mut wrong) = (0, Vec::new(), Vec::new());
    for path in files(&fixtures().join("mentions"), "") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "README.md" {
            continue;
        }
        let (text, marks) = unmarked(&fs::read_to_string(&path).unwrap());
        let report = checked(&text);
        for mark in marks {
            of += 1;
            let found = linked(&report, &mark.range);
            let said = format!("{name}: {} is {:?}, linked to {found:?}", &text[mark.range], mark.means);
            if !found.is_subset(&mark.means) {
                wrong.push(said);
            } else if found != mark.means {
                missed.push(said);
            }
        }
    }
    assert!(of >= 60, "{of} mentions");
    let right = of - missed.len() - wrong.len();
    println!("{right} of {of} right, {} wrong", wrong.len());
    assert!(
        wrong.is_empty() && right as f64 >= RIGHT * of as f64,
        "{right} of {of} right\nwrong:\n{}\nmissed:\n{}",
        wrong.join("\n"),
        missed.join("\n")
    );
}

#[test]
fn a_link_says_how_sure_and_why_and_an_open_mention_why_not() {
    let (text, _) = unmarked(&fs::read_to_string(fixtures().join("mentions/en-aspirin.md")).unwrap());
    for mention in checked(&text).mentions {
        let is_linked = !mention.references.is_empty();
        assert_eq!(is_linked, mention.confidence.is_some(), "{}", mention.from.quote.text);
        assert_eq!(is_linked, !mention.because.is_empty(), "{}", mention.from.quote.text);
        assert_eq!(is_linked, mention.open.is_none(), "{}", mention.from.quote.text);
    }
}

/// Pieces of text in which mentions may stand, whole and broken.
const PIECES: &[&str] = &[
    "《",
    "》",
    "柳叶刀",
    "子刊",
    "王芳",
    "等人",
    "等(2020)",
    "教授团队",
    "哈佛大学团队",
    "该团队",
    "一项",
    "2020年",
    "荟萃分析",
    "队列研究",
    "该试验",
    "上述指南",
    "Smith and colleagues",
    "Smith (2019b)",
    " the Lancet",
    " trial",
    "A 2020",
    " LIGHT-1",
    "的",
    ",",
    "。",
    ". ",
    "[1]",
    "[2,3]",
    "¹",
    "阿司匹林",
    " aspirin",
    "n = 200",
    "\n\n",
    "# ",
    "é",
    "𠀀",
];

proptest::proptest! {
    #[test]
    fn any_text_gives_mentions_at_their_bytes(picks in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let body: String = picks.iter().map(|&i| PIECES[i]).collect();
        let list = "[1] 王芳, 刘洋. 阿司匹林的荟萃分析[J]. 柳叶刀, 2020, 1(1): 1-5.\n\n[2] Smith J. Aspirin: the LIGHT-1 trial[J]. Lancet, 2019b, 2(1): 6-9.\n";
        let text = format!("# 题目\n\n{body}\n\n## 参考文献\n\n{list}");
        let report = checked(&text);
        for mention in &report.mentions {
            let span = &mention.from.quote.span;
            proptest::prop_assert!(text.get(span.start..span.end).is_some());
            proptest::prop_assert_eq!(mention.references.is_empty(), mention.open.is_some());
        }
    }
}
