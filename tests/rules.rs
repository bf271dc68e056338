//! The examples in each rule's Markdown: the bad ones fire, the good ones do not.
//!
//! Notation: `[T]` title, `[B]` body, `[R]` reference list, `[S]` abstract of the first reference,
//! `[S-lib]` abstract of a record of the library that is not cited, `[M]` what the lock file says of it,
//! `[D]` the day to check for; no mark is body. `@long` stands for enough plain text to make a whole article.

#[path = "common/lock.rs"]
mod lock;

use claimlint::check::check;
use claimlint::document::{Format, Hint, read};
use claimlint::evidence::Library;
use claimlint::finding::Finding;
use claimlint::knowledge::Knowledge;
use claimlint::rules::{Example, Profile, Registered, Settings, Severity, registry};
use claimlint::text::Language;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A sentence that no rule has anything to say of, repeated to make a text long.
const FILLER: [&str; 2] = [
    "本文先介绍背景，再说明研究做了什么、看到了什么，最后谈谈这些结果对读者意味着什么。",
    "This article first gives the background, then tells what the study did and what it saw, and at last what that means for readers. ",
];

struct Parts {
    text: String,
    library: String,
    uncited: String,
    lock: String,
    as_of: Option<Date>,
}

fn parts(example: &Example) -> Parts {
    let mut marks: BTreeMap<&str, String> = BTreeMap::new();
    let mut rest = example.text.as_str();
    let mut mark = "B";
    while !rest.is_empty() {
        let next = ["T", "B", "R", "S", "S-lib", "M", "D"]
            .iter()
            .filter_map(|m| rest.find(&format!("[{m}] ")).map(|at| (at, *m)))
            .min()
            .unwrap_or((rest.len(), ""));
        marks.entry(mark).or_default().push_str(&rest[..next.0]);
        if next.1.is_empty() {
            break;
        }
        mark = next.1;
        rest = &rest[next.0 + next.1.len() + 3..];
    }
    let chinese = example.language == Language::Zh;
    let filler = FILLER[usize::from(!chinese)].repeat(if chinese { 14 } else { 10 });
    let part = |m: &str| marks.get(m).map_or("", |s| s.trim());
    let mut text = String::new();
    if !part("T").is_empty() {
        text.push_str(&format!("{}\n\n", part("T")));
    }
    text.push_str(&part("B").replace("@long", &format!("{filler}\n\n")));
    if !part("R").is_empty() {
        let entries: Vec<String> =
            part("R").split("[").filter(|e| !e.is_empty()).map(|e| format!("[{e}")).collect();
        let joined = entries.concat();
        let heading = if chinese { "参考文献" } else { "References" };
        text.push_str(&format!("\n\n{heading}\n\n{}\n", joined.replace(" [2]", "\n[2]")));
    }
    let as_of = Some(part("D")).filter(|d| !d.is_empty()).map(|d| d.parse().unwrap());
    let (library, uncited, lock) = (part("S").to_owned(), part("S-lib").to_owned(), part("M").to_owned());
    Parts { text, library, uncited, lock, as_of }
}

fn fires(rule: &Registered, example: &Example) -> bool {
    let knowledge = Knowledge::builtin().unwrap();
    let Parts { text, library: abstract_text, uncited, lock: told, as_of } = parts(example);
    let hint = Hint { format: Some(Format::Plain), ..Hint::default() };
    let document = read(text.as_bytes(), &hint, knowledge).unwrap();
    let mut library = Library::default();
    let words = claimlint::extract::Words::new(&document.blocks, knowledge);
    let facts = claimlint::extract::extract(&words);
    if !told.is_empty() {
        library.lock = lock::told(&told, &facts.references[0]);
    }
    if !abstract_text.is_empty() {
        let item = serde_json::json!({
            "id": "s", "title": facts.references[0].fields.title, "abstract": abstract_text
        });
        library.add("s.json", &[item], knowledge);
    }
    if !uncited.is_empty() {
        let item =
            serde_json::json!({ "id": "other", "title": "A study that is not cited", "abstract": uncited });
        library.add("s.json", &[item], knowledge);
    }
    let rules = registry().unwrap();
    let profile = if rule.doc.professional_only { Profile::Professional } else { Profile::Editorial };
    let settings = Settings { as_of, profile, ..Settings::default() };
    let report = check("example", &document, knowledge, &library, rules, &settings);
    let found =
        |code: &str| report.findings.iter().any(|f| f.rule == code || f.also.iter().any(|a| a.rule == code));
    found(&rule.doc.code)
}

