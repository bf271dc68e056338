//! OV008: words that promote and inform of nothing.

use crate::document::Place;
use crate::knowledge::{ConceptKind, Cue};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};

/// The rule `hype-language`.
pub struct HypeLanguage;

impl Rule for HypeLanguage {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for (index, block) in cx.body() {
            outcome.look();
            let phrases = cx.phrases("hype-language", index);
            for phrase in phrases.iter().filter(|p| matches!(p.is.as_str(), "hype" | "composed" | "novelty"))
            {
                let Some(range) = block.sentence_at(phrase.start).map(|s| s.range.clone()) else { continue };
                let reported = phrases
                    .iter()
                    .any(|p| p.is == "reported" && (range.start..phrase.start).contains(&p.start));
                let sentence = Place::new(index, range);
                let disowned = phrases
                    .iter()
                    .any(|p| p.is == "disowned" && (sentence.start..sentence.end).contains(&p.start));
                if disowned || cx.warns(&sentence) {
                    continue;
                }
                let about_treatment = names_intervention(cx, &sentence);
                let fits = match phrase.is.as_str() {
                    "novelty" => about_treatment,
                    "composed" if cx.is_of_health() => true,
                    _ if cx.phrases_in("hype-language", &sentence).iter().any(|p| p.is == "ware-med") => true,
                    _ => about_treatment || is_about_a_study_or_patients(cx, &sentence),
                };
                if fits {
                    let shown = block.shown(phrase.range()).to_owned();
                    let found =
                        Candidate::new(Place::new(index, phrase.range()), "found").arg("phrase", shown);
                    let info = found.clone().severity(Severity::Info);
                    outcome.candidates.push(if reported { info } else { found });
                }
            }
        }
        outcome
    }
}

fn names_intervention(cx: &Context, sentence: &Place) -> bool {
    let treats = [ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];
    cx.named_in(sentence).iter().any(|n| treats.contains(&n.concept.kind))
}

fn is_about_a_study_or_patients(cx: &Context, sentence: &Place) -> bool {
    let study = |cue: Cue| matches!(cue, Cue::Study | Cue::Design(_));
    let cues = cx.cues_in(sentence);
    let medical = |block: usize| !cx.named(block).is_empty();
    let points_back = || cues.iter().any(|t| t.is == Cue::Anaphora);
    cues.iter().any(|t| study(t.is))
        || points_back() && (medical(sentence.block) || cx.document.title.is_some_and(medical))
        || cx
            .named_in(sentence)
            .iter()
            .any(|n| matches!(n.concept.kind, ConceptKind::Condition | ConceptKind::Population))
}
