//! CI: citations and the reference list.

mod entry_never_cited;
mod key_claim_uncited;
mod marker_without_entry;
mod reference_incomplete_or_malformed;
mod vague_attribution;

pub use entry_never_cited::EntryNeverCited;
pub use key_claim_uncited::KeyClaimUncited;
pub use marker_without_entry::MarkerWithoutEntry;
pub use reference_incomplete_or_malformed::ReferenceIncompleteOrMalformed;
pub use vague_attribution::VagueAttribution;
