//! `claimlint refs update`: asks for what the lock file does not know yet.

use super::asking::{Asking, AskingArgs};
use super::store::Store;
use crate::cli::network::{Cited, Task, ask_all, client};
use crate::cli::{Outcome, lock, progress};
use claimlint::evidence::{Answer, Retractions, Status};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::PathBuf;

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
    #[command(flatten)]
    asking: AskingArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let asking = args.asking.open(&args.paths, false)?;
    let Asking { run, today, knowledge, cited, .. } = &asking;
    let mut store = Store::open(&asking.path, run.commit_abstracts)?;
    let wanted = |c: &&Cited| args.all || is_wanted(&store, c, run.max_age, *today);
    let asked: Vec<&Cited> = cited.iter().filter(wanted).collect();
    let tasks: Vec<Task> = asked.iter().map(|c| Task::Entry(Box::new(c.reference.clone()))).collect();
    let client = client(&args.asking.network, run, Some(store.http()), args.all)?;
    let bar = progress::bar(tasks.len());
    let mut unanswered = 0;
    ask_all(&tasks, &client, knowledge, *today, |at, resolved| {
        bar.inc(1);
        let Cited { path, reference } = asked[at];
        for trouble in &resolved.troubles {
            let (index, service, error) = (reference.index, trouble.service, &trouble.error);
            bar.suspend(|| eprintln!("{path}: [{index}] {service}: {error}"));
        }
        if let Some(work) = &resolved.work {
            store.keep(&resolved, work, *today)?;
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
    report(&store, cited, tasks.len(), unanswered);
    Ok(asking.close())
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
