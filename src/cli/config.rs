//! `claimlint config`: the settings that hold for a path, and the schema of their file.

use super::Outcome;
use super::settings::SettingArgs;
use claimlint::config::{schema, show};
use std::io::{self, Write};
use std::path::PathBuf;

/// What `config` can do.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Show the settings that hold for a path, and where each is written
    Show(ShowArgs),
    /// Print the JSON Schema of claimlint.toml
    Schema,
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
    match command {
        Command::Show(ShowArgs { path, settings }) => {
            let configs = settings.configs()?;
            let run = configs.run(std::slice::from_ref(path))?;
            write!(out, "{}", show(&path.display().to_string(), &configs.article(path)?, &run)?)?;
        }
        Command::Schema => {
            serde_json::to_writer_pretty(&mut out, &schema())?;
            out.write_all(b"\n")?;
        }
    }
    Ok(Outcome::Clean)
}
