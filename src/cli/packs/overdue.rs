//! `claimlint packs check`: whether packs load, and which of their rows nobody has looked at for long.

use crate::cli::Outcome;
use claimlint::config::read_packs;
use claimlint::knowledge::{Knowledge, reviews};
use jiff::civil::Date;
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `packs check`.
#[derive(clap::Args)]
pub struct CheckArgs {
    /// Folders of packs [default: the packs that come with claimlint]
    packs: Vec<PathBuf>,
    /// The day to check for [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// How many days a review holds
    #[arg(long, value_name = "DAYS", default_value_t = 365)]
    max_age: u16,
}

/// Runs the command; rows that are overdue are findings.
pub fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let own = read_packs(&args.packs)?;
    let files = if own.is_empty() { Knowledge::builtin_files() } else { own.clone() };
    Knowledge::load_with(own)?;
    let as_of = args.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
    let mut out = io::stdout().lock();
    let (mut rows, mut overdue) = (0, 0);
    for file in &files {
        for review in reviews(file)? {
            rows += 1;
            if review.is_overdue(as_of, args.max_age.into()) {
                overdue += 1;
                let what = review.row.as_deref().unwrap_or("the file");
                writeln!(out, "{}:{}: {what} was reviewed on {}", review.path, review.line, review.reviewed)?;
            }
        }
    }
    let days = args.max_age;
    writeln!(
        out,
        "{} files load; {overdue} of {rows} reviews are older than {days} days on {as_of}",
        files.len()
    )?;
    Ok(if overdue > 0 { Outcome::Findings } else { Outcome::Clean })
}
