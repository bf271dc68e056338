//! ST005: numbers that contradict each other, or cannot be.

use super::figures::{Figure, Part, Way, figures};
use super::implied::share;
use super::listed::{listed, scaled};
use super::parts::{beyond, split};
use super::shares::{Sum, counted, groups, rest};
use super::spread::{in_words, multiplied, outside_range};
use super::years::{more_than_all, outside, too_early};
use crate::document::Place;
use crate::extract::claim::{Quantity, QuantityKind};
use crate::knowledge::Term;
use crate::rules::places::{clauses, sentences};
use crate::rules::{Candidate, Confidence, Context, Outcome, Rule, Severity};

/// The rule `arithmetic-inconsistent`.
pub struct ArithmeticInconsistent;

/// The file of the rule's words.
pub(super) const RULE: &str = "arithmetic-inconsistent";

/// Bytes between an estimate and its interval, at most.
const BESIDE: usize = 14;

/// Bytes between the end of a change and its size, at most.
const APPOSED: usize = 90;

/// What a percentage of change may be off by, in points: a writer rounds twice.
const ROUNDING: f64 = 1.0;

impl Rule for ArithmeticInconsistent {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for sentence in sentences(cx) {
            let all = figures(cx, &sentence);
            if all.is_empty() {
                continue;
            }
            outcome.look();
            let sum = groups(cx, &sentence).map(|sum| added_up(cx, &sentence, &sum));
            let sum = sum.or_else(|| beyond(cx, &sentence)).or_else(|| split(cx, &sentence));
            outcome.candidates.extend(sum.or_else(|| listed(cx, &sentence)));
            let shared = counted(cx, &sentence, &all).or_else(|| share(cx, &sentence));
            outcome.candidates.extend(shared.or_else(|| in_words(cx, &sentence)));
            outcome.candidates.extend(rest(cx, &sentence, &all).or_else(|| scaled(cx, &sentence)));
            outcome.candidates.extend(outside_range(cx, &sentence));
            outcome.candidates.extend(multiplied(cx, &sentence, &all));
            outcome.candidates.extend(impossible_p(cx, &sentence));
            outcome.candidates.extend(outside_interval(cx, &sentence).or_else(|| outside(cx, &sentence)));
            outcome.candidates.extend(too_early(cx, &sentence));
            outcome.candidates.extend(more_than_all(cx, &sentence));
            outcome.candidates.extend(change(cx, &sentence, &all));
            outcome.candidates.extend(beyond_whole(cx, &sentence, &all));
        }
        outcome
    }
}

/// Parts that do not add up to their total.
fn added_up(cx: &Context, sentence: &Place, sum: &Sum) -> Candidate {
    let place = Place::new(sentence.block, sum.range.clone());
    let too_few = sum.parts < sum.total;
    let found = Candidate::new(place, "sum")
        .arg("parts", sum.shown(cx, sentence.block))
        .arg("sum", sum.parts)
        .arg("total", sum.total);
    match too_few {
        true => found.severity(Severity::Warning),
        false => found.confidence(Confidence::Certain),
    }
}

/// A p value below 0 or above 1.
fn impossible_p(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let wrong = |q: &&Quantity| q.kind == QuantityKind::PValue && (q.low > 1.0 || q.low < 0.0);
    let p = cx.quantities_in(sentence).iter().find(wrong)?;
    let found = Candidate::new(p.quote.place.clone(), "p-value").arg("p", &p.quote.text);
    Some(found.confidence(Confidence::Certain))
}

/// An interval that does not hold the estimate right before it.
fn outside_interval(cx: &Context, sentence: &Place) -> Option<Candidate> {
    use QuantityKind::{HazardRatio, Interval, OddsRatio, RiskRatio};
    let block = &cx.document.blocks[sentence.block];
    cx.quantities_in(sentence).windows(2).find_map(|pair| {
        let [estimate, interval] = pair else { return None };
        let (from, to) = (estimate.quote.place.end, interval.quote.place.start);
        let beside =
            from <= to && to - from <= BESIDE && !block.as_str()[from..to].contains(char::is_alphanumeric);
        let ratio = matches!(estimate.kind, OddsRatio | RiskRatio | HazardRatio);
        let slack = 10f64.powi(-i32::from(estimate.decimals.min(interval.decimals)));
        let inside = interval.low - slack <= estimate.low && estimate.low <= interval.high + slack;
        if !ratio || interval.kind != Interval || !beside || inside {
            return None;
        }
        let place = Place::new(sentence.block, estimate.quote.place.start..interval.quote.place.end);
        let found = Candidate::new(place, "interval")
            .arg("estimate", &estimate.quote.text)
            .arg("interval", &interval.quote.text);
        Some(found.confidence(Confidence::Certain))
    })
}

