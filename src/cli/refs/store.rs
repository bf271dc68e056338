//! The lock file and the abstracts beside it, written so that a run that is killed loses nothing: whole
//! files replace whole files, and every few answers are written.

use crate::cli::lock;
use anyhow::Context;
use claimlint::evidence::{LockFile, LockRecord};
use claimlint::fetch::{Resolved, Trouble, Work};
use jiff::civil::Date;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The shortest time from one writing of the lock file to the next.
const PAUSE: Duration = Duration::from_millis(100);
/// How much longer than writing itself the time to the next writing is.
const SHARE: u32 = 20;

/// What is written.
pub struct Store {
    /// The lock file.
    pub file: LockFile,
    path: PathBuf,
    on_disk: String,
    due: Instant,
}

impl Store {
    /// The lock file at a path, empty if it is not there, and the folder beside it.
    pub fn open(path: &Path, commit_abstracts: bool) -> anyhow::Result<Store> {
        let name = path.display().to_string();
        let on_disk = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(e) => return Err(e).with_context(|| format!("cannot read the lock file {name}")),
        };
        let file = if on_disk.is_empty() { LockFile::default() } else { LockFile::read(&name, &on_disk)? };
        let abstracts = lock::abstracts(path);
        fs::create_dir_all(&abstracts).with_context(|| format!("cannot make {}", abstracts.display()))?;
        let ignored = if commit_abstracts { "*\n!abstracts\n!abstracts/*\n!.gitignore\n" } else { "*\n" };
        write_whole(&lock::folder(path).join(".gitignore"), ignored)?;
        Ok(Store { file, path: path.to_owned(), on_disk, due: Instant::now() + PAUSE })
    }

    /// The folder that answers of services are kept in.
    pub fn http(&self) -> PathBuf {
        lock::folder(&self.path).join("http")
    }

    /// The path of the lock file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the abstract of a record is here, or it has none.
    pub fn has_abstract(&self, record: &LockRecord) -> bool {
        let digest = record.abstract_sha256.as_str();
        digest.is_empty() || lock::abstracts(&self.path).join(digest).is_file()
    }

    /// Keeps a work that was found on a day, and gives its id. What a service said before that could not
    /// be asked now still holds.
    pub fn keep(&mut self, resolved: &Resolved, work: &Work, on: Date) -> anyhow::Result<String> {
        let mut record = work.record.clone();
        if let Some(text) = &work.abstract_text {
            record.abstract_sha256 = lock::digest(text);
            let file = lock::abstracts(&self.path).join(&record.abstract_sha256);
            if !file.is_file() {
                write_whole(&file, text)?;
            }
        }
        if let Some(old) = self.file.records.get(&record.id()) {
            let silent = |by: &str| resolved.troubles.iter().any(|t: &Trouble| t.service == by);
            record.said.extend(old.said.iter().filter(|s| silent(&s.by)).cloned());
            if record.abstract_sha256.is_empty() {
                record.abstract_sha256.clone_from(&old.abstract_sha256);
            }
        }
        Ok(self.file.keep(record, resolved.troubles.is_empty().then_some(on)))
    }

    /// Writes the lock file if it is time to.
    pub fn save_if_due(&mut self) -> anyhow::Result<()> {
        if Instant::now() < self.due {
            return Ok(());
        }
        let start = Instant::now();
        self.save()?;
        self.due = Instant::now() + PAUSE.max(start.elapsed() * SHARE);
        Ok(())
    }

    /// Writes the lock file if something in it changed.
    pub fn save(&mut self) -> anyhow::Result<()> {
        let text = self.file.text()?;
        if text != self.on_disk {
            write_whole(&self.path, &text)?;
            self.on_disk = text;
        }
        Ok(())
    }
}

/// Replaces a file as a whole.
fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let write = || -> std::io::Result<()> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
        }
        file.persist(path)?;
        Ok(())
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}
