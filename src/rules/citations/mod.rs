//! CI: citations and the reference list.

mod entry_never_cited;
mod key_claim_uncited;
mod marker_without_entry;
mod outdated_reference;
mod reference_incomplete_or_malformed;
mod vague_attribution;
mod weak_source_type;

pub use entry_never_cited::EntryNeverCited;
pub use key_claim_uncited::KeyClaimUncited;
pub use marker_without_entry::MarkerWithoutEntry;
pub use outdated_reference::OutdatedReference;
pub use reference_incomplete_or_malformed::ReferenceIncompleteOrMalformed;
pub use vague_attribution::VagueAttribution;
pub use weak_source_type::WeakSourceType;
