//! EV001: the cited source does not speak of what it is cited for.

use super::sources::{Against, compared};
use crate::evidence::Slot;
use crate::rules::{Candidate, Context, Outcome, Rule, Severity};

/// The rule `claim-unsupported-by-cited-source`.
pub struct ClaimUnsupportedByCitedSource;

/// The slots that a source must fill to bear a claim out.
const KEY: [&str; 3] = ["intervention", "outcome", "pathway"];

impl Rule for ClaimUnsupportedByCitedSource {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        let mut candidates = Vec::new();
        for (place, sources) in compared(cx, &mut outcome) {
            let cited = sources.iter().all(Against::is_cited);
            let missing: Vec<Vec<&Slot>> = sources.iter().map(missing).collect();
            let Some(fewest) = missing.iter().min_by_key(|m| m.len()).filter(|m| cited && !m.is_empty())
            else {
                continue;
            };
            let source = &sources[0];
            let about = |slot: &str| fewest.iter().any(|s| s.slot == slot);
            let severity = match (about("intervention"), fewest.len()) {
                (true, 2..) if about("outcome") => Severity::Error,
                (true, 2..) => Severity::Warning,
                // One slot may be missing from the abstract alone.
                _ => Severity::Info,
            };
            let named = fewest.iter().map(|s| said(cx, &s.claim_says)).collect::<Vec<_>>().join("; ");
            let mut found = Candidate::new(place, "found")
                .arg("missing", named)
                .arg("reference", source.number)
                .severity(severity);
            found.source = Some(cx.source(source.number, source.record, source.confronted.quote.clone()));
            candidates.push(found);
        }
        outcome.candidates = candidates;
        outcome
    }
}

/// The key slots that a source says otherwise, or not at all.
fn missing<'a>(source: &Against<'a>) -> Vec<&'a Slot> {
    KEY.iter().filter_map(|slot| source.confronted.differs(slot)).collect()
}

/// What a claim says in a slot, in the language of the article.
fn said(cx: &Context, ids: &str) -> String {
    let name = |id: &str| match cx.name_of(id) {
        "" => id.to_owned(),
        name => name.to_owned(),
    };
    ids.split(", ").take(2).map(name).collect::<Vec<_>>().join(", ")
}
