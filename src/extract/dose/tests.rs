//! Sentences of both languages, most in pairs: one with a pattern, one without.

use super::{Dose, ProblemCode, doses, problems};
use crate::document::{Block, BlockKind};
use crate::extract::Words;
use crate::knowledge::{Knowledge, PackFile};
use crate::text::Text;
use std::path::Path;
use std::sync::LazyLock;

/// The packs of `claims/doses`, with a small table of drugs.
static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("claims/doses");
    let mut files: Vec<PackFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            PackFile { path: format!("doses/{name}"), text: std::fs::read_to_string(path).unwrap() }
        })
        .collect();
    let table = r#"
        source = "test"
        reviewed = "2026-11-23"
        kind = "drug"
        concept = [
            { id = "digoxin", zh = ["地高辛"], en = ["digoxin"] },
            { id = "methotrexate", zh = ["甲氨蝶呤"], en = ["methotrexate"] },
            { id = "levothyroxine", zh = ["左甲状腺素"], en = ["levothyroxine"] },
            { id = "insulin", zh = ["胰岛素"], en = ["insulin"] },
            { id = "ciclosporin", zh = ["环孢素"], en = ["ciclosporin"] },
            { id = "hcg", zh = ["绒促性素"], en = ["hCG"] },
        ]
    "#;
    files.push(PackFile { path: "concepts/test.toml".into(), text: table.into() });
    Knowledge::load(&files).unwrap()
});

fn blocks(text: &str) -> Vec<Block> {
    let mut start = 0;
    let line = |line: &str| {
        let mut body = Text::default();
        body.push_verbatim(line, start);
        start += line.len() + 1;
        Block::new(BlockKind::Paragraph, body)
    };
    text.split('\n').map(line).collect()
}

fn read(text: &str) -> Vec<Dose> {
    doses(&Words::new(&blocks(text), &KNOWLEDGE))
}

/// `low-high unit basis xlow-high kind`, statements joined by `; `.
fn shown(text: &str) -> String {
    let span = |low: Option<f64>, high: Option<f64>| match (low, high) {
        (Some(l), Some(h)) if l != h => format!("{l}-{h}"),
        (_, Some(h)) => h.to_string(),
        _ => String::new(),
    };
    let one = |d: Dose| {
        let often = d.per_day_high.map(|_| format!("x{}", span(d.per_day_low, d.per_day_high)));
        let kind = (d.kind != super::DoseKind::Regular).then(|| d.kind.as_str().to_owned());
        let amount = span(d.amount_low, d.amount_high);
        let parts = [Some(amount), d.unit, Some(d.basis.as_str().to_owned()), often, kind];
        parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    };
    read(text).into_iter().map(one).collect::<Vec<_>>().join("; ")
}

fn codes(text: &str) -> Vec<ProblemCode> {
    let blocks = blocks(text);
    let words = Words::new(&blocks, &KNOWLEDGE);
    let statements = doses(&words);
    let mut out: Vec<_> = problems(&words, &statements).into_iter().map(|p| p.code).collect();
    out.sort();
    out.dedup();
    out
}

fn check(cases: &[(&str, &str)]) {
    for (text, want) in cases {
        assert_eq!(shown(text), *want, "{text}");
    }
}

#[test]
fn chinese_directions() {
    check(&[
        ("口服,每次2片,每天3次。", "2 tablet per_dose x3"),
        ("口服。每天3次,每次2片。", "2 tablet per_dose x3"),
        ("一次3~5粒，一日1～2次，饭后服。", "3-5 capsule per_dose x1-2"),
        ("每次０．２５ｇ,一日2次", "0.25 g per_dose x2"),
        ("成人每晚睡前服半片", "0.5 tablet per_dose x1"),
        ("早晚各服1袋", "1 sachet per_dose x2"),
        ("每次10ml,早、中、晚各一次", "10 mL per_dose x3"),
        ("隔日一次,每次1支肌注", "1 ampoule per_dose x0.5"),
        ("每8小时500mg静滴", "500 mg per_dose x3"),
        ("每4~6小时一次,每次200毫克", "200 mg per_dose x4-6"),
        ("每周1次,每次70毫克", "70 mg per_dose x0.1429"),
        ("5ml/次,3次/日", "5 mL per_dose x3"),
        ("每日三百毫克,分两次服", "300 mg per_day x2"),
        ("60μg/日,分3次-4次服用", "60 ug per_day x3-4"),
        ("地高辛 | 3mg | 分3次", "3 mg per_day x3"),
        ("按体重一次8mg/kg,一日2次", "8 mg/kg per_dose x2"),
        ("泼尼松1mg/(kg·d)口服", "1 mg/kg per_day"),
        ("每公斤体重每日10毫克", "10 mg per_day"),
        ("一次2瓶(6克)~3瓶(9克),一日2次", "2-3 bottle per_dose x2"),
        ("一次15ml(1支半),一日2次", "15 mL per_dose x2"),
    ]);
}

