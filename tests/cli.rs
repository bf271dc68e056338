//! The built binary: formats, exit codes, errors that say what to do.

use assert_cmd::Command;
use serde_json::Value;
use std::process::Stdio;

fn claimlint() -> Command {
    let mut command = Command::cargo_bin("claimlint").unwrap();
    command.env_remove("NO_COLOR").env_remove("COLUMNS").env("RUST_BACKTRACE", "0");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn stdout(command: &mut Command, code: i32) -> String {
    String::from_utf8(command.assert().code(code).get_output().stdout.clone()).unwrap()
}

fn stderr(command: &mut Command, code: i32) -> String {
    String::from_utf8(command.assert().code(code).get_output().stderr.clone()).unwrap()
}

const GUARANTEE: &str = "# 牛皮癣的治疗\n\n本疗法保证根治牛皮癣，无效退款。\n";

fn check(args: &[&str]) -> Command {
    let mut command = claimlint();
    command.args(["check", "-", "--stdin-filename", "draft.md", "--as-of", "2026-11-23"]).args(args);
    command.write_stdin(GUARANTEE);
    command
}

#[test]
fn an_error_ends_with_one_and_can_be_let_through() {
    check(&[]).assert().code(1);
    check(&["--fail-on", "never"]).assert().code(0);
    check(&["--ignore", "AD,DI"]).assert().code(0);
    check(&["--select", "hype-language"]).assert().code(0);
}

#[test]
fn the_human_report_shows_place_reason_and_mend() {
    insta::assert_snapshot!(stdout(&mut check(&[]), 1));
    insta::assert_snapshot!(stdout(&mut check(&["--ui-lang", "en"]), 1));
}

#[test]
fn the_concise_report_is_one_line_a_finding() {
    insta::assert_snapshot!(stdout(&mut check(&["--format", "concise"]), 1));
}

#[test]
fn json_gives_the_bytes_of_a_finding() {
    let report: Value = serde_json::from_str(&stdout(&mut check(&["--format", "json"]), 1)).unwrap();
    assert_eq!(report["schema"], "claimlint/1");
    assert_eq!(report["as_of"], "2026-11-23");
    let finding = &report["documents"][0]["findings"][0];
    let at = |key: &str| finding["span"][key].as_u64().unwrap() as usize;
    assert_eq!(&GUARANTEE[at("start")..at("end")], finding["text"].as_str().unwrap());
    assert_eq!((at("line"), at("column")), (3, 1));
    assert_eq!(report["documents"][0]["verdict"], "block");
}

#[test]
fn positions_in_another_encoding_are_its_own_bytes() {
    let text = format!("{GUARANTEE}\n成人每日服用两次，每次500 mg。\n");
    let bytes = encoding_rs::GB18030.encode(&text).0.into_owned();
    let at_its_bytes = |quote: &Value| {
        let at = |key: &str| quote["span"][key].as_u64().unwrap() as usize;
        let raw = encoding_rs::GB18030.decode_without_bom_handling(&bytes[at("start")..at("end")]).0;
        assert_eq!((raw.as_ref(), &quote["span"]["part"]), (quote["text"].as_str().unwrap(), &Value::Null));
    };
    let run = |args: &[&str], code| {
        let mut command = claimlint();
        command.args(args).args(["-"]).write_stdin(bytes.clone());
        stdout(&mut command, code)
    };
    let json = |args: &[&str], code| serde_json::from_str::<Value>(&run(args, code)).unwrap();
    let report = json(&["check", "--format", "json"], 1);
    let finding = &report["documents"][0]["findings"][0];
    at_its_bytes(finding);
    assert_eq!((finding["span"]["line"].as_u64(), finding["span"]["column"].as_u64()), (Some(3), Some(1)));
    at_its_bytes(&json(&["inspect", "claims"], 0)["claims"][0]);
    at_its_bytes(&json(&["inspect", "doses"], 0)["statements"][0]);
    at_its_bytes(&json(&["inspect", "document", "--format", "json"], 0)["blocks"][1]);
    assert!(run(&["check"], 1).contains("本疗法保证根治牛皮癣，无效退款。"));
}

#[test]
fn an_input_that_cannot_be_read_is_named_and_the_rest_goes_on() {
    let mut command = claimlint();
    command.args(["check", "no-such-file.md", "-", "--format", "json"]).write_stdin(GUARANTEE);
    let report: Value = serde_json::from_str(&stdout(&mut command, 3)).unwrap();
    assert_eq!(report["errors"][0]["path"], "no-such-file.md");
    assert_eq!(report["documents"].as_array().unwrap().len(), 1);
}

#[test]
fn bytes_that_are_no_text_get_an_error_that_says_what_to_do() {
    let mut command = claimlint();
    command.args(["check", "-"]).write_stdin(b"\x7fELF\x02\x01\x01\0\0\0 no text".to_vec());
    assert!(stdout(&mut command, 3).contains("give the article as HTML, Markdown, text or DOCX"));
    let mut command = claimlint();
    command.args(["check", "-"]).write_stdin(vec![b'a'; (20 << 20) + 100]);
    assert!(stdout(&mut command, 3).contains("longer than the limit of 20 MB; split it"));
    let mut command = claimlint();
    command.args(["inspect", "document", "-"]).write_stdin(b"%PDF-1.7".to_vec());
    assert!(stderr(&mut command, 2).contains("a PDF file, which is not read; save it as DOCX"));
}

#[test]
fn wrong_use_ends_with_two() {
    claimlint().args(["check"]).assert().code(2);
    claimlint().args(["check", "-", "--genre", "poem"]).write_stdin("").assert().code(2);
    assert!(stderr(&mut check(&["--select", "XX999"]), 2).contains("claimlint rules"));
    let mut broken = check(&["--library", "Cargo.toml"]);
    assert!(stderr(&mut broken, 2).contains("CSL-JSON"));
}

#[test]
fn escapes_in_an_article_do_not_reach_the_terminal() {
    let mut command = claimlint();
    command.args(["check", "-", "--ui-lang", "en"]).write_stdin("本疗法保证\u{1b}[31m根治\u{202e}牛皮癣。\n");
    let shown = stdout(&mut command, 1);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
}

#[test]
fn rules_are_listed_and_explained() {
    insta::assert_snapshot!(stdout(claimlint().arg("rules"), 0));
    assert!(stdout(claimlint().args(["explain", "ad002"]), 0).contains("## What it detects"));
    claimlint().args(["explain", "nothing"]).assert().code(2);
}

#[test]
fn the_page_of_rules_is_current() {
    let written = std::fs::read_to_string("docs/rules.md").unwrap();
    let mend = "run: cargo run -- rules --markdown > docs/rules.md";
    assert!(stdout(claimlint().args(["rules", "--markdown"]), 0) == written, "docs/rules.md is old; {mend}");
}

#[test]
fn a_bad_row_gets_an_answer_and_the_next_is_read() {
    let mut command = claimlint();
    command.args(["inspect", "references", "--jsonl"]);
    command.write_stdin(
        "{\"id\":1}\nno json\n{\"id\":3,\"raw\":\"[1] 李某. 某药研究[J]. 某刊, 2020, 1(2): 3-4.\"}\n",
    );
    let text = stdout(&mut command, 3);
    let rows: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["error"]["code"], "missing-key");
    assert_eq!(rows[1]["error"]["code"], "bad-row");
    assert_eq!(rows[2]["fields"]["year"], "2020");
}

