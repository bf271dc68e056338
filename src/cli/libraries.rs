//! Libraries of records, as files and folders name them: read, and made one.

use super::input;
use anyhow::{Context, bail};
use claimlint::evidence::{LibraryError, MAX_LIBRARY_BYTES, merge, read_library};
use claimlint::report::InputError;
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Endings of files that are read as libraries in folders.
const ENDINGS: [&str; 14] = [
    "json", "jsonl", "ris", "bib", "bibtex", "nbib", "medline", "xml", "enw", "endnote", "net", "ref", "txt",
    "refworks",
];

/// The items of every library, each with the name of its file; of one work there is one. Each file is
/// given to `seen` as it is. A named file that is no library is an error; in a folder it is told, unless its ending leaves that open.
/// Where `all` of them are needed, a folder that is not there or empty and a file in it that cannot be read are errors too.
pub fn read(
    paths: &[PathBuf],
    all: bool,
    errors: &mut Vec<InputError>,
    mut seen: impl FnMut(&str, &[u8]),
) -> anyhow::Result<Vec<(String, Vec<Value>)>> {
    let mut libraries = Vec::new();
    let before = errors.len();
    let files = input::files(paths, &ENDINGS, errors);
    if let Some(InputError { path, message }) = errors.get(before).filter(|_| all) {
        bail!("{path}: {message}");
    }
    for path in files {
        let name = path.display().to_string();
        let bytes = bytes(&path).with_context(|| format!("cannot read the library {name}"))?;
        match read_library(&name, &bytes) {
            Ok(library) => {
                errors.extend(library.faults.iter().map(|fault| told(&name, fault)));
                libraries.push((name.clone(), library.items));
            }
            Err(error) if paths.contains(&path) => return Err(error.into()),
            Err(_) if may_be_other(&path) => continue,
            Err(error) if all => return Err(error.into()),
            Err(error) => errors.push(told(&name, &error)),
        }
        seen(&name, &bytes);
    }
    let is_empty = |folder: &&PathBuf| {
        folder.is_dir() && !libraries.iter().any(|(name, _)| Path::new(name).starts_with(folder))
    };
    if let Some(folder) = paths.iter().find(is_empty).filter(|_| errors.len() == before) {
        let message = "no library is in this folder; export the sources as CSL-JSON or RIS";
        if all {
            bail!("{}: {message}", folder.display());
        }
        errors.push(InputError { path: folder.display().to_string(), message: message.to_owned() });
    }
    Ok(merge(libraries))
}

/// Whether a file of that ending may well be none of the libraries in its folder: an article, a note.
fn may_be_other(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    ["txt", "xml"].iter().any(|other| ending.eq_ignore_ascii_case(other))
}

fn told(name: &str, error: &LibraryError) -> InputError {
    InputError { path: name.to_owned(), message: error.to_string() }
}

/// A file, one byte more than the limit at most.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_LIBRARY_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
