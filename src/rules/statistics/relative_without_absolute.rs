//! ST001: how much a risk changed, and never how large it was.

use super::figures::{Figure, Part, figures};
use crate::document::{BlockKind, Place};
use crate::extract::claim::{Quantity, QuantityKind};
use crate::knowledge::{ConceptKind, Cue, Direction, Term};
use crate::rules::places::{clauses, sentences};
use crate::rules::{Candidate, Context, Outcome, Rule, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The rule `relative-without-absolute`.
pub struct RelativeWithoutAbsolute;

const RULE: &str = "relative-without-absolute";

/// Blocks behind a change in which a table may give the absolute figures.
const TABLE: usize = 40;

impl Rule for RelativeWithoutAbsolute {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut told = BTreeSet::new();
        let mut absolute: BTreeMap<(usize, BTreeSet<&str>), bool> = BTreeMap::new();
        for sentence in sentences(cx) {
            let figures = figures(cx, &sentence);
            let null = shows_nothing(cx, &sentence);
            let relative = figures
                .iter()
                .filter(|f| is_relative(f) && !(null && is_ratio(f)))
                .map(|f| f.numeral.start..f.end);
            let found = relative.chain(in_words(cx, &sentence));
            let Some((change, event)) =
                found.filter_map(|c| Some((c.clone(), event(cx, &sentence, &c)?))).next()
            else {
                continue;
            };
            if is_trend(cx, &sentence) || !of_intervention(cx, &sentence) {
                continue;
            }
            outcome.look();
            let suffered = matters(cx, &sentence);
            let mut near = || {
                let key = (sentence.block, suffered.clone());
                *absolute.entry(key).or_insert_with(|| has_absolute(cx, sentence.block, &suffered))
            };
            if sets_side_by_side(&figures) || near() || !told.insert(sentence.block) {
                continue;
            }
            let place = clauses(cx, sentence.block, &change);
            let shown = cx.document.blocks[place.block].shown(change).to_owned();
            let mut found = Candidate::new(place.clone(), "text").arg("change", shown);
            if let Some(source) = source(cx, &place) {
                found.message = "source";
                found = found.arg("reference", source.reference);
                found.source = Some(source);
            }
            found.gated_at = Some(Place::new(sentence.block, event));
            outcome.candidates.push(found);
        }
        outcome
    }
}

/// Whether a number is a relative change: 降低25%, 10 times more.
fn is_relative(figure: &Figure) -> bool {
    figure.is(QuantityKind::Percent) && figure.is_change()
        || figure.is(QuantityKind::Fold) && figure.value() > 1.0
        || is_ratio(figure)
}

fn is_ratio(figure: &Figure) -> bool {
    use QuantityKind::{HazardRatio, OddsRatio, RiskRatio};
    [HazardRatio, OddsRatio, RiskRatio].into_iter().any(|ratio| figure.is(ratio))
}

/// Whether a sentence says that nothing was shown: no difference, or an interval that holds one.
fn shows_nothing(cx: &Context, sentence: &Place) -> bool {
    let open = |q: &Quantity| q.kind == QuantityKind::Interval && q.low < 1.0 && q.high > 1.0;
    cx.quantities_in(sentence).iter().any(open)
        || cx.cues_in(sentence).iter().any(|t| t.is == Cue::Direction(Direction::NoEffect))
        || cx.phrases_in("nonsignificant-as-no-effect", sentence).iter().any(|w| w.is == "null")
}

/// Changes told in words: 下降了四成, doubles the risk.
fn in_words(cx: &Context, sentence: &Place) -> Vec<Range<usize>> {
    let moves = |word: &Term<String>| {
        let clause = clauses(cx, sentence.block, &word.range());
        let words = cx.phrases_in("figures", &clause);
        words.iter().any(|w| matches!(w.is.as_str(), "rise" | "fall") && w.end <= word.start)
    };
    let words = cx.phrases_in(RULE, sentence);
    let told = |w: &&Term<String>| w.is == "change" || w.is == "share" && moves(w);
    words.iter().filter(told).map(|w| w.range()).collect()
}

/// What changed, where patients suffer it: the word nearest to the change, before it first, is a risk or
/// an event, and no measurement.
fn event(cx: &Context, sentence: &Place, change: &Range<usize>) -> Option<Range<usize>> {
    let words = cx.phrases_in(RULE, sentence);
    let decides = |w: &&Term<String>| matches!(w.is.as_str(), "event" | "measure");
    let clause = clauses(cx, sentence.block, change);
    let before = words.iter().rev().filter(decides).find(|w| w.end <= change.start);
    let behind = words.iter().filter(decides).find(|w| w.start >= change.end && w.start < clause.end);
    let suffers = |w: &&Term<String>| matches!(w.is.as_str(), "event" | "mishap");
    let inside = words.iter().find(|w| suffers(w) && change.start <= w.start && w.end <= change.end);
    if let Some(word) = inside {
        return Some(word.range());
    }
    let own = before.filter(|w| w.start >= clause.start);
    let later = words.iter().filter(decides).find(|w| w.start >= change.end);
    own.or(behind).or(before).or(later).filter(|w| w.is == "event").map(|w| w.range())
}

/// Whether a sentence tells how something went over the years or from place to place, or of smoking.
fn is_trend(cx: &Context, sentence: &Place) -> bool {
    cx.phrases_in(RULE, sentence).iter().any(|w| matches!(w.is.as_str(), "trend" | "smoking"))
}