#[test]
fn a_row_reads_files_below_the_folder_only() {
    let mut command = claimlint();
    command.args(["inspect", "text", "--jsonl", "--root", "fixtures"]);
    command.write_stdin(
        "{\"id\":1,\"path\":\"clean/en-leaflet-iron.md\"}\n{\"id\":2,\"path\":\"../Cargo.toml\"}\n",
    );
    let text = stdout(&mut command, 3);
    let rows: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(rows[0]["text"].as_str().unwrap().contains("iron"));
    assert_eq!(rows[1]["error"]["code"], "bad-path");
}

#[test]
fn doses_are_given_as_fhir_or_with_why_not() {
    let fhir = ["inspect", "doses", "--format", "fhir"];
    let mut rows = claimlint();
    rows.args(fhir).arg("--jsonl");
    rows.write_stdin(
        "{\"id\":1,\"text\":\"布洛芬口服，每次200mg，每日3次。\"}\n{\"id\":2,\"text\":\"每天50mg，每天两次或三次。\"}\n",
    );
    let text = stdout(&mut rows, 0);
    let rows: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let first = &rows[0]["dosages"][0];
    assert_eq!((&first["drug_concept"], &first["why"]), (&Value::from("ibuprofen"), &Value::Null));
    let dosage = &first["dosage"];
    assert_eq!(dosage["doseAndRate"][0]["doseQuantity"]["value"], 200.0);
    assert_eq!(dosage["timing"]["repeat"]["frequency"], 3);
    let open = &rows[1]["dosages"][0];
    assert_eq!((&open["why"], &open["dosage"]), (&Value::from("ambiguous"), &Value::Null));
    assert!(open["span"]["end"].as_u64() > open["span"]["start"].as_u64());
    let mut one = claimlint();
    one.args(fhir).arg("-").write_stdin("Take 200 mg ibuprofen three times a day.\n");
    let one: Value = serde_json::from_str(&stdout(&mut one, 0)).unwrap();
    assert_eq!(one["dosages"][0]["dosage"]["doseAndRate"][0]["doseQuantity"]["unit"], "mg");
    let mut claims = claimlint();
    claims.args(["inspect", "claims", "--format", "fhir", "-"]).write_stdin("");
    assert!(stderr(&mut claims, 2).contains("inspect doses --format fhir"));
}

