//! Layers of settings: the defaults, files from the farthest to the nearest, the command line.

use super::globs::Globs;
use super::{Channel, ConfigError, ConfigFile, FailOn, Keys, Override, Percent, RuleLevel, Scan};
use crate::knowledge::Genre;
use crate::rules::{Confidence, Settings, Severity, registry};
use crate::text::Language;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

/// Keys that were written in one place.
#[derive(Debug)]
pub struct Layer {
    keys: Keys,
    source: Source,
    include: Option<Globs>,
    exclude: Option<Globs>,
}

/// Where a layer comes from.
#[derive(Debug)]
enum Source {
    Default,
    CommandLine,
    /// A file; `part` is the table in it, `override[0].`, or nothing.
    File {
        file: Arc<ConfigFile>,
        part: String,
    },
}

/// Where a value comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Nobody wrote it.
    Default,
    /// The command line.
    CommandLine,
    /// A file, and the line in it.
    File(String, usize),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::CommandLine => f.write_str("command line"),
            Origin::File(name, line) => write!(f, "{name}:{line}"),
        }
    }
}

impl Layer {
    /// What holds where nothing is written.
    pub(super) fn defaults() -> Layer {
        Layer { keys: Keys::defaults(), source: Source::Default, include: None, exclude: None }
    }

    /// What the command line says, in a folder.
    pub(super) fn command_line(keys: Keys, folder: &std::path::Path) -> Result<Layer, ConfigError> {
        for word in keys.select.iter().chain(&keys.ignore).flatten() {
            if let Some(mend) = super::file::rule_mend(word)? {
                return Err(ConfigError::NoRule { word: word.clone(), mend });
            }
        }
        let globs = |patterns: &Option<Vec<String>>| {
            let compiled = patterns.as_ref().map(|p| Globs::new(folder, p)).transpose();
            compiled.map_err(|(_, reason)| ConfigError::Pattern { reason })
        };
        let (include, exclude) = (globs(&keys.include)?, globs(&keys.exclude)?);
        Ok(Layer { keys, source: Source::CommandLine, include, exclude })
    }

    /// What a file says of every path.
    pub(super) fn of_file(file: &Arc<ConfigFile>) -> Result<Layer, ConfigError> {
        let keys = file.keys.clone();
        let globs = |key, patterns: &Option<Vec<String>>| {
            patterns.as_ref().map(|patterns| file.globs(key, patterns)).transpose()
        };
        let (include, exclude) = (globs("include", &keys.include)?, globs("exclude", &keys.exclude)?);
        let source = Source::File { file: Arc::clone(file), part: String::new() };
        Ok(Layer { keys, source, include, exclude })
    }

    /// What a file says of some paths, and which these are.
    pub(super) fn of_override(
        file: &Arc<ConfigFile>,
        index: usize,
        keys: &Override,
    ) -> Result<(Globs, Layer), ConfigError> {
        let part = format!("override[{index}].");
        let globs = file.globs(&format!("{part}paths"), &keys.paths)?;
        let source = Source::File { file: Arc::clone(file), part };
        Ok((globs, Layer { keys: keys.into(), source, include: None, exclude: None }))
    }

    /// Its keys, but for those of a run that no finding depends on.
    pub(super) fn articles(&self) -> Keys {
        Keys { scan: None, source: None, notify: None, cache: None, jobs: None, ..self.keys.clone() }
    }

    fn origin(&self, key: &str) -> Origin {
        match &self.source {
            Source::Default => Origin::Default,
            Source::CommandLine => Origin::CommandLine,
            Source::File { file, part } => {
                let line = file.line(&format!("{part}{}", key.replace('_', "-")));
                Origin::File(file.name.clone(), line.unwrap_or(1))
            }
        }
    }

    fn is_command_line(&self) -> bool {
        matches!(self.source, Source::CommandLine)
    }
}

/// What holds for an article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// What the rules go by.
    pub settings: Settings,
    /// Its language; none if it is to be told.
    pub language: Option<Language>,
    /// Its genre; none if it is to be told.
    pub genre: Option<Genre>,
}

