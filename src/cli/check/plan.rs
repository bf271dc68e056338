//! What a run goes by: the packs, the rules, the sources, and the settings of each path.

use super::args::Args;
use super::cache::Key;
use crate::cli::input::{self, Input};
use crate::cli::libraries;
use crate::cli::lock;
#[cfg(feature = "fetch")]
use crate::cli::network;
#[cfg(feature = "desk")]
use crate::cli::settings::SettingArgs;
#[cfg(feature = "desk")]
use claimlint::BUILD;
use claimlint::check::{DocumentReport, check};
use claimlint::config::{Article, Configs, Run, read_packs};
use claimlint::document::{Hint, read};
use claimlint::evidence::{Library, Lock, Retractions};
use claimlint::knowledge::{Knowledge, PackFile};
use claimlint::reading::Reading;
use claimlint::report::InputError;
use claimlint::rules::{Registered, registry};
use jiff::civil::Date;
use serde_json::Value;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Everything that decides what a run says of an article.
pub struct Plan {
    /// The day to check for.
    pub as_of: Date,
    /// What the settings say of the run.
    pub run: Run,
    /// The articles to check.
    pub inputs: Vec<Input>,
    /// Whether reports bring the text of their articles; no cache keeps that.
    pub with_reading: bool,
    /// Paths that gave no article, and parts of libraries that could not be used.
    pub errors: Vec<InputError>,
    configs: Configs,
    sources: Sources,
    /// Made for the first article that the cache does not know: it is most of the work of a start.
    engine: OnceLock<Engine>,
}

/// What the user brings, as read.
struct Sources {
    packs: Vec<PackFile>,
    /// Name and items of each library.
    libraries: Vec<(String, Vec<Value>)>,
    lock: Lock,
    retractions: Option<Arc<Retractions>>,
    /// The digest of the packs.
    packs_key: Key,
    /// The digest of all others.
    key: Key,
}

/// Packs, rules and records, ready for articles.
struct Engine {
    knowledge: &'static Knowledge,
    rules: &'static [Registered],
    library: Library,
}

impl Plan {
    /// What the command line and the settings above the paths ask for. Settings that are wrong
    /// anywhere refuse the run.
    pub fn new(args: &Args) -> anyhow::Result<Plan> {
        let configs = args.settings.configs()?;
        #[cfg_attr(not(feature = "fetch"), expect(unused_mut, reason = "only --online changes it"))]
        let mut run = configs.run(&args.paths)?.run();
        let mut errors = Vec::new();
        #[cfg_attr(not(feature = "fetch"), expect(unused_mut, reason = "only pages are fetched"))]
        let mut inputs = input::collect(&args.paths, &args.stdin_filename, &run, &mut errors)?;
        for input in &inputs {
            configs.article(Path::new(&input.name))?;
        }
        let as_of = args.as_of.unwrap_or_else(|| jiff::Zoned::now().date());
        #[cfg_attr(not(feature = "fetch"), expect(unused_mut, reason = "only --online changes it"))]
        let mut sources = Sources::read(&run, &args.paths, run.cache.is_some(), false, &mut errors)?;
        #[cfg(feature = "fetch")]
        network::fetch_pages(&mut inputs, &args.network, &run)?;
        #[cfg(feature = "fetch")]
        if args.online {
            // What services say today is no matter of the cache.
            run.cache = None;
            inputs.iter_mut().for_each(Input::read_ahead);
            let lock = lock::find(&run, &args.paths)?;
            sources.lock = network::online(&inputs, &args.network, &run, &configs, lock.as_deref(), as_of)?;
        }
        let plan = Plan {
            as_of,
            sources,
            engine: OnceLock::new(),
            with_reading: false,
            run,
            inputs,
            errors,
            configs,
        };
        if !plan.sources.packs.is_empty() {
            // Packs that are wrong refuse the run, not one article.
            plan.engine()?;
        }
        Ok(plan)
    }

    /// The same for articles that come one by one, from elsewhere than the command line.
    #[cfg(feature = "desk")]
    pub fn standing(settings: &SettingArgs, as_of: Date) -> anyhow::Result<Plan> {
        let configs = settings.configs()?;
        let run = configs.run(&[])?.run();
        let mut errors = Vec::new();
        // Without a library, what is wrong with its works would look as if it were mended.
        let sources = Sources::read(&run, &[], true, true, &mut errors)?;
        let (inputs, engine) = (Vec::new(), OnceLock::new());
        let plan = Plan { as_of, sources, engine, with_reading: false, run, inputs, errors, configs };
        plan.engine()?;
        Ok(plan)
    }

