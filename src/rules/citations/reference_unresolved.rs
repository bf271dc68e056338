//! CI006: an entry that the services which were asked do not have.

use crate::evidence::Answer;
use crate::extract::reference::{Reference, ReferenceType};
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};
use crate::text::is_han;

/// The rule `reference-unresolved`.
pub struct ReferenceUnresolved;

impl Rule for ReferenceUnresolved {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let all = cx.facts.references.iter().zip(&cx.evidence.known).zip(&cx.evidence.links.records);
        for ((reference, known), link) in all {
            match &known.answer {
                Some(Answer::Record { no_such_id: true, .. }) => {
                    outcome.look();
                    outcome.candidates.push(no_such_id(reference));
                }
                Some(Answer::NotFound { on, .. }) if link.is_none() && cx.settings.is_old(Some(*on)) => {
                    outcome.skip(NotChecked::StatusTooOld);
                }
                Some(Answer::NotFound { no_such_id: true, .. }) if link.is_none() => {
                    outcome.look();
                    outcome.candidates.push(no_such_id(reference));
                }
                Some(Answer::NotFound { not_found, .. }) if link.is_none() => match out_of_reach(reference) {
                    Some(why) => outcome.skip(why),
                    None => {
                        outcome.look();
                        let names: Vec<&str> = not_found.iter().map(|s| super::service(s)).collect();
                        let found = Candidate::new(reference.quote.place.clone(), "not-found")
                            .arg("index", reference.index)
                            .arg("services", names.join(", "))
                            .severity(Severity::Info);
                        outcome.candidates.push(found);
                    }
                },
                Some(_) => outcome.look(),
                None if link.is_some() || known.other_work.is_some() => outcome.look(),
                None => outcome.skip(NotChecked::NoRecord),
            }
        }
        outcome
    }
}

/// Why services cannot be expected to have a work, where that is so.
fn out_of_reach(reference: &Reference) -> Option<NotChecked> {
    let fields = &reference.fields;
    let papers = [ReferenceType::Article, ReferenceType::Conference];
    let without_words = fields.title.is_empty() && fields.container.is_empty();
    if !papers.contains(&fields.kind) || fields.container.is_empty() && !fields.url.is_empty() {
        Some(NotChecked::KindNotIndexed)
    } else if without_words {
        Some(NotChecked::IdentifierOnly)
    } else if fields.title.contains(is_han) || fields.container.contains(is_han) {
        Some(NotChecked::NotCovered)
    } else {
        None
    }
}

fn no_such_id(reference: &Reference) -> Candidate {
    let fields = &reference.fields;
    let id =
        if fields.doi.is_empty() { format!("PMID {}", fields.pmid) } else { format!("DOI {}", fields.doi) };
    Candidate::new(reference.quote.place.clone(), "no-such-id")
        .arg("index", reference.index)
        .arg("id", id)
        .severity(Severity::Warning)
        .confidence(Confidence::Certain)
}
