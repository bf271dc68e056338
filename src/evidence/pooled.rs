//! Effects that a source reports of several drugs together, and not of each by itself.

use super::record::{Abstract, Record, block};
use crate::document::Block;
use crate::extract::Words;
use crate::extract::claim::{Claim, Group, Tie, groups, groups_of};
use crate::knowledge::{ConceptKind, Direction, Gate, Knowledge, Term};
use std::collections::BTreeSet;

/// Drugs whose effect a source tells of together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pool {
    /// Ids of the drugs.
    pub drugs: BTreeSet<String>,
    /// The words of the source that tell the effect.
    pub words: String,
}

/// Kinds of things that act together.
const ACTS: [ConceptKind; 3] = [ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];

/// The pool of which `own` drugs are a part, where a source reports no effect of these by themselves.
pub fn pool_of(record: &Record, own: &BTreeSet<&str>, knowledge: &Knowledge) -> Option<Pool> {
    let source = record.abstract_.as_ref()?;
    if own.is_empty() || reports(source, own, knowledge) {
        return None;
    }
    let title = [block(&record.title)];
    let of = |blocks: &[Block]| {
        let words = Words::new(blocks, knowledge);
        let mut found = groups(0, &words);
        // A drug on top of a training or a diet.
        found.extend(groups_of(0, &words, &ACTS).into_iter().filter(|g| g.tie == Tie::Plus));
        found.retain(|g| !is_allotted(g, &blocks[0], knowledge));
        found
    };
    let whole = || record.acts.iter().filter(|id| *id != "placebo").cloned().collect::<BTreeSet<String>>();
    let named = of(&source.blocks).into_iter().chain(of(&title));
    let pools = named.filter(|g| is_pooled(g, source)).map(|g| members(&g, knowledge));
    let holds = |drugs: &BTreeSet<String>| {
        own.iter().all(|o| drugs.contains(*o))
            && drugs.len() > own.len()
            && !is_added(source, own, drugs, knowledge)
    };
    // A source that says it cannot tell them apart pools what its title names.
    let said = || marked(source, knowledge).map(|words| Pool { drugs: whole(), words });
    let found = pools.filter(holds).find_map(|drugs| {
        let told = source.claims.iter().find(|c| tells_of(c, &drugs, knowledge));
        // The whole sentence: a claim may end inside a bracket.
        let words = told.map(|c| sentence(source, c)).or_else(|| marked(source, knowledge))?;
        Some(Pool { drugs, words })
    });
    let part = |pool: &Pool| own.iter().all(|o| pool.drugs.contains(*o)) && pool.drugs.len() > own.len();
    found.or_else(|| said().filter(part))
}

/// What a source tried as a whole, and a thing that its abstract names beside that: the oil of a diet.
pub fn whole_of(record: &Record, part: &str, knowledge: &Knowledge) -> Option<Pool> {
    let source = record.abstract_.as_ref()?;
    let whole = record.acts.iter().find(|id| *id != "placebo")?;
    let kin = |id: &String| knowledge.concepts.is_a(id, part) || knowledge.concepts.is_a(part, id);
    if record.acts.iter().any(kin) {
        return None;
    }
    let text = &source.blocks[0];
    let both = text.sentences.iter().find(|s| {
        let named = knowledge.concepts.find(&text.as_str()[s.range.clone()]);
        [whole.as_str(), part].iter().all(|id| named.iter().any(|n| n.concept.id == *id))
    })?;
    let words = text.shown(both.range.clone()).to_owned();
    Some(Pool { drugs: BTreeSet::from([whole.clone(), part.to_owned()]), words })
}

/// The sentence of a claim of a source.
fn sentence(source: &Abstract, claim: &Claim) -> String {
    let text = &source.blocks[0];
    let whole = text.sentence_at(claim.quote.place.start);
    whole.map_or_else(|| claim.quote.text.clone(), |s| text.shown(s.range.clone()).to_owned())
}

/// Whether people were given the one or the other of a group, so that these were compared: randomised to A or B.
fn is_allotted(group: &Group, block: &Block, knowledge: &Knowledge) -> bool {
    let Some(sentence) = block.sentence_at(group.place.start) else { return false };
    let before = &block.as_str()[sentence.range.start..group.place.start];
    group.tie == Tie::Or && knowledge.phrases.find("abstract", before).iter().any(|t| t.is == "allotted")
}

/// The words in which a source says that drugs were looked at together.
fn marked(source: &Abstract, knowledge: &Knowledge) -> Option<String> {
    let text = &source.blocks[0];
    let said = knowledge.phrases.find("effect-attribution-shift", text.as_str());
    let mark = said.iter().find(|t| t.is == "pooled")?;
    let sentence = text.sentence_at(mark.start)?;
    Some(text.shown(sentence.range.clone()).to_owned())
}

