//! `claimlint check`: articles in, a report out.

mod args;
mod output;
mod plan;
mod selection;

pub use args::Args;

use super::Outcome;
use super::input::Input;
use super::parallel;
use claimlint::check::DocumentReport;
use claimlint::report::{InputError, Report};
use plan::Plan;
use selection::Selection;

/// Runs the command.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let mut plan = Plan::new(args)?;
    let selection = Selection::new(&plan.run);
    let inputs = std::mem::take(&mut plan.inputs);
    let mut errors = std::mem::take(&mut plan.errors);
    let mut documents = Vec::new();
    parallel::ordered(
        inputs,
        parallel::workers(plan.run.jobs),
        |input| checked(input, &plan, &selection),
        |result| {
            match result {
                Ok(document) => documents.push(document),
                Err(error) => errors.push(error),
            }
            anyhow::Ok(())
        },
    )?;
    let report = Report::new(plan.as_of, documents, errors);
    output::write(&report, args, plan.run.ui_language)?;
    Ok(selection.outcome(&report))
}

fn checked(input: Input, plan: &Plan, selection: &Selection) -> Result<DocumentReport, InputError> {
    let bytes = input.read().map_err(|e| InputError { path: input.name.clone(), message: e.to_string() })?;
    let mut report = plan.check(&input.name, &bytes)?;
    selection.apply(&mut report);
    Ok(report)
}
