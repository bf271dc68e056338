//! DI003: something is sold, and no label at the top or beside it says so.

use crate::document::{BlockKind, Place};
use crate::extract::commercial::Signal;
use crate::knowledge::{Genre, NoticeKind, SignalKind};
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};

/// The rule `commercial-interest-undisclosed`.
pub struct CommercialInterestUndisclosed;

/// Blocks of body at the top of an article in which a label stands for all of it.
const TOP: usize = 4;

impl Rule for CommercialInterestUndisclosed {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let Some(signal) = gravest(cx).filter(|_| cx.is_of_health()) else { return outcome };
        outcome.look();
        let place = &signal.quote.place;
        let labels = labels(cx);
        if labels.iter().any(|l| l.block <= top(cx) || l.block.abs_diff(place.block) <= 1) {
            return outcome;
        }
        let paid = matches!(signal.kind, SignalKind::Affiliate | SignalKind::Shop);
        let (message, severity) = match labels.first() {
            Some(_) => ("late", Severity::Warning),
            None if paid => ("none", Severity::Warning),
            None => ("none", Severity::Error),
        };
        let sentence = cx.sentence_of(place);
        let shown = &signal.quote.text;
        let mut found = Candidate::new(sentence, message).arg("phrase", shown).severity(severity);
        found.gated_at = Some(place.clone());
        found.also.extend(labels.first().cloned());
        outcome.candidates.push(found);
        outcome
    }
}

/// The signal that shows an interest most plainly; a hospital that tells how to reach it has none.
fn gravest<'a>(cx: &Context<'a>) -> Option<&'a Signal> {
    let rank = |kind: SignalKind| match kind {
        SignalKind::Code | SignalKind::Buy => 0,
        SignalKind::Offer | SignalKind::Price => 1,
        SignalKind::Contact => 2,
        SignalKind::Affiliate | SignalKind::Shop => 3,
        SignalKind::Booking => 4,
    };
    let own = cx.document.genre == Genre::HospitalNews;
    let counts = |s: &&Signal| !own || rank(s.kind) <= 1;
    cx.facts.commercial.iter().filter(counts).min_by_key(|s| rank(s.kind))
}

/// Where the article says that it is advertising, or who paid.
fn labels(cx: &Context) -> Vec<Place> {
    let says = |kind: &NoticeKind| matches!(kind, NoticeKind::Advertisement | NoticeKind::Interest);
    let notices = cx.facts.notices.iter().filter(|n| n.says.iter().any(says));
    let mut found: Vec<Place> = notices.map(|n| n.quote.place.clone()).collect();
    for (index, block) in cx.document.blocks.iter().enumerate() {
        let phrases = cx.phrases("commercial-interest-undisclosed", index);
        let label =
            phrases.iter().find(|p| p.is == "label" || p.is == "opening" && opens(block.as_str(), p.start));
        found.extend(label.map(|p| Place::new(index, p.range())));
    }
    found.sort();
    found
}

/// Whether the article says at its top that it is advertising, or who paid.
pub fn is_labelled(cx: &Context) -> bool {
    labels(cx).iter().any(|l| l.block <= top(cx))
}

/// Whether nothing but marks stands before an offset.
fn opens(text: &str, at: usize) -> bool {
    !text[..at].contains(char::is_alphanumeric)
}

/// The last block of the top of the article.
fn top(cx: &Context) -> usize {
    let body = cx.body().filter(|(_, b)| b.kind != BlockKind::Title).map(|(i, _)| i);
    body.take(TOP).last().unwrap_or(0)
}