/// The drugs of a class that a source is about, where it never speaks of the class itself.
pub fn members_of(record: &Record, class: &str, knowledge: &Knowledge) -> Option<BTreeSet<String>> {
    let source = record.abstract_.as_ref()?;
    let title = crate::text::fold(&record.title);
    let named = knowledge.concepts.find(title.as_str()).into_iter();
    let all: BTreeSet<&str> = named
        .chain(knowledge.concepts.find(source.blocks[0].as_str()))
        .filter(|n| n.concept.kind == ConceptKind::Drug)
        .map(|n| n.concept.id.as_str())
        .collect();
    let members: BTreeSet<String> = all
        .iter()
        .filter(|id| **id != class && knowledge.concepts.is_a(id, class))
        .map(|id| (*id).to_owned())
        .collect();
    (!all.contains(class) && !members.is_empty()).then_some(members)
}

/// The drugs of a group, without a class that only sums up the others.
fn members(group: &Group, knowledge: &Knowledge) -> BTreeSet<String> {
    let all = ids(group);
    let sums_up = |class: &String| all.iter().any(|d| d != class && knowledge.concepts.is_a(d, class));
    all.iter().filter(|id| !sums_up(id)).cloned().collect()
}

fn ids(group: &Group) -> BTreeSet<String> {
    group.things.iter().filter_map(|t| t.concept.clone()).collect()
}

/// "A or B" and "A plus B" act together; "A and B" only where a claim is made of both at once.
fn is_pooled(group: &Group, source: &Abstract) -> bool {
    let things = ids(group);
    let together = |c: &Claim| {
        let theirs: BTreeSet<&str> = c.intervention.iter().filter_map(|m| m.concept.as_deref()).collect();
        things.iter().all(|t| theirs.contains(t.as_str()))
    };
    group.tie != Tie::And || source.claims.iter().any(together)
}

/// Whether a claim tells an effect of a pool: of its drugs at once, or of the class they belong to.
fn tells_of(claim: &Claim, drugs: &BTreeSet<String>, knowledge: &Knowledge) -> bool {
    let theirs: Vec<&str> = claim.intervention.iter().filter_map(|m| m.concept.as_deref()).collect();
    let class = |id: &&str| !drugs.contains(*id) && drugs.iter().any(|d| knowledge.concepts.is_a(d, id));
    has_effect(claim) && (drugs.iter().all(|d| theirs.contains(&d.as_str())) || theirs.iter().any(class))
}

fn has_effect(claim: &Claim) -> bool {
    !matches!(claim.direction, Direction::NoEffect | Direction::Unclear)
        && !claim.gates.contains(&Gate::Negation)
}

/// Whether a source tells an effect of these drugs by themselves, naming them where it does.
fn reports(source: &Abstract, own: &BTreeSet<&str>, knowledge: &Knowledge) -> bool {
    source.claims.iter().filter(|c| has_effect(c)).any(|c| {
        let drug = |id: &&str| {
            knowledge
                .concepts
                .get(id)
                .is_some_and(|k| matches!(k.kind, ConceptKind::Drug | ConceptKind::Supplement))
        };
        let theirs: BTreeSet<&str> =
            c.intervention.iter().filter_map(|m| m.concept.as_deref()).filter(drug).collect();
        let here = c.intervention.iter().all(|m| c.quote.place.holds(&m.quote.place));
        here && theirs == *own
    })
}

/// Whether the rest of the pool is also what it is compared with, so that what was added has the
/// effect: A plus B against B.
fn is_added(
    source: &Abstract,
    own: &BTreeSet<&str>,
    drugs: &BTreeSet<String>,
    knowledge: &Knowledge,
) -> bool {
    let rest: Vec<&String> = drugs.iter().filter(|d| !own.contains(d.as_str())).collect();
    let text = source.blocks[0].as_str();
    let phrases = knowledge.phrases.find("effect-attribution-shift", text);
    let adjoins = |from: usize, to: usize| from <= to && text[from..to].trim().is_empty();
    let alone = |id: &str| {
        knowledge.concepts.find(text).iter().filter(|n| n.concept.id == id).any(|n| {
            let by = |t: &Term<String>| adjoins(t.end, n.range.start) || adjoins(n.range.end, t.start);
            phrases.iter().any(|t| t.is == "alone" && by(t))
        })
    };
    let compared = |id: &str| {
        let against = |c: &Claim| c.comparator.iter().any(|m| m.concept.as_deref() == Some(id));
        source.claims.iter().any(against)
    };
    rest.iter().all(|id| alone(id) || compared(id))
}