#[test]
fn bad_examples_fire_and_good_ones_do_not() {
    let mut wrong = Vec::new();
    for rule in registry().unwrap() {
        for example in &rule.doc.examples {
            if fires(rule, example) != example.fires {
                let expected = if example.fires { "must fire on" } else { "must not fire on" };
                wrong.push(format!("{} {expected}: {}", rule.doc.code, example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_examples_of_both_kinds_in_both_languages() {
    for rule in registry().unwrap() {
        for language in [Language::Zh, Language::En] {
            for fires in [true, false] {
                let has = rule.doc.examples.iter().any(|e| e.language == language && e.fires == fires);
                assert!(has, "{} has no example (fires: {fires}, {language:?})", rule.doc.code);
            }
        }
    }
}

#[test]
fn packs_and_registry_name_the_same_rules() {
    let knowledge = Knowledge::builtin().unwrap();
    let codes: Vec<&str> = registry().unwrap().iter().map(|r| r.doc.code.as_str()).collect();
    let mut order: Vec<&str> = knowledge.phrases.order().iter().map(String::as_str).collect();
    order.sort_unstable();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    assert_eq!(order, sorted, "claims/rules/precedence.toml names every rule once");
    for code in knowledge.genres.codes() {
        assert!(codes.contains(&code), "claims/genres.toml names {code}, which is no rule");
    }
}

#[test]
fn every_profile_has_a_row_and_names_rules() {
    let knowledge = Knowledge::builtin().unwrap();
    let codes: Vec<&str> = registry().unwrap().iter().map(|r| r.doc.code.as_str()).collect();
    let named: Vec<&str> = knowledge.profiles.names().collect();
    let mut profiles: Vec<&str> = Profile::ALL.iter().map(|p| p.as_str()).collect();
    profiles.sort_unstable();
    assert_eq!(named, profiles, "claims/profiles.toml has a row for every profile");
    for code in knowledge.profiles.codes() {
        assert!(codes.contains(&code), "claims/profiles.toml names {code}, which is no rule");
    }
}

/// Codes and severities of what is found in a text under a profile.
fn found(text: &str, profile: Profile) -> Vec<(String, Severity)> {
    let knowledge = Knowledge::builtin().unwrap();
    let hint = Hint { format: Some(Format::Markdown), ..Hint::default() };
    let document = read(text.as_bytes(), &hint, knowledge).unwrap();
    let settings = Settings { profile, ..Settings::default() };
    let report = check("example", &document, knowledge, &Library::default(), registry().unwrap(), &settings);
    let attached = |f: &Finding| f.also.iter().map(|a| (a.rule.clone(), f.severity)).collect::<Vec<_>>();
    let all = report.findings.iter();
    all.flat_map(|f| [vec![(f.rule.clone(), f.severity)], attached(f)].concat()).collect()
}

#[test]
fn an_advertisement_needs_no_signal_and_its_claims_are_errors() {
    let text = "这是最有效的护肝胶囊。\n";
    assert_eq!(found(text, Profile::Editorial), []);
    assert_eq!(found(text, Profile::AdCn), [("AD001".to_owned(), Severity::Error)]);
    let text = "Semaglutide helps people lose weight. Order now.\n";
    let has = |profile, code: &str| found(text, profile).iter().any(|(c, _)| c == code);
    assert!(has(Profile::Editorial, "AD007") && has(Profile::AdEuUk, "AD007"));
    assert!(!has(Profile::AdUs, "AD007") && !has(Profile::AdUs, "AD006"));
}

#[test]
fn front_matter_names_jurisdiction_and_class_of_product() {
    let text = "---\njurisdiction: cn\nproduct-class: otc-drug\n---\n本店感冒胶囊到手价19元，点击购买。\n";
    assert!(found(text, Profile::Editorial).iter().any(|(code, _)| code == "DI006"));
    let text = text.replace("点击购买。", "点击购买。请按药品说明书或者在药师指导下购买和使用。");
    assert!(!found(&text, Profile::Editorial).iter().any(|(code, _)| code == "DI006"));
}

#[test]
fn messages_are_short() {
    for rule in registry().unwrap() {
        for (name, message) in &rule.doc.messages {
            for language in [Language::Zh, Language::En] {
                let words = message.say(language, &BTreeMap::new());
                let limit = if language == Language::Zh { 60 } else { 100 };
                assert!(words.chars().count() <= limit, "{} {name}: {words}", rule.doc.code);
            }
        }
    }
}
