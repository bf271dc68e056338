//! SA002: a drug is told to a group that its label warns, without the warning.

use super::benefit::{Topics, is_benefit};
use crate::document::{Block, BlockKind, Place};
use crate::knowledge::{AtRisk, CautionLevel, Gate, Named, Term};
use crate::rules::dosage::{Regimen, drugs_in, regimens};
use crate::rules::pitch::{Pitch, Within, pushed};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use crate::text::Sentence;
use std::collections::BTreeMap;

/// The rule `special-population-caution-absent`.
pub struct SpecialPopulationCautionAbsent;

/// Furthest that a remedy may be named from whom it is said to be for, in blocks.
const NEAR: usize = 4;

const RULE: &str = "special-population-caution-absent";

/// A group that must take care, and that it is welcome to what the article sells, or takes it.
const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["tender-one"], &["welcomed"]],
        without: &["trial", "not-for", "by-the-book", "harmed"],
        within: Within::Clause,
    },
    Pitch {
        parts: &[&["tender-one"], &["welcomed-all"]],
        without: &["trial", "not-for", "by-the-book", "harmed"],
        within: Within::Sentence,
    },
];

impl Rule for SpecialPopulationCautionAbsent {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let sentences = sentences(cx);
        if !sentences.iter().any(|s| !s.groups.is_empty()) {
            outcome.candidates.extend(welcomed(cx, &sentences));
            return outcome;
        }
        let (regimens, topics) = (regimens(cx), Topics::of(cx));
        for (drug, place) in told_drugs(cx, &sentences, &regimens, &topics) {
            let Some(facts) = cx.knowledge.drugs.get(drug) else {
                outcome.skip(NotChecked::DrugUnknown);
                continue;
            };
            for (population, words) in users(cx, drug, &sentences, &regimens, &topics) {
                outcome.look();
                let Some(caution) = facts.caution(population) else { continue };
                if sentences.iter().any(|s| cautions(cx, s, drug, population)) {
                    continue;
                }
                let grave = matches!(population, AtRisk::Pregnancy | AtRisk::Lactation | AtRisk::Children);
                // What is sold without prescription, and asks but for a word with a professional, is no danger.
                let mild = caution.level == CautionLevel::Caution && facts.is_prescription() == Some(false);
                let severity = match (mild, grave) {
                    (true, _) => Severity::Info,
                    (false, true) => Severity::Error,
                    (false, false) => Severity::Warning,
                };
                let mut found = Candidate::new(place.clone(), "found")
                    .arg("drug", cx.name_of(drug))
                    .arg("group", cx.document.blocks[words.block].shown(words.range()))
                    .arg("label", &caution.source)
                    .severity(severity);
                found.also.push(words);
                outcome.candidates.push(found);
            }
        }
        if outcome.candidates.is_empty() {
            outcome.candidates.extend(remedy_for_all(cx, &sentences).or_else(|| welcomed(cx, &sentences)));
        }
        outcome
    }
}

/// A remedy that no drug table knows, said to be for a group, without any caution about the group.
fn remedy_for_all(cx: &Context, sentences: &[Said]) -> Option<Candidate> {
    // What an article sells is its remedy, and any leave to take it is meant of that.
    let sold = cx.is_commercial();
    let near = |said: &Said| sentences.iter().any(|s| s.remedy && s.index.abs_diff(said.index) <= NEAR);
    let warned = |group: &AtRisk| sentences.iter().any(|s| s.caution && s.groups.contains_key(group));
    let told = sentences.iter().filter(|s| !s.caution && (s.may && near(s) || sold && s.leave));
    let (said, group) = told
        .filter_map(|s| Some((s, s.groups.iter().find(|(group, _)| !warned(group))?.1)))
        .find(|(s, place)| !is_gated(cx, place, s.answers))?;
    let place = Place::new(said.index, said.sentence.range.clone());
    let shown = said.block.shown(group.range());
    Some(Candidate::new(place, "remedy").arg("group", shown).severity(Severity::Warning))
}

