//! What the words of one clause claim: how it ties things, how surely, and which way.

use super::tie::tie;
use super::{Article, Says, Strength};
use crate::document::Place;
use crate::extract::gate::answer::{Answer, answer, is_question};
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Gate, Knowledge, Relation, Term};
use crate::text::Language;
use std::ops::Range;

/// A clause, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Reading {
    /// How it ties outcome and intervention.
    pub(super) relation: Relation,
    /// How certain it sounds.
    pub(super) certainty: Certainty,
    /// Relation and certainty in one word, whether or not it is denied.
    pub(super) strength: Strength,
    /// Which way the outcome goes.
    pub(super) direction: Direction,
    /// The word that ties.
    pub(super) trigger: Range<usize>,
    /// The words that decided, in order.
    pub(super) grounds: Vec<Ground>,
    /// Whether it tells the reader what to do.
    pub(super) advice: bool,
}

/// The words that tie one thing to another, and how.
pub(super) struct Bond {
    /// Where they stand.
    pub(super) range: Range<usize>,
    /// How they tie.
    pub(super) relation: Relation,
    /// What they say.
    pub(super) says: Says,
    /// Which way the outcome goes, where they tell by themselves.
    pub(super) way: Option<Direction>,
}

impl Bond {
    /// Words that tell by themselves which way the outcome goes.
    pub(super) fn telling(range: Range<usize>, relation: Relation, says: Says, way: Direction) -> Bond {
        Bond { range, relation, says, way: Some(way) }
    }

    /// A cue of the lexicon.
    fn of(cue: &Term<Cue>, relation: Relation) -> Bond {
        let says = match (cue.is, relation) {
            (_, Relation::Causal) => Says::Causal,
            (Cue::Associative, _) => Says::Associative,
            _ => Says::Group,
        };
        Bond { range: cue.range(), relation, says, way: None }
    }
}

/// A word that decided, and where it holds if it sets a gate over the trigger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Ground {
    pub(super) range: Range<usize>,
    pub(super) says: Says,
    pub(super) scope: Option<Range<usize>>,
}

/// Reads a clause; none if nothing in it ties one thing to another.
pub(super) fn read(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: Range<usize>,
) -> Option<Reading> {
    let cues = article.cues(block).within(clause.clone());
    let (trigger, relation) = tie(article, block, cues)?;
    Some(read_at(article, block, sentence, clause, Bond::of(trigger, relation)))
}

/// Reads a clause that ties nothing by a verb of effect, but says of something that it is proven:
/// 该药已被证实在…领域的价值, "proves that X puts Y to sleep".
pub(super) fn proof(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: Range<usize>,
) -> Option<Reading> {
    let text = article.blocks[block].as_str();
    let cues = article.cues(block).within(clause.clone());
    let states = |t: &Term<Cue>| text[t.end..].starts_with(" that ");
    let passive = |t: &Term<Cue>| text[t.range()].ends_with(" to") || text[t.end..].starts_with(" to ");
    let proven = |t: &&Term<Cue>| {
        t.is == Cue::Certainty(Certainty::C3) && (t.language == Language::Zh || states(t) || passive(t))
    };
    let trigger = cues.iter().find(proven)?;
    let side = if states(trigger) { trigger.end..clause.end } else { clause.start..trigger.start };
    let mut named =
        article.named_in(block, side).iter().filter(|n| n.concept.kind != ConceptKind::Population);
    let acts = named.next().is_some_and(super::slots::acts);
    acts.then(|| read_at(article, block, sentence, clause, Bond::of(trigger, Relation::Causal)))
}

fn says(certainty: Certainty) -> Says {
    match certainty {
        Certainty::C0 => Says::C0,
        Certainty::C1 => Says::C1,
        Certainty::C2 => Says::C2,
        Certainty::C3 => Says::C3,
        Certainty::C4 => Says::C4,
    }
}

