//! ST002: a result called significant, of a size that is not told.

use super::figures::{Part, figures};
use crate::document::{BlockKind, Place};
use crate::extract::claim::QuantityKind;
use crate::knowledge::{ConceptKind, Cue, Design, Direction, Named, Term};
use crate::rules::places::{clauses, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule};
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// The rule `significant-without-effect-size`.
pub struct SignificantWithoutEffectSize;

const RULE: &str = "significant-without-effect-size";

impl Rule for SignificantWithoutEffectSize {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let all = sentences(cx);
        let sized = LazyCell::new(|| Sized::of(cx, &all));
        for sentence in &all {
            let words = cx.phrases_in(RULE, sentence);
            for word in words.iter().filter(|w| w.is != "reported") {
                let clause = clauses(cx, sentence.block, &word.range());
                if !is_effect(cx, &clause) || !is_reported(cx, sentence, word) {
                    continue;
                }
                outcome.look();
                if sized.tells(cx, sentence) {
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
    let cites = cx.cites(sentence);
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

/// Where sizes of effects are told.
struct Sized<'a> {
    blocks: BTreeSet<usize>,
    things: BTreeSet<&'a str>,
    /// Entries that sentences with sizes lean on.
    sources: BTreeSet<usize>,
}

impl<'a> Sized<'a> {
    fn of(cx: &Context<'a>, all: &[Place]) -> Sized<'a> {
        let sized = || all.iter().filter(|s| has_size(cx, s));
        Sized {
            blocks: sized().map(|s| s.block).collect(),
            things: sized().flat_map(|s| things(cx, s)).collect(),
            sources: sized().flat_map(|s| cx.evidence.links.of(s)).map(|l| l.reference).collect(),
        }
    }

    /// Whether the size of an effect is told: in its paragraph, in the list or table below it, or where
    /// the article speaks of the same outcome or by the same source.
    fn tells(&self, cx: &Context, sentence: &Place) -> bool {
        let part = |b: usize| matches!(cx.document.blocks[b].kind, BlockKind::ListItem | BlockKind::TableRow);
        let below = (sentence.block + 1..cx.document.blocks.len()).take_while(|&b| part(b));
        self.blocks.contains(&sentence.block)
            || below.into_iter().any(|b| self.blocks.contains(&b))
            || things(cx, sentence).any(|id| self.things.contains(id))
            || self.is_sourced(cx, sentence)
    }

    /// Whether the paragraph of a sentence leans on a source whose sizes are told elsewhere.
    fn is_sourced(&self, cx: &Context, sentence: &Place) -> bool {
        let paragraph = Place::new(sentence.block, 0..cx.document.blocks[sentence.block].as_str().len());
        cx.evidence.links.of(&paragraph).any(|leaning| self.sources.contains(&leaning.reference))
    }
}

/// Ids of the outcomes and diseases that a sentence names.
fn things<'a>(cx: &Context<'a>, place: &Place) -> impl Iterator<Item = &'a str> {
    let named = cx.named_in(place).iter();
    let ill = |n: &&Named| matches!(n.concept.kind, ConceptKind::Condition | ConceptKind::Outcome);
    named.filter(ill).map(|n| n.concept.id.as_str())
}

/// Whether a sentence gives the size of an effect: anything but years, durations, people, p values
/// and citations.
fn has_size(cx: &Context, sentence: &Place) -> bool {
    use QuantityKind::{Count, Days, ISquared, PValue, Studies, Year};
    let brackets = |at: usize| Place::new(sentence.block, at.saturating_sub(1)..at + 1);
    let cited = |at: usize| cx.cites(&brackets(at));
    figures(cx, sentence).iter().any(|f| match f.quantity.map(|q| q.kind) {
        Some(Year | Studies | PValue | ISquared | Count) => false,
        Some(Days) => f.part != Part::Level,
        Some(_) => true,
        None => !cited(f.numeral.start) && (f.decimals > 0 || f.is_change()),
    })
}
