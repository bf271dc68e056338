//! AD006: health information that gives a way to buy, a contact to a seller, or an offer.

use crate::document::Place;
use crate::extract::commercial::Signal;
use crate::knowledge::{Genre, SignalKind};
use crate::rules::disclosure::is_labelled;
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};

/// The rule `contact-or-purchase-inducement`.
pub struct ContactOrPurchaseInducement;

impl Rule for ContactOrPurchaseInducement {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        if !cx.is_of_health() {
            return outcome;
        }
        let mut found: Vec<Candidate> = Vec::new();
        let mut links: Option<usize> = None;
        for signal in cx.facts.commercial.iter().filter(|s| speaks(cx, s)) {
            let is_link = matches!(signal.kind, SignalKind::Affiliate | SignalKind::Shop);
            let sentence = cx.sentence_of(&signal.quote.place);
            let before = match links.filter(|_| is_link) {
                Some(first) => Some(first),
                None => found.iter().position(|c| sentence.holds(&c.place)),
            };
            if let Some(first) = before {
                found[first].also.push(signal.quote.place.clone());
                continue;
            }
            if is_link {
                links = Some(found.len());
            }
            found.push(candidate(cx, signal));
        }
        if let Some(signal) = cx.facts.commercial.iter().find(|s| !speaks(cx, s)) {
            let place = cx.sentence_of(&signal.quote.place);
            let told = Candidate::new(place, "publicity").arg("phrase", &signal.quote.text);
            found.push(told.severity(Severity::Info));
        }
        outcome.candidates = found;
        outcome
    }
}

/// Whether a signal counts in the genre: a hospital gives the way to it, and may not make offers.
fn speaks(cx: &Context, signal: &Signal) -> bool {
    let offers =
        matches!(signal.kind, SignalKind::Price | SignalKind::Offer | SignalKind::Code | SignalKind::Buy);
    cx.document.genre != Genre::HospitalNews || offers
}

fn candidate(cx: &Context, signal: &Signal) -> Candidate {
    let place = &signal.quote.place;
    let message = match (&signal.reads, signal.kind) {
        (Some(_), _) => "disguised",
        (None, SignalKind::Contact | SignalKind::Booking) => "contact",
        (None, SignalKind::Price | SignalKind::Offer | SignalKind::Code) => "offer",
        (None, SignalKind::Buy | SignalKind::Shop | SignalKind::Affiliate) => "purchase",
    };
    let claims = cx.facts.claims.iter().any(|c| !c.intervention.is_empty());
    let severity = match signal.kind {
        _ if signal.reads.is_some() => Severity::Error,
        _ if is_labelled(cx) => Severity::Info,
        SignalKind::Affiliate | SignalKind::Shop => Severity::Warning,
        _ if claims || !cx.is_whole_document() => Severity::Error,
        _ => Severity::Warning,
    };
    let found =
        Candidate::new(clause(cx, place), message).arg("phrase", &signal.quote.text).severity(severity);
    match &signal.reads {
        Some(reads) => found.arg("reads", reads),
        None => found,
    }
}

/// The clauses that a place stands in.
fn clause(cx: &Context, place: &Place) -> Place {
    let block = &cx.document.blocks[place.block];
    let Some(sentence) = block.sentence_at(place.start) else { return place.clone() };
    let holds = |at: usize| sentence.clauses.iter().find(|c| c.contains(&at));
    let start = holds(place.start).map_or(place.start, |c| c.start);
    let end = holds(place.end.saturating_sub(1)).map_or(place.end, |c| c.end).max(place.end);
    Place::new(place.block, super::said::trimmed(block.as_str(), start..end))
}
