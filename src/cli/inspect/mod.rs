//! `claimlint inspect`: one stage, over rows of JSON or one file.

mod claims;
mod compare;
mod document;
mod doses;
mod drawing;
mod paragraphs;
mod references;
mod text;

use super::rows::{self, RowError};
use super::{Outcome, input, parallel};
use anyhow::Context;
use claimlint::knowledge::Knowledge;
use claimlint::text::Language;
use clap::ValueEnum;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `inspect`.
#[derive(clap::Args)]
pub struct Args {
    /// The stage to show
    stage: Stage,
    /// A file, or - for standard input
    path: Option<PathBuf>,
    /// Read rows of JSON from standard input, answer each with one row
    #[arg(long)]
    jsonl: bool,
    /// Folder that the `path` of a row is below
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Form of the answer [default: human for the document of a file, else json]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A drawing for people, of the document of a file
    Human,
    /// What the stage found
    Json,
    /// FHIR R4, of doses
    Fhir,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The text of the article, without the page around it
    Text,
    /// The blocks of the document, with kind and place
    Document,
    /// Claims, and the strongest of them
    Claims,
    /// Statements of dose, and what is wrong with them
    Doses,
    /// Fields of a reference, or the entries of a list
    References,
    /// A claim against the text of a source
    Compare,
}

/// A row of input; each stage says in its file which keys it reads.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Row {
    id: Value,
    text: Option<String>,
    html: Option<String>,
    raw: Option<String>,
    block: Option<String>,
    claim: Option<String>,
    evidence: Option<String>,
    path: Option<PathBuf>,
    lang: Option<Language>,
    /// The file that `path` names, read in place of `text`.
    #[serde(skip)]
    file: Option<Vec<u8>>,
}

impl rows::Row for Row {
    fn id(&self) -> &Value {
        &self.id
    }
}

/// The answer of a stage to a row, without its id.
type Answer = Result<Map<String, Value>, RowError>;

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let knowledge = Knowledge::builtin()?;
    match (args.format, args.stage) {
        (Some(Format::Human), stage) if args.jsonl || stage != Stage::Document => {
            anyhow::bail!("--format human draws one document: claimlint inspect document FILE");
        }
        (Some(Format::Fhir), stage) if stage != Stage::Doses => {
            anyhow::bail!("--format fhir is for doses: claimlint inspect doses --format fhir");
        }
        _ => {}
    }
    if !args.jsonl {
        return one(args, knowledge);
    }
    rows::answer_all(parallel::workers(None), |row: Row| {
        let row = with_file(row, args.root.as_deref())?;
        Ok((answer(args, &row, knowledge)?, Outcome::Clean))
    })
}

fn one(args: &Args, knowledge: &Knowledge) -> anyhow::Result<Outcome> {
    let path = args.path.clone().filter(|path| path.as_os_str() != "-");
    let file = match &path {
        Some(path) => input::read_file(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => input::read_stdin().context("cannot read standard input")?,
    };
    let block = String::from_utf8(file.clone()).ok();
    let row = Row { block, path, file: Some(file), ..Row::default() };
    if matches!(args.stage, Stage::Document) && args.format != Some(Format::Json) {
        let read = document::document(&row, knowledge).map_err(|e| anyhow::Error::msg(e.into_message()))?;
        io::stdout().lock().write_all(drawing::draw(&read, drawing::Style::of_output()).as_bytes())?;
        return Ok(Outcome::Clean);
    }
    let fields = answer(args, &row, knowledge).map_err(|e| anyhow::Error::msg(e.into_message()))?;
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &fields)?;
    out.write_all(b"\n")?;
    Ok(Outcome::Clean)
}

/// Fills in the file of a row that names one.
fn with_file(mut row: Row, root: Option<&Path>) -> Result<Row, RowError> {
    if let Some(path) = &row.path {
        let file = rows::file_below(root, path)?;
        row.file = Some(file);
    }
    Ok(row)
}

fn answer(args: &Args, row: &Row, knowledge: &Knowledge) -> Answer {
    match args.stage {
        Stage::Text => text::answer(row, knowledge),
        Stage::Document => document::answer(row, knowledge),
        Stage::Claims => claims::answer(row, knowledge),
        Stage::Doses if args.format == Some(Format::Fhir) => doses::fhir(row, knowledge),
        Stage::Doses => doses::answer(row, knowledge),
        Stage::References => references::answer(row, knowledge),
        Stage::Compare => compare::answer(row, knowledge),
    }
}
