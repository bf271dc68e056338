//! `check --online`: asks for what the lock file does not know, for this run alone.

use super::{NetworkArgs, Task, ask_all, client, entries, knowledge};
use crate::cli::input::Input;
use crate::cli::{lock, progress};
use anyhow::Context;
use claimlint::config::{Configs, Run};
use claimlint::evidence::{Abstracts, Lock, LockFile};
use jiff::civil::Date;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The lock file, completed by what services say of the entries of these articles on a day. Nothing of it
/// is written.
pub fn online(
    inputs: &[Input],
    args: &NetworkArgs,
    run: &Run,
    configs: &Configs,
    lock: Option<&Path>,
    on: Date,
) -> anyhow::Result<Lock> {
    let knowledge = knowledge(run)?;
    // What cannot be read is told when it is checked.
    let (cited, _) = entries(inputs, run, configs, knowledge)?;
    let mut file = match lock {
        Some(path) => {
            let name = path.display().to_string();
            let text =
                std::fs::read_to_string(path).with_context(|| format!("cannot read the lock file {name}"))?;
            LockFile::read(&name, &text)?
        }
        None => LockFile::default(),
    };
    let new = cited.into_iter().filter(|c| file.answer(&c.reference).is_none()).map(|c| c.reference);
    let tasks: Vec<Task> = new.map(|reference| Task::Entry(Box::new(reference))).collect();
    let client = client(args, run, None, false)?;
    let bar = progress::bar(tasks.len());
    let mut abstracts = HashMap::new();
    ask_all(&tasks, &client, knowledge, on, |at, resolved| {
        bar.inc(1);
        let Task::Entry(reference) = &tasks[at] else { return Ok(()) };
        for trouble in &resolved.troubles {
            bar.suspend(|| eprintln!("[{}] {}: {}", reference.index, trouble.service, trouble.error));
        }
        if let Some(work) = resolved.work {
            let mut record = work.record;
            if let Some(text) = work.abstract_text {
                record.abstract_sha256 = lock::digest(&text);
                abstracts.insert(record.abstract_sha256.clone(), text);
            }
            file.keep(record, resolved.troubles.is_empty().then_some(on));
        }
        if let Some(answer) = resolved.answer {
            file.note(reference, answer);
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    let on_disk = lock.map(lock::shelf);
    let shelf: Abstracts = Arc::new(move |digest: &str| {
        let kept = || on_disk.as_ref().and_then(|shelf| shelf(digest));
        abstracts.get(digest).cloned().or_else(kept)
    });
    Ok(Lock::read("claimlint.lock", file.text()?, shelf)?)
}
