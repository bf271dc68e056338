//! EV003: a number of a study differs from the abstract it was taken from.

use super::measured::{Measured, measured};
use crate::evidence::{Agreement, Held, Mispaired, NumberCheck, Reason};
use crate::rules::places::clauses;
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `number-differs-from-source`.
pub struct NumberDiffersFromSource;

impl Rule for NumberDiffersFromSource {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for check in &cx.evidence.numbers {
            if cx.evidence.mispaired.iter().any(|p| p.place.overlaps(&check.place)) {
                continue;
            }
            match &check.agreement {
                Agreement::Same => outcome.look(),
                Agreement::KindAbsent => outcome.skip(NotChecked::KindNotInAbstract),
                Agreement::NoAbstract => outcome.skip(NotChecked::NoAbstract),
                Agreement::NoRecord => outcome.skip(NotChecked::NoRecord),
                Agreement::Rounded(nearest) => {
                    outcome.look();
                    outcome.candidates.extend(candidate(cx, check, &nearest.quote.text, Severity::Warning));
                }
                Agreement::Different(nearest) => {
                    outcome.look();
                    outcome.candidates.extend(candidate(cx, check, &nearest.quote.text, Severity::Error));
                }
            }
        }
        for other in measured(cx) {
            outcome.look();
            outcome.candidates.push(other_amount(cx, &other));
        }
        for held in &cx.evidence.held {
            outcome.candidates.extend(other_length(cx, held));
        }
        for pair in &cx.evidence.mispaired {
            let told = outcome.candidates.iter().any(|c| c.place.overlaps(&pair.place));
            if !told {
                outcome.look();
                outcome.candidates.push(mispaired(cx, pair));
            }
        }
        outcome
    }
}

/// A number told beside one that the source has, which this has otherwise.
fn mispaired(cx: &Context, pair: &Mispaired) -> Candidate {
    let record = &cx.library.records[pair.record];
    let reference = cx.facts.references[pair.reference].index;
    let cited = matches!(pair.reason, Reason::Number | Reason::AuthorYear);
    let block = &cx.document.blocks[pair.place.block];
    let mut found = Candidate::new(clauses(cx, pair.place.block, &pair.place.range()), "found")
        .arg("number", block.shown(pair.place.range()))
        .arg("source", &pair.source)
        .arg("reference", reference)
        .severity(if cited { Severity::Error } else { Severity::Warning })
        .confidence(Confidence::Probable);
    found.gated_at = Some(pair.place.clone());
    found.source = Some(cx.source(reference, record, pair.source.clone()));
    found
}

/// A change in something measured that the abstract gives otherwise.
fn other_amount(cx: &Context, other: &Measured) -> Candidate {
    let reference = cx.facts.references[other.leaning.reference].index;
    let mut found = Candidate::new(clauses(cx, other.place.block, &other.place.range()), "found")
        .arg("number", cx.document.blocks[other.place.block].shown(other.place.range()))
        .arg("source", &other.source)
        .arg("reference", reference)
        .confidence(Confidence::Probable);
    found.gated_at = Some(other.place.clone());
    found.source = Some(cx.source(reference, other.record, other.source.clone()));
    found
}

/// A length of treatment or follow-up that the abstract gives otherwise, in a sentence that cites it alone.
fn other_length(cx: &Context, held: &Held) -> Option<Candidate> {
    let leaning = &cx.evidence.links.leanings[held.leaning];
    let cited = matches!(leaning.reason, Reason::Number | Reason::AuthorYear);
    let alone = cx.evidence.links.leanings.iter().filter(|l| l.sentence == leaning.sentence).count() == 1;
    let slot = held.confronted.differs("duration").filter(|_| cited && alone)?;
    let record = &cx.library.records[held.record];
    let number = cx.facts.references[leaning.reference].index;
    let mut found = Candidate::new(slot.place.clone()?, "found")
        .arg("number", &slot.claim_says)
        .arg("source", &slot.source_says)
        .arg("reference", number)
        .confidence(Confidence::Probable);
    found.source = Some(cx.source(number, record, slot.source_says.clone()));
    Some(found)
}

fn candidate(cx: &Context, check: &NumberCheck, nearest: &str, severity: Severity) -> Option<Candidate> {
    let record = &cx.library.records[check.record?];
    let reference = &cx.facts.references[check.reference];
    let cited = matches!(check.reason, Reason::Number | Reason::AuthorYear);
    let mut found = Candidate::new(check.place.clone(), "found")
        .arg("number", &check.number.quote.text)
        .arg("source", nearest)
        .arg("reference", reference.index)
        .severity(if cited { severity } else { Severity::Warning })
        .confidence(Confidence::Probable);
    found.source = Some(cx.source(reference.index, record, nearest.to_owned()));
    Some(found)
}
