//! Years that cannot be: a study published before it began, a part larger than its whole.

use super::arithmetic_inconsistent::RULE;
use crate::document::Place;
use crate::extract::claim::{Numeral, Quantity, QuantityKind, numerals};
use crate::knowledge::Term;
use crate::rules::places::clauses;
use crate::rules::{Candidate, Confidence, Context};

/// Years that a text may speak of.
const YEARS: std::ops::RangeInclusive<f64> = 1950.0..=2050.0;

/// A year of publication before the first year in which people were taken in.
pub(super) fn too_early(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let word = |is: &str| words.iter().find(|w| w.is == is);
    let (began, published) = (word("began")?, word("published")?);
    let of = |w: &Term<String>| clauses(cx, sentence.block, &w.range());
    let (study, paper) = (of(began), of(published));
    if study.overlaps(&paper) {
        return None;
    }
    let first = years(cx, &study).into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let told = years(cx, &paper);
    let [(year, place)] = told.as_slice() else { return None };
    (*year < first.0).then(|| {
        let found = Candidate::new(Place::new(sentence.block, place.range()), "too-early")
            .arg("published", year)
            .arg("began", first.0);
        found.confidence(Confidence::Certain)
    })
}

fn years(cx: &Context, place: &Place) -> Vec<(f64, Place)> {
    let text = &cx.document.blocks[place.block].as_str()[place.range()];
    let year = |n: &Numeral| n.digits && n.end - n.start == 4 && YEARS.contains(&n.value);
    let at = |start: usize, end: usize| Place::new(place.block, place.start + start..place.start + end);
    numerals(text).into_iter().filter(year).map(|n| (n.value, at(n.start, n.end))).collect()
}

/// More people of whom something is told than there are: 纳入120人，其中男性150人.
pub(super) fn more_than_all(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let among = words.iter().find(|w| w.is == "of-whom")?;
    let counts = || cx.quantities_in(sentence).iter().filter(|q| q.kind == QuantityKind::Count);
    let exact = |q: &&Quantity| q.low.total_cmp(&q.high).is_eq() && !q.approximate;
    let whole = counts().filter(exact).rfind(|q| q.quote.place.end <= among.start)?;
    let part = counts().filter(exact).find(|q| q.quote.place.start >= among.end)?;
    let between = &cx.document.blocks[sentence.block].as_str()[among.end..part.quote.place.start];
    let near = between.chars().filter(|c| c.is_alphanumeric()).count() <= 12;
    (near && whole.low >= 2.0 && part.low > whole.low).then(|| {
        let found = Candidate::new(clauses(cx, sentence.block, &part.quote.place.range()), "beyond-whole")
            .arg("number", &part.quote.text);
        found.confidence(Confidence::Certain)
    })
}

/// A ratio that lies outside the interval right behind it, where words stand between its name and it:
/// the risk ratio for fracture was 1.12 (95% CI 0.72 to 1.05).
pub(super) fn outside(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let text = cx.document.blocks[sentence.block].as_str();
    let ratio = words.iter().find(|w| w.is == "ratio")?;
    let quantities = cx.quantities_in(sentence);
    let all = numerals(&text[sentence.range()]);
    quantities.iter().filter(|q| q.kind == QuantityKind::Interval && q.low > 0.0).find_map(|interval| {
        let start = interval.quote.place.start;
        let own = all.iter().rfind(|n| n.digits && sentence.start + n.end <= start)?;
        let (from, to) = (sentence.start + own.start, sentence.start + own.end);
        let named = quantities.iter().any(|q| q.quote.place.start <= from && to <= q.quote.place.end);
        let beside = !text[to..start].contains(char::is_alphanumeric) && start - to <= 8;
        let digits = text[from..to].split_once('.').map_or(0, |(_, d)| d.len());
        let slack = 10f64.powi(-i32::try_from(digits.min(interval.decimals.into())).unwrap_or(0));
        let inside = interval.low - slack <= own.value && own.value <= interval.high + slack;
        (!named && beside && digits > 0 && ratio.end <= from && !inside).then(|| {
            Candidate::new(Place::new(sentence.block, from..interval.quote.place.end), "interval")
                .arg("estimate", &text[from..to])
                .arg("interval", &interval.quote.text)
                .confidence(Confidence::Certain)
        })
    })
}
