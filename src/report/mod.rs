//! Reports: the same findings for people, for CI and for machines. One file a format.

mod concise;
pub mod fhir;
mod github;
mod gitlab;
pub(crate) mod html;
mod human;
pub(crate) mod json;
mod jsonl;
mod junit;
pub(crate) mod markdown;
pub(crate) mod safe;
mod sarif;
pub mod schema;
mod statistics;
pub(crate) mod words;

pub use human::Style;
pub use jsonl::Line;
pub use safe::one_line;
pub use statistics::{PathCount, RuleCount, Statistics};

use crate::check::DocumentReport;
use crate::rules::Severity;
use crate::text::Language;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// Name and version of the shape of [`Report`] and [`Line`].
const SCHEMA: &str = "claimlint/1";

/// What a run came to.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Name and version of this shape.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// Version of claimlint.
    pub version: &'static str,
    /// The day it was checked for.
    #[schemars(with = "String", extend("format" = "date"))]
    pub as_of: Date,
    /// One report an article, in the order they were given.
    pub documents: Vec<DocumentReport>,
    /// Inputs that could not be read.
    pub errors: Vec<InputError>,
}

/// An input that could not be read, or a part of one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct InputError {
    /// The input, as the user named it.
    pub path: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// How a report is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// For people, with excerpts.
    Human(Style),
    /// One line a finding.
    Concise,
    /// JSON, schema `claimlint/1`.
    Json,
    /// JSON, one line an article or an error.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// The Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML; tests fail by findings of this severity and above, by none without one.
    Junit(Option<Severity>),
    /// One HTML file without script, for people.
    Html,
    /// Markdown for a comment on a change.
    Markdown,
}

impl Report {
    /// A report of this version.
    pub fn new(as_of: Date, documents: Vec<DocumentReport>, errors: Vec<InputError>) -> Report {
        Report { schema: SCHEMA, version: env!("CARGO_PKG_VERSION"), as_of, documents, errors }
    }

    /// The language of the articles if it is one, else English.
    pub fn language(&self) -> Language {
        match !self.documents.is_empty() && self.documents.iter().all(|d| d.lang == Language::Zh) {
            true => Language::Zh,
            false => Language::En,
        }
    }

    /// Writes the report; `language` is that of captions, none for that of each article.
    pub fn write(&self, format: Format, language: Option<Language>, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Human(style) => human::write(self, style, language, out),
            Format::Concise => concise::write(self, out),
            Format::Json => json::write(self, out),
            Format::Jsonl => jsonl::write(self, out),
            Format::Sarif => sarif::write(self, language, out),
            Format::Github => github::write(self, language, out),
            Format::Gitlab => gitlab::write(self, language, out),
            Format::Junit(fails_at) => junit::write(self, fails_at, language, out),
            Format::Html => html::write(self, language, out),
            Format::Markdown => markdown::write(self, language, out),
        }
    }
}

/// An address that holds outside the repository of claimlint.
pub(crate) fn absolute(url: &str) -> Option<&str> {
    url.contains("://").then_some(url)
}
