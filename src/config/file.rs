//! One file of settings: read, and refused at line and column where something in it is wrong.

use super::globs::Globs;
use super::paths::{resolve, shown};
use super::{ConfigError, Keys};
use crate::knowledge::PackFile;
use crate::rules::{Version, registry};
use crate::text::{Fault, did_you_mean};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Longest file of settings, or of a pack, that is read.
const LONGEST: u64 = 8 << 20;

/// A file of settings.
#[derive(Debug)]
pub struct ConfigFile {
    /// What it says, with its paths resolved.
    pub keys: Keys,
    /// Where it lies.
    pub path: PathBuf,
    /// Its path as the user knows it.
    pub name: String,
    text: String,
    /// Where each key is written, and each item of a list: `select`, `ignore[0]`, `rules.OV002`.
    places: BTreeMap<String, Range<usize>>,
}

impl ConfigFile {
    /// Reads a file; `folder` is the one that the user works in.
    pub fn read(path: PathBuf, folder: &Path) -> Result<ConfigFile, ConfigError> {
        let name = shown(folder, &path);
        let text = read_text(&path, &name)?;
        let mut file = ConfigFile { keys: Keys::default(), path, name, text, places: BTreeMap::new() };
        file.keys = toml::from_str(&file.text).map_err(|e| file.of_toml(&e))?;
        let table = DeTable::parse(&file.text).map_err(|e| file.of_toml(&e))?;
        let mut places = BTreeMap::new();
        note_table("", table.get_ref(), &mut places);
        file.places = places;
        file.resolve_paths(folder);
        file.check()?;
        Ok(file)
    }

    /// The folder that its paths and patterns are relative to.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// The line that a key is written in, from 1.
    pub fn line(&self, key: &str) -> Option<usize> {
        let at = self.places.get(key)?.start;
        Some(self.text.get(..at)?.matches('\n').count() + 1)
    }

    /// A fault at a byte of the file.
    pub(super) fn fault(&self, at: usize, reason: impl Into<String>, mend: impl Into<String>) -> Fault {
        Fault::at(&self.name, &self.text, at, reason, mend)
    }

    fn of_toml(&self, error: &toml::de::Error) -> Fault {
        let keys_at = "`claimlint init` writes a file with every key and its form";
        Fault::of_toml(&self.name, &self.text, error, keys_at)
    }

    /// A fault at a key, or at an item of a list.
    pub(super) fn fault_in(&self, key: &str, reason: impl Into<String>, mend: impl Into<String>) -> Fault {
        self.fault(self.places.get(key).map_or(0, |place| place.start), reason, mend)
    }

    fn resolve_paths(&mut self, folder: &Path) {
        let from = self.folder().to_owned();
        let place = |path: &mut PathBuf| *path = PathBuf::from(shown(folder, &resolve(&from, path)));
        self.keys.libraries.iter_mut().flatten().for_each(place);
        self.keys.packs.iter_mut().flatten().for_each(place);
        self.keys.baseline.iter_mut().for_each(place);
        self.keys.lock.iter_mut().for_each(place);
        self.keys.retractions.iter_mut().for_each(place);
        self.keys.cache.iter_mut().for_each(place);
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.check_rules("", &self.keys)?;
        for (index, part) in self.keys.overrides.iter().enumerate() {
            let at = format!("override[{index}].");
            self.check_rules(&at, &Keys::from(part))?;
            self.globs(&format!("{at}paths"), &part.paths)?;
        }
        for (key, patterns) in [("include", &self.keys.include), ("exclude", &self.keys.exclude)] {
            self.globs(key, patterns.as_deref().unwrap_or_default())?;
        }
        for (key, paths) in [("libraries", &self.keys.libraries), ("packs", &self.keys.packs)] {
            for (index, path) in paths.iter().flatten().enumerate() {
                if !path.exists() {
                    let reason = format!("{} is not there", path.display());
                    let mend = "paths are relative to the folder of this file";
                    return Err(self.fault_in(&format!("{key}[{index}]"), reason, mend).into());
                }
            }
        }
        Ok(())
    }

    /// Compiles the patterns of a key.
    pub(super) fn globs(&self, key: &str, patterns: &[String]) -> Result<Globs, Fault> {
        Globs::new(self.folder(), patterns).map_err(|(index, reason)| {
            let mend = "patterns are written as in .gitignore: news/**, *.md, !keep.md";
            self.fault_in(&format!("{key}[{index}]"), reason, mend)
        })
    }

    fn check_rules(&self, at: &str, keys: &Keys) -> Result<(), ConfigError> {
        for (list, words) in [("select", &keys.select), ("ignore", &keys.ignore)] {
            for (index, word) in words.iter().flatten().enumerate() {
                self.check_rule(&format!("{at}{list}[{index}]"), word)?;
            }
        }
        for word in keys.rules.iter().flat_map(BTreeMap::keys) {
            self.check_rule(&format!("{at}rules.{word}"), word)?;
        }
        let (asked, current) = (keys.rules_version, Version::current().ok());
        if let Some(asked) = asked.filter(|asked| current.is_some_and(|current| *asked > current)) {
            let reason = format!("the rules of version {asked} are not in this claimlint");
            let mend =
                format!("it is {}: install a newer one, or ask for older rules", env!("CARGO_PKG_VERSION"));
            return Err(self.fault_in(&format!("{at}rules-version"), reason, mend).into());
        }
        Ok(())
    }

    fn check_rule(&self, key: &str, word: &str) -> Result<(), ConfigError> {
        match rule_mend(word)? {
            Some(mend) => Err(self.fault_in(key, format!("no rule is named `{word}`"), mend).into()),
            None => Ok(()),
        }
    }
}

/// What to write instead of a word that names no rule; none if it names one.
pub(super) fn rule_mend(word: &str) -> Result<Option<String>, ConfigError> {
    let rules = registry()?;
    if rules.iter().any(|r| r.doc.is_named(word)) {
        return Ok(None);
    }
    let names: Vec<&str> = rules.iter().flat_map(|r| [r.doc.code.as_str(), r.doc.name.as_str()]).collect();
    Ok(Some(did_you_mean(word, &names, || "`claimlint rules` lists them".to_owned())))
}

/// The text of a file, whose name for the user is `name`.
pub(super) fn read_text(path: &Path, name: &str) -> Result<String, ConfigError> {
    let unreadable = |reason: String| ConfigError::Unreadable { path: name.to_owned(), reason };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|e| unreadable(e.to_string()))?;
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|e| unreadable(e.to_string()))?;
    if bytes.len() as u64 > LONGEST {
        return Err(unreadable(format!("it has more than {LONGEST} bytes")));
    }
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(e.as_bytes()).into_owned();
        PackFile { path: name.to_owned(), text }
            .error(at, "this is no UTF-8", "save the file as UTF-8")
            .into()
    })
}

fn note_table(above: &str, table: &DeTable, places: &mut BTreeMap<String, Range<usize>>) {
    for (key, value) in table.iter() {
        let name = format!("{above}{}", key.get_ref());
        places.insert(name.clone(), key.span());
        note_value(&name, value, places);
    }
}

fn note_value(name: &str, value: &Spanned<DeValue>, places: &mut BTreeMap<String, Range<usize>>) {
    match value.get_ref() {
        DeValue::Table(table) => note_table(&format!("{name}."), table, places),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let name = format!("{name}[{index}]");
                places.insert(name.clone(), item.span());
                note_value(&name, item, places);
            }
        }
        _ => {}
    }
}
