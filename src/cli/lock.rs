//! The lock file, the abstracts beside it, and the list of retractions: where they are, and their text.

use anyhow::Context;
use claimlint::config::{Run, nearest, resolve};
use claimlint::evidence::{Abstracts, Lock, Retractions};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the lock file.
pub const FILE_NAME: &str = "claimlint.lock";

/// The lock file of a run: the one that the settings name, else the nearest above the working folder,
/// else above the first path.
pub fn find(run: &Run, paths: &[PathBuf]) -> anyhow::Result<Option<PathBuf>> {
    if let Some(path) = &run.lock {
        return Ok(Some(path.clone()));
    }
    let folder = std::env::current_dir().context("the working folder is gone")?;
    let above_first = || {
        let first = resolve(&folder, paths.first()?);
        nearest(if first.is_dir() { &first } else { first.parent()? }, FILE_NAME)
    };
    let found = nearest(&folder, FILE_NAME).or_else(above_first);
    Ok(found.map(|path| path.strip_prefix(&folder).map(Path::to_owned).unwrap_or(path)))
}

/// The folder that goes with a lock file.
pub fn folder(lock: &Path) -> PathBuf {
    lock.parent().unwrap_or(Path::new("")).join(".claimlint")
}

/// The folder of the abstracts that a lock file names.
pub fn abstracts(lock: &Path) -> PathBuf {
    folder(lock).join("abstracts")
}

/// The digest that an abstract is kept under.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The abstracts of a lock file, read when they are asked for, and only if they are what it means.
pub fn shelf(path: &Path) -> Abstracts {
    let folder = abstracts(path);
    Arc::new(move |sha256: &str| {
        let is_digest = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
        let text = is_digest.then(|| fs::read_to_string(folder.join(sha256)).ok()).flatten()?;
        (digest(&text) == sha256).then_some(text)
    })
}

/// Reads a lock file.
pub fn read(path: &Path) -> anyhow::Result<Lock> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read the lock file {name}"))?;
    Ok(Lock::read(&name, text, shelf(path))?)
}

/// Reads a list of retractions.
pub fn retractions(path: &Path) -> anyhow::Result<Retractions> {
    let cannot = || format!("cannot read the list of retractions {}", path.display());
    let file = fs::File::open(path).with_context(cannot)?;
    Retractions::read(BufReader::new(file)).with_context(cannot)
}

/// What reports depend on of these files: their bytes, and which abstracts are there.
pub fn keys(lock: Option<&Path>, retractions: Option<&Path>) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut parts = Vec::new();
    for path in lock.into_iter().chain(retractions) {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        parts.push(Sha256::digest(&bytes).to_vec());
    }
    let entries = lock.and_then(|lock| fs::read_dir(abstracts(lock)).ok()).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    parts.push(names.join("\n").into_bytes());
    Ok(parts)
}
