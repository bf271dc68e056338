//! `claimlint refs update`: asks for what the lock file does not know yet.

use super::store::Store;
use crate::cli::network::{Cited, NetworkArgs, Task, ask_all, client, entries, fetch_pages, knowledge};
use crate::cli::settings::SettingArgs;
use crate::cli::{Outcome, input, lock, progress};
use claimlint::config::{Run, nearest};
use claimlint::evidence::{Answer, Retractions, Status};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Arguments of `refs update`.
#[derive(clap::Args)]
pub struct Args {
    /// Articles: files, folders, patterns of paths
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// Ask for everything again, not only for what is new
    #[arg(long)]
    all: bool,
    /// Drop what none of these articles cites
    #[arg(long)]
    prune: bool,
    /// The day that answers count for [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    network: NetworkArgs,
    #[command(flatten)]
    settings: SettingArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let configs = args.settings.configs()?;
    let run = configs.run(&args.paths)?.run();
    let today = args.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
    let knowledge = knowledge(&run)?;
    let mut errors = Vec::new();
    let mut inputs = input::collect(&args.paths, "stdin", &run, &mut errors)?;
    fetch_pages(&mut inputs, &args.network, &run)?;
    let (cited, unread) = entries(&inputs, &run, &configs, knowledge)?;
    errors.extend(unread);
    let path = lock_path(&run, &args.paths)?;
    let mut store = Store::open(&path, run.commit_abstracts)?;
    let wanted = |c: &&Cited| args.all || is_wanted(&store, c, run.max_age, today);
    let asked: Vec<&Cited> = cited.iter().filter(wanted).collect();
    let tasks: Vec<Task> = asked.iter().map(|c| Task::Entry(Box::new(c.reference.clone()))).collect();
    let client = client(&args.network, &run, Some(store.http()), args.all)?;
    let bar = progress::bar(tasks.len());
    let mut unanswered = 0;
    ask_all(&tasks, &client, knowledge, today, |at, resolved| {
        bar.inc(1);
        let Cited { path, reference } = asked[at];
        for trouble in &resolved.troubles {
            let (index, service, error) = (reference.index, trouble.service, &trouble.error);
            bar.suspend(|| eprintln!("{path}: [{index}] {service}: {error}"));
        }
        if let Some(work) = &resolved.work {
            store.keep(&resolved, work, today)?;
        }
        match resolved.answer {
            Some(answer) => store.file.note(reference, answer),
            None => unanswered += 1,
        }
        store.save_if_due()
    })?;
    bar.finish_and_clear();
    if args.prune {
        store.file.retain(cited.iter().map(|c| &c.reference));
    }
    if let Some(path) = &run.retractions {
        add_retractions(&mut store, &lock::retractions(path)?);
    }
    store.save()?;
    report(&store, &cited, tasks.len(), unanswered);
    for error in &errors {
        eprintln!("{}: {}", error.path, error.message);
    }
    Ok(if errors.is_empty() { Outcome::Clean } else { Outcome::Unreadable })
}

/// The lock file: the one that is there or named, else a new one beside the nearest settings, else in the
/// working folder.
pub fn lock_path(run: &Run, paths: &[PathBuf]) -> anyhow::Result<PathBuf> {
    if let Some(path) = lock::find(run, paths)? {
        return Ok(path);
    }
    let folder = std::env::current_dir()?;
    let settings = nearest(&folder, claimlint::config::FILE_NAME);
    let beside = settings.and_then(|file| file.parent().map(Path::to_owned)).filter(|home| *home != folder);
    Ok(beside.unwrap_or_default().join(lock::FILE_NAME))
}

/// Whether services are to be asked for an entry: nobody has, not all have answered, its abstract is not
/// here, or it is long since they did not have it.
fn is_wanted(store: &Store, cited: &Cited, max_age: u32, today: Date) -> bool {
    match store.file.answer(&cited.reference) {
        None => true,
        Some(Answer::Record { record, .. }) => match store.file.records.get(record) {
            Some(known) => !store.file.checked.contains_key(record) || !store.has_abstract(known),
            None => true,
        },
        Some(Answer::Elsewhere { on, .. } | Answer::NotFound { on, .. }) => is_old(Some(*on), max_age, today),
    }
}

/// Whether an answer of a day is too old.
pub fn is_old(answered: Option<Date>, max_age: u32, today: Date) -> bool {
    claimlint::evidence::Standing::new([], answered).is_older_than(max_age, today)
}

/// Notes what a list of retractions says against records.
pub fn add_retractions(store: &mut Store, list: &Retractions) {
    for record in store.file.records.values_mut() {
        let found = list.find(&record.doi, &record.pmid);
        let against = found.into_iter().flat_map(|standing| standing.said().to_vec());
        record.said.retain(|s| s.by != claimlint::evidence::RETRACTION_WATCH);
        record.said.extend(against.filter(|s| s.status != Status::Current));
        record.settle();
    }
}

/// What an entry came to, in a word.
fn word(store: &Store, cited: &Cited) -> &'static str {
    match store.file.answer(&cited.reference) {
        Some(Answer::Record { .. }) => "found",
        Some(Answer::NotFound { .. }) => "not found",
        Some(Answer::Elsewhere { .. }) => "registered elsewhere",
        None => "without an answer",
    }
}

fn report(store: &Store, cited: &[Cited], asked: usize, unanswered: usize) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in cited {
        *counts.entry(word(store, entry)).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(word, n)| format!("{n} {word}")).collect();
    let of = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
    println!("{}: {} references{of}; asked for {asked}", store.path().display(), cited.len());
    for Cited { path, reference } in cited {
        let record =
            store.file.answer(reference).and_then(Answer::record).and_then(|id| store.file.records.get(id));
        if let Some((record, status)) =
            record.and_then(|r| Some((r, r.status.filter(|s| *s >= Status::Concern)?)))
        {
            println!("{path}: [{}] {}: {}", reference.index, super::show::status(status), record.title);
        }
    }
    if unanswered > 0 {
        println!("{unanswered} could not be asked for everywhere, or say too little; run it again later");
    }
}
