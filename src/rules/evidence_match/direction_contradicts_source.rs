//! EV002: the source says the opposite, or that there is no difference.

use super::nullified::nullified;
use super::sources::{Against, compared};
use crate::document::Place;
use crate::evidence::{Confidence as Sure, Slot, SlotAnswer};
use crate::extract::claim::{Claim, Reason, Says};
use crate::knowledge::{Certainty, Direction, Gate};
use crate::rules::places::trimmed;
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use std::collections::BTreeSet;

/// The rule `direction-contradicts-source`.
pub struct DirectionContradictsSource;

impl Rule for DirectionContradictsSource {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut candidates = Vec::new();
        let mut told = BTreeSet::new();
        for (place, sources) in compared(cx, &mut outcome) {
            let along = |s: &Against| {
                s.confronted
                    .slots
                    .iter()
                    .any(|slot| slot.slot == "direction" && slot.answer == SlotAnswer::Same)
            };
            if sources.iter().any(along) {
                continue;
            }
            let against = sources.iter().filter(|s| s.leaning.confidence >= Sure::Probable);
            let clash = against.filter_map(|s| Some((s, s.confronted.differs("direction")?))).next();
            let Some((source, slot)) = clash.filter(|(_, slot)| is_plain(cx, &place, slot)) else { continue };
            let at = claim_of(cx, &place, slot);
            // A sentence that goes on about a source says no more than the one that cited it.
            let again = |c: &Candidate| {
                c.place.block == at.block && c.source.as_ref().is_some_and(|s| s.reference == source.number)
            };
            if !source.is_cited() && candidates.iter().any(again) {
                continue;
            }
            if !told.insert((source.number, at.clone())) {
                continue;
            }
            let mut found = Candidate::new(at, "found")
                .arg("source", shortened(&slot.source_says))
                .arg("reference", source.number);
            if !source.is_cited() {
                found = found.severity(Severity::Warning);
            }
            found.source = Some(cx.source(source.number, source.record, source.confronted.quote.clone()));
            candidates.push(found);
        }
        for null in nullified(cx) {
            let known = candidates.iter().any(|c: &Candidate| c.place.overlaps(&cx.sentence_of(&null.place)));
            if known {
                continue;
            }
            let mut found = Candidate::new(null.place, "found")
                .arg("source", shortened(&null.quote))
                .arg("reference", null.number);
            found.source = Some(cx.source(null.number, null.record, null.quote));
            candidates.push(found);
        }
        outcome.candidates = candidates;
        outcome
    }
}

/// Whether the article says it plainly, as so or as not so: a hedge leaves room for the source, and a
/// change that the sentence itself calls no difference is none.
fn is_plain(cx: &Context, place: &Place, slot: &Slot) -> bool {
    let said = |c: &&Claim| place.holds(&c.quote.place) && c.quote.text == slot.claim_says;
    let same: Vec<&Claim> = cx.facts.claims.iter().filter(said).collect();
    // Which of several bare numbers are held against each other is not sure: 15 with the dummy and 16 with the statin.
    let bare = |r: &Reason| r.says == Says::Figure && r.quote.text.parse::<f64>().is_ok();
    if same.iter().any(|c| !c.cues.is_empty() && c.cues.iter().all(bare)) {
        return false;
    }
    let level = cx.phrases_in("nonsignificant-as-no-effect", place).iter().any(|t| t.is == "null");
    if level && same.first().is_some_and(|c| c.direction != Direction::NoEffect) {
        return false;
    }
    let plain = |c: &&Claim| c.certainty >= Certainty::C2 || c.gates.contains(&Gate::Negation);
    same.is_empty() || same.iter().any(plain)
}

/// The claim that clashes, else its sentence.
fn claim_of(cx: &Context, place: &Place, slot: &Slot) -> Place {
    let here = cx.facts.claims.iter().filter(|c| place.holds(&c.quote.place));
    let same = here.into_iter().find(|c| c.quote.text == slot.claim_says).map(|c| c.quote.place.clone());
    let at = same.or_else(|| slot.place.clone()).filter(|at| place.holds(at));
    let at = at.unwrap_or_else(|| place.clone());
    Place::new(at.block, trimmed(cx.document.blocks[at.block].as_str(), at.range()))
}

/// Characters of the source's words that a message shows.
const SHOWN: usize = 36;

/// The words of a source, cut where a message would grow too long; the finding carries them whole.
fn shortened(words: &str) -> String {
    match words.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}
