//! DI005: an article gives no day on which it was written, published or reviewed.

use super::author_or_source_missing::top;
use super::byline::{Author, author, is_dated};
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule};

/// The rule `date-or-review-date-missing`.
pub struct DateOrReviewDateMissing;

impl Rule for DateOrReviewDateMissing {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        if !cx.is_whole_document() {
            outcome.skip(NotChecked::Fragment);
            return outcome;
        }
        outcome.look();
        if is_dated(cx) {
            return outcome;
        }
        // Where the author is missing too, both are told as one.
        let place = match author(cx) {
            Author::Nobody(place) => place,
            Author::Named | Author::Missing => top(cx),
        };
        outcome.candidates.push(Candidate::new(place, "missing"));
        outcome
    }
}
