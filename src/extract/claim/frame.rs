//! Claims from clauses: a clause that ties something to something is a claim about what it names,
//! or about what was spoken of last.

use super::attributes::{model, resolved, speaker, trim};
use super::joined::joined;
use super::kind::{Candidate, Kind};
use super::object::object;
use super::reading::{Ground, Reading};
use super::slots::{Slots, actors, acts, exposure, fill, mention, subject};
use super::standing::{described, standing};
use super::{Article, Claim, Mention, Quantity, Reason, adverse, arms, versus};
use crate::document::Place;
use crate::extract::Quote;
use crate::extract::citation::Citation;
use crate::extract::gate::Gates;
use crate::extract::words::Words;
use crate::knowledge::{ConceptKind, Cue, Direction, EffectWord, Gate, Named, Relation};
use crate::text::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Sentences over which "it" and 该药 find a thing that the article is not about.
const ANAPHORA: usize = 8;
/// Sentences over which a missing subject is the one spoken of last.
const ELLIPSIS: usize = 3;

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

struct Reader<'a, 'k> {
    article: &'a Article<'a, 'k>,
    citations: &'a [Citation],
    /// What the article is about.
    main: BTreeSet<&'a str>,
    /// What of it was spoken of last, and in which sentence of the article.
    topic: Spoken,
    /// What was spoken of last, main or not.
    last: Spoken,
    /// What the sentence named so far.
    here: Vec<Mention>,
    sentence: usize,
    claims: Vec<Claim>,
}

/// What was spoken of, things joined by "or" together, and in which sentence of the article.
type Spoken = Option<(Vec<Mention>, usize)>;

/// Where the thing that acts was found.
enum Actor {
    /// In the clause.
    Here,
    /// In the clause before it.
    Before(Vec<Mention>),
    /// Earlier in the sentence, or in an earlier one.
    Topic(Vec<Mention>),
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

    /// Finds what acts near a clause that no word of the lexicon ties: it is named or pointed at there,
    /// or was just named; and something is said to change, known to the tables or not.
    fn near(
        &self,
        block: usize,
        clause: &Range<usize>,
        found: &Candidate,
        slots: &mut Slots,
    ) -> Option<Actor> {
        let article = self.article;
        let measured = found.kind == Kind::Change
            && article
                .effects(block, clause.clone())
                .iter()
                .any(|t| matches!(t.is, EffectWord::Measured | EffectWord::Success));
        let succeeds = article.effects(block, clause.clone()).iter().any(|t| t.is == EffectWord::Success);
        let behind = |m: &Mention| m.quote.place.start >= found.reading.trigger.end;
        let acted = slots.outcome.iter().chain(&slots.condition).any(behind);
        let known = slots.has_object() || measured || speaks_of_harm(article, block, clause);
        let wants_object = matches!(found.kind, Kind::Change | Kind::Plain);
        let stands = standing(article, block, clause);
        let people = stands.as_ref().is_some_and(|s| s.people.is_some());
        let until = found.reading.trigger.start.max(clause.start);
        let points = stands.is_some() || self.points_back(block, &(clause.start..until));
        let actor = if !slots.intervention.is_empty() {
            Actor::Here
        } else if let Some(topic) = self.antecedent().filter(|_| points) {
            Actor::Topic(topic)
        } else if let Some(unknown) = stands.filter(|_| known) {
            slots.intervention.push(unknown.mention(article, block));
            Actor::Here
        } else if let Some(unknown) = subject(article, block, clause, &found.reading.trigger)
            .filter(|_| found.kind == Kind::Versus && self.here.is_empty())
        {
            slots.intervention.push(unknown);
            Actor::Here
        } else if let Some(people) =
            described(article, block, clause, &found.reading.trigger).filter(|_| slots.has_object())
        {
            slots.intervention.push(people.mention(article, block));
            Actor::Here
        } else {
            let here = || Some(self.here.clone()).filter(|h| !h.is_empty());
            let spoken = match found.kind {
                Kind::Doubt => here().or_else(|| within(&self.last, self.sentence, 1)),
                Kind::Versus => here().or_else(|| self.topic_within(1)),
                Kind::Change if succeeds => here().or_else(|| self.antecedent()),
                Kind::Change => here().or_else(|| within(&self.last, self.sentence, 1)).filter(|_| known),
                _ => here()
                    .or_else(|| within(&self.last, self.sentence, 1).filter(|_| acted))
                    .filter(|_| known),
            };
            Actor::Topic(spoken?)
        };
        if wants_object && !slots.has_object() {
            match object(article, block, clause, &found.reading.trigger) {
                Some(unknown) => slots.outcome.push(unknown),
                None if known || people => {}
                None => return None,
            }
        }
        Some(actor)
    }

