//! Layers point one way: a module of the library uses only lower ones and its own children.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first; those on one line may not use each other.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["knowledge"],
    &["document"],
    &["extract"],
    &["evidence"],
    &["rules"],
    &["finding"],
    &["suppress"],
    &["card", "reading", "verdict"],
    &["check", "baseline"],
    &["report"],
    &["config"],
    &["fetch", "store"],
    &["scan"],
];

/// What pure layers may not touch: network, clock, environment, files, threads.
const IMPURE: &[&str] = &[
    "std::net",
    "std::fs",
    "std::env",
    "std::time",
    "std::process",
    "std::thread",
    "Zoned::now",
    "Timestamp::now",
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn level(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The library's files, each with its module's level.
fn sources() -> Vec<(PathBuf, usize, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let of = |path: PathBuf| {
        let relative = path.strip_prefix(&root).unwrap().to_path_buf();
        let first = relative
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .trim_end_matches(".rs")
            .to_owned();
        (!matches!(first.as_str(), "lib" | "main" | "cli")).then(|| {
            let level = level(&first).unwrap_or_else(|| panic!("{} belongs to no layer", relative.display()));
            (relative, level, fs::read_to_string(&path).unwrap())
        })
    };
    files.into_iter().filter_map(of).collect()
}

/// Names of modules that a source uses by `crate::name`, also inside braces.
fn used(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in source.split("crate::").skip(1) {
        let names = match part.strip_prefix('{') {
            Some(list) => list.split(['}', ';']).next().unwrap_or_default().to_owned(),
            None => part.to_owned(),
        };
        let heads =
            if part.starts_with('{') { names.split(',').collect::<Vec<_>>() } else { vec![names.as_str()] };
        for head in heads {
            let name: String =
                head.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            found.push(name);
        }
    }
    found
}

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    for (path, own, source) in sources() {
        for name in used(&source) {
            if level(&name).is_some_and(|l| l > own) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "against the direction of the layers:\n{}", wrong.join("\n"));
}

#[test]
fn the_test_itself_sees_every_way_to_import() {
    assert_eq!(
        used("use crate::rules::Rule;\nuse crate::{check, report::json};"),
        ["rules", "check", "report"]
    );
}

#[test]
fn layers_up_to_check_are_pure() {
    let top = level("check").unwrap();
    let mut wrong = Vec::new();
    for (path, own, source) in sources() {
        if path.ends_with("testing.rs") || path.ends_with("tests.rs") {
            continue;
        }
        let code = source.split("#[cfg(test)]").next().unwrap();
        for word in IMPURE.iter().filter(|w| own <= top && code.contains(**w)) {
            wrong.push(format!("{} uses {word}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "not pure:\n{}", wrong.join("\n"));
}
