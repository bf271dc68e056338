//! What both commands that ask services open with: the settings, the lock file, and what articles cite.

use crate::cli::network::{Cited, NetworkArgs, entries, fetch_pages, knowledge};
use crate::cli::settings::SettingArgs;
use crate::cli::{Outcome, input, lock};
use claimlint::config::{Run, nearest};
use claimlint::knowledge::Knowledge;
use claimlint::report::InputError;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Whom to ask, for which day, by which settings.
#[derive(clap::Args)]
pub struct AskingArgs {
    /// The day that answers count for [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    pub network: NetworkArgs,
    #[command(flatten)]
    settings: SettingArgs,
}

/// All that is known before a service is asked.
pub struct Asking {
    pub run: Run,
    pub today: Date,
    pub knowledge: &'static Knowledge,
    /// The lock file.
    pub path: PathBuf,
    /// What the articles cite.
    pub cited: Vec<Cited>,
    unread: Vec<InputError>,
}

impl AskingArgs {
    /// Reads the settings and the articles; the lock file must be there where it is only looked through.
    pub fn open(&self, paths: &[PathBuf], must_exist: bool) -> anyhow::Result<Asking> {
        let configs = self.settings.configs()?;
        let run = configs.run(paths)?.run();
        let today = self.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
        let path = lock_path(&run, paths)?;
        anyhow::ensure!(
            !must_exist || path.is_file(),
            "there is no {}; `claimlint refs update` writes it",
            path.display()
        );
        let knowledge = knowledge(&run)?;
        let mut unread = Vec::new();
        let mut inputs = input::collect(paths, "stdin", &run, &mut unread)?;
        fetch_pages(&mut inputs, &self.network, &run)?;
        let (cited, unlisted) = entries(&inputs, &run, &configs, knowledge)?;
        unread.extend(unlisted);
        Ok(Asking { run, today, knowledge, path, cited, unread })
    }
}

impl Asking {
    /// Says which articles could not be read, and how the command ends for it.
    pub fn close(&self) -> Outcome {
        for error in &self.unread {
            eprintln!("{}: {}", error.path, error.message);
        }
        if self.unread.is_empty() { Outcome::Clean } else { Outcome::Unreadable }
    }
}

/// The lock file: the one that is there or named, else a new one beside the nearest settings, else in the
/// working folder.
fn lock_path(run: &Run, paths: &[PathBuf]) -> anyhow::Result<PathBuf> {
    if let Some(path) = lock::find(run, paths)? {
        return Ok(path);
    }
    let folder = std::env::current_dir()?;
    let settings = nearest(&folder, claimlint::config::FILE_NAME);
    let beside = settings.and_then(|file| file.parent().map(Path::to_owned)).filter(|home| *home != folder);
    Ok(beside.unwrap_or_default().join(lock::FILE_NAME))
}
