//! OV010: a normal state, or one that medicine does not know, made into a disease of everybody.

use crate::document::{BlockKind, Place};
use crate::knowledge::Term;
use crate::rules::pitch::{self, Pitch, Within, pushed};
use crate::rules::places::clauses;
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};

/// The rule `disease-mongering`.
pub struct DiseaseMongering;

const RULE: &str = "disease-mongering";

/// So many of all people, and what is wrong with them.
pub(super) const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["#share", "most-of"], &["people", "yours"], &["faulty", "ill"]],
        without: &["survey", "trial", "criterion", "trade", "effective"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["#share", "most-of"], &["unaware", "must-treat"]],
        without: &["survey", "trial", "criterion", "trade", "effective", "counsel"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["everyday"], &["betrays"], &["faulty"]],
        without: &["survey", "trial", "criterion", "trade", "effective", "counsel"],
        within: Within::Sentence,
    },
];

impl Rule for DiseaseMongering {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for (index, block) in cx.body().filter(|(_, b)| b.kind != BlockKind::AltText) {
            for sentence in &block.sentences {
                let place = Place::new(index, sentence.range.clone());
                let words = cx.phrases_in(RULE, &place);
                let state =
                    |w: &&Term<String>| matches!(w.is.as_str(), "pseudo" | "normal" | "coined" | "leap");
                let Some(state) = words.iter().find(state) else { continue };
                outcome.look();
                if words.iter().any(|w| w.is == "criterion") {
                    continue;
                }
                outcome.candidates.extend(finding(cx, &place, &words, state));
            }
        }
        pitch::add(cx, pushed(cx, PITCHES), &mut outcome, |met, words| {
            let state = cx.document.blocks[met.at.block].shown(met.at.range());
            let found = Candidate::new(met.place.clone(), "everybody").arg("state", state).arg("word", words);
            Some(found.severity(Severity::Warning))
        });
        outcome
    }
}

/// A state that is said to be everybody's, or to need treatment; what medicine does not know is worse
/// than what is normal.
fn finding(
    cx: &Context,
    sentence: &Place,
    words: &[Term<String>],
    state: &Term<String>,
) -> Option<Candidate> {
    let everybody = words.iter().find(|w| w.is == "everybody");
    let treat = words.iter().find(|w| w.is == "treat");
    let cited = cx.cites(sentence);
    if let Some(word) = words.iter().find(|w| w.is == "coined" || w.is == "leap" && !cited) {
        return Some(told(cx, sentence, "treat", Severity::Warning, (word, word)));
    }
    let (name, severity, word) = match (state.is.as_str(), everybody, treat) {
        ("pseudo", Some(word), _) if !cited => ("everybody", Severity::Warning, word),
        ("pseudo", _, Some(word)) => ("treat", Severity::Warning, word),
        ("normal", Some(_), Some(word)) => ("treat", Severity::Warning, word),
        ("normal", None, Some(word)) => ("treat", Severity::Info, word),
        _ => return None,
    };
    Some(told(cx, sentence, name, severity, (state, word)))
}

fn told(
    cx: &Context,
    sentence: &Place,
    name: &'static str,
    severity: Severity,
    (state, word): (&Term<String>, &Term<String>),
) -> Candidate {
    let (first, last) = (state.start.min(word.start), state.end.max(word.end));
    let block = &cx.document.blocks[sentence.block];
    let mut found = Candidate::new(clauses(cx, sentence.block, &(first..last)), name)
        .arg("state", block.shown(state.range()))
        .arg("word", block.shown(word.range()))
        .severity(severity);
    found.gated_at = Some(Place::new(sentence.block, state.range()));
    found
}
