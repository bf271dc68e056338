//! `claimlint packs`: packs of one's own are made from tables, tried on articles, and looked through.

mod import;
mod overdue;
mod read;
mod trial;
mod write;

use super::Outcome;

/// What `packs` can do.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Turn a CSV file into a pack: MeSH, ICD, a drug register, your own list of names or phrases
    Import(import::ImportArgs),
    /// Tell whether packs load, and which rows are due for review
    Check(overdue::CheckArgs),
    /// Show what a pack would find in articles, with samples
    Try(trial::TryArgs),
}

/// Runs the command.
pub fn run(command: &Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Import(args) => import::run(args),
        Command::Check(args) => overdue::run(args),
        Command::Try(args) => trial::run(args),
    }
}
