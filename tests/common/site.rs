//! A folder of articles and settings that a test writes, and the built binary run in it.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// An article with one sentence that OV008 speaks of.
pub const HYPE: &str = "# 银屑病\n\n这种神药让银屑病患者看到希望。\n";
/// An article with one sentence that AD002 speaks of.
pub const GUARANTEE: &str = "# 银屑病\n\n本疗法保证根治银屑病。\n";

/// A folder of files that a test wrote, the root of a repository.
pub struct Site(TempDir);

/// What a command said, and how it ended.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Site {
    pub fn new(files: &[(&str, &str)]) -> Site {
        let site = Site(TempDir::new().unwrap());
        site.write(".git/HEAD", "");
        files.iter().for_each(|(path, text)| site.write(path, text));
        site
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn run(&self, args: &[&str]) -> Said {
        self.run_in(".", args)
    }

    pub fn run_in(&self, folder: &str, args: &[&str]) -> Said {
        let mut command = Command::cargo_bin("claimlint").unwrap();
        command.env_remove("NO_COLOR").env("RUST_BACKTRACE", "0").current_dir(self.path().join(folder));
        let output = command.args(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The findings in all files: `path code severity`.
    pub fn findings(&self, args: &[&str]) -> Vec<String> {
        let said = self.run(&[&["check", ".", "--format", "json", "--fail-on", "never"], args].concat());
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        let report: Value = serde_json::from_str(&said.out).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let documents = report["documents"].as_array().unwrap();
        let of = |d: &Value| {
            let path = text(&d["path"]);
            let line = move |f: &Value| format!("{path} {} {}", text(&f["rule"]), text(&f["severity"]));
            d["findings"].as_array().unwrap().iter().map(line).collect::<Vec<_>>()
        };
        documents.iter().flat_map(of).collect()
    }

    /// The paths that a check reads, in order, and how it ended.
    pub fn read(&self, args: &[&str]) -> (Vec<String>, i32) {
        let said = self.run(&[&["check", "--format", "json"], args].concat());
        let report: Value = serde_json::from_str(&said.out).unwrap();
        let documents = report["documents"].as_array().unwrap();
        (documents.iter().map(|d| d["path"].as_str().unwrap().to_owned()).collect(), said.code)
    }
}
