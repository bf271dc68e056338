//! Pitches: what sellers say, known by its parts, wherever these stand in a clause or a sentence. They count only in
//! an article that sells something to the reader, or that pushes as such articles do.

use super::dosage::is_prescription;
use super::places::{clauses, trimmed};
use super::{Candidate, Context, Outcome, advertising, overstatement};
use crate::document::{BlockKind, Place};
use crate::extract::claim::numerals;
use crate::extract::gate::GateScope;
use crate::knowledge::{ConceptKind, Gate, Named, Term};
use std::ops::Range;
use std::rc::Rc;

/// The shapes whose phrases are the parts of pitches.
const PARTS: &str = "pitch";

/// Sentences of a story.
const STORY: usize = 3;

/// What rules find in articles that push, and their phrases for it.
const PUSHES: &[(&str, &[&str])] = &[
    ("stop-prescribed-treatment", &["discard", "replace", "urged"]),
    ("no-side-effects-claim", &["none"]),
    ("guarantee-of-cure", &["cure", "told"]),
    ("hype-language", &["hype", "composed"]),
    ("fear-mongering", &["alarm"]),
    ("superlative", &["told"]),
    ("food-or-supplement-prohibited-claim", &["told.treat"]),
    ("refuse-vaccine-or-screening", &["refuse"]),
    ("comparative-superiority", &["told", "told.crushing", "told.plain"]),
    ("testimonial", &["told"]),
    ("disease-mongering", &["leap", "coined"]),
    ("preclinical-extrapolation", &["extrapolates"]),
];

/// Least of them in an article that pushes.
const PUSHY: usize = 4;

/// Least of them and of rules whose pitches stand in it.
const PITCHED: usize = 5;

/// How far the parts of a pitch may stand from each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// In one clause.
    Clause,
    /// In one sentence.
    Sentence,
    /// In a sentence and the two behind it; the first part in the first.
    Story,
}

/// A pitch: what it is made of.
pub(super) struct Pitch {
    /// Its parts, each one of some; the last is what gates are asked of. A part is a phrase, or `@condition`,
    /// `@drug`, `@supplement`, `@prescription`, `#share`, `#span` or `#numeral`.
    pub(super) parts: &'static [&'static [&'static str]],
    /// What must not stand in its sentence.
    pub(super) without: &'static [&'static str],
    /// How far the parts may stand from each other.
    pub(super) within: Within,
}

/// A place where a pitch stands.
pub(super) struct Met {
    /// Its last part.
    pub(super) at: Place,
    /// The clauses of its parts.
    pub(super) place: Place,
}

/// Whether an article says as sellers do what several rules speak of, and denies none of it.
pub(super) fn pushes(cx: &Context) -> bool {
    let says = |rule: &'static str, ids: &[&str]| {
        cx.body().any(|(index, _)| {
            let said = |t: &&Term<String>| {
                ids.contains(&t.is.as_str()) && !cx.facts.gates.denies(&Place::new(index, t.range()))
            };
            cx.phrases(rule, index).iter().any(|t| said(&t))
        })
    };
    let said = PUSHES.iter().filter(|(rule, ids)| says(rule, ids)).take(PUSHY).count();
    said >= PUSHY || said + families(cx, PITCHED) >= PITCHED
}

/// Of how many rules pitches stand in an article, told as its own, up to some.
fn families(cx: &Context, most: usize) -> usize {
    let told = |g: &GateScope| matches!(g.gate, Gate::Quotation | Gate::Attribution);
    let own = |m: &Met| !cx.facts.gates.over(&m.at).any(told);
    let all = advertising::PITCHES.iter().chain(overstatement::PITCHES);
    all.filter(|pitches| pitches.iter().any(|p| met(cx, p).iter().any(own))).take(most).count()
}

/// Where pitches stand in an article that pushes.
pub(super) fn pushed<'p>(cx: &'p Context, pitches: &'p [Pitch]) -> impl Iterator<Item = Met> + 'p {
    pitches.iter().filter(|_| cx.is_pushy()).flat_map(|p| met(cx, p))
}

