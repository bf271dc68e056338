//! A folder of articles: the files that `check` would read there.

use super::taker::Taker;
use super::{Held, Problem};
use crate::document::endings;
use ignore::WalkBuilder;
use jiff::Timestamp;
use std::path::{MAIN_SEPARATOR, Path};

/// The file beside `.gitignore` that names what is not to be checked.
const IGNORE_FILE: &str = ".claimlintignore";

/// Takes one file.
pub(super) fn file(at: &str, taker: &mut Taker<'_>) {
    match Path::new(at).is_file() {
        true => keep(Path::new(at), taker),
        false => taker.trouble(at, Problem::Read("there is no such file".into())),
    }
}

/// Takes the files of a folder, sorted by name; hidden ones, those that ignore files leave out and those
/// behind links are not looked at.
pub(super) fn find(at: &str, taker: &mut Taker<'_>) {
    let folder = Path::new(at);
    if !folder.is_dir() {
        return taker.trouble(at, Problem::Read("there is no such folder".into()));
    }
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false).git_global(false).git_exclude(false);
    walk.add_custom_ignore_filename(IGNORE_FILE).sort_by_file_name(Ord::cmp);
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                if is_read(entry.path()) {
                    keep(entry.path(), taker);
                }
            }
            Ok(_) => {}
            Err(error) => taker.trouble(at, Problem::Read(error.to_string())),
        }
        if taker.is_full() {
            break;
        }
    }
}

fn is_read(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    endings().any(|known| ending.eq_ignore_ascii_case(known))
}

fn keep(path: &Path, taker: &mut Taker<'_>) {
    let modified = path.metadata().and_then(|about| about.modified()).ok();
    let modified = modified.and_then(|time| Timestamp::try_from(time).ok());
    let path = path.strip_prefix(".").unwrap_or(path);
    let address = path.to_string_lossy().replace(MAIN_SEPARATOR, "/");
    taker.keep(address, modified, Some(Held::File(path.to_owned())));
}
