//! `claimlint check --input ndjson`: the pure filter. A row holds an article, and perhaps the
//! records it leans on; its answer is the report of that article.

use super::args::Args;
use super::plan::Plan;
use super::selection::Selection;
use crate::cli::rows::{self, RowError};
use crate::cli::{Outcome, parallel};
use claimlint::check::DocumentReport;
use claimlint::document::{Format, Hint};
use claimlint::knowledge::Genre;
use claimlint::text::Language;
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;

/// A row of input.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Row {
    id: Value,
    /// The article, as HTML.
    html: Option<String>,
    /// The article, as text or Markdown.
    text: Option<String>,
    /// A file below `--root`; beside `html` or `text`, the name that the report gives the article.
    path: Option<PathBuf>,
    lang: Option<Language>,
    genre: Option<Genre>,
    /// Records of its sources, CSL-JSON, beside those of the libraries; one without title and
    /// identifier is passed over.
    records: Vec<Value>,
}

impl rows::Row for Row {
    fn id(&self) -> &Value {
        &self.id
    }
}

/// Answers every row of standard input.
pub fn run(args: &Args, plan: &Plan, selection: &Selection) -> anyhow::Result<Outcome> {
    rows::answer_all(parallel::workers(plan.run.jobs), |row: Row| {
        let report = checked(row, args, plan, selection)?;
        let outcome = selection.outcome_of(&report);
        Ok((report, outcome))
    })
}

fn checked(row: Row, args: &Args, plan: &Plan, selection: &Selection) -> Result<DocumentReport, RowError> {
    let name = match (&row.path, &row.id) {
        (Some(path), _) => path.display().to_string(),
        (None, Value::String(id)) => id.clone(),
        (None, id) => id.to_string(),
    };
    let (bytes, format) = match (row.html, row.text, &row.path) {
        (Some(html), ..) => (html.into_bytes(), Some(Format::Html)),
        (_, Some(text), _) => (text.into_bytes(), None),
        (_, _, Some(path)) => (rows::file_below(args.root.as_deref(), path)?, None),
        _ => return Err(RowError::missing(&["html", "text", "path"])),
    };
    let hint = Hint { format, language: row.lang, genre: row.genre, ..Hint::default() };
    let check = || {
        let mut report = plan.check(&name, &bytes, &plan.article(&name)?, hint, &row.records)?;
        selection.apply(&mut report, &bytes)?;
        Ok(report)
    };
    check().map_err(|e: anyhow::Error| RowError::new("unreadable", format!("{e:#}")))
}
