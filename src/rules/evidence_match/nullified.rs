//! Results told as a gain of which the abstract of their source says that there was no difference, found by the words
//! of the clause and of the abstract: "object recognition came back", and it "did not differ".

use crate::document::{Block, Place};
use crate::evidence::{Leaning, Reason, Record};
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate, Term};
use crate::rules::Context;
use crate::rules::places::clauses;
use crate::text::is_han;
use std::collections::BTreeSet;
use std::ops::Range;

/// The file of words of gain, and of words that all abstracts share.
const PACK: &str = "direction-contradicts-source";

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
    let source = record.abstract_.as_ref()?.blocks.first()?;
    gains(cx, &leaning.sentence).into_iter().find_map(|gain| denied(cx, leaning, record, source, gain))
}

/// A gain of which the abstract says that there was none.
fn denied<'a>(
    cx: &Context<'a>,
    leaning: &Leaning,
    record: &'a Record,
    source: &Block,
    gain: Place,
) -> Option<Nullified<'a>> {
    let own = Said::of(cx, cx.document.blocks[gain.block].as_str().get(gain.range())?);
    let told: Vec<(Range<usize>, usize, bool, bool)> = source
        .sentences
        .iter()
        .flat_map(|s| s.clauses.iter().cloned())
        .filter_map(|clause| {
            let text = source.as_str().get(clause.clone())?;
            let weight = own.weight(&Said::of(cx, text));
            Some((clause, weight, is_null(cx, text), moves(cx, text)))
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

/// From what weight on two clauses tell of the same.
const SURE: usize = 2;

/// The sentence of an abstract around a clause.
fn shown(source: &Block, clause: &Range<usize>) -> String {
    let range = source.sentence_at(clause.start).map_or(clause.clone(), |s| s.range.clone());
    source.shown(range).to_owned()
}

/// The clauses of a sentence that tell plainly that something got better, or better than with others.
fn gains(cx: &Context, sentence: &Place) -> Vec<Place> {
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
    if level || cues.iter().any(|t| open(t.is)) || words.iter().any(|w| w.is == "open" || w.is == "no-proof")
    {
        return Vec::new();
    }
    let better = |t: &&Term<Cue>| {
        matches!(t.is, Cue::Direction(Direction::Improve | Direction::Decrease | Direction::Increase))
    };
    let told = words.iter().filter(|w| w.is == "gain").map(|w| w.range());
    let aside = |g: Gate| {
        matches!(
            g,
            Gate::Negation | Gate::Refutation | Gate::Question | Gate::Wish | Gate::Hedge | Gate::Condition
        )
    };
    let plain = |range: &Range<usize>| {
        let at = Place::new(sentence.block, range.clone());
        !cx.facts.gates.over(&at).any(|g| aside(g.gate))
    };
    let ranges = cues.iter().filter(better).map(|t| t.range()).chain(told);
    let mut found: Vec<Place> =
        ranges.filter(plain).map(|range| clauses(cx, sentence.block, &range)).collect();
    found.sort();
    found.dedup();
    found
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
    cues.iter().any(|t| {
        matches!(t.is, Cue::Direction(Direction::Improve | Direction::Decrease | Direction::Increase))
    })
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
        let common: Vec<Range<usize>> = cx
            .knowledge
            .phrases
            .find(PACK, text)
            .iter()
            .filter(|t| t.is == "common" || t.is == "gain")
            .map(|t| t.range())
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
        let mut end = 0;
        while let Some(start) = text[end..].find(|c: char| c.is_ascii_alphabetic()).map(|i| end + i) {
            let length = text[start..].find(|c: char| !c.is_ascii_alphabetic());
            end = length.map_or(text.len(), |length| start + length);
            let word = text[start..end].to_ascii_lowercase();
            if word.len() >= SHORTEST && free(&(start..end)) {
                words.insert(word.chars().take(STEM).collect());
                if word.len() >= LONG {
                    words.insert(word.chars().take(LONG).collect());
                }
            }
        }
        let matters = named.iter().filter(|n| ill(n.concept.kind)).map(|n| n.concept.id.clone()).collect();
        Said { matters, words }
    }

    /// How much two clauses share: a thing measured counts for two words.
    fn weight(&self, other: &Said) -> usize {
        2 * self.matters.intersection(&other.matters).count() + self.words.intersection(&other.words).count()
    }
}
