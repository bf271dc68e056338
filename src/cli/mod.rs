//! The command line: one file a command. Exit codes: 2 (usage, config, pack) over 3 (an input
//! could not be read) over 1 (findings at `--fail-on`) over 0; a closed pipe is 0.

mod baseline;
mod check;
mod config;
#[cfg(feature = "desk")]
mod desk;
mod init;
mod input;
mod inspect;
mod libraries;
mod lock;
#[cfg(feature = "fetch")]
mod network;
mod packs;
mod parallel;
mod progress;
mod refs;
mod rows;
mod rules;
mod schema;
mod settings;
mod shell;

use clap::{Parser, Subcommand};
use std::io;
use std::process::ExitCode;

/// Checks health articles, Chinese and English, against the sources they lean on.
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check articles
    Check(Box<check::Args>),
    /// Find the cited sources, and freeze what is known of them in claimlint.lock
    #[command(subcommand)]
    Refs(Box<refs::Command>),
    /// Record known findings, so that `check --baseline` shows only new ones
    Baseline(Box<baseline::Args>),
    /// List the rules
    Rules(rules::Args),
    /// Tell what a rule means
    Explain {
        /// Its code or name
        rule: String,
    },
    /// Show what one stage makes of an input
    Inspect(inspect::Args),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man(shell::ManArgs),
    /// Print the JSON Schema of what is written, or a page that explains it
    Schema(schema::Args),
    /// Write a claimlint.toml with every key commented out
    Init(init::Args),
    /// Show the settings that hold, or what may be set
    #[command(subcommand)]
    Config(Box<config::Command>),
    /// Scan sites, feeds and folders, and tell what changed since the last scan
    #[cfg(feature = "desk")]
    Scan(Box<desk::ScanArgs>),
    /// Scan sources when they are due, for as long as this runs
    #[cfg(feature = "desk")]
    Serve(Box<desk::ServeArgs>),
    /// Show what is scanned, or add to it
    #[cfg(feature = "desk")]
    #[command(subcommand)]
    Source(Box<desk::SourceCommand>),
    /// Copy, thin out or delete what scans kept
    #[cfg(feature = "desk")]
    #[command(subcommand)]
    Store(Box<desk::StoreCommand>),
    /// Make packs of your own: names and phrases that are known in addition
    #[command(subcommand)]
    Packs(Box<packs::Command>),
}

/// How a command ended, worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Outcome {
    /// Nothing to report.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// An input could not be read; the rest was.
    Unreadable,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Findings => 1,
            Outcome::Unreadable => 3,
        })
    }
}

/// Runs a command; what goes wrong is said on standard error.
pub fn run(cli: Cli) -> ExitCode {
    let outcome = match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Refs(command) => refs::run(&command),
        Command::Baseline(args) => baseline::run(&args),
        Command::Rules(args) => rules::list(&args),
        Command::Explain { rule } => rules::explain(&rule),
        Command::Inspect(args) => inspect::run(&args),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man(args) => shell::man(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Config(command) => config::run(&command),
        #[cfg(feature = "desk")]
        Command::Scan(args) => desk::scan(&args),
        #[cfg(feature = "desk")]
        Command::Serve(args) => desk::serve(&args),
        #[cfg(feature = "desk")]
        Command::Source(command) => desk::source(&command),
        #[cfg(feature = "desk")]
        Command::Store(command) => desk::store(&command),
        Command::Packs(command) => packs::run(&command),
    };
    match outcome {
        Ok(outcome) => outcome.into(),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether the reader of our output went away, as `| head` does.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kind = |e: &(dyn std::error::Error + 'static)| {
        let json = || e.downcast_ref::<serde_json::Error>()?.io_error_kind();
        e.downcast_ref::<io::Error>().map(io::Error::kind).or_else(json)
    };
    error.chain().filter_map(kind).any(|kind| kind == io::ErrorKind::BrokenPipe)
}
