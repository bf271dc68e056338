//! A claim against a source, slot by slot; the verdict is what the slots together allow.

mod direction;
mod effect;
mod items;
mod judge;
mod matter;
mod overall;
mod passage;
mod people;
mod results;
mod sentence;
mod slots;
mod statement;
mod upshot;

pub use effect::Effect;
pub use judge::{Judge, Nobody, Opinion};
pub(super) use overall::{afterwards, nothing};
pub use passage::Passage;
pub(super) use people::other_people;
pub(super) use results::{results, settle, unnamed};
pub(super) use sentence::bags;
pub use sentence::{Bag, rank};
pub use slots::{SERIOUS, Slot, SlotAnswer};
pub use statement::Statement;
pub(super) use statement::of_safety;

use self::matter::Match;
use super::record::{Abstract, Record, block};
use crate::extract::Words;
use crate::extract::claim::{Strength, claims};
use crate::extract::gate::gates;
use crate::extract::study::studies;
use crate::knowledge::{ConceptKind, Knowledge};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a comparison comes to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The source says it.
    Supports,
    /// The source says it less strongly.
    Overstated,
    /// The source says so of something near it: the same disease, another outcome.
    Partly,
    /// The source says the opposite of the same thing.
    Contradicted,
    /// The source does not speak of it.
    NotAddressed,
    /// It could not be told.
    NotChecked,
}

/// Why a comparison could not be told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Untold {
    /// The claim names nothing that is known here.
    UnknownTerm,
    /// Which way the claim or the source points is not clear.
    DirectionUnclear,
    /// The source says both.
    SourceMixed,
    /// The library has the record without its abstract.
    NoAbstract,
    /// The library has no record of the entry.
    NoRecord,
}

/// How the strength of a claim stands to that of its source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exaggeration {
    /// The claim is stronger.
    Exaggerates,
    /// They are alike.
    Same,
    /// The claim is weaker.
    Downplays,
}

/// A claim beside its source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Comparison {
    /// What it comes to.
    pub verdict: Verdict,
    /// Why it could not be told, where it could not.
    pub why: Option<Untold>,
    /// Strength of the claim, taken as asserted.
    pub claim_strength: Strength,
    /// Strength of the source.
    pub evidence_strength: Strength,
    /// How the one stands to the other; the same where the source tells of no relation.
    pub exaggeration: Exaggeration,
    /// The slots that decided.
    pub slots: Vec<Slot>,
    /// The words of the source that decided.
    pub quote: Option<String>,
}

/// Holds a claim, read as a text by itself, against a source.
pub fn compare(claim: &Abstract, source: &Abstract) -> Comparison {
    let Judged { verdict, why, pair } =
        judge(&claim.statements, &source.statements.iter().collect::<Vec<_>>());
    let claimed = asserted(claim);
    let (slots, quote) = match pair {
        Some((ours, theirs)) => (decided(ours, theirs), Some(theirs.text.clone())),
        None => (Vec::new(), None),
    };
    Comparison {
        verdict,
        why,
        claim_strength: claimed,
        evidence_strength: source.strength,
        exaggeration: match claimed.cmp(&source.strength) {
            _ if source.strength == Strength::None => Exaggeration::Same,
            std::cmp::Ordering::Greater => Exaggeration::Exaggerates,
            std::cmp::Ordering::Equal => Exaggeration::Same,
            std::cmp::Ordering::Less => Exaggeration::Downplays,
        },
        slots,
        quote,
    }
}

/// The strength of a claim, taken as asserted: what ties its things by no word known here is a plain
/// statement (smoking and stroke: a deadly pair), or a possibility where a hedge stands in it.
fn asserted(claim: &Abstract) -> Strength {
    match claim.strength {
        Strength::None if claim.hedged => Strength::Conditional,
        Strength::None => Strength::Causal,
        strength => strength,
    }
}

/// The statements that decided, and the verdict.
pub(super) struct Judged<'a> {
    pub(super) verdict: Verdict,
    pub(super) why: Option<Untold>,
    pub(super) pair: Option<(&'a Statement, &'a Statement)>,
}

