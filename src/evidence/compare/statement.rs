//! A claim made ready to be held against another: what acts, on what, and to what effect.

use super::effect::{Effect, effect};
use super::slots::{is_kin, one_name};
use crate::document::{Block, Place};
use crate::extract::Words;
use crate::extract::claim::{Claim, Mention, Strength};
use crate::extract::gate::Gates;
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate, Knowledge, Limitation, Term};
use crate::text::Language;
use std::collections::BTreeSet;

/// A claim made ready to be held against another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// What acts: ids of concepts, or the name itself of a thing the table does not know.
    pub acts: BTreeSet<String>,
    /// The classes of drugs that these belong to.
    pub classes: BTreeSet<String>,
    /// Whether what acts is named in its sentence.
    pub named: bool,
    /// What is measured.
    pub outcomes: BTreeSet<String>,
    /// The same with one name for what is one matter: a rate and what it is the rate of.
    pub measured: BTreeSet<String>,
    /// The disease or state it is about.
    pub conditions: BTreeSet<String>,
    /// That, and whatever it is a kind of.
    pub kinds: BTreeSet<String>,
    /// Whatever else is named.
    pub things: BTreeSet<String>,
    /// What it is compared with.
    pub compared: BTreeSet<String>,
    /// Whether it says so only beside something else: better than.
    pub relative: bool,
    /// To what effect.
    pub effect: Option<Effect>,
    /// Which way the outcome goes.
    pub direction: Direction,
    /// How certain it sounds.
    pub certainty: Certainty,
    /// Relation and certainty in one word.
    pub strength: Strength,
    /// Whether it is only asked, hoped, supposed or recalled.
    pub open: bool,
    /// Whether it says that there is no proof, and no more.
    pub unproven: bool,
    /// The sentence it is in.
    pub sentence: usize,
    /// Its words.
    pub text: String,
    /// Where they stand.
    pub place: Place,
}

impl Statement {
    /// Makes a claim of a block ready.
    pub fn of(claim: &Claim, block: &Block, knowledge: &Knowledge) -> Statement {
        let text = block.as_str();
        let place = &claim.quote.place;
        let sentence = block.sentences.partition_point(|s| s.range.end <= place.start);
        let range = block.sentences.get(sentence).map_or(place.range(), |s| s.range.clone());
        let acts = keys(&claim.intervention);
        let named = claim.intervention.iter().all(|m| range.contains(&m.quote.place.start));
        let said = knowledge.phrases.find("direction-contradicts-source", &text[range.clone()]);
        let has = |id: &str| said.iter().any(|t| t.is == id);
        let mut cues = knowledge.lexicon.find(&text[range.clone()]);
        for cue in &mut cues {
            (cue.start, cue.end) = (cue.start + range.start, cue.end + range.start);
        }
        let named = named || cues.iter().any(|t| t.is == Cue::Anaphora);
        let aside = |t: &Term<Cue>| match t.is {
            Cue::Background => true,
            Cue::Limitation(Limitation::Cannot) => place.start <= t.start && t.end <= place.end,
            _ => false,
        };
        let open = has("open")
            || text[range.clone()].starts_with("To ")
            || cues.iter().any(|t| t.language == Language::En && aside(t))
            || [Gate::Question, Gate::Wish, Gate::Meta].iter().any(|g| claim.gates.contains(g));
        let things = knowledge.concepts.find(&text[range.clone()]).into_iter();
        let things =
            things.filter(|n| n.concept.kind != ConceptKind::Population).map(|n| n.concept.id.clone());
        let conditions = keys(&claim.condition);
        let mut outcomes = keys(&claim.outcome);
        only_measures(&mut outcomes, &conditions);
        let inside = |t: &Term<Cue>| place.start <= t.start && t.end <= place.end;
        let than = |t: &Term<Cue>| {
            t.is == Cue::Comparison
                && ["than", "比", "优于", "好于"].iter().any(|w| text[t.range()].starts_with(w))
        };
        Statement {
            things: things.filter(|id| !acts.contains(id)).collect(),
            classes: classes(&acts, knowledge),
            acts,
            named,
            measured: measured(&outcomes, &conditions, knowledge),
            outcomes,
            kinds: kinds(&conditions, knowledge),
            conditions,
            compared: keys(&claim.comparator),
            relative: cues.iter().any(|t| inside(t) && than(t)),
            effect: effect(claim, text, &range, knowledge),
            direction: claim.direction,
            certainty: claim.certainty,
            strength: claim.strength,
            open,
            unproven: has("no-proof"),
            sentence,
            text: claim.quote.text.clone(),
            place: place.clone(),
        }
    }
}

