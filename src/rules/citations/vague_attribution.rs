//! CI002: authority without a source: "studies show", 专家认为.

use crate::document::Place;
use crate::evidence::Reason;
use crate::extract::study::Study;
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, Term};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};
use std::ops::Range;

/// The rule `vague-attribution`.
pub struct VagueAttribution;

/// The rule whose phrases invoke authority, or name a treatment without a name.
const RULE: &str = "vague-attribution";

impl Rule for VagueAttribution {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for (index, block) in cx.body() {
            let calls = |p: &&Term<String>| matches!(p.is.as_str(), "bare" | "vague");
            let found = cx.phrases(RULE, index);
            let listed = found.iter().filter(calls).cloned();
            for phrase in listed.chain(spoken_for(cx, index)) {
                let at = block.sentences.partition_point(|s| s.range.end <= phrase.start);
                let Some(sentence) = block.sentences.get(at).map(|s| s.range.clone()) else { continue };
                outcome.look();
                let next = block.sentences.get(at + 1).map_or(sentence.end, |next| next.range.end);
                let reach = sentence.start..next;
                let sourced = is_cited(cx, index, &reach)
                    || names_source(cx, index, &reach)
                    || (phrase.is != "vague" && source_named_above(cx, index));
                let about = match phrase.is.as_str() {
                    SPOKEN => tells_effect(cx, index, &sentence),
                    _ => {
                        let before = at.checked_sub(1).and_then(|i| block.sentences.get(i));
                        is_about_treatment(cx, index, &sentence)
                            || phrase.is == "vague"
                                && tells_of_health(cx, &Place::new(index, sentence.clone()))
                            || goes_on(block.as_str(), &sentence)
                                && before.is_some_and(|s| is_about_treatment(cx, index, &s.range))
                    }
                };
                if sourced || !about {
                    continue;
                }
                let hedged = is_hedged(cx, &Place::new(index, sentence.clone()));
                let mut found = Candidate::new(Place::new(index, sentence), "found")
                    .arg("phrase", block.shown(phrase.range()))
                    .severity(if hedged { Severity::Info } else { Severity::Warning });
                found.gated_at = Some(Place::new(index, phrase.range()));
                outcome.candidates.push(found);
            }
        }
        outcome
    }
}

/// Words that open a sentence on what the one before it named.
const ON: [&str; 8] = ["it's ", "it has ", "it is ", "this has ", "they have ", "它", "这已", "该成分"];

fn goes_on(text: &str, sentence: &Range<usize>) -> bool {
    let opening = text[sentence.clone()].trim_start().to_lowercase();
    ON.iter().any(|word| opening.starts_with(word))
}

/// Bytes between people of authority and the verb that makes them say something.
const FAR: usize = 36;

/// What people of authority are made to say.
const SPOKEN: &str = "spoken";

/// Whether a sentence says plainly what a treatment does.
fn tells_effect(cx: &Context, index: usize, sentence: &Range<usize>) -> bool {
    let treats = |id: &str| {
        let kind = cx.knowledge.concepts.get(id).map(|c| c.kind);
        matches!(kind, Some(ConceptKind::Drug | ConceptKind::Supplement | ConceptKind::Procedure))
    };
    cx.facts.claims.iter().any(|c| {
        c.quote.place.block == index
            && sentence.contains(&c.quote.place.start)
            && c.certainty >= Certainty::C2
            && !matches!(c.direction, Direction::NoEffect | Direction::Unclear)
            && c.intervention.iter().filter_map(|m| m.concept.as_deref()).any(treats)
    })
}

/// Marks and Chinese words between them that make it another saying.
const STOPS: &[char] = &[
    ',', '。', ';', ':', '(', '"', '“', '《', '、', '.', '?', '!', '的', '在', '对', '从', '给', '让', '会',
    '能', '没', '不', '未',
];

/// English words that do so.
const HELD_BACK: &[&str] = &[
    "may",
    "might",
    "can",
    "could",
    "will",
    "would",
    "should",
    "must",
    "do",
    "does",
    "did",
    "not",
    "never",
    "what",
    "who",
    "if",
    "whether",
    "they",
    "you",
    "we",
    "your",
    "to",
    "often",
    "sometimes",
    "at",
    "from",
];

