//! Minimal pairs of gates: over one and the same word the gate holds in a sentence, and not in its twin.

use claimlint::document::{Format, Hint, Place, read};
use claimlint::extract::Words;
use claimlint::extract::gate::gates;
use claimlint::knowledge::{Gate, Knowledge};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labelled {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    kind: String,
    gate: Gate,
    word: String,
    held: String,
    open: String,
}

/// Least share of the pairs of which both halves are right.
const RIGHT: f64 = 0.95;

/// The gates over the first place of a word in a text.
fn over(text: &str, word: &str) -> Vec<Gate> {
    let knowledge = Knowledge::builtin().unwrap();
    let hint = Hint { format: Some(Format::Plain), ..Hint::default() };
    let blocks = read(text.as_bytes(), &hint, knowledge).unwrap().blocks;
    let find = |(i, at): (usize, Option<usize>)| at.map(|at| Place::new(i, at..at + word.len()));
    let place =
        blocks.iter().map(|b| b.as_str().find(&word.to_lowercase())).enumerate().find_map(find).unwrap();
    gates(&Words::new(&blocks, knowledge)).over(&place).map(|s| s.gate).collect()
}

#[test]
fn a_gate_holds_in_one_half_of_each_pair() {
    let pairs = toml::from_str::<Labelled>(include_str!("data/gates.toml")).unwrap().pair;
    let wrong: Vec<String> = pairs
        .iter()
        .filter_map(|p| {
            let missed = !over(&p.held, &p.word).contains(&p.gate);
            let false_alarm = over(&p.open, &p.word).contains(&p.gate);
            let text = match (missed, false_alarm) {
                (false, false) => return None,
                (true, false) => format!("not over {} in {}", p.word, p.held),
                (false, true) => format!("over {} in {}", p.word, p.open),
                (true, true) => format!("turned round over {}: {} {}", p.word, p.held, p.open),
            };
            Some(format!("{} ({:?}) {text}", p.kind, p.gate))
        })
        .collect();
    let right = pairs.len() - wrong.len();
    println!("{right} of {} right\n{}", pairs.len(), wrong.join("\n"));
    assert!(right as f64 >= RIGHT * pairs.len() as f64, "{right} of {}:\n{}", pairs.len(), wrong.join("\n"));
}
