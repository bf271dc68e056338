//! The files of `claims/shapes` as they are written.

use serde::Deserialize;
use toml::Spanned;

/// A file of `claims/shapes`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShapeFile {
    pub(super) source: String,
    pub(super) reviewed: String,
    /// A longer word of its classes hides what lies within it.
    #[serde(default)]
    pub(super) longest: bool,
    #[serde(default)]
    pub(super) class: Vec<Spanned<ClassEntry>>,
    #[serde(default)]
    pub(super) shape: Vec<Spanned<ShapeEntry>>,
}

/// A class of words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassEntry {
    pub(super) id: String,
    pub(super) words: Vec<String>,
    #[serde(default)]
    pub(super) fixed: Vec<String>,
}

/// Ways of saying one thing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShapeEntry {
    pub(super) id: String,
    #[serde(default)]
    pub(super) zh: Vec<String>,
    #[serde(default)]
    pub(super) en: Vec<String>,
    /// In either language.
    #[serde(default)]
    pub(super) any: Vec<String>,
    /// How many words may stand between the parts of `any`.
    pub(super) gap: Option<usize>,
    /// What must not stand in its sentences.
    #[serde(default)]
    pub(super) without: Vec<String>,
    /// What must not stand between the first part and the last.
    #[serde(default)]
    pub(super) between: Vec<String>,
    /// What must not stand in the sentence of the last part.
    #[serde(default)]
    pub(super) tail: Vec<String>,
    /// It may run on into the next sentence.
    #[serde(default)]
    pub(super) story: bool,
    pub(super) bad: Vec<String>,
    #[serde(default)]
    pub(super) good: Vec<String>,
    /// What it says to other rules: `rule/id`.
    #[serde(default)]
    pub(super) also: Vec<String>,
}
