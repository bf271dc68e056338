//! `claimlint init`: a `claimlint.toml` to start from.

use super::Outcome;
use anyhow::Context;
use claimlint::config::{FILE_NAME, TEMPLATE};
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

/// Arguments of `init`.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to write it in
    #[arg(default_value = ".")]
    folder: PathBuf,
}

/// Writes the file, unless there is one.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let path = args.folder.join(FILE_NAME);
    let shown = path.display();
    let mut file = match File::create_new(&path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            anyhow::bail!("{shown} is there already; `claimlint config show` tells what it says")
        }
        file => file.with_context(|| format!("cannot write {shown}"))?,
    };
    file.write_all(TEMPLATE.as_bytes()).with_context(|| format!("cannot write {shown}"))?;
    writeln!(io::stdout(), "wrote {shown}")?;
    Ok(Outcome::Clean)
}
