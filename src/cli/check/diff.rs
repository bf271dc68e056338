//! Lines that changed since a revision, as git tells it.

use crate::cli::input;
use anyhow::{Context, bail};
use claimlint::check::DocumentReport;
use claimlint::finding::{Finding, Location};
use claimlint::rules::{Scope, registry};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What changed in the working tree since a revision.
pub struct Changes {
    /// The folder of the working tree.
    top: PathBuf,
    /// Changed lines of files, from 1, by path from `top`.
    lines: BTreeMap<PathBuf, Vec<Range<usize>>>,
    /// Files that git knows.
    tracked: BTreeSet<PathBuf>,
}

impl Changes {
    /// Asks git what changed since a revision, or since the working tree branched off from it; `paths`
    /// are what is to be checked.
    pub fn since(rev: &str, paths: &[PathBuf]) -> anyhow::Result<Changes> {
        let top = text(git(&["rev-parse", "--show-toplevel"]).context("--diff-base needs a git repository")?);
        let commit = format!("{rev}^{{commit}}");
        let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
            .map_err(|_| anyhow::anyhow!("git knows no revision {rev}; is it fetched and spelt right?"))?;
        let commit = text(commit);
        let base = git(&["merge-base", &commit, "HEAD"]).map_or(commit, text);
        let top = std::fs::canonicalize(&top).with_context(|| format!("cannot open the repository {top}"))?;
        let changes = Changes { lines: changed(&top, &base)?, tracked: tracked(&top)?, top };
        for path in paths {
            if path.as_os_str() == "-" || input::is_address(path) {
                bail!("--diff-base compares files with git; standard input and pages have no revision");
            }
            if path.exists() {
                changes.key(path)?;
            }
        }
        Ok(changes)
    }

    /// Leaves out findings on lines that did not change, and those about a changed article as a whole.
    pub fn apply(&self, report: &mut DocumentReport, bytes: &[u8]) -> anyhow::Result<()> {
        let key = self.key(Path::new(&report.path))?;
        if !self.tracked.contains(&key) {
            return Ok(());
        }
        let lines = self.lines.get(&key).map_or(&[][..], Vec::as_slice);
        let changed = byte_ranges(bytes, lines);
        let of_article: BTreeSet<&str> = registry()?
            .iter()
            .filter(|r| r.doc.scope == Scope::Article)
            .map(|r| r.doc.code.as_str())
            .collect();
        let stands =
            |at: &Location| changed.iter().any(|c| at.start < c.end && c.start < at.end.max(at.start + 1));
        report.left_out.unchanged = report.leave_out(|finding: &Finding| {
            of_article.contains(finding.rule.as_str())
                || !(stands(&finding.span) || finding.also.iter().any(|a| stands(&a.span)))
        });
        Ok(())
    }

    /// The path of a file from the folder of the working tree.
    fn key(&self, path: &Path) -> anyhow::Result<PathBuf> {
        let whole = std::fs::canonicalize(path).with_context(|| format!("cannot open {}", path.display()))?;
        let inside = whole.strip_prefix(&self.top).with_context(|| {
            format!(
                "{} lies outside the repository {}; run claimlint inside its own",
                path.display(),
                self.top.display()
            )
        })?;
        Ok(inside.to_owned())
    }
}

