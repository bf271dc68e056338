//! The concept table that comes with claimlint: every name is found, and means one thing.

use claimlint::knowledge::{Concept, ConceptKind, Concepts, Knowledge};
use claimlint::text::fold;
use std::collections::{BTreeMap, BTreeSet};

fn concepts() -> &'static Concepts {
    &Knowledge::builtin().unwrap().concepts
}

/// The ids named in a text, in order.
fn ids(text: &str) -> Vec<&'static str> {
    let folded = fold(text);
    concepts().find(folded.as_str()).into_iter().map(|n| n.concept.id.as_str()).collect()
}

/// A name as it stands in an article, without the marks that say how it matches.
fn plain(name: &str) -> &str {
    name.trim_start_matches('=').trim_end_matches('*')
}

fn names(concept: &Concept) -> impl Iterator<Item = &String> {
    concept.zh.iter().chain(&concept.en)
}

#[test]
fn there_are_concepts_of_every_kind() {
    let kinds: BTreeSet<&str> = concepts().iter().map(|c| c.kind.as_str()).collect();
    assert_eq!(kinds, ConceptKind::ALL.iter().map(|k| k.as_str()).collect());
    assert!(concepts().iter().count() > 1000);
}

#[test]
fn every_name_leads_to_its_concept_and_from_one_language_to_the_other_and_back() {
    for concept in concepts().iter() {
        for name in names(concept) {
            let text = format!("({})", plain(name));
            assert_eq!(ids(&text), [concept.id.as_str()], "{name}");
        }
        if let (Some(zh), Some(en)) = (concept.zh.first(), concept.en.first()) {
            let there = concepts().get(ids(zh)[0]).unwrap();
            assert_eq!(ids(&there.en[0]), [concept.id.as_str()], "{zh} → {}", there.en[0]);
            assert_eq!(plain(en), en, "the preferred name is shown as it is");
        }
    }
}

#[test]
fn most_concepts_have_both_languages_and_no_name_is_one_character() {
    let both = concepts().iter().filter(|c| !c.zh.is_empty() && !c.en.is_empty()).count();
    assert_eq!(both, concepts().iter().count());
    for name in concepts().iter().flat_map(names) {
        assert!(name.chars().count() > 1 || name == "癌", "{name}");
    }
}

#[test]
fn look_alikes_are_mutual_and_never_the_same_thing() {
    for concept in concepts().iter() {
        for other in &concept.look_alike {
            assert_ne!(other, &concept.id);
            let other = concepts().get(other).unwrap();
            assert!(other.look_alike.contains(&concept.id), "{} → {}", concept.id, other.id);
        }
    }
    for (a, b) in [
        ("prednisone", "prednisolone"),
        ("ciclosporin", "cyclophosphamide"),
        ("tacrolimus", "sirolimus"),
        ("methotrexate", "metronidazole"),
        ("oxycodone", "hydrocodone"),
        ("vinblastine", "vincristine"),
        ("clonidine", "clonazepam"),
    ] {
        assert!(concepts().get(a).unwrap().look_alike.iter().any(|id| id == b), "{a}, {b}");
    }
}

#[test]
fn classes_hold_their_members_and_no_concept_holds_itself() {
    for (member, class) in [
        ("ciclosporin", "immunosuppressants"),
        ("prednisolone", "glucocorticoids"),
        ("atorvastatin", "statins"),
        ("levofloxacin", "antibiotics"),
        ("ibuprofen", "nsaids"),
        ("lactobacillus", "probiotics"),
        ("vitamin-b12", "vitamins"),
        ("breast-cancer", "cancer"),
        ("recurrent-miscarriage", "miscarriage"),
        ("newborns", "children"),
    ] {
        assert!(concepts().is_a(member, class), "{member} is a {class}");
        assert!(!concepts().is_a(class, member), "{class} is no {member}");
    }
    let links: BTreeMap<_, _> = concepts().iter().map(|c| (c.id.as_str(), &c.is_a)).collect();
    for concept in concepts().iter() {
        let above = links[concept.id.as_str()];
        assert!(!above.iter().any(|parent| concepts().is_a(parent, &concept.id)), "{}", concept.id);
    }
}

