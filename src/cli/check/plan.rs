//! What a run goes by: the packs, the rules, the sources, and the settings of each path.

use super::args::Args;
use crate::cli::input::{self, Input};
use anyhow::Context;
use claimlint::check::{DocumentReport, check};
use claimlint::config::{Configs, Run, read_packs};
use claimlint::document::{Hint, read};
use claimlint::evidence::Library;
use claimlint::knowledge::Knowledge;
use claimlint::report::InputError;
use claimlint::rules::{Registered, registry};
use jiff::civil::Date;
use std::path::Path;

/// Everything that decides what a run says of an article.
pub struct Plan {
    /// The day to check for.
    pub as_of: Date,
    /// What the settings say of the run.
    pub run: Run,
    /// The articles to check.
    pub inputs: Vec<Input>,
    /// Paths that gave no article, and parts of libraries that could not be used.
    pub errors: Vec<InputError>,
    configs: Configs,
    knowledge: Packs,
    rules: &'static [Registered],
    library: Library,
}

/// The packs of a run.
enum Packs {
    Builtin(&'static Knowledge),
    WithOwn(Box<Knowledge>),
}

impl Plan {
    /// What the command line and the settings above the paths ask for. Settings that are wrong
    /// anywhere refuse the run.
    pub fn new(args: &Args) -> anyhow::Result<Plan> {
        let configs = args.settings.configs()?;
        let run = configs.run(&args.paths)?.run();
        let mut errors = Vec::new();
        let inputs = input::collect(&args.paths, &args.stdin_filename, &run, &mut errors)?;
        for input in &inputs {
            configs.article(Path::new(&input.name))?;
        }
        let knowledge = packs(&run)?;
        Ok(Plan {
            as_of: args.as_of.unwrap_or_else(|| jiff::Zoned::now().date()),
            rules: registry()?,
            library: library(&run, knowledge.get(), &mut errors)?,
            run,
            inputs,
            errors,
            configs,
            knowledge,
        })
    }

    /// Checks an article.
    pub fn check(&self, name: &str, bytes: &[u8]) -> Result<DocumentReport, InputError> {
        let error = |message: String| InputError { path: name.to_owned(), message };
        let layers = self.configs.article(Path::new(name)).map_err(|e| error(e.to_string()))?;
        let article = layers.article(self.as_of, &self.run).map_err(|e| error(e.to_string()))?;
        let hint = Hint {
            name: Some(name.to_owned()),
            format: None,
            language: article.language,
            genre: article.genre,
        };
        let knowledge = self.knowledge.get();
        let document = read(bytes, &hint, knowledge).map_err(|e| error(e.to_string()))?;
        Ok(check(name, &document, knowledge, &self.library, self.rules, &article.settings))
    }
}

impl Packs {
    fn get(&self) -> &Knowledge {
        match self {
            Packs::Builtin(knowledge) => knowledge,
            Packs::WithOwn(knowledge) => knowledge,
        }
    }
}

fn packs(run: &Run) -> anyhow::Result<Packs> {
    if run.packs.is_empty() {
        return Ok(Packs::Builtin(Knowledge::builtin()?));
    }
    Ok(Packs::WithOwn(Box::new(Knowledge::load_with(read_packs(&run.packs)?)?)))
}

fn library(run: &Run, knowledge: &Knowledge, errors: &mut Vec<InputError>) -> anyhow::Result<Library> {
    let mut library = Library::default();
    for path in input::files(&run.libraries, &["json"], errors) {
        let name = path.display().to_string();
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read the library {name}"))?;
        for unusable in library.add_csl(&name, &text, knowledge)? {
            errors.push(InputError { path: name.clone(), message: unusable.to_string() });
        }
    }
    Ok(library)
}
