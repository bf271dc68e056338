//! Every format: what it looks like, that its readers accept it, and that no text of an article
//! becomes mark-up, a command or an escape in it.

mod formats {
    pub mod contract;
    pub mod hostile;
    pub mod output;
    pub mod readers;
    pub mod snapshots;
}

use assert_cmd::Command;
use serde_json::Value;
use std::sync::LazyLock;

/// Every format there is.
const FORMATS: [&str; 9] =
    ["human", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"];

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

/// Overwrites some bytes.
fn spoil(bytes: &mut [u8], changes: &[(usize, u8)]) {
    let len = bytes.len();
    changes.iter().for_each(|(at, byte)| bytes[at % len] = *byte);
}

proptest::proptest! {
    #[test]
    fn spoilt_files_are_read_or_refused(changes in proptest::collection::vec((0..100_000_usize, proptest::num::u8::ANY), 1..12)) {
        let mut parts = parts(BODY, FOOTNOTES, ENDNOTES);
        let mut package = pack(&parts);
        spoil(&mut package, &changes);
        for (_, part) in &mut parts {
            let mut bytes = std::mem::take(part).into_bytes();
            spoil(&mut bytes, &changes);
            *part = String::from_utf8_lossy(&bytes).into_owned();
        }
        let mut mail = b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; \
            charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C3=BF=C8=D5</p>\r\n--b--\r\n".to_vec();
        spoil(&mut mail, &changes);
        let mut page = encode(GBK, &PAGE.replace("LABEL", "gbk"));
        spoil(&mut page, &changes);
        for bytes in [package, pack(&parts), mail, page] {
            if let Ok(read) = read(&bytes, &Hint::default(), Knowledge::builtin().unwrap()) {
                // A soft hyphen alone folds to nothing.
                for block in read.blocks.iter().filter(|b| !b.as_str().is_empty()) {
                    let span = block.bytes(0..block.as_str().len());
                    proptest::prop_assert!(
                        span.start < span.end && (span.part.is_some() || span.end <= bytes.len()),
                        "{span:?} of {block:?}"
                    );
                }
            }
        }
    }
}
