//! `claimlint check`: articles in, a report out.

mod args;
mod cache;
mod filter;
mod output;
mod plan;
mod selection;

pub use args::Args;

use super::Outcome;
use super::input::{self, Input};
use super::{parallel, progress};
use args::InputKind;
use claimlint::check::DocumentReport;
use claimlint::document::Hint;
use claimlint::report::{InputError, Report};
use plan::Plan;
use selection::Selection;

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut plan = Plan::new(args)?;
    let selection = Selection::new(args);
    if args.input == InputKind::Ndjson {
        return filter::run(args, &plan, &selection);
    }
    let inputs = input::collect(&args.paths, &args.stdin_filename)?;
    let mut errors = std::mem::take(&mut plan.errors);
    let mut documents = Vec::new();
    let bar = progress::bar(inputs.len());
    parallel::ordered(
        inputs,
        parallel::workers(args.jobs),
        |input| checked(input, &plan, &selection),
        |result| {
            bar.inc(1);
            match result {
                Ok(document) => documents.push(document),
                Err(error) => errors.push(error),
            }
            anyhow::Ok(())
        },
    )?;
    bar.finish_and_clear();
    let report = Report::new(plan.as_of, documents, errors);
    output::write(&report, args, plan.ui_language())?;
    Ok(selection.outcome(&report))
}

fn checked(input: Input, plan: &Plan, selection: &Selection) -> Result<DocumentReport, InputError> {
    let bytes = input.read().map_err(|e| e.to_string());
    let report = bytes.and_then(|bytes| plan.check(&input.name, &bytes, Hint::default(), &[]));
    let mut report = report.map_err(|message| InputError { path: input.name, message })?;
    selection.apply(&mut report);
    Ok(report)
}