/// From one number to another, a change of so many per cent that is none of those it could be.
fn change(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let text = cx.document.blocks[sentence.block].as_str();
    let words = cx.phrases_in(RULE, sentence);
    let turns = cx.phrases_in("figures", sentence);
    let plain = |f: &Figure| match f.quantity.map(|q| q.kind) {
        None | Some(QuantityKind::Percent | QuantityKind::Count) => !f.rough && !is_year(f),
        Some(_) => false,
    };
    all.windows(2).enumerate().find_map(|(at, two)| {
        let [from, to] = two else { return None };
        let size = all[at + 2..].iter().find(|f| !is_base(f))?;
        let Part::Change(way) = size.part else { return None };
        let between = text.get(to.end..size.numeral.start)?;
        let measured = words.iter().any(|w| w.is == "unit" && (w.start == to.end || w.start == to.end + 1));
        let fits = starts(text, &turns, from)
            && matches!(to.part, Part::To)
            && plain(from)
            && plain(to)
            && size.is(QuantityKind::Percent)
            && !size.rough
            && between.len() <= APPOSED
            && !between.contains(['。', ';'])
            && !measured;
        let (a, b) = (from.value(), to.value());
        if !fits || a <= 0.0 || (b > a) != (way == Way::Up) {
            return None;
        }
        let both_percent = from.is(QuantityKind::Percent) || to.is(QuantityKind::Percent);
        let apart = (b - a).abs();
        let near = |right: f64, slack: f64| (size.value() - right).abs() <= slack;
        let low = (a - from.slack()).max(from.slack());
        let spread = ROUNDING + (from.slack() + to.slack()) / low * 100.0 * (b / a).max(1.0);
        let relative = apart / a * 100.0;
        let could_be = near(relative, spread)
            || near(apart / b.max(f64::EPSILON) * 100.0, spread)
            || way == Way::Down && near(b / a * 100.0, spread)
            || both_percent && near(apart, from.slack() + to.slack() + size.slack() + 1e-6);
        if could_be {
            return None;
        }
        let range = from.numeral.start..size.end;
        let place = clauses(cx, sentence.block, &range);
        let shown = |f: &Figure| cx.document.blocks[sentence.block].shown(f.numeral.start..f.end).to_owned();
        let found = Candidate::new(place, "change")
            .arg("from", shown(from))
            .arg("to", shown(to))
            .arg("size", shown(size))
            .arg("right", relative.round());
        Some(found.confidence(Confidence::Certain))
    })
}

/// Bytes between the word from which a change starts and its number: 从去年的30起.
const LATER: usize = 24;

/// Whether a change starts from a number: 从30, or 从去年的30.
fn starts(text: &str, turns: &[Term<String>], from: &Figure) -> bool {
    let at = from.numeral.start;
    let leads = |w: &Term<String>| {
        let gap = text.get(w.end..at).unwrap_or(",");
        let plain = |c: char| c.is_alphabetic() && !c.is_ascii_digit() || c == ' ';
        w.is == "from" && gap.len() <= LATER && gap.chars().all(plain)
    };
    let nearest = turns.iter().rev().find(|w| w.end <= at && !matches!(w.is.as_str(), "about" | "relative"));
    matches!(from.part, Part::From) || from.part == Part::Level && nearest.is_some_and(leads)
}

/// What rates are told of: per 1000.
fn is_base(figure: &Figure) -> bool {
    [100.0, 1e3, 1e4, 1e5, 1e6].iter().any(|base| figure.value().total_cmp(base).is_eq())
        && !figure.is_change()
}

fn is_year(figure: &Figure) -> bool {
    let value = figure.value();
    figure.decimals == 0 && (1900.0..2100.0).contains(&value) && figure.quantity.is_none()
}

/// More than all of a whole: 有效率达120%, 120% of patients.
fn beyond_whole(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let text = cx.document.blocks[sentence.block].as_str();
    let figure = all.iter().find(|f| {
        let behind = words
            .iter()
            .any(|w| w.is == "of-people" && text[f.end..].trim_start().len() == text[w.start..].len());
        let before = words.iter().any(|w| {
            let linked = |between: &str| between.chars().filter(|c| c.is_alphanumeric()).count() <= 3;
            w.is == "rate" && w.end <= f.numeral.start && linked(&text[w.end..f.numeral.start])
        });
        f.is(QuantityKind::Percent) && !f.is_change() && f.value() > 100.0 && (behind || before)
    })?;
    let range = figure.numeral.start..figure.end;
    let shown = cx.document.blocks[sentence.block].shown(range.clone()).to_owned();
    let place = clauses(cx, sentence.block, &range);
    Some(Candidate::new(place, "beyond-whole").arg("number", shown).confidence(Confidence::Certain))
}