/// What a command of git writes.
fn git(args: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git").args(args).stdin(Stdio::null()).output().map_err(absent)?;
    if !output.status.success() {
        bail!("git {}: {}", args[0], String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

fn absent(error: std::io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context("cannot run git; --diff-base needs it")
}

fn text(output: Vec<u8>) -> String {
    String::from_utf8_lossy(&output).trim_end_matches(['\n', '\r']).to_owned()
}

fn tracked(top: &Path) -> anyhow::Result<BTreeSet<PathBuf>> {
    let top = top.to_string_lossy();
    let listed = git(&["-C", &top, "ls-files", "-z"])?;
    Ok(listed.split(|b| *b == 0).filter(|name| !name.is_empty()).map(path_of).collect())
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Options that make a diff the same whatever the user's configuration.
const DIFF: &[&str] = &[
    "diff",
    "--unified=0",
    "--inter-hunk-context=0",
    "--find-renames",
    "--text",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--submodule=short",
    "--src-prefix=a/",
    "--dst-prefix=b/",
];

fn changed(top: &Path, base: &str) -> anyhow::Result<BTreeMap<PathBuf, Vec<Range<usize>>>> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(top)
        .args(["-c", "core.quotePath=false"])
        .args(DIFF)
        .args(["--end-of-options", base, "--"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(absent)?;
    let mut lines = BTreeMap::new();
    if let Some(output) = child.stdout.take() {
        lines = read_diff(BufReader::new(output))?;
    }
    if !child.wait()?.success() {
        bail!("git could not compare with {base}");
    }
    Ok(lines)
}

/// Reads a diff without context: the lines that each file has now and had not before.
fn read_diff(mut diff: impl BufRead) -> anyhow::Result<BTreeMap<PathBuf, Vec<Range<usize>>>> {
    let mut found: BTreeMap<PathBuf, Vec<Range<usize>>> = BTreeMap::new();
    let mut file = None;
    let mut line = Vec::new();
    while next_line(&mut diff, &mut line)? {
        if let Some(name) = line.strip_prefix(b"+++ ") {
            file = unquoted(name).strip_prefix(b"b/").map(path_of);
        } else if let Some((old, new)) = hunk(&line) {
            if let Some(file) = file.as_ref().filter(|_| !new.is_empty()) {
                found.entry(file.clone()).or_default().push(new.clone());
            }
            for _ in 0..old.len() + new.len() {
                next_line(&mut diff, &mut line)?;
            }
        }
    }
    Ok(found)
}

fn next_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> anyhow::Result<bool> {
    line.clear();
    from.read_until(b'\n', line)?;
    let read = !line.is_empty();
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(read)
}

/// The lines that `@@ -1,2 +3,4 @@` takes away and puts there.
fn hunk(line: &[u8]) -> Option<(Range<usize>, Range<usize>)> {
    let mut parts =
        std::str::from_utf8(line.strip_prefix(b"@@ ")?.split(|b| *b == b'@').next()?).ok()?.split(' ');
    let mut range = |sign| {
        let written = parts.next()?.strip_prefix(sign)?;
        let (start, count) = written.split_once(',').unwrap_or((written, "1"));
        let (start, count): (usize, usize) = (start.parse().ok()?, count.parse().ok()?);
        Some(start..start.checked_add(count)?)
    };
    Some((range('-')?, range('+')?))
}

/// A name as git writes it in a diff: in quotes with C escapes where it must be, with a tab behind it
/// where it has blanks.
fn unquoted(name: &[u8]) -> Vec<u8> {
    let name = name.strip_suffix(b"\t").unwrap_or(name);
    let Some(inner) = name.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) else {
        return name.to_vec();
    };
    let mut out = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        out.push(match bytes.next().unwrap_or(b'\\') {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            first @ b'0'..=b'7' => {
                let mut value = first - b'0';
                for _ in 0..2 {
                    if let Some(digit) = bytes.next_if(|b| (b'0'..=b'7').contains(b)) {
                        value = value.wrapping_mul(8).wrapping_add(digit - b'0');
                    }
                }
                value
            }
            other => other,
        });
    }
    out
}

/// The bytes of lines, from 1, in order. Lines end as git counts them, at line feeds alone.
fn byte_ranges(bytes: &[u8], lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    starts.extend(bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(i, _)| i + 1));
    let start = |line: usize| starts.get(line - 1).copied().unwrap_or(bytes.len());
    lines.iter().filter(|l| l.start > 0).map(|l| start(l.start)..start(l.end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_are_read_and_their_lines_are_not_taken_for_headers() {
        let diff = "diff --git a/a b.md b/a b.md\n--- a/a b.md\t\n+++ b/a b.md\t\n@@ -3,0 +4,2 @@ x\n+one\n+++ b/no.md\n\
                    @@ -9 +11 @@\n--- a/no.md\n+two\n\\ No newline at end of file\n@@ -20,2 +21,0 @@\n-x\n-y\n\
                    diff --git a/gone b/gone\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-z\n\
                    diff --git \"a/\\\"\\346\\226\\207\\t.md\" x\n+++ \"b/\\\"\\346\\226\\207\\t .md\"\t\n@@ -0,0 +1,3 @@\n+1\n+2\n+3\n@@ -9,0 +20 @@\n+4\n";
        let found = read_diff(diff.as_bytes()).unwrap();
        let expected = [("\"文\t .md", vec![1..4, 20..21]), ("a b.md", vec![4..6, 11..12])];
        assert_eq!(found, expected.into_iter().map(|(p, l)| (PathBuf::from(p), l)).collect());
    }

    #[test]
    fn lines_become_bytes() {
        assert_eq!(byte_ranges(b"a\nbc\r\nd", &[2..3, 3..4, 9..12]), [2..6, 6..7, 7..7]);
    }
}
