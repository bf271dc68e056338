//! OV005: what was measured in place of what patients feel is told as the latter.

use crate::document::Place;
use crate::evidence::Record;
use crate::extract::claim::{Claim, QuantityKind};
use crate::knowledge::{Certainty, Cue, Direction, Gate, Limitation, Relation, Term};
use crate::rules::places::{before, clauses, denies_step, leap, next_in_block, told as told_sentences};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule};
use std::collections::BTreeSet;

/// The rule `surrogate-as-clinical`.
pub struct SurrogateAsClinical;

const RULE: &str = "surrogate-as-clinical";

/// Letters before a word of conclusion that still opens its sentence.
const OPENING: usize = 8;

impl Rule for SurrogateAsClinical {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut told: BTreeSet<Place> = BTreeSet::new();
        for sentence in told_sentences(cx) {
            if let Some(found) = leapt(cx, &sentence) {
                outcome.look();
                told.insert(cx.sentence_of(&found.place));
                outcome.candidates.push(found);
                continue;
            }
            let words = cx.phrases_in(RULE, &sentence);
            let measured: Vec<&Term<String>> =
                words.iter().filter(|w| w.is.starts_with("measured.")).collect();
            if measured.is_empty() || !reports(cx, &sentence) {
                continue;
            }
            outcome.look();
            let found = measured.iter().find_map(|m| concluded(cx, &sentence, m));
            if let Some(found) = found {
                told.insert(cx.sentence_of(&found.place));
                outcome.candidates.push(found);
            }
        }
        for claim in cx.facts.claims.iter().filter(|c| is_benefit(c)) {
            let sentence = cx.sentence_of(&claim.quote.place);
            let felt: Vec<Term<String>> = cx
                .phrases_in(RULE, &claim.quote.place)
                .into_iter()
                .filter(|w| w.is.starts_with("felt."))
                .collect();
            if felt.is_empty() || told.contains(&sentence) || is_open(cx, &sentence) {
                continue;
            }
            match by_record(cx, claim, &felt) {
                Ok(found) => {
                    outcome.look();
                    outcome.candidates.extend(found);
                }
                Err(Some(why)) => outcome.skip(why),
                Err(None) => {}
            }
        }
        outcome
    }
}

/// Whether a sentence, or the one before it, reports a result.
fn reports(cx: &Context, sentence: &Place) -> bool {
    is_result(cx, sentence)
        || before(cx, sentence, 1).iter().any(|s| s.block == sentence.block && is_result(cx, s))
}

/// The conclusion that a shape tells whole: a measurement that moved, and what it is to spare patients.
fn leapt(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let (words, last) = leap(cx, RULE, sentence)?;
    if is_open(cx, sentence) || is_open(cx, &last) {
        return None;
    }
    if is_taken_back(cx, words.block, words.end.saturating_sub(1)) {
        return None;
    }
    let block = &cx.document.blocks[words.block];
    let end = Place::new(words.block, words.start.max(last.start)..words.end);
    let mut found = Candidate::new(clauses(cx, end.block, &end.range()), "leapt")
        .arg("phrase", block.shown(words.range()));
    found.gated_at = Some(end);
    Some(found)
}

/// Whether a sentence reports a result: it has a number, names a study or cites one.
fn is_result(cx: &Context, sentence: &Place) -> bool {
    let study = |cue: Cue| matches!(cue, Cue::Study | Cue::Design(_) | Cue::Comparison);
    let moves = |w: &Term<String>| matches!(w.is.as_str(), "rise" | "fall");
    let moved = |w: &Term<String>| w.is == "moved";
    !cx.quantities_in(sentence).is_empty()
        || cx.phrases_in("figures", sentence).iter().any(moves)
        || cx.phrases_in(RULE, sentence).iter().any(moved)
        || cx.cues_in(sentence).iter().any(|t| study(t.is) || matches!(t.is, Cue::Direction(_)))
        || cx.cites(sentence)
        || cx.document.blocks[sentence.block].as_str()[sentence.range()]
            .contains(|c: char| c.is_ascii_digit())
}