#[test]
fn chinese_lists_share_a_frequency() {
    check(&[
        (
            "三岁以下一次1片；四至九岁一次2片；十岁以上一次3片；一日3次。",
            "1 tablet per_dose x3; 2 tablet per_dose x3; 3 tablet per_dose x3",
        ),
        ("一次0.3克,一日0.9克", "0.3 g per_dose; 0.9 g per_day"),
        ("首次4000单位,以后每12小时2000单位皮下注射", "4000 IU per_dose start; 2000 IU per_dose x2"),
        ("儿童每次1片，每日2次；成人每次2片，每日3次", "1 tablet per_dose x2; 2 tablet per_dose x3"),
        ("每日一次,每次四片;可改为每日两次,每次两片", "4 tablet per_dose x1; 2 tablet per_dose x2"),
        ("口服甲药每天10mg,或乙药20mg", "10 mg per_day; 20 mg per_day"),
    ]);
}

#[test]
fn english_directions() {
    check(&[
        ("Take 400 mg every 4 to 6 hours as needed.", "400 mg per_dose x4-6"),
        ("Take half a tablet at bedtime.", "0.5 tablet per_dose x1"),
        ("Take one or two 200 mg tablets twice a day.", "1-2 tablet per_dose x2"),
        ("TAKE ONE AND ONE-HALF TABLETS THREE TIMES DAILY", "1.5 tablet per_dose x3"),
        ("Take 1 1/2 tablets once daily", "1.5 tablet per_dose x1"),
        ("take two (2) capsules by mouth every other day", "2 capsule per_dose x0.5"),
        ("1-2 q8h prn", "1-2 per_dose x3"),
        ("2 x 5ml spoonfuls four times a day", "10 mL per_dose x4"),
        ("Inject 70 mg under the skin once weekly", "70 mg per_dose x0.1429"),
        ("500 mg twice a day or 850 mg once a day", "500 mg per_dose x2; 850 mg per_dose x1"),
        ("1,500 mg daily, divided into three doses", "1500 mg per_day x3"),
        ("Take 2 tablets in the morning and 1 at noon", "2 tablet per_dose x1; 1 tablet per_dose x1"),
        (
            "1 capsule at bedtime for 7 days then 1 capsule twice a day",
            "1 capsule per_dose x1; 1 capsule per_dose x2",
        ),
        ("Take 7.5 mg three days per week", "7.5 mg per_dose x0.4286"),
        ("one tablet morning and night", "1 tablet per_dose x2"),
        ("Adults need 400 mcg (0.4 mg) of it a day.", "400 ug per_day"),
        ("take 1 tablet 10 mg by mouth daily", "1 tablet per_dose x1"),
    ]);
}

#[test]
fn kinds_are_told_apart() {
    check(&[
        ("每日最大剂量不超过4g", "4 g per_day max"),
        ("起始剂量每次5mg,每日1次", "5 mg per_dose x1 start"),
        ("每2周递增25mg", "25 mg none x0.0714 increment"),
        ("Do not exceed 3 g in 24 hours.", "3 g per_day max"),
        ("Use 1 puff, up to a maximum of 4 puffs per dose", "1 puff per_dose; 4 puff per_dose max"),
        ("up to 5 puffs as required", "0-5 puff per_dose"),
        ("every 6 hours, up to 40 mg/kg/day", "40 mg/kg per_day x4 max"),
        ("24小时内服用不超过4次,每次10ml", "none x4 max; 10 mL per_dose"),
    ]);
}

