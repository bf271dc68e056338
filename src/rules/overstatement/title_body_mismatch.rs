//! OV001: a title that promises what the body takes back, or hides its subject.

use crate::document::{BlockKind, Place};
use crate::knowledge::{Certainty, ConceptKind, Cue, Gate, Named};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule, Severity};
use std::ops::Range;

/// The rule `title-body-mismatch`.
pub struct TitleBodyMismatch;

const RULE: &str = "title-body-mismatch";

impl Rule for TitleBodyMismatch {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let Some(title) = cx.document.title else {
            outcome.skip(NotChecked::NoTitle);
            return outcome;
        };
        outcome.look();
        let block = &cx.document.blocks[title];
        let promise = promise(cx, title);
        let limitation = promise.is_some().then(|| limitation(cx)).flatten();
        let hidden = hidden_subject(cx, title);
        let whole = Place::new(title, 0..block.as_str().len());
        let shown = |range: &Range<usize>| block.shown(range.clone()).to_owned();
        let decisive = promise.clone().filter(|_| limitation.is_some()).or(hidden.clone());
        let mut candidate = match (promise, limitation, hidden) {
            (Some(promise), Some(place), hidden) => {
                let limit = cx.document.blocks[place.block].shown(place.range()).to_owned();
                let name = if hidden.is_some() { "clash-and-hidden" } else { "clash" };
                let mut found = Candidate::new(whole, name)
                    .arg("promise", shown(&promise))
                    .arg("limit", limit)
                    .arg("subject", hidden.as_ref().map(shown).unwrap_or_default())
                    .severity(Severity::Error);
                found.also.push(place);
                found
            }
            (_, _, Some(subject)) => Candidate::new(whole, "hidden").arg("subject", shown(&subject)),
            _ => return outcome,
        };
        candidate.gated_at = decisive.map(|range| Place::new(title, range));
        outcome.candidates.push(candidate);
        outcome
    }
}

/// The first words of the title that promise rescue or proof.
fn promise(cx: &Context, title: usize) -> Option<Range<usize>> {
    let phrases = cx.phrases(RULE, title);
    let ill = |n: &Named| matches!(n.concept.kind, ConceptKind::Condition | ConceptKind::Outcome);
    let over = |at: usize| cx.named(title).iter().any(|n| n.range.start >= at && ill(n));
    let phrases = phrases.iter().filter(|p| p.is == "promise" || p.is == "promise-over" && over(p.end));
    let certain = |cue: Cue| matches!(cue, Cue::Certainty(Certainty::C3 | Certainty::C4));
    let cues = cx.cues(title).iter().filter(|t| certain(t.is)).map(|t| t.range());
    let asserted = |range: &Range<usize>| {
        let place = Place::new(title, range.clone());
        !cx.facts
            .gates
            .over(&place)
            .any(|g| matches!(g.gate, Gate::Negation | Gate::Hedge | Gate::Wish | Gate::Fixed))
    };
    phrases.map(|p| p.range()).chain(cues).filter(asserted).min_by_key(|r| r.start)
}

/// Where the body says that little is known.
fn limitation(cx: &Context) -> Option<Place> {
    let denied = |place: &Place| {
        let denies = |gate: Gate| matches!(gate, Gate::Negation | Gate::Refutation);
        cx.facts.gates.over(place).any(|g| denies(g.gate) && !g.cue_place.overlaps(place))
    };
    cx.body().filter(|(_, b)| b.kind != BlockKind::Title).find_map(|(index, _)| {
        let found = cx.phrases(RULE, index);
        let mut places = found.iter().filter(|p| p.is == "limitation").map(|p| Place::new(index, p.range()));
        places.find(|p| !denied(p))
    })
}

/// A title that says "this drug" and names none; a class right behind it (这颗降糖药) is no name.
fn hidden_subject(cx: &Context, title: usize) -> Option<Range<usize>> {
    let phrases = cx.phrases(RULE, title);
    let hidden = phrases.iter().find(|p| p.is == "hidden")?;
    let treats = [ConceptKind::Drug, ConceptKind::Supplement, ConceptKind::Procedure];
    let named = cx.named(title).iter().any(|n| {
        let adjoins = n.range.start <= hidden.end && n.range.end > hidden.start;
        treats.contains(&n.concept.kind) && !adjoins
    });
    (!named).then(|| hidden.range())
}
