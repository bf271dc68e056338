//! `claimlint check`: articles in, a report out.

mod args;
mod cache;
mod diff;
mod filter;
mod output;
mod plan;
mod selection;
mod target;

pub use args::Args;
pub use plan::Plan;
pub use selection::Selection;

use super::baseline::Recorded;
use super::input::Input;
use super::{Outcome, parallel, progress};
use args::InputKind;
use cache::Cache;
use claimlint::check::DocumentReport;
use claimlint::document::Hint;
use claimlint::report::{InputError, Report};
use output::Outputs;

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut plan = Plan::new(args)?;
    let selection = Selection::new(&plan.run, &args.paths, args.diff_base.as_deref())?;
    if args.input == InputKind::Ndjson {
        return filter::run(args, &plan, &selection);
    }
    let outputs = Outputs::new(args, &plan.run)?;
    plan.with_reading = outputs.show_articles();
    let mut recorded = plan.run.baseline.as_deref().map(|path| Recorded::open(path, args)).transpose()?;
    let mut documents = Vec::new();
    let errors = examine(&mut plan, &selection, outputs.show_facts(), |mut document| {
        if let Some(recorded) = &mut recorded {
            recorded.leave_out(&mut document)?;
        }
        documents.push(document);
        Ok(())
    })?;
    let report = Report::new(plan.as_of, documents, errors);
    outputs.write(&report, plan.run.ui_language)?;
    selection.lacking(&report).iter().for_each(|line| eprintln!("{line}"));
    Ok(selection.outcome(&report))
}

/// Checks the inputs of a plan, and gives each report, narrowed to the selection, in order; its
/// claims, doses, references, citations, mentions and notices are there if `with_facts`. Returns what could not
/// be read.
pub fn examine(
    plan: &mut Plan,
    selection: &Selection,
    with_facts: bool,
    mut each: impl FnMut(DocumentReport) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<InputError>> {
    let inputs = std::mem::take(&mut plan.inputs);
    let mut errors = std::mem::take(&mut plan.errors);
    let cache = plan.run.cache.as_deref().filter(|_| !plan.with_reading).map(Cache::open).transpose()?;
    let plan = &*plan;
    let bar = progress::bar(inputs.len());
    parallel::ordered(
        inputs,
        parallel::workers(plan.run.jobs),
        |input| checked(&input, plan, cache.as_ref(), with_facts, selection).map_err(|e| (input.name, e)),
        |result| {
            bar.inc(1);
            match result {
                Ok(document) => each(document)?,
                Err((path, e)) => errors.push(InputError { path, message: format!("{e:#}") }),
            }
            anyhow::Ok(())
        },
    )?;
    bar.finish_and_clear();
    Ok(errors)
}

fn checked(
    input: &Input,
    plan: &Plan,
    cache: Option<&Cache>,
    with_facts: bool,
    selection: &Selection,
) -> anyhow::Result<DocumentReport> {
    let bytes = input.read()?;
    let article = plan.article(&input.name)?;
    let check = || plan.check(&input.name, &bytes, &article, Hint::default(), &[]);
    let mut report = match cache {
        Some(cache) => cache.get_or(&plan.key(&input.name, &bytes, &article), with_facts, check)?,
        None => check()?,
    };
    selection.apply(&mut report, &bytes)?;
    Ok(report)
}