/// What a text says of the safety of things in sentences that claim nothing else of them: it is safe to
/// take ibuprofen, 不推荐使用.
pub fn of_safety(words: &Words, block: usize, gates: &Gates, claimed: &[Statement]) -> Vec<Statement> {
    let (here, knowledge) = (&words.blocks[block], words.knowledge);
    let text = here.as_str();
    let mut out = Vec::new();
    for (index, sentence) in here.sentences.iter().enumerate() {
        let range = sentence.range.clone();
        let said = knowledge.phrases.find("direction-contradicts-source", &text[range.clone()]);
        let Some(word) = said.iter().find(|t| t.is == "safe" || t.is == "against") else { continue };
        let named = words.named_in(block, range.clone());
        let of = |kinds: &[ConceptKind]| -> BTreeSet<String> {
            named.iter().filter(|n| kinds.contains(&n.concept.kind)).map(|n| n.concept.id.clone()).collect()
        };
        let acts = of(&[ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure]);
        let known = |s: &Statement| s.sentence == index && s.acts.iter().any(|a| acts.contains(a));
        if acts.is_empty() || claimed.iter().any(known) {
            continue;
        }
        let place = Place::new(block, range.start + word.start..range.start + word.end);
        let over: Vec<Gate> = gates.over(&place).map(|s| s.gate).collect();
        let safe = (word.is == "safe") != over.contains(&Gate::Negation);
        let conditions = of(&[ConceptKind::Condition]);
        out.push(Statement {
            named: true,
            // What is safe of a class is not so of each of its drugs, nor the other way round.
            classes: BTreeSet::new(),
            outcomes: BTreeSet::new(),
            measured: BTreeSet::new(),
            kinds: kinds(&conditions, knowledge),
            conditions,
            things: of(&[ConceptKind::Condition, ConceptKind::Outcome, ConceptKind::Organism]),
            compared: BTreeSet::new(),
            relative: false,
            effect: Some(if safe { Effect::NoHarm } else { Effect::Harm }),
            direction: Direction::Unclear,
            certainty: if over.contains(&Gate::Hedge) { Certainty::C1 } else { Certainty::C2 },
            strength: Strength::None,
            open: said.iter().any(|t| t.is == "open")
                || [Gate::Question, Gate::Wish, Gate::Meta].iter().any(|g| over.contains(g)),
            unproven: said.iter().any(|t| t.is == "no-proof"),
            sentence: index,
            text: here.shown(range).to_owned(),
            acts,
            place,
        });
    }
    out
}

/// Outcomes that only say how many have a disease.
const OF_CONDITIONS: [&str; 2] = ["incidence", "prevalence"];

/// Leaves out of some outcomes those that only say how many have the diseases named beside them.
pub(super) fn only_measures(outcomes: &mut BTreeSet<String>, conditions: &BTreeSet<String>) {
    if !conditions.is_empty() {
        outcomes.retain(|id| !OF_CONDITIONS.contains(&id.as_str()));
    }
}

/// The classes of drugs that things belong to.
pub(super) fn classes(ids: &BTreeSet<String>, knowledge: &Knowledge) -> BTreeSet<String> {
    let drug = |id: &&String| knowledge.concepts.get(id).is_some_and(|c| c.kind == ConceptKind::Drug);
    let known = ids.iter().filter_map(|id| knowledge.concepts.get(id));
    known.flat_map(|c| c.is_a.iter().filter(drug).cloned().collect::<Vec<_>>()).collect()
}

/// What is measured, by one name for what is one matter: a rate and what it is the rate of, an outcome
/// and the disease that it is the want of.
pub(super) fn measured(
    outcomes: &BTreeSet<String>,
    conditions: &BTreeSet<String>,
    knowledge: &Knowledge,
) -> BTreeSet<String> {
    let known = |id: &str| knowledge.concepts.get(id).is_some();
    let name = |id: &String| match id.strip_suffix("-rate").filter(|base| known(base)) {
        Some(base) => one_name(base).to_owned(),
        None => one_name(id).to_owned(),
    };
    let told = |id: &&String| one_name(id) != id.as_str() || is_kin(id) || known(&format!("{id}-rate"));
    outcomes.iter().chain(conditions.iter().filter(told)).map(name).collect()
}

/// Ids of concepts, and of whatever they are kinds of.
pub(super) fn kinds(ids: &BTreeSet<String>, knowledge: &Knowledge) -> BTreeSet<String> {
    let mut all = ids.clone();
    let mut open: Vec<String> = ids.iter().cloned().collect();
    while let Some(concept) = open.pop().and_then(|id| knowledge.concepts.get(&id)) {
        open.extend(concept.is_a.iter().filter(|wider| all.insert((*wider).clone())).cloned());
    }
    all
}

/// The ids of mentions, or their names where the table does not know them.
fn keys(mentions: &[Mention]) -> BTreeSet<String> {
    mentions.iter().map(|m| m.concept.clone().unwrap_or_else(|| surface(&m.quote.text))).collect()
}

/// What marks the name of an unknown thing among ids.
pub(super) const UNKNOWN: char = '=';

/// The name of an unknown thing, so that two texts that use the same words mean the same.
fn surface(words: &str) -> String {
    let lower = words.to_lowercase();
    let bare = ["the ", "a ", "an "].iter().find_map(|article| lower.strip_prefix(article)).unwrap_or(&lower);
    format!("{UNKNOWN}{}", bare.strip_suffix('s').unwrap_or(bare))
}