#[test]
fn a_claim_is_held_against_a_source_slot_by_slot() {
    let mut command = claimlint();
    command.args(["inspect", "compare", "--jsonl"]);
    let source = "Vitamin D did not reduce mortality (RR 0.98, 95% CI 0.80-1.20).";
    command.write_stdin(format!(
        "{{\"id\":1,\"claim\":\"Vitamin D reduces mortality.\",\"evidence\":\"{source}\"}}\n"
    ));
    let row: Value = serde_json::from_str(&stdout(&mut command, 0)).unwrap();
    assert_eq!(row["verdict"], "contradicted");
    assert_eq!(row["slots"][0]["slot"], "intervention");
}

#[test]
fn the_readme_shows_what_its_first_command_prints() {
    let article = "fixtures/articles/sample/article.md";
    let library = "fixtures/articles/sample/library.json";
    let printed = stdout(claimlint().args(["check", article, "--library", library]), 0);
    let readme = std::fs::read_to_string("README.md").unwrap();
    assert!(readme.contains(printed.trim_end()), "README.md shows other output than:\n{printed}");
}

#[test]
fn some_rules_hold_for_lay_readers_only() {
    let told = |profile: &str| {
        let mut command = claimlint();
        command.args([
            "check",
            "-",
            "--profile",
            profile,
            "--format",
            "concise",
            "--select",
            "DO001",
            "--fail-on",
            "never",
        ]);
        stdout(command.write_stdin("环孢素的用法：每次50毫克，每天三次，验孕阳性即可开始。\n"), 0)
    };
    assert!(told("editorial").contains("DO001"));
    assert_eq!(told("professional"), "");
}

#[test]
fn shells_complete_and_every_command_has_a_page() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(claimlint().args(["completions", shell]), 0).contains("fail-on"), "{shell}");
    }
    assert!(stdout(claimlint().arg("man"), 0).contains(".TH CLAIMLINT 1"));
    let folder = tempfile::tempdir().unwrap();
    claimlint().arg("man").arg("--dir").arg(folder.path()).assert().code(0);
    let check = std::fs::read_to_string(folder.path().join("claimlint-check.1")).unwrap();
    assert!(check.contains("\\-\\-min\\-confidence"), "{check}");
    assert!(folder.path().join("claimlint-inspect.1").exists());
}

/// A reader that goes away, as `| head` does, ends a command in silence.
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    std::fs::write(&path, "每天50mg,每天两次或三次。\n\n".repeat(400)).unwrap();
    for args in [["inspect", "doses"], ["check", "--format=json"]] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_claimlint"));
        command.args(args).arg(&path).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let said = child.wait_with_output().unwrap();
        assert_eq!((said.status.code(), String::from_utf8_lossy(&said.stderr).as_ref()), (Some(0), ""));
    }
}
