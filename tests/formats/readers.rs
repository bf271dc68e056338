//! The readers of each format accept what is written: the schema of SARIF, the elements that Jenkins'
//! `junit-10.xsd` allows, the shape that GitLab wants of Code Quality, the commands of GitHub.

use crate::{check, complaints, fixtures, json, sarif_schema, stdout};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;
use std::collections::BTreeSet;

#[test]
fn the_schema_of_sarif_accepts_every_fixture() {
    let log = json(&fixtures("sarif"));
    assert_eq!(complaints(&sarif_schema(), &log), Vec::<String>::new());
    let run = &log["runs"][0];
    assert!(run["results"].as_array().unwrap().len() > 20);
    for result in run["results"].as_array().unwrap() {
        let at = |key: &str| result[key].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][at("ruleIndex")]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        let index = place["index"].as_u64().unwrap() as usize;
        assert_eq!(run["artifacts"][index]["location"]["uri"], place["uri"]);
    }
}

#[test]
fn the_schema_of_sarif_refuses_what_is_no_sarif() {
    let mut log = json(&stdout(&mut check(&["--format", "sarif"]), 3));
    log["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!complaints(&sarif_schema(), &log).is_empty());
}

#[test]
fn regions_of_sarif_are_the_bytes_of_the_file() {
    let source = std::fs::read("tests/formats/ginger.md").unwrap();
    let log = json(&stdout(&mut check(&["--format", "sarif"]), 3));
    let mut shown = 0;
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let at = |key: &str| region[key].as_u64().unwrap() as usize;
        let words = std::str::from_utf8(&source[at("byteOffset")..][..at("byteLength")]).unwrap();
        if let Some(snippet) = region["snippet"]["text"].as_str() {
            assert_eq!(snippet, words);
            assert_eq!(at("endColumn") - at("startColumn"), words.chars().count());
            shown += 1;
        } else {
            assert_ne!(at("startLine"), at("endLine"), "a finding in one line has a snippet");
        }
    }
    assert!(shown > 2);
}

#[test]
fn nothing_unseen_passes_in_sarif() {
    let log = json(&stdout(&mut check(&["--format", "sarif"]), 3));
    let report = json(&stdout(&mut check(&["--format", "json"]), 3));
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let told: Vec<(&str, &str)> = invocation["toolExecutionNotifications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| {
            (n["descriptor"]["id"].as_str().unwrap(), n["associatedRule"]["id"].as_str().unwrap_or_default())
        })
        .collect();
    assert!(told.contains(&("unread", "")));
    for row in report["documents"][0]["coverage"].as_array().unwrap() {
        let is_whole = row["checked"] == row["of"];
        assert_eq!(!is_whole, told.contains(&("not-checked", row["rule"].as_str().unwrap())), "{row}");
    }
}

/// Attributes that `junit-10.xsd` requires and allows, by element.
const JUNIT: [(&str, &[&str], &[&str]); 7] = [
    ("testsuites", &[], &["name", "time", "tests", "failures", "errors"]),
    (
        "testsuite",
        &["name", "tests", "failures", "errors"],
        &["name", "tests", "failures", "errors", "skipped"],
    ),
    ("testcase", &["name"], &["name", "classname", "time"]),
    ("failure", &[], &["type", "message"]),
    ("error", &[], &["type", "message"]),
    ("skipped", &[], &["type", "message"]),
    ("system-out", &[], &[]),
];

/// How often each element is there, where all of them are well-formed and allowed.
pub fn junit_elements(xml: &str) -> BTreeMap<String, usize> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut counts, mut open) = (BTreeMap::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => open.push(allowed(&element, open.last(), &mut counts)),
            Event::Empty(element) => drop(allowed(&element, open.last(), &mut counts)),
            Event::End(_) => drop(open.pop().unwrap()),
            Event::Text(text) => assert!(!text.contains('&') && !text.contains("[[ATTACHMENT"), "{text:?}"),
            Event::GeneralRef(name) => {
                assert!(["lt", "gt", "amp", "quot", "apos"].contains(&name.as_ref()), "{name:?}");
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("not in JUnit: {other:?}"),
        }
    }
    assert!(open.is_empty());
    counts
}

fn allowed(element: &BytesStart, parent: Option<&String>, counts: &mut BTreeMap<String, usize>) -> String {
    let name = element.name().as_ref().to_owned();
    let (_, required, known) =
        JUNIT.iter().find(|(n, ..)| *n == name).unwrap_or_else(|| panic!("no <{name}> in JUnit"));
    let has: BTreeSet<String> = element.attributes().map(|a| a.unwrap().key.as_ref().to_owned()).collect();
    assert!(
        required.iter().all(|r| has.contains(*r)) && has.iter().all(|h| known.contains(&h.as_str())),
        "{element:?}"
    );
    let right_parent = match name.as_str() {
        "testsuites" => None,
        "testsuite" => Some("testsuites"),
        "testcase" => Some("testsuite"),
        _ => Some("testcase"),
    };
    assert_eq!(parent.map(String::as_str), right_parent, "<{name}>");
    *counts.entry(name.clone()).or_default() += 1;
    name
}

