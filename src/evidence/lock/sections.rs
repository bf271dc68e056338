//! The sections of a lock file, their entries as ranges of its text: by lines, as it is written, else as
//! any JSON of its form.

use super::file::{self, LockError};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::ops::Range;

/// Entries by their keys.
pub(super) type Section = BTreeMap<String, Range<usize>>;

/// The sections of a file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Sections {
    /// What each entry came to, by fingerprint.
    pub(super) references: Section,
    /// The records, by id.
    pub(super) records: Section,
    /// When the records were last asked for, by id.
    pub(super) checked: Section,
}

#[derive(Deserialize)]
struct Raw<'a> {
    version: u32,
    #[serde(borrow, default)]
    references: BTreeMap<String, &'a RawValue>,
    #[serde(borrow, default)]
    records: BTreeMap<String, &'a RawValue>,
    #[serde(borrow, default)]
    checked: BTreeMap<String, &'a RawValue>,
}

impl Sections {
    /// The form and the sections of a file that the user knows as `path`.
    pub(super) fn read(path: &str, text: &str) -> Result<(u32, Sections), LockError> {
        match by_lines(text) {
            Some(sections) => Ok((file::VERSION, sections)),
            None => by_json(path, text),
        }
    }
}

/// The names of the sections.
const NAMES: [&str; 3] = ["references", "records", "checked"];

fn by_json(path: &str, text: &str) -> Result<(u32, Sections), LockError> {
    let raw: Raw = file::parse(path, text)?;
    let start = text.as_ptr().addr();
    let ranges = |section: BTreeMap<String, &RawValue>| {
        let range = |raw: &RawValue| {
            let at = raw.get().as_ptr().addr() - start;
            at..at + raw.get().len()
        };
        section.into_iter().map(|(key, raw)| (key, range(raw))).collect()
    };
    let sections = Sections {
        references: ranges(raw.references),
        records: ranges(raw.records),
        checked: ranges(raw.checked),
    };
    Ok((raw.version, sections))
}

/// Reads a file as [`super::LockFile::text`] writes it; none where a line is of another form. A value that is
/// no JSON is found when it is asked for.
fn by_lines(text: &str) -> Option<Sections> {
    let mut parts = [Section::new(), Section::new(), Section::new()];
    let mut open: Option<usize> = None;
    let mut rest = text.strip_prefix("{\n\"version\": 1,\n")?;
    while let Some((line, after)) = rest.split_once('\n') {
        let at = text.len() - rest.len();
        rest = after;
        let bare = line.strip_suffix(',').unwrap_or(line);
        if bare == "}" {
            if open.take().is_none() {
                let [references, records, checked] = parts;
                let whole = line == "}" && rest.is_empty();
                return whole.then_some(Sections { references, records, checked });
            }
            continue;
        }
        let key = bare.strip_prefix('"')?;
        let (key, value) = key.split_once("\": ")?;
        match open {
            Some(section) => {
                let whole = value.starts_with('{') && value.ends_with('}')
                    || value.starts_with('"') && value.ends_with('"');
                // Keys with escaped signs are for the other reader.
                let start = at + bare.len() - value.len();
                if !whole || key.contains('\\') {
                    return None;
                }
                parts[section].insert(key.to_owned(), start..start + value.len());
            }
            None => {
                let section = NAMES.iter().position(|name| *name == key)?;
                match value {
                    "{" => open = Some(section),
                    "{}" => {}
                    _ => return None,
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "{\n\"version\": 1,\n\"references\": {},\n\"records\": {\n\"doi:10.5555/a\": {\"title\":\"A \\\"b\\\": c\"},\n\"doi:10.5555/b\": {\"title\":\"B\"}\n},\n\"checked\": {\n\"doi:10.5555/a\": \"2026-11-23\"\n}\n}\n";

    #[test]
    fn both_ways_of_reading_agree() {
        let lines = by_lines(FILE).unwrap();
        assert_eq!((1, lines), by_json("x", FILE).unwrap());
        let lines = by_lines(FILE).unwrap();
        assert_eq!(&FILE[lines.checked["doi:10.5555/a"].clone()], "\"2026-11-23\"");
        assert_eq!((lines.references.len(), lines.records.len()), (0, 2));
    }

    #[test]
    fn other_forms_are_left_to_the_json_reader() {
        for broken in [
            FILE.replace("\"records\"", "<<<<<<< ours\n\"records\""),
            FILE.replace(": {\"title\":\"B\"}", ": {"),
            FILE.replace("\"version\": 1", "\"version\": 2"),
            FILE.replace(": {", ":{"),
            FILE.trim_end().to_owned(),
        ] {
            assert_eq!(by_lines(&broken), None, "{broken}");
        }
    }
}
