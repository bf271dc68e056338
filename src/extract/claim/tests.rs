use super::{Claim, Mention, Quantity, QuantityKind, Says, Strength, claims, strongest};
use crate::document::Place;
use crate::extract::citation::{Citation, CitationStyle};
use crate::extract::gate::gates;
use crate::extract::testing::{blocks, knowledge};
use crate::extract::{Quote, Words};
use crate::knowledge::{Certainty, Direction, Gate, Model, Relation};

fn found(text: &str) -> Vec<Claim> {
    let blocks = blocks(text);
    let words = Words::new(&blocks, knowledge());
    let gates = gates(&words);
    claims(&words, &gates, &[])
}

fn ids(mentions: &[Mention]) -> Vec<&str> {
    mentions.iter().map(|m| m.concept.as_deref().unwrap_or(&m.quote.text)).collect()
}

#[test]
fn what_a_sentence_is_about_is_no_claim() {
    for topic in
        ["一项研究考察了二甲双胍对血糖的影响。", "二甲双胍对血糖的影响机制", "这篇文章讲生姜的作用。"]
    {
        assert_eq!(found(topic), [], "{topic}");
    }
    for claim in ["二甲双胍对血糖有明显的影响。", "生姜有降低血糖的作用。", "二甲双胍会影响血糖。"]
    {
        assert_eq!(found(claim).len(), 1, "{claim}");
    }
}

/// A text, its last claim's intervention, outcome and condition together, direction, strength.
type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str], Direction, Strength);

fn check(cases: &[Case]) {
    for (text, actors, objects, direction, strength) in cases {
        let all = found(text);
        let claim = all.last().unwrap_or_else(|| panic!("no claim in: {text}"));
        let mut things = ids(&claim.outcome);
        things.extend(ids(&claim.condition));
        assert_eq!(ids(&claim.intervention), *actors, "intervention in: {text}");
        assert_eq!(things, *objects, "objects in: {text}");
        assert_eq!((claim.direction, claim.strength), (*direction, *strength), "{text}");
    }
}

#[test]
fn reads_chinese_claims() {
    use Direction as D;
    use Strength as S;
    check(&[
        ("阿司匹林可降低中风风险。", &["aspirin"], &["stroke"], D::Decrease, S::Causal),
        ("阿司匹林可能降低中风风险。", &["aspirin"], &["stroke"], D::Decrease, S::Conditional),
        ("阿司匹林不能降低中风风险。", &["aspirin"], &["stroke"], D::NoEffect, S::Causal),
        ("服用阿司匹林与较低的中风风险相关。", &["aspirin"], &["stroke"], D::Decrease, S::Correlational),
        ("二甲双胍与癌症无关。", &["metformin"], &["cancer"], D::NoEffect, S::Correlational),
        ("生姜根治糖尿病!", &["ginger"], &["diabetes"], D::Improve, S::Certain),
        ("生姜并不能根治糖尿病。", &["ginger"], &["diabetes"], D::NoEffect, S::Causal),
        ("研究证实二甲双胍改善血糖。", &["metformin"], &["glucose"], D::Improve, S::Causal),
        ("维生素D会加重恶心。", &["vitamin_d"], &["nausea"], D::Worsen, S::Causal),
        ("二甲双胍很常用。该药能降低血糖。", &["metformin"], &["glucose"], D::Decrease, S::Causal),
        ("医生给他开了二甲双胍。第二周血糖就下降了。", &["metformin"], &["glucose"], D::Decrease, S::Causal),
        ("每天散步能改善睡眠质量。", &["每天散步"], &["sleep_quality"], D::Improve, S::Causal),
        ("肥胖会增加中风风险。", &["obesity"], &["stroke"], D::Increase, S::Causal),
        ("生姜与安慰剂相比,恶心减少了。", &["ginger"], &["nausea"], D::Decrease, S::Causal),
        ("阿司匹林与癌症有关。", &["aspirin"], &["cancer"], D::Increase, S::Correlational),
        (
            "阿司匹林组与对照组的死亡率无显著差异。",
            &["aspirin"],
            &["mortality"],
            D::NoEffect,
            S::Correlational,
        ),
    ]);
}

