//! AD004: a patient's story told as proof of an effect.

use super::said::{Said, said};
use crate::document::Place;
use crate::knowledge::ConceptKind;
use crate::rules::{Candidate, Context, Outcome, Rule};

/// The rule `testimonial`.
pub struct Testimonial;

/// Sentences behind the one that names a person that may tell how it ended.
const STORY: usize = 3;

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
        outcome
    }
}

/// The finding of a person who used something and got well, and the sentence where the tale ends.
fn tale(cx: &Context, first: &Said, story: &[&Said]) -> Option<(Candidate, usize)> {
    let person = first.all("person").chain(first.all("self")).next()?;
    let own = first.has("self") && !first.has("person");
    let reach = if own { 1 } else { story.len() };
    let ends = story[..reach].iter().find_map(|s| Some((s, s.all("outcome").next()?)));
    let (end, outcome) = ends?;
    let told = &story[..=story.iter().position(|s| s.number == end.number)?];
    let uses = told.iter().any(|s| s.has("use"));
    let named = |s: &&Said| {
        !s.things(&[ConceptKind::Drug, ConceptKind::Supplement], false).is_empty() || s.has("product")
    };
    if !(uses || told.iter().any(named)) {
        return None;
    }
    let commercial = cx.is_commercial();
    let clinical = story.iter().any(|s| s.has("clinical"));
    if !cx.profile().advertisement && (clinical && !commercial || cx.argues_in(&first.paragraph())) {
        return None;
    }
    let place = match first.number == end.number {
        true => first.clauses(
            person.range.start.min(outcome.range.start),
            outcome.range.start.max(person.range.start),
        ),
        false => Place::new(first.index, first.sentence.range.clone()),
    };
    let shown = first.block().shown(person.range.clone());
    let mut found = Candidate::new(place, "found").arg("person", shown);
    found.gated_at = Some(Place::new(end.index, outcome.range.clone()));
    if first.number != end.number {
        found.also.push(end.clauses(outcome.range.start, outcome.range.start));
    }
    Some((found, end.number))
}
