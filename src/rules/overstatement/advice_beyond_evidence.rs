//! OV007: from a study straight to "take it".

use crate::document::Place;
use crate::knowledge::{ConceptKind, Cue, Design, Gate, Named, Relation, Term};
use crate::rules::pitch::{Pitch, Within, pushed};
use crate::rules::places::{before, clauses, sentences};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The rule `advice-beyond-evidence`.
pub struct AdviceBeyondEvidence;

const RULE: &str = "advice-beyond-evidence";

/// Sentences before the advice in which what it rests on may stand.
const BASIS: usize = 2;

/// Whom nobody studied, that they should, and how much.
const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["dosed"], &["urge"], &["public"]],
        without: &["careful", "trial", "trade"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["so-then"], &["dosed"], &["try-out"]],
        without: &["careful", "trade"],
        within: Within::Sentence,
    },
    Pitch {
        parts: &[&["urge"], &["dosed"], &["lifelong"]],
        without: &["careful", "trial", "trade"],
        within: Within::Sentence,
    },
];

impl Rule for AdviceBeyondEvidence {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let main = OnceCell::new();
        for sentence in sentences(cx) {
            let words = cx.phrases_in(RULE, &sentence);
            let gives = |w: &&Term<String>| matches!(w.is.as_str(), "advice" | "push" | "take-up" | "call");
            let earlier: Vec<Place> = before(cx, &sentence, BASIS);
            let studied = || std::iter::once(&sentence).chain(&earlier).any(|s| names_study(cx, s));
            let urges = |w: &&Term<String>| {
                matches!(w.is.as_str(), "push" | "call")
                    || w.is == "take-up" && studied()
                    || follows(cx, &sentence, w)
            };
            let given = words
                .iter()
                .filter(gives)
                .filter(|w| !is_denied(cx, &sentence, w) && !is_condition(cx, &sentence, w.start))
                .filter(|w| !is_of_others(cx, &sentence, w));
            let Some(word) = given.filter(urges).min_by_key(|w| w.is != "call") else { continue };
            let calls = word.is == "call";
            let near = if calls { BASIS } else { 1 };
            let ahead = || earlier.iter().take(near).find_map(|s| target(cx, s));
            let taken = |n: &&Named| !calls || n.concept.kind != ConceptKind::Procedure;
            let main = || calls.then(|| *main.get_or_init(|| subject(cx))).flatten();
            let Some(target) = target(cx, &sentence).or_else(ahead).or_else(main).filter(taken) else {
                continue;
            };
            let based = calls || std::iter::once(&sentence).chain(&earlier).any(|s| is_basis(cx, s));
            if !based || is_left_to_others(cx, &sentence) {
                continue;
            }
            match is_recommended(cx, &sentence, &earlier) {
                Ok(true) => outcome.look(),
                Ok(false) => {
                    outcome.look();
                    outcome.candidates.push(finding(cx, &sentence, word, target));
                }
                Err(why) => {
                    outcome.skip(why);
                    outcome.candidates.push(finding(cx, &sentence, word, target));
                }
            }
        }
        for met in pushed(cx, PITCHES) {
            let sentence = cx.sentence_of(&met.at);
            let known = outcome.candidates.iter().any(|c| c.place.overlaps(&sentence));
            let target = || target(cx, &sentence).or_else(|| *main.get_or_init(|| subject(cx)));
            if known || is_left_to_others(cx, &sentence) || is_condition(cx, &sentence, met.at.start) {
                continue;
            }
            if let Some(target) = target() {
                outcome.look();
                let word = Term {
                    is: String::new(),
                    language: cx.document.blocks[met.at.block].language,
                    start: met.at.start,
                    end: met.at.end,
                };
                outcome.candidates.push(finding(cx, &sentence, &word, target));
            }
        }
        outcome
    }
}

/// Whether a word tells what some people do: most aches in people who take them.
fn is_of_others(cx: &Context, sentence: &Place, word: &Term<String>) -> bool {
    let text = &cx.document.blocks[sentence.block].as_str()[sentence.start..word.start];
    text.trim_end().ends_with(" who")
}

/// Whether an advice is negated, or told of as something asked.
fn is_denied(cx: &Context, sentence: &Place, word: &Term<String>) -> bool {
    let place = Place::new(sentence.block, word.range());
    cx.facts.gates.over(&place).any(|s| matches!(s.gate, Gate::Negation | Gate::Question))
}

/// Words with which what follows from a condition begins in the same clause.
const CONSEQUENCE: [&str; 7] = ["就", "则", "那", "then", "you should", "you must", "you ought"];