/// Whether the words around a sentence are about a treatment or a study.
fn of_intervention(cx: &Context, sentence: &Place) -> bool {
    let section = cx.document.section(sentence.block);
    let above = (section.start..sentence.block).rev().find(|&b| cx.document.blocks[b].kind.is_body());
    [Some(sentence.block), above].into_iter().flatten().any(|block| {
        let treats = [ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];
        cx.named(block).iter().any(|n| treats.contains(&n.concept.kind))
            || cx.cues(block).iter().any(|t| matches!(t.is, Cue::Design(_) | Cue::Anaphora))
            || cx.phrases(RULE, block).iter().any(|w| matches!(w.is.as_str(), "treated" | "exposed"))
    })
}

/// Whether a figure of a sentence is a level.
fn is_level(figure: &&Figure) -> bool {
    figure.is(QuantityKind::Percent) && !figure.is_change()
}

/// Whether the figures of a sentence give a level, or two counts.
fn sets_side_by_side(own: &[Figure]) -> bool {
    own.iter().any(|f| is_level(&f)) || own.iter().filter(|f| f.is(QuantityKind::Count)).count() >= 2
}

/// Whether an absolute figure stands in a paragraph, in one beside it, or in a table behind it.
/// Figures of another goal in another paragraph are none of what changed here.
fn has_absolute(cx: &Context, own: usize, suffered: &BTreeSet<&str>) -> bool {
    let body = |b: &usize| cx.document.blocks[*b].kind.is_body();
    let heads = |b: &usize| matches!(cx.document.blocks[*b].kind, BlockKind::Heading | BlockKind::Title);
    let above = (0..own).rev().take_while(|b| !heads(b)).find(body);
    let behind = || (own + 1..cx.document.blocks.len()).take_while(|b| !heads(b));
    let table = |b: &usize| cx.document.blocks[*b].kind == BlockKind::TableRow;
    let rows = behind().take(TABLE).filter(table);
    [Some(own), above, behind().find(body)].into_iter().flatten().chain(rows).any(|block| {
        let whole = Place::new(block, 0..cx.document.blocks[block].as_str().len());
        let mut figures = figures(cx, &whole);
        if block == own && !suffered.is_empty() {
            let of_null = other_nulls(cx, block, suffered);
            figures.retain(|f| !of_null.iter().any(|s| s.range().contains(&f.numeral.start)));
        }
        let has = |part: Part| figures.iter().any(|f| f.part == part);
        cx.phrases(RULE, block).iter().any(|w| w.is == "absolute")
            || cx.quantities(block).iter().any(|q| q.kind == QuantityKind::Points)
            || figures.iter().filter(is_level).count() >= 2
                && !(block != own && is_of_other(cx, block, suffered))
            || has(Part::From) && has(Part::To)
    })
}

/// Sentences of a paragraph that tell of another outcome, and that it did not differ: their figures are none of
/// what changed.
fn other_nulls(cx: &Context, block: usize, suffered: &BTreeSet<&str>) -> Vec<Place> {
    let sentences = cx.document.blocks[block].sentences.iter().map(|s| Place::new(block, s.range.clone()));
    let other = |s: &Place| {
        let named = matters(cx, s);
        !named.is_empty() && suffered.is_disjoint(&named) && shows_nothing(cx, s)
    };
    sentences.filter(other).collect()
}

/// The outcomes and diseases that a place names.
fn matters<'a>(cx: &Context<'a>, place: &Place) -> BTreeSet<&'a str> {
    let ill = |kind| matches!(kind, ConceptKind::Condition | ConceptKind::Outcome);
    cx.named_in(place).iter().filter(|n| ill(n.concept.kind)).map(|n| n.concept.id.as_str()).collect()
}

/// Whether a paragraph tells of the goal of a study, and names nothing of what is suffered elsewhere.
fn is_of_other(cx: &Context, block: usize, suffered: &BTreeSet<&str>) -> bool {
    let whole = Place::new(block, 0..cx.document.blocks[block].as_str().len());
    let concepts = &cx.knowledge.concepts;
    let named = matters(cx, &whole);
    let same = |id: &&str| named.iter().any(|n| concepts.is_a(n, id) || concepts.is_a(id, n));
    let goal = cx.phrases("direction-contradicts-source", block).iter().any(|w| w.is == "goal");
    goal && cx.document.blocks[block].kind == BlockKind::Paragraph
        && !suffered.is_empty()
        && !suffered.iter().any(same)
}

/// The source of the change, where its abstract sets two percentages against each other.
fn source(cx: &Context, place: &Place) -> Option<Source> {
    cx.sources_of(place).find_map(|(number, record)| {
        let abstract_ = record.abstract_.as_ref()?;
        let block = abstract_.blocks.first()?;
        let percents = |range: &Range<usize>| {
            let inside = |p: &Place| range.start <= p.start && p.end <= range.end;
            let plain = abstract_.numbers.iter().filter(|q| q.kind == QuantityKind::Percent);
            plain.filter(|q| inside(&q.quote.place)).count()
        };
        let sentence = block.sentences.iter().find(|s| percents(&s.range) >= 2)?;
        Some(cx.source(number, record, block.shown(sentence.range.clone()).to_owned()))
    })
}
