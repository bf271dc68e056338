//! AD004: a patient's story told as proof of an effect.

use super::said::{Said, said};
use super::shapes;
use crate::document::Place;
use crate::knowledge::ConceptKind;
use crate::rules::pitch::{Pitch, Within};
use crate::rules::{Candidate, Context, Outcome, Rule};

/// The rule `testimonial`.
pub struct Testimonial;

/// Sentences behind the one that names a person that may tell how it ended.
const STORY: usize = 3;

/// A person, a time and a state that is better.
pub(super) const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["person"], &["#span"], &["well"]],
        without: &["harmed", "trial", "counsel", "trade"],
        within: Within::Story,
    },
    Pitch {
        parts: &[&["person"], &["trouble"], &["#span", "nowadays"], &["well", "gone", "able"]],
        without: &["harmed", "trial", "counsel", "trade"],
        within: Within::Story,
    },
    Pitch {
        parts: &[&["person"], &["#span"], &["taken"]],
        without: &["harmed", "trial", "counsel", "trade"],
        within: Within::Story,
    },
];

impl Rule for Testimonial {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        let sentences = said(cx, "testimonial", false);
        let mut told: Option<(usize, usize)> = None;
        for (i, first) in sentences.iter().enumerate() {
            let here = |s: &&Said| s.index == first.index && s.number <= first.number + STORY;
            let story: Vec<&Said> = sentences[i..].iter().take_while(here).collect();
            let known = told.is_some_and(|(block, until)| block == first.index && first.number <= until);
            if let Some((found, until)) = (!known).then(|| tale(cx, first, &story)).flatten() {
                told = Some((first.index, until));
                outcome.candidates.push(found);
            }
        }
        shapes::add(cx, "testimonial", &mut outcome, |told, shown| {
            let found = Candidate::new(told.place.clone(), "found").arg("person", shown);
            let clinical = sentences.iter().any(|s| s.place().overlaps(&told.place) && s.has("clinical"));
            (!clinical || cx.is_commercial()).then_some(found)
        });
        shapes::pitched(cx, PITCHES, &mut outcome, |told, shown| {
            Some(Candidate::new(told.place.clone(), "found").arg("person", shown))
        });
        outcome
    }
}

/// The finding of a person who used something and got well, and the sentence where the tale ends.
fn tale(cx: &Context, first: &Said, story: &[&Said]) -> Option<(Candidate, usize)> {
    let aged = aged_name(first).or_else(|| introduced(first));
    let word = first
        .all("person")
        .chain(first.all("self"))
        .chain(first.all("testimony"))
        .next()
        .map(|w| w.range.clone());
    let person = word.or_else(|| aged.clone())?;
    let own = first.has("self") && !first.has("person") && aged.is_none();
    let reach = if own { 1 } else { story.len() };
    let ends = story[..reach]
        .iter()
        .find_map(|s| Some((s, s.all("testimony").chain(s.all("outcome")).chain(s.all("off")).next()?)));
    let (end, outcome) = ends?;
    let told = &story[..=story.iter().position(|s| s.number == end.number)?];
    let uses = told.iter().any(|s| s.has("use"));
    let commercial = cx.is_commercial();
    let named = |kind| told.iter().any(|s| !s.things(&[kind], false).is_empty());
    let product = named(ConceptKind::Supplement) || told.iter().any(|s| s.has("product"));
    let off = told.iter().any(|s| s.has("off"));
    let medicine = named(ConceptKind::Drug) && !product && !commercial && !own && !off;
    if medicine || !(uses || product || named(ConceptKind::Drug)) {
        return None;
    }
    let clinical = story.iter().any(|s| s.has("clinical"));
    if !cx.profile().advertisement && (clinical && !commercial || cx.argues_in(&first.paragraph())) {
        return None;
    }
    let place = match first.number == end.number {
        true => first.clauses(person.start.min(outcome.range.start), outcome.range.start.max(person.start)),
        false => {
            let end = end.clauses(outcome.range.start, outcome.range.start);
            Place::new(first.index, first.sentence.range.start..end.end)
        }
    };
    let shown = first.block().shown(person.clone());
    let mut found = Candidate::new(place, "found").arg("person", shown);
    found.gated_at = Some(Place::new(end.index, outcome.range.clone()));
    Some((found, end.number))
}

/// A name that somebody is introduced by: Meet Susan, writes Karen.
fn introduced(said: &Said) -> Option<std::ops::Range<usize>> {
    said.all("introduces").find_map(|w| {
        let rest = said.text().get(w.range.end..said.sentence.range.end)?;
        let blank = rest.len() - rest.trim_start().len();
        let length = rest[blank..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let is_name = length > 2 && rest[blank..].starts_with(|c: char| c.is_ascii_uppercase());
        let start = w.range.end + blank;
        is_name.then_some(start..start + length)
    })
}

/// A name with an age behind it: Linda, 54, from Ohio.
fn aged_name(said: &Said) -> Option<std::ops::Range<usize>> {
    let range = said.sentence.range.clone();
    let text = &said.text()[range.clone()];
    let is_age = |rest: &str| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits == 2 && rest[digits..].starts_with(',')
    };
    text.match_indices(", ").find_map(|(at, mark)| {
        let name = text[..at].rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let is_name = name.len() > 2 && name.starts_with(|c: char| c.is_ascii_uppercase());
        let start = range.start + at - name.len();
        (is_name && is_age(&text[at + mark.len()..])).then_some(start..range.start + at)
    })
}
