//! ST002: a result called significant, of a size that is not told.

use super::figures::{Part, figures};
use crate::document::{BlockKind, Place};
use crate::extract::claim::QuantityKind;
use crate::knowledge::{Cue, Design, Direction, Term};
use crate::rules::places::{clauses, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule};
use std::collections::BTreeSet;

/// The rule `significant-without-effect-size`.
pub struct SignificantWithoutEffectSize;

const RULE: &str = "significant-without-effect-size";

impl Rule for SignificantWithoutEffectSize {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let sized: Vec<Place> = sentences(cx).into_iter().filter(|s| has_size(cx, s)).collect();
        for sentence in sentences(cx) {
            let words = cx.phrases_in(RULE, &sentence);
            for word in words.iter().filter(|w| w.is != "reported") {
                let clause = clauses(cx, sentence.block, &word.range());
                if !is_effect(cx, &clause) || !is_reported(cx, &sentence, word) {
                    continue;
                }
                outcome.look();
                if told(cx, &sentence, &sized) {
                    continue;
                }
                let shown = cx.document.blocks[sentence.block].shown(word.range()).to_owned();
                let mut found = Candidate::new(clause, "found").arg("word", shown);
                found.gated_at = Some(Place::new(sentence.block, word.range()));
                outcome.candidates.push(found);
                break;
            }
        }
        outcome
    }
}

/// Whether a clause tells of an effect, and not of the want of one.
fn is_effect(cx: &Context, clause: &Place) -> bool {
    let cues = cx.cues_in(clause);
    let moves = |cue: Cue| match cue {
        Cue::Direction(d) => !matches!(d, Direction::NoEffect | Direction::Unclear),
        Cue::Group | Cue::Causal => true,
        _ => false,
    };
    let compares =
        || cx.phrases_in("figures", clause).iter().any(|w| matches!(w.is.as_str(), "rise" | "fall"));
    (cues.iter().any(|t| moves(t.is)) || compares())
        && !cues.iter().any(|t| t.is == Cue::Direction(Direction::NoEffect))
}

/// Whether a sentence reports a result of a study: it compares groups, names the study or cites it.
/// A word such as 明显 counts only beside a citation, a design or a comparison.
fn is_reported(cx: &Context, sentence: &Place, word: &Term<String>) -> bool {
    let cites = cx.facts.citations.iter().any(|c| sentence.holds(&c.quote.place));
    let says = |cue: Cue| match cue {
        Cue::Comparison => true,
        Cue::Design(design) => is_compared(design),
        Cue::Study => word.is == "significant",
        _ => false,
    };
    let reports = cx.phrases_in(RULE, sentence).iter().any(|w| w.is == "reported");
    let medical = word.is == "significant" || !cx.named_in(sentence).is_empty();
    medical && (cites || reports && word.is == "significant")
        || medical && cx.cues_in(sentence).iter().any(|t| says(t.is))
}

/// Whether a study of that design measures an effect, rather than telling of single cases or opinions.
fn is_compared(design: Design) -> bool {
    use Design::{CaseReport, CaseSeries, Guideline, NarrativeReview, Opinion};
    !matches!(design, CaseReport | CaseSeries | Guideline | NarrativeReview | Opinion)
}

/// Whether the size of the effect is told: in its paragraph, in the list or table below it, or where
/// the article speaks of the same outcome.
fn told(cx: &Context, sentence: &Place, sized: &[Place]) -> bool {
    let below = |b: usize| {
        let part = |b: usize| matches!(cx.document.blocks[b].kind, BlockKind::ListItem | BlockKind::TableRow);
        b > sentence.block && (sentence.block + 1..=b).all(part)
    };
    let things = |place: &Place| -> BTreeSet<&str> {
        use crate::knowledge::ConceptKind::{Condition, Outcome};
        let named = cx.named_in(place).iter().filter(|n| matches!(n.concept.kind, Condition | Outcome));
        named.map(|n| n.concept.id.as_str()).collect()
    };
    let own = things(sentence);
    sized.iter().any(|s| s.block == sentence.block || below(s.block) || !things(s).is_disjoint(&own))
}

/// Whether a sentence gives the size of an effect: anything but years, durations, people, p values
/// and citations.
fn has_size(cx: &Context, sentence: &Place) -> bool {
    use QuantityKind::{Count, Days, ISquared, PValue, Studies, Year};
    let cited = |at: usize| {
        let holds = |p: &Place| p.block == sentence.block && p.start <= at && at < p.end;
        cx.facts.citations.iter().any(|c| holds(&c.quote.place))
    };
    figures(cx, sentence).iter().any(|f| match f.quantity.map(|q| q.kind) {
        Some(Year | Studies | PValue | ISquared | Count) => false,
        Some(Days) => f.part != Part::Level,
        Some(_) => true,
        None => !cited(f.numeral.start) && (f.decimals > 0 || f.is_change()),
    })
}
