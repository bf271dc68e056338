//! What each format looks like on one small article.

use crate::{FORMATS, check, claimlint, json, stdout};
use serde_json::Value;

/// A few rules, so that a new one changes nothing here.
const RULES: &str = "AD002,CI002,CI003,DI001,EV008,EV009,OV002,OV008";

#[test]
fn each_format_on_a_small_article() {
    for format in FORMATS {
        let report = stdout(&mut check(&["--format", format, "--ui-lang", "en", "--select", RULES]), 3);
        let report = match format {
            "sarif" => pretty(without_rules(json(&report))),
            "json" => pretty(without_facts(json(&report), "/documents/0")),
            "jsonl" => {
                let lines: Vec<Value> = report.lines().map(json).collect();
                let [article, error] = lines.try_into().unwrap();
                format!("{}\n{error}\n", without_facts(article, "/document"))
            }
            "html" => {
                let (head, rest) = report.split_once("<style>").unwrap();
                format!("{head}{}", rest.split_once("</style>\n").unwrap().1)
                    .replace(concat!("claimlint ", env!("CARGO_PKG_VERSION")), "claimlint [version]")
            }
            _ => report,
        };
        let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
        let report = ["\"version\":", "\"version\": "].iter().fold(report, |report, key| {
            report.replace(&format!("{key}{version}"), &format!("{key}\"[version]\""))
        });
        insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(format!("formats__{format}"), report);
        });
    }
}

fn pretty(value: Value) -> String {
    serde_json::to_string_pretty(&value).unwrap()
}

/// The documentation of rules is theirs to test; one of them shows how it is told.
fn without_rules(mut log: Value) -> Value {
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    assert_eq!(rules.len(), RULES.split(',').count());
    rules.retain(|rule| rule["id"] == "CI003");
    log
}

/// What was read out of the article is tested where it is read.
fn without_facts(mut report: Value, document: &str) -> Value {
    let document = report.pointer_mut(document).unwrap().as_object_mut().unwrap();
    for facts in ["claims", "doses", "references", "citations", "notices"] {
        assert!(document.remove(facts).unwrap().is_array());
    }
    report
}

#[test]
fn captions_are_chinese_where_asked_or_where_the_article_is() {
    for format in ["human", "github", "gitlab", "junit", "html", "markdown", "sarif"] {
        let report = stdout(&mut check(&["--format", format, "--ui-lang", "zh"]), 3);
        assert!(report.contains("建议改"), "{format}:\n{report}");
    }
}

#[test]
fn a_long_line_is_cut_around_the_finding_and_keeps_its_place() {
    let (before, behind) = ("Walks are good for the mood. ".repeat(40), " Walks cost nothing.".repeat(40));
    let mut command = claimlint();
    command.args(["check", "-", "--select", "AD002", "--stdin-filename", "long.md"]);
    command.write_stdin(format!("{before}This remedy cures arthritis, guaranteed.{behind}\n"));
    let shown = stdout(&mut command, 1);
    let mut lines = shown.lines().skip_while(|line| !line.starts_with("error[AD002]")).skip(1);
    assert_eq!(lines.next().unwrap(), format!(" --> long.md:1:{}", before.len() + 1));
    assert_eq!(lines.next().unwrap().trim(), "|");
    assert!(lines.next().unwrap().contains("This remedy cures arthritis, guaranteed."), "{shown}");
}
