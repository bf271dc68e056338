//! OV003: a study that only watched is told as if it had shown a cause.

use crate::document::Place;
use crate::evidence::Record;
use crate::extract::claim::{Claim, Strength};
use crate::knowledge::{Certainty, Cue, Design, Relation, Term};
use crate::rules::pitch::{self, Pitch, Within, pushed};
use crate::rules::places::{before, clauses, sentences};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `correlation-as-causation`.
pub struct CorrelationAsCausation;

const RULE: &str = "correlation-as-causation";

/// What medicine does, and a harm or an illness that is laid at its door.
pub(super) const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[
            &["treated-with", "checked-by", "@drug", "exposure"],
            &["blames"],
            &["ill", "@condition", "stricken"],
        ],
        without: &["trial", "trade", "gone", "official", "warned"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[
            &["swells"],
            &["ill", "@condition", "stricken"],
            &["treated-with", "checked-by", "exposure"],
            &["blames"],
        ],
        without: &["trade", "official"],
        within: Within::Story,
    },
];

/// Sentences over which a study is what a paragraph speaks of.
const BEFORE: usize = 12;

impl Rule for CorrelationAsCausation {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for sentence in sentences(cx) {
            let words = cx.phrases_in(RULE, &sentence);
            let Some(word) = words.iter().find(|w| says_cause(cx, &sentence, w)) else { continue };
            if words.iter().any(|w| matches!(w.is.as_str(), "established" | "known")) {
                continue;
            }
            let place = Place::new(sentence.block, word.range());
            match told_design(cx, &sentence) {
                Told::Observed(cue) => {
                    outcome.look();
                    if !is_disclaimed(cx, &sentence) {
                        outcome.candidates.push(in_text(cx, place, &cue));
                    }
                }
                // Called a trial, and its source only watched.
                Told::Tried => {
                    outcome.look();
                    let ahead = before(cx, &sentence, usize::from(word.is == "effect"));
                    let leaning = std::iter::once(sentence.clone()).chain(ahead);
                    let known = |s: Place| match by_record(cx, &place, &s) {
                        Err(None) => None,
                        known => Some(known.ok().flatten()),
                    };
                    let found = leaning.into_iter().find_map(known).flatten();
                    outcome.candidates.extend(found.filter(|_| !is_disclaimed(cx, &sentence)));
                }
                Told::Nothing => match by_record(cx, &place, &place) {
                    Ok(found) => {
                        outcome.look();
                        outcome.candidates.extend(found.filter(|_| !is_disclaimed(cx, &sentence)));
                    }
                    Err(Some(why)) => outcome.skip(why),
                    Err(None) => {}
                },
            }
        }
        pitch::add(cx, pushed(cx, PITCHES), &mut outcome, |met, _| {
            let word = cx.document.blocks[met.at.block].shown(met.at.range());
            Some(Candidate::new(met.place.clone(), "blamed").arg("word", word))
        });
        outcome
    }
}

/// Whether a word ties a cause to its effect here: in a claim that is neither hedged nor denied; one of
/// blame or thanks (归功于, is to blame) always does.
fn says_cause(cx: &Context, sentence: &Place, word: &Term<String>) -> bool {
    let at = Place::new(sentence.block, word.range());
    let text = cx.document.blocks[sentence.block].as_str();
    match word.is.as_str() {
        "makes" => {
            let clause = clauses(cx, sentence.block, &word.range());
            let names = |w: &Term<String>| w.is == "named" && w.start >= word.end;
            let aimed = text[..word.start].ends_with(" to ");
            if aimed || cx.phrases_in(RULE, &clause).iter().any(names) {
                return false;
            }
            let measured = text[word.end..].starts_with(|c: char| c.is_ascii_digit());
            let causal = |c: &&Claim| {
                c.relation == Relation::Causal && c.certainty >= Certainty::C2 && c.quote.place.overlaps(&at)
            };
            !measured && cx.facts.claims.iter().any(|c| causal(&c))
        }
        "because" | "ties" => !is_linked(cx, sentence, word),
        "effect" => true,
        _ => false,
    }
}

/// Whether the clause of a word says that things go together (与……相关), rather than cause each other.
fn is_linked(cx: &Context, sentence: &Place, word: &Term<String>) -> bool {
    let clause = clauses(cx, sentence.block, &word.range());
    let text = cx.document.blocks[sentence.block].as_str();
    let associated = || cx.cues_in(&clause).iter().any(|t| t.is == Cue::Associative);
    word.is == "ties" && (text[..word.start].ends_with(" to ") || associated())
}

