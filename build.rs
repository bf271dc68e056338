//! Lists the packs in `claims/`, so that they are compiled in and a new file needs no second entry,
//! and gives this build of program and packs a name of its own.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let (packs, sources) = (files(&root.join("claims"))?, files(&root.join("src"))?);
    let entries: String = packs
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "toml"))
        .map(|file| {
            let below = file.strip_prefix(root.join("claims")).unwrap_or(file);
            let name = below.to_string_lossy().replace('\\', "/");
            format!("({name:?}, include_str!({:?})),\n", file.display().to_string())
        })
        .collect();
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?).join("packs.rs");
    fs::write(out, format!("&[\n{entries}]\n"))?;
    let mut digest = DefaultHasher::new();
    for file in sources.iter().chain(&packs).chain([&root.join("Cargo.lock")]) {
        file.strip_prefix(&root).unwrap_or(file).hash(&mut digest);
        fs::read(file).unwrap_or_default().hash(&mut digest);
    }
    println!("cargo::rustc-env=CLAIMLINT_BUILD={:016x}", digest.finish());
    Ok(())
}

/// All files of a folder and its subfolders, sorted; cargo looks at the folder from now on.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}