/// People of authority without a name who are made to say something: 业内专家普遍认为, "doctors across
/// Europe say".
fn spoken_for(cx: &Context, index: usize) -> Vec<Term<String>> {
    let text = cx.document.blocks[index].as_str();
    let found = cx.phrases(RULE, index);
    let plain = |from: usize, to: usize| {
        let gap = text.get(from..to).unwrap_or(",");
        gap.len() <= FAR
            && !gap.contains(STOPS)
            && !gap.contains(|c: char| c.is_ascii_digit())
            && !gap.split_whitespace().any(|word| HELD_BACK.contains(&word) || word.ends_with("n't"))
    };
    let named = |who: &Term<String>| {
        let sentence = cx.sentence_of(&Place::new(index, who.range()));
        found.iter().any(|t| t.is == "institution" && sentence.range().contains(&t.start))
    };
    let known = |who: &Term<String>| {
        let before = text[..who.start].trim_end();
        ["the", "these", "those", "her", "his", "their", "our", "my"].iter().any(|w| {
            before.ends_with(w) && !before[..before.len() - w.len()].ends_with(char::is_alphanumeric)
        })
    };
    let people = found.iter().filter(|t| t.is == "who" && !named(t) && !known(t));
    let calls = people.filter_map(|who| {
        let says = found.iter().find(|t| t.is == "says" && t.start >= who.end)?;
        plain(who.end, says.start).then(|| Term { end: says.end, is: SPOKEN.to_owned(), ..who.clone() })
    });
    calls.collect()
}

/// Whether what the authority is called upon for is an intervention: a claim about one, or its name.
fn is_about_treatment(cx: &Context, index: usize, sentence: &Range<usize>) -> bool {
    let claimed = cx.facts.claims.iter().any(|c| {
        c.quote.place.block == index && sentence.contains(&c.quote.place.start) && !c.intervention.is_empty()
    });
    let treats = [ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];
    let place = Place::new(index, sentence.clone());
    claimed
        || cx.named_in(&place).iter().any(|n| treats.contains(&n.concept.kind))
        || cx.phrases(RULE, index).iter().any(|p| p.is == "treatment" && sentence.contains(&p.start))
}

/// Whether a sentence of an article on health says plainly that something gets better or worse, or than
/// something else; where the article sells or promises, whatever it says of a known thing.
fn tells_of_health(cx: &Context, sentence: &Place) -> bool {
    let moves = |t: &Term<Cue>| match t.is {
        Cue::Direction(way) => !matches!(way, Direction::NoEffect | Direction::Unclear),
        Cue::Comparison => true,
        _ => false,
    };
    // What a label says is not what the article says.
    let quoted = cx.document.blocks[sentence.block].as_str()[sentence.range()].contains(['"', '“', '「']);
    if quoted {
        return false;
    }
    let told = || {
        let named = || !cx.named_in(sentence).is_empty();
        cx.cues_in(sentence).iter().any(moves) || named() && cx.is_pushy()
    };
    cx.is_whole_document() && cx.is_of_health() && told()
}

/// Whether the sentence says no more than "may": 有研究提示…可能, research suggests.
fn is_hedged(cx: &Context, sentence: &Place) -> bool {
    cx.cues_in(sentence)
        .iter()
        .any(|t| matches!(t.is, Cue::Hedge | Cue::Certainty(Certainty::C1 | Certainty::C0)))
}

fn is_cited(cx: &Context, index: usize, reach: &Range<usize>) -> bool {
    let near = |place: &Place| place.block == index && reach.contains(&place.start);
    let linked = cx.document.blocks[index].links.iter().any(|l| reach.contains(&l.range.start));
    linked || cx.facts.citations.iter().any(|c| near(&c.quote.place))
}

/// Whether a block, or the one right above it in its section, has named a study.
fn source_named_above(cx: &Context, index: usize) -> bool {
    let section = cx.document.section(index);
    let above = (section.start..index).rev().find(|&b| cx.document.blocks[b].kind.is_body());
    let near = |place: &Place| place.block == index || Some(place.block) == above;
    let tells = |s: &Study| s.year.is_some() || s.journal.is_some() || s.team.is_some();
    cx.evidence.links.leanings.iter().any(|l| near(&l.sentence))
        || cx.facts.studies.iter().any(|s| near(&s.quote.place) && tells(s))
}

/// A study with a year, a journal or a team is a source, with or without a number.
fn names_source(cx: &Context, index: usize, reach: &Range<usize>) -> bool {
    let here = |place: &Place| place.block == index && reach.contains(&place.start);
    let tells = |s: &Study| s.year.is_some() || s.journal.is_some() || s.team.is_some();
    let named = cx.facts.studies.iter().any(|s| here(&s.quote.place) && tells(s));
    let leans = |l: &&crate::evidence::Leaning| here(&l.sentence) && l.reason != Reason::SameStudy;
    named || cx.evidence.links.leanings.iter().any(|l| leans(&l))
}
