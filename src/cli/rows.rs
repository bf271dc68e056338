//! Rows of JSON on standard input, one a line, each answered with one line, in order, on all cores.

use super::{Outcome, input, parallel};
use anyhow::Context;
use claimlint::document::MAX_BYTES;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};
use std::path::{Component, Path};

/// Longest row in bytes: the longest article, with room for escapes and records.
const MAX_ROW: usize = 2 * MAX_BYTES + 1024 * 1024;

/// A row, which its answer repeats the id of.
pub trait Row: DeserializeOwned {
    /// Its id: any JSON value.
    fn id(&self) -> &Value;
}

/// Why a row got no answer.
pub struct RowError {
    code: &'static str,
    message: String,
}

impl RowError {
    /// An error with its code, in words of JSON, and what to do about it.
    pub fn new(code: &'static str, message: impl Into<String>) -> RowError {
        RowError { code, message: message.into() }
    }

    /// None of the keys is there that an answer needs one of.
    pub fn missing(keys: &[&str]) -> RowError {
        RowError::new("missing-key", format!("the row has no \"{}\"", keys.join("\", \"")))
    }

    /// What went wrong, without its code.
    pub fn into_message(self) -> String {
        self.message
    }
}

/// Answers every row of standard input. A row without an answer makes the outcome unreadable.
pub fn answer_all<R: Row, A: Serialize>(
    workers: usize,
    answer: impl Fn(R) -> Result<(A, Outcome), RowError> + Sync,
) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    let mut worst = Outcome::Clean;
    let rows = Lines::of(io::BufReader::new(io::stdin()));
    parallel::ordered(
        rows,
        workers,
        |line| reply(line, &answer),
        |reply| {
            let (line, outcome) = reply.context("an answer cannot be written as JSON")?;
            worst = worst.max(outcome);
            out.write_all(&line)?;
            anyhow::Ok(())
        },
    )?;
    Ok(worst)
}

/// The line that answers a row.
fn reply<R: Row, A: Serialize>(
    line: Result<Vec<u8>, RowError>,
    answer: impl Fn(R) -> Result<(A, Outcome), RowError>,
) -> serde_json::Result<(Vec<u8>, Outcome)> {
    #[derive(Serialize)]
    struct Reply<A> {
        id: Value,
        #[serde(flatten)]
        answer: A,
    }
    let bad = |e: serde_json::Error| RowError::new("bad-row", e.to_string());
    let row: Result<R, RowError> = line.and_then(|line| serde_json::from_slice(&line).map_err(bad));
    let id = row.as_ref().map_or(Value::Null, |row| row.id().clone());
    let (mut line, outcome) = match row.and_then(answer) {
        Ok((answer, outcome)) => (serde_json::to_vec(&Reply { id, answer })?, outcome),
        Err(RowError { code, message }) => {
            let answer = json!({"error": {"code": code, "message": message}});
            (serde_json::to_vec(&Reply { id, answer })?, Outcome::Unreadable)
        }
    };
    line.push(b'\n');
    Ok((line, outcome))
}

/// The lines of a source that are not blank, none longer than [`MAX_ROW`].
struct Lines<R> {
    source: R,
    broken: bool,
}

impl<R: BufRead> Lines<R> {
    fn of(source: R) -> Lines<R> {
        Lines { source, broken: false }
    }

    fn broken(&mut self, error: &io::Error) -> RowError {
        self.broken = true;
        RowError::new("unreadable", format!("standard input: {error}"))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Vec<u8>, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.broken {
            let mut line = Vec::new();
            match (&mut self.source).take(MAX_ROW as u64 + 1).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) if line.len() > MAX_ROW && !line.ends_with(b"\n") => {
                    return match self.source.skip_until(b'\n') {
                        Ok(_) => Some(Err(RowError::new("bad-row", too_long()))),
                        Err(e) => Some(Err(self.broken(&e))),
                    };
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Ok(line)),
                Err(e) => return Some(Err(self.broken(&e))),
            }
        }
        None
    }
}

fn too_long() -> String {
    format!("the row is longer than {MAX_ROW} bytes; give the article's \"path\" instead of its text")
}

/// The file that a row names, which must lie below a folder: links out of it are not followed.
pub fn file_below(root: Option<&Path>, path: &Path) -> Result<Vec<u8>, RowError> {
    let outside = || RowError::new("bad-path", format!("{}: not below the folder", path.display()));
    if !path.components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir)) {
        return Err(outside());
    }
    let unreadable = |e: io::Error| RowError::new("unreadable", format!("{}: {e}", path.display()));
    let root = root.unwrap_or(Path::new(".")).canonicalize().map_err(unreadable)?;
    let file = root.join(path).canonicalize().map_err(unreadable)?;
    if !file.starts_with(&root) {
        return Err(outside());
    }
    input::read_file(&file).map_err(|e| RowError::new("unreadable", format!("{}: {e:#}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_is_too_long_is_skipped_and_the_next_is_read() {
        let mut source = b"{\"id\":1}\n\n".to_vec();
        source.extend(std::iter::repeat_n(b'x', MAX_ROW + 7));
        source.extend(b"\n{\"id\":2}");
        let rows: Vec<_> = Lines::of(source.as_slice()).map(|r| r.map_err(|e| e.code)).collect();
        assert_eq!(rows, [Ok(b"{\"id\":1}\n".to_vec()), Err("bad-row"), Ok(b"{\"id\":2}".to_vec())]);
    }
}
