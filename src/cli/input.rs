//! Files, folders, patterns, addresses and standard input: which articles a run reads, and their bytes.

use anyhow::Context;
use claimlint::config::{Globs, Run, resolve, shown};
use claimlint::document::{Format, Hint, MAX_BYTES, ReadError, endings};
use claimlint::report::InputError;
use ignore::WalkBuilder;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{ErrorKind, Read};
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// A file of patterns that leave paths out for claimlint alone.
const IGNORE_FILE: &str = ".claimlintignore";

/// An input that has not been read yet.
pub struct Input {
    /// Its name in the report: its path as the user gave it, with `/`, or its address.
    pub name: String,
    source: Source,
}

/// Where an input is.
enum Source {
    File(PathBuf),
    Stdin,
    Address,
    /// It has been fetched, or read ahead, or could not be.
    #[cfg_attr(not(feature = "fetch"), expect(dead_code, reason = "nothing is fetched"))]
    Held(Result<Page, String>),
}

/// Bytes with what their sender says they are.
#[derive(Clone, Default)]
pub struct Page {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// `text/html; charset=gbk`, small letters.
    pub content_type: String,
}

impl Input {
    /// Its bytes, unless it is longer than the limit.
    pub fn read(&self) -> anyhow::Result<Cow<'_, [u8]>> {
        match &self.source {
            Source::File(path) => Ok(read_file(path)?.into()),
            Source::Stdin => Ok(read_stdin()?.into()),
            Source::Address => anyhow::bail!("this claimlint was built without the network"),
            Source::Held(Ok(page)) => Ok(page.bytes.as_slice().into()),
            Source::Held(Err(reason)) => anyhow::bail!("{reason}"),
        }
    }

    /// What its sender says of it.
    pub fn hint(&self) -> Hint {
        let Source::Held(Ok(page)) = &self.source else { return Hint::default() };
        hint_of(&page.content_type)
    }
}

/// What a content type, small letters, says of the bytes that come with it.
pub fn hint_of(content_type: &str) -> Hint {
    let charset = content_type.split_once("charset=").map(|(_, label)| label.trim_matches(['"', ' ']));
    Hint {
        format: content_type.contains("html").then_some(Format::Html),
        charset: charset.map(|label| label.split(';').next().unwrap_or(label).to_owned()),
        ..Hint::default()
    }
}

#[cfg(feature = "fetch")]
impl Input {
    /// Its address, if it has one and was not fetched yet.
    pub fn address(&self) -> Option<&str> {
        matches!(self.source, Source::Address).then_some(self.name.as_str())
    }

    /// Holds what was fetched.
    pub fn hold(&mut self, page: Result<Page, String>) {
        self.source = Source::Held(page);
    }

    /// Reads standard input ahead, so that it may be read again.
    pub fn read_ahead(&mut self) {
        if matches!(self.source, Source::Stdin) {
            let read = read_stdin().map(|bytes| Page { bytes, ..Page::default() });
            self.source = Source::Held(read.map_err(|e| format!("{e:#}")));
        }
    }
}

/// Whether a path is the address of a page.
pub fn is_address(path: &Path) -> bool {
    path.to_str().is_some_and(|p| p.starts_with("https://") || p.starts_with("http://"))
}

/// Reads a file, unless it is longer than the limit.
pub fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = std::fs::File::open(path).map_err(|e| match e.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("there is no such file or folder; is the path right?"),
        _ => e.into(),
    })?;
    let about = file.metadata()?;
    bounded(file, about.is_file().then_some(about.len()))
}

/// Reads standard input, unless it is longer than the limit.
pub fn read_stdin() -> anyhow::Result<Vec<u8>> {
    bounded(std::io::stdin().lock(), None)
}

/// Reads one byte more than the limit at most; `size` is how long it is, if that is known.
fn bounded(source: impl Read, size: Option<u64>) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    anyhow::ensure!(bytes.len() <= MAX_BYTES, ReadError::TooLong(size.filter(|n| *n > MAX_BYTES as u64)));
    Ok(bytes)
}

/// The articles that paths name, each once; `https://…` is a page, `-` is standard input, called `stdin_name`. A folder or
/// pattern that leads to no article is an error.
pub fn collect(
    paths: &[PathBuf],
    stdin_name: &str,
    run: &Run,
    errors: &mut Vec<InputError>,
) -> anyhow::Result<Vec<Input>> {
    let search = Search::new(run)?;
    let (mut inputs, mut seen) = (Vec::new(), HashSet::new());
    for path in paths {
        if path.as_os_str() == "-" {
            if seen.insert(path.clone()) {
                inputs.push(Input { name: stdin_name.to_owned(), source: Source::Stdin });
            }
            continue;
        }
        if is_address(path) {
            if seen.insert(path.clone()) {
                inputs.push(Input { name: path.display().to_string(), source: Source::Address });
            }
            continue;
        }
        for file in search.articles(path, errors)? {
            if seen.insert(resolve(&search.folder, &file)) {
                inputs.push(Input { name: shown(Path::new(""), &file), source: Source::File(file) });
            }
        }
    }
    Ok(inputs)
}