#[test]
fn what_is_no_dose() {
    for text in [
        "每100克含维生素C 60毫克,每片含钙300毫克。",
        "9克/丸,0.4mg/片,规格0.25g×20片",
        "空腹血糖超过7.0mmol/L",
        "每日食盐不超过5克",
        "黄芪30克、当归10克、白芍15克,水煎服",
        "患者体重60kg,身高170cm",
        "eGFR below 45 mL/min/1.73 m²",
        "Walk three times a week and eat two eggs a day.",
        "The tablet contains 500 mg of calcium.",
        "The serum level was 150 ng/mL.",
        "COVID-19, omega-3, vitamin B12 and Q10",
        "溶于150ml温水",
        "一片叶子,两支队伍,三个月",
        "每周运动3次,每年体检1次",
    ] {
        assert_eq!(shown(text), "", "{text}");
    }
}

#[test]
fn a_day_or_each_time_stays_open() {
    let all = read("环孢素每天50mg,每天两次或三次,口服");
    let totals: Vec<f64> = all[0].readings.iter().map(|r| r.daily_total).collect();
    assert_eq!((all.len(), all[0].basis), (1, super::Basis::Ambiguous));
    assert_eq!(totals, [50.0, 100.0, 150.0]);
    assert_eq!(all[0].drug_concept.as_deref(), Some("ciclosporin"));
    check(&[
        ("metformin 500 mg daily, three times a day", "500 mg ambiguous x3"),
        ("一日6片,一日3次", "6 tablet ambiguous x3"),
        ("每天共50mg,分两次服", "50 mg per_day x2"),
        ("每次50mg,每天两次或三次", "50 mg per_dose x2-3"),
        ("一日2～3次,一次6～8片", "6-8 tablet per_dose x2-3"),
        ("每日剂量20mg/kg,每12小时1次", "20 mg/kg per_day x2"),
        ("1 3 times a day", "1 ambiguous x3"),
        ("take 1 or 2 four times a day", "1-2 per_dose x4"),
    ]);
}

