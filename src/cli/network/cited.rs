//! The entries that articles cite, each once.

use crate::cli::input::Input;
use crate::cli::parallel;
use claimlint::config::{Configs, Run, read_packs};
use claimlint::document::{Hint, read};
use claimlint::evidence::fingerprint;
use claimlint::extract::reference::{Reference, references};
use claimlint::knowledge::Knowledge;
use claimlint::report::InputError;
use std::collections::HashSet;
use std::path::Path;

/// An entry and the article it was first read in.
pub struct Cited {
    /// The article.
    pub path: String,
    /// The entry.
    pub reference: Reference,
}

/// The packs of a run.
pub fn knowledge(run: &Run) -> anyhow::Result<&'static Knowledge> {
    Ok(match read_packs(&run.packs)?.as_slice() {
        [] => Knowledge::builtin()?,
        // As long-lived as those that are built in: the run ends with the program.
        packs => Box::leak(Box::new(Knowledge::load_with(packs.to_vec())?)),
    })
}

/// The entries of all articles, without repetitions, and what could not be read.
pub fn entries(
    inputs: &[Input],
    run: &Run,
    configs: &Configs,
    knowledge: &Knowledge,
) -> anyhow::Result<(Vec<Cited>, Vec<InputError>)> {
    let mut errors = Vec::new();
    let (mut seen, mut cited) = (HashSet::new(), Vec::new());
    let listed = |input: &Input| -> Result<(String, Vec<Reference>), InputError> {
        let failed = |e: anyhow::Error| InputError { path: input.name.clone(), message: format!("{e:#}") };
        let bytes = input.read().map_err(failed)?;
        let keys = configs.article(Path::new(&input.name)).map_err(|e| failed(e.into()))?.keys();
        let language = keys.lang.unwrap_or_default().language();
        let hint = Hint { name: Some(input.name.clone()), language, genre: keys.genre, ..input.hint() };
        let document = read(&bytes, &hint, knowledge).map_err(|e| failed(e.into()))?;
        Ok((input.name.clone(), references(&document.blocks, knowledge)))
    };
    parallel::ordered(inputs, parallel::workers(run.jobs), listed, |read| {
        match read {
            Ok((path, references)) => {
                let new = references.into_iter().filter(|r| seen.insert(fingerprint(r)));
                cited.extend(new.map(|reference| Cited { path: path.clone(), reference }));
            }
            Err(error) => errors.push(error),
        }
        anyhow::Ok(())
    })?;
    Ok((cited, errors))
}
