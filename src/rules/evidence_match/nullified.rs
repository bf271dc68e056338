//! Results told as a gain of which the abstract of their source says that there was no difference, found by the words
//! of the clause and of the abstract: "object recognition came back", and it "did not differ".

use super::turned::turned;
use crate::document::{Block, Place};
use crate::evidence::{Abstract, Leaning, Reason, Record, told_by};
use crate::extract::claim::Quantity;
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate, Term};
use crate::rules::Context;
use crate::rules::places::clauses;
use crate::text::is_han;
use std::collections::BTreeSet;
use std::ops::Range;

/// The file of words of gain, and of words that all abstracts share.
pub(super) const PACK: &str = "direction-contradicts-source";

/// A gain that its source calls no difference.
pub(super) struct Nullified<'a> {
    /// The clause that tells it.
    pub(super) place: Place,
    /// Number of the entry.
    pub(super) number: u32,
    /// The source.
    pub(super) record: &'a Record,
    /// What it says.
    pub(super) quote: String,
}

/// All of them, once a sentence.
pub(super) fn nullified<'a>(cx: &Context<'a>) -> Vec<Nullified<'a>> {
    let links = &cx.evidence.links;
    let alone = |l: &Leaning| links.leanings.iter().filter(|o| o.sentence == l.sentence).count() == 1;
    let cited = |l: &&Leaning| matches!(l.reason, Reason::Number | Reason::AuthorYear) && alone(l);
    links.leanings.iter().filter(cited).filter_map(|l| against(cx, l)).collect()
}

fn against<'a>(cx: &Context<'a>, leaning: &Leaning) -> Option<Nullified<'a>> {
    let record = &cx.library.records[cx.evidence.links.records[leaning.reference].as_ref()?.record];
    let source = record.abstract_.as_ref()?;
    let denied = |gain| denied(cx, leaning, record, source, gain);
    gains(cx, &leaning.sentence).into_iter().find_map(denied).or_else(|| turned(cx, leaning, record, source))
}

/// A gain of which the abstract says that there was none.
fn denied<'a>(
    cx: &Context<'a>,
    leaning: &Leaning,
    record: &'a Record,
    source: &Abstract,
    gain: Place,
) -> Option<Nullified<'a>> {
    let (numbers, source) = (&source.numbers, source.blocks.first()?);
    let own = Said::of(cx, cx.document.blocks[gain.block].as_str().get(gain.range())?);
    let told: Vec<(Range<usize>, usize, bool, bool)> = source
        .sentences
        .iter()
        .flat_map(|s| results(cx, source, &s.clauses))
        .filter_map(|clause| {
            let text = source.as_str().get(clause.clone())?;
            let theirs = Said::of(cx, text);
            let weight = if own.is_apart(&theirs) { 0 } else { own.weight(&theirs) };
            let inside: Vec<&Quantity> =
                numbers.iter().filter(|q| clause.contains(&q.quote.place.start)).collect();
            let null = is_null(cx, text) || told_by(&inside) == Some(Direction::NoEffect);
            Some((clause, weight, null, moves(cx, text)))
        })
        .collect();
    let null = told.iter().filter(|t| t.2).max_by_key(|t| t.1)?;
    let other = told.iter().filter(|t| !t.2 && t.3).map(|t| t.1).max().unwrap_or(0);
    let all: usize = told.iter().filter(|t| t.2).map(|t| t.1).sum();
    (null.1 > other && (null.1 >= SURE || other == 0 && all >= SURE)).then(|| Nullified {
        number: cx.facts.references[leaning.reference].index,
        place: gain,
        record,
        quote: shown(source, &null.0),
    })
}

/// The clauses of a sentence of an abstract, each with those behind it that name nothing of their own:
/// "(P=0.61)", "a difference that was not significant".
fn results(cx: &Context, source: &Block, clauses: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for clause in clauses {
        let said = source.as_str().get(clause.clone()).map(|text| Said::of(cx, text));
        let bare = said.is_some_and(|s| s.matters.is_empty() && s.words.is_empty());
        match out.last_mut().filter(|_| bare) {
            Some(last) => last.end = clause.end,
            None => out.push(clause.clone()),
        }
    }
    out
}

/// From what weight on two clauses tell of the same.
const SURE: usize = 2;

/// The sentence of an abstract around a clause.
pub(super) fn shown(source: &Block, clause: &Range<usize>) -> String {
    let range = source.sentence_at(clause.start).map_or(clause.clone(), |s| s.range.clone());
    source.shown(range).to_owned()
}

