//! What a run goes by: the packs, the rules, the sources, and the settings of each path.

use super::args::{Args, LanguageName, ProfileName, UiLanguage};
use crate::cli::input;
use anyhow::Context;
use claimlint::check::{DocumentReport, check};
use claimlint::document::{Hint, read};
use claimlint::evidence::Library;
use claimlint::knowledge::{Genre, Knowledge};
use claimlint::report::InputError;
use claimlint::rules::{Profile, Registered, Settings, registry};
use claimlint::text::Language;
use jiff::civil::Date;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Everything that decides what a run says of an article.
pub struct Plan {
    /// The day to check for.
    pub as_of: Date,
    /// Parts of libraries that could not be used.
    pub errors: Vec<InputError>,
    knowledge: &'static Knowledge,
    rules: &'static [Registered],
    library: Library,
    settings: Settings,
    language: Option<Language>,
    genre: Option<Genre>,
}

impl Plan {
    /// What the command line asks for.
    pub fn new(args: &Args) -> anyhow::Result<Plan> {
        let knowledge = Knowledge::builtin()?;
        let as_of = args.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
        let mut errors = Vec::new();
        Ok(Plan {
            as_of,
            knowledge,
            rules: registry()?,
            library: library(args, knowledge, &mut errors)?,
            settings: settings(args, as_of)?,
            language: match args.lang {
                LanguageName::Auto => None,
                LanguageName::Zh => Some(Language::Zh),
                LanguageName::En => Some(Language::En),
            },
            genre: args.genre,
            errors,
        })
    }

    /// Language of messages; none for that of each article.
    pub fn ui_language(&self) -> Option<Language> {
        self.settings.ui_language
    }

    /// Checks an article called `name`; `records` are those that it brings itself, CSL-JSON.
    pub fn check(
        &self,
        name: &str,
        bytes: &[u8],
        hint: Hint,
        records: &[Value],
    ) -> Result<DocumentReport, String> {
        let hint = Hint {
            name: Some(name.to_owned()),
            language: hint.language.or(self.language),
            genre: hint.genre.or(self.genre),
            ..hint
        };
        let document = read(bytes, &hint, self.knowledge).map_err(|e| e.to_string())?;
        let mut library = Cow::Borrowed(&self.library);
        if !records.is_empty() {
            // What has no title and no identifier cannot be cited either.
            let _ = library.to_mut().add_items(name, records, self.knowledge);
        }
        Ok(check(name, &document, self.knowledge, &library, self.rules, &self.settings))
    }
}

fn settings(args: &Args, as_of: Date) -> anyhow::Result<Settings> {
    for word in args.select.iter().chain(&args.ignore) {
        if !registry()?.iter().any(|r| r.doc.is_named(word)) {
            anyhow::bail!("no rule is named {word}; `claimlint rules` lists them");
        }
    }
    Ok(Settings {
        profile: match args.profile {
            ProfileName::Editorial => Profile::Editorial,
            ProfileName::Professional => Profile::Professional,
        },
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        ui_language: args.ui_lang.map(|l| match l {
            UiLanguage::Zh => Language::Zh,
            UiLanguage::En => Language::En,
        }),
        severity: BTreeMap::new(),
        as_of: Some(as_of),
    })
}

fn library(args: &Args, knowledge: &Knowledge, errors: &mut Vec<InputError>) -> anyhow::Result<Library> {
    let mut library = Library::default();
    for path in input::files(&args.library, &["json"])? {
        let name = path.display().to_string();
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read the library {name}"))?;
        for unusable in library.add_csl(&name, &text, knowledge)? {
            errors.push(InputError { path: name.clone(), message: unusable.to_string() });
        }
    }
    Ok(library)
}
