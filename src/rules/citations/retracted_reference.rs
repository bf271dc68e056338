//! CI008: a cited work was retracted, its journal has expressed concern, or parts of it were corrected.

use crate::document::Place;
use crate::evidence::{Answer, Known, Said, Status, marked};
use crate::extract::reference::Reference;
use crate::knowledge::Gate;
use crate::rules::{Candidate, Confidence, Context, NotChecked, Outcome, Rule, Severity};

/// The rule `retracted-reference`.
pub struct RetractedReference;

/// The rule whose phrases tell that a work was retracted.
const RULE: &str = "retracted-reference";
/// Most sentences that a finding names besides the entry.
const MOST: usize = 5;

impl Rule for RetractedReference {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for (index, (reference, known)) in cx.facts.references.iter().zip(&cx.evidence.known).enumerate() {
            let severity = match known.standing.status() {
                None => {
                    outcome.skip(unknown(cx, index, known));
                    continue;
                }
                Some(Status::Current) if cx.settings.is_old(known.standing.as_of) => {
                    outcome.skip(NotChecked::StatusTooOld);
                    continue;
                }
                Some(Status::Current) => {
                    outcome.look();
                    continue;
                }
                Some(Status::Corrected) => Severity::Info,
                Some(Status::Concern) => Severity::Warning,
                Some(Status::Retracted) => Severity::Error,
            };
            outcome.look();
            let sentences: Vec<Place> = cx
                .evidence
                .links
                .leanings
                .iter()
                .filter(|l| l.reference == index)
                .map(|l| l.sentence.clone())
                .collect();
            let noted = marked(&reference.fields.title).is_none() && says_so(cx, &reference.quote.place);
            if noted || sentences.iter().any(|s| says_so(cx, &around(cx, s))) {
                continue;
            }
            let mut found = candidate(reference, known).severity(severity).confidence(Confidence::Certain);
            found.also = sentences.into_iter().take(MOST).collect();
            if let Some(link) = cx.evidence.links.records[index] {
                let record = &cx.library.records[link.record];
                found.source = Some(cx.source(reference.index, record, said(known)));
            }
            outcome.candidates.push(found);
        }
        outcome
    }
}

/// What the sources that say the worst say.
fn said(known: &Known) -> String {
    let one = |s: &Said| [super::service(&s.by), &s.on, &s.notice].map(str::to_owned);
    let words = known
        .standing
        .worst()
        .map(|s| one(s).into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" "));
    words.collect::<Vec<_>>().join("; ")
}

/// Why nothing is known of the standing of a work.
fn unknown(cx: &Context, index: usize, known: &Known) -> NotChecked {
    match &known.answer {
        Some(Answer::Elsewhere { .. }) => NotChecked::RegisteredElsewhere,
        Some(Answer::Record { .. }) => NotChecked::StatusUnknown,
        _ if cx.evidence.links.records[index].is_some() => NotChecked::StatusUnknown,
        _ => NotChecked::NoRecord,
    }
}

fn candidate(reference: &Reference, known: &Known) -> Candidate {
    let standing = &known.standing;
    let worst: Vec<&Said> = standing.worst().collect();
    let names = |said: &[&Said]| said.iter().map(|s| super::service(&s.by)).collect::<Vec<_>>().join(", ");
    let when = worst.iter().map(|s| s.on.as_str()).filter(|on| !on.is_empty()).min();
    let says_nothing: Vec<&Said> = standing.milder().filter(|s| s.status == Status::Current).collect();
    let disputed = !says_nothing.is_empty();
    let message = match (standing.status(), disputed) {
        (Some(Status::Corrected), _) => "corrected",
        (Some(Status::Concern), _) => "concern",
        (_, false) => "retracted",
        (_, true) => "disputed",
    };
    let notice = worst.iter().map(|s| s.notice.as_str()).find(|n| !n.is_empty());
    let by = names(&worst);
    Candidate::new(reference.quote.place.clone(), message)
        .arg("index", reference.index)
        .arg("by", when.map_or(by.clone(), |when| format!("{when}, {by}")))
        .arg("others", names(&says_nothing))
        .arg("notice", notice.unwrap_or("—"))
}

/// A sentence with its neighbours.
fn around(cx: &Context, sentence: &Place) -> Place {
    let sentences = &cx.document.blocks[sentence.block].sentences;
    let at = sentences.partition_point(|s| s.range.end <= sentence.start);
    let start = at.checked_sub(1).and_then(|i| sentences.get(i)).map_or(sentence.start, |s| s.range.start);
    let end = sentences.get(at + 1).map_or(sentence.end, |s| s.range.end);
    Place::new(sentence.block, start..end)
}

/// Whether a place tells of a retraction, and does not deny it.
fn says_so(cx: &Context, place: &Place) -> bool {
    cx.phrases(RULE, place.block).iter().any(|phrase| {
        let here = Place::new(place.block, phrase.range());
        let denied =
            |g: &crate::extract::gate::GateScope| g.gate == Gate::Negation && !g.cue_place.overlaps(&here);
        place.holds(&here) && !cx.facts.gates.over(&here).any(denied)
    })
}
