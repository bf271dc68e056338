//! Articles beside the abstracts they lean on: `data/pairs.toml` says in which one slot each differs.

use claimlint::evidence::{Library, Record, SlotAnswer, confront_text};
use claimlint::knowledge::Knowledge;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Records {
    record: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    id: String,
    title: String,
    types: Vec<String>,
    mesh: Vec<String>,
    text: String,
}

#[derive(Deserialize)]
struct Pairs {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    record: String,
    #[serde(default)]
    slot: String,
    article: String,
}

fn records(knowledge: &Knowledge) -> BTreeMap<String, Record> {
    let sources: Records = toml::from_str(include_str!("data/records.toml")).unwrap();
    let item = |s: &Source| {
        serde_json::json!({
            "id": s.id, "title": s.title, "abstract": s.text,
            "custom": { "publication_types": s.types, "mesh": s.mesh },
        })
    };
    let mut library = Library::default();
    library.add("records.json", &sources.record.iter().map(item).collect::<Vec<_>>(), knowledge);
    library.records.into_iter().map(|r| (r.id.clone(), r)).collect()
}

#[test]
fn the_slot_that_differs_is_named_and_no_other_pair_is_accused() {
    let knowledge = Knowledge::builtin().unwrap();
    let records = records(knowledge);
    let pairs: Pairs = toml::from_str(include_str!("data/pairs.toml")).unwrap();
    let (mut named, mut accused, mut alone, mut wrong) = (0, 0, 0, Vec::new());
    for pair in &pairs.pair {
        let confronted = confront_text(&pair.article, &records[&pair.record], knowledge).unwrap();
        let differing: Vec<&str> =
            confronted.slots.iter().filter(|s| s.answer == SlotAnswer::Differs).map(|s| s.slot).collect();
        let right =
            if pair.slot.is_empty() { differing.is_empty() } else { differing.contains(&pair.slot.as_str()) };
        named += usize::from(right && !pair.slot.is_empty());
        alone += usize::from(right && differing.iter().all(|s| *s == pair.slot));
        accused += usize::from(!right && pair.slot.is_empty());
        if !right {
            wrong.push(format!("{} {}: {differing:?} {}", pair.record, pair.slot, pair.article));
        }
    }
    println!("{named} of 60 named, {accused} of 30 accused, {alone} of 90 without a slot too many");
    println!("{}", wrong.join("\n"));
    assert!(named >= 54 && accused == 0, "{}", wrong.join("\n"));
}
