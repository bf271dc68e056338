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

use super::Outcome;
use super::baseline::Recorded;
use super::input::{self, Input};
use super::{parallel, progress};
use args::InputKind;
use claimlint::check::DocumentReport;
use claimlint::document::Hint;
use claimlint::report::{InputError, Report};
use output::Outputs;
use plan::Plan;
use selection::Selection;

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    if args.input == InputKind::Ndjson {
        return filter::run(args);
    }
    let outputs = Outputs::new(args)?;
    let mut recorded = args.baseline.as_deref().map(|path| Recorded::open(path, args)).transpose()?;
    let mut documents = Vec::new();
    let Examined { plan, selection, errors } = examine(args, |mut document| {
        if let Some(recorded) = &mut recorded {
            recorded.leave_out(&mut document)?;
        }
        documents.push(document);
        Ok(())
    })?;
    let report = Report::new(plan.as_of, documents, errors);
    outputs.write(&report, plan.ui_language())?;
    selection.lacking(&report).iter().for_each(|line| eprintln!("{line}"));
    Ok(selection.outcome(&report))
}

/// What a run went by, and what it could not use.
pub struct Examined {
    plan: Plan,
    selection: Selection,
    /// Inputs that could not be read, and parts of libraries that could not be used.
    pub errors: Vec<InputError>,
}

/// Checks what the arguments name, and gives each report, narrowed to what they select, in order.
pub fn examine(
    args: &Args,
    mut each: impl FnMut(DocumentReport) -> anyhow::Result<()>,
) -> anyhow::Result<Examined> {
    let mut plan = Plan::new(args)?;
    let selection = Selection::new(args)?;
    let inputs = input::collect(&args.paths, &args.stdin_filename)?;
    let mut errors = std::mem::take(&mut plan.errors);
    let bar = progress::bar(inputs.len());
    parallel::ordered(
        inputs,
        parallel::workers(args.jobs),
        |input| checked(input, &plan, &selection),
        |result| {
            bar.inc(1);
            match result {
                Ok(document) => each(document)?,
                Err(error) => errors.push(error),
            }
            anyhow::Ok(())
        },
    )?;
    bar.finish_and_clear();
    Ok(Examined { plan, selection, errors })
}

fn checked(input: Input, plan: &Plan, selection: &Selection) -> Result<DocumentReport, InputError> {
    let failed = |message: String| InputError { path: input.name.clone(), message };
    let bytes = input.read().map_err(|e| failed(e.to_string()))?;
    let mut report = plan.check(&input.name, &bytes, Hint::default(), &[]).map_err(failed)?;
    selection.apply(&mut report, &bytes).map_err(|e| failed(format!("{e:#}")))?;
    Ok(report)
}
