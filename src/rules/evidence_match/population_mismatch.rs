//! EV005: what was seen in one group of people is told of another.

use super::broader::{told_of_everyone, told_of_left_out, told_of_opposed};
use super::sources::{Against, compared};
use crate::document::Place;
use crate::evidence::{Confidence as Sure, Leaning, People, Record, Who};
use crate::extract::claim::QuantityKind;
use crate::knowledge::{Certainty, Cue, Direction, Gate};
use crate::rules::places::trimmed;
use crate::rules::{Candidate, Context, Outcome, Rule};
use std::collections::BTreeSet;
use std::ops::Range;

/// The rule `population-mismatch`.
pub struct PopulationMismatch;

/// The pack of groups, and of the words that carry a result over.
pub(super) const PACK: &str = "population-mismatch";

impl Rule for PopulationMismatch {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut candidates = Vec::new();
        let mut told: BTreeSet<Place> = BTreeSet::new();
        for (place, sources) in compared(cx, &mut outcome) {
            let all_differ = sources.iter().all(|s| s.confronted.differs("population").is_some());
            let source = &sources[0];
            let sure = source.is_cited() || source.leaning.confidence >= Sure::Probable;
            let Some(slot) = source.confronted.differs("population").filter(|_| all_differ && sure) else {
                continue;
            };
            if !asserts(cx, &place, source) {
                continue;
            }
            told.insert(place.clone());
            let found = match slot.source_says.as_str() {
                "" => Candidate::new(place, "excluded").arg("reference", source.number),
                studied => {
                    let found = Candidate::new(place, "source").arg("reference", source.number);
                    filled(cx, found, "studied", studied)
                }
            };
            let mut found = filled(cx, found, "told", &slot.claim_says);
            found.source = Some(cx.source(source.number, source.record, source.confronted.quote.clone()));
            candidates.push(found);
        }
        for (place, source, (told_to, studied)) in beyond_the_source(cx) {
            outcome.look();
            if !told.insert(cx.sentence_of(&place)) {
                continue;
            }
            let (number, record) = source;
            let word = |who: &[Who]| who.iter().map(|w| w.as_str()).collect::<Vec<_>>().join(", ");
            let found = Candidate::new(place, "source").arg("reference", number);
            let found = filled(cx, found, "studied", &word(&studied));
            let mut found = filled(cx, found, "told", &word(&told_to));
            found.source = Some(cx.source(number, record, record.title.clone()));
            candidates.push(found);
        }
        for (place, (number, record), out) in told_of_left_out(cx) {
            outcome.look();
            if told.insert(place.clone()) {
                let found = Candidate::new(place, "excluded").arg("reference", number);
                let mut found = filled(cx, found, "told", &out);
                found.source = Some(cx.source(number, record, record.title.clone()));
                candidates.push(found);
            }
        }
        for (place, (number, record), studied) in told_of_everyone(cx) {
            outcome.look();
            if told.insert(cx.sentence_of(&place)) {
                let found = Candidate::new(place, "source").arg("reference", number);
                let found = filled(cx, found, "studied", &studied);
                let mut found = filled(cx, found, "told", EVERYONE);
                found.source = Some(cx.source(number, record, record.title.clone()));
                candidates.push(found);
            }
        }
        for (place, studied, told_of) in carried_over(cx) {
            let sentence = cx.sentence_of(&place);
            outcome.look();
            if told.insert(sentence) {
                let found = filled(cx, Candidate::new(place, "text"), "studied", &studied);
                let found = filled(cx, found, "told", &told_of);
                candidates.push(found);
            }
        }
        for (place, studied, told_of) in told_of_opposed(cx) {
            outcome.look();
            if told.insert(cx.sentence_of(&place)) {
                let found = Candidate::new(place, "text").arg("studied", studied);
                candidates.push(found.arg("told", told_of));
            }
        }
        outcome.candidates = candidates;
        outcome
    }
}

/// Whether a sentence says of its people that something helps or harms them, and not that this is unknown.
fn asserts(cx: &Context, place: &Place, source: &Against) -> bool {
    let doubts =
        cx.cues_in(place).iter().any(|t| matches!(t.is, Cue::Certainty(Certainty::C0) | Cue::Limitation(_)));
    let claims = cx.facts.claims.iter().filter(|c| place.holds(&c.quote.place));
    let plain = |gates: &[Gate]| !gates.contains(&Gate::Question) && !gates.contains(&Gate::Refutation);
    let extends =
        cx.phrases(PACK, place.block).iter().any(|t| t.is == "extends" && place.range().contains(&t.start));
    let states = source.confronted.slots.iter().any(|s| s.slot == "intervention");
    let said = cx.phrases_in(PACK, place);
    let gains = said.iter().any(|t| matches!(t.is.as_str(), "gains" | "also"));
    let ways = cx.cues_in(place).iter().any(|t| match t.is {
        Cue::Direction(way) => !matches!(way, Direction::NoEffect | Direction::Unclear),
        _ => false,
    });
    // Whom a study is said to have taken in is a statement, too.
    let enrols = said.iter().any(|t| t.is == "studied") && source.is_cited();
    let extends = extends || source.is_cited() && (gains || ways || enrols);
    !doubts && !leaves_out(cx, place) && (extends || states || claims.into_iter().any(|c| plain(&c.gates)))
}

