//! What acts in a clause: named in it, pointed at, told by who took it, or left out because it was just
//! spoken of.

use super::frame::Reader;
use super::joined::joined;
use super::kind::{Candidate, Kind};
use super::object::object;
use super::reading::Reading;
use super::slots::{Slots, actors, exposure, mention, subject};
use super::standing::{described, standing};
use super::{Article, Mention};
use crate::knowledge::{ConceptKind, Cue, Direction, EffectWord, Named, Relation};
use crate::text::Language;
use std::ops::Range;

/// Sentences over which "it" and 该药 find a thing that the article is not about.
const ANAPHORA: usize = 8;
/// Sentences over which a missing subject is the one spoken of last.
pub(super) const ELLIPSIS: usize = 3;

/// What was spoken of, things joined by "or" together, and in which sentence of the article.
pub(super) type Spoken = Option<(Vec<Mention>, usize)>;

/// Where the thing that acts was found.
pub(super) enum Actor {
    /// In the clause.
    Here,
    /// In the clause before it.
    Before(Vec<Mention>),
    /// Earlier in the sentence, or in an earlier one.
    Topic(Vec<Mention>),
}

impl Reader<'_, '_> {
    /// Finds what acts near a clause that no word of the lexicon ties: it is named or pointed at there,
    /// or was just named; and something is said to change, known to the tables or not.
    pub(super) fn near(
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
    pub(super) fn actor(
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
    pub(super) fn antecedent(&self) -> Option<Vec<Mention>> {
        let last = |sentences| within(&self.last, self.sentence, sentences);
        last(1).or_else(|| self.topic_within(usize::MAX)).or_else(|| last(ANAPHORA))
    }

    pub(super) fn topic_within(&self, sentences: usize) -> Option<Vec<Mention>> {
        within(&self.topic, self.sentence, sentences)
    }
}

/// What was spoken of within so many sentences.
fn within(spoken: &Spoken, now: usize, sentences: usize) -> Option<Vec<Mention>> {
    spoken.as_ref().filter(|(_, at)| now - at <= sentences).map(|(things, _)| things.clone())
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