    /// Digests of what articles are checked with: the program, its packs and the settings; and what is known of sources.
    #[cfg(feature = "desk")]
    pub fn digests(&self) -> anyhow::Result<[Key; 2]> {
        let settings = self.configs.whole()?;
        let rules = Key::of([BUILD.as_bytes(), settings.as_bytes(), self.sources.packs_key.as_bytes()]);
        Ok([rules, self.sources.key.clone()])
    }

    /// What holds for an article of that name.
    pub fn article(&self, name: &str) -> anyhow::Result<Article> {
        Ok(self.configs.article(Path::new(name))?.article(self.as_of, &self.run)?)
    }

    /// What the report on an article depends on, besides the program.
    pub fn key(&self, name: &str, bytes: &[u8], article: &Article) -> Key {
        let settings = format!("{article:?}");
        let known = [self.sources.packs_key.as_bytes(), self.sources.key.as_bytes()];
        Key::of([name.as_bytes(), bytes, settings.as_bytes(), known[0], known[1]])
    }

    /// Checks an article; what `hint` says holds before the settings, and `records` are those that it
    /// brings itself, CSL-JSON.
    pub fn check(
        &self,
        name: &str,
        bytes: &[u8],
        article: &Article,
        hint: Hint,
        records: &[Value],
    ) -> anyhow::Result<DocumentReport> {
        let Engine { knowledge, rules, library } = self.engine()?;
        let hint = Hint {
            name: Some(name.to_owned()),
            language: hint.language.or(article.language),
            genre: hint.genre.or(article.genre),
            ..hint
        };
        let document = read(bytes, &hint, knowledge)?;
        let mut library = Cow::Borrowed(library);
        if !records.is_empty() {
            library.to_mut().add(name, records, knowledge);
        }
        let mut report = check(name, &document, knowledge, &library, rules, &article.settings);
        if self.with_reading {
            report.reading = Some(Reading::of(&document, &report.findings));
        }
        Ok(report)
    }

    fn engine(&self) -> anyhow::Result<&Engine> {
        if let Some(engine) = self.engine.get() {
            return Ok(engine);
        }
        let engine = Engine::new(&self.sources)?;
        Ok(self.engine.get_or_init(|| engine))
    }
}

impl Sources {
    /// Reads what a run brings; the digest covers the lock file and the list of retractions `with_digest` only, as it
    /// takes a second look at them; libraries of which `all` are needed are errors where they cannot be read.
    fn read(
        run: &Run,
        paths: &[PathBuf],
        with_digest: bool,
        all: bool,
        errors: &mut Vec<InputError>,
    ) -> anyhow::Result<Sources> {
        let packs = read_packs(&run.packs)?;
        let mut digests = Vec::new();
        let libraries = libraries::read(&run.libraries, all, errors, |name, bytes| {
            digests.push(Key::of([name.as_bytes(), bytes]));
        })?;
        let packs_key = Key::of(packs.iter().flat_map(|pack| [pack.path.as_bytes(), pack.text.as_bytes()]));
        let lock = lock::find(run, paths)?;
        if with_digest {
            let parts = lock::keys(lock.as_deref(), run.retractions.as_deref())?;
            digests.extend(parts.iter().map(|part| Key::of([part.as_slice()])));
        }
        let retractions = run.retractions.as_deref().map(lock::retractions).transpose()?;
        let lock = lock.as_deref().map(lock::read).transpose()?.unwrap_or_default();
        let key = Key::of(digests.iter().map(Key::as_bytes));
        Ok(Sources { packs, libraries, lock, retractions: retractions.map(Arc::new), packs_key, key })
    }
}

/// Packs with what is built in, as long-lived as that. A program that checks for days has one of each; it is the packs
/// that change, and seldom.
fn loaded(key: &Key, packs: &[PackFile]) -> anyhow::Result<&'static Knowledge> {
    static LOADED: Mutex<Vec<(String, &'static Knowledge)>> = Mutex::new(Vec::new());
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    let key = key.to_string();
    if let Some((_, knowledge)) = loaded.iter().find(|(known, _)| *known == key) {
        return Ok(knowledge);
    }
    let knowledge: &'static Knowledge = Box::leak(Box::new(Knowledge::load_with(packs.to_vec())?));
    loaded.push((key, knowledge));
    Ok(knowledge)
}

impl Engine {
    fn new(sources: &Sources) -> anyhow::Result<Engine> {
        let knowledge = match sources.packs.as_slice() {
            [] => Knowledge::builtin()?,
            packs => loaded(&sources.packs_key, packs)?,
        };
        let mut library = Library::default();
        library.lock = sources.lock.clone();
        library.retractions.clone_from(&sources.retractions);
        for (name, items) in &sources.libraries {
            library.add(name, items, knowledge);
        }
        Ok(Engine { knowledge, rules: registry()?, library })
    }
}