/// Whether a place says that people were left out of a study, or that it is not known what holds of them.
pub(super) fn leaves_out(cx: &Context, place: &Place) -> bool {
    cx.phrases(PACK, place.block).iter().any(|t| t.is == "left-out" && place.range().contains(&t.start))
}

/// The words by which a place carries a result over to others, if it does: 也适用, or 也 and a word of
/// use or gain behind it (孩子也能跟着吃).
pub(super) fn carries(cx: &Context, place: &Place) -> Option<Place> {
    let phrases = cx.phrases_in(PACK, place);
    let first = |id: &str| phrases.iter().find(|t| t.is == id);
    let shared = || {
        let harm = cx.cues_in(place).iter().any(|t| t.is == Cue::Harm);
        first("gains").filter(|_| !harm).and(first("also"))
    };
    first("extends").or_else(shared).map(|t| Place::new(place.block, t.range()))
}

/// Most groups that a message names.
const SHOWN: usize = 3;

/// Names groups in a message: those of age and sex by the rule's own words, others by their concepts.
fn filled(cx: &Context, found: Candidate, name: &'static str, ids: &str) -> Candidate {
    let own = |id: &str| match id {
        EVERYONE => Some(EVERYONE),
        HEALTHY => Some(HEALTHY),
        id => Who::parse(id).map(Who::as_str),
    };
    let ids: Vec<&str> = ids.split(", ").take(SHOWN).collect();
    let words: Vec<&'static str> = ids.iter().filter_map(|id| own(id)).collect();
    if words.len() == ids.len() {
        return found.words(name, words);
    }
    let named = |id: &&str| match cx.name_of(id) {
        "" => (*id).to_owned(),
        known => known.to_owned(),
    };
    found.arg(name, ids.iter().map(named).collect::<Vec<_>>().join(", "))
}

/// Everybody, and people who have nothing.
pub(super) const EVERYONE: &str = "everyone";
const HEALTHY: &str = "healthy";

/// A source, by the number of its entry.
pub(super) type Numbered<'a> = (u32, &'a Record);

/// How many blocks before a sentence what it goes on about may stand.
const NEAR: usize = 2;

/// The entries that the nearest block before, or the block itself, leans on.
fn told_of_before(cx: &Context, block: usize) -> BTreeSet<usize> {
    let section = cx.document.section(block);
    let near = |l: &&Leaning| {
        l.sentence.block <= block && l.sentence.block + NEAR >= block && section.contains(&l.sentence.block)
    };
    let last = cx.evidence.links.leanings.iter().rfind(near).map(|l| l.sentence.block);
    let there = cx.evidence.links.leanings.iter().filter(|l| Some(l.sentence.block) == last);
    there.map(|l| l.reference).collect()
}

/// Whom the article speaks of, and whom the source studied.
type ToldAndStudied = (Vec<Who>, Vec<Who>);

/// Clauses that say of other people that it holds of them, too, where the text before leans on one
/// source.
fn beyond_the_source<'a>(cx: &Context<'a>) -> Vec<(Place, Numbered<'a>, ToldAndStudied)> {
    let mut out = Vec::new();
    for (index, block) in cx.body() {
        let clauses: Vec<&Range<usize>> = block.sentences.iter().flat_map(|s| &s.clauses).collect();
        for (at, clause) in clauses.iter().enumerate() {
            let place = Place::new(index, (*clause).clone());
            let Some(phrase) = carries(cx, &place) else { continue };
            let on = told_of_before(cx, index);
            let doubts = leaves_out(cx, &place)
                || cx
                    .cues_in(&place)
                    .iter()
                    .any(|t| matches!(t.is, Cue::Certainty(Certainty::C0) | Cue::Limitation(_)));
            let denied = cx.facts.gates.holds(Gate::Negation, &phrase);
            let [only] = on.iter().copied().collect::<Vec<_>>()[..] else { continue };
            let Some(link) = cx.evidence.links.records[only].filter(|_| !doubts && !denied) else { continue };
            let record = &cx.library.records[link.record];
            let own = People::in_range(block, (*clause).clone(), cx.knowledge);
            // Whom it is told of may stand in the clause before: 孕妈妈腰酸腿疼,练练同样管用.
            let same = |c: &&&Range<usize>| {
                let whole = block.sentence_at(c.start);
                own.who.is_empty() && whole.is_some_and(|s| s.range.contains(&clause.start))
            };
            let before = clauses[..at].iter().rev().take_while(same);
            let mut before = before.map(|c| People::in_range(block, (*c).clone(), cx.knowledge));
            let people = before.find(|p| !p.who.is_empty()).unwrap_or(own.clone());
            let apart =
                people.apart_from(&record.people).or_else(|| needs_own_proof(&people, &record.people));
            if let Some(apart) = apart {
                out.push((without_marks(cx, &place), (cx.facts.references[only].index, record), apart));
            }
        }
    }
    out
}

