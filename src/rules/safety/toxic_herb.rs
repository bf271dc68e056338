//! Herbs that poison, told as a remedy without a word of it.

use crate::document::Place;
use crate::knowledge::Gate;
use crate::rules::said::{Said, is_gated, sentences};
use crate::rules::{Candidate, Context, Severity};

/// The rule's own phrases.
const RULE: &str = "harms-absent";

/// What takes the naming of a herb back.
const QUIET: &[Gate] = &[Gate::Negation, Gate::Refutation, Gate::Question, Gate::Meta];

/// Where a toxic herb is told to be taken, if nothing in the article says that it is toxic.
pub fn toxic_herb(cx: &Context) -> Option<Candidate> {
    let all = sentences(cx, RULE);
    if all.iter().any(|said| said.says("handled")) {
        return None;
    }
    all.iter().find_map(|said| {
        let herb = said.all("toxic").find(|p| !is_gated(cx, &Place::new(said.block, p.range()), QUIET))?;
        let amount = said.text[herb.end..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        if !amount && !said.says("taken") {
            return None;
        }
        let shown = cx.document.blocks[said.block].shown(herb.range());
        let found = Candidate::new(place(said, herb.start), "toxic").arg("herb", shown);
        Some(found.severity(Severity::Warning))
    })
}

/// From the herb to the end of what is said of taking it.
fn place(said: &Said, start: usize) -> Place {
    let last = said.all("taken").last().map_or(start, |p| p.start.max(start));
    let mut place = said.clauses(start..last.max(start) + 1);
    place.start = place.start.max(start);
    place
}
