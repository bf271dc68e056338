//! DI004: an article does not say who wrote or reviewed it, or where it was taken from.

use super::byline::{Author, author, is_dated};
use crate::document::Place;
use crate::rules::{Candidate, Context, NotChecked, Outcome, Rule};

/// The rule `author-or-source-missing`.
pub struct AuthorOrSourceMissing;

impl Rule for AuthorOrSourceMissing {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        if !cx.is_whole_document() {
            outcome.skip(NotChecked::Fragment);
            return outcome;
        }
        outcome.look();
        let dated = is_dated(cx);
        let found = match author(cx) {
            Author::Named => return outcome,
            Author::Nobody(place) => {
                let shown = cx.document.blocks[place.block].shown(place.range()).trim().to_owned();
                Candidate::new(place, if dated { "nobody" } else { "nobody-undated" }).arg("name", shown)
            }
            Author::Missing => Candidate::new(top(cx), if dated { "missing" } else { "missing-undated" }),
        };
        outcome.candidates.push(found);
        outcome
    }
}

/// The title, where what is missing is told.
pub fn top(cx: &Context) -> Place {
    let title = cx.document.title.unwrap_or(0);
    Place::new(title, 0..cx.document.blocks.get(title).map_or(0, |b| b.as_str().len()))
}
