//! `claimlint refs check`: asks again for what is old, and reports what changed.

use super::asking::{Asking, AskingArgs};
use super::show::status;
use super::store::Store;
use super::update::{add_retractions, is_old};
use crate::cli::network::{Cited, Task, ask_all, client};
use crate::cli::{Outcome, lock, progress};
use claimlint::evidence::{Answer, LockRecord};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Arguments of `refs check`.
#[derive(clap::Args)]
pub struct Args {
    /// Ask only for what these articles cite, and again for what was not found
    paths: Vec<PathBuf>,
    #[command(flatten)]
    asking: AskingArgs,
}

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let asking = args.asking.open(&args.paths, true)?;
    let Asking { run, today, knowledge, path, cited, .. } = &asking;
    let mut store = Store::open(path, run.commit_abstracts)?;
    let before = store.file.records.clone();
    let (names, tasks) = old(&store, cited, run.max_age, *today, args.paths.is_empty());
    let client = client(&args.asking.network, run, Some(store.http()), true)?;
    let bar = progress::bar(tasks.len());
    let mut silent = 0;
    ask_all(&tasks, &client, knowledge, *today, |at, resolved| {
        bar.inc(1);
        for trouble in &resolved.troubles {
            bar.suspend(|| eprintln!("{}: {}: {}", names[at], trouble.service, trouble.error));
        }
        silent += usize::from(!resolved.troubles.is_empty());
        if let Some(work) = &resolved.work {
            let id = store.keep(&resolved, work, *today)?;
            follow(&mut store, &names[at], &id);
        }
        if let (Task::Entry(reference), Some(answer)) = (&tasks[at], resolved.answer) {
            if answer.record().is_some() {
                println!("found now: {}", Answer::shown(reference));
            }
            store.file.note(reference, answer);
        }
        store.save_if_due()
    })?;
    bar.finish_and_clear();
    if let Some(list) = &run.retractions {
        add_retractions(&mut store, &lock::retractions(list)?);
    }
    store.save()?;
    let worse = changes(&before, &store.file.records);
    println!("{}: asked for {} of {} records", path.display(), tasks.len(), before.len());
    if silent > 0 {
        println!("{silent} could not be asked for everywhere; run it again later");
    }
    let ended = if worse { Outcome::Findings } else { Outcome::Clean };
    Ok(ended.max(asking.close()))
}

/// What is to be asked for, with its name: records that are old, of those that are cited if articles
/// were named, and entries of these that were not found.
fn old(store: &Store, cited: &[Cited], max_age: u32, today: Date, all: bool) -> (Vec<String>, Vec<Task>) {
    let answers = || cited.iter().filter_map(|c| store.file.answer(&c.reference));
    let ids: BTreeSet<&str> = answers().filter_map(Answer::record).collect();
    let is_old = |day: Option<Date>| is_old(day, max_age, today);
    let records = store.file.records.iter().filter(|(id, record)| {
        let asked = all || ids.contains(id.as_str());
        let by_id = !record.doi.is_empty() || !record.pmid.is_empty();
        asked && by_id && is_old(store.file.checked.get(*id).copied())
    });
    let mut tasks: Vec<(String, Task)> =
        records.map(|(id, record)| (id.clone(), Task::Record(Box::new(record.clone())))).collect();
    for entry in cited {
        if let Some(Answer::NotFound { on, .. } | Answer::Elsewhere { on, .. }) =
            store.file.answer(&entry.reference)
            && is_old(Some(*on))
        {
            let name = format!("{}: [{}]", entry.path, entry.reference.index);
            tasks.push((name, Task::Entry(Box::new(entry.reference.clone()))));
        }
    }
    tasks.into_iter().unzip()
}

/// Lets what led to a record lead to its new id, where a service has added a DOI.
fn follow(store: &mut Store, old: &str, new: &str) {
    if old == new || !store.file.records.contains_key(old) {
        return;
    }
    for answer in store.file.references.values_mut() {
        if let Answer::Record { record, .. } = answer
            && record == old
        {
            new.clone_into(record);
        }
    }
    store.file.records.remove(old);
    store.file.checked.remove(old);
}

/// Says which records changed; whether one of them stands worse than before.
fn changes(before: &BTreeMap<String, LockRecord>, after: &BTreeMap<String, LockRecord>) -> bool {
    let mut worse = false;
    for (id, new) in after {
        let Some(old) = before.get(id).filter(|old| *old != new) else { continue };
        if old.status == new.status {
            println!("changed: {id}: {}", new.title);
            continue;
        }
        worse |= new.status > old.status;
        let said = |record: &LockRecord| record.status.map_or("unknown", status);
        let by: Vec<&str> =
            new.said.iter().filter(|s| Some(s.status) == new.status).map(|s| s.by.as_str()).collect();
        println!("{} → {} ({}): {id}: {}", said(old), said(new), by.join(", "), new.title);
    }
    worse
}
