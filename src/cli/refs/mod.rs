//! `claimlint refs`: the records of the cited sources.

mod import;

use super::Outcome;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Make one CSL-JSON library of files in any format, or add an abstract by hand
    Import(import::Args),
}

/// Runs a command on records.
pub fn run(command: &Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Import(args) => import::run(args),
    }
}
