//! CI003: a citation that points to nothing.

use crate::document::Place;
use crate::evidence::Open;
use crate::extract::citation::{Citation, CitationStyle};
use crate::rules::{Candidate, Confidence, Context, Outcome, Rule};
use std::collections::BTreeSet;

/// The rule `marker-without-entry`.
pub struct MarkerWithoutEntry;

impl Rule for MarkerWithoutEntry {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let entries: BTreeSet<u32> = cx.facts.references.iter().map(|r| r.index).collect();
        let by_author = cites_by_author(cx);
        let mut no_list: Option<Candidate> = None;
        for (citation, link) in cx.facts.citations.iter().zip(&cx.evidence.links.citations) {
            let named = citation.style == CitationStyle::AuthorYear;
            if named && !(by_author == Some(true) || by_author.is_none() && is_plain(citation)) {
                continue;
            }
            outcome.look();
            let place = citation.quote.place.clone();
            if entries.is_empty() {
                list_missing(&mut no_list, place);
                continue;
            }
            let missing = if named || citation.numbers.is_empty() {
                Vec::from_iter((*link == Err(Open::NoneFits)).then(|| citation.quote.text.clone()))
            } else {
                let absent = citation.numbers.iter().filter(|n| !entries.contains(n));
                absent.map(u32::to_string).collect()
            };
            if !missing.is_empty() {
                let found = Candidate::new(place, "found")
                    .arg("missing", missing.join(", "))
                    .arg("entries", entries.len())
                    .confidence(sureness(citation));
                outcome.candidates.push(found);
            }
        }
        outcome.candidates.extend(no_list);
        outcome
    }
}

/// A number is counted; a name may be written otherwise in the list.
fn sureness(citation: &Citation) -> Confidence {
    match citation.style {
        CitationStyle::AuthorYear => Confidence::Probable,
        CitationStyle::Numeric | CitationStyle::Footnote => Confidence::Certain,
    }
}

/// Without any list there is one finding, at the first citation.
fn list_missing(found: &mut Option<Candidate>, place: Place) {
    match found {
        Some(found) => found.also.push(place),
        None => *found = Some(Candidate::new(place, "no-list").confidence(Confidence::Probable)),
    }
}

/// Whether the article cites by author and year: most of what looks so points to an entry, so that the
/// rest is no year in brackets behind any name. None where half of it does, or none of it though the
/// entries name their authors.
fn cites_by_author(cx: &Context) -> Option<bool> {
    let both = cx.facts.citations.iter().zip(&cx.evidence.links.citations);
    let named = both.filter(|(c, _)| c.style == CitationStyle::AuthorYear);
    let (pointing, of) =
        named.fold((0, 0), |(pointing, of), (_, link)| (pointing + usize::from(link.is_ok()), of + 1));
    let authored = cx.facts.references.iter().filter(|r| !r.fields.authors_family.is_empty()).count();
    let open = pointing * 2 == of || pointing == 0 && authored > 0 && authored == cx.facts.references.len();
    (!open).then_some(pointing * 2 > of)
}

/// Whether a citation names its authors as only citations do: Rolnik et al., 2017; a Latin name in a
/// Chinese text.
fn is_plain(citation: &Citation) -> bool {
    let text = citation.quote.text.as_str();
    let several = ["et al", "等", " & ", " and "].iter().any(|w| text.contains(w));
    several || text.contains('，') && text.starts_with(|c: char| c.is_ascii_uppercase())
}