fn junit(args: &[&str]) -> (String, BTreeMap<String, usize>) {
    let mut all = vec!["--format", "junit"];
    all.extend(args);
    let xml = String::from_utf8(check(&all).output().unwrap().stdout).unwrap();
    let counts = junit_elements(&xml);
    (xml, counts)
}

#[test]
fn a_test_of_junit_fails_is_skipped_or_passes_as_the_rule_did() {
    let report = json(&stdout(&mut check(&["--format", "json"]), 3));
    let document = &report["documents"][0];
    let rows = document["coverage"].as_array().unwrap();
    let findings = || document["findings"].as_array().unwrap().iter();
    let finds = |rule: &Value, severities: &[&str]| {
        findings().any(|f| f["rule"] == *rule && severities.contains(&f["severity"].as_str().unwrap()))
    };
    let is_led = |rule: &Value| {
        findings()
            .any(|f| f["rule"] != *rule && f["also"].as_array().unwrap().iter().any(|n| n["rule"] == *rule))
    };
    let failing = |severities: &[&str]| rows.iter().filter(|r| finds(&r["rule"], severities)).count();
    let any = ["error", "warning", "info"];
    let is_blind = |r: &Value| r["checked"] == 0 && r["of"] != 0 && !finds(&r["rule"], &any);
    let skips = |r: &&Value| is_blind(r) || is_led(&r["rule"]) && !finds(&r["rule"], &["error"]);
    let skipped = rows.iter().filter(skips).count();
    let (xml, counts) = junit(&[]);
    assert_eq!(counts["testcase"], rows.len() + 2, "a test a rule, and one a file for reading it");
    assert!(
        xml.contains("name=\"OV008 hype-language\">\n      <skipped message=\"tests/formats/ginger.md:3"),
        "AD002 tells it, and fails for it"
    );
    let failed = failing(&["error"]);
    assert_eq!((counts["skipped"], counts["failure"], counts["error"]), (skipped, failed, 1));
    assert!(xml.contains(&format!("failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\"")));
    assert_eq!(junit(&["--fail-on", "warning"]).1["failure"], failing(&["error", "warning"]));
    assert_eq!(junit(&["--fail-on", "never"]).1.get("failure"), None);
}

#[test]
fn gitlab_gets_issues_of_its_shape_each_with_its_own_fingerprint() {
    let text = |extra: Value| {
        let mut kind = value!({"type": "string", "minLength": 1});
        kind.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        kind
    };
    let line = value!({"type": "integer", "minimum": 1});
    let schema = value!({"type": "array", "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": text(value!({})),
            "check_name": text(value!({})),
            "fingerprint": text(value!({"pattern": "^[0-9a-f]{16}$"})),
            "severity": text(value!({"enum": ["info", "minor", "major", "critical", "blocker"]})),
            "location": {
                "type": "object",
                "additionalProperties": false,
                "required": ["path", "lines"],
                "properties": {
                    "path": text(value!({"not": {"pattern": "^(/|\\./)"}})),
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": line, "end": line}},
                },
            },
        },
    }});
    let issues = json(&fixtures("gitlab"));
    assert_eq!(complaints(&schema, &issues), Vec::<String>::new());
    let issues = issues.as_array().unwrap();
    let fingerprints: BTreeSet<&str> = issues.iter().map(|i| i["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), issues.len());
    for name in ["AD002", "not-checked", "unread"] {
        assert!(issues.iter().any(|i| i["check_name"] == name), "{name}");
    }
}

/// Properties of a workflow command, by name, and its data.
pub fn github_command(line: &str) -> (String, BTreeMap<String, String>, String) {
    let (head, data) =
        line.strip_prefix("::").and_then(|l| l.split_once("::")).unwrap_or_else(|| panic!("{line}"));
    let (command, properties) = head.split_once(' ').unwrap();
    let plain = |text: &str| {
        let text = text.replace("%3A", ":").replace("%2C", ",").replace("%0A", "\n").replace("%0D", "\r");
        text.replace("%25", "%")
    };
    let properties = properties.split(',').map(|p| p.split_once('=').unwrap_or_else(|| panic!("{line}")));
    let properties = properties.map(|(name, text)| (name.to_owned(), plain(text))).collect();
    (command.to_owned(), properties, plain(data))
}

#[test]
fn github_gets_the_gravest_first_and_the_gaps_last() {
    let text = stdout(&mut check(&["--format", "github"]), 3);
    let commands: Vec<_> = text.lines().map(github_command).collect();
    let names: Vec<&str> = commands.iter().map(|c| c.0.as_str()).collect();
    let mut sorted = names.clone();
    sorted.sort_by_key(|name| ["error", "warning", "notice"].iter().position(|n| n == name));
    assert_eq!(names, sorted);
    assert_eq!(commands[0].1["file"], "tests/formats/no-text.txt");
    assert_eq!(commands.last().unwrap().1["title"], "not checked");
    for (_, properties, data) in &commands {
        let is_one_line = properties.get("line") == properties.get("endLine");
        assert_eq!(properties.contains_key("col"), is_one_line && properties.contains_key("line"));
        assert!(!data.is_empty());
    }
}