/// People for whom nothing may be inferred from others: pregnant, breastfeeding, the youngest.
fn needs_own_proof(people: &People, studied: &People) -> Option<ToldAndStudied> {
    let own = [Who::Pregnant, Who::Breastfeeding, Who::Infant, Who::Child];
    let told = own.into_iter().find(|w| people.who.contains(w) && !studied.who.contains(w))?;
    let others: Vec<Who> = studied.who.iter().copied().collect();
    (!others.is_empty()).then(|| (vec![told], others))
}

/// Places where the article itself carries the result of a study over to other people: whom it was
/// done in, and of whom it is told. A study told of in one sentence, the others in it or the next.
fn carried_over(cx: &Context) -> Vec<(Place, String, String)> {
    let mut out = Vec::new();
    for (index, block) in cx.body() {
        let mut studied: Option<(usize, People)> = None;
        for (nth, sentence) in block.sentences.iter().enumerate() {
            let mut of_study = false;
            let mut before: Option<People> = None;
            for clause in &sentence.clauses {
                let mut people = People::in_range(block, clause.clone(), cx.knowledge);
                let named = !people.who.is_empty() || !people.conditions.is_empty();
                // Of whom it is told may stand in the clause before.
                if let Some(told) =
                    before.take().filter(|_| !named && studied.as_ref().is_some_and(|s| s.0 < nth))
                {
                    people = told;
                } else if named {
                    before = Some(people.clone());
                }
                of_study |= is_study(cx, index, clause);
                let place = Place::new(index, clause.clone());
                if let Some((at, seen)) = &studied
                    && nth <= at + 1
                    && let Some((from, to)) = carried(cx, &place, seen, &people)
                {
                    out.push((without_marks(cx, &place), from, to));
                    studied = None;
                } else if of_study && (!people.who.is_empty() || !people.conditions.is_empty()) {
                    studied = Some((nth, people));
                }
            }
        }
    }
    out
}

/// A place without blanks and marks at its ends.
pub(super) fn without_marks(cx: &Context, place: &Place) -> Place {
    Place::new(place.block, trimmed(cx.document.blocks[place.block].as_str(), place.range()))
}

/// Whether a clause tells of a study in people: it names or counts them.
fn is_study(cx: &Context, block: usize, clause: &Range<usize>) -> bool {
    let place = Place::new(block, clause.clone());
    let cues = cx.cues_in(&place).iter().any(|t| matches!(t.is, Cue::Study | Cue::Design(_)));
    let counts = cx.facts.studies.iter().any(|s| s.n.is_some() && place.overlaps(&s.quote.place));
    let doing = cx.phrases(PACK, block).iter().any(|t| t.is == "studied" && clause.contains(&t.start));
    let numbers = cx.numbers_in(&place).any(|q| q.kind == QuantityKind::Count && q.low > 1.0);
    cues || counts || doing && numbers
}

/// From whom to whom a clause carries a result over.
fn carried(cx: &Context, place: &Place, studied: &People, people: &People) -> Option<(String, String)> {
    let phrases = cx.phrases(PACK, place.block);
    let has = |id: &str| phrases.iter().any(|t| t.is == id && place.range().contains(&t.start));
    let doubts =
        |t: Cue| matches!(t, Cue::Certainty(Certainty::C0) | Cue::Limitation(_) | Cue::Question | Cue::Hedge);
    let over = carries(cx, place);
    let denied = over.as_ref().is_some_and(|at| cx.facts.gates.holds(Gate::Negation, at));
    let cues = cx.cues_in(place);
    let claims = cx.facts.claims.iter().any(|c| place.overlaps(&c.quote.place));
    let inferred = cues.iter().any(|t| t.is == Cue::Inference) || over.is_some();
    if denied
        || leaves_out(cx, place)
        || cues.iter().any(|t| doubts(t.is))
        || !(inferred || claims && has("goes-on"))
    {
        return None;
    }
    let first = |who: &BTreeSet<Who>| who.iter().next().map(|w| w.as_str().to_owned());
    let from = first(&studied.who).or_else(|| studied.conditions.iter().next().cloned())?;
    if has(EVERYONE) && !studied.who.is_empty() {
        return Some((from, EVERYONE.to_owned()));
    }
    if has(HEALTHY) && !studied.conditions.is_empty() {
        return Some((studied.conditions.iter().next()?.clone(), HEALTHY.to_owned()));
    }
    let needy = || needs_own_proof(people, studied).filter(|_| over.is_some());
    let (theirs, ours) = people.apart_from(studied).or_else(needy)?;
    let word = |who: &[Who]| who.first().map(|w| w.as_str().to_owned());
    Some((word(&ours)?, word(&theirs)?))
}
