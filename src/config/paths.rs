//! Paths without `.` and `..`, and the nearest `claimlint.toml` above one.

use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// The name of the file of settings.
pub const FILE_NAME: &str = "claimlint.toml";

/// A path seen from a folder, without `.` and `..`; links are not followed.
pub fn resolve(folder: &Path, path: &Path) -> PathBuf {
    let mut resolved = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
    }
    resolved
}

/// A path as the user would write it in a folder: with `/`, relative if it is below.
pub fn shown(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path).display().to_string();
    if path.is_empty() { ".".to_owned() } else { path.replace(MAIN_SEPARATOR, "/") }
}

/// The nearest file of a name in a folder or above it, no higher than the root of its repository.
pub fn nearest(folder: &Path, name: &str) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let file = folder.join(name);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_resolved_by_their_words() {
        assert_eq!(resolve(Path::new("/a/b"), Path::new("../c/./d")), Path::new("/a/c/d"));
        assert_eq!(resolve(Path::new("/a"), Path::new("/b")), Path::new("/b"));
        assert_eq!(resolve(Path::new("/"), Path::new("../..")), Path::new("/"));
        assert_eq!(shown(Path::new("/a"), Path::new("/a/b.md")), "b.md");
        assert_eq!(shown(Path::new("/a"), Path::new("/a")), ".");
        assert_eq!(shown(Path::new("/a"), Path::new("/b")), "/b");
    }
}
