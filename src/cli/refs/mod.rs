//! `claimlint refs`: finds the cited sources, freezes what is known of them, and tells what changed.

#[cfg(feature = "fetch")]
mod asking;
#[cfg(feature = "fetch")]
mod check;
mod import;
mod show;
#[cfg(feature = "fetch")]
mod store;
#[cfg(feature = "fetch")]
mod update;

use super::Outcome;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Ask Crossref, PubMed, Europe PMC and OpenAlex for the sources that articles cite
    #[cfg(feature = "fetch")]
    Update(Box<update::Args>),
    /// Ask again for what is older than --max-age, and report what changed
    #[cfg(feature = "fetch")]
    Check(Box<check::Args>),
    /// Make one CSL-JSON library of files in any format, or add an abstract by hand
    Import(import::Args),
    /// Show what claimlint.lock says
    Show(show::Args),
}

/// Runs the command.
pub fn run(command: &Command) -> anyhow::Result<Outcome> {
    match command {
        #[cfg(feature = "fetch")]
        Command::Update(args) => update::run(args),
        #[cfg(feature = "fetch")]
        Command::Check(args) => check::run(args),
        Command::Import(args) => import::run(args),
        Command::Show(args) => show::run(args),
    }
}
