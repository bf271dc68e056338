//! The user's own packs: folders shaped like `claims/`.

use super::ConfigError;
use super::file::read_text;
use super::paths::shown;
use crate::knowledge::PackFile;
use crate::rules::registry;
use crate::text::did_you_mean;
use std::fs;
use std::path::{Path, PathBuf};

/// The kinds of pack, each a folder.
const KINDS: &[&str] =
    &["concepts", "doses", "drugs", "lexicon", "notices", "references", "rules", "structure"];
/// The one file that lies beside them.
const GENRES: &str = "genres.toml";

/// The files of packs in some folders, sorted by name. A file that no part of claimlint would
/// read is refused.
pub fn read_packs(folders: &[PathBuf]) -> Result<Vec<PackFile>, ConfigError> {
    let mut files = Vec::new();
    for pack in folders {
        for entry in entries(pack)? {
            let name = last(&entry);
            if entry.is_dir() && KINDS.contains(&name.as_str()) {
                let below = entries(&entry)?.into_iter().filter(|f| is_toml(f));
                for file in below {
                    files.push(read(&file, &name)?);
                }
            } else if entry.is_dir() && !name.starts_with('.') {
                return Err(unreadable(
                    &entry,
                    did_you_mean(&name, KINDS, || format!("the folders of a pack are {}", KINDS.join(", "))),
                ));
            } else if name == GENRES {
                files.push(read(&entry, "")?);
            } else if is_toml(&entry) {
                return Err(unreadable(
                    &entry,
                    format!("only {GENRES} lies outside of {}", KINDS.join(", ")),
                ));
            }
        }
    }
    Ok(files)
}

fn read(path: &Path, kind: &str) -> Result<PackFile, ConfigError> {
    let name = shown(Path::new(""), path);
    let file = PackFile { text: read_text(path, &name)?, path: name };
    if kind == "rules" {
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let names: Vec<&str> = registry()?.iter().map(|r| r.doc.name.as_str()).collect();
        if !names.contains(&stem.as_str()) {
            let otherwise = || "name the file as `claimlint rules` names the rule".to_owned();
            let mend = did_you_mean(&stem, &names, otherwise);
            return Err(file.error(0, format!("no rule is named `{stem}`"), mend).into());
        }
    }
    Ok(file)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, ConfigError> {
    let read = || fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>();
    let mut entries = read().map_err(|e| unreadable(folder, e.to_string()))?;
    entries.sort();
    Ok(entries)
}

fn unreadable(path: &Path, reason: String) -> ConfigError {
    ConfigError::Unreadable { path: shown(Path::new(""), path), reason }
}

fn last(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "toml")
}
