//! What each format looks like on one small article.

use crate::{FORMATS, check, claimlint, json, stdout};
use serde_json::Value;

#[test]
fn each_format_on_a_small_article() {
    for format in FORMATS {
        let mut report = stdout(&mut check(&["--format", format, "--ui-lang", "en"]), 3);
        if format == "sarif" {
            report = without_rules(&report);
        }
        insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(format!("formats__{format}"), report);
        });
    }
}

/// The documentation of rules is theirs to test; one of them shows how it is told.
fn without_rules(sarif: &str) -> String {
    let mut log: Value = json(sarif);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    assert!(rules.len() > 20);
    rules.retain(|rule| rule["id"] == "CI003");
    serde_json::to_string_pretty(&log).unwrap()
}

#[test]
fn captions_are_chinese_where_asked_or_where_the_article_is() {
    for format in ["human", "github", "gitlab", "junit", "markdown", "sarif"] {
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
    let mut lines = shown.lines();
    assert!(lines.next().unwrap().starts_with("error[AD002]"));
    assert_eq!(lines.next().unwrap(), format!(" --> long.md:1:{}", before.len() + 1));
    assert_eq!(lines.next().unwrap().trim(), "|");
    assert!(lines.next().unwrap().contains("This remedy cures arthritis, guaranteed."), "{shown}");
}
