//! Writing the files of a pack whole, and only over those that an import wrote.

use anyhow::{Context, bail};
use claimlint::config::shown;
use claimlint::knowledge::{Imported, is_written};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes the files, removes what an earlier import of that name wrote beside them, and tells their
/// paths. Nothing is written if one of them is the user's own.
pub fn files(folder: &Path, name: &str, imported: &Imported) -> anyhow::Result<Vec<String>> {
    let paths: Vec<PathBuf> = imported.files.iter().map(|w| folder.join(&w.file.path)).collect();
    for path in &paths {
        let known = match fs::read_to_string(path) {
            Ok(text) => is_written(&text, name),
            Err(e) => e.kind() == io::ErrorKind::NotFound,
        };
        if !known {
            bail!("{} was not written by an import; choose another --name, or move it", path.display());
        }
    }
    for (path, written) in paths.iter().zip(&imported.files) {
        let above = path.parent().unwrap_or(folder);
        write(above, path, &written.file.text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let kept: BTreeSet<&PathBuf> = paths.iter().collect();
    for above in paths.iter().filter_map(|p| p.parent()).collect::<BTreeSet<_>>() {
        for entry in fs::read_dir(above)? {
            let path = entry?.path();
            let is_old = || fs::read_to_string(&path).is_ok_and(|text| is_written(&text, name));
            if !kept.contains(&path) && path.extension().is_some_and(|e| e == "toml") && is_old() {
                fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
    }
    Ok(paths.iter().map(|p| shown(Path::new(""), p)).collect())
}

/// Whether there is a pack in a folder already.
pub fn holds_pack(folder: &Path) -> bool {
    let files = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    let is_pack = |path: PathBuf| path.extension().is_some_and(|e| e == "toml");
    files(folder).any(|path| is_pack(path.clone()) || path.is_dir() && files(&path).any(is_pack))
}

fn write(above: &Path, path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(above)?;
    let mut beside = tempfile::Builder::new();
    beside.prefix(".claimlint-");
    #[cfg(unix)]
    beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = beside.tempfile_in(above)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}
