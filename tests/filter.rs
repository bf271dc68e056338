//! The filter: rows of JSON in, one report a line out, in order, none lost.

use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;

fn filter(args: &[&str], rows: &str) -> (Vec<Value>, i32) {
    let mut command = Command::cargo_bin("claimlint").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("RUST_BACKTRACE", "0");
    command.args(["check", "--input", "ndjson", "--as-of", "2026-11-23"]).args(args).write_stdin(rows);
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let code = output.status.code().unwrap();
    (text.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), code)
}

fn lines(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect()
}

fn rules(answer: &Value) -> Vec<&str> {
    answer["findings"].as_array().unwrap().iter().map(|f| f["rule"].as_str().unwrap()).collect()
}

#[test]
fn answers_keep_the_order_of_rows_on_many_workers() {
    let row = |n: usize| {
        let guarantee = if n.is_multiple_of(3) { "本疗法保证根治牛皮癣。" } else { "" };
        json!({"id": n, "text": format!("# 第{n}篇\n\n今天天气很好。{guarantee}{}\n", "多喝水。".repeat(n % 50))})
    };
    let rows: Vec<Value> = (0..300).map(row).collect();
    let (answers, code) = filter(&["--jobs", "4"], &lines(&rows));
    assert_eq!(code, 1);
    assert_eq!(answers.len(), 300);
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer["id"], n);
        assert_eq!(answer["path"], n.to_string());
        assert_eq!(rules(answer), if n.is_multiple_of(3) { &["AD002"][..] } else { &[] });
    }
}

#[test]
fn a_bad_row_is_answered_and_the_next_is_read() {
    let good = json!({"id": "a", "text": "今天天气很好。"});
    let rows = format!("{good}\nno json\n{{\"id\":2}}\n{{\"id\":3,\"txt\":\"\"}}\n\n{good}\n");
    let (answers, code) = filter(&[], &rows);
    assert_eq!(code, 3);
    let errors: Vec<_> = answers.iter().map(|a| a["error"]["code"].as_str().unwrap_or("")).collect();
    assert_eq!(errors, ["", "bad-row", "missing-key", "bad-row", ""]);
    assert_eq!(answers[2]["id"], 2);
    assert!(answers[2]["error"]["message"].as_str().unwrap().contains("html"));
}

#[test]
fn a_row_is_held_against_the_records_it_brings() {
    let text = fs::read_to_string("fixtures/articles/melatonin/article.md").unwrap();
    let records: Value =
        serde_json::from_str(&fs::read_to_string("fixtures/articles/melatonin/library.json").unwrap())
            .unwrap();
    let rows = [json!({"id": 1, "text": text}), json!({"id": 2, "text": text, "records": records})];
    let (answers, _) = filter(&["--fail-on", "never"], &lines(&rows));
    assert_eq!(answers[0]["claims_compared"], 0);
    assert_ne!(answers[1]["claims_compared"], 0);
    let (files, _) = filter(
        &["--fail-on", "never", "--library", "fixtures/articles/melatonin/library.json"],
        &lines(&rows[..1]),
    );
    assert_eq!(files[0]["findings"], answers[1]["findings"]);
}

#[test]
fn language_and_genre_of_a_row_hold() {
    let rows = [json!({"id": 1, "html": "<p>保证根治</p>", "lang": "en", "genre": "policy_or_insurance"})];
    let (answers, _) = filter(&[], &lines(&rows));
    assert_eq!((&answers[0]["lang"], &answers[0]["genre"]), (&json!("en"), &json!("policy_or_insurance")));
}

#[test]
fn only_files_below_the_root_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root");
    fs::create_dir(&root).unwrap();
    fs::write(root.join("a.md"), "# 标题\n\n本疗法保证根治牛皮癣。\n").unwrap();
    fs::write(folder.path().join("secret.md"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("secret.md"), root.join("link.md")).unwrap();
    let paths = ["a.md", "../secret.md", "link.md", "/etc/hostname", "missing.md"];
    let rows: Vec<Value> = paths.iter().map(|path| json!({"id": path, "path": path})).collect();
    let (answers, code) = filter(&["--root", root.to_str().unwrap()], &lines(&rows));
    assert_eq!(code, 3);
    assert_eq!(rules(&answers[0]), ["AD002"]);
    let codes: Vec<_> = answers[1..].iter().map(|a| a["error"]["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["bad-path", "bad-path", "bad-path", "unreadable"]);
}