/// The verdict on what the claims of a text say, from the statements of a source that speak of the same.
pub(super) fn judge<'a>(claims: &'a [Statement], source: &[&'a Statement]) -> Judged<'a> {
    let undecided = |verdict, why| Judged { verdict, why, pair: None };
    let mut framed = claims.iter().filter(|c| !c.open && c.effect.is_some()).peekable();
    if framed.peek().is_none() {
        return undecided(Verdict::NotChecked, Some(Untold::UnknownTerm));
    }
    let pairs: Vec<(&Statement, &Statement, Match)> =
        framed.flat_map(|c| source.iter().filter_map(move |s| Some((c, *s, Match::of(c, s)?)))).collect();
    if pairs.is_empty() {
        return undecided(Verdict::NotAddressed, None);
    }
    let told = pairs.iter().filter_map(|(c, s, m)| Some(((*c, *s), *m, c.effect?.borne_out(s.effect?)?)));
    let told: Vec<_> = told.filter(|((_, s), ..)| !s.open && s.named).collect();
    let Some(best) = told.iter().map(|(_, m, _)| *m).max() else {
        return undecided(Verdict::NotChecked, Some(Untold::DirectionUnclear));
    };
    let at_best =
        |along: bool| told.iter().find(|(_, m, a)| *m == best && *a == along).map(|(pair, ..)| *pair);
    match (at_best(true), at_best(false)) {
        (Some((c, s)), None) => {
            let stronger = c.strength.plain() > s.strength.plain();
            let verdict = match best {
                Match::Outcome if stronger => Verdict::Overstated,
                Match::Outcome => Verdict::Supports,
                _ => Verdict::Partly,
            };
            Judged { verdict, why: None, pair: Some((c, s)) }
        }
        (None, Some((c, s))) if matter::speaks_against(c, s, best) => {
            Judged { verdict: Verdict::Contradicted, why: None, pair: Some((c, s)) }
        }
        (Some(pair), Some(_)) => {
            Judged { verdict: Verdict::NotChecked, why: Some(Untold::SourceMixed), pair: Some(pair) }
        }
        (_, pair) => Judged { verdict: Verdict::NotChecked, why: Some(Untold::DirectionUnclear), pair },
    }
}

/// The slots that decided.
fn decided(claim: &Statement, source: &Statement) -> Vec<Slot> {
    let list = |ids: &BTreeSet<String>| {
        ids.iter().map(|id| id.trim_start_matches('=')).collect::<Vec<_>>().join(", ")
    };
    let effect = |s: &Statement| s.effect.map_or("", Effect::as_str).to_owned();
    let matter = |s: &Statement| list(if s.outcomes.is_empty() { &s.conditions } else { &s.outcomes });
    let along = claim.effect.zip(source.effect).and_then(|(ours, theirs)| ours.borne_out(theirs));
    let way = match along {
        Some(true) => SlotAnswer::Same,
        Some(false) => SlotAnswer::Differs,
        None => SlotAnswer::NotChecked,
    };
    let same = |a: String, b: &str| if a == b { SlotAnswer::Same } else { SlotAnswer::NotChecked };
    let direction = |s: &Statement| s.direction.as_str().to_owned();
    vec![
        Slot::new("intervention", SlotAnswer::Same, list(&claim.acts), list(&source.acts)),
        Slot::new("outcome", same(matter(claim), &matter(source)), matter(claim), matter(source)),
        Slot::new("direction", way, direction(claim), direction(source)),
        Slot::new("effect", way, effect(claim), effect(source)),
    ]
}

/// A passage of the article beside the record it leans on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Confronted {
    /// What it comes to: no better than its weakest slot.
    pub verdict: Verdict,
    /// Why it could not be told, where it could not.
    pub why: Option<Untold>,
    /// Every slot that the passage fills.
    pub slots: Vec<Slot>,
    /// The sentence of the abstract that decides, or speaks most to the passage.
    pub quote: String,
}

impl Confronted {
    /// The first slot of a name that differs.
    pub fn differs(&self, slot: &str) -> Option<&Slot> {
        self.slots.iter().find(|s| s.slot == slot && s.answer == SlotAnswer::Differs)
    }
}

