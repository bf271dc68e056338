//! Every format: what it looks like, that its readers accept it, and that no text of an article
//! becomes mark-up, a command or an escape in it.

mod formats {
    pub mod contract;
    pub mod hostile;
    pub mod html;
    pub mod output;
    pub mod readers;
    pub mod snapshots;
}

use assert_cmd::Command;
use serde_json::Value;
use std::sync::LazyLock;

/// Every format there is.
const FORMATS: [&str; 10] =
    ["human", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "html", "markdown"];

/// The program in an environment that says nothing of colours and widths.
fn claimlint() -> Command {
    let mut command = Command::cargo_bin("claimlint").unwrap();
    for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM"] {
        command.env_remove(name);
    }
    command.env("RUST_BACKTRACE", "0").current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// `check` over an article with an error, warnings, an info, evidence, further places and gaps, and
/// over a file that cannot be read.
fn check(args: &[&str]) -> Command {
    let mut command = claimlint();
    command.args(["check", "tests/formats/ginger.md", "tests/formats/no-text.txt"]);
    command.args(["--library", "tests/formats/library.json", "--as-of", "2026-11-23"]).args(args);
    command
}

/// What a run over all fixtures writes in a format: one run for all tests, with one article in it twice.
fn fixtures(format: &str) -> String {
    static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let mut command = claimlint();
        command.args(["check", "fixtures/articles", "fixtures/clean", "./tests/formats"]);
        command.args(["tests/formats/ginger.md", "--library", "fixtures/articles", "--fail-on", "never"]);
        for format in FORMATS {
            command.arg("--format").arg(format!("{format}={}", folder.path().join(format).display()));
        }
        command.assert().code(3);
        folder
    });
    std::fs::read_to_string(FOLDER.path().join(format)).unwrap()
}

fn stdout(command: &mut Command, code: i32) -> String {
    String::from_utf8(command.assert().code(code).get_output().stdout.clone()).unwrap()
}

fn stderr(command: &mut Command, code: i32) -> String {
    String::from_utf8(command.assert().code(code).get_output().stderr.clone()).unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// What a schema has to say against an instance, formats of strings included.
fn complaints(schema: &Value, instance: &Value) -> Vec<String> {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    validator.iter_errors(instance).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

/// The JSON Schema of SARIF 2.1.0. One pattern of it, for the language of a run, which claimlint does
/// not write, has a bracket too many; engines other than that of ECMAScript refuse it.
fn sarif_schema() -> Value {
    let text = std::fs::read_to_string("tests/schemas/sarif-schema-2.1.0.json").unwrap();
    json(&text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$"))
}
