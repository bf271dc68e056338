//! `claimlint.toml`: found, read, layered, and resolved for each path.
//!
//! The nearest file above an article says how it is checked; the file above the working folder,
//! or else above the first path, says how the run goes. Files may extend others.

mod channel;
mod error;
mod fail_on;
mod file;
mod globs;
mod keys;
mod layer;
mod packs;
mod paths;
mod scan;
mod schema;
mod show;
mod source;

pub use channel::{Channel, ChannelKind};
pub use error::ConfigError;
pub use fail_on::{FailOn, FailWord, NeverAlone};
pub use file::ConfigFile;
pub use globs::Globs;
pub use keys::{Keys, Lang, Override, Percent, RuleLevel};
pub use layer::{Article, Layer, Layers, Origin, Run};
pub use packs::read_packs;
pub use paths::{FILE_NAME, nearest, resolve, shown};
pub use scan::Scan;
pub use schema::schema;
pub use show::show;
pub use source::{Source, SourceKind};

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A file of settings with every key commented out.
pub const TEMPLATE: &str = include_str!("template.toml");

/// Which files of settings hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Choice {
    /// The nearest above each article.
    #[default]
    Nearest,
    /// This one.
    File(PathBuf),
    /// None.
    None,
}

/// A file of settings, and those that it extends.
#[derive(Debug, Default)]
struct Config {
    layers: Vec<Arc<Layer>>,
    overrides: Vec<(Globs, Arc<Layer>)>,
}

/// The settings of every path; each file is read once.
#[derive(Debug)]
pub struct Configs {
    choice: Choice,
    folder: PathBuf,
    defaults: Arc<Layer>,
    command_line: Arc<Layer>,
    /// By folder.
    known: Mutex<HashMap<PathBuf, Arc<Config>>>,
}

impl Configs {
    /// Settings by files of the user's choice and by the command line, seen from the working folder.
    pub fn new(choice: Choice, command_line: Keys, folder: PathBuf) -> Result<Configs, ConfigError> {
        Ok(Configs {
            choice,
            defaults: Arc::new(Layer::defaults()),
            command_line: Arc::new(Layer::command_line(command_line, &folder)?),
            folder,
            known: Mutex::default(),
        })
    }

    /// The layers that hold for an article.
    pub fn article(&self, path: &Path) -> Result<Layers, ConfigError> {
        let path = resolve(&self.folder, path);
        let is_folder = path.is_dir();
        let above = if is_folder { &path } else { path.parent().unwrap_or(&path) };
        let config = self.of_folder(above)?;
        let overrides = config.overrides.iter().filter(|(globs, _)| globs.match_path(&path, is_folder));
        Ok(self.layers(&config, overrides.map(|(_, layer)| layer)))
    }

    /// The layers that hold for a run over some paths.
    pub fn run(&self, paths: &[PathBuf]) -> Result<Layers, ConfigError> {
        let mut config = self.of_folder(&self.folder)?;
        if let (true, Some(first)) = (config.layers.is_empty(), paths.first()) {
            let first = resolve(&self.folder, first);
            config =
                self.of_folder(if first.is_dir() { &first } else { first.parent().unwrap_or(&first) })?;
        }
        Ok(self.layers(&config, []))
    }

    /// All that is written for articles of the working folder, wherever they lie, as a text that is another one
    /// whenever a key is.
    pub fn whole(&self) -> Result<String, ConfigError> {
        let config = self.of_folder(&self.folder)?;
        let mut layers = self.layers(&config, config.overrides.iter().map(|(_, layer)| layer)).0;
        let keys = layers.drain(..).map(|layer| layer.articles());
        Ok(format!(
            "{:?} {:?}",
            keys.collect::<Vec<_>>(),
            config.overrides.iter().map(|(g, _)| g).collect::<Vec<_>>()
        ))
    }

    fn layers<'a>(&self, config: &Config, overrides: impl IntoIterator<Item = &'a Arc<Layer>>) -> Layers {
        let mut layers = vec![Arc::clone(&self.defaults)];
        layers.extend(config.layers.iter().cloned());
        layers.extend(overrides.into_iter().cloned());
        layers.push(Arc::clone(&self.command_line));
        Layers(layers)
    }

    fn of_folder(&self, folder: &Path) -> Result<Arc<Config>, ConfigError> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(config) = known().get(folder) {
            return Ok(Arc::clone(config));
        }
        let file = match &self.choice {
            Choice::Nearest => paths::nearest(folder, FILE_NAME),
            Choice::File(file) => Some(resolve(&self.folder, file)),
            Choice::None => None,
        };
        // Folders without a file of their own share that of the folder it lies in.
        let home = file.as_deref().and_then(Path::parent).map(Path::to_owned);
        let shared = home.as_ref().and_then(|home| known().get(home).cloned());
        let config = match (shared, file) {
            (Some(config), _) => config,
            (None, Some(file)) => Arc::new(Config::read(file, &self.folder)?),
            (None, None) => Arc::default(),
        };
        known().extend(home.into_iter().chain([folder.to_owned()]).map(|f| (f, Arc::clone(&config))));
        Ok(config)
    }
}

impl Config {
    fn read(path: PathBuf, folder: &Path) -> Result<Config, ConfigError> {
        let mut files = Vec::new();
        let mut next = Some(path);
        while let Some(path) = next.take() {
            let file = Arc::new(ConfigFile::read(path, folder)?);
            if let Some(base) = &file.keys.extend {
                next = Some(base_of(&file, base, &files)?);
            }
            files.push(file);
        }
        let mut config = Config::default();
        for file in files.iter().rev() {
            config.layers.push(Arc::new(Layer::of_file(file)?));
            for (index, keys) in file.keys.overrides.iter().enumerate() {
                let (globs, layer) = Layer::of_override(file, index, keys)?;
                config.overrides.push((globs, Arc::new(layer)));
            }
        }
        Ok(config)
    }
}

/// The file that another extends, unless it is one of those that came before.
fn base_of(file: &ConfigFile, base: &Path, before: &[Arc<ConfigFile>]) -> Result<PathBuf, ConfigError> {
    let path = resolve(file.folder(), base);
    if path == file.path || before.iter().any(|f| f.path == path) {
        let reason = format!("{} ends up extending itself", base.display());
        return Err(file.fault_in("extend", reason, "let one of the files extend nothing").into());
    }
    if !path.is_file() {
        let reason = format!("{} is no file", base.display());
        let mend = "the path is relative to the folder of this file";
        return Err(file.fault_in("extend", reason, mend).into());
    }
    Ok(path)
}
