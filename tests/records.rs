//! Records, read from title, publication types, MeSH headings and abstract: `data/records.toml` says
//! what a careful reader finds in each.

use claimlint::evidence::{Library, Record};
use claimlint::knowledge::{Design, Direction, Knowledge, Limitation, Model, QuantityKind};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct Labels {
    record: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    id: String,
    title: String,
    types: Vec<String>,
    mesh: Vec<String>,
    text: String,
    design: Design,
    model: Model,
    population: BTreeSet<String>,
    n: Option<u32>,
    numbers: Vec<toml::Value>,
    direction: Direction,
    limitations: BTreeSet<Limitation>,
}

fn record(label: &Label, knowledge: &Knowledge) -> Record {
    let item = serde_json::json!({
        "id": label.id, "title": label.title, "abstract": label.text,
        "custom": { "publication_types": label.types, "mesh": label.mesh },
    });
    let mut library = Library::default();
    library.add("records.json", &[item], knowledge);
    library.records.remove(0)
}

/// A number as a label writes it: its kind and its value, or both bounds.
fn number(label: &toml::Value) -> (QuantityKind, f64, f64) {
    let parts = label.as_array().unwrap();
    let value = |i: usize| parts.get(i).and_then(toml::Value::as_float);
    let low = value(1).unwrap();
    (QuantityKind::parse(parts[0].as_str().unwrap()).unwrap(), low, value(2).unwrap_or(low))
}

/// What was read otherwise than labelled, of the seven fields.
fn wrong(label: &Label, record: &Record) -> Vec<String> {
    let read = record.abstract_.as_ref().unwrap();
    let who: BTreeSet<String> = record.people.who.iter().map(|w| w.as_str().to_owned()).collect();
    let groups = ["infant", "child", "adolescent", "adult", "older", "women", "men", "pregnant"];
    let (named, having): (BTreeSet<String>, BTreeSet<String>) =
        label.population.iter().cloned().partition(|p| groups.contains(&p.as_str()));
    let people = who == named && having.is_subset(&record.people.conditions);
    let has = |n: &(QuantityKind, f64, f64)| read.numbers.iter().any(|q| (q.kind, q.low, q.high) == *n);
    let missing: Vec<_> = label.numbers.iter().map(number).filter(|n| !has(n)).collect();
    let limits: BTreeSet<Limitation> = read.limitations.keys().copied().collect();
    let direction = read.conclusion.as_ref().map(|c| c.direction);
    let fields = [
        ("design", record.design == Some(label.design), format!("{:?}", record.design)),
        ("model", record.model == label.model, format!("{:?}", record.model)),
        ("population", people, format!("{:?}", record.people)),
        ("n", record.n == label.n, format!("{:?}", record.n)),
        ("numbers", missing.is_empty(), format!("missing {missing:?}")),
        ("direction", direction == Some(label.direction), format!("{:?}", read.conclusion)),
        ("limitations", limits == label.limitations, format!("{limits:?}")),
    ];
    let off = fields.into_iter().filter(|(_, right, _)| !right);
    off.map(|(field, _, got)| format!("{} {field}: {got}", label.id)).collect()
}

#[test]
fn records_are_known_as_a_careful_reader_knows_them() {
    let knowledge = Knowledge::builtin().unwrap();
    let labels: Labels = toml::from_str(include_str!("data/records.toml")).unwrap();
    let off: Vec<String> = labels.record.iter().flat_map(|l| wrong(l, &record(l, knowledge))).collect();
    let fields = labels.record.len() * 7;
    println!("{} of {fields} fields right", fields - off.len());
    assert!(off.len() * 10 <= fields, "{}", off.join("\n"));
}
