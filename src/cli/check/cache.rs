//! Reports of articles as they were checked before, kept in a folder under the digest of all that
//! they depend on: the article, its name and settings, the sources, the packs and the program.

use anyhow::Context;
use claimlint::BUILD;
use claimlint::check::DocumentReport;
use sha2::{Digest, Sha256};
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of reports. Entries that cannot be read are made again; those that cannot be written
/// are left out: a run never fails for its cache.
pub struct Cache {
    folder: PathBuf,
}

/// What a report is kept under.
#[derive(Clone)]
pub struct Key(String);

impl Display for Key {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Key {
    /// The key of what depends on these parts.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Key {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        Key(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Its digits.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl Cache {
    /// Opens the cache in a folder, which is made if it is not there. What other builds of claimlint
    /// kept in it is dropped.
    pub fn open(folder: &Path) -> anyhow::Result<Cache> {
        let own = folder.join(BUILD);
        let cannot = || format!("cannot keep a cache in {}", folder.display());
        fs::create_dir_all(&own).with_context(cannot)?;
        fs::write(folder.join(".gitignore"), "*\n").with_context(cannot)?;
        fs::write(folder.join("CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n")
            .with_context(cannot)?;
        for entry in fs::read_dir(folder).with_context(cannot)?.flatten() {
            if is_build(&entry.file_name().to_string_lossy()) && entry.path() != own {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(Cache { folder: own })
    }

    /// The report under a key, made and kept if it is not there; its claims, doses, references,
    /// citations, mentions, notices and commercial signals are there if `with_facts`.
    pub fn get_or(
        &self,
        key: &Key,
        with_facts: bool,
        make: impl FnOnce() -> anyhow::Result<DocumentReport>,
    ) -> anyhow::Result<DocumentReport> {
        if let Some(report) = self.get(key, with_facts) {
            return Ok(report);
        }
        let report = make()?;
        self.put(key, &report);
        Ok(report)
    }

    fn get(&self, key: &Key, with_facts: bool) -> Option<DocumentReport> {
        let entry = fs::read(self.folder.join(&key.0)).ok()?;
        let (report, facts) = entry.split_at(entry.iter().position(|b| *b == b'\n')?);
        let mut report: DocumentReport = serde_json::from_slice(report).ok()?;
        if with_facts {
            let facts = serde_json::from_slice(facts).ok()?;
            (
                report.claims,
                report.doses,
                report.references,
                report.citations,
                report.mentions,
                report.notices,
                report.commercial,
            ) = facts;
        }
        Some(report)
    }

    fn put(&self, key: &Key, report: &DocumentReport) {
        let facts = (
            &report.claims,
            &report.doses,
            &report.references,
            &report.citations,
            &report.mentions,
            &report.notices,
            &report.commercial,
        );
        let mut alone = report.clone();
        alone.claims.clear();
        alone.doses.clear();
        alone.references.clear();
        alone.citations.clear();
        alone.mentions.clear();
        alone.notices.clear();
        alone.commercial.clear();
        let write = || -> std::io::Result<()> {
            let mut entry = serde_json::to_vec(&alone)?;
            entry.push(b'\n');
            serde_json::to_writer(&mut entry, &facts)?;
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            file.write_all(&entry)?;
            file.persist(self.folder.join(&key.0))?;
            Ok(())
        };
        let _ = write();
    }
}

/// Whether a folder is named as builds are.
fn is_build(name: &str) -> bool {
    name.len() == BUILD.len() && name.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use claimlint::document::{Hint, read};
    use claimlint::evidence::Library;
    use claimlint::knowledge::Knowledge;
    use claimlint::rules::{Settings, registry};

    fn key_of<const N: usize>(parts: [&str; N]) -> Key {
        Key::of(parts.map(str::as_bytes))
    }

    fn report() -> DocumentReport {
        let text = "# 偏方\n\n本疗法保证根治牛皮癣[1]，每天两次，每次5毫克。\n\n## 参考文献\n\n[1] 李某. 某药研究[J]. 某刊, 2020, 1(2): 3-4.\n";
        let knowledge = Knowledge::builtin().unwrap();
        let document = read(text.as_bytes(), &Hint::default(), knowledge).unwrap();
        let rules = registry().unwrap();
        claimlint::check::check(
            "a.md",
            &document,
            knowledge,
            &Library::default(),
            rules,
            &Settings::default(),
        )
    }

    #[test]
    fn a_report_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path()).unwrap();
        let (key, report) = (key_of(["a", "b"]), report());
        assert!(!report.claims.is_empty() && !report.doses.is_empty() && !report.references.is_empty());
        assert!(cache.get(&key, true).is_none());
        cache.put(&key, &report);
        let json = |report: &DocumentReport| serde_json::to_value(report).unwrap();
        assert_eq!(json(&cache.get(&key, true).unwrap()), json(&report));
        assert_eq!(json(&cache.get(&key, false).unwrap())["findings"], json(&report)["findings"]);
        assert!(cache.get(&key_of(["ab", ""]), true).is_none());
    }

    #[test]
    fn what_is_broken_or_of_another_build_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("0123456789abcdef");
        fs::create_dir(&old).unwrap();
        fs::create_dir(folder.path().join("not ours")).unwrap();
        let cache = Cache::open(folder.path()).unwrap();
        assert!(!old.exists() && folder.path().join("not ours").exists());
        let key = key_of(["a"]);
        cache.put(&key, &report());
        let file = folder.path().join(BUILD).join(&key.0);
        let entry = fs::read(&file).unwrap();
        fs::write(&file, &entry[..entry.len() - 5]).unwrap();
        assert!(cache.get(&key, true).is_none());
        fs::write(&file, b"{}\n").unwrap();
        assert!(cache.get(&key, false).is_none());
    }
}
