//! Which rules speak in which genre.

use super::pack::{PackError, PackFile};
use super::words::Genre;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a rule does in a genre.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// It speaks.
    #[default]
    On,
    /// It speaks, and gives no more than info.
    Info,
    /// It is silent.
    Off,
}

/// The table of `claims/genres.toml`.
#[derive(Debug, Default)]
pub struct Genres {
    voices: BTreeMap<Genre, BTreeMap<String, Voice>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GenreFile {
    source: String,
    reviewed: String,
    genre: BTreeMap<Genre, BTreeMap<String, Voice>>,
}

impl Genres {
    /// Loads the table; what a later file says of a rule in a genre holds.
    pub fn load(files: &[&PackFile]) -> Result<Genres, PackError> {
        let mut voices: BTreeMap<Genre, BTreeMap<String, Voice>> = BTreeMap::new();
        for file in files {
            let parsed: GenreFile = file.parse()?;
            file.check_header(&parsed.source, &parsed.reviewed)?;
            for (genre, rules) in parsed.genre {
                voices.entry(genre).or_default().extend(rules);
            }
        }
        Ok(Genres { voices })
    }

    /// What a rule does in a genre; where the table is silent, it speaks.
    pub fn voice(&self, genre: Genre, code: &str) -> Voice {
        self.voices.get(&genre).and_then(|rules| rules.get(code)).copied().unwrap_or_default()
    }

    /// Every code the table names.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.voices.values().flat_map(|rules| rules.keys().map(String::as_str))
    }
}