/// Reads a clause whose words that tie are known.
pub(super) fn read_at(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: Range<usize>,
    bond: Bond,
) -> Reading {
    let Bond { range: trigger, relation, says: tells, way } = bond;
    let here = clause.start;
    let cues = article.cues(block).within(clause);
    let place = Place::new(block, trigger.clone());
    let scope = |cue: &Range<usize>| {
        let mut over = article.gates.over(&place);
        over.find(|s| s.cue_place.start == cue.start).map(|s| s.scope.range())
    };
    let mut grounds = Vec::new();
    let mut note =
        |range: Range<usize>, says: Says| grounds.push(Ground { scope: scope(&range), range, says });
    note(trigger.clone(), tells);

    let stated = cues.iter().filter_map(|t| match t.is {
        Cue::Certainty(c) if c >= Certainty::C2 => Some((c, t)),
        _ => None,
    });
    let mut certainty = Certainty::C2;
    let highest = stated.max_by_key(|(c, _)| *c);
    if let Some((highest, cue)) = highest {
        certainty = highest;
        note(cue.range(), says(highest));
    }
    let shown = proven_before(article, block, sentence, here);
    if let Some(cue) = shown {
        certainty = certainty.max(Certainty::C3);
        note(cue.range(), Says::C3);
    }
    if confirmed(article, block, sentence) {
        certainty = certainty.max(Certainty::C3);
    }
    let modest = cues.iter().find(|t| t.is == Cue::Certainty(Certainty::C1));
    let hedge = cues.iter().rev().find(|t| t.is == Cue::Hedge && t.start <= trigger.start.max(t.start));
    let hedged = hedge.filter(|h| hedges(article, block, h, &trigger));
    let hedged = hedged.or_else(|| announced(article, &place, here));
    if let Some(cue) = hedged {
        certainty = Certainty::C1;
        note(cue.range(), Says::Hedge);
    }
    let unproven =
        cues.iter().find(|t| t.is == Cue::Certainty(Certainty::C0)).or_else(|| doubted(article, &place));
    // A figure is not denied by the word before it: 21 in 100 without it.
    // Nor are words denied that deny by themselves: 没有依赖, never get.
    let own = |cue: &Place| way.is_some() && trigger.contains(&cue.start);
    let denied = tells != Says::Figure
        && article.gates.over(&place).any(|s| s.gate == Gate::Negation && !own(&s.cue_place));
    let sure =
        highest.is_some_and(|(_, cue)| !article.gates.holds(Gate::Negation, &Place::new(block, cue.range())));
    let asserted = match (&unproven, denied) {
        (Some(_), _) => certainty.min(Certainty::C1),
        (None, true) if !sure => certainty.min(Certainty::C3),
        (None, _) => certainty,
    };
    let strength = Strength::of(relation, asserted);
    if let Some(cue) = modest {
        certainty = certainty.min(Certainty::C1);
        note(cue.range(), Says::C1);
    }
    if let Some(cue) = unproven {
        note(cue.range(), Says::C0);
    }
    for gate in
        article.gates.over(&place).filter(|s| s.gate == Gate::Negation && denied && unproven.is_none())
    {
        note(gate.cue_place.range(), Says::Negation);
    }
    if denied || unproven.is_some() {
        certainty = Certainty::C0;
    }
    let text = article.blocks[block].as_str();
    let (mut direction, cue) = match way {
        Some(way) => (way, None),
        None => direction(cues, &trigger, relation, text, article.words.knowledge),
    };
    if let Some(cue) = cue {
        note(cue.range(), Says::Direction);
    }
    if denied && unproven.is_none() {
        direction = Direction::NoEffect;
    }
    grounds.sort_by_key(|g| (g.range.start, g.range.end, g.says));
    grounds.dedup();
    let advice = cues.iter().any(|t| t.is == Cue::Advice);
    Reading { relation, certainty, strength, direction, trigger, grounds, advice }
}

/// Whether a hedge bears on the trigger: before it in its clause, or right behind it.
fn hedges(article: &Article, block: usize, hedge: &Term<Cue>, trigger: &Range<usize>) -> bool {
    let place = Place::new(block, trigger.clone());
    article.gates.over(&place).any(|s| s.gate == Gate::Hedge && s.scope.start <= hedge.start)
        || hedge.start >= trigger.end
}

