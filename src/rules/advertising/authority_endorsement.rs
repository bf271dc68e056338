//! AD010: an authority vouches for a product or treatment in the place of evidence.

use super::said::{Said, Word, said};
use super::shapes;
use crate::document::Place;
use crate::knowledge::ConceptKind;
use crate::rules::pitch::{Pitch, Within};
use crate::rules::{Candidate, Context, Outcome, Rule};

/// The rule `authority-endorsement`.
pub struct AuthorityEndorsement;

/// Words between an authority and its praise.
const REACH: usize = 10;

/// Somebody of rank without a name, and praise.
pub(super) const PITCHES: &[Pitch] = &[Pitch {
    parts: &[&["nameless"], &["praise", "taken"]],
    without: &["trial", "counsel", "trade"],
    within: Within::Sentence,
}];

impl Rule for AuthorityEndorsement {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        for said in said(cx, "authority-endorsement", false) {
            if said.has("exempt") || said.has("drug_approval") && !cx.profile().advertisement {
                continue;
            }
            let praised: Vec<&Word> = said.all("vouch").filter(|v| has_endorser(&said, v)).collect();
            let praised: Vec<&Word> =
                praised.into_iter().chain(said.all("complete")).chain(said.all("state_complete")).collect();
            let Some(first) = praised.iter().min_by_key(|w| w.range.start) else { continue };
            let supplement = !said.things(&[ConceptKind::Supplement], false).is_empty() || said.has("food");
            let product = supplement || said.has("thing") || !said.goods().is_empty();
            let drugs = !said.things(&[ConceptKind::Drug], false).is_empty();
            let piled = said.has("this") && (product && !drugs || praised.len() > 1);
            let stately = (said.has("state") || said.has("state_complete"))
                && (said.has("food") || said.has("this") && !drugs);
            let own = said.has("own") && (said.has("state_complete") || said.has("complete"));
            let kin = said.has("kin") && praised.len() > 1;
            let holds = cx.is_commercial() && (product || drugs || own || kin || said.has("nameless"))
                || piled
                || stately;
            if !holds || cx.argues_in(&said.place()) && !cx.profile().advertisement {
                continue;
            }
            let last = praised.iter().map(|w| w.range.start).max().unwrap_or(first.range.start);
            let start =
                endorser(&said, first).map_or(first.range.start, |e| e.range.start.min(first.range.start));
            let place = said.clauses(start, last);
            let shown = said.block().shown(first.range.clone());
            let mut found = Candidate::new(place, "found").arg("phrase", shown);
            found.gated_at = Some(Place::new(said.index, first.range.clone()));
            outcome.candidates.push(found);
        }
        shapes::add(cx, "authority-endorsement", &mut outcome, shapes::plain);
        shapes::pitched(cx, PITCHES, &mut outcome, shapes::plain);
        outcome
    }
}

fn has_endorser(said: &Said, vouch: &Word) -> bool {
    endorser(said, vouch).is_some()
}

/// The authority nearest to a word of praise, on either side of it.
fn endorser<'s>(said: &'s Said, vouch: &Word) -> Option<&'s Word> {
    let all = said.all("endorser").chain(said.all("state")).chain(said.all("nameless"));
    all.filter(|e| said.beside(&e.range, &vouch.range, REACH))
        .min_by_key(|e| e.range.start.abs_diff(vouch.range.start))
}