/// The same, in a pitch.
fn welcomed(cx: &Context, sentences: &[Said]) -> Option<Candidate> {
    let warns = |s: &Said| s.caution && !s.groups.is_empty();
    if sentences.iter().any(warns) {
        return None;
    }
    let met = pushed(cx, PITCHES).next()?;
    let block = &cx.document.blocks[met.place.block];
    let mut found = Candidate::new(cx.sentence_of(&met.at), "remedy").severity(Severity::Warning);
    found.gated_at = Some(met.at);
    Some(found.arg("group", block.shown(met.place.range())))
}

fn is_gated(cx: &Context, place: &Place, answered: bool) -> bool {
    let quiet = [Gate::Refutation, Gate::Negation, Gate::Question];
    let quiet = if answered { &quiet[..2] } else { &quiet };
    cx.facts.gates.over(place).any(|g| quiet.contains(&g.gate))
}

/// A sentence that names a group or a caution.
struct Said<'a> {
    index: usize,
    block: &'a Block,
    sentence: &'a Sentence,
    drugs: Vec<&'a str>,
    groups: BTreeMap<AtRisk, Place>,
    may: bool,
    /// Whether it gives leave to take what the article sells.
    leave: bool,
    /// Whether its groups are those that the question before it names.
    answers: bool,
    remedy: bool,
    caution: bool,
    /// Whether the caution holds for whoever takes the drug.
    general: bool,
}

/// The sentences of the body that name a group or a caution, in order.
fn sentences<'a>(cx: &Context<'a>) -> Vec<Said<'a>> {
    let (mut found, mut head) = (Vec::new(), BTreeMap::new());
    for (index, block) in cx.body() {
        let phrases = cx.phrases(RULE, index);
        if block.kind == BlockKind::Heading {
            head = groups_of(index, &phrases);
        }
        if phrases.is_empty() {
            continue;
        }
        let mut rest = phrases.iter().peekable();
        let mut asked: Option<BTreeMap<AtRisk, Place>> = None;
        let named = drugs_in(cx, index);
        for sentence in &block.sentences {
            let mut said = Said {
                index,
                block,
                sentence,
                drugs: drugs_of(&named, sentence),
                groups: BTreeMap::new(),
                may: false,
                leave: false,
                answers: false,
                remedy: false,
                caution: false,
                general: false,
            };
            while let Some(phrase) = rest.next_if(|p| p.start < sentence.range.end) {
                match (group(phrase), phrase.is.as_str()) {
                    (Some(group), _) => {
                        said.groups.entry(group).or_insert_with(|| Place::new(index, phrase.range()));
                    }
                    (None, "may") => said.may = true,
                    (None, "leave") => said.leave = true,
                    (None, "remedy") => said.remedy = true,
                    (None, "caution.pregnancy") => {
                        said.groups
                            .entry(AtRisk::Pregnancy)
                            .or_insert_with(|| Place::new(index, phrase.range()));
                        said.caution = true;
                    }
                    (None, meaning) => {
                        said.caution = true;
                        said.general |= meaning == "caution.general";
                    }
                }
            }
            if said.caution && said.groups.is_empty() {
                said.groups.extend(head.iter().map(|(group, place)| (*group, place.clone())));
            }
            if said.leave && said.groups.is_empty() {
                said.groups = asked.take().unwrap_or_default();
                said.answers = true;
            }
            let asks = block.as_str()[sentence.range.clone()].trim_end().ends_with(['?', '？']);
            asked = asks.then(|| said.groups.clone()).filter(|groups| !groups.is_empty());
            if said.caution || said.remedy || !said.groups.is_empty() {
                found.push(said);
            }
        }
    }
    found
}

