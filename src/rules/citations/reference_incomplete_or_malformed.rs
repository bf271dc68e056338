//! CI005: an entry without title, journal or year, or at odds with itself.

use crate::extract::reference::{Fault, Fields, Part, Reference, ReferenceType, faults, origin};
use crate::knowledge::SourceKind;
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `reference-incomplete-or-malformed`.
pub struct ReferenceIncompleteOrMalformed;

impl Rule for ReferenceIncompleteOrMalformed {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let references = &cx.facts.references;
        for reference in references {
            if is_identifier(&reference.fields) {
                outcome.skip(NotChecked::IdentifierOnly);
                continue;
            }
            outcome.look();
            let missing = missing(cx, reference);
            let bare = is_bare(&reference.fields);
            let grave = !bare && missing.iter().any(|p| matches!(p, Part::Title | Part::Container));
            if grave || bare || missing.contains(&Part::Year) {
                let found = Candidate::new(reference.quote.place.clone(), "missing")
                    .arg("index", reference.index)
                    .words("parts", missing.iter().map(|p| p.as_str()).collect())
                    .severity(if grave { Severity::Error } else { Severity::Warning });
                outcome.candidates.push(found);
            }
        }
        let year = cx.settings.as_of.map(|day| i32::from(day.year()));
        for (at, fault) in faults(references, year) {
            let found = Candidate::new(references[at].quote.place.clone(), "fault")
                .arg("index", references[at].index)
                .words("fault", vec![name(fault)])
                .severity(Severity::Info)
                .confidence(Confidence::Certain);
            outcome.candidates.push(found);
        }
        outcome
    }
}

/// What an entry lacks. A page of an encyclopedia changes: without a date and an address nobody can tell
/// what it said; a page of the web with neither can be found by nobody.
fn missing(cx: &Context, reference: &Reference) -> Vec<Part> {
    let fields = &reference.fields;
    let mut missing = fields.missing();
    if is_bare(fields) {
        missing.push(Part::Container);
    }
    if fields.kind == ReferenceType::Webpage && missing.contains(&Part::Link) && !is_dated(reference) {
        missing.push(Part::Year);
    }
    if origin(reference, cx.knowledge) == Some(SourceKind::Encyclopedia) {
        for (part, lacks) in [(Part::Year, !is_dated(reference)), (Part::Link, fields.url.is_empty())] {
            if lacks && !missing.contains(&part) {
                missing.push(part);
            }
        }
    }
    missing
}

/// Whether an entry is a person, a title and a year alone: nothing says where it was printed. Houses
/// publish reports of their own.
fn is_bare(fields: &Fields) -> bool {
    let person =
        |name: &String| fields.authors_family.iter().any(|f| f != name && name.starts_with(f.as_str()));
    let placed = [&fields.volume, &fields.issue, &fields.pages].iter().any(|p| p.is_some());
    let identified = !(fields.doi.is_empty() && fields.pmid.is_empty() && fields.url.is_empty());
    fields.kind == ReferenceType::Article
        && !(fields.marked || placed || identified || fields.in_press)
        && !fields.title.is_empty()
        && fields.container.is_empty()
        && fields.year.is_some()
        && fields.authors.iter().any(person)
}

/// Whether an entry names a year, be it of the day it was seen.
fn is_dated(reference: &Reference) -> bool {
    let is_year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let text = reference.quote.text.replace(reference.fields.url.as_str(), "");
    reference.fields.year.is_some() || text.split(|c: char| !c.is_ascii_digit()).any(is_year)
}

/// An entry that can be looked up, and says nothing else.
fn is_identifier(fields: &Fields) -> bool {
    fields.title.is_empty() && fields.container.is_empty() && fields.missing().is_empty()
}

fn name(fault: Fault) -> &'static str {
    match fault {
        Fault::SameDoi(_) => "same_doi",
        Fault::SameTitle(_) => "same_title",
        Fault::NumberGap => "number_gap",
        Fault::SameNumber => "same_number",
        Fault::PagesReversed => "pages_reversed",
        Fault::ImpossibleYear => "impossible_year",
        Fault::MalformedDoi => "malformed_doi",
    }
}
