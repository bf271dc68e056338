//! Asks services for many entries, a few at a time, on one thread.

use super::endpoints;
use anyhow::Context;
use claimlint::evidence::LockRecord;
use claimlint::extract::reference::Reference;
use claimlint::fetch::{Client, Resolved, Services};
use claimlint::knowledge::Knowledge;
use jiff::civil::Date;
use std::cell::{Cell, RefCell};

/// What services are asked for.
pub enum Task {
    /// An entry of a reference list.
    Entry(Box<Reference>),
    /// A record that was found before.
    Record(Box<LockRecord>),
}

/// Asks for each task, on a day, and hands what it came to, with its number, to `take`, in the order
/// that the answers come in. The first error of `take` ends it.
pub fn ask_all(
    tasks: &[Task],
    client: &Client,
    knowledge: &Knowledge,
    on: Date,
    take: impl FnMut(usize, Resolved) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("the network cannot be used")?;
    let endpoints = endpoints();
    let services = Services::new(client, &endpoints, knowledge);
    let (next, take, failed) = (Cell::new(0), RefCell::new(take), RefCell::new(None));
    let work = async || {
        while failed.borrow().is_none() {
            let at = next.get();
            let Some(task) = tasks.get(at) else { return };
            next.set(at + 1);
            let resolved = match task {
                Task::Entry(reference) => services.resolve(reference, on).await,
                Task::Record(record) => services.again(record).await,
            };
            if let Err(error) = (take.borrow_mut())(at, resolved) {
                failed.replace(Some(error));
            }
        }
    };
    // Each service sets its own pace; several entries are under way so that it is used.
    runtime.block_on(async { tokio::join!(work(), work(), work(), work(), work(), work()) });
    failed.into_inner().map_or(Ok(()), Err)
}
