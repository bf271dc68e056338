//! OV006: one small study, and a conclusion for everybody.

use crate::document::Place;
use crate::evidence::Record;
use crate::extract::claim::{Claim, Quantity, QuantityKind, numerals};
use crate::knowledge::{
    Certainty, ConceptKind, Cue, Design, Direction, Gate, Limitation, Named, Relation, Term,
};
use crate::rules::places::{denies_step, leap, next_in_block, sentences};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule};
use crate::text::Language;

/// The rule `small-or-single-study-generalised`.
pub struct SmallOrSingleStudyGeneralised;

const RULE: &str = "small-or-single-study-generalised";

/// People below which a study is small.
const SMALL: f64 = 100.0;

/// People below which a study of the library is small: its abstract may give the number of a group.
const SMALL_RECORD: f64 = 50.0;

/// Letters before a word of conclusion that still opens its sentence.
const OPENING: usize = 10;

impl Rule for SmallOrSingleStudyGeneralised {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for sentence in sentences(cx) {
            let cues = cx.cues_in(&sentence);
            let studied = |cue: Cue| matches!(cue, Cue::Study | Cue::Design(_));
            if cx.document.blocks[sentence.block].as_str()[sentence.range()].trim_end().ends_with('?') {
                continue;
            }
            let words = cx.phrases_in(RULE, &sentence);
            // A rumour that is answered: Myth: "My uncle smoked till he was 90, so it can't be that bad."
            if words.iter().any(|w| w.is == "rate") || cx.facts.gates.holds(Gate::Refutation, &sentence) {
                continue;
            }
            let called = words.iter().find(|w| w.is == "small");
            let treated = || first_few(cx, &sentence);
            let from = cues.iter().find(|t| studied(t.is)).map(|t| t.start).or(called.map(|w| w.start));
            let few = || few(cx, &sentence, &words).map(|p| p.start);
            let group =
                || words.iter().find(|w| w.is == "people" && counted(cx, &sentence, w)).map(|w| w.start);
            let Some(from) = from.or_else(treated).or_else(few).or_else(group) else { continue };
            let behind = Place::new(sentence.block, from..sentence.end);
            let leapt = || leap(cx, RULE, &sentence).map(|(words, _)| (words.clone(), words.end));
            let found = leapt()
                .or_else(|| concluded(cx, &behind, usize::MAX))
                .or_else(|| concluded(cx, &next_in_block(cx, &sentence)?, OPENING))
                .or_else(|| general(cx, &sentence).filter(|_| !is_news(cx, &sentence, &words)));
            let Some((bridge, end)) = found else { continue };
            let last = cx.sentence_of(&bridge);
            if keeps_scope(cx, &sentence) || keeps_scope(cx, &last) || denies_step(cx, &last) {
                continue;
            }
            let place = Place::new(sentence.block, sentence.start..end);
            let shown = |place: &Place| cx.document.blocks[place.block].shown(place.range()).to_owned();
            match size(cx, &sentence, &words) {
                Size::Small(told) => {
                    outcome.look();
                    let mut found = Candidate::new(place, "small").arg("study", shown(&told));
                    found.gated_at = Some(bridge);
                    outcome.candidates.push(found);
                }
                Size::Large => outcome.look(),
                Size::Unknown => match by_record(cx, &sentence) {
                    Ok(None) => outcome.look(),
                    Ok(Some((number, record, n))) => {
                        outcome.look();
                        let mut found = Candidate::new(place, "source").arg("reference", number).arg("n", n);
                        found.source = Some(cx.source(number, record, record.title.clone()));
                        found.gated_at = Some(bridge);
                        outcome.candidates.push(found);
                    }
                    Err(why) => outcome.skip(why),
                },
            }
        }
        outcome
    }
}

/// Where a sentence counts people, fewer than a hundred, and then speaks of everybody.
fn first_few(cx: &Context, sentence: &Place) -> Option<usize> {
    let few = |q: &&Quantity| q.kind == QuantityKind::Count && q.low > 1.0 && q.high < SMALL;
    let first = cx.quantities_in(sentence).iter().find(few)?.quote.place.start;
    let everybody = |w: &Term<String>| w.is == "everybody" && w.start > first;
    let here = cx.phrases_in(RULE, sentence).iter().any(everybody);
    let joined = cx.phrases_in(RULE, sentence).iter().any(|w| w.is == "joined");
    (here || joined || general(cx, sentence).is_some()).then_some(first)
}