/// What kind of study the paragraph tells of.
enum Told {
    /// One that watched, and the word for it.
    Observed(Place),
    /// One that tried something, or put studies together.
    Tried,
    /// None, or of a kind not said.
    Nothing,
}

/// The kind of study that a sentence names, or the nearest one before it in its paragraph.
fn told_design(cx: &Context, sentence: &Place) -> Told {
    let block = &cx.document.blocks[sentence.block];
    let own = block.sentences.partition_point(|s| s.range.start <= sentence.start);
    for range in block.sentences[..own].iter().rev().take(BEFORE).map(|s| s.range.clone()) {
        let cues = cx.cues_in(&Place::new(sentence.block, range.clone()));
        let watched = cues.iter().find(|t| matches!(t.is, Cue::Design(d) if is_observational(d)));
        let other = cues.iter().any(|t| matches!(t.is, Cue::Design(d) if is_trial(d)));
        let words = cx.phrases_in(RULE, &Place::new(sentence.block, range));
        let mendelian = words.iter().any(|w| w.is == "randomised");
        let followed = words.iter().find(|w| w.is == "watched").map(|w| w.range());
        match watched.map(|cue| cue.range()).or(followed) {
            _ if other || mendelian => return Told::Tried,
            Some(range) => return Told::Observed(Place::new(sentence.block, range)),
            None => {}
        }
    }
    Told::Nothing
}

fn is_observational(design: Design) -> bool {
    use Design::{CaseControl, Cohort, CrossSectional, Observational};
    matches!(design, Cohort | CaseControl | CrossSectional | Observational)
}

fn is_trial(design: Design) -> bool {
    use Design::{AnimalStudy, Guideline, InVitroStudy, RandomisedTrial, Trial};
    matches!(design, RandomisedTrial | Trial | Guideline | AnimalStudy | InVitroStudy)
}

/// Whether the paragraph says that no cause was shown.
fn is_disclaimed(cx: &Context, sentence: &Place) -> bool {
    cx.phrases(RULE, sentence.block).iter().any(|w| w.is == "disclaimer")
}

fn in_text(cx: &Context, word: Place, cue: &Place) -> Candidate {
    let block = &cx.document.blocks[word.block];
    let mut found = Candidate::new(clauses(cx, word.block, &word.range()), "text")
        .arg("word", block.shown(word.range()))
        .arg("design", block.shown(cue.range()));
    if !found.place.overlaps(cue) {
        found.also.push(cue.clone());
    }
    found.gated_at = Some(word);
    found
}

/// What the sources of a sentence make of a word of cause in it or behind it: a finding where all of them only watched; why nothing
/// can be said, where a source is named and not known.
fn by_record(cx: &Context, word: &Place, leaning: &Place) -> Result<Option<Candidate>, Option<NotChecked>> {
    let sources: Vec<(u32, &Record)> = cx.sources_of(leaning).collect();
    let Some(&(number, record)) = sources.first() else {
        let leans = cx.evidence.links.of(leaning).next().is_some();
        return Err(leans.then_some(NotChecked::NoRecord));
    };
    let designs: Option<Vec<Design>> = sources.iter().map(|(_, r)| r.design).collect();
    let Some(designs) = designs else { return Err(Some(NotChecked::DesignUnknown)) };
    if !designs.iter().all(|&d| is_observational(d)) {
        return Ok(None);
    }
    let block = &cx.document.blocks[word.block];
    let associative = |r: &Record| {
        let strength = r.abstract_.as_ref().map(|a| a.strength);
        matches!(strength, Some(Strength::Correlational | Strength::Conditional))
    };
    let plainly = sources.iter().all(|(_, r)| associative(r));
    let mut found = Candidate::new(clauses(cx, word.block, &word.range()), "source")
        .arg("word", block.shown(word.range()))
        .arg("reference", number)
        .words("design", vec![record.design.map_or("observational", Design::as_str)])
        .severity(if plainly { Severity::Error } else { Severity::Warning });
    found.source = Some(cx.source(number, record, record.title.clone()));
    found.gated_at = Some(word.clone());
    Ok(Some(found))
}
