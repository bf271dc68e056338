//! Rows of concepts: which thing each is, what of its names is new, and what is in doubt.

use super::About;
use super::names::{bare, id_of, usable};
use super::table::{Column, Row, Table};
use super::written::{Entry, Files, Imported, Note, Tally};
use crate::knowledge::concept::name_key;
use crate::knowledge::{ConceptKind, Concepts};
use crate::text::{Fault, did_you_mean};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Sorts the rows of a table into the concepts that are known and those that are new.
///
/// A row belongs to the concept of its id, or else to that of its first name that is known; the
/// names that are not known yet are added to it. A name that is another thing's is left out and told.
pub fn import_concepts(table: &Table, about: &About, known: &Concepts) -> Result<Imported, Fault> {
    let mut sorting = Sorting::new(known);
    for row in table.rows() {
        let row = row?;
        let kind = kind_of(table, about, &row)?;
        sorting.add(&row, kind);
    }
    Ok(sorting.written(about))
}

fn kind_of(table: &Table, about: &About, row: &Row) -> Result<ConceptKind, Fault> {
    let kinds: Vec<&str> = ConceptKind::ALL.iter().map(|k| k.as_str()).collect();
    match row.cell(Column::Kind) {
        Some(word) => ConceptKind::parse(&word.to_lowercase()).ok_or_else(|| {
            let mend = did_you_mean(word, &kinds, || format!("write one of: {}", kinds.join(", ")));
            table.fault(row.at, format!("`{word}` is no kind of concept"), mend)
        }),
        None => about.kind.ok_or_else(|| {
            let mend = format!("fill the column `kind`, or give --kind: {}", kinds.join(", "));
            table.fault(row.at, "the row does not say what kind of thing it is", mend)
        }),
    }
}

struct Sorting<'a> {
    known: &'a Concepts,
    /// Whose a name is, by its key.
    owners: HashMap<String, String>,
    /// Ids of the table that are known under another.
    aliases: HashMap<String, String>,
    kinds: HashMap<String, ConceptKind>,
    entries: BTreeMap<String, Entry>,
    fixed: BTreeMap<ConceptKind, BTreeSet<String>>,
    notes: Vec<Note>,
    tally: Tally,
}

impl<'a> Sorting<'a> {
    fn new(known: &'a Concepts) -> Sorting<'a> {
        let names = known.iter().flat_map(|c| c.zh.iter().chain(&c.en).map(|n| (n, c.id.clone())));
        Sorting {
            known,
            owners: names.map(|(name, id)| (name_key(bare(name)), id)).collect(),
            aliases: HashMap::new(),
            kinds: known.iter().map(|c| (c.id.clone(), c.kind)).collect(),
            entries: BTreeMap::new(),
            fixed: BTreeMap::new(),
            notes: Vec::new(),
            tally: Tally::default(),
        }
    }

    fn add(&mut self, row: &Row, kind: ConceptKind) {
        self.tally.rows += 1;
        let zh = self.usable(row, Column::Zh);
        let en = self.usable(row, Column::En);
        if zh.is_empty() && en.is_empty() {
            self.note(row, "left out: it has no name that can be used".to_owned());
            return;
        }
        let (id, given) = self.home(row, &zh, &en);
        let told = self.kinds.get(&id).copied();
        let kind = told.unwrap_or(kind);
        let (mut added, mut same) = (0, 0);
        let mut entry = Entry { at: row.at, ..Entry::default() };
        for (names, list) in [(zh, &mut entry.zh), (en, &mut entry.en)] {
            for name in names {
                let key = name_key(bare(&name));
                match self.owners.get(&key) {
                    Some(owner) if *owner == id => same += 1,
                    Some(owner) => {
                        let text = format!("`{name}` left out: it is a name of `{owner}`, not of `{id}`");
                        self.notes.push(Note { line: row.line, text });
                        self.tally.names_left_out += 1;
                    }
                    None => {
                        self.owners.insert(key, id.clone());
                        list.push(name);
                        added += 1;
                    }
                }
            }
        }
        self.tally.names_known += same;
        self.tally.names_added += added;
        if let Some(given) = given.filter(|given| *given != id) {
            self.aliases.insert(given, id.clone());
        }
        let concept = self.known.get(&id);
        if concept.is_some() {
            self.tally.rows_known += 1;
            let known = if same == 1 { "1 was known".to_owned() } else { format!("{same} were known") };
            self.note(row, format!("already in concept `{id}`: {added} names added, {known}"));
        }
        self.fixed.entry(kind).or_default().extend(row.list(Column::Fixed));
        if added == 0 && (concept.is_some() || !self.entries.contains_key(&id)) {
            return;
        }
        self.kinds.insert(id.clone(), kind);
        entry.is_a = row.list(Column::IsA);
        entry.look_alike = row.list(Column::LookAlike);
        match self.entries.get_mut(&id) {
            Some(before) => before.join(entry),
            None => {
                let counter = if concept.is_some() { &mut self.tally.extended } else { &mut self.tally.new };
                *counter += 1;
                self.entries.insert(id, entry);
            }
        }
    }

    /// The id of the thing that a row is about, and the id that it gives.
    fn home(&self, row: &Row, zh: &[String], en: &[String]) -> (String, Option<String>) {
        let given = row.cell(Column::Id).map(str::to_owned);
        let is_known = |id: &String| self.known.get(id).is_some() || self.entries.contains_key(id);
        if let Some(id) = &given {
            if is_known(id) {
                return (id.clone(), given);
            }
            if let Some(known) = self.aliases.get(id) {
                return (known.clone(), given);
            }
        }
        // Two rows with ids of their own are two things, even if they share a name.
        let counts = |owner: &&String| given.is_none() || self.known.get(owner).is_some();
        let mut owners = zh.iter().chain(en).filter_map(|name| self.owners.get(&name_key(bare(name))));
        if let Some(owner) = owners.find(counts) {
            return (owner.clone(), given);
        }
        if let Some(id) = &given {
            return (id.clone(), given);
        }
        let first = en.iter().chain(zh).map(|name| id_of(name)).find(|id| !id.is_empty());
        let id = first.unwrap_or_else(|| format!("row-{}", row.line));
        let free = (2..).map(|n| format!("{id}-{n}"));
        (std::iter::once(id.clone()).chain(free).find(|id| !is_known(id)).unwrap_or(id), None)
    }

    fn usable(&mut self, row: &Row, column: Column) -> Vec<String> {
        let mut names = Vec::new();
        for name in row.list(column) {
            match usable(&name) {
                Ok(name) => names.push(name),
                Err(why) => {
                    self.note(row, format!("`{}` left out: it {why}", name.escape_debug()));
                    self.tally.names_left_out += 1;
                }
            }
        }
        names
    }

    fn note(&mut self, row: &Row, text: String) {
        self.notes.push(Note { line: row.line, text });
    }

    fn written(mut self, about: &About) -> Imported {
        let mut files: BTreeMap<ConceptKind, Files> = BTreeMap::new();
        for (id, mut entry) in std::mem::take(&mut self.entries) {
            for link in entry.is_a.iter_mut().chain(&mut entry.look_alike) {
                if let Some(known) = self.aliases.get(link) {
                    link.clone_from(known);
                }
            }
            let Some(&kind) = self.kinds.get(&id) else { continue };
            let fixed = &mut self.fixed;
            let open = || Files::concepts(about, kind, fixed.remove(&kind).unwrap_or_default());
            files.entry(kind).or_insert_with(open).push(&id, &entry);
        }
        let files = files.into_values().flat_map(Files::finish).collect();
        Imported { files, notes: self.notes, tally: self.tally }
    }
}