/// Whether a sentence only tells as news what was done for somebody: 为一名患者完成了第一次照射.
fn is_news(cx: &Context, sentence: &Place, words: &[Term<String>]) -> bool {
    let tells = |cue: Cue| {
        matches!(cue, Cue::Study | Cue::Design(_) | Cue::Direction(Direction::Improve | Direction::Decrease))
    };
    words.iter().any(|w| w.is == "news") && !cx.cues_in(sentence).iter().any(|t| tells(t.is))
}

/// How large the study of a sentence is.
enum Size {
    /// Small, and the words that say so.
    Small(Place),
    /// Large, or several studies.
    Large,
    /// Not said.
    Unknown,
}

fn size(cx: &Context, sentence: &Place, words: &[Term<String>]) -> Size {
    let whole = Place::new(sentence.block, 0..cx.document.blocks[sentence.block].as_str().len());
    let pooled = |cue: Cue| {
        use Design::{Guideline, MetaAnalysis, NarrativeReview, SystematicReview};
        matches!(cue, Cue::Design(MetaAnalysis | SystematicReview | Guideline | NarrativeReview))
    };
    if let Some(word) = words.iter().find(|w| w.is == "few-studies") {
        return Size::Small(Place::new(sentence.block, word.range()));
    }
    if cx.cues_in(sentence).iter().any(|t| pooled(t.is)) {
        return Size::Large;
    }
    let counts = |place: &Place| -> Vec<&Quantity> {
        cx.quantities_in(place).iter().filter(|q| q.kind == QuantityKind::Count).collect()
    };
    let most = |all: Vec<&'_ Quantity>| all.iter().map(|q| q.high).fold(0.0, f64::max);
    if most(counts(&whole)) >= SMALL {
        return Size::Large;
    }
    if let Some(word) = words.iter().find(|w| w.is == "small" || w.is == "people" && counted(cx, sentence, w))
    {
        return Size::Small(Place::new(sentence.block, word.range()));
    }
    match counts(sentence).first() {
        Some(q) if q.low > 1.0 => Size::Small(q.quote.place.clone()),
        _ => few(cx, sentence, words).map_or(Size::Unknown, Size::Small),
    }
}

/// Letters that may stand between a number and the people it counts: twelve of his own sciatica patients.
const COUNTED: usize = 32;

/// A number of people, fewer than a hundred, however they are called: 十七位失眠的人, nineteen runners.
fn few(cx: &Context, sentence: &Place, words: &[Term<String>]) -> Option<Place> {
    let text = &cx.document.blocks[sentence.block].as_str()[sentence.range()];
    let counters = || words.iter().filter(|w| w.is == "counter").map(|w| w.start - sentence.start);
    let found = numerals(text).into_iter().find(|n| {
        let counts = |at: usize| match cx.document.blocks[sentence.block].language {
            Language::Zh => at == n.end,
            Language::En => text.get(n.end..at).is_some_and(|between| {
                let first = between.split_whitespace().next().unwrap_or_default();
                let unit = |u: &&str| first.trim_end_matches('s') == *u;
                let apart = between.contains([',', ';', ':', '.', '%', '(']) || UNITS.iter().any(unit);
                between.len() <= COUNTED && between.starts_with([' ', '-']) && !apart
            }),
        };
        n.value >= 2.0 && n.value < SMALL && !n.glued && counters().any(counts)
    })?;
    Some(Place::new(sentence.block, sentence.start + found.start..sentence.start + found.end))
}

/// What a number counts that is no number of people.
const UNITS: &[&str] = &[
    "day", "week", "month", "year", "hour", "minute", "time", "mg", "ml", "g", "per", "in", "out", "to",
    "or", "point",
];

/// Whether a word such as -person stands behind a small number.
fn counted(cx: &Context, sentence: &Place, word: &Term<String>) -> bool {
    let before = &cx.document.blocks[sentence.block].as_str()[sentence.start..word.start];
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    let digits: String = digits.chars().rev().collect();
    digits.parse::<f64>().is_ok_and(|n| n < SMALL)
}