#[test]
fn reads_english_claims() {
    use Direction as D;
    use Strength as S;
    check(&[
        ("Aspirin lowers the risk of stroke.", &["aspirin"], &["stroke"], D::Decrease, S::Causal),
        ("Aspirin may lower the risk of stroke.", &["aspirin"], &["stroke"], D::Decrease, S::Conditional),
        ("Aspirin does not prevent stroke.", &["aspirin"], &["stroke"], D::NoEffect, S::Causal),
        (
            "Aspirin was associated with reduced mortality.",
            &["aspirin"],
            &["mortality"],
            D::Decrease,
            S::Correlational,
        ),
        ("Aspirin reduced mortality.", &["aspirin"], &["mortality"], D::Decrease, S::Causal),
        ("Statin users had reduced mortality.", &["statin"], &["mortality"], D::Decrease, S::Correlational),
        ("Ginger is widely eaten. It relieves nausea.", &["ginger"], &["nausea"], D::Improve, S::Causal),
        ("Ginger cures diabetes.", &["ginger"], &["diabetes"], D::Improve, S::Certain),
        ("Obesity causes stroke.", &["obesity"], &["stroke"], D::Increase, S::Causal),
        (
            "Drugs used to treat diabetes, such as metformin, are linked to cancer.",
            &["metformin"],
            &["cancer"],
            D::Increase,
            S::Correlational,
        ),
        ("Vitamin D had no effect on mortality.", &["vitamin_d"], &["mortality"], D::NoEffect, S::Causal),
        (
            "Metformin lowered the blood sugar of most patients.",
            &["metformin"],
            &["glucose"],
            D::Decrease,
            S::Causal,
        ),
    ]);
}

#[test]
fn two_figures_set_against_each_other_are_a_claim() {
    use Direction as D;
    use Strength as S;
    check(&[
        ("死亡率:阿司匹林组12%,安慰剂组18%。", &["aspirin"], &["mortality"], D::Decrease, S::Causal),
        ("安慰剂组有18%恶心,阿司匹林组有25%。", &["aspirin"], &["nausea"], D::Increase, S::Causal),
        (
            "Mortality was 12% with aspirin and 18% without.",
            &["aspirin"],
            &["mortality"],
            D::Decrease,
            S::Causal,
        ),
    ]);
    assert_eq!(found("阿司匹林组有12%是女性,18%吸烟。"), []);
}

