//! Claims from clauses: a clause that ties something to something is a claim about what it names,
//! or about what was spoken of last.

use super::actor::{Actor, ELLIPSIS, Spoken};
use super::attributes::{model, resolved, speaker, trim};
use super::joined::joined;
use super::kind::Kind;
use super::reading::{Ground, Reading};
use super::slots::{Slots, actors, acts, fill};
use super::standing::standing;
use super::{Article, Claim, Mention, Quantity, Reason, adverse, arms, versus};
use crate::document::Place;
use crate::extract::Quote;
use crate::extract::citation::Citation;
use crate::extract::gate::Gates;
use crate::extract::words::Words;
use crate::knowledge::{Gate, Named};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The claims of the blocks that belong to the article.
pub fn claims(words: &Words, gates: &Gates, citations: &[Citation]) -> Vec<Claim> {
    let article = Article::new(words, gates);
    let main = main_actors(&article);
    let mut reader = Reader {
        article: &article,
        citations,
        main,
        topic: None,
        last: None,
        here: Vec::new(),
        sentence: 0,
        claims: Vec::new(),
    };
    for (index, block) in words.body() {
        for sentence in 0..block.sentences.len() {
            reader.read_sentence(index, sentence, words.quantities(index));
        }
    }
    reader.claims
}

/// Reads the claims of an article, one sentence after the other.
pub(super) struct Reader<'a, 'k> {
    pub(super) article: &'a Article<'a, 'k>,
    pub(super) citations: &'a [Citation],
    /// What the article is about.
    pub(super) main: BTreeSet<&'a str>,
    /// What of it was spoken of last, and in which sentence of the article.
    pub(super) topic: Spoken,
    /// What was spoken of last, main or not.
    pub(super) last: Spoken,
    /// What the sentence named so far.
    pub(super) here: Vec<Mention>,
    pub(super) sentence: usize,
    pub(super) claims: Vec<Claim>,
}

impl Reader<'_, '_> {
    fn read_sentence(&mut self, block: usize, sentence: usize, numbers: &[Quantity]) {
        self.sentence += 1;
        self.here.clear();
        let article = self.article;
        let clauses = &article.blocks[block].sentences[sentence].clauses;
        let (mut claimed, known) = (true, self.claims.len());
        for (at, clause) in clauses.iter().enumerate() {
            let before = at.checked_sub(1).filter(|_| !claimed).map(|b| &clauses[b]);
            claimed = self.read_clause(block, sentence, clause, before, numbers);
            let named: Vec<&Named> = actors(article, block, clause).collect();
            if let Some(first) = named.first() {
                let group = joined(article, block, &named, 0);
                let spoken = Some((group.clone(), self.sentence));
                if self.main.contains(first.concept.id.as_str()) {
                    self.topic.clone_from(&spoken);
                }
                self.last = spoken;
                self.here = group;
            } else if let Some(unknown) = self.unknown().filter(|_| claimed) {
                self.last = Some((unknown.clone(), self.sentence));
                self.here = unknown;
            } else if self.here.is_empty() && standing(article, block, clause).is_some() {
                self.here = self.antecedent().unwrap_or_default();
            }
        }
        if self.claims.len() == known {
            self.read_whole(block, sentence, numbers);
        }
    }

    /// Reads a sentence of no claim that sets two figures against each other, or lists harms.
    fn read_whole(&mut self, block: usize, sentence: usize, numbers: &[Quantity]) {
        let article = self.article;
        let whole = &article.blocks[block].sentences[sentence].range;
        let (reading, range, topic, mut slots) = if let Some(told) = arms::read(article, block, sentence) {
            let mut slots = fill(article, block, whole, &told.reading.trigger);
            arms::part(&mut slots, &told);
            let topic = if told.explicit { self.antecedent() } else { self.topic_within(ELLIPSIS) };
            (told.reading, told.range, topic, slots)
        } else if let Some((reading, range)) = adverse::read(article, block, sentence) {
            let slots = fill(article, block, whole, &reading.trigger);
            (reading, range, self.topic_within(usize::MAX), slots)
        } else {
            return;
        };
        if slots.intervention.is_empty() {
            slots.intervention.extend(topic.unwrap_or_default());
        }
        if !slots.intervention.is_empty() {
            let claim = self.claim(block, sentence, range, reading, slots, numbers);
            self.claims.push(claim);
        }
    }

    /// What the claim made last speaks of, where the table knows none of it: 新型注射剂.
    fn unknown(&self) -> Option<Vec<Mention>> {
        let named = &self.claims.last()?.intervention;
        (!named.is_empty() && named.iter().all(|m| m.concept.is_none())).then(|| named.clone())
    }

