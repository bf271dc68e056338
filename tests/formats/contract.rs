//! The JSON of reports holds what its schema and its page say, and these are current.

use crate::{check, claimlint, complaints, fixtures, json, stdout};
use serde_json::Value;

const MEND: &str = "run: for w in report line run message; do cargo run -- schema $w > docs/$w.schema.json; done; \
                    cargo run -- schema report --markdown > docs/json.md";

fn schema(what: &str) -> Value {
    json(&stdout(claimlint().args(["schema", what]), 0))
}

/// The schema with every object closed, so that a key which it does not name is a complaint too.
fn closed(mut schema: Value) -> Value {
    fn close(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.values_mut().for_each(close);
                if map.contains_key("properties") {
                    map.insert("additionalProperties".into(), false.into());
                }
            }
            Value::Array(list) => list.iter_mut().for_each(close),
            _ => {}
        }
    }
    close(&mut schema);
    schema
}

#[test]
fn schemas_and_page_are_current() {
    let written = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let page = stdout(claimlint().args(["schema", "report", "--markdown"]), 0);
    assert!(page == written("docs/json.md"), "docs/json.md is old; {MEND}");
    for what in ["report", "line", "run", "message"] {
        let schema = stdout(claimlint().args(["schema", what]), 0);
        assert!(
            schema == written(&format!("docs/{what}.schema.json")),
            "docs/{what}.schema.json is old; {MEND}"
        );
    }
}

#[test]
fn reports_of_the_fixtures_hold_to_the_schema_and_to_no_more() {
    let report = json(&fixtures("json"));
    assert!(report["documents"].as_array().unwrap().len() > 15);
    assert_eq!(report["errors"].as_array().unwrap().len(), 1);
    assert_eq!(complaints(&closed(schema("report")), &report), Vec::<String>::new());
}

#[test]
fn lines_hold_to_their_schema_and_say_what_the_report_says() {
    let (lines, report) = (fixtures("jsonl"), json(&fixtures("json")));
    let lines: Vec<Value> = lines.lines().map(json).collect();
    let schema = closed(schema("line"));
    for line in &lines {
        assert_eq!(complaints(&schema, line), Vec::<String>::new());
        assert_eq!(line["as_of"], report["as_of"]);
    }
    let of = |key: &str| lines.iter().map(|l| l[key].clone()).filter(|v| !v.is_null()).collect::<Vec<_>>();
    assert_eq!(&of("document"), report["documents"].as_array().unwrap());
    assert_eq!(&of("error"), report["errors"].as_array().unwrap());
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    let (schema, good) = (schema("report"), json(&stdout(&mut check(&["--format", "json"]), 3)));
    let spoilt = |pointer: &str, value: Value| {
        let mut report = good.clone();
        *report.pointer_mut(pointer).unwrap() = value;
        complaints(&schema, &report).len()
    };
    assert_eq!(spoilt("/as_of", "2026-11-23".into()), 0);
    for (pointer, value) in [
        ("/schema", "claimlint/2"),
        ("/as_of", "yesterday"),
        ("/documents/0/verdict", "fine"),
        ("/documents/0/findings/0/severity", "fatal"),
        ("/documents/0/findings/0/span/line", "three"),
    ] {
        assert!(spoilt(pointer, value.into()) > 0, "{pointer} = {value} passes");
    }
    assert!(spoilt("/documents/0/coverage/0/why", serde_json::json!({"no-such-reason": 1})) > 0);
    let mut short = good.clone();
    short["documents"][0].as_object_mut().unwrap().remove("coverage");
    assert!(!complaints(&schema, &short).is_empty(), "a key is missing and it passes");
}

#[test]
fn every_key_and_word_is_explained() {
    let mut bare = Vec::new();
    for what in ["report", "line", "run", "message"] {
        find_bare(what, &schema(what), &mut bare);
    }
    assert!(bare.is_empty(), "no description: {bare:?}");
}

fn find_bare(path: &str, value: &Value, bare: &mut Vec<String>) {
    let Value::Object(map) = value else { return };
    for group in ["properties", "$defs"] {
        for (name, kind) in map.get(group).and_then(Value::as_object).into_iter().flatten() {
            let path = format!("{path}.{name}");
            if kind.get("description").is_none() {
                bare.push(path.clone());
            }
            find_bare(&path, kind, bare);
        }
    }
    for word in map.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        if word.get("description").is_none() {
            bare.push(format!("{path}: {word}"));
        }
    }
}
