//! A table of the user's own, such as MeSH, ICD or a drug register in CSV, turned into pack files.
//!
//! Reading, sorting and writing are apart: [`Table`] reads rows, [`concepts`](import_concepts) and
//! [`terms`](import_terms) sort them, and what they give are files that the loader of packs accepts.

mod names;
mod sorting;
mod table;
mod terms;
mod written;

pub use sorting::import_concepts;
pub use table::{Column, Table};
pub use terms::import_terms;
pub use written::{Imported, Note, Tally, is_written, name_of};

/// What the user says of a table, beside its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    /// The file that it was read from, as the user knows it.
    pub from: String,
    /// What the files of the pack are to be called.
    pub name: String,
    /// Where its entries come from.
    pub source: String,
    /// When somebody looked them through: `2026-11-23`.
    pub reviewed: String,
    /// What its rows are where they do not say.
    pub kind: Option<super::ConceptKind>,
}
