//! OV004: findings in animals or cells told as effects in people.

use crate::document::{BlockKind, Place};
use crate::evidence::Record;
use crate::extract::claim::Claim;
use crate::knowledge::{Certainty, ConceptKind, Cue, Design, Gate, Limitation, Model, Relation, Term};
use crate::rules::pitch::{Pitch, Within, add, pushed};
use crate::rules::places::{behind, denies_step};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use crate::text::Language;
use std::collections::BTreeSet;
use std::ops::Range;

/// The rule `preclinical-extrapolation`.
pub struct PreclinicalExtrapolation;

const RULE: &str = "preclinical-extrapolation";

/// Animals or cells, whom it is told to, and how well it turns out for them.
const PITCHES: &[Pitch] = &[Pitch {
    parts: &[&["lab-creature"], &["spoken-to"], &["turn", "gone", "effective"]],
    without: &["unshown", "careful"],
    within: Within::Story,
}];

impl Rule for PreclinicalExtrapolation {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut told: BTreeSet<Place> = BTreeSet::new();
        for (index, block) in cx.body().filter(|(_, b)| b.kind != BlockKind::Heading) {
            for sentence in &block.sentences {
                let place = Place::new(index, sentence.range.clone());
                if let Some(found) = conclusion(cx, &place).or_else(|| carried(cx, &place)) {
                    outcome.look();
                    told.insert(place);
                    outcome.candidates.push(found);
                }
            }
        }
        add(cx, pushed(cx, PITCHES), &mut outcome, |met, _| {
            let sentence = cx.sentence_of(&met.at);
            let words = cx.phrases_in("pitch", &Place::new(met.place.block, met.place.range()));
            let model = words.into_iter().find(|w| w.is == "lab-creature")?;
            let open = denies_step(cx, &sentence);
            let shown = cx.document.blocks[met.place.block].shown(model.range()).to_owned();
            (!open)
                .then(|| Candidate::new(sentence, "concluded").arg("model", shown).severity(Severity::Error))
        });
        told.extend(outcome.candidates.iter().map(|c| cx.sentence_of(&c.place)));
        let asserts = |c: &&Claim| c.certainty >= Certainty::C2 && !c.intervention.is_empty();
        outcome.candidates.extend(headlined(cx));
        if is_open(cx) {
            return outcome;
        }
        for (index, block) in cx.body() {
            for sentence in &block.sentences {
                let place = Place::new(index, sentence.range.clone());
                let claimed = || cx.facts.claims.iter().any(|c| place.holds(&c.quote.place) && asserts(&c));
                if !told.contains(&place) && !claimed() {
                    outcome.candidates.extend(ascribed(cx, &place));
                }
            }
        }
        for claim in cx.facts.claims.iter().filter(asserts) {
            outcome.look();
            let place = &claim.quote.place;
            let sentence = cx.sentence_of(place);
            let cues = cx.cues(place.block);
            let own = cues.iter().filter(|t| sentence.start <= t.start && t.start < sentence.end);
            if told.contains(&sentence)
                || cues.iter().any(|t| is_model(t.is))
                || own.into_iter().any(|t| limits(t.is))
            {
                continue;
            }
            let preclinical = |r: &Record| matches!(r.model, Model::Animal | Model::InVitro);
            if let Some((number, record)) = cx.sources_of(place).find(|(_, r)| preclinical(r)) {
                let mut found = Candidate::new(place.clone(), "source")
                    .arg("reference", number)
                    .words("model", vec![record.model.as_str()])
                    .severity(severity(claim));
                found.source = Some(cx.source(number, record, record.title.clone()));
                outcome.candidates.push(found);
            }
        }
        outcome
    }
}

/// Blocks that name animals or cells in an article that is open about them.
const OPEN: usize = 3;

/// Whether an article that pushes nothing says again and again that it speaks of animals or cells.
fn is_open(cx: &Context) -> bool {
    let names =
        |index: usize| cx.cues(index).iter().any(|t| is_model(t.is) && t.is != Cue::Model(Model::Mechanism));
    !cx.is_pushy() && cx.body().filter(|(i, _)| names(*i)).count() >= OPEN
}

/// The finding of a result told of people whose sources all are of animals or cells.
fn ascribed(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let cues = cx.cues_in(sentence);
    let said: Vec<Cue> = cues.iter().map(|t| t.is).collect();
    let open = |c: &Cue| limits(*c) || opens_out(*c) || *c == Cue::Negation;
    if !cx.cites(sentence)
        || cx.cues(sentence.block).iter().any(|t| is_model(t.is))
        || said.iter().any(open)
        || !(people(cx, sentence, &said) || cx.phrases_in(RULE, sentence).iter().any(|w| w.is == "people"))
    {
        return None;
    }
    let mut sources = cx.sources_of(sentence).peekable();
    let &(number, record) = sources.peek()?;
    let preclinical = |r: &Record| matches!(r.model, Model::Animal | Model::InVitro);
    if !sources.all(|(_, r)| preclinical(r)) {
        return None;
    }
    let mut found = Candidate::new(sentence.clone(), "source")
        .arg("reference", number)
        .words("model", vec![record.model.as_str()])
        .severity(Severity::Error);
    found.source = Some(cx.source(number, record, record.title.clone()));
    Some(found)
}

