//! `claimlint baseline`: records what is known, and forgets what is gone; and how `check` goes by it.

use super::Outcome;
use super::check::{self, Plan, Selection, examine};
use anyhow::Context;
use claimlint::baseline::{Baseline, Entry, Known};
use claimlint::check::DocumentReport;
use claimlint::report::InputError;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

/// What a baseline is called where the command line does not say.
const DEFAULT: &str = "claimlint-baseline.json";

/// Arguments of `baseline`.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Record the findings that `check` with the same options shows
    Write(check::Args),
    /// Drop what is no longer found, and follow renamed files; adds nothing
    Prune(check::Args),
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let (Command::Write(check) | Command::Prune(check)) = &args.command;
    if check.diff_base.is_some() {
        anyhow::bail!("a baseline holds whole articles; leave out --diff-base");
    }
    let plan = Plan::new(check)?;
    let path = plan.run.baseline.clone().unwrap_or_else(|| DEFAULT.into());
    match &args.command {
        Command::Write(_) => write(&path, plan),
        Command::Prune(_) => prune(&path, plan, Recorded::open(&path, check)?),
    }
}

fn write(path: &Path, mut plan: Plan) -> anyhow::Result<Outcome> {
    let folder = Folder::of(path)?;
    let mut entries = Vec::new();
    let selection = Selection::new(&plan.run, &[], None)?;
    let errors = examine(&mut plan, &selection, false, |document| {
        let key = folder.key(&document.path)?;
        entries.extend(document.findings.iter().map(|f| Entry::new(&key, f)));
        Ok(())
    })?;
    let baseline = Baseline::new(entries);
    save(path, &baseline)?;
    say(&errors, &format!("{}: {} findings recorded", path.display(), baseline.entries().len()))
}

fn prune(path: &Path, mut plan: Plan, mut recorded: Recorded) -> anyhow::Result<Outcome> {
    let (mut kept, mut checked) = (Vec::new(), BTreeSet::new());
    let selection = Selection::new(&plan.run, &[], None)?;
    let errors = examine(&mut plan, &selection, false, |document| {
        let key = recorded.folder.key(&document.path)?;
        for finding in &document.findings {
            let found = recorded.known.take(&key, finding);
            kept.extend(found.map(|entry| Entry { path: key.clone(), ..entry }));
        }
        checked.insert(key);
        Ok(())
    })?;
    kept.extend(recorded.known.left().filter(|entry| !checked.contains(&entry.path)));
    let baseline = Baseline::new(kept);
    save(path, &baseline)?;
    let now = baseline.entries().len();
    say(&errors, &format!("{}: {} findings dropped, {now} left", path.display(), recorded.size - now))
}

fn say(errors: &[InputError], done: &str) -> anyhow::Result<Outcome> {
    writeln!(std::io::stdout(), "{done}")?;
    for error in errors {
        eprintln!("{}: {}", error.path, error.message);
    }
    Ok(if errors.is_empty() { Outcome::Clean } else { Outcome::Unreadable })
}

fn open(path: &Path) -> anyhow::Result<Baseline> {
    let name = path.display();
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the baseline {name}; `claimlint baseline write` makes one"))?;
    Baseline::parse(&text).with_context(|| format!("the baseline {name}"))
}

fn save(path: &Path, baseline: &Baseline) -> anyhow::Result<()> {
    let text = baseline.to_json()?;
    fs::write(path, text).with_context(|| format!("cannot write the baseline {}", path.display()))
}

/// A baseline that a run goes by.
pub struct Recorded {
    folder: Folder,
    known: Known,
    /// How many findings it holds.
    size: usize,
}

impl Recorded {
    /// Opens a baseline for a run.
    pub fn open(path: &Path, args: &check::Args) -> anyhow::Result<Recorded> {
        let folder = Folder::of(path)?;
        let given = folder.key(&args.stdin_filename)?;
        let is_gone = |entry: &str| entry != given && matches!(folder.0.join(entry).try_exists(), Ok(false));
        let baseline = open(path)?;
        let size = baseline.entries().len();
        let known = Known::new(baseline, is_gone);
        Ok(Recorded { folder, known, size })
    }

    /// Leaves out the findings that are known.
    pub fn leave_out(&mut self, document: &mut DocumentReport) -> anyhow::Result<()> {
        let key = self.folder.key(&document.path)?;
        document.left_out.known = document.leave_out(|finding| self.known.take(&key, finding).is_some());
        Ok(())
    }
}

/// The folder of a baseline, from which its paths go.
struct Folder(PathBuf);

impl Folder {
    fn of(baseline: &Path) -> anyhow::Result<Folder> {
        let mut folder = plain(baseline)?;
        folder.pop();
        Ok(Folder(folder))
    }

    /// A path of a report as entries name it, wherever claimlint was started.
    fn key(&self, path: &str) -> anyhow::Result<String> {
        let path = plain(Path::new(path))?;
        let shared = self.0.components().zip(path.components()).take_while(|(a, b)| a == b).count();
        let up = self.0.components().skip(shared).map(|_| "..".into());
        let down = path.components().skip(shared).map(|c| c.as_os_str().to_string_lossy().into_owned());
        Ok(up.chain(down).collect::<Vec<String>>().join("/"))
    }
}

/// A path from the root, without `.` and `..`.
fn plain(path: &Path) -> anyhow::Result<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    Ok(plain)
}