/// The clauses of a sentence that tell plainly that something got better, or better than with others.
fn gains(cx: &Context, sentence: &Place) -> Vec<Place> {
    let cues = cx.cues_in(sentence);
    if is_open(cx, sentence) {
        return Vec::new();
    }
    let better = |t: &&Term<Cue>| {
        matches!(t.is, Cue::Direction(Direction::Improve | Direction::Decrease | Direction::Increase))
    };
    let words = cx.phrases_in(PACK, sentence);
    let told = words.iter().filter(|w| GAINS.contains(&w.is.as_str())).map(|w| w.range());
    let ranges = cues.iter().filter(better).map(|t| t.range()).chain(told);
    let mut found: Vec<Place> = ranges
        .filter(|r| is_plain(cx, &Place::new(sentence.block, r.clone())))
        .map(|range| clauses(cx, sentence.block, &range))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Words of the pack that say that something moved or got better.
const GAINS: [&str; 4] = ["gain", "works", "rises", "falls"];

/// Whether a sentence leaves open or denies what it tells.
pub(super) fn is_open(cx: &Context, sentence: &Place) -> bool {
    let cues = cx.cues_in(sentence);
    let open = |cue: Cue| {
        matches!(
            cue,
            Cue::Direction(Direction::NoEffect | Direction::Unclear)
                | Cue::Hedge
                | Cue::Question
                | Cue::Wish
                | Cue::Limitation(_)
                | Cue::Negation
                | Cue::Certainty(Certainty::C0 | Certainty::C1)
        )
    };
    let words = cx.phrases_in(PACK, sentence);
    let level = cx.phrases_in("nonsignificant-as-no-effect", sentence).iter().any(|t| t.is == "null");
    let even = told_by(&cx.quantities_in(sentence).iter().collect::<Vec<_>>()) == Some(Direction::NoEffect);
    level
        || even
        || cues.iter().any(|t| open(t.is))
        || words.iter().any(|w| matches!(w.is.as_str(), "open" | "no-proof" | "even"))
}

/// Whether a place is told as so.
pub(super) fn is_plain(cx: &Context, at: &Place) -> bool {
    let aside = |g: Gate| {
        matches!(
            g,
            Gate::Negation | Gate::Refutation | Gate::Question | Gate::Wish | Gate::Hedge | Gate::Condition
        )
    };
    !cx.facts.gates.over(at).any(|g| aside(g.gate))
}

/// Whether a clause of an abstract says that there was no difference.
fn is_null(cx: &Context, text: &str) -> bool {
    cx.knowledge.phrases.find("nonsignificant-as-no-effect", text).iter().any(|t| t.is == "null")
        || cx.knowledge.phrases.find(PACK, text).iter().any(|t| t.is == "no-gain")
        || cx.knowledge.lexicon.find(text).iter().any(|t| t.is == Cue::Direction(Direction::NoEffect))
}

/// Whether a clause of an abstract says that something went up or down.
fn moves(cx: &Context, text: &str) -> bool {
    let cues = cx.knowledge.lexicon.find(text);
    let lay = ["rise", "fall"];
    cues.iter().any(|t| {
        matches!(t.is, Cue::Direction(Direction::Improve | Direction::Decrease | Direction::Increase))
    }) || cx.knowledge.phrases.find("figures", text).iter().any(|t| lay.contains(&t.is.as_str()))
}

/// What a clause speaks of: its outcomes and diseases, and its telling words.
struct Said {
    matters: BTreeSet<String>,
    words: BTreeSet<String>,
}

/// Characters of a stem, and of the shortest word that tells anything.
const STEM: usize = 6;
const SHORTEST: usize = 5;

/// Characters of a word so long that it tells twice as much.
const LONG: usize = 9;

impl Said {
    fn of(cx: &Context, text: &str) -> Said {
        let ill = |kind| matches!(kind, ConceptKind::Outcome | ConceptKind::Condition);
        let named = cx.knowledge.concepts.find(text);
        let acting =
            |kind| matches!(kind, ConceptKind::Drug | ConceptKind::Supplement | ConceptKind::Procedure);
        let acts = named.iter().filter(|n| acting(n.concept.kind)).map(|n| n.range.clone());
        let common: Vec<Range<usize>> = cx
            .knowledge
            .phrases
            .find(PACK, text)
            .iter()
            .filter(|t| t.is == "common" || GAINS.contains(&t.is.as_str()))
            .map(|t| t.range())
            .chain(acts)
            .collect();
        let free = |at: &Range<usize>| !common.iter().any(|c| c.start < at.end && at.start < c.end);
        let mut words = BTreeSet::new();
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        for pair in chars.windows(2) {
            let [(start, a), (next, b)] = pair else { continue };
            if is_han(*a) && is_han(*b) && free(&(*start..next + b.len_utf8())) {
                words.insert(format!("{a}{b}"));
            }
        }
        let mut at = 0;
        for word in text.split(|c: char| !c.is_ascii_alphabetic()) {
            let start = at;
            at += word.len() + 1;
            if word.len() >= SHORTEST && free(&(start..start + word.len())) {
                let word = word.strip_suffix('s').unwrap_or(word);
                words.insert(word.to_ascii_lowercase().chars().take(STEM).collect());
                if word.len() >= LONG {
                    words.insert(word.to_ascii_lowercase().chars().take(LONG).collect());
                }
            }
        }
        let matters = named.iter().filter(|n| ill(n.concept.kind)).map(|n| n.concept.id.clone()).collect();
        Said { matters, words }
    }

    /// Whether both name what is measured, and nothing in common.
    fn is_apart(&self, other: &Said) -> bool {
        !self.matters.is_empty() && !other.matters.is_empty() && self.matters.is_disjoint(&other.matters)
    }

    /// How much two clauses share: a thing measured counts for two words.
    fn weight(&self, other: &Said) -> usize {
        2 * self.matters.intersection(&other.matters).count() + self.words.intersection(&other.words).count()
    }
}
