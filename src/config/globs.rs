//! Patterns of paths, written as in `.gitignore`, relative to the folder they are written in.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};

/// Patterns below a folder.
#[derive(Clone, Debug)]
pub struct Globs {
    folder: PathBuf,
    patterns: Gitignore,
}

impl Globs {
    /// Compiles patterns; an error gives the number of the wrong one, and what is wrong with it.
    pub fn new(folder: &Path, patterns: &[String]) -> Result<Globs, (usize, String)> {
        let mut builder = GitignoreBuilder::new(folder);
        builder.allow_unclosed_class(false);
        for (index, pattern) in patterns.iter().enumerate() {
            if pattern.trim().is_empty() || pattern.starts_with('#') {
                return Err((index, format!("`{pattern}` matches no path")));
            }
            builder.add_line(None, pattern).map_err(|e| (index, e.to_string()))?;
        }
        let patterns = builder.build().map_err(|e| (0, e.to_string()))?;
        Ok(Globs { folder: folder.to_owned(), patterns })
    }

    /// Whether they match a path given from the root, or a folder above it.
    pub fn match_path(&self, path: &Path, is_folder: bool) -> bool {
        match path.strip_prefix(&self.folder) {
            Ok(below) if !below.as_os_str().is_empty() => {
                self.patterns.matched_path_or_any_parents(below, is_folder).is_ignore()
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_hold_below_their_folder_only() {
        let globs = Globs::new(Path::new("/site"), &["news/**".into(), "*.md".into(), "!keep.md".into()]);
        let globs = globs.unwrap();
        let matches = |path: &str| globs.match_path(Path::new(path), false);
        assert!(matches("/site/news/2026/a.html") && matches("/site/deep/a.md"));
        assert!(!matches("/site/keep.md") && !matches("/site/a.html") && !matches("/elsewhere/a.md"));
        assert!(!matches("/site"));
        assert_eq!(Globs::new(Path::new("/"), &["a".into(), "b[".into()]).unwrap_err().0, 1);
        assert_eq!(Globs::new(Path::new("/"), &["# a".into()]).unwrap_err().0, 0);
    }
}