    /// Finds what acts; none if the clause makes no claim.
    fn actor(
        &self,
        block: usize,
        clause: &Range<usize>,
        before: Option<&Range<usize>>,
        reading: &Reading,
        slots: &mut Slots,
    ) -> Option<Actor> {
        let article = self.article;
        let effect = reading.relation == Relation::Causal;
        let tied = effect || slots.has_object() || is_linked(article, block, &reading.trigger);
        if !slots.intervention.is_empty() {
            return tied.then_some(Actor::Here);
        }
        if self.points_back(block, clause)
            && let Some(topic) = self.antecedent()
        {
            return tied.then_some(Actor::Topic(topic));
        }
        if let Some(stands) = standing(article, block, clause)
            && (slots.has_object()
                || stands.people.is_some() && (effect || reading.direction != Direction::Unclear))
        {
            if let Some(topic) = self.antecedent() {
                return Some(Actor::Topic(topic));
            }
            if effect && slots.has_object() {
                slots.intervention.push(stands.mention(article, block));
                return Some(Actor::Here);
            }
        }
        if let Some(exposed) = exposure(article, block, clause, reading) {
            let it = mention(article, block, exposed);
            slots.condition.retain(|m| m.quote.place != it.quote.place);
            slots.intervention.push(it);
            return Some(Actor::Here);
        }
        let opens = opens(article, block, clause, &reading.trigger);
        let object = slots.has_object()
            || speaks_of_harm(article, block, clause)
            || harms_body(article, block, clause, reading);
        if !object {
            let goes_on = effect && (opens || reading.direction == Direction::NoEffect);
            return self.topic_within(1).filter(|_| goes_on).map(Actor::Topic);
        }
        let named: Vec<&Named> = before.map_or(Vec::new(), |b| actors(article, block, b).collect());
        if let Some(last) = named.len().checked_sub(1) {
            return Some(Actor::Before(joined(article, block, &named, last)));
        }
        let measured = !slots.outcome.is_empty() && reading.direction != Direction::Unclear;
        if measured && !self.here.is_empty() {
            return Some(Actor::Topic(self.here.clone()));
        }
        if effect
            && slots.has_object()
            && let Some(unknown) = subject(article, block, clause, &reading.trigger)
        {
            slots.intervention.push(unknown);
            return Some(Actor::Here);
        }
        if slots.has_object()
            && !effect
            && let Some(people) = described(article, block, clause, &reading.trigger)
        {
            slots.intervention.push(people.mention(article, block));
            return Some(Actor::Here);
        }
        let elliptic = match article.blocks[block].language {
            Language::Zh => effect,
            Language::En => opens || measured && reading.relation == Relation::Associative,
        };
        let spoken = || self.topic_within(ELLIPSIS).or_else(|| within(&self.last, self.sentence, 1));
        elliptic.then(spoken).flatten().map(Actor::Topic)
    }

    /// Whether a clause points at a thing named before: 该药, it.
    fn points_back(&self, block: usize, clause: &Range<usize>) -> bool {
        let cues = self.article.cues(block).within(clause.clone());
        let study = |at: usize| cues.iter().any(|t| t.start == at && t.is == Cue::Study);
        cues.iter().any(|t| t.is == Cue::Anaphora && !study(t.start))
    }

    /// What "it" points at: what was just spoken of, else what the article is about.
    fn antecedent(&self) -> Option<Vec<Mention>> {
        let last = |sentences| within(&self.last, self.sentence, sentences);
        last(1).or_else(|| self.topic_within(usize::MAX)).or_else(|| last(ANAPHORA))
    }

    fn topic_within(&self, sentences: usize) -> Option<Vec<Mention>> {
        within(&self.topic, self.sentence, sentences)
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

/// What was spoken of within so many sentences.
fn within(spoken: &Spoken, now: usize, sentences: usize) -> Option<Vec<Mention>> {
    spoken.as_ref().filter(|(_, at)| now - at <= sentences).map(|(things, _)| things.clone())
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

/// Whether the trigger is a word of association, which always ties two things.
fn is_linked(article: &Article, block: usize, trigger: &Range<usize>) -> bool {
    article.cues(block).within(trigger.clone()).iter().any(|t| t.is == Cue::Associative)
}

/// Whether a clause opens with its trigger, cues and marks aside, so that its subject is elsewhere.
fn opens(article: &Article, block: usize, clause: &Range<usize>, trigger: &Range<usize>) -> bool {
    let text = article.blocks[block].as_str();
    let mut at = clause.start;
    for cue in article.cues(block).within(clause.start..trigger.start) {
        if text[at..cue.start.max(at)].chars().any(char::is_alphanumeric) {
            return false;
        }
        at = at.max(cue.end);
    }
    !text[at.min(trigger.start)..trigger.start].chars().any(char::is_alphanumeric)
}

/// Whether a clause says that a part of the body is harmed: 可能损伤周围神经.
fn harms_body(article: &Article, block: usize, clause: &Range<usize>, reading: &Reading) -> bool {
    let harmed = article.cues(block).within(reading.trigger.clone()).iter();
    let body = || article.named_in(block, reading.trigger.end..clause.end);
    harmed.into_iter().any(|t| t.is == Cue::Direction(Direction::Worsen))
        && body().iter().any(|n| n.concept.kind == ConceptKind::Anatomy)
}

/// Whether a clause speaks of a harm or risk, which can change even where the table does not name it.
fn speaks_of_harm(article: &Article, block: usize, clause: &Range<usize>) -> bool {
    article.cues(block).within(clause.clone()).iter().any(|t| t.is == Cue::Harm)
}
