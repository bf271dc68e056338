//! How strong a Chinese sentence's claim is, which way it goes and under which gates it stands, labelled
//! before the program was run on the sentences.

use claimlint::document::{Document, Format, Hint, read};
use claimlint::extract::Words;
use claimlint::extract::claim::{Claim, Strength, claims, strongest};
use claimlint::extract::gate::gates;
use claimlint::knowledge::{Direction, Gate, Knowledge};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labelled {
    sentence: Vec<Sentence>,
}

#[derive(Deserialize)]
struct Sentence {
    strength: Strength,
    direction: Option<Direction>,
    gates: Vec<Gate>,
    about: Vec<String>,
    kind: String,
    text: String,
}

/// A sentence, with what the program reads in it.
struct Reading {
    label: Sentence,
    strength: Strength,
    claims: Vec<Claim>,
}

const CLASSES: [Strength; 5] =
    [Strength::None, Strength::Correlational, Strength::Conditional, Strength::Causal, Strength::Certain];

/// Least macro-F1 of strength.
const STRENGTH: f64 = 0.91;
/// Least share of the claims found whose direction is as labelled.
const DIRECTION: f64 = 0.88;
/// Least share of the labelled gates that hold over a claim found.
const GATES: f64 = 0.88;
/// Least share of the labelled words that a claim names.
const NAMED: f64 = 0.88;

fn document(text: &str) -> Document {
    let hint = Hint { format: Some(Format::Plain), ..Hint::default() };
    read(text.as_bytes(), &hint, Knowledge::builtin().unwrap()).unwrap()
}

fn readings() -> Vec<Reading> {
    let knowledge = Knowledge::builtin().unwrap();
    let labelled: Labelled = toml::from_str(include_str!("data/strength_zh.toml")).unwrap();
    let read = |label: Sentence| {
        let blocks = document(&label.text).blocks;
        let words = Words::new(&blocks, knowledge);
        let gates = gates(&words);
        let strength = strongest(&words, &gates);
        Reading { strength, claims: claims(&words, &gates, &[]), label }
    };
    labelled.sentence.into_iter().map(read).collect()
}

/// Right of all, and the lines that say what is wrong.
struct Share {
    right: usize,
    wrong: Vec<String>,
}

impl Share {
    fn of(judged: impl Iterator<Item = Result<(), String>>) -> Share {
        let mut share = Share { right: 0, wrong: Vec::new() };
        for judged in judged {
            match judged {
                Ok(()) => share.right += 1,
                Err(line) => share.wrong.push(line),
            }
        }
        share
    }

    fn assert(&self, least: f64) {
        let of = self.right + self.wrong.len();
        println!("{} of {of} right", self.right);
        assert!(
            self.right as f64 >= least * of as f64,
            "{} of {of} right:\n{}",
            self.right,
            self.wrong.join("\n")
        );
    }
}

#[test]
fn strength_is_told_as_labelled() {
    let readings = readings();
    let count =
        |label, told| readings.iter().filter(|r| r.label.strength == label && r.strength == told).count();
    let mut table = String::new();
    let mut sum = 0.0;
    for class in CLASSES {
        let row = CLASSES.map(|told| count(class, told));
        let right = count(class, class) as f64;
        let labelled: usize = row.iter().sum();
        let told: usize = CLASSES.iter().map(|&label| count(label, class)).sum();
        sum += 2.0 * right / (labelled + told) as f64;
        let (precision, recall) = (right / told as f64, right / labelled as f64);
        table += &format!("{class:?}: precision {precision:.2} recall {recall:.2}, told as {row:?}\n");
    }
    let wrong = readings.iter().filter(|r| r.strength != r.label.strength);
    let wrong: Vec<String> = wrong
        .map(|r| {
            let Sentence { strength, kind, text, .. } = &r.label;
            format!("{strength:?} told as {:?} ({kind}): {text}", r.strength)
        })
        .collect();
    let macro_f1 = sum / CLASSES.len() as f64;
    println!("macro-F1 {macro_f1:.3}\n{table}{}", wrong.join("\n"));
    assert!(macro_f1 >= STRENGTH, "macro-F1 {macro_f1:.3}\n{table}{}", wrong.join("\n"));
}

/// A symptom that decreases improves, and one that increases grows worse.
fn alike(a: Direction, b: Direction) -> bool {
    use Direction::{Decrease, Improve, Increase, Worsen};
    a == b
        || matches!(
            (a, b),
            (Decrease, Improve) | (Improve, Decrease) | (Increase, Worsen) | (Worsen, Increase)
        )
}

#[test]
fn direction_is_told_as_labelled() {
    let readings = readings();
    let judged = readings.iter().filter(|r| !r.claims.is_empty()).filter_map(|r| {
        let label = r.label.direction?;
        let right = r.claims.iter().any(|c| alike(c.direction, label));
        let told: Vec<Direction> = r.claims.iter().map(|c| c.direction).collect();
        Some(right.then_some(()).ok_or_else(|| format!("{label:?} told as {told:?}: {}", r.label.text)))
    });
    Share::of(judged).assert(DIRECTION);
}

#[test]
fn claims_stand_under_the_gates_labelled() {
    let readings = readings();
    let judged = readings.iter().filter(|r| !r.claims.is_empty()).flat_map(|r| {
        r.label.gates.iter().map(move |gate| {
            let right = r.claims.iter().any(|c| c.gates.contains(gate));
            right.then_some(()).ok_or_else(|| format!("{gate:?}: {}", r.label.text))
        })
    });
    Share::of(judged).assert(GATES);
}

#[test]
fn claims_name_what_they_are_about() {
    let readings = readings();
    let judged = readings.iter().filter(|r| !r.claims.is_empty()).flat_map(|r| {
        r.label.about.iter().map(move |word| {
            let mentions =
                r.claims.iter().flat_map(|c| c.intervention.iter().chain(&c.outcome).chain(&c.condition));
            let right = mentions
                .into_iter()
                .any(|m| m.quote.text.contains(word.as_str()) || word.contains(&m.quote.text));
            right.then_some(()).ok_or_else(|| format!("{word}: {}", r.label.text))
        })
    });
    Share::of(judged).assert(NAMED);
}
