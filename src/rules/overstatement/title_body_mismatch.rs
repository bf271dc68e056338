//! OV001: a title that promises what the body takes back, or hides its subject.

use crate::document::{BlockKind, Place};
use crate::knowledge::{Certainty, ConceptKind, Cue, Design, Gate, Limitation, Model, Named};
use crate::rules::places::sentences;
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
        let taken_back =
            |_: &Range<usize>| limitation(cx).or_else(|| unsure(cx, title)).or_else(|| untried(cx, title));
        let limitation = promise.as_ref().and_then(taken_back);
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

/// Where the body says of a study, or of what the title names, that it is small, uncontrolled or settles
/// nothing.
fn unsure(cx: &Context, title: usize) -> Option<Place> {
    let limits = |cue: Cue| {
        use Limitation::{Cannot, LowCertainty, NoControl, ShortFollowUp, SmallSample};
        matches!(
            cue,
            Cue::Certainty(Certainty::C0)
                | Cue::Limitation(Cannot | LowCertainty | NoControl | ShortFollowUp | SmallSample)
        )
    };
    let of_title = |n: &Named| cx.named(title).iter().any(|t| t.concept.id == n.concept.id);
    sentences(cx).into_iter().filter(|s| s.block != title).find_map(|sentence| {
        let cues = cx.cues_in(&sentence);
        let words = cx.phrases_in(RULE, &sentence);
        let about = cues.iter().any(|t| matches!(t.is, Cue::Study | Cue::Design(_) | Cue::Anaphora))
            || words.iter().any(|w| w.is == "it")
            || cx.named_in(&sentence).iter().any(of_title);
        let other = words.iter().any(|w| w.is == "of-other");
        let weak = words.iter().find(|w| w.is == "limitation-weak").map(|w| w.range());
        let limit = cues.iter().find(|t| limits(t.is)).map(|t| t.range()).or(weak)?;
        (about && !other).then(|| Place::new(sentence.block, limit))
    })
}

/// The animals or cells in which alone a promise was tried, where the title names none.
fn untried(cx: &Context, title: usize) -> Option<Place> {
    let model = |cue: Cue| matches!(cue, Cue::Model(Model::Animal | Model::InVitro));
    if cx.cues(title).iter().any(|t| model(t.is)) {
        return None;
    }
    let body = || cx.body().map(|(index, _)| index).filter(|&index| index != title);
    let tried = |cue: Cue| {
        use Design::{Cohort, MetaAnalysis, RandomisedTrial, SystematicReview, Trial};
        matches!(cue, Cue::Design(Cohort | MetaAnalysis | RandomisedTrial | SystematicReview | Trial))
    };
    if body().any(|b| cx.cues(b).iter().any(|t| tried(t.is))) {
        return None;
    }
    body().find_map(|b| cx.cues(b).iter().find(|t| model(t.is)).map(|t| Place::new(b, t.range())))
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