/// Told of people it is an error; with the model merely left out, a warning.
fn severity(claim: &Claim) -> Severity {
    if claim.population.is_empty() && claim.condition.is_empty() && claim.outcome.is_empty() {
        Severity::Warning
    } else {
        Severity::Error
    }
}

/// Letters before a word of conclusion that still opens its sentence.
const OPENING: usize = 16;

/// The finding of a sentence that concludes something for people from animals or cells, which the
/// sentence before names, or its own first half.
fn conclusion(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let text = cx.document.blocks[sentence.block].as_str();
    let cues = cx.cues_in(sentence);
    let phrases = cx.phrases_in(RULE, sentence);
    let denied = |w: &Range<usize>| {
        cx.facts.gates.holds(Gate::Negation, &Place::new(sentence.block, w.clone()))
            || text[sentence.start..w.start].ends_with(['能', '可', '搬', '推'])
                && cx
                    .cues_in(&Place::new(sentence.block, sentence.start..w.start))
                    .iter()
                    .any(|t| t.is == Cue::Negation)
    };
    let own = phrases.iter().filter(|w| w.is == "carries").map(|w| w.range()).filter(|w| !denied(w));
    let inferred = cues.iter().filter(|t| t.is == Cue::Inference).map(|t| t.range());
    let word = inferred.chain(own).min_by_key(|r| r.start)?;
    let led = Place::new(sentence.block, sentence.start..word.start);
    let near = text[led.range()].chars().filter(|c| c.is_alphanumeric()).count() <= OPENING;
    // For anyone whose liver is fatty, that means: whom it is for may come first.
    let for_whom = || {
        let named = cx.phrases_in(RULE, &led).iter().any(|w| w.is == "people");
        named && model_in(cx, &led).is_none() && !cx.facts.claims.iter().any(|c| led.holds(&c.quote.place))
    };
    let opens = near || for_whom();
    let basis = if opens {
        let (block, range) = previous_sentence(cx, sentence.block, sentence.start)?;
        Place::new(block, range)
    } else {
        Place::new(sentence.block, sentence.start..word.start)
    };
    let model = model_in(cx, &basis)?;
    if denies_step(cx, sentence) || phrases.iter().any(|w| w.is == "equal-dose") {
        return None;
    }
    let said: Vec<Cue> = cues.iter().filter(|t| opens || t.start >= word.end).map(|t| t.is).collect();
    let trial = said.iter().any(|c| matches!(c, Cue::Study | Cue::Design(_)));
    let calls = said.contains(&Cue::Advice) && (trial || cx.document.language == Language::En);
    if calls || said.iter().any(|c| is_model(*c) || limits(*c) || opens_out(*c)) {
        return None;
    }
    let inside = |c: &&Claim| sentence.holds(&c.quote.place) && (opens || c.quote.place.end > word.end);
    let mut claims = cx.facts.claims.iter().filter(inside).peekable();
    let human = people(cx, &Place::new(sentence.block, word.end..sentence.end), &said);
    let behind =
        |name: &str| phrases.iter().filter(|w| w.is == name).find(|w| opens || w.start >= word.start);
    let human = human || behind("people").is_some() || behind("carries").is_some();
    let spared = behind("spared");
    let found = match claims.peek() {
        Some(_) if spared.is_none() => claims.find(|c| c.certainty >= Certainty::C2).map(Some)?,
        _ => {
            let other = |t: &Term<Cue>| {
                t.is == Cue::Negation && spared.is_none_or(|s| t.start >= s.end || s.start >= t.end)
            };
            let denied = cx.cues_in(&Place::new(sentence.block, word.start..sentence.end)).iter().any(other);
            let effect = said.iter().any(|c| matches!(c, Cue::Direction(_) | Cue::Causal));
            let told = effect || spared.is_some() || behind("effect").is_some() || names(cx, sentence);
            (human && !denied && !trial && told).then_some(None)?
        }
    };
    let place = match found {
        Some(claim) if !opens => claim.quote.place.clone(),
        _ => sentence.clone(),
    };
    let grave = human || found.is_some_and(|c| severity(c) == Severity::Error);
    let mut candidate = Candidate::new(place, "concluded")
        .arg("model", cx.document.blocks[model.block].shown(model.range()))
        .severity(if grave { Severity::Error } else { Severity::Warning });
    candidate.gated_at = found.map(|c| c.quote.place.clone());
    candidate.also.push(model);
    Some(candidate)
}

