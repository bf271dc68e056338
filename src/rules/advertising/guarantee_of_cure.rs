//! AD002: a cure, an effect or a result is guaranteed.

use super::promise::promises;
use crate::rules::{Candidate, Context, Outcome, Rule};

/// The rule `guarantee-of-cure`.
pub struct GuaranteeOfCure;

impl Rule for GuaranteeOfCure {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        cx.body().for_each(|_| outcome.look());
        for promise in promises(cx) {
            let shown = cx.document.blocks[promise.at.block].shown(promise.at.range());
            let mut found = match &promise.reads {
                Some(reads) => Candidate::new(promise.place, "disguised").arg("reads", reads),
                None => Candidate::new(promise.place, "found"),
            };
            found = found.arg("phrase", shown);
            found.gated_at = Some(promise.at);
            outcome.candidates.push(found);
        }
        outcome
    }
}