/// Whether an offset stands in what a sentence makes a condition, and not in what follows from it: "If your kidneys are
/// weak, or you take a water tablet, ask first."
fn is_condition(cx: &Context, sentence: &Place, at: usize) -> bool {
    let block = &cx.document.blocks[sentence.block];
    let Some(all) = block.sentence_at(at) else { return false };
    let goes_on = |clause: &str| {
        let clause = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
        ["or ", "and ", "或", "或者", "以及"].iter().any(|w| clause.starts_with(w))
    };
    let mut open = false;
    for clause in &all.clauses {
        let from =
            cx.cues_in(&Place::new(sentence.block, clause.clone())).iter().find(|t| t.is == Cue::Condition);
        let text = &block.as_str()[clause.clone()];
        open = from.is_some() || open && goes_on(text);
        if clause.contains(&at) {
            let led = from.map_or(clause.start, |t| t.end);
            let between = block.as_str().get(led..at).unwrap_or("就");
            return open
                && !CONSEQUENCE.iter().any(|w| between.contains(w) || block.as_str()[at..].starts_with(w));
        }
    }
    false
}

/// Whether a word of conclusion, not denied (并不意味着), leads to the advice.
fn follows(cx: &Context, sentence: &Place, word: &Term<String>) -> bool {
    let mut leading = cx.cues_in(sentence).iter().filter(|t| t.is == Cue::Inference && t.start <= word.start);
    leading.any(|t| !cx.facts.gates.holds(Gate::Negation, &Place::new(sentence.block, t.range())))
}

/// What is advised: a medicine, a supplement or a procedure that is not of every day.
fn target<'a>(cx: &Context<'a>, sentence: &Place) -> Option<&'a Named<'a>> {
    let everyday: Vec<Term<String>> =
        cx.phrases_in(RULE, sentence).into_iter().filter(|w| w.is == "everyday").collect();
    cx.named_in(sentence).iter().find(|n| {
        let treats =
            matches!(n.concept.kind, ConceptKind::Drug | ConceptKind::Supplement | ConceptKind::Procedure);
        treats && !everyday.iter().any(|w| w.start < n.range.end && n.range.start < w.end)
    })
}

/// Least times that a medicine is named in an article on it.
const SUBJECT: usize = 3;

/// The medicine that the article is on: the one it names most, or in its title.
fn subject<'a>(cx: &Context<'a>) -> Option<&'a Named<'a>> {
    let mut all: BTreeMap<&str, (usize, &Named)> = BTreeMap::new();
    for (index, _) in cx.body() {
        let weight = if cx.document.title == Some(index) { SUBJECT } else { 1 };
        let medicine = |n: &&Named| matches!(n.concept.kind, ConceptKind::Drug | ConceptKind::Supplement);
        for named in cx.named(index).iter().filter(medicine) {
            all.entry(named.concept.id.as_str()).or_insert((0, named)).0 += weight;
        }
    }
    let most = all.into_values().max_by_key(|(count, _)| *count);
    most.filter(|(count, _)| *count >= SUBJECT).map(|(_, named)| named)
}

/// Whether a sentence speaks of a study.
fn names_study(cx: &Context, sentence: &Place) -> bool {
    cx.cues_in(sentence).iter().any(|t| matches!(t.is, Cue::Study | Cue::Design(_)))
        || cx.phrases_in(RULE, sentence).iter().any(|w| w.is == "basis")
}

/// Whether a sentence tells of a study or an effect, from which advice is drawn.
fn is_basis(cx: &Context, sentence: &Place) -> bool {
    names_study(cx, sentence)
        || cx.facts.claims.iter().any(|c| c.relation == Relation::Causal && sentence.holds(&c.quote.place))
}

/// Whether the advice is left to a professional or rests on a guideline.
fn is_left_to_others(cx: &Context, sentence: &Place) -> bool {
    let section = cx.document.section(sentence.block);
    let rests = |word: &str| word == "guideline";
    cx.phrases_in(RULE, sentence).iter().any(|w| w.is == "professional")
        || section
            .filter(|&b| b.abs_diff(sentence.block) <= 1)
            .any(|b| cx.phrases(RULE, b).iter().any(|w| rests(&w.is)))
}

/// Whether a source of the advice recommends: it is a guideline, or its abstract advises.
fn is_recommended(cx: &Context, sentence: &Place, earlier: &[Place]) -> Result<bool, NotChecked> {
    let places: Vec<&Place> = std::iter::once(sentence).chain(earlier).collect();
    let sources: Vec<_> = places.iter().flat_map(|p| cx.sources_of(p)).collect();
    if sources.is_empty() {
        let leans = places.iter().any(|p| cx.evidence.links.of(p).next().is_some());
        return Err(if leans { NotChecked::NoRecord } else { NotChecked::Uncited });
    }
    Ok(sources.iter().any(|(_, r)| matches!(r.design, Some(Design::Guideline | Design::Opinion))))
}

fn finding(cx: &Context, sentence: &Place, word: &Term<String>, target: &Named) -> Candidate {
    let block = &cx.document.blocks[sentence.block];
    let id = target.concept.id.as_str();
    let prescribed = cx.knowledge.drugs.get(id).and_then(|d| d.is_prescription()) == Some(true);
    let name = if prescribed { "prescription" } else { "found" };
    let mut found = Candidate::new(clauses(cx, sentence.block, &word.range()), name)
        .arg("advice", block.shown(word.range()))
        .arg("what", cx.name_of(id));
    if prescribed {
        found = found.severity(Severity::Error);
    }
    found.gated_at = Some(Place::new(sentence.block, word.range()));
    found
}
