//! A work as one service describes it, and how those of several are put together.

use crate::evidence::{Described, LockRecord};

/// A work as a service describes it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Work {
    /// Its fields, and what the service says of its standing.
    pub record: LockRecord,
    /// Its abstract.
    pub abstract_text: Option<String>,
    /// DOI or PubMed id of the work that it is the notice of, if it is one.
    pub notice_of: String,
}

impl Work {
    /// It, for holding an entry against.
    pub(super) fn described(&self) -> Described<'_> {
        let record = &self.record;
        Described {
            title: &record.title,
            other_title: "",
            authors: &record.authors,
            containers: [&record.container, &record.container_short],
            year: record.year,
            volume: &record.volume,
            pages: &record.pages,
            doi: &record.doi,
            pmid: &record.pmid,
        }
    }

    /// Takes over from another service what is missing, and what it says.
    pub(super) fn complete(&mut self, other: Work) {
        let (own, more) = (&mut self.record, other.record);
        let texts = [
            (&mut own.title, more.title),
            (&mut own.container, more.container),
            (&mut own.container_short, more.container_short),
            (&mut own.volume, more.volume),
            (&mut own.issue, more.issue),
            (&mut own.pages, more.pages),
            (&mut own.doi, more.doi),
            (&mut own.pmid, more.pmid),
            (&mut own.kind, more.kind),
        ];
        for (own, more) in texts {
            if own.is_empty() {
                *own = more;
            }
        }
        own.year = own.year.or(more.year);
        if own.authors.is_empty() {
            own.authors = more.authors;
        }
        if own.types.is_empty() {
            own.types = more.types;
        }
        own.animals_only |= more.animals_only;
        own.said.extend(more.said);
        if self.abstract_text.is_none() {
            self.abstract_text = other.abstract_text;
        }
        if self.notice_of.is_empty() {
            self.notice_of = other.notice_of;
        }
    }
}

/// Publication types that tell the design; what they say besides (support, language) is left out.
pub(super) fn design_types(types: impl Iterator<Item = String>) -> Vec<String> {
    const TELLING: &[&str] = &[
        "trial",
        "review",
        "meta-analysis",
        "study",
        "guideline",
        "case reports",
        "letter",
        "editorial",
        "comment",
        "preprint",
    ];
    let tells = |kind: &String| {
        let kind = kind.to_lowercase();
        TELLING.iter().any(|word| kind.contains(word)) && !kind.starts_with("research support")
    };
    types.filter(tells).collect()
}
