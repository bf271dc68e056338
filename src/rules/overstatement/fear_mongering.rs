//! OV009: readers are frightened, and not told how large the danger is.

use crate::document::{BlockKind, Place};
use crate::extract::claim::QuantityKind;
use crate::knowledge::Cue;
use crate::rules::pitch::{self, Pitch, Within, pushed};
use crate::rules::places::{behind, clauses};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use std::collections::BTreeSet;

/// The rule `fear-mongering`.
pub struct FearMongering;

const RULE: &str = "fear-mongering";

/// Sentences behind an alarm in which something is sold.
const SALE: usize = 3;

/// To wait, and that it is too late then.
pub(super) const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["wait"], &["late"]],
        without: &["care", "trial", "trade", "queue"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["late"], &["wait"]],
        without: &["care", "trial", "trade", "queue"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["@condition", "ill"], &["late"]],
        without: &["care", "trial", "trade", "person", "apart", "gone", "spared"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["organ"], &["no-return-of", "late"], &["yours"]],
        without: &["care", "trial", "trade", "person", "gone", "spared", "counsel"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["treated-with", "checked-by", "@drug"], &["each-time"], &["late", "ravages"]],
        without: &["care", "trial", "trade", "person"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["treated-with", "checked-by", "exposure", "rival", "@drug"], &["people"], &["preys-on"]],
        without: &["care", "trial", "trade", "counsel", "warned", "official"],
        within: Within::Clause,
    },
];

impl Rule for FearMongering {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for (index, block) in cx.body().filter(|(_, b)| b.kind != BlockKind::AltText) {
            let words = cx.phrases(RULE, index);
            let mut told: BTreeSet<usize> = BTreeSet::new();
            for word in
                words.iter().filter(|w| matches!(w.is.as_str(), "alarm" | "alarm-last" | "killer" | "late"))
            {
                outcome.look();
                let Some(range) = block.sentence_at(word.start).map(|s| s.range.clone()) else { continue };
                let sentence = Place::new(index, range);
                let sells = sells(cx, &sentence);
                if !is_medical(cx, &sentence)
                    || is_sized(cx, &Place::new(index, 0..block.as_str().len()))
                    || !sells && calls_for_care(cx, &sentence)
                {
                    continue;
                }
                let unless = || cx.phrases_in(RULE, &sentence).iter().any(|w| w.is == "unless");
                if word.is == "late" && !unless() {
                    continue;
                }
                if !told.insert(sentence.start) {
                    continue;
                }
                let severity = match word.is.as_str() {
                    _ if sells => Severity::Error,
                    "killer" => Severity::Info,
                    _ => Severity::Warning,
                };
                let name = if sells { "sells" } else { "found" };
                let mut found = Candidate::new(clauses(cx, index, &word.range()), name)
                    .arg("phrase", block.shown(word.range()))
                    .severity(severity);
                found.gated_at = Some(Place::new(index, word.range()));
                outcome.candidates.push(found);
            }
        }
        pitch::add(cx, pushed(cx, PITCHES), &mut outcome, |met, _| {
            let sells = sells(cx, &cx.sentence_of(&met.at));
            let found = Candidate::new(met.place.clone(), if sells { "sells" } else { "found" })
                .arg("phrase", cx.document.blocks[met.at.block].shown(met.at.range()))
                .severity(if sells { Severity::Error } else { Severity::Warning });
            (!is_sized(cx, &cx.sentence_of(&met.at))).then_some(found)
        });
        outcome
    }
}

/// Whether a paragraph, or the title, names something of medicine, or a sentence a harm.
fn is_medical(cx: &Context, sentence: &Place) -> bool {
    let harm = || cx.cues_in(sentence).iter().any(|t| t.is == Cue::Harm);
    !cx.named(sentence.block).is_empty()
        || harm()
        || cx.phrases(RULE, sentence.block).iter().any(|w| w.is == "body")
        || cx.document.title.is_some_and(|t| !cx.named(t).is_empty())
}

/// Whether a place says how large the danger is.
fn is_sized(cx: &Context, place: &Place) -> bool {
    let size = |kind: QuantityKind| {
        use QuantityKind::{Fold, HazardRatio, OddsRatio, Percent, Points, RiskRatio};
        matches!(kind, Percent | Points | OddsRatio | RiskRatio | HazardRatio | Fold)
    };
    cx.quantities_in(place).iter().any(|q| size(q.kind))
        || cx.phrases_in(RULE, place).iter().any(|w| w.is == "sized")
}

/// Whether a sentence, or the one behind it, sends to a doctor or calls for help.
fn calls_for_care(cx: &Context, sentence: &Place) -> bool {
    let cares = |s: &Place| cx.phrases_in(RULE, s).iter().any(|w| w.is == "care");
    cares(sentence) || behind(cx, sentence, 1).first().is_some_and(|s| s.block == sentence.block && cares(s))
}

/// Whether the alarm is followed by something to buy or somebody to call.
fn sells(cx: &Context, sentence: &Place) -> bool {
    let sale = |s: &Place| cx.phrases_in(RULE, s).iter().any(|w| w.is == "sell");
    sale(sentence) || behind(cx, sentence, SALE).iter().any(sale)
}
