//! JSON, one line an article or an error: what pipes and warehouses read, before the run is over.

use super::{InputError, Report, SCHEMA, json};
use crate::check::DocumentReport;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// One line: an article or an error, never both; it can be read without the lines around it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Line<'a> {
    /// Name and version of this shape.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// Version of claimlint.
    pub version: &'static str,
    /// The day it was checked for.
    #[schemars(with = "String", extend("format" = "date"))]
    pub as_of: Date,
    /// What was found in an article.
    pub document: Option<&'a DocumentReport>,
    /// What could not be read.
    pub error: Option<&'a InputError>,
}

impl<'a> Line<'a> {
    /// The line of an article.
    pub fn document(as_of: Date, document: &'a DocumentReport) -> Line<'a> {
        Line { document: Some(document), ..Line::empty(as_of) }
    }

    /// The line of an input that could not be read.
    pub fn error(as_of: Date, error: &'a InputError) -> Line<'a> {
        Line { error: Some(error), ..Line::empty(as_of) }
    }

    fn empty(as_of: Date) -> Line<'a> {
        Line { schema: SCHEMA, version: env!("CARGO_PKG_VERSION"), as_of, document: None, error: None }
    }

    /// Writes it, with its line end.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        json::line(self, out)
    }
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for document in &report.documents {
        Line::document(report.as_of, document).write(out)?;
    }
    for error in &report.errors {
        Line::error(report.as_of, error).write(out)?;
    }
    Ok(())
}
