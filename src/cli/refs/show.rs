//! `claimlint refs show`: what the lock file says, a line a record.

use crate::cli::settings::SettingArgs;
use crate::cli::{Outcome, lock};
use anyhow::Context;
use claimlint::evidence::{Answer, LockFile, Status};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Arguments of `refs show`.
#[derive(clap::Args)]
pub struct Args {
    /// Show only what was retracted, corrected or is under concern, and what was not found
    #[arg(long)]
    problems: bool,
    #[command(flatten)]
    settings: SettingArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let run = args.settings.configs()?.run(&[])?.run();
    let path = lock::find(&run, &[])?.context("there is no claimlint.lock here or above")?;
    let name = path.display().to_string();
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read the lock file {name}"))?;
    let file = LockFile::read(&name, &text)?;
    let mut out = String::new();
    for (id, record) in &file.records {
        let current = record.status.is_none_or(|s| s == Status::Current);
        if args.problems && current {
            continue;
        }
        let asked = file.checked.get(id).map_or_else(|| "not all asked".to_owned(), ToString::to_string);
        let with_abstract = if record.abstract_sha256.is_empty() { "no abstract" } else { "abstract" };
        let year = record.year.map(|y| y.to_string()).unwrap_or_default();
        let said = record.status.map_or("unknown", status);
        // Writing to a string does not fail.
        let _ = writeln!(out, "{said} · {asked} · {with_abstract} · {id} · {year} {}", record.title);
    }
    for answer in file.references.values() {
        let _ = match answer {
            Answer::NotFound { entry, not_found, on, no_such_id } => {
                let why = if *no_such_id { "no such identifier" } else { "not found" };
                writeln!(out, "{why} · {on} · {} · {entry}", not_found.join(", "))
            }
            Answer::Elsewhere { entry, agency, on } if !args.problems => {
                writeln!(out, "registered with {agency} · {on} · {entry}")
            }
            _ => Ok(()),
        };
    }
    io::stdout().lock().write_all(out.as_bytes())?;
    Ok(Outcome::Clean)
}

/// A status as a word.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Current => "current",
        Status::Corrected => "corrected",
        Status::Concern => "expression of concern",
        Status::Retracted => "retracted",
    }
}