/// Adds what `make` says of each pitch and its words, in sentences of which the rule has found nothing yet.
pub(super) fn add(
    cx: &Context,
    pitches: impl Iterator<Item = Met>,
    outcome: &mut Outcome,
    make: impl Fn(&Met, &str) -> Option<Candidate>,
) {
    for met in pitches {
        let sentence = cx.sentence_of(&met.at);
        if outcome.candidates.iter().any(|c| c.place.overlaps(&sentence)) {
            continue;
        }
        let words = cx.document.blocks[met.place.block].shown(met.place.range());
        if let Some(mut found) = make(&met, words) {
            outcome.look();
            found.gated_at = Some(met.at);
            outcome.candidates.push(found);
        }
    }
}

/// Whether the sentence that ends a pitch tells of harm, or of what a doctor says.
pub(super) fn ends_badly(cx: &Context, met: &Met) -> bool {
    let said = cx.phrases_in(PARTS, &cx.sentence_of(&met.at));
    said.iter().any(|t| matches!(t.is.as_str(), "harmed" | "by-the-book"))
}

/// Where a pitch stands, once a sentence.
fn met(cx: &Context, pitch: &Pitch) -> Vec<Met> {
    let mut found: Vec<Met> = Vec::new();
    for (index, block) in cx.body().filter(|(_, b)| b.kind != BlockKind::AltText) {
        let words = cx.phrases(PARTS, index);
        for (number, sentence) in block.sentences.iter().enumerate() {
            let here = Place::new(index, sentence.range.clone());
            let known = found.last().is_some_and(|f| f.place.overlaps(&here));
            if known || cx.warns(&here) || cx.argues_in(&here) && cx.cites(&here) {
                continue;
            }
            let at = |range: Range<usize>| Stretch { cx, index, words: Rc::clone(&words), range };
            let stretches: Vec<Stretch> = match pitch.within {
                Within::Clause => sentence.clauses.iter().map(|c| at(c.clone())).collect(),
                Within::Sentence => vec![at(sentence.range.clone())],
                Within::Story => {
                    let last = block.sentences[number..].iter().take(STORY).next_back();
                    vec![at(sentence.range.start..last.map_or(sentence.range.end, |s| s.range.end))]
                }
            };
            let opens = |m: &Met| pitch.within != Within::Story || m.place.start < sentence.range.end;
            let Some(met) = stretches.iter().find_map(|s| s.meets(pitch).filter(opens)) else { continue };
            let whole = at(here.start..met.at.end.max(here.end));
            if !pitch.without.iter().any(|w| whole.hits(w).next().is_some()) {
                found.push(met);
            }
        }
    }
    found
}

/// Whether a part stands on the place of one before it, and neither wholly within the other: 孩子 in 十个孩子里有六个,
/// "mammogram" in "let the mammogram go".
fn overlaps(taken: &Range<usize>, part: &Range<usize>) -> bool {
    let holds =
        |outer: &Range<usize>, inner: &Range<usize>| outer.start < inner.start && inner.end < outer.end;
    taken.start < part.end && part.start < taken.end && !holds(taken, part) && !holds(part, taken)
}

/// A part of a block in which the parts of a pitch are looked for.
struct Stretch<'c, 'a> {
    cx: &'c Context<'a>,
    index: usize,
    words: Rc<[Term<String>]>,
    range: Range<usize>,
}