    /// Reads a clause; `before` is the clause before it, if that made no claim. Says whether this one did.
    fn read_clause(
        &mut self,
        block: usize,
        sentence: usize,
        clause: &Range<usize>,
        before: Option<&Range<usize>>,
        numbers: &[Quantity],
    ) -> bool {
        let article = self.article;
        let claimed = Kind::ALL.into_iter().find_map(|kind| {
            let found = kind.read(article, block, sentence, clause)?;
            let mut slots = fill(article, block, clause, &found.reading.trigger);
            if let Some(against) = &found.against {
                versus::part(&mut slots, against);
            }
            let actor = match kind {
                Kind::Proof if !slots.has_object() => None,
                Kind::Verb | Kind::Proof => self.actor(block, clause, before, &found.reading, &mut slots),
                _ => self.near(block, clause, &found, &mut slots),
            };
            Some((found.reading, slots, actor?))
        });
        let Some((reading, mut slots, actor)) = claimed else { return false };
        let range = match (&actor, before) {
            (Actor::Before(_), Some(before)) => before.start..clause.end,
            _ => clause.clone(),
        };
        if let Actor::Before(m) | Actor::Topic(m) = actor {
            slots.intervention.extend(m);
        }
        let claim = self.claim(block, sentence, range, reading, slots, numbers);
        self.claims.push(claim);
        true
    }

    fn claim(
        &self,
        block: usize,
        sentence: usize,
        range: Range<usize>,
        reading: Reading,
        slots: Slots,
        numbers: &[Quantity],
    ) -> Claim {
        let article = self.article;
        let text = article.blocks[block].as_str();
        let range = trim(text, range);
        let at = Place::new(block, reading.trigger.clone());
        let mut gates: Vec<Gate> = article.gates.over(&at).map(|s| s.gate).collect();
        gates.sort();
        gates.dedup();
        let quote = |r: &Range<usize>| Quote::of(article.blocks, Place::new(block, r.clone()));
        let whole = article.blocks[block].sentences[sentence].range.clone();
        let inside = |q: &&Quantity| range.start <= q.quote.place.start && q.quote.place.end <= range.end;
        Claim {
            numbers: numbers.iter().filter(inside).cloned().collect(),
            model: model(article, block, &range, &whole),
            direction: resolved(reading.direction, reading.relation, &slots),
            certainty: reading.certainty,
            relation: reading.relation,
            strength: reading.strength,
            advice: reading.advice,
            attribution: gates
                .contains(&Gate::Attribution)
                .then(|| speaker(article, block, &whole))
                .flatten(),
            gates,
            citations: self.cited(block, &whole),
            cues: reading.grounds.iter().map(|g| reason(article, block, g)).collect(),
            quote: quote(&range),
            intervention: slots.intervention,
            comparator: slots.comparator,
            outcome: slots.outcome,
            condition: slots.condition,
            population: slots.population,
        }
    }

    /// The citations in a sentence or right behind it.
    fn cited(&self, block: usize, sentence: &Range<usize>) -> Vec<usize> {
        let text = self.article.blocks[block].as_str();
        let near = |at: usize| at <= sentence.end || text[sentence.end..at].trim().is_empty();
        let first = self
            .citations
            .partition_point(|c| (c.quote.place.block, c.quote.place.start) < (block, sentence.start));
        let here = self.citations[first..].iter().take_while(|c| c.quote.place.block == block);
        let count = here.take_while(|c| near(c.quote.place.start)).count();
        (first..first + count).collect()
    }
}

/// A ground of a reading with its words, and those of the gate that it sets over the trigger.
fn reason(article: &Article, block: usize, ground: &Ground) -> Reason {
    let quote = |r: &Range<usize>| Quote::of(article.blocks, Place::new(block, r.clone()));
    Reason { quote: quote(&ground.range), says: ground.says, scope: ground.scope.as_ref().map(quote) }
}

/// The interventions that an article is about: those named at least a third as often as the most
/// frequent one.
fn main_actors<'a>(article: &'a Article) -> BTreeSet<&'a str> {
    let mut counts = BTreeMap::<&str, usize>::new();
    let all = (0..article.blocks.len()).flat_map(|block| article.words.named(block));
    for named in all.filter(|n| acts(n)) {
        *counts.entry(named.concept.id.as_str()).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    counts.into_iter().filter(|(_, n)| n * 3 >= most).map(|(id, _)| id).collect()
}