#[test]
fn arms_are_told_by_any_count_and_by_those_who_took_it() {
    use Direction as D;
    use Strength as S;
    check(&[
        ("生姜很常用。用药组有恶心的占12%,安慰剂组占31%。", &["ginger"], &["nausea"], D::Decrease, S::Causal),
        ("阿司匹林组300人中15人中风,对照组310人中40人。", &["aspirin"], &["stroke"], D::Decrease, S::Causal),
        (
            "Aspirin is old. Strokes were seen in 11 people in the daily group and 22 in the other group.",
            &["aspirin"],
            &["stroke"],
            D::Decrease,
            S::Causal,
        ),
        (
            "Nausea was felt by 12% on placebo and 19% on aspirin.",
            &["aspirin"],
            &["nausea"],
            D::Increase,
            S::Causal,
        ),
    ]);
    for text in [
        "536人随机分为两组,阿司匹林组268人,对照组268人,均有中风史。",
        "Aspirin for 12 months or placebo for 6 months, in people with a stroke.",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn change_is_told_by_a_number_beside_it() {
    use Direction as D;
    use Strength as S;
    check(&[
        ("生姜很常用。服用者恶心少了两成。", &["ginger"], &["nausea"], D::Decrease, S::Correlational),
        ("二甲双胍让血糖从9.1变成6.2。", &["metformin"], &["glucose"], D::Decrease, S::Causal),
        (
            "Aspirin users had 20 per cent fewer strokes.",
            &["aspirin"],
            &["stroke"],
            D::Decrease,
            S::Correlational,
        ),
        ("Mortality went up by 12% on metformin.", &["metformin"], &["mortality"], D::Increase, S::Causal),
        (
            "二甲双胍组糖尿病的风险比0.71(95%CI 0.60~0.85)。",
            &["metformin"],
            &["diabetes"],
            D::Decrease,
            S::Correlational,
        ),
        ("生姜治恶心,总有效率97.3%。", &["ginger"], &[], D::Improve, S::Causal),
    ]);
    for text in ["二甲双胍的售价少了三成。", "The dose of aspirin was cut by 50%.", "阿司匹林有一点贵。"]
    {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn everyday_verbs_count_where_something_acts_on_something() {
    use Direction as D;
    use Strength as S;
    check(&[
        ("生姜能把恶心压住。", &["ginger"], &["nausea"], D::Decrease, S::Causal),
        ("Ginger keeps colds at bay.", &["ginger"], &["cold"], D::Decrease, S::Causal),
        ("Ginger might hold off colds.", &["ginger"], &["cold"], D::Decrease, S::Conditional),
        ("生姜很常用。这种药粉能挡住感冒。", &["ginger"], &["cold"], D::Decrease, S::Causal),
        ("Ginger settles the stomach.", &["ginger"], &["stomach"], D::Improve, S::Causal),
        ("二甲双胍比他汀更温和。", &["metformin"], &[], D::Improve, S::Causal),
        ("Aspirin beats metformin.", &["aspirin"], &[], D::Improve, S::Causal),
    ]);
    for text in ["他把车压住了。", "Keep the tablets away from children.", "It is not clear."] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn harms_occur_and_evidence_is_wanting() {
    let c = one("阿司匹林的不良反应不多。恶心较常见。");
    assert_eq!((ids(&c.intervention), c.direction), (vec!["aspirin"], Direction::Increase));
    let c = one("有人用生姜治糖尿病,目前没有可靠的研究支持。");
    assert_eq!((ids(&c.intervention), c.strength), (vec!["ginger"], Strength::None));
    assert_eq!(found("阿司匹林很常用。冬天感冒较常见。"), []);
}

#[test]
fn sentences_that_claim_nothing() {
    for text in [
        "他接受了前列腺癌根治术。",
        "请在医生指导下使用。",
        "糖尿病患者人数众多。",
        "阿司匹林是一种常见药物。",
        "本文由医院供稿。",
        "少数人出现骨髓抑制。",
        "Aspirin is sold in many shops.",
        "The trial enrolled 200 adults.",
        "Diabetes is common.",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

fn one(text: &str) -> Claim {
    found(text).pop().unwrap_or_else(|| panic!("no claim in: {text}"))
}

#[test]
fn certainty_is_that_of_the_highest_word_unless_hedged_or_denied() {
    use Certainty::{C0, C1, C2, C3, C4};
    for (text, certainty) in [
        ("阿司匹林降低中风风险。", C2),
        ("阿司匹林被证实降低中风风险。", C3),
        ("阿司匹林可能被证实降低中风风险。", C1),
        ("病理证实后,阿司匹林降低中风风险。", C2),
        ("二甲双胍一定能治好糖尿病。", C4),
        ("二甲双胍不能治好糖尿病。", C0),
        ("二甲双胍能否预防癌症,尚不清楚。", C0),
        ("就没有药能降低血糖吗?二甲双胍很常用。", C2),
        ("二甲双胍就不能降低血糖吗?还真有用!", C3),
        ("A study suggests that aspirin reduces strokes.", C1),
        ("Aspirin is proven to reduce strokes.", C3),
        ("Aspirin always works against stroke.", C4),
        ("It is unclear whether aspirin prevents stroke.", C0),
    ] {
        let all = found(text);
        let first = all.first().map(|c| c.certainty);
        assert!(first == Some(certainty) || (first.is_none() && certainty == C2), "{text}: {first:?}");
    }
}

#[test]
fn slots_model_numbers_and_context() {
    let c = one("与安慰剂相比,阿司匹林使中风风险降低约25%(RR 0.75,95%CI 0.60~0.94)。");
    assert_eq!(ids(&c.intervention), ["aspirin"]);
    let kinds: Vec<_> = c.numbers.iter().map(|q| q.kind).collect();
    assert_eq!(kinds, [QuantityKind::Percent, QuantityKind::RiskRatio, QuantityKind::Interval]);
    assert!(c.numbers[0].approximate);
    let c = one("Aspirin reduced strokes more than placebo.");
    assert_eq!((ids(&c.intervention), ids(&c.comparator)), (vec!["aspirin"], vec!["placebo"]));
    assert_eq!(one("In mice, ginger prevents cancer.").model, Model::Animal);
    assert_eq!(one("体外实验中,生姜抑制癌症。").model, Model::InVitro);
    assert_eq!(one("在患者中,生姜缓解恶心。").model, Model::Human);
    assert_eq!(one("生姜缓解恶心。").model, Model::Unknown);
    let c = one("张医生表示,二甲双胍降低血糖。");
    assert_eq!((c.attribution.as_deref(), c.gates), (Some("张医生"), vec![Gate::Attribution]));
    let c = one("您应该每天吃生姜来预防感冒。");
    assert!(c.advice && c.relation == Relation::Causal);
    let c = one("多年来,大家都在说,生姜可缓解恶心,而且便宜。");
    assert_eq!(c.quote.text, "生姜可缓解恶心");
}

#[test]
fn quotes_are_the_bytes_they_came_from() {
    let text = "生姜好。\n二甲双胍可降低血糖,很常用。";
    let c = one(text);
    assert_eq!(&text[c.quote.span.start..c.quote.span.end], "二甲双胍可降低血糖");
    let cue = &c.cues[0].quote;
    assert_eq!(&text[cue.span.start..cue.span.end], cue.text);
}

#[test]
fn a_claim_says_which_words_gave_its_strength_and_over_what() {
    let text = "专家认为,阿司匹林可能降低中风风险,但不能根治糖尿病。";
    let claims = found(text);
    let because = |at: usize| -> Vec<(&str, Says, Option<&str>)> {
        let reasons = claims[at].cues.iter();
        reasons.map(|r| (r.quote.text.as_str(), r.says, r.scope.as_ref().map(|s| s.text.as_str()))).collect()
    };
    let hedged = [
        ("可能", Says::Hedge, Some("可能降低中风风险,")),
        ("降低", Says::Causal, None),
        ("降低", Says::Direction, None),
    ];
    assert_eq!((claims[0].strength, because(0)), (Strength::Conditional, hedged.to_vec()));
    let denied = [
        ("不能", Says::Negation, Some("不能根治糖尿病。")),
        ("根治", Says::Causal, None),
        ("根治", Says::C4, None),
        ("根治", Says::Direction, None),
    ];
    assert_eq!((claims[1].strength, because(1)), (Strength::Causal, denied.to_vec()));
}

#[test]
fn citations_stand_in_the_sentence_or_right_behind_it() {
    let text = "阿司匹林降低中风风险[1]。生姜缓解恶心。[2]别的话[3]。";
    let blocks = blocks(text);
    let all: Vec<Citation> = text
        .match_indices('[')
        .map(|(at, _)| Citation {
            quote: Quote::of(&blocks, Place::new(0, at..at + 3)),
            style: CitationStyle::Numeric,
            numbers: vec![],
            author_year: None,
        })
        .collect();
    let words = Words::new(&blocks, knowledge());
    let gates = gates(&words);
    let cited: Vec<_> = claims(&words, &gates, &all).into_iter().map(|c| c.citations).collect();
    assert_eq!(cited, [vec![0], vec![1]]);
}

fn quantities(text: &str) -> Vec<Quantity> {
    Words::new(&blocks(text), knowledge()).quantities(0).to_vec()
}

#[test]
fn quantities_of_both_languages() {
    use QuantityKind as K;
    let cases: &[(&str, K, f64, f64)] = &[
        ("共纳入554名患者", K::Count, 554.0, 554.0),
        ("1.5万人参加", K::Count, 15000.0, 15000.0),
        ("1,200 healthy adults", K::Count, 1200.0, 1200.0),
        ("1 720 108 participants", K::Count, 1_720_108.0, 1_720_108.0),
        ("n = 42", K::Count, 42.0, 42.0),
        ("十二项随机研究", K::Studies, 12.0, 12.0),
        ("19 randomised trials", K::Studies, 19.0, 19.0),
        ("降低了三分之一", K::Percent, 100.0 / 3.0, 100.0 / 3.0),
        ("百分之三十", K::Percent, 30.0, 30.0),
        ("30%~40%", K::Percent, 30.0, 40.0),
        ("12 per cent", K::Percent, 12.0, 12.0),
        ("下降5个百分点", K::Points, 5.0, 5.0),
        ("OR=2.1", K::OddsRatio, 2.1, 2.1),
        ("hazard ratio was 0.83", K::HazardRatio, 0.83, 0.83),
        ("aHR 1.20", K::HazardRatio, 1.2, 1.2),
        ("95% CI, 0.80-1.06", K::Interval, 0.8, 1.06),
        ("95%置信区间:1.2至3.4", K::Interval, 1.2, 3.4),
        ("P<0.05", K::PValue, 0.05, 0.05),
        ("p value of .03", K::PValue, 0.03, 0.03),
        ("I²=76%", K::ISquared, 76.0, 76.0),
        ("提高了3倍", K::Fold, 3.0, 3.0),
        ("a 2-fold rise", K::Fold, 2.0, 2.0),
        ("2022年发表", K::Year, 2022.0, 2022.0),
        ("published in 2019.", K::Year, 2019.0, 2019.0),
        ("持续12周", K::Days, 84.0, 84.0),
        ("for six months", K::Days, 180.0, 180.0),
        ("3-5天", K::Days, 3.0, 5.0),
        ("随访两年,", K::Days, 730.0, 730.0),
        ("12weeks", K::Days, 84.0, 84.0),
        ("in 12-week follow-up", K::Days, 84.0, 84.0),
        ("One hundred and eighty-two older patients", K::Count, 182.0, 182.0),
        ("nearly twofold", K::Fold, 2.0, 2.0),
        ("3项观察性的研究", K::Studies, 3.0, 3.0),
        ("odds ratio (OR), .47", K::OddsRatio, 0.47, 0.47),
        ("OR (95% CI): 1.4", K::OddsRatio, 1.4, 1.4),
        ("95% CI −5.7% to −4.2%", K::Interval, -5.7, -4.2),
        ("97.5% confidence interval [CI], 361-395", K::Interval, 361.0, 395.0),
        ("8%-74%", K::Percent, 8.0, 74.0),
        ("in 1994 to", K::Year, 1994.0, 1994.0),
        ("2010-2015年", K::Year, 2015.0, 2015.0),
    ];
    for &(text, kind, low, high) in cases {
        let all = quantities(text);
        let first = all.first().unwrap_or_else(|| panic!("no number in {text}"));
        assert_eq!((all.len(), first.kind), (1, kind), "{text}: {all:?}");
        assert!((first.low - low).abs() < 1e-6 && (first.high - high).abs() < 1e-6, "{text}: {first:?}");
    }
    let none = [
        "version 2.0.1",
        "type 2 diabetes patients",
        "第三章",
        "B12",
        "电话12345678",
        "一个好办法",
        "4周岁以下",
        "300人次",
        "每100人里",
        "per 1,000 people",
        "the 95% confidence interval",
        "1,994 before most people",
        "someone patients know",
        "p of 3 in n of 1",
    ];
    let huge = format!("{}名患者", "9".repeat(400));
    for text in none.into_iter().chain([huge.as_str()]) {
        assert_eq!(quantities(text), [], "{text}");
    }
}

#[test]
fn the_strength_of_a_text_is_that_of_its_strongest_sentence() {
    for (text, strength) in [
        ("The device improves hearing.", Strength::Causal),
        ("The device might improve hearing.", Strength::Conditional),
        ("Loud noise is linked to hearing loss.", Strength::Correlational),
        ("Hearing was tested twice.", Strength::None),
        ("Further research is needed to improve hearing.", Strength::None),
        ("We asked whether the device improves hearing.", Strength::None),
        ("The tonic cures deafness.", Strength::Certain),
        ("Hearing was tested twice. It may improve with age.", Strength::Conditional),
        ("It is well known that noise damages hearing.", Strength::None),
        ("Risk factors for hearing loss may also impair balance.", Strength::Conditional),
        ("Noise negatively affects hearing.", Strength::Causal),
        ("Noise negatively correlates with hearing.", Strength::Correlational),
        ("The test can help predict hearing loss.", Strength::Correlational),
        ("The clinic has prevented hearing loss.", Strength::Causal),
        ("缓解恶心,绝不反弹。", Strength::Certain),
        ("恶心永远不会再来。", Strength::Certain),
        ("生姜不能根治恶心。", Strength::Causal),
        ("研究提示,生姜可缓解恶心。", Strength::Conditional),
        ("靠生姜预防中风,目前缺乏可靠的临床证据。", Strength::Conditional),
        ("广告不得涉及治疗恶心。", Strength::None),
        ("本文收集了中风相关研究。", Strength::None),
    ] {
        let blocks = blocks(text);
        let words = Words::new(&blocks, knowledge());
        let gates = gates(&words);
        assert_eq!(strongest(&words, &gates), strength, "{text}");
    }
}

#[test]
fn strength_is_one_table() {
    use Certainty::{C0, C1, C2, C3, C4};
    let row = |relation| [C0, C1, C2, C3, C4].map(|c| Strength::of(relation, c));
    assert_eq!(row(Relation::None), [Strength::None; 5]);
    assert_eq!(row(Relation::Associative), [Strength::Correlational; 5]);
    let causal =
        [Strength::Conditional, Strength::Conditional, Strength::Causal, Strength::Causal, Strength::Certain];
    assert_eq!(row(Relation::Causal), causal);
}

#[test]
fn long_texts_take_linear_time() {
    let text = "阿司匹林不能降低中风风险12%,可能有害,".repeat(4000);
    assert_eq!(found(&text).len(), 8000);
    assert_eq!(quantities(&"一个 1 - 1 ".repeat(20_000)), []);
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "(阿司匹林|该药|中风|降低|不|可能|与|相关|吗|\\?|。|,|“|:|\n|aspirin|reduces|stroke|may|not|12%|95%CI 1-2|三分之一|than|[a-z0-9.%]| ){0,40}") {
        let blocks = blocks(&text);
        let words = Words::new(&blocks, knowledge());
    let gates = gates(&words);
        for claim in claims(&words, &gates, &[]) {
            let place = &claim.quote.place;
            proptest::prop_assert!(blocks[place.block].as_str().get(place.range()).is_some());
        }
        let _ = strongest(&words, &gates);
        let _ = crate::extract::study::studies(&words);
    }
}
