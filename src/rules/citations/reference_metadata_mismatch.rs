//! CI007: an entry says other things than the record of its source.

use crate::evidence::{Answer, Described, Likeness, Record, SAME_TITLE, Shown};
use crate::extract::reference::Reference;
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `reference-metadata-mismatch`.
pub struct ReferenceMetadataMismatch;

/// Characters of a title that a message shows.
const SHOWN: usize = 60;

impl Rule for ReferenceMetadataMismatch {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let all = cx.facts.references.iter().zip(&cx.evidence.links.records).zip(&cx.evidence.known);
        for ((reference, link), known) in all {
            if let Some(at) = known.other_work {
                outcome.look();
                outcome.candidates.push(other_work(cx, reference, &cx.library.records[at]));
                continue;
            }
            let Some(link) = link else {
                let elsewhere = matches!(known.answer, Some(Answer::Elsewhere { .. }));
                outcome.skip(if elsewhere { NotChecked::RegisteredElsewhere } else { NotChecked::NoRecord });
                continue;
            };
            outcome.look();
            let record = &cx.library.records[link.record];
            let likeness = Likeness::of(&reference.fields, &Described::from(record), cx.knowledge);
            let parts = differing(&likeness, record, &Shown::of(reference));
            if parts.is_empty() {
                continue;
            }
            let slight = parts.iter().all(|part| matches!(*part, "volume" | "pages"));
            let found = Candidate::new(reference.quote.place.clone(), "differs")
                .words("parts", parts)
                .severity(if slight { Severity::Info } else { Severity::Warning });
            outcome.candidates.push(of_record(cx, reference, record, found));
        }
        outcome
    }
}

/// An identifier that leads to another work.
fn other_work(cx: &Context, reference: &Reference, record: &Record) -> Candidate {
    let same_doi = !record.doi.is_empty() && reference.fields.doi == record.doi;
    let id = if same_doi { format!("DOI {}", record.doi) } else { format!("PMID {}", record.pmid) };
    let found =
        Candidate::new(reference.quote.place.clone(), "other-work").arg("id", id).severity(Severity::Error);
    of_record(cx, reference, record, found)
}

/// A finding with the record it rests on.
fn of_record(cx: &Context, reference: &Reference, record: &Record, found: Candidate) -> Candidate {
    let mut found = found.arg("index", reference.index).arg("record", described(record));
    found.source = Some(cx.source(reference.index, record, described(record)));
    found
}

/// The names of the fields that differ; what the entry shows in another place than expected does not.
fn differing(likeness: &Likeness, record: &Record, entry: &Shown) -> Vec<&'static str> {
    let year = record.year.map(|y| y.to_string()).unwrap_or_default();
    let named = |names: &[&str]| names.iter().any(|name| entry.shows(name));
    let authors = || record.authors.iter().any(|author| entry.shows(author));
    let first_page = record.pages.split(['-', '–', '+', ',', ' ']).next().unwrap_or_default();
    let fields = [
        ("title", likeness.title.is_some_and(|t| t < SAME_TITLE) && !entry.shows(&record.title)),
        ("author", likeness.author == Some(false) && !authors()),
        (
            "container",
            likeness.container == Some(false) && !named(&[&record.container, &record.container_short]),
        ),
        ("year", likeness.year == Some(false) && !entry.shows(&year)),
        ("volume", likeness.volume == Some(false) && !entry.shows(&record.volume)),
        ("pages", likeness.pages == Some(false) && !entry.shows(first_page)),
        ("doi", likeness.doi == Some(false)),
        ("pmid", likeness.pmid == Some(false)),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

/// A record in few words: who, what, where, when.
fn described(record: &Record) -> String {
    let cut = |text: &str| match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    };
    let year = record.year.map(|y| y.to_string()).unwrap_or_default();
    let place = match (record.volume.as_str(), record.pages.as_str()) {
        ("", pages) => pages.to_owned(),
        (volume, "") => volume.to_owned(),
        (volume, pages) => format!("{volume}:{pages}"),
    };
    let doi = if record.doi.is_empty() { String::new() } else { format!("doi:{}", record.doi) };
    let container =
        if record.container_short.is_empty() { &record.container } else { &record.container_short };
    let first = record.authors.first().map_or("", String::as_str);
    let parts = [first, &cut(&record.title), container, &year, &place, &doi];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(". ")
}
