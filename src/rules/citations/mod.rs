//! CI: citations and the reference list.

mod entry_never_cited;
mod key_claim_uncited;
mod marker_without_entry;
mod outdated_reference;
mod reference_incomplete_or_malformed;
mod reference_metadata_mismatch;
mod reference_unresolved;
mod retracted_reference;
mod vague_attribution;
mod weak_source_type;

pub use entry_never_cited::EntryNeverCited;
pub use key_claim_uncited::KeyClaimUncited;
pub use marker_without_entry::MarkerWithoutEntry;
pub use outdated_reference::OutdatedReference;
pub use reference_incomplete_or_malformed::ReferenceIncompleteOrMalformed;
pub use reference_metadata_mismatch::ReferenceMetadataMismatch;
pub use reference_unresolved::ReferenceUnresolved;
pub use retracted_reference::RetractedReference;
pub use vague_attribution::VagueAttribution;
pub use weak_source_type::WeakSourceType;

/// A service as people know it; another source is called what it is.
fn service(id: &str) -> &str {
    match id {
        "crossref" => "Crossref",
        "pubmed" => "PubMed",
        "europepmc" => "Europe PMC",
        "openalex" => "OpenAlex",
        "retraction-watch" => "Retraction Watch",
        other => other,
    }
}
