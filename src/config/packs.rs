//! The user's own packs: folders shaped like `claims/`.

use super::ConfigError;
use super::file::read_text;
use super::paths::shown;
use crate::knowledge::PackFile;
use crate::rules::registry;
use crate::text::did_you_mean;
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};

/// The files of packs in some folders, sorted by name. A folder without one is refused, and so are
/// the phrases of a rule that there is not.
pub fn read_packs(folders: &[PathBuf]) -> Result<Vec<PackFile>, ConfigError> {
    let mut files = Vec::new();
    for folder in folders {
        let before = files.len();
        for entry in WalkBuilder::new(folder).git_ignore(false).sort_by_file_name(Ord::cmp).build() {
            let entry = entry.map_err(|e| unreadable(folder, e.to_string()))?;
            if entry.path().extension().is_some_and(|ending| ending == "toml") {
                files.push(read(entry.path())?);
            }
        }
        if files.len() == before {
            return Err(unreadable(
                folder,
                "there is no pack in it: lexicon/*.toml, rules/*.toml, …".to_owned(),
            ));
        }
    }
    Ok(files)
}

fn read(path: &Path) -> Result<PackFile, ConfigError> {
    let name = shown(Path::new(""), path);
    let file = PackFile { text: read_text(path, &name)?, path: name };
    if file.kind() == "rules" {
        let rule = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let names: Vec<&str> = registry()?.iter().map(|r| r.doc.name.as_str()).collect();
        if !names.contains(&rule.as_str()) {
            let otherwise = || "name the file as `claimlint rules` names the rule".to_owned();
            let mend = did_you_mean(&rule, &names, otherwise);
            return Err(file.error(0, format!("no rule is named `{rule}`"), mend).into());
        }
    }
    Ok(file)
}

fn unreadable(path: &Path, reason: String) -> ConfigError {
    ConfigError::Unreadable { path: shown(Path::new(""), path), reason }
}
