//! Answers kept on disk, under the digest of their address. Failures are never among them: an answer
//! is kept when it was whole, and could be read.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long an answer is used without asking, where the host says nothing.
const FRESH: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder of answers.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
}

/// What is kept of an answer besides its body.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    /// What it says it is.
    pub(super) content_type: String,
    /// Where it came from in the end, for pages.
    pub(super) url: String,
    /// By what it may be asked for again.
    pub(super) etag: String,
    pub(super) last_modified: String,
    /// When it came, in seconds.
    pub(super) stored: u64,
    /// Seconds for which it is used without asking.
    pub(super) fresh_for: u64,
}

impl Kept {
    /// An answer that came now, with the `Cache-Control` of its host; none if it may not be kept.
    pub(super) fn now(cache_control: &str) -> Option<Kept> {
        let has = |word: &str| cache_control.split(',').any(|part| part.trim().eq_ignore_ascii_case(word));
        let age =
            cache_control.split(',').find_map(|part| part.trim().strip_prefix("max-age=")?.parse().ok());
        let fresh_for = if has("no-cache") { 0 } else { age.unwrap_or(FRESH.as_secs()).min(FRESH.as_secs()) };
        (!has("no-store")).then(|| Kept { stored: seconds(), fresh_for, ..Kept::default() })
    }

    /// By what it may be asked for again: its tag, and when it was changed.
    pub(super) fn conditions(&self) -> [&str; 2] {
        [&self.etag, &self.last_modified]
    }

    /// Whether it may be used without asking.
    pub(super) fn is_fresh(&self) -> bool {
        seconds().checked_sub(self.stored).is_some_and(|age| age < self.fresh_for)
    }
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Cache {
    /// The answers in a folder.
    pub(super) fn new(folder: PathBuf) -> Cache {
        Cache { folder }
    }

    fn file(&self, address: &str) -> PathBuf {
        let digest: String =
            Sha256::digest(address.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(&digest[..2]).join(&digest[2..])
    }

    /// The answer of an address; one that cannot be read is none.
    pub(super) fn get(&self, address: &str) -> Option<(Kept, Vec<u8>)> {
        let mut entry = fs::read(self.file(address)).ok()?;
        let end = entry.iter().position(|b| *b == b'\n')?;
        let body = entry.split_off(end + 1);
        // The length tells an entry that was cut from one that is whole.
        let (length, kept): (usize, Kept) = serde_json::from_slice(&entry).ok()?;
        (length == body.len()).then_some((kept, body))
    }

    /// Keeps an answer; a run never fails for its cache.
    pub(super) fn put(&self, address: &str, kept: &Kept, body: &[u8]) {
        let file = self.file(address);
        let write = || -> std::io::Result<()> {
            let folder = file.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            let mut new = tempfile::NamedTempFile::new_in(folder)?;
            serde_json::to_writer(&mut new, &(body.len(), kept))?;
            new.write_all(b"\n")?;
            new.write_all(body)?;
            new.persist(&file)?;
            Ok(())
        };
        let _ = write();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_back_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().to_owned());
        let kept = Kept { etag: "\"1\"".into(), ..Kept::now("").unwrap() };
        assert!(kept.is_fresh() && cache.get("https://a/").is_none());
        cache.put("https://a/", &kept, b"{\n}");
        assert_eq!(cache.get("https://a/"), Some((kept, b"{\n}".to_vec())));
        let file = cache.file("https://a/");
        let whole = fs::read(&file).unwrap();
        fs::write(&file, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(cache.get("https://a/"), None);
    }

    #[test]
    fn hosts_say_how_long() {
        assert!(Kept::now("private, no-store").is_none());
        assert!(!Kept::now("no-cache").unwrap().is_fresh());
        assert!(!Kept::now("max-age=0").unwrap().is_fresh());
        assert_eq!(Kept::now("public, max-age=99999999").unwrap().fresh_for, FRESH.as_secs());
    }
}
