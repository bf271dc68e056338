//! `claimlint source`: what is scanned, as claimlint.toml says.

use super::sources;
use crate::cli::Outcome;
use anyhow::{Context, bail};
use claimlint::config::{Choice, Configs, FILE_NAME, Keys, Run, Source, SourceKind, nearest};
use serde::Serialize;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

/// What to do with the sources.
#[derive(clap::Subcommand)]
pub enum Command {
    /// List the sources, one a line
    List(FileArgs),
    /// Add a source to claimlint.toml
    Add(Box<AddArgs>),
}

/// Where the sources are written.
#[derive(clap::Args)]
pub struct FileArgs {
    /// The file of settings [default: the nearest claimlint.toml above the working folder]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl FileArgs {
    fn run(&self) -> anyhow::Result<Run> {
        let choice = self.config.clone().map_or(Choice::Nearest, Choice::File);
        let folder = std::env::current_dir().context("the working folder is gone")?;
        Ok(Configs::new(choice, Keys::default(), folder)?.run(&[])?.run())
    }
}

/// A source to add.
#[derive(clap::Args)]
pub struct AddArgs {
    /// What it is called
    name: String,
    /// Its address or path
    at: String,
    /// What it is: page, list, feed, sitemap, listing, folder or warc
    #[arg(long, value_parser = kind)]
    kind: SourceKind,
    /// When `serve` scans it, a cron expression: "0 6 * * *"
    #[arg(long, value_name = "CRON")]
    schedule: Option<String>,
    /// The time zone of the schedule, as in Asia/Shanghai
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// The links of a listing that are articles, a CSS selector
    #[arg(long, value_name = "SELECTOR")]
    select: Option<String>,
    /// Addresses to take, with * for any characters
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,
    /// Addresses to leave out, with * for any characters
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// Who answers for it
    #[arg(long)]
    owner: Option<String>,
    #[command(flatten)]
    file: FileArgs,
}

fn kind(word: &str) -> Result<SourceKind, String> {
    let value = serde_json::Value::String(word.to_owned());
    let all = "one of page, list, feed, sitemap, listing, folder, warc";
    serde_json::from_value(value).map_err(|_| all.to_owned())
}

/// Runs the command.
pub fn run(command: &Command) -> anyhow::Result<Outcome> {
    match command {
        Command::List(args) => {
            let mut out = std::io::stdout().lock();
            for source in sources(&args.run()?)?.values() {
                let schedule = source.schedule.as_deref().unwrap_or("-");
                writeln!(out, "{}\t{}\t{}\t{schedule}", source.name, word(source.kind), source.at)?;
            }
        }
        Command::Add(args) => add(args)?,
    }
    Ok(Outcome::Clean)
}

fn word(kind: SourceKind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

#[derive(Serialize)]
struct Block<'a> {
    source: [&'a Source; 1],
}

fn add(args: &AddArgs) -> anyhow::Result<()> {
    let mut run = match &args.file.config {
        Some(file) if !file.exists() => FileArgs { config: None }.run()?,
        _ => args.file.run()?,
    };
    let source = Source {
        name: args.name.clone(),
        kind: args.kind,
        at: args.at.clone(),
        select: args.select.clone(),
        include: args.include.clone(),
        exclude: args.exclude.clone(),
        depth: None,
        limit: None,
        lang: None,
        genre: None,
        owner: args.owner.clone(),
        schedule: args.schedule.clone(),
        time_zone: args.time_zone.clone(),
    };
    if run.sources.iter().any(|other| other.name == source.name) {
        bail!("a source is called {:?} already; give this one another name", source.name);
    }
    run.sources.push(source.clone());
    sources(&run)?;
    let folder = std::env::current_dir().context("the working folder is gone")?;
    let near = || nearest(&folder, FILE_NAME).unwrap_or_else(|| PathBuf::from(FILE_NAME));
    let file = args.file.config.clone().unwrap_or_else(near);
    let cannot = || format!("cannot write {}", file.display());
    let old = if file.is_file() { fs::read_to_string(&file).with_context(cannot)? } else { String::new() };
    let block = toml::to_string(&Block { source: [&source] })?;
    let gap = if old.is_empty() { "" } else { "\n" };
    let new = format!(
        "{}{gap}{block}",
        old.trim_end_matches('\n').to_owned() + if old.is_empty() { "" } else { "\n" }
    );
    let mut out = tempfile::NamedTempFile::new_in(
        file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(&folder),
    )?;
    out.write_all(new.as_bytes()).with_context(cannot)?;
    out.persist(&file).with_context(cannot)?;
    println!("{}: {}", file.display(), source.name);
    Ok(())
}