/// The conclusion from a measurement to what patients feel, in its sentence or at the start of the
/// next.
fn concluded(cx: &Context, sentence: &Place, measured: &Term<String>) -> Option<Candidate> {
    let behind = Place::new(sentence.block, measured.end..sentence.end);
    let here = bridged(cx, &behind, &measured.is, usize::MAX);
    let found = here
        .or_else(|| bridged(cx, &next_in_block(cx, sentence)?, &measured.is, OPENING))
        .or_else(|| beside(cx, sentence, measured));
    let (bridge, felt) = found?;
    let place = Place::new(bridge.block, bridge.start.min(felt.start)..felt.end.max(bridge.end));
    let last = cx.sentence_of(&place);
    let text = cx.document.blocks[place.block].as_str();
    let not = |t: &Term<Cue>| t.is == Cue::Negation && text[t.end..felt.start].trim().is_empty();
    let before = Place::new(place.block, last.start.min(felt.start)..felt.start);
    let taken_back = is_taken_back(cx, place.block, felt.start) || cx.cues_in(&before).iter().any(not);
    if is_open(cx, sentence) || is_open(cx, &last) || denies_step(cx, &last) || taken_back {
        return None;
    }
    let block = &cx.document.blocks[sentence.block];
    let mut candidate = Candidate::new(clauses(cx, place.block, &place.range()), "concluded")
        .arg("measured", block.shown(measured.range()))
        .arg("felt", block.shown(felt.range()));
    let own = Place::new(sentence.block, measured.range());
    if !candidate.place.overlaps(&own) {
        candidate.also.push(own);
    }
    candidate.gated_at = Some(bridge);
    Some(candidate)
}

/// A word of conclusion in a place, and the felt side of a pair behind it.
fn bridged(cx: &Context, place: &Place, measured: &str, opening: usize) -> Option<(Place, Term<String>)> {
    let text = cx.document.blocks[place.block].as_str();
    let words = cx.phrases_in(RULE, place);
    let near = |at: usize| text[place.start..at].chars().filter(|c| c.is_alphanumeric()).count() <= opening;
    let leads = |w: &&Term<String>| matches!(w.is.as_str(), "bridge" | "so-spared") && near(w.start);
    let bridge = words.iter().find(leads)?;
    let family = measured.trim_start_matches("measured.");
    let clause = clauses(cx, place.block, &bridge.range());
    let behind = |w: &&Term<String>| {
        w.start >= bridge.end || w.start >= place.start.max(clause.start) && w.end <= bridge.start
    };
    let pair = |w: &&Term<String>| behind(w) && w.is.strip_prefix("felt.") == Some(family);
    let other = |w: &&Term<String>| behind(w) && w.is.starts_with("felt.") && w.is != "felt.any";
    let felt = words.iter().find(pair).or_else(|| words.iter().find(other))?;
    let rest = Place::new(place.block, bridge.end..place.end);
    if cx.quantities_in(&rest).iter().any(|q| q.kind == QuantityKind::Percent) {
        return None;
    }
    let cues = cx.cues_in(&rest);
    let harm = cues.iter().any(|t| t.is == Cue::Harm);
    let worse = |cue: Cue| match cue {
        Cue::Advice | Cue::Direction(Direction::Worsen) => true,
        Cue::Direction(Direction::Increase) => harm,
        _ => false,
    };
    if cues.iter().any(|t| worse(t.is)) && !words.iter().any(|w| w.is == "spared") {
        return None;
    }
    let hedged = cx.cues_in(&Place::new(place.block, bridge.end..place.end)).iter().any(|t| {
        matches!(t.is, Cue::Hedge | Cue::Certainty(Certainty::C0 | Certainty::C1) | Cue::Question | Cue::Wish)
    });
    let clause = clauses(cx, place.block, &felt.range());
    let behind = Place::new(place.block, clause.start.max(bridge.start)..clause.end.max(bridge.end));
    let changes = |cue: Cue| matches!(cue, Cue::Negation | Cue::Causal | Cue::Direction(_));
    let spared = bridge.is == "so-spared"
        || ["tumour", "implant", "ageing"].contains(&family)
        || words.iter().any(|w| w.is == "spared" && w.start >= bridge.start)
        || cx.cues_in(&behind).iter().any(|t| changes(t.is));
    (spared && !hedged).then(|| (Place::new(place.block, bridge.range()), felt.clone()))
}