impl Stretch<'_, '_> {
    /// Where all parts of a pitch stand, none on the place of another, the last not gated.
    fn meets(&self, pitch: &Pitch) -> Option<Met> {
        let mut taken: Vec<Range<usize>> = Vec::new();
        let story = pitch.within == Within::Story;
        for (n, part) in pitch.parts.iter().enumerate() {
            let last = n + 1 == pitch.parts.len();
            let from =
                if story { taken.first().map_or(self.range.start, |t| t.end) } else { self.range.start };
            let mut all = part.iter().flat_map(|p| self.hits(p));
            let free = |r: &Range<usize>| {
                r.start >= from
                    && !taken.iter().any(|t| overlaps(t, r))
                    && !(last && self.is_gated(r, &taken))
            };
            taken.push(all.find(free)?);
        }
        let at = taken.last()?.clone();
        let start = taken.iter().map(|t| t.start).min()?;
        let end = taken.iter().map(|t| t.end).max()?;
        let text = self.cx.document.blocks[self.index].as_str();
        let first = clauses(self.cx, self.index, &(start..at.end.min(start + 1).max(start)));
        let ends = clauses(self.cx, self.index, &(end.saturating_sub(1)..end));
        let range = trimmed(text, first.start.min(start)..ends.end.max(end));
        Some(Met { at: Place::new(self.index, at), place: Place::new(self.index, range) })
    }

    /// Whether the last part is denied; what another part denies (不长 before 全额退款) is its own.
    fn is_gated(&self, range: &Range<usize>, taken: &[Range<usize>]) -> bool {
        let own = |g: &GateScope| {
            let cue = g.cue_place.range();
            g.gate == Gate::Negation && taken.iter().any(|t| t.start <= cue.start && cue.end <= t.end)
        };
        self.cx.facts.gates.denies_but(&Place::new(self.index, range.clone()), own)
    }

    /// Where a part stands, in order.
    fn hits<'s>(&'s self, part: &'s str) -> Box<dyn Iterator<Item = Range<usize>> + 's> {
        match part.split_at_checked(1) {
            Some(("@", "prescription")) => {
                let named = self.cx.named_in(&Place::new(self.index, self.range.clone()));
                let on_prescription = |n: &&Named| is_prescription(self.cx, &n.concept.id) == Some(true);
                Box::new(named.iter().filter(on_prescription).map(|n| n.range.clone()))
            }
            Some(("@", kind)) => {
                let kind = ConceptKind::parse(kind);
                let named = self.cx.named_in(&Place::new(self.index, self.range.clone()));
                Box::new(named.iter().filter(move |n| Some(n.concept.kind) == kind).map(|n| n.range.clone()))
            }
            Some(("#", written)) => Box::new(self.written(written).into_iter()),
            _ => {
                let words = &self.words;
                let first = words.partition_point(|w| w.start < self.range.start);
                let here = words[first..].iter().take_while(|w| w.start < self.range.end);
                Box::new(here.filter(move |w| w.is == part).map(|w| w.range()))
            }
        }
    }

    /// Numbers as they are written: any, a share, a span of time or a count of doses.
    fn written(&self, what: &str) -> Vec<Range<usize>> {
        let block = &self.cx.document.blocks[self.index];
        let text = block.as_str();
        let end = self.range.end.min(text.len());
        let own = numerals(&text[self.range.start..end]);
        let all = own.iter().map(|n| self.range.start + n.start..self.range.start + n.end);
        let behind = |r: &Range<usize>| {
            text[r.end..].trim_start_matches([' ', '-', '多', '余', '来', '几', '个', '+'])
        };
        match what {
            "numeral" => all.collect(),
            "share" => {
                let percent = |r: &Range<usize>| {
                    let rest = behind(r);
                    ["%", "percent", "per cent"].iter().any(|p| rest.starts_with(p))
                };
                let mut shares: Vec<Range<usize>> = all.filter(percent).collect();
                shares.extend(self.hits("share"));
                shares
            }
            _ => {
                let units: Vec<Range<usize>> = self.hits("unit").collect();
                let counted = |r: &Range<usize>| {
                    let from = text.len() - behind(r).len();
                    units.iter().find(|u| u.start <= from && from < u.end || u.start == r.end).cloned()
                };
                let mut spans: Vec<Range<usize>> =
                    all.filter_map(|r| counted(&r).map(|u| r.start..u.end)).collect();
                spans.extend(self.hits("span"));
                spans.sort_by_key(|r| r.start);
                spans
            }
        }
    }
}
