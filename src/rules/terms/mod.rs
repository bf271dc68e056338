//! TX: text and terms.

mod page_residue;

pub use page_residue::PageResidue;
