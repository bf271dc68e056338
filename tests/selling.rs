//! The examples of the shapes by which the rules on advertising hear: the bad ones are reported, the good ones
//! are left alone.

use claimlint::check::check;
use claimlint::document::{Format, Hint, read};
use claimlint::evidence::Library;
use claimlint::knowledge::Knowledge;
use claimlint::rules::{Registered, Settings, registry};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    shape: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    bad: Vec<String>,
    #[serde(default)]
    good: Vec<String>,
}

/// What stands for the rule in shapes of selling; they show in AD006.
const SELLING: (&str, &str) = ("commercial", "AD006");

fn told(text: &str) -> Vec<String> {
    let knowledge = Knowledge::builtin().unwrap();
    let hint = Hint { format: Some(Format::Plain), ..Hint::default() };
    let document = read(text.as_bytes(), &hint, knowledge).unwrap();
    let (library, settings) = (Library::default(), Settings::default());
    let report = check("example", &document, knowledge, &library, registry().unwrap(), &settings);
    let codes = report
        .findings
        .iter()
        .flat_map(|f| std::iter::once(f.rule.clone()).chain(f.also.iter().map(|a| a.rule.clone())));
    codes.collect()
}

fn code(rule: &str) -> &'static str {
    let is = |r: &&Registered| r.doc.name == rule;
    registry().unwrap().iter().find(is).map_or(SELLING.1, |r| r.doc.code.as_str())
}

#[test]
fn rules_on_advertising_hear_their_shapes() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in Knowledge::builtin_files().iter().filter(|f| f.kind() == "shapes") {
        let rule = file.path.rsplit('/').next().unwrap().trim_end_matches(".toml");
        let read: File = toml::from_str(&file.text).unwrap();
        let of_family = |id: &str| ["told", "sold"].contains(&id.split('.').next().unwrap());
        for entry in read.shape.iter().filter(|e| rule == SELLING.0 || of_family(&e.id)) {
            seen += 1;
            let code = code(rule);
            let fires = |text: &&String| told(text).iter().any(|c| c == code);
            wrong.extend(entry.bad.iter().filter(|t| !fires(t)).map(|t| format!("{code} missed {t}")));
            wrong.extend(entry.good.iter().filter(fires).map(|t| format!("{code} alarmed at {t}")));
        }
    }
    assert!(seen > 10);
    assert_eq!(wrong, [] as [&str; 0]);
}
