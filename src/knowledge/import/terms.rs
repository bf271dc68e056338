//! Rows of phrases: of a rule, of the lexicon, of notices, journals and the like.

use super::About;
use super::names::bare;
use super::table::{Column, Table};
use super::written::{Entry, Files, Imported, Tally};
use crate::text::Fault;
use std::collections::BTreeMap;

/// Turns the rows of a table into phrases of a kind of pack; rows of one id are joined.
///
/// A row without a text in which its phrases must be found is tried on its first phrase alone, which
/// still shows whether a longer phrase hides it.
pub fn import_terms(table: &Table, about: &About, folder: &str) -> Result<Imported, Fault> {
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    let mut tally = Tally::default();
    for row in table.rows() {
        let row = row?;
        tally.rows += 1;
        let Some(id) = row.cell(Column::Id) else {
            let mend = "fill the column `id`: what the phrases mean, as the packs of this kind call it";
            return Err(table.fault(row.at, "the row has no id", mend));
        };
        let (zh, en) = (row.list(Column::Zh), row.list(Column::En));
        let Some(first) = zh.iter().chain(&en).next() else {
            return Err(table.fault(row.at, format!("`{id}` has no phrase"), "give `zh` or `en`"));
        };
        let mut bad = row.list(Column::Bad);
        if bad.is_empty() {
            bad.push(bare(first).to_owned());
        }
        tally.names_added += zh.len() + en.len();
        let entry = Entry {
            at: row.at,
            zh,
            en,
            fixed: row.list(Column::Fixed),
            bad,
            good: row.list(Column::Good),
            note: row.cell(Column::Note).map(str::to_owned),
            ..Entry::default()
        };
        match entries.get_mut(id) {
            Some(before) => before.join(entry),
            None => {
                tally.new += 1;
                entries.insert(id.to_owned(), entry);
            }
        }
    }
    let mut files = Files::terms(about, folder);
    entries.iter().for_each(|(id, entry)| files.push(id, entry));
    Ok(Imported { files: files.finish(), notes: Vec::new(), tally })
}