/// A later clause of the sentence of a measurement that spares patients what they
/// suffer with no word of conclusion: the clause's first word and the felt side.
fn beside(cx: &Context, sentence: &Place, measured: &Term<String>) -> Option<(Place, Term<String>)> {
    let own = clauses(cx, sentence.block, &measured.range());
    let rest = Place::new(sentence.block, own.end..sentence.end);
    let spared = |place: &Place| -> Option<(Place, Term<String>)> {
        let words = cx.phrases_in(RULE, place);
        let felt = words.iter().find(|w| w.is.starts_with("felt.") && w.is != "felt.any")?;
        let clause = clauses(cx, place.block, &felt.range());
        let here = Place::new(place.block, clause.start.max(place.start)..clause.end.min(place.end));
        let saves = cx.phrases_in(RULE, &here);
        let saves = saves.iter().find(|w| matches!(w.is.as_str(), "saved" | "spared"))?;
        let apart = |cue: Cue| {
            use Cue::{
                Advice, Associative, Attribution, Comparison, Condition, Contrast, Group, Hedge, Wish,
            };
            matches!(cue, Advice | Associative | Attribution | Comparison | Condition | Contrast | Group)
                || matches!(cue, Hedge | Wish | Cue::Question | Cue::Study | Cue::Design(_))
                || matches!(cue, Cue::Certainty(Certainty::C0 | Certainty::C1) | Cue::Limitation(_))
        };
        let plain = words.iter().any(|w| w.is == "reported");
        let counted = !cx.quantities_in(&here).is_empty();
        let open = plain || counted || cx.cues_in(&here).iter().any(|t| apart(t.is));
        (!open).then(|| (Place::new(place.block, saves.range()), felt.clone()))
    };
    (rest.start < rest.end && !denies_step(cx, sentence)).then(|| spared(&rest)).flatten()
}

/// Whether what stands at a byte is refuted, asked, or talked about as wording.
fn is_taken_back(cx: &Context, block: usize, at: usize) -> bool {
    let gates = [Gate::Refutation, Gate::Meta, Gate::Question];
    gates.into_iter().any(|gate| cx.facts.gates.holds(gate, &Place::new(block, at..at + 1)))
}

/// Whether a sentence says that the outcome that counts is open.
fn is_open(cx: &Context, sentence: &Place) -> bool {
    let cannot = |cue: Cue| matches!(cue, Cue::Limitation(Limitation::Cannot));
    cx.phrases_in(RULE, sentence).iter().any(|w| w.is == "open")
        || cx.cues_in(sentence).iter().any(|t| cannot(t.is))
}

/// Whether a claim says plainly that something helps or spares.
fn is_benefit(claim: &Claim) -> bool {
    claim.relation == Relation::Causal
        && claim.certainty >= Certainty::C2
        && matches!(claim.direction, Direction::Decrease | Direction::Improve)
        && !claim.intervention.is_empty()
}

/// A claim of what patients feel, whose sources name only the measurement that stands for it.
fn by_record(
    cx: &Context,
    claim: &Claim,
    felt: &[Term<String>],
) -> Result<Option<Candidate>, Option<NotChecked>> {
    let place = &claim.quote.place;
    let sources: Vec<(u32, &Record)> = cx.sources_of(place).collect();
    let Some(&(number, record)) = sources.first() else {
        let leans = cx.evidence.links.of(place).next().is_some();
        return Err(leans.then_some(NotChecked::NoRecord));
    };
    let mut named: BTreeSet<String> = BTreeSet::new();
    for (_, record) in &sources {
        let Some(block) = record.abstract_.as_ref().and_then(|a| a.blocks.first()) else {
            return Err(Some(NotChecked::NoAbstract));
        };
        named.extend(cx.knowledge.phrases.find(RULE, block.as_str()).into_iter().map(|w| w.is));
    }
    let family = |w: &Term<String>| w.is.trim_start_matches("felt.").to_owned();
    let only_measured = felt.iter().find(|w| named.contains(&format!("measured.{}", family(w))));
    let any_felt = felt.iter().any(|w| named.contains(&w.is));
    let shares = named.iter().any(|n| n.starts_with("felt."));
    let Some(word) = only_measured.filter(|_| !any_felt && !shares) else { return Ok(None) };
    let block = &cx.document.blocks[place.block];
    let mut found = Candidate::new(place.clone(), "source")
        .arg("felt", block.shown(word.range()))
        .arg("reference", number);
    found.source = Some(cx.source(number, record, record.title.clone()));
    Ok(Some(found))
}