/// The drugs that the article praises, lets a group use or gives a regimen of, each with its first place.
fn told_drugs<'a>(
    cx: &Context<'a>,
    sentences: &[Said<'a>],
    regimens: &[Regimen<'a>],
    topics: &Topics<'a>,
) -> BTreeMap<&'a str, Place> {
    let mut found = BTreeMap::new();
    for said in sentences.iter().filter(|s| s.may && !s.caution && !s.groups.is_empty()) {
        let place = Place::new(said.index, said.sentence.range.clone());
        let gated = cx.facts.gates.over(&place).any(|g| matches!(g.gate, Gate::Refutation | Gate::Question));
        for id in said.drugs.iter().filter(|id| !gated && cx.is_drug(id)) {
            found.entry(*id).or_insert_with(|| place.clone());
        }
    }
    for claim in cx.facts.claims.iter().filter(|c| is_benefit(cx, c)) {
        let own = claim.intervention.iter().filter_map(|m| m.concept.as_deref());
        let again = topics.of_claim(cx, claim);
        let own = own.filter(|_| again.is_none()).chain(again);
        for id in own.filter(|id| cx.is_drug(id)) {
            found.entry(id).or_insert_with(|| claim.quote.place.clone());
        }
    }
    for (drug, place) in &topics.said {
        found.entry(*drug).or_insert_with(|| place.clone());
    }
    for regimen in regimens.iter().rev() {
        if let Some(drug) = regimen.drug.filter(|id| cx.is_drug(id)) {
            found.insert(drug, regimen.place(cx));
        }
    }
    found
}

/// The groups that the article makes users of a drug: in its title, where it says they may take it,
/// in a claim of its benefit, and beside a regimen of it.
fn users(
    cx: &Context,
    drug: &str,
    sentences: &[Said],
    regimens: &[Regimen],
    topics: &Topics,
) -> BTreeMap<AtRisk, Place> {
    let mut found = BTreeMap::new();
    for said in sentences.iter().filter(|s| !s.caution && !s.answers) {
        let range = &said.sentence.range;
        let within = |p: &Place| p.block == said.index && range.contains(&p.start);
        let praised = || {
            let mut claims = cx.facts.claims.iter().filter(|c| within(&c.quote.place) && is_benefit(cx, c));
            let said = |(id, place): &(&str, Place)| within(place) && cx.knowledge.concepts.is_a(drug, id);
            claims.any(|c| topics.is_of(cx, c, drug)) || topics.said.iter().any(said)
        };
        let told = || regimens.iter().any(|r| r.drug == Some(drug) && r.places().iter().any(within));
        if said.block.kind == BlockKind::Title || said.may || told() || praised() {
            for (group, place) in &said.groups {
                found.entry(*group).or_insert_with(|| place.clone());
            }
        }
    }
    found
}

/// Whether a sentence warns a group of a drug: it cautions and names the group, or tells of
/// contraindications of the drug and names no group; a caution about another drug is none.
fn cautions(cx: &Context, said: &Said, drug: &str, population: AtRisk) -> bool {
    if !said.caution {
        return false;
    }
    let own = said.drugs.is_empty() || said.drugs.iter().any(|id| cx.knowledge.concepts.is_a(drug, id));
    own && (said.general && said.groups.is_empty() && !said.drugs.is_empty()
        || said.groups.contains_key(&population))
}

/// The groups that the phrases of a block name.
fn groups_of(index: usize, phrases: &[Term<String>]) -> BTreeMap<AtRisk, Place> {
    phrases.iter().filter_map(|p| Some((group(p)?, Place::new(index, p.range())))).collect()
}

/// The drugs of a block that a sentence names.
fn drugs_of<'a>(named: &[&'a Named<'a>], sentence: &Sentence) -> Vec<&'a str> {
    let first = named.partition_point(|n| n.range.start < sentence.range.start);
    let here = named[first..].iter().take_while(|n| n.range.start < sentence.range.end);
    here.map(|n| n.concept.id.as_str()).collect()
}

/// The group that a phrase of the rule names.
fn group(phrase: &Term<String>) -> Option<AtRisk> {
    Some(match phrase.is.as_str() {
        "group.pregnancy" => AtRisk::Pregnancy,
        "group.lactation" => AtRisk::Lactation,
        "group.children" => AtRisk::Children,
        "group.kidney" => AtRisk::Kidney,
        "group.liver" => AtRisk::Liver,
        _ => return None,
    })
}
