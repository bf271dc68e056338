//! Files, folders and standard input, as bytes.

use anyhow::Context;
use claimlint::document::MAX_BYTES;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// An input that has not been read yet.
pub struct Input {
    /// Its name in the report.
    pub name: String,
    /// Where it is; standard input if nowhere.
    path: Option<PathBuf>,
}

/// Endings of files that a folder is searched for.
const ARTICLES: &[&str] = &["html", "htm", "xhtml", "md", "markdown", "txt"];

impl Input {
    /// Its bytes, one more than the limit at most: the limit's own error says the rest.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        match &self.path {
            Some(path) => read(path),
            None => bounded(io::stdin().lock()),
        }
    }
}

/// The inputs that paths name; `-` is standard input, called `stdin_name`.
pub fn collect(paths: &[PathBuf], stdin_name: &str) -> anyhow::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Input { name: stdin_name.to_owned(), path: None });
            continue;
        }
        let found = files(std::slice::from_ref(path), ARTICLES)?;
        inputs.extend(
            found.into_iter().map(|file| Input { name: file.display().to_string(), path: Some(file) }),
        );
    }
    Ok(inputs)
}

/// The bytes of a file, one more than the limit at most.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    bounded(File::open(path)?)
}

fn bounded(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Files as they are, folders as the files in them of one of the endings, sorted by name.
pub fn files(paths: &[PathBuf], endings: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, endings, &mut found)
                .with_context(|| format!("cannot read the folder {}", path.display()))?;
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (kind, path) = (entry.file_type()?, entry.path());
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        if kind.is_dir() {
            walk(&path, endings, found)?;
        } else if kind.is_file() && endings.contains(&ending.as_str()) {
            found.push(path);
        }
    }
    Ok(())
}
