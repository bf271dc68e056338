//! What the table of drugs makes the rules say: sentences that break a fact, each beside one that keeps it.

use claimlint::check::check;
use claimlint::document::{Hint, read};
use claimlint::evidence::Library;
use claimlint::knowledge::{Jurisdiction, Knowledge};
use claimlint::rules::{Settings, registry};

/// Rule, a sentence that it speaks of, and one that it leaves alone.
const PAIRS: [(&str, &str, &str); 35] = [
    // Days of treating oneself, for what is treated and in the country of the article.
    (
        "DO001",
        "Take naproxen 220 mg twice a day for backache for 21 days.",
        "Take naproxen 220 mg twice a day for backache for 7 days.",
    ),
    (
        "DO001",
        "Take naproxen 220 mg twice a day to bring down a fever for 6 days.",
        "Take naproxen 220 mg twice a day to bring down a fever for 2 days.",
    ),
    (
        "DO001",
        "For diarrhea, take loperamide 2 mg twice a day for up to 6 days.",
        "For diarrhea, take loperamide 2 mg twice a day for up to 2 days.",
    ),
    (
        "DO001",
        "Use two sprays of oxymetazoline in each nostril twice a day for 10 days.",
        "Use two sprays of oxymetazoline in each nostril twice a day for 3 days.",
    ),
    (
        "DO001",
        "For heartburn, take omeprazole 20 mg once a day for 6 weeks.",
        "For heartburn, take omeprazole 20 mg once a day for 2 weeks.",
    ),
    (
        "DO001",
        "Take diphenhydramine 50 mg at bedtime for insomnia for 5 weeks.",
        "Take diphenhydramine 25 mg twice a day for hay fever for 5 weeks.",
    ),
    (
        "DO001",
        "For a cough, take dextromethorphan 15 mg three times a day for 3 weeks.",
        "For a cough, take dextromethorphan 15 mg three times a day for 5 days.",
    ),
    (
        "DO001",
        "牙痛时口服布洛芬,每次0.2克,每日3次,连服10天。",
        "牙痛时口服布洛芬,每次0.2克,每日3次,连服3天。",
    ),
    (
        "DO001",
        "发热时口服对乙酰氨基酚,每次0.5克,每日3次,连服一周。",
        "发热时口服对乙酰氨基酚,每次0.5克,每日3次,连服2天。",
    ),
    (
        "DO001",
        "鼻塞时用羟甲唑啉喷鼻,每次1喷,每日2次,连用20天。",
        "鼻塞时用羟甲唑啉喷鼻,每次1喷,每日2次,连用5天。",
    ),
    // Amounts by weight.
    (
        "DO006",
        "Give the child paracetamol 25 mg/kg every 6 hours.",
        "Give the child paracetamol 15 mg/kg every 6 hours.",
    ),
    (
        "DO006",
        "Children may take ibuprofen 20 mg/kg three times a day.",
        "Children may take ibuprofen 10 mg/kg three times a day.",
    ),
    (
        "DO006",
        "Isotretinoin 3 mg/kg a day is started by a dermatologist.",
        "Isotretinoin 1 mg/kg a day is started by a dermatologist.",
    ),
    ("DO006", "儿童口服对乙酰氨基酚,每次30mg/kg。", "儿童口服对乙酰氨基酚,每次10mg/kg。"),
    ("DO006", "儿童口服布洛芬,每日60mg/kg。", "儿童口服布洛芬,每日30mg/kg。"),
    // The most of a day.
    ("DO006", "Some patients take quetiapine 1200 mg a day.", "Some patients take quetiapine 600 mg a day."),
    ("DO006", "Take sildenafil 200 mg once a day.", "Take sildenafil 50 mg once a day."),
    ("DO006", "Take empagliflozin 50 mg daily.", "Take empagliflozin 25 mg daily."),
    ("DO006", "Take spironolactone 600 mg daily.", "Take spironolactone 100 mg daily."),
    ("DO006", "成人每日口服比索洛尔40毫克。", "成人每日口服比索洛尔5毫克。"),
    ("DO006", "患者每日服用吡格列酮90毫克。", "患者每日服用吡格列酮30毫克。"),
    ("DO006", "成人每日口服氟西汀120毫克。", "成人每日口服氟西汀40毫克。"),
    // Uses that the label does not have, against uses that it has.
    ("SA003", "Ivermectin cures COVID-19.", "Ivermectin cures strongyloidiasis."),
    ("SA003", "Gabapentin relieves hot flushes.", "Gabapentin relieves seizures."),
    ("SA003", "Spironolactone improves acne.", "Spironolactone improves heart failure."),
    ("SA003", "Oral minoxidil treats hair loss.", "Topical minoxidil treats hair loss."),
    ("SA003", "Trazodone improves insomnia.", "Trazodone improves depression."),
    ("SA003", "Clomiphene treats male infertility.", "Clomiphene treats infertility."),
    ("SA003", "Glyburide treats polycystic ovary syndrome.", "Glyburide treats type 2 diabetes."),
    ("SA003", "依诺肝素可以治疗复发性流产。", "依诺肝素可以治疗深静脉血栓。"),
    ("SA003", "Quetiapine improves insomnia.", "Quetiapine improves schizophrenia."),
    ("SA003", "小剂量阿司匹林可以改善薄型子宫内膜。", "小剂量阿司匹林可以预防脑卒中。"),
    ("SA003", "螺内酯可以改善痤疮。", "螺内酯可以改善心力衰竭。"),
    ("SA003", "口服米诺地尔可以治疗脱发。", "外用米诺地尔可以治疗脱发。"),
    ("SA003", "伊维菌素可以治疗新冠肺炎。", "伊维菌素可以治疗肠道寄生虫病。"),
];

