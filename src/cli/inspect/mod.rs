//! `claimlint inspect`: one stage, over rows of JSON or one file.

mod claims;
mod compare;
mod document;
mod doses;
mod paragraphs;
mod references;
mod text;

use super::{Outcome, input};
use anyhow::Context;
use claimlint::knowledge::Knowledge;
use claimlint::text::Language;
use clap::ValueEnum;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, Write};
use std::path::{Component, Path, PathBuf};

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
}

#[derive(Clone, Copy, ValueEnum)]
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

/// Why a row got no answer.
pub struct RowError {
    code: &'static str,
    message: String,
}

impl RowError {
    fn new(code: &'static str, message: impl Into<String>) -> RowError {
        RowError { code, message: message.into() }
    }

    /// A key that the stage needs is not there.
    fn missing(key: &str) -> RowError {
        RowError::new("missing-key", format!("the row has no \"{key}\""))
    }
}

/// The answer of a stage to a row, without its id.
type Answer = Result<Map<String, Value>, RowError>;

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let knowledge = Knowledge::builtin()?;
    if args.jsonl { rows(args, knowledge) } else { one(args, knowledge) }
}

fn rows(args: &Args, knowledge: &Knowledge) -> anyhow::Result<Outcome> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Clean;
    for line in io::stdin().lock().lines() {
        let line = line.context("standard input is not UTF-8 text")?;
        if line.trim().is_empty() {
            continue;
        }
        let (id, answer) = match serde_json::from_str::<Row>(&line) {
            Ok(row) => (
                row.id.clone(),
                with_file(row, args.root.as_deref()).and_then(|row| answer(args.stage, &row, knowledge)),
            ),
            Err(e) => (Value::Null, Err(RowError::new("bad-row", e.to_string()))),
        };
        let mut reply = Map::from_iter([("id".to_owned(), id)]);
        match answer {
            Ok(fields) => reply.extend(fields),
            Err(RowError { code, message }) => {
                outcome = Outcome::Unreadable;
                reply.insert("error".into(), json!({"code": code, "message": message}));
            }
        }
        serde_json::to_writer(&mut out, &reply)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(outcome)
}

fn one(args: &Args, knowledge: &Knowledge) -> anyhow::Result<Outcome> {
    let path = args.path.clone().filter(|path| path.as_os_str() != "-");
    let file = match &path {
        Some(path) => input::read_file(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => input::read_stdin().context("cannot read standard input")?,
    };
    let block = String::from_utf8(file.clone()).ok();
    let row = Row { block, path, file: Some(file), ..Row::default() };
    let fields = answer(args.stage, &row, knowledge).map_err(|e| anyhow::anyhow!("{}", e.message))?;
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &fields)?;
    out.write_all(b"\n")?;
    Ok(Outcome::Clean)
}

/// Fills in the file of a row that names one.
fn with_file(mut row: Row, root: Option<&Path>) -> Result<Row, RowError> {
    if let Some(path) = &row.path {
        if !path.components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir)) {
            return Err(RowError::new("bad-path", format!("{}: not below the folder", path.display())));
        }
        let file = input::read_file(&root.unwrap_or(Path::new(".")).join(path))
            .map_err(|e| RowError::new("unreadable", format!("{}: {e:#}", path.display())))?;
        row.file = Some(file);
    }
    Ok(row)
}

fn answer(stage: Stage, row: &Row, knowledge: &Knowledge) -> Answer {
    match stage {
        Stage::Text => text::answer(row, knowledge),
        Stage::Document => document::answer(row, knowledge),
        Stage::Claims => claims::answer(row, knowledge),
        Stage::Doses => doses::answer(row, knowledge),
        Stage::References => references::answer(row, knowledge),
        Stage::Compare => compare::answer(row, knowledge),
    }
}
