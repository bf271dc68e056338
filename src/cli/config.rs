//! `claimlint config show`: the settings that hold for a path.

use super::Outcome;
use super::settings::SettingArgs;
use claimlint::config::show;
use std::io::{self, Write};
use std::path::PathBuf;

/// What `config` can do.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Show the settings that hold for a path, and where each is written
    Show(ShowArgs),
}

/// Arguments of `config show`.
#[derive(clap::Args)]
pub struct ShowArgs {
    /// A file or folder
    #[arg(default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    settings: SettingArgs,
}

/// Runs the command.
pub fn run(command: &Command) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    let Command::Show(ShowArgs { path, settings }) = command;
    let configs = settings.configs()?;
    let run = configs.run(std::slice::from_ref(path))?;
    write!(out, "{}", show(&path.display().to_string(), &configs.article(path)?, &run)?)?;
    Ok(Outcome::Clean)
}
