//! Two parts that shut each other out, or into which a whole is split, and do not come to it.

use super::arithmetic_inconsistent::RULE;
use super::implied::{Item, Kind, PART, WHOLE, items};
use super::shares::is_whole;
use crate::document::Place;
use crate::knowledge::Term;
use crate::rules::places::before;
use crate::rules::{Candidate, Confidence, Context, Severity};
use std::ops::Range;

/// Two parts that shut each other out and come to more than their whole: of 240 women 150 were
/// overweight and 110 of normal weight.
pub(super) fn beyond(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let text = cx.document.blocks[sentence.block].as_str();
    let words = cx.phrases_in(RULE, sentence);
    if words.iter().any(|w| matches!(w.is.as_str(), "twice" | "several" | "each")) {
        return None;
    }
    let all: Vec<Item> = items(cx, sentence).into_iter().filter(|i| i.kind != Kind::Share).collect();
    let ends: Vec<usize> = all.iter().map(|i| i.range.end).collect();
    let says =
        |from: usize, to: usize, id: &str| words.iter().any(|w| w.is == id && w.start >= from && w.end <= to);
    all.windows(3).find_map(|three| {
        let [whole, one, other] = three else { return None };
        let sum = one.value + other.value;
        let opens = text.get(whole.range.end..one.range.start)?;
        let led = text[..whole.range.start].trim_end().len();
        let among = opens.contains([':', '中', '里'])
            || says(whole.range.end, one.range.start, "divided")
            || words.iter().any(|w| w.is == "of" && w.end == led)
            || text[..led].ends_with("Of");
        let middle = text.get(one.range.end..other.range.start)?;
        let end = sentence_end(cx, sentence, other.range.end);
        // What each is called stands behind its number, or before it in Chinese.
        let first = middle.len();
        let opposed = says(one.range.end, end, "opposed") && first <= PART;
        let fits = whole.kind == Kind::Count
            && whole.value >= WHOLE
            && one.value < whole.value
            && other.value < whole.value
            && sum > whole.value
            && !is_whole(text, &words, &other.range, &ends)
            && opens.len() <= PART
            && !middle.contains(['。', ';']);
        (fits && among && opposed).then(|| {
            let place = Place::new(sentence.block, whole.range.start..other.range.end);
            let shown = |r: &Range<usize>| cx.document.blocks[sentence.block].shown(r.clone()).to_owned();
            Candidate::new(place, "sum")
                .arg("parts", format!("{}+{}", shown(&one.range), shown(&other.range)))
                .arg("sum", sum)
                .arg("total", whole.value)
                .confidence(Confidence::Certain)
        })
    })
}

/// What two groups may be off from the whole that is split into them, as a share of it, where they are
/// fewer: more may be left out than is told.
const FEWER: f64 = 0.15;

/// Least share of a whole in each of its two groups.
const GROUP: f64 = 0.1;

/// A whole that is split into two groups which do not come to it, whatever the groups are called: 68 were
/// split up, 41 drank juice and 32 drank water.
pub(super) fn split(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let text = cx.document.blocks[sentence.block].as_str();
    let words = cx.phrases_in(RULE, sentence);
    let apart = ["twice", "several", "each", "left-out", "sex"];
    if words.iter().any(|w| apart.contains(&w.is.as_str())) {
        return None;
    }
    let all: Vec<Item> = items(cx, sentence).into_iter().filter(|i| i.kind != Kind::Share).collect();
    let above = match all.len() {
        2 => before(cx, sentence, 1).into_iter().find(|s| s.block == sentence.block),
        _ => None,
    };
    let mut told: Vec<Item> = above.iter().flat_map(|s| items(cx, s)).collect();
    told.retain(|i| i.kind != Kind::Share);
    let whole_above = told.len() == 1;
    let all: Vec<Item> = if whole_above { told.into_iter().chain(all).collect() } else { all };
    let [whole, one, other] = all.as_slice() else { return None };
    let earlier = above.map(|s| cx.phrases_in(RULE, &s)).unwrap_or_default();
    if earlier.iter().any(|w| apart.contains(&w.is.as_str())) {
        return None;
    }
    let splits = |w: &&Term<String>| w.is == "splits" && w.end <= one.range.start;
    let enters =
        |from: usize, to: usize| words.iter().any(|w| w.is == "enters" && w.start >= from && w.end <= to);
    let end = other.range.end + NAME;
    let both = enters(one.range.end, other.range.start) && enters(other.range.end, end);
    if !both && !words.iter().chain(&earlier).any(|w| splits(&w)) {
        return None;
    }
    let middle = text.get(one.range.end..other.range.start)?;
    let opens = text.get(whole.range.end..one.range.start)?;
    let sum = one.value + other.value;
    let large = |i: &Item| i.value >= GROUP * whole.value && i.value < whole.value;
    let fits = whole.kind == Kind::Count
        && whole.value >= WHOLE
        && large(one)
        && large(other)
        && sum.total_cmp(&whole.value).is_ne()
        && (sum > whole.value || whole.value - sum <= FEWER * whole.value)
        && opens.len() <= PART
        && middle.len() <= PART;
    fits.then(|| {
        let place = Place::new(sentence.block, whole.range.start..other.range.end);
        let shown = |r: &Range<usize>| cx.document.blocks[sentence.block].shown(r.clone()).to_owned();
        let found = Candidate::new(place, "sum")
            .arg("parts", format!("{}+{}", shown(&one.range), shown(&other.range)))
            .arg("sum", sum)
            .arg("total", whole.value);
        match sum > whole.value {
            true => found.confidence(Confidence::Certain),
            false => found.severity(Severity::Warning),
        }
    })
}

/// Bytes behind a number in which its name stands.
const NAME: usize = 48;

/// Where the name behind a number ends at most.
fn sentence_end(cx: &Context, sentence: &Place, from: usize) -> usize {
    let block = &cx.document.blocks[sentence.block];
    let clause = block.sentence_at(from).and_then(|s| s.clauses.iter().find(|c| c.end > from).cloned());
    clause.map_or(sentence.end, |c| c.end).min(from + NAME).max(from)
}