#[test]
fn problems_and_their_controls() {
    use ProblemCode::*;
    let cases: &[(&str, &[ProblemCode], &str)] = &[
        ("每天30mg,每天两次。", &[AmbiguousBasis], "每次30mg,每天两次。"),
        ("每天30mg,每天两次或三次", &[AmbiguousBasis, FrequencyUncertain], "每天30mg,分两次或三次服"),
        ("总量不超过900毫克", &[AmbiguousBasis], "每日总量不超过900毫克"),
        ("首次剂量为每次0.2g,分次服用", &[ContradictionPerDoseDivided], "每日0.2g,分次服用"),
        ("每次20mg,每天三次(每日共40mg)", &[ContradictionTotal], "每次20mg,每天三次(每日共60mg)"),
        ("体外试验显示0.05um即可抑制", &[UnitUnlikely], "体外试验显示0.05uM即可抑制"),
        (
            "In vitro, 2 nm blocked it.",
            &[UnitUnlikely],
            "In vitro, particles of 2 nm in diameter blocked it.",
        ),
        ("HCG大于五万就停药", &[UnitMissing], "HCG大于五万IU/L就停药"),
        ("一次2次,一日3次", &[UnitMissing], "一次2片,一日3次"),
        ("TSH控制在2.5mg/L以下", &[LabUnitError], "TSH控制在2.5mIU/L以下"),
        ("血肌酐超过2mmol/L", &[LabUnitError], "血肌酐超过200μmol/L"),
        ("地高辛0.125g,每日一次", &[UnitScale], "地高辛0.125mg,每日一次"),
        (
            "Take levothyroxine 100 mg every morning.",
            &[UnitScale],
            "Take levothyroxine 100 mcg every morning.",
        ),
        ("甲氨蝶呤每天7.5mg,治疗银屑病", &[DailyForWeeklyDrug], "甲氨蝶呤每周7.5mg,治疗银屑病"),
        (
            "methotrexate 15 mg daily for psoriasis",
            &[DailyForWeeklyDrug],
            "methotrexate 15 mg daily for leukemia",
        ),
        ("胰岛素8U皮下注射", &[IsmpU], "胰岛素8单位皮下注射"),
        ("地高辛.125mg,每日一次", &[IsmpNakedDecimal], "地高辛0.125mg,每日一次"),
        ("强的松10.0mg每日一次", &[IsmpTrailingZero], "血钾4.0mmol/L,强的松10mg每日一次"),
        ("25 mg PO QD", &[IsmpQd], "25 mg PO daily"),
        ("prednisone 10 mg q.o.d.", &[IsmpQod], "prednisone 10 mg every other day"),
        ("10 µg daily", &[IsmpUg], "10 mcg daily"),
        ("take 5 cc twice a day", &[IsmpCc], "take 5 mL twice a day"),
        ("heparin 500000 units iv", &[IsmpNoSeparator], "heparin 500,000 units iv"),
        ("take 2. 5 ml daily", &[BrokenDecimal], "take 2.5 ml daily"),
        ("take 1 or 2 - 3 times a day", &[AmbiguousRange], "take 1 or 2 three times a day"),
        ("take one capsule three a day", &[AmbiguousFrequency], "take one capsule three times a day"),
        ("一次2片(1g),必要时4片(3g)", &[InconsistentPair], "一次2片(1g),必要时4片(2g)"),
        ("每次一片(5mg/500g)", &[InconsistentPair, UnitScale], "每次一片(5mg/500mg)"),
        ("一次3粒,一曰3次", &[TypoFrequency], "一次3粒,一日3次"),
        ("一4片,一日3次", &[TypoPerDose], "一次4片,一日3次"),
        ("水丸8袋,一日2次", &[AmbiguousBasis, UnitUnlikely], "水丸一次1袋,一日2次"),
    ];
    for (bad, want, good) in cases {
        assert_eq!(codes(bad), *want, "{bad}");
        assert_eq!(codes(good), [], "{good}");
    }
}

#[test]
fn words_around_the_amount() {
    let one = |text: &str| read(text).remove(0);
    assert_eq!(one("皮下注射0.4ml,每日一次,连用7天").route, Some(super::Route::Sc));
    let course = one("一次2片,一日3次,10天为一疗程");
    assert_eq!((course.duration_low, course.duration_high), (Some(10.0), Some(10.0)));
    assert_eq!(one("65岁以上每天15微克").population, Some(crate::knowledge::Patients::Elderly));
    assert_eq!(one("五岁以上一次1片").population, Some(crate::knowledge::Patients::Child));
    assert_eq!(one("受试者每日服用100mg").mood, super::Mood::Report);
    assert!(one("1 tablet daily as needed").as_needed);
    assert_eq!(one("环孢素用于移植。\n每日100mg口服。").drug.as_deref(), Some("环孢素"));
    assert_eq!(one("每日一次，每次５０ｍｇ。").quote.text, "每日一次，每次５０ｍｇ");
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
        codes(&text);
    }

    #[test]
    fn whatever_is_read_is_sane(text in "((每|一|日|次|天|片|克|分|或|,|。|;|/|-|~|\\(|\\)| |mg|ml|q|h|x|a|day|times|take|daily|tablet|or|to|up to|max|then|for|in|24|0|1|2\\.5|\\.5|10|半|两|HCG|大于|um){0,24})") {
        let blocks = blocks(&text);
        let words = Words::new(&blocks, &KNOWLEDGE);
    let statements = doses(&words);
        for d in &statements {
            proptest::prop_assert!(d.quote.place.start < d.quote.place.end);
            if let (Some(low), Some(high)) = (d.amount_low, d.amount_high) {
                proptest::prop_assert!(low <= high && low >= 0.0);
            }
            if let (Some(low), Some(high)) = (d.per_day_low, d.per_day_high) {
                proptest::prop_assert!(low <= high + 1e-9 && high.is_finite());
            }
        }
        for p in problems(&words, &statements) {
            proptest::prop_assert!(p.quote.place.start < p.quote.place.end);
        }
    }
}