/// Files as they are, folders as the files in them of one of the endings, sorted by name.
pub fn files(paths: &[PathBuf], endings: &[&str], errors: &mut Vec<InputError>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let below = walk(path, None, errors, |file| ends_with(file, endings.iter().copied()));
            if below.is_empty() {
                let message = format!("no file that ends in {} is here", endings.join(", "));
                errors.push(InputError { path: shown(Path::new(""), path), message });
            }
            found.extend(below);
        } else {
            found.push(path.clone());
        }
    }
    found
}

/// How folders are searched for articles.
struct Search<'a> {
    run: &'a Run,
    /// The working folder.
    folder: PathBuf,
}

impl Search<'_> {
    fn new(run: &Run) -> anyhow::Result<Search<'_>> {
        let folder = std::env::current_dir().context("the working folder is gone")?;
        Ok(Search { run, folder })
    }

    /// The articles that a path leads to; a file that is named is one, whatever the settings say.
    fn articles(&self, path: &Path, errors: &mut Vec<InputError>) -> anyhow::Result<Vec<PathBuf>> {
        let found = if path.is_dir() {
            self.below(path, errors, |_| true)
        } else if is_pattern(path) && !path.exists() {
            let (base, pattern) = split(path);
            let globs = Globs::new(&resolve(&self.folder, &base), &[pattern])
                .map_err(|(_, reason)| anyhow::anyhow!("{}: {reason}", path.display()))?;
            let fits = |file: &Path| globs.match_path(&resolve(&self.folder, file), false);
            if base.is_dir() { self.below(&base, errors, fits) } else { Vec::new() }
        } else {
            return Ok(vec![path.to_owned()]);
        };
        if found.is_empty() {
            errors.push(InputError { path: shown(Path::new(""), path), message: self.nothing() });
        }
        Ok(found)
    }

    fn below(
        &self,
        root: &Path,
        errors: &mut Vec<InputError>,
        wanted: impl Fn(&Path) -> bool,
    ) -> Vec<PathBuf> {
        let exclude = self.run.exclude.clone().map(|globs| (globs, self.folder.clone()));
        let kind = |file: &Path| match &self.run.include {
            Some(globs) => globs.match_path(&resolve(&self.folder, file), false),
            None => ends_with(file, endings()),
        };
        walk(root, exclude, errors, |file| kind(file) && wanted(file))
    }

    fn nothing(&self) -> String {
        let endings: Vec<&str> = endings().collect();
        let kinds = match self.run.include {
            Some(_) => "that `include` names".to_owned(),
            None => format!("that ends in {}", endings.join(", ")),
        };
        format!(
            "nothing to check here: no file {kinds}, apart from those that .gitignore, .ignore, {IGNORE_FILE} or `exclude` leave out"
        )
    }
}

/// The files below a folder that are wanted, sorted by name; hidden ones, those that ignore files
/// leave out and those behind links are not looked at. What cannot be read is an error.
fn walk(
    root: &Path,
    exclude: Option<(Globs, PathBuf)>,
    errors: &mut Vec<InputError>,
    wanted: impl Fn(&Path) -> bool,
) -> Vec<PathBuf> {
    let mut builder = WalkBuilder::new(root);
    // The same tree gives the same articles on every machine: its own ignore files count, with or
    // without git, and those of the user's home do not.
    builder.require_git(false).git_global(false).git_exclude(false);
    builder.add_custom_ignore_filename(IGNORE_FILE).sort_by_file_name(Ord::cmp);
    if let Some((globs, folder)) = exclude {
        builder.filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            entry.depth() == 0 || !globs.match_path(&resolve(&folder, entry.path()), is_folder)
        });
    }
    let mut found = Vec::new();
    for entry in builder.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let file = match root == Path::new(".") {
                    true => entry.path().strip_prefix(root).unwrap_or(entry.path()),
                    false => entry.path(),
                };
                if wanted(file) {
                    found.push(file.to_owned());
                }
            }
            Ok(_) => {}
            Err(error) => {
                errors.push(InputError { path: shown(Path::new(""), root), message: error.to_string() });
            }
        }
    }
    found
}

fn ends_with<'a>(file: &Path, mut endings: impl Iterator<Item = &'a str>) -> bool {
    let ending = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
    endings.any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether a path is written with the signs of a pattern.
fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// The folder that a pattern starts from, and the rest of it, tied to that folder.
fn split(path: &Path) -> (PathBuf, String) {
    let plain = |part: &Component| !is_pattern(Path::new(part.as_os_str()));
    let base: PathBuf = path.components().take_while(plain).collect();
    let rest = path.strip_prefix(&base).unwrap_or(path).to_string_lossy().replace(MAIN_SEPARATOR, "/");
    (if base.as_os_str().is_empty() { PathBuf::from(".") } else { base }, format!("/{rest}"))
}