/// What holds for a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// Language of messages; none for that of each article.
    pub ui_language: Option<Language>,
    /// What makes it fail.
    pub fail_on: FailOn,
    /// The share of an article's claims about interventions that must be held against a source.
    pub require_evidence: Percent,
    /// The least sure finding that is shown.
    pub min_confidence: Confidence,
    /// The least grave finding that is shown.
    pub min_severity: Severity,
    /// Files and folders of libraries.
    pub libraries: Vec<PathBuf>,
    /// The lock file; none for the nearest.
    pub lock: Option<PathBuf>,
    /// Days after which what services said of a work is no longer believed.
    pub max_age: u32,
    /// A list of retractions.
    pub retractions: Option<PathBuf>,
    /// Whether git sees the abstracts.
    pub commit_abstracts: bool,
    /// The address by which services may reach the user.
    pub mailto: Option<String>,
    /// Hosts that may be asked although their addresses are not public.
    pub allow_hosts: Vec<String>,
    /// Folders of packs.
    pub packs: Vec<PathBuf>,
    /// Files to take from folders; none for those of the endings that are read.
    pub include: Option<Globs>,
    /// Files and folders to leave out.
    pub exclude: Option<Globs>,
    /// Findings that are known already.
    pub baseline: Option<PathBuf>,
    /// Where reports are kept between runs.
    pub cache: Option<PathBuf>,
    /// Files to check at the same time; none for as many as there are cores.
    pub jobs: Option<NonZeroUsize>,
    /// How scans go.
    pub scan: Scan,
    /// What is scanned.
    pub sources: Vec<super::Source>,
    /// Who is told of what a scan found.
    pub channels: Vec<Channel>,
}

/// The layers that hold for a path, farthest first.
#[derive(Clone, Debug)]
pub struct Layers(pub(super) Vec<Arc<Layer>>);

impl Layers {
    /// The value of every key, but for `rules`.
    pub fn keys(&self) -> Keys {
        let mut keys = Keys::default();
        for layer in &self.0 {
            keys.overlay(&layer.keys);
        }
        keys
    }

    /// Where the value of a key comes from.
    pub fn origin(&self, key: &str) -> Origin {
        let layer = self.0.iter().rev().find(|layer| layer.keys.has(key));
        layer.map_or(Origin::Default, |layer| layer.origin(key))
    }

    /// What the findings of single rules count as, by code, and where that is written.
    pub fn levels(&self) -> Result<BTreeMap<&'static str, (RuleLevel, Origin)>, ConfigError> {
        let rules = registry()?;
        let mut levels = BTreeMap::new();
        for layer in &self.0 {
            // Who names rules on the command line wants to see what they say.
            if layer.is_command_line() && layer.keys.select.is_some() {
                levels.retain(|_, (level, _)| *level != RuleLevel::Off);
            }
            let mut words: Vec<_> = layer.keys.rules.iter().flatten().collect();
            // The shorter the word, the more rules it names; what is said of one rule holds.
            words.sort_by_key(|(word, _)| word.len());
            for (word, &level) in words {
                for rule in rules.iter().filter(|r| r.doc.is_named(word)) {
                    let origin = layer.origin(&format!("rules.{word}"));
                    levels.insert(rule.doc.code.as_str(), (level, origin));
                }
            }
        }
        Ok(levels)
    }

    /// What holds for an article that is checked for a day, in a run.
    pub fn article(&self, as_of: Date, run: &Run) -> Result<Article, ConfigError> {
        let keys = self.keys();
        let mut ignore = keys.ignore.unwrap_or_default();
        let mut severity = BTreeMap::new();
        for (code, (level, _)) in self.levels()? {
            match level.severity() {
                Some(level) => drop(severity.insert(code.to_owned(), level)),
                None => ignore.push(code.to_owned()),
            }
        }
        Ok(Article {
            settings: Settings {
                profile: keys.profile.unwrap_or_default(),
                jurisdiction: keys.jurisdiction,
                product_class: keys.product_class,
                select: keys.select.unwrap_or_default(),
                ignore,
                ui_language: run.ui_language,
                as_of: Some(as_of),
                max_age: Some(run.max_age),
                severity,
                accepted_notices: keys.accepted_notices.unwrap_or_default(),
                rules_version: keys.rules_version,
            },
            language: keys.lang.unwrap_or_default().language(),
            genre: keys.genre,
        })
    }

    /// What holds for a run.
    pub fn run(&self) -> Run {
        let keys = self.keys();
        let globs = |of: fn(&Layer) -> Option<&Globs>| self.0.iter().rev().find_map(|l| of(l)).cloned();
        Run {
            ui_language: keys.ui_lang,
            fail_on: keys.fail_on.unwrap_or_default(),
            require_evidence: keys.require_evidence.unwrap_or_default(),
            min_confidence: keys.min_confidence.unwrap_or(Confidence::Probable),
            min_severity: keys.min_severity.unwrap_or(Severity::Info),
            libraries: keys.libraries.unwrap_or_default(),
            lock: keys.lock,
            max_age: keys.max_age.unwrap_or_default(),
            retractions: keys.retractions,
            commit_abstracts: keys.commit_abstracts.unwrap_or_default(),
            mailto: keys.mailto,
            allow_hosts: keys.allow_hosts.unwrap_or_default(),
            packs: keys.packs.unwrap_or_default(),
            include: globs(|layer| layer.include.as_ref()),
            exclude: globs(|layer| layer.exclude.as_ref()),
            baseline: keys.baseline,
            cache: keys.cache,
            jobs: keys.jobs,
            scan: keys.scan.unwrap_or_default(),
            sources: keys.source.unwrap_or_default(),
            channels: keys.notify.unwrap_or_default(),
        }
    }
}
