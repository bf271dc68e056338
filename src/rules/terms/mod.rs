//! TX: text and terms.

mod drug_or_term_inconsistent;
mod jargon_unexplained;
mod page_residue;

pub use drug_or_term_inconsistent::DrugOrTermInconsistent;
pub use jargon_unexplained::JargonUnexplained;
pub use page_residue::PageResidue;