/// The Chinese hedge of an earlier clause that reaches the trigger: 研究提示,该药降低血糖.
fn announced<'a>(article: &'a Article, trigger: &Place, clause: usize) -> Option<&'a Term<Cue>> {
    let mut scopes = article.gates.over(trigger).filter(|s| s.gate == Gate::Hedge && s.scope.start < clause);
    let cue = scopes.next()?.cue_place.range();
    let cues = article.cues(trigger.block).within(cue.start..cue.start + 1);
    cues.iter().find(|t| t.is == Cue::Hedge && t.language == Language::Zh)
}

/// The Chinese word of proof that ends the clause before: 一项试验证实,该药降低血糖.
fn proven_before<'a>(
    article: &'a Article,
    block: usize,
    sentence: usize,
    clause: usize,
) -> Option<&'a Term<Cue>> {
    let here = &article.blocks[block];
    let before = here.sentences[sentence].clauses.iter().find(|c| c.end == clause)?;
    let cue = article
        .cues(block)
        .within(before.clone())
        .iter()
        .rev()
        .find(|t| t.is == Cue::Certainty(Certainty::C3))?;
    let ends = here.as_str()[cue.end..before.end].chars().all(|c| !c.is_alphanumeric());
    let denied = article.gates.holds(Gate::Negation, &Place::new(block, cue.range()));
    (cue.language == Language::Zh && ends && !denied).then_some(cue)
}

/// The want of evidence, said in another clause, that reaches the trigger: 喝醋降血压,缺乏可靠的证据.
fn doubted<'a>(article: &'a Article, trigger: &Place) -> Option<&'a Term<Cue>> {
    let mut scopes = article.gates.over(trigger).filter(|s| s.gate == Gate::Negation);
    scopes.find_map(|s| {
        let cues = article.cues(trigger.block).within(s.cue_place.range());
        cues.iter().find(|t| t.is == Cue::Certainty(Certainty::C0) && t.language == Language::Zh)
    })
}

/// Whether the sentence is a question answered with yes at once.
fn confirmed(article: &Article, block: usize, sentence: usize) -> bool {
    is_question(&article.blocks[block], sentence)
        && answer(article.words, block, sentence) == Some(Answer::Yes)
}

/// The pack that knows words which bring about whatever change is named behind them.
const PACK: &str = "direction-contradicts-source";

/// Which way the outcome goes, and the word that says so: at the trigger or a verb right behind it
/// (effective in preventing), else nearest behind it, else nearest before. A word that only brings
/// about leaves it to what it brings about: caused a 79% reduction, 导致死亡率下降.
fn direction<'a>(
    cues: &'a [Term<Cue>],
    trigger: &Range<usize>,
    relation: Relation,
    text: &str,
    knowledge: &Knowledge,
) -> (Direction, Option<&'a Term<Cue>>) {
    let ways = || cues.iter().filter_map(|t| if let Cue::Direction(d) = t.is { Some((d, t)) } else { None });
    let none = ways().find(|(d, _)| *d == Direction::NoEffect);
    let at = || ways().find(|(_, t)| t.range() == *trigger);
    let verb = |at: usize| cues.iter().any(|t| t.is == Cue::Causal && t.start == at);
    let next = || ways().find(|(_, t)| t.start == trigger.end + 1 && verb(t.start));
    let behind = || ways().find(|(_, t)| t.start >= trigger.end);
    let before = || ways().rfind(|(_, t)| t.end <= trigger.start);
    let found = match relation {
        Relation::Causal => none.or_else(next).or_else(at).or_else(behind).or_else(before),
        _ => none.or_else(behind).or_else(at).or_else(before),
    };
    let brings =
        |t: &Term<Cue>| knowledge.phrases.find(PACK, &text[t.range()]).iter().any(|p| p.is == "brings");
    let brought = |t: &Term<Cue>| ways().find(|(_, later)| later.start >= t.end && brings(t));
    let found = found.map(|(d, t)| brought(t).unwrap_or((d, t)));
    found.map_or((Direction::Unclear, None), |(d, t)| (d, Some(t)))
}
