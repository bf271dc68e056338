//! EV010: the library holds a study of the same question that found otherwise, and it is not cited.

use crate::evidence::{Record, Status, opposes};
use crate::extract::claim::Claim;
use crate::knowledge::{Certainty, Direction, Gate};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use std::collections::BTreeSet;

/// The rule `contrary-evidence-in-library`.
pub struct ContraryEvidenceInLibrary;

/// Most findings of this kind in an article.
const MOST: usize = 3;

impl Rule for ContraryEvidenceInLibrary {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut others = uncited(cx);
        others.sort_by_key(|r| std::cmp::Reverse(r.year));
        let mixed = (cx.body()).any(|(index, _)| {
            cx.phrases("contrary-evidence-in-library", index).iter().any(|t| t.is == "mixed")
        });
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for claim in cx.facts.claims.iter().filter(|c| asserts(c)) {
            if others.is_empty() {
                outcome.skip(NotChecked::NoRecord);
                continue;
            }
            outcome.look();
            let sentence = cx.sentence_of(&claim.quote.place);
            let cited = cx.sources_of(&claim.quote.place).filter_map(|(_, r)| r.design).min();
            let passage = cx.passage(&sentence);
            for record in &others {
                if mixed || told.len() == MOST || told.contains(record.id.as_str()) {
                    continue;
                }
                let Some(words) = opposes(&passage, record) else { continue };
                let weaker = cited.zip(record.design).is_some_and(|(cited, theirs)| theirs > cited);
                if weaker {
                    continue;
                }
                let stronger = cited.zip(record.design).is_some_and(|(cited, theirs)| theirs < cited);
                told.insert(&record.id);
                let mut found = Candidate::new(claim.quote.place.clone(), "found")
                    .arg("title", shortened(&record.title))
                    .severity(if stronger { Severity::Warning } else { Severity::Info });
                found.source = Some(cx.source(0, record, words));
                outcome.candidates.push(found);
            }
        }
        outcome
    }
}

/// Whether a claim says plainly that something has an effect.
fn asserts(claim: &Claim) -> bool {
    let aside = [Gate::Question, Gate::Refutation, Gate::Wish, Gate::Meta, Gate::Quotation];
    claim.certainty >= Certainty::C2
        && !matches!(claim.direction, Direction::NoEffect | Direction::Unclear)
        && claim.intervention.iter().any(|m| m.concept.is_some())
        && !aside.iter().any(|g| claim.gates.contains(g))
}

/// The records with an abstract that still stand and that no entry of the list is.
fn uncited<'a>(cx: &Context<'a>) -> Vec<&'a Record> {
    let cited: BTreeSet<usize> = cx.evidence.links.records.iter().flatten().map(|l| l.record).collect();
    let all = cx.library.records.iter().enumerate();
    let stands =
        |r: &Record| r.abstract_.is_some() && matches!(r.status, Status::Current | Status::Corrected);
    all.filter(|(i, r)| !cited.contains(i) && stands(r)).map(|(_, r)| r).collect()
}

/// Characters of a title that a message shows.
const SHOWN: usize = 24;

fn shortened(title: &str) -> String {
    match title.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", title[..at].trim_end()),
        None => title.to_owned(),
    }
}
