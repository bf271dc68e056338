//! Reports: the same findings for people, for CI and for machines. One file a format.

mod concise;
pub mod fhir;
mod human;
mod json;
mod words;

pub use human::Style;

use crate::check::DocumentReport;
use crate::text::Language;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};

/// What a run came to.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Name and version of this shape.
    pub schema: &'static str,
    /// Version of claimlint.
    pub version: &'static str,
    /// The day it was checked for.
    #[schemars(with = "String")]
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
}

impl Report {
    /// A report of this version.
    pub fn new(as_of: Date, documents: Vec<DocumentReport>, errors: Vec<InputError>) -> Report {
        Report { schema: "claimlint/1", version: env!("CARGO_PKG_VERSION"), as_of, documents, errors }
    }

    /// Writes the report; `language` is that of captions, none for that of each article.
    pub fn write(&self, format: Format, language: Option<Language>, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Human(style) => human::write(self, style, language, out),
            Format::Concise => concise::write(self, out),
            Format::Json => json::write(self, out),
        }
    }
}

/// Text from outside, fit for a terminal: no escapes, no marks that turn the direction of writing.
pub fn printable(text: &str) -> String {
    let harmful = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if harmful(c) { '\u{fffd}' } else { c }).collect()
}
