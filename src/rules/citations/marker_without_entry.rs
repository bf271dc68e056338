//! CI003: a citation that points to nothing.

use crate::rules::{Candidate, Confidence, Context, Outcome, Rule};

/// The rule `marker-without-entry`.
pub struct MarkerWithoutEntry;

impl Rule for MarkerWithoutEntry {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let numeric = cx.facts.citations.iter().filter(|c| !c.numbers.is_empty());
        let entries: Vec<u32> = cx.facts.references.iter().map(|r| r.index).collect();
        let mut no_list: Option<Candidate> = None;
        for citation in numeric {
            outcome.look();
            let place = citation.quote.place.clone();
            let missing: Vec<String> =
                citation.numbers.iter().filter(|n| !entries.contains(n)).map(u32::to_string).collect();
            if entries.is_empty() {
                match &mut no_list {
                    Some(found) => found.also.push(place),
                    None => no_list = Some(Candidate::new(place, "no-list").confidence(Confidence::Probable)),
                }
            } else if !missing.is_empty() {
                let found = Candidate::new(place, "found")
                    .arg("missing", missing.join(", "))
                    .arg("entries", entries.len())
                    .confidence(Confidence::Certain);
                outcome.candidates.push(found);
            }
        }
        outcome.candidates.extend(no_list);
        outcome
    }
}
