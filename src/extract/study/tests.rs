use super::{Introduced, Study, studies};
use crate::extract::Words;
use crate::extract::testing::{blocks, knowledge};
use crate::knowledge::Design;

fn found(text: &str) -> Vec<Study> {
    studies(&Words::new(&blocks(text), knowledge()))
}

fn only(text: &str) -> Study {
    let mut all = found(text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all.remove(0)
}

#[test]
fn reads_design_year_journal_and_number() {
    let s = only("2022年发表在《柳叶刀》上的一项Meta分析认为有效。");
    assert_eq!(
        (s.design, s.year, s.journal.as_deref()),
        (Some(Design::MetaAnalysis), Some(2022), Some("柳叶刀"))
    );
    assert_eq!(s.quote.text, "2022年发表在《柳叶刀》上的一项Meta分析");
    let s = only("A cohort study of 1,200 adults published in The Lancet followed them.");
    assert_eq!((s.design, s.n, s.journal.as_deref()), (Some(Design::Cohort), Some(1200), Some("The Lancet")));
    let s = only("A 2013 meta-analysis of 19 studies pooled them.");
    assert_eq!((s.design, s.year, s.n), (Some(Design::MetaAnalysis), Some(2013), None));
    let s = only("一项纳入5项随机对照试验的荟萃分析共有554名患者。");
    assert_eq!((s.design, s.n), (Some(Design::MetaAnalysis), Some(554)));
}

#[test]
fn reads_teams_and_what_points_back() {
    let s = only("王明教授团队的一项横断面研究调查了300人。");
    assert_eq!((s.design, s.n), (Some(Design::CrossSectional), Some(300)));
    assert_eq!(s.team.as_deref(), Some("王明教授团队"));
    assert_eq!(only("该试验共持续12周。").design, Some(Design::Trial));
    assert_eq!(only("这项研究结果令人鼓舞。").design, None);
}

#[test]
fn two_mentions_are_two_studies() {
    let all = found("一项队列研究认为有关,另一项随机对照试验没有发现。");
    let designs: Vec<_> = all.iter().map(|s| s.design).collect();
    assert_eq!(designs, [Some(Design::Cohort), Some(Design::RandomisedTrial)]);
    assert!(found("他在研究所工作,每天研究生姜。").is_empty());
}

#[test]
fn tells_what_points_at_a_study_told_of_before() {
    let pointing = [
        "该试验共持续12周。",
        "这个最新研究肯定了它。",
        "此次试验规模不大。",
        "The trial followed them for two years.",
        "This latest meta-analysis settles it.",
    ];
    for text in pointing {
        assert!(only(text).anaphoric, "{text}");
    }
    let others = [
        "另一项试验共持续12周。",
        "该药在一项试验中有效。",
        "2021年的这项试验没有发现。",
        "An earlier cohort study found the same.",
        "The trials were small.",
        "These studies were small.",
        "A cohort study of 40,200 adults followed them.",
    ];
    for text in others {
        assert!(found(text).iter().all(|s| !s.anaphoric), "{text}");
    }
    assert_eq!(only("The trials were small.").mention, Introduced::Several);
    assert_eq!(only("A cohort study of 40,200 adults followed them.").mention, Introduced::One);
}
