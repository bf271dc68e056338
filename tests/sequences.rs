//! The examples of the sequences: the bad ones are found, the good ones are left alone.

use claimlint::check::check;
use claimlint::document::{Format, Hint, read};
use claimlint::evidence::Library;
use claimlint::knowledge::Knowledge;
use claimlint::rules::{Settings, registry};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    sequence: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    rule: String,
    bad: Vec<String>,
    #[serde(default)]
    good: Vec<String>,
}

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

/// The code of the rule that a sequence is for; those of selling show in AD006.
fn code(rule: &str) -> &'static str {
    let is = |r: &&claimlint::rules::Registered| r.doc.name == rule;
    registry().unwrap().iter().find(is).map_or("AD006", |r| r.doc.code.as_str())
}

#[test]
fn shapes_find_their_bad_examples_and_leave_the_good_ones() {
    let files = Knowledge::builtin_files();
    let file = files.iter().find(|f| f.path.ends_with("rules/sequences.toml")).unwrap();
    let file: File = toml::from_str(&file.text).unwrap();
    let mut wrong = Vec::new();
    for entry in &file.sequence {
        let code = code(&entry.rule);
        let fires = |text: &&String| told(text).iter().any(|c| c == code);
        wrong.extend(entry.bad.iter().filter(|t| !fires(t)).map(|t| format!("{code} missed {t}")));
        wrong.extend(entry.good.iter().filter(fires).map(|t| format!("{code} alarmed at {t}")));
    }
    assert_eq!(wrong, [] as [&str; 0]);
}
