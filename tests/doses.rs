//! Doses in minimal pairs, labelled before the program was run on them: a pair is right if both sentences are.

use claimlint::document::{Block, BlockKind};
use claimlint::extract::Words;
use claimlint::extract::dose::{Dose, doses, problems};
use claimlint::knowledge::Knowledge;
use claimlint::text::Text;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct Cases {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    of: String,
    with: [String; 2],
    without: [String; 2],
}

/// Least number of pairs that are read as labelled.
const RIGHT: usize = 95;

/// Everything that a label may say of a dose.
fn words(dose: &Dose) -> BTreeSet<String> {
    let span = |low: Option<f64>, high: Option<f64>| match (low, high) {
        (Some(low), Some(high)) if low != high => format!("{low}-{high}"),
        (_, high) => high.map(|h| h.to_string()).unwrap_or_default(),
    };
    let name = |value: Value| value.as_str().unwrap_or_default().to_owned();
    let lasts = span(dose.duration_low, dose.duration_high);
    let unit = name(json!(dose.duration_unit));
    let said = [
        span(dose.amount_low, dose.amount_high),
        dose.unit.clone().unwrap_or_default(),
        name(json!(dose.basis)),
        name(json!(dose.kind)),
        name(json!(dose.mood)),
        name(json!(dose.population)),
        format!("x{}", span(dose.per_day_low, dose.per_day_high)),
        if lasts.is_empty() { "0d".into() } else { format!("{lasts}{unit}") },
        if dose.as_needed { "prn".into() } else { String::new() },
    ];
    said.into_iter().collect()
}

/// What differs from the label, if anything.
fn differs([text, label]: &[String; 2], knowledge: &Knowledge) -> Option<String> {
    let mut body = Text::default();
    body.push_verbatim(text, 0);
    let blocks = [Block::new(BlockKind::Paragraph, body)];
    let looked_up = Words::new(&blocks, knowledge);
    let found = doses(&looked_up);
    let codes: BTreeSet<String> = problems(&looked_up, &found)
        .iter()
        .map(|p| json!(p.code).as_str().unwrap_or_default().to_owned())
        .collect();
    let (said, wanted): (Vec<&str>, Vec<&str>) = label.split_whitespace().partition(|w| !w.starts_with('!'));
    let codes_right = wanted.iter().all(|w| match &w[1..] {
        "-" => codes.is_empty(),
        code => codes.contains(code),
    });
    let said = said.join(" ");
    let statements: Vec<&str> = said.split("; ").filter(|s| !s.is_empty() && *s != "none").collect();
    let read: Vec<BTreeSet<String>> = found.iter().map(words).collect();
    let is = |s: &&str, r: &BTreeSet<String>| s.split(' ').all(|w| r.contains(w));
    let each = statements.iter().all(|s| read.iter().any(|r| is(s, r)));
    let doses_right = said.is_empty() || statements.len() == read.len() && each;
    (!(codes_right && doses_right)).then(|| format!("{text}\n    {label}\n    {read:?} {codes:?}"))
}

#[test]
fn doses_are_read_as_labelled_with_a_feature_and_without() {
    let knowledge = Knowledge::builtin().unwrap();
    let cases: Cases = toml::from_str(include_str!("data/doses.toml")).unwrap();
    let mut wrong = Vec::new();
    for pair in &cases.pair {
        let both = [&pair.with, &pair.without].map(|half| differs(half, knowledge));
        if both.iter().any(Option::is_some) {
            wrong.push(format!(
                "{}:\n  {}",
                pair.of,
                both.into_iter().flatten().collect::<Vec<_>>().join("\n  ")
            ));
        }
    }
    let (of, right) = (cases.pair.len(), cases.pair.len() - wrong.len());
    assert!(of >= 100 && right >= RIGHT, "{right} of {of} right:\n{}", wrong.join("\n"));
}
