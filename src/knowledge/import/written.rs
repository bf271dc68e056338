//! Pack files as an import writes them: sorted, with a mark that says where they come from.

use super::About;
use super::names::id_of;
use super::table::Table;
use crate::knowledge::{ConceptKind, PackFile};
use crate::text::Fault;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Entries of one file; a pack file of more than 8 MiB is not read.
const ENTRIES: usize = 10_000;

/// What a written file opens with.
const MARK: &str = "# Written by claimlint packs import from ";

/// What became of a table.
#[derive(Debug, Default)]
pub struct Imported {
    /// The files of the pack, with the rows that their lines come from.
    pub files: Vec<Written>,
    /// What to tell of single rows, in order.
    pub notes: Vec<Note>,
    /// What was counted.
    pub tally: Tally,
}

/// A file of the pack.
#[derive(Debug)]
pub struct Written {
    /// Path below the folder of the pack, and text.
    pub file: PackFile,
    /// Line at which an entry starts, and first byte of its row.
    rows: Vec<(usize, usize)>,
}

/// What to tell of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// Its line.
    pub line: usize,
    /// What became of it.
    pub text: String,
}

/// What an import counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Rows that were read.
    pub rows: usize,
    /// Entries that are new.
    pub new: usize,
    /// Rows about a concept that was known.
    pub rows_known: usize,
    /// Known concepts that got names.
    pub extended: usize,
    /// Names or phrases that were added.
    pub names_added: usize,
    /// Names that were known.
    pub names_known: usize,
    /// Names that were left out.
    pub names_left_out: usize,
}

impl Imported {
    /// A fault that the loader found in one of the files, told of the row of the table that it comes
    /// from; others are told as they are.
    pub fn fault_in_table(&self, table: &Table, fault: Fault) -> Fault {
        let written = self.files.iter().find(|w| fault.path.ends_with(&w.file.path));
        let row = written.and_then(|w| w.rows.iter().rev().find(|(line, _)| *line <= fault.line));
        match row {
            Some((_, at)) => table.fault(*at, fault.reason, fault.mend),
            None => fault,
        }
    }
}

/// Whether a pack file was written by an import under a name, and may be replaced.
pub fn is_written(text: &str, name: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.starts_with(MARK) && first.ends_with(&mark_of(name))
}

/// The name of the files of a pack, where the user gives none: that of the table.
pub fn name_of(file_stem: &str) -> String {
    let name = id_of(file_stem);
    if name.is_empty() { "imported".to_owned() } else { name }
}

fn mark_of(name: &str) -> String {
    format!(" as {name}: change that, and import it again.")
}

/// An entry of a pack file.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// First byte of the row that it comes from.
    pub at: usize,
    pub zh: Vec<String>,
    pub en: Vec<String>,
    pub is_a: Vec<String>,
    pub look_alike: Vec<String>,
    pub fixed: Vec<String>,
    pub bad: Vec<String>,
    pub good: Vec<String>,
    pub note: Option<String>,
}

impl Entry {
    /// Takes over what another row says of the same thing.
    pub fn join(&mut self, other: Entry) {
        let lists = [
            (&mut self.zh, other.zh),
            (&mut self.en, other.en),
            (&mut self.is_a, other.is_a),
            (&mut self.look_alike, other.look_alike),
            (&mut self.fixed, other.fixed),
            (&mut self.bad, other.bad),
            (&mut self.good, other.good),
        ];
        for (list, more) in lists {
            for one in more {
                if !list.contains(&one) {
                    list.push(one);
                }
            }
        }
        self.note = self.note.take().or(other.note);
    }
}

/// Files of one kind, filled one after the other.
pub(super) struct Files {
    /// Path below the folder of the pack, without number and ending.
    stem: String,
    /// What each of them opens with.
    head: String,
    /// What the first of them opens with beside that.
    first: String,
    table: &'static str,
    done: Vec<Written>,
    rows: Vec<(usize, usize)>,
    text: String,
    lines: usize,
}

impl Files {
    pub fn concepts(about: &About, kind: ConceptKind, fixed: BTreeSet<String>) -> Files {
        let fixed: Vec<String> = fixed.into_iter().collect();
        let head = format!("{}kind = {}\n", head(about), quoted(kind.as_str()));
        let stem = format!("concepts/{}-{}", about.name, kind.as_str());
        Files::new(stem, head, list("fixed", &fixed), "concept")
    }

    pub fn terms(about: &About, folder: &str) -> Files {
        Files::new(format!("{folder}/{}", about.name), head(about), String::new(), "term")
    }

    fn new(stem: String, head: String, first: String, table: &'static str) -> Files {
        let (done, rows, text) = (Vec::new(), Vec::new(), String::new());
        Files { stem, head, first, table, done, rows, text, lines: 0 }
    }

    pub fn push(&mut self, id: &str, entry: &Entry) {
        if self.rows.len() == ENTRIES {
            self.close();
        }
        if self.rows.is_empty() {
            self.text = format!("{}{}", self.head, if self.done.is_empty() { &self.first } else { "" });
            self.lines = self.text.matches('\n').count();
        }
        let mut text = format!("\n[[{}]]\nid = {}\n", self.table, quoted(id));
        for (key, names) in [
            ("zh", &entry.zh),
            ("en", &entry.en),
            ("is_a", &entry.is_a),
            ("look_alike", &entry.look_alike),
            ("fixed", &entry.fixed),
            ("bad", &entry.bad),
            ("good", &entry.good),
        ] {
            text.push_str(&list(key, names));
        }
        if let Some(note) = &entry.note {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "note = {}", quoted(note));
        }
        self.rows.push((self.lines + 2, entry.at));
        self.lines += text.matches('\n').count();
        self.text.push_str(&text);
    }

    pub fn finish(mut self) -> Vec<Written> {
        self.close();
        self.done
    }

    fn close(&mut self) {
        if self.rows.is_empty() {
            return;
        }
        let number = match self.done.len() {
            0 => String::new(),
            n => format!("-{}", n + 1),
        };
        let path = format!("{}{number}.toml", self.stem);
        let file = PackFile { path, text: std::mem::take(&mut self.text) };
        self.done.push(Written { file, rows: std::mem::take(&mut self.rows) });
    }
}

fn head(about: &About) -> String {
    let About { from, name, source, reviewed, .. } = about;
    let from: String = from.chars().filter(|c| !c.is_control()).collect();
    let (mark, source, reviewed) = (mark_of(name), quoted(source), quoted(reviewed));
    format!("{MARK}{from}{mark}\nsource = {source}\nreviewed = {reviewed}\n")
}

fn quoted(text: &str) -> String {
    // Always on one line, so that rows are counted right.
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            _ if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

fn list(key: &str, items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: Vec<String> = items.iter().map(|i| quoted(i)).collect();
    format!("{key} = [{}]\n", items.join(", "))
}