/// The finding of an effect in people that stands right behind animals or cells, or behind a pathway, with
/// nothing between that says so: mice ran longer, and you will too.
fn carried(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let phrases = cx.phrases_in(RULE, sentence);
    if phrases.iter().any(|w| w.is == "equal-dose") {
        return None;
    }
    let longest = |id: &str| phrases.iter().filter(|w| w.is == id).max_by_key(|w| w.end - w.start);
    let word = longest("extrapolates").or_else(|| longest("extends").filter(|_| cx.is_pushy()))?;
    let place = Place::new(sentence.block, word.range());
    let model = model_in(cx, &place).or_else(|| pathway_in(cx, &place))?;
    let last = cx.sentence_of(&Place::new(sentence.block, word.end.saturating_sub(1)..word.end));
    if denies_step(cx, sentence) || denies_step(cx, &last) {
        return None;
    }
    let place = if last.start > sentence.start { last } else { place };
    let shown = cx.document.blocks[model.block].shown(model.range());
    let mut found = Candidate::new(place, "concluded").arg("model", shown).severity(Severity::Error);
    found.also.push(model);
    Some(found)
}

/// Sentences of the body in which the animals of a title's claim are named.
const LEAD: usize = 2;

/// The finding of a title that tells an effect with no animals or cells in it, where the body opens with
/// them and tells of no study in people.
fn headlined(cx: &Context) -> Option<Candidate> {
    let title = cx.document.title?;
    let place = Place::new(title, 0..cx.document.blocks[title].as_str().len());
    let cues = cx.cues_in(&place);
    if cues.iter().any(|t| is_model(t.is) || limits(t.is) || opens_out(t.is) || t.is == Cue::Negation) {
        return None;
    }
    let claimed = |c: &Claim| {
        place.holds(&c.quote.place) && c.certainty >= Certainty::C2 && c.relation == Relation::Causal
    };
    let promised = || cx.phrases_in(RULE, &place).iter().any(|w| w.is == "headline");
    let told = cx.facts.claims.iter().any(claimed) || promised();
    let tried = |cue: Cue| {
        use Design::{CaseControl, Cohort, CrossSectional, MetaAnalysis, Observational, RandomisedTrial};
        matches!(cue, Cue::Design(CaseControl | Cohort | CrossSectional | Observational))
            || matches!(
                cue,
                Cue::Design(MetaAnalysis | RandomisedTrial | Design::SystematicReview | Design::Trial)
            )
    };
    if !told || cx.body().any(|(b, _)| cx.cues(b).iter().any(|t| tried(t.is))) {
        return None;
    }
    let lead = behind(cx, &place, LEAD);
    if lead.iter().any(|s| denies_step(cx, s)) {
        return None;
    }
    let model = lead.iter().find_map(|s| model_in(cx, s))?;
    let shown = cx.document.blocks[model.block].shown(model.range());
    let mut found = Candidate::new(place, "concluded").arg("model", shown).severity(Severity::Error);
    found.also.push(model);
    Some(found)
}

/// Where a place names a pathway or a mechanism.
fn pathway_in(cx: &Context, place: &Place) -> Option<Place> {
    let cue = cx.cues_in(place).iter().find(|t| t.is == Cue::Model(Model::Mechanism)).map(|t| t.range());
    let named = || cx.named_in(place).iter().find(|n| n.concept.kind == ConceptKind::Pathway);
    Some(Place::new(place.block, cue.or_else(|| Some(named()?.range.clone()))?))
}

/// Where a place names animals or cells.
fn model_in(cx: &Context, place: &Place) -> Option<Place> {
    let model = |cue: Cue| matches!(cue, Cue::Model(Model::Animal | Model::InVitro));
    let cue = cx.cues_in(place).iter().find(|t| model(t.is)).map(|t| t.range());
    let own = || cx.phrases_in(RULE, place).iter().find(|w| w.is == "model").map(|w| w.range());
    Some(Place::new(place.block, cue.or_else(own)?))
}

/// Whether a conclusion names people.
fn people(cx: &Context, place: &Place, said: &[Cue]) -> bool {
    said.contains(&Cue::Model(Model::Human))
        || cx.named_in(place).iter().any(|n| n.concept.kind == ConceptKind::Population)
}

/// Whether a place names something that can have an effect, or show one.
fn names(cx: &Context, place: &Place) -> bool {
    let other = |kind| matches!(kind, ConceptKind::Population | ConceptKind::Organism);
    cx.named_in(place).iter().any(|n| !other(n.concept.kind))
}

fn is_model(cue: Cue) -> bool {
    matches!(cue, Cue::Model(Model::Animal | Model::InVitro | Model::Mechanism))
}

/// Whether a word leaves open what is said: a hedge, a question, a hope.
fn opens_out(cue: Cue) -> bool {
    matches!(cue, Cue::Hedge | Cue::Certainty(Certainty::C1) | Cue::Question | Cue::Wish)
}

fn limits(cue: Cue) -> bool {
    matches!(cue, Cue::Limitation(Limitation::Cannot) | Cue::Certainty(Certainty::C0))
}

/// The sentence before an offset, in the same block or in the one above within the section.
fn previous_sentence(cx: &Context, block: usize, at: usize) -> Option<(usize, Range<usize>)> {
    let before = |b: usize, end: usize| {
        cx.document.blocks[b]
            .sentences
            .iter()
            .rev()
            .find(|s| s.range.end <= end)
            .map(|s| (b, s.range.clone()))
    };
    let section = cx.document.section(block);
    before(block, at).or_else(|| {
        let above = (section.start..block).rev().find(|&b| cx.document.blocks[b].kind.is_body())?;
        before(above, usize::MAX)
    })
}