#[test]
fn the_longest_name_wins() {
    assert_eq!(ids("强的松龙与强的松不同"), ["prednisolone", "prednisone"]);
    assert_eq!(ids("甲基强的松龙冲击"), ["methylprednisolone"]);
    assert_eq!(
        ids("人工授精,稽留流产,先兆流产"),
        ["intrauterine-insemination", "missed-abortion", "threatened-abortion"]
    );
    assert_eq!(ids("环孢霉素A和环磷酰胺"), ["ciclosporin", "cyclophosphamide"]);
    assert_eq!(ids("流行性感冒不是普通感冒"), ["influenza", "common-cold"]);
    assert_eq!(ids("甲状腺功能减退与甲状腺"), ["hypothyroidism", "thyroid"]);
    assert_eq!(ids("二甲双胍降低血糖,也可致低血糖"), ["metformin", "blood-glucose", "hypoglycemia"]);
    assert_eq!(ids("非甾体消炎药不是消炎药"), ["nsaids", "anti-inflammatory-medicines"]);
    assert_eq!(ids("慢性病不必着急"), ["chronic-disease"]);
    assert_eq!(ids("吃鱼油,吃鱼肝油,多吃鱼"), ["fish-oil", "cod-liver-oil", "eating-fish"]);
    assert_eq!(ids("高血糖,糖水,戒糖,糖尿病"), ["hyperglycemia", "cutting-out-sugar", "diabetes"]);
    assert_eq!(ids("咳嗽变异性哮喘与哮喘"), ["cough-variant-asthma", "asthma"]);
    assert_eq!(ids("tea tree oil, green tea, tea"), ["tea-tree-oil", "green-tea", "tea"]);
    assert_eq!(ids("sugar pill, blood sugar, sugar"), ["placebo", "blood-glucose", "dietary-sugar"]);
    assert_eq!(ids("epsom salt or a salt substitute"), ["epsom-salt", "potassium-enriched-salt"]);
    assert_eq!(ids("出现反应停药就医"), ["stopping-medication"]);
    assert_eq!(ids("low molecular weight heparin or heparin"), ["low-molecular-weight-heparin", "heparin"]);
}

#[test]
fn names_inside_other_words_are_not_found() {
    for text in [
        "他对这个话题不感冒",
        "每人参加一次,个人参考价值有限",
        "组成人员名单",
        "身体检查与身体重要器官",
        "动了动鼠标,鼠标垫",
        "强化疗效评价",
        "马上感到轻松",
        "国家长期投入",
        "激光疗法",
        "惹上大麻烦",
        "非典型表现",
        "产品安定可靠",
        "2023年5月经批准上市",
        "其中药物占三成",
        "the cold weather, a culture of iron will",
        "it aids the art of rapid OS updates",
        "exercise caution with a computer mouse",
        "insulin-like growth factor",
        "the ST depression on his trace",
        "提供精准服务,培育发展新动能",
        "在各方面条件具备时,方面条件",
        "男生发生了争执,这是理性行为",
        "像保护眼睛一样保护生态环境",
        "苹果公司发布苹果手机",
        "不举办活动,步行者队",
        "猪肉价格上涨,割韭菜的人",
        "交通肇事,盐酸盐与钠盐型",
        "the book of the same name, a figure at the height of summer",
        "in the mood for a stress test",
        "a grain of salt; couch potato; mint condition",
        "with optical fiber and a hunger strike",
    ] {
        assert_eq!(ids(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn abbreviations_that_are_words_need_their_capitals() {
    assert_eq!(ids("AIDS"), ["aids"]);
    assert_eq!(ids("hearing aids"), ["hearing-aids"]);
    assert_eq!(ids("it aids the weak"), [] as [&str; 0]);
    assert_eq!(ids("the same SAMe"), [] as [&str; 0]);
    assert_eq!(ids("CsA组"), ["ciclosporin"]);
}

#[test]
fn spellings_and_old_names_mean_one_thing() {
    for (id, spellings) in [
        ("ciclosporin", ["环孢素", "环孢菌素A", "新山地明", "cyclosporine", "Ciclosporin A"]),
        ("paracetamol", ["对乙酰氨基酚", "扑热息痛", "必理通", "acetaminophen", "Tylenol"]),
        ("intravenous-immunoglobulin", ["丙种球蛋白", "丙球", "静注人免疫球蛋白", "IVIG", "gamma globulin"]),
        ("prednisone", ["泼尼松", "强的松", "醋酸泼尼松", "prednisone", "Deltasone"]),
        (
            "recurrent-miscarriage",
            ["复发性流产", "习惯性流产", "反复流产", "recurrent pregnancy loss", "RPL"],
        ),
    ] {
        for spelling in spellings {
            assert_eq!(ids(spelling), [id], "{spelling}");
        }
    }
}
