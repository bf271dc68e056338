//! Hard cases of sentences, clauses and languages, labelled before the program was run on them.

use claimlint::text::{fold, language_of, sentences};
use serde::Deserialize;
use std::ops::Range;

#[derive(Deserialize)]
struct Cases {
    text: Vec<Case>,
    language: Vec<LanguageCase>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    sentences: Vec<String>,
    clauses: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct LanguageCase {
    text: String,
    is: String,
}

/// Least number of texts that are cut as labelled.
const CUT: usize = 109;

/// Least number of texts whose language is told as labelled.
const TOLD: usize = 13;

fn cases() -> Cases {
    toml::from_str(include_str!("data/sentences.toml")).unwrap()
}

/// What fails, one line each, if fewer than `least` hold.
fn assert_most(wrong: &[String], of: usize, least: usize) {
    let right = of - wrong.len();
    assert!(right >= least, "{right} of {of} right, {least} wanted:\n{}", wrong.join("\n"));
}

#[test]
fn hard_texts_are_cut_where_their_author_would() {
    let cases = cases().text;
    let mut wrong = Vec::new();
    for case in &cases {
        let folded = fold(&case.text);
        let text = folded.as_str();
        let parts = |ranges: Vec<Range<usize>>| -> Vec<String> {
            ranges.into_iter().map(|r| text[r].trim().to_owned()).collect()
        };
        let plain =
            |list: &[String]| -> Vec<String> { list.iter().map(|s| fold(s).as_str().to_owned()).collect() };
        let found = sentences(text);
        let clauses = parts(found.iter().flat_map(|s| s.clauses.clone()).collect());
        let cut = parts(found.into_iter().map(|s| s.range).collect());
        if cut != plain(&case.sentences) {
            wrong.push(format!("{}\n  {}", case.text, cut.join(" | ")));
        } else if case.clauses.as_ref().is_some_and(|c| clauses != plain(c)) {
            wrong.push(format!("{}\n  clauses {}", case.text, clauses.join(" | ")));
        }
    }
    assert_most(&wrong, cases.len(), CUT);
}

#[test]
fn mixed_texts_are_of_the_language_whose_grammar_they_have() {
    let cases = cases().language;
    let told = |text: &str| serde_json::to_value(language_of(fold(text).as_str())).unwrap();
    let wrong: Vec<String> =
        cases.iter().filter(|c| told(&c.text) != c.is.as_str()).map(|c| c.text.clone()).collect();
    assert_most(&wrong, cases.len(), TOLD);
}
