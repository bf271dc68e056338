//! Profiles: who an article is for and under which rules it is published, and what that changes.

use super::drug::Jurisdiction;
use super::pack::{PackError, PackFile};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a profile changes.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileRow {
    /// Whether the text is an advertisement from its first word, so that no commercial signal is asked for.
    #[serde(default)]
    pub advertisement: bool,
    /// Where its rules come from.
    pub jurisdiction: Option<Jurisdiction>,
    /// Rules whose findings are errors, whatever the genre.
    #[serde(default)]
    pub errors: Vec<String>,
    /// Rules that do not run.
    #[serde(default)]
    pub off: Vec<String>,
}

impl ProfileRow {
    /// Whether a rule runs.
    pub fn runs(&self, code: &str) -> bool {
        !self.off.iter().any(|c| c == code)
    }

    /// Whether the findings of a rule are errors.
    pub fn is_error(&self, code: &str) -> bool {
        self.errors.iter().any(|c| c == code)
    }
}

/// The table of `claims/profiles.toml`.
#[derive(Debug, Default)]
pub struct Profiles {
    rows: BTreeMap<String, ProfileRow>,
    plain: ProfileRow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    source: String,
    reviewed: String,
    profile: BTreeMap<String, ProfileRow>,
}

impl Profiles {
    /// Loads the table; what a later file says of a profile holds.
    pub fn load(files: &[&PackFile]) -> Result<Profiles, PackError> {
        let mut profiles = Profiles::default();
        for file in files {
            let parsed: ProfileFile = file.parse()?;
            file.check_header(&parsed.source, &parsed.reviewed)?;
            profiles.rows.extend(parsed.profile);
        }
        Ok(profiles)
    }

    /// What a profile changes; nothing where the table is silent.
    pub fn get(&self, name: &str) -> &ProfileRow {
        self.rows.get(name).unwrap_or(&self.plain)
    }

    /// The names of the profiles.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }

    /// Every code the table names.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.rows.values().flat_map(|r| r.errors.iter().chain(&r.off)).map(String::as_str)
    }
}