/// What the sentence behind a study, or its own end, says of everybody without a word of conclusion:
/// 经颅磁刺激能让耳鸣患者重获安静.
fn general(cx: &Context, sentence: &Place) -> Option<(Place, usize)> {
    let told = |place: &Place, is: &str| {
        let word = cx.phrases_in(RULE, place).into_iter().find(|w| w.is == is)?;
        Some((Place::new(place.block, word.range()), word.end))
    };
    told(sentence, "general-here").or_else(|| told(&next_in_block(cx, sentence)?, "general"))
}

/// The word of conclusion in a place, and where what it concludes for everybody ends.
fn concluded(cx: &Context, place: &Place, opening: usize) -> Option<(Place, usize)> {
    let text = cx.document.blocks[place.block].as_str();
    let near = |at: usize| text[place.start..at].chars().filter(|c| c.is_alphanumeric()).count() <= opening;
    let words = cx.phrases_in(RULE, place);
    let own = words.iter().filter(|w| w.is == "concludes").map(|w| w.range());
    let sure = |cue: Cue| matches!(cue, Cue::Inference | Cue::Certainty(Certainty::C3 | Certainty::C4));
    let cues = cx.cues_in(place);
    let all = own.chain(cues.iter().filter(|t| sure(t.is)).map(|t| t.range()));
    let bridge = all.filter(|r| near(r.start)).min_by_key(|r| r.start)?;
    let rest = Place::new(place.block, bridge.start..place.end);
    let open = |cue: Cue| {
        matches!(cue, Cue::Hedge | Cue::Certainty(Certainty::C0 | Certainty::C1) | Cue::Question | Cue::Wish)
            || matches!(cue, Cue::Limitation(Limitation::Cannot))
    };
    if cx.cues_in(&rest).iter().any(|t| open(t.is)) {
        return None;
    }
    let general = |c: &&Claim| {
        c.relation == Relation::Causal
            && c.certainty >= Certainty::C2
            && c.quote.place.block == place.block
            && c.quote.place.end > bridge.end
            && c.quote.place.start < place.end
    };
    let advised = || {
        cues.iter().any(|t| t.is == Cue::Advice && t.start >= bridge.end)
            && cx.document.language == Language::Zh
    };
    let ill = |n: &Named| matches!(n.concept.kind, ConceptKind::Condition | ConceptKind::Outcome);
    let unnamed = || {
        cx.named_in(&rest).iter().any(ill)
            && cx.cues_in(&rest).iter().any(|t| {
                let at = Place::new(place.block, t.range());
                t.is == Cue::Causal
                    && t.start >= bridge.end
                    && !cx.facts.gates.over(&at).any(|g| matches!(g.gate, Gate::Negation | Gate::Fixed))
            })
    };
    let everybody = || words.iter().any(|w| w.is == "everybody" && w.start >= bridge.start);
    let claimed = everybody() || unnamed() || cx.facts.claims.iter().any(|c| general(&c));
    let end = place.start + text[place.range()].trim_end().len();
    (claimed || advised()).then(|| (Place::new(place.block, bridge), end))
}

/// Whether a sentence keeps what it says to those who took part, or asks for more studies.
fn keeps_scope(cx: &Context, sentence: &Place) -> bool {
    cx.phrases_in(RULE, sentence).iter().any(|w| w.is == "scope")
}

/// The source of a sentence, where it is one small study or a report of cases; why nothing can be
/// said, where it is not known.
fn by_record<'a>(cx: &Context<'a>, sentence: &Place) -> Result<Option<(u32, &'a Record, f64)>, NotChecked> {
    let sources: Vec<(u32, &Record)> = cx.sources_of(sentence).collect();
    let (number, record) = match sources.as_slice() {
        [one] => *one,
        [] if cx.evidence.links.of(sentence).next().is_some() => return Err(NotChecked::NoRecord),
        [] => return Err(NotChecked::Uncited),
        _ => return Ok(None),
    };
    let design = record.design.ok_or(NotChecked::DesignUnknown)?;
    let abstract_ = record.abstract_.as_ref().ok_or(NotChecked::NoAbstract)?;
    let counts = abstract_.numbers.iter().filter(|q| q.kind == QuantityKind::Count);
    let n = counts.map(|q| q.high).fold(0.0, f64::max);
    let single =
        matches!(design, Design::Trial | Design::RandomisedTrial | Design::CaseSeries | Design::CaseReport);
    Ok((single && (1.0..SMALL_RECORD).contains(&n)).then_some((number, record, n)))
}
