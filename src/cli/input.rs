//! Files, folders and standard input, as bytes.

use anyhow::Context;
use claimlint::document::{MAX_BYTES, ReadError};
use std::io::Read;
use std::path::{Path, PathBuf};

/// An input and its bytes, or why it has none.
pub struct Input {
    /// Its name in the report.
    pub name: String,
    /// What it holds.
    pub bytes: Result<Vec<u8>, String>,
}

/// Endings of files that a folder is searched for.
const ARTICLES: &[&str] =
    &["html", "htm", "xhtml", "shtml", "mhtml", "mht", "eml", "docx", "md", "markdown", "txt"];

/// The inputs that paths name; `-` is standard input, called `stdin_name`.
pub fn collect(paths: &[PathBuf], stdin_name: &str) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let bytes = read_stdin().map_err(|e| format!("{e:#}"));
            inputs.push(Input { name: stdin_name.to_owned(), bytes });
            continue;
        }
        match files(std::slice::from_ref(path), ARTICLES) {
            Ok(found) => inputs.extend(found.iter().map(|file| Input {
                name: file.display().to_string(),
                bytes: read_file(file).map_err(|e| format!("{e:#}")),
            })),
            Err(e) => inputs.push(Input { name: path.display().to_string(), bytes: Err(format!("{e:#}")) }),
        }
    }
    inputs
}

/// Reads a file, unless it is longer than the limit.
pub fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let about = file.metadata()?;
    bounded(file, about.is_file().then_some(about.len()))
}

/// Reads standard input, unless it is longer than the limit.
pub fn read_stdin() -> anyhow::Result<Vec<u8>> {
    bounded(std::io::stdin().lock(), None)
}

/// Reads one byte more than the limit at most; `size` is how long it is, if that is known.
fn bounded(source: impl Read, size: Option<u64>) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    anyhow::ensure!(bytes.len() <= MAX_BYTES, ReadError::TooLong(size.filter(|n| *n > MAX_BYTES as u64)));
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
