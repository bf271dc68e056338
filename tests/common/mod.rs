//! What the tests over articles share: checking a file with the library beside it.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use claimlint::check::{DocumentReport, check};
use claimlint::document::{Hint, read};
use claimlint::evidence::{Library, read_csl};
use claimlint::knowledge::Knowledge;
use claimlint::reading::Reading;
use claimlint::rules::{Settings, registry};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Files of a folder whose name starts with a word, sorted.
pub fn files(folder: &Path, start: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    found.retain(|p| p.is_file() && p.file_name().unwrap().to_string_lossy().starts_with(start));
    found.sort();
    found
}

/// Checks an article with the `library.json` beside it, if there is one.
pub fn check_file(path: &Path) -> DocumentReport {
    check_and_read(path).0
}

/// The same, and the article as it was read.
pub fn check_and_read(path: &Path) -> (DocumentReport, Reading) {
    let knowledge = Knowledge::builtin().unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = fs::read(path).unwrap();
    let document = read(&bytes, &Hint { name: Some(name.clone()), ..Hint::default() }, knowledge).unwrap();
    let mut library = Library::default();
    if let Ok(text) = fs::read_to_string(path.with_file_name("library.json")) {
        let (items, unusable) = read_csl("library.json", &text).unwrap();
        assert!(unusable.is_empty());
        library.add("library.json", &items, knowledge);
    }
    let report = check(&name, &document, knowledge, &library, registry().unwrap(), &Settings::default());
    let reading = Reading::of(&document, &report.findings);
    (report, reading)
}

/// Letters and digits alone, lower case: the same words whatever the mark-up and width.
pub fn words(text: &str) -> String {
    let folded = claimlint::text::fold(text);
    folded.as_str().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
