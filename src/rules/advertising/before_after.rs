//! AD005: before and after, shown or told to prove an effect.

use super::said::{Said, said};
use super::shapes;
use crate::document::{BlockKind, Place};
use crate::rules::pitch::{Pitch, Within};
use crate::rules::{Candidate, Context, Outcome, Rule};

/// The rule `before-after`.
pub struct BeforeAfter;

/// A picture, and what was before and after.
pub(super) const PITCHES: &[Pitch] = &[
    Pitch {
        parts: &[&["pictured"], &["earlier"], &["later"]],
        without: &["trial", "dull", "trade"],
        within: Within::Story,
    },
    Pitch {
        parts: &[&["pictured"], &["dated"], &["dated"]],
        without: &["trial", "dull", "trade", "counsel"],
        within: Within::Story,
    },
    Pitch {
        parts: &[
            &["person", "taken", "reading", "ware"],
            &["earlier"],
            &["#numeral"],
            &["later", "dated"],
            &["#numeral"],
        ],
        without: &["trial", "dull", "trade", "counsel"],
        within: Within::Sentence,
    },
];

impl Rule for BeforeAfter {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        for said in said(cx, "before-after", false) {
            let studied = cx.argues_in(&said.place()) || said.has("clinical");
            let picture = matches!(said.block().kind, BlockKind::AltText | BlockKind::Caption);
            let changed = said.has("change");
            let photo = said.all("photo").next();
            let pair = said.all("pair").next().filter(|_| picture || changed);
            let span = said.all("span").next().filter(|_| changed && (picture || cx.is_commercial()));
            let counted = said.all("span").all(|w| said.text()[w.range.clone()].len() > 3);
            let sides = said.all("left").next().filter(|left| {
                said.has("shot") && said.all("right").any(|right| right.range.start > left.range.start)
            });
            let sides = sides.filter(|_| changed && (picture || cx.is_commercial()));
            let Some(word) = photo.or(pair).or(sides).or(span.filter(|_| counted)) else { continue };
            if studied && !cx.profile().advertisement {
                continue;
            }
            outcome.candidates.push(found(&said, word.range.start, word.range.clone()));
        }
        shapes::add(cx, "before-after", &mut outcome, shapes::plain);
        shapes::pitched(cx, PITCHES, &mut outcome, shapes::plain);
        outcome
    }
}

fn found(said: &Said, at: usize, range: std::ops::Range<usize>) -> Candidate {
    let last = said.all("change").map(|w| w.range.start).max().unwrap_or(at);
    let place = said.clauses(at.min(last), at.max(last));
    let mut found = Candidate::new(place, "found").arg("phrase", said.block().shown(range.clone()));
    found.gated_at = Some(Place::new(said.index, range));
    found
}