/// Holds a passage against its record, slot by slot; none where the record has no abstract.
pub fn confront(passage: &Passage, record: &Record, judge: &dyn Judge) -> Option<Confronted> {
    let source = record.abstract_.as_ref()?;
    let knows = known_of(passage, record, source);
    let slots = slots::slots(passage, record, source, &knows);
    let Judged { verdict, why, pair } = self::judge(&passage.statements, &knows);
    let differs = |name: &str| slots.iter().any(|s| s.slot == name && s.answer == SlotAnswer::Differs);
    let verdict = match verdict {
        Verdict::Supports | Verdict::Overstated | Verdict::Partly
            if differs("population") || differs("model") =>
        {
            Verdict::Partly
        }
        Verdict::Supports if differs("certainty") => Verdict::Overstated,
        Verdict::Contradicted if differs("population") => Verdict::NotChecked,
        other => other,
    };
    let decides = pair.map(|(_, theirs)| theirs.sentence);
    let speaks = decides.or_else(|| rank(&passage.bag, &source.sentences).first().copied());
    let block = &source.blocks[0];
    let quote = speaks.and_then(|i| block.sentences.get(i)).map(|s| block.shown(s.range.clone()).to_owned());
    let mut confronted = Confronted { verdict, why, slots, quote: quote.unwrap_or_default() };
    confronted.heed(judge.judge(passage, record));
    Some(confronted)
}

/// What a record says of the things of a passage: results that name nothing are of what its title
/// names, or of what the passage names where that names nothing.
fn known_of<'a>(passage: &Passage, record: &Record, source: &'a Abstract) -> Vec<&'a Statement> {
    let concepts = &passage.words.knowledge.concepts;
    let kin = |id: &str| record.acts.iter().any(|g| concepts.is_a(g, id) || concepts.is_a(id, g));
    let of_it = |id: &String| record.acts.is_empty() || id.starts_with(['=', '*']) || kin(id);
    let named = passage.statements.iter().filter(|s| s.named);
    let said = named.flat_map(|s| s.acts.iter()).all(of_it);
    source.statements.iter().chain(source.results.iter().filter(|_| said)).collect()
}

/// Most things of which results that name none of them may be told.
const FEW: usize = 2;

/// What a record is a study of: the things that its title names, else those that its abstract opens with.
fn studied(record: &Record, source: &Abstract, knowledge: &Knowledge) -> BTreeSet<String> {
    const ACTS: &[ConceptKind] = &[ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];
    if !record.acts.is_empty() {
        return record.acts.clone();
    }
    let block = &source.blocks[0];
    let acts = |text: &str| -> BTreeSet<String> {
        let named = knowledge.concepts.find(text).into_iter();
        named.filter(|n| ACTS.contains(&n.concept.kind)).map(|n| n.concept.id.clone()).collect()
    };
    let sentences = block.sentences.iter().map(|s| acts(&block.as_str()[s.range.clone()]));
    sentences.into_iter().find(|named| !named.is_empty()).unwrap_or_default()
}

/// The words of a record that say otherwise of just the same thing as a passage: both name it, or the
/// record is a study of it.
pub fn opposes(passage: &Passage, record: &Record) -> Option<String> {
    let source = record.abstract_.as_ref()?;
    let own = studied(record, source, passage.words.knowledge);
    let named = passage.statements.iter().filter(|s| s.named);
    let of_it = own.len() <= FEW && named.flat_map(|s| &s.acts).any(|id| own.contains(id));
    let said: Vec<&Statement> =
        source.statements.iter().chain(source.results.iter().filter(|_| of_it)).collect();
    let Judged { verdict, pair, .. } = judge(&passage.statements, &said);
    let (ours, theirs) = pair.filter(|_| verdict == Verdict::Contradicted)?;
    let by_name = theirs.acts.contains(results::ANY) || !ours.acts.is_disjoint(&theirs.acts);
    let same = by_name && Match::of(ours, theirs) == Some(Match::Outcome);
    (same && people::other_people(&passage.people, &record.people).is_none()).then(|| theirs.text.clone())
}

/// Holds a text that is no article against a record, as a sentence that leans on it.
pub fn confront_text(text: &str, record: &Record, knowledge: &Knowledge) -> Option<Confronted> {
    let blocks = [block(text)];
    let words = Words::new(&blocks, knowledge);
    let gates = gates(&words);
    let claims = claims(&words, &gates, &[]);
    let all = 0..blocks[0].as_str().len();
    let passage = Passage::of(&words, 0, &all, claims.iter(), &studies(&words), &gates, true);
    confront(&passage, record, &Nobody)
}