fn rules_of(sentence: &str) -> Vec<String> {
    let knowledge = Knowledge::builtin().unwrap();
    let hint = Hint { name: Some("a.md".into()), ..Hint::default() };
    let document = read(sentence.as_bytes(), &hint, knowledge).unwrap();
    let library = Library::default();
    let report = check("a.md", &document, knowledge, &library, registry().unwrap(), &Settings::default());
    report.findings.into_iter().map(|f| f.rule).collect()
}

#[test]
fn facts_of_drugs_make_rules_speak_and_keep_them_quiet() {
    let says = |sentence: &str, rule: &str| rules_of(sentence).iter().any(|r| r == rule);
    let missed = PAIRS.iter().filter(|(rule, bad, _)| !says(bad, rule)).map(|p| (p.0, p.1));
    let wrong = PAIRS.iter().filter(|(rule, _, good)| says(good, rule)).map(|p| (p.0, p.2));
    let (missed, wrong): (Vec<_>, Vec<_>) = (missed.collect(), wrong.collect());
    assert!(missed.is_empty() && wrong.is_empty(), "missed: {missed:#?}\nwrong: {wrong:#?}");
}

#[test]
fn the_table_of_drugs_is_as_full_as_it_was() {
    let drugs = &Knowledge::builtin().unwrap().drugs;
    let having = |has: &dyn Fn(&claimlint::knowledge::Drug) -> bool| {
        drugs.iter().filter(|(_, drug)| has(drug)).count()
    };
    assert!(having(&|d| d.atc.is_some()) >= 290);
    assert!(having(&|d| !d.max.is_empty()) >= 84);
    assert!(having(&|d| d.max.iter().any(|l| l.unit.ends_with("/kg"))) >= 4);
    assert!(having(&|d| !d.self_use.is_empty()) >= 12);
    assert!(having(&|d| !d.labels.is_empty()) >= 75);
    assert!(having(&|d| !d.off_label.is_empty()) >= 17);
    assert!(having(&|d| d.status_in(Jurisdiction::Us).is_some()) >= 90);
    assert!(having(&|d| d.status_in(Jurisdiction::Cn).is_some()) >= 50);
}
