//! Numbers told in two ways that do not agree: a mean outside its range, a share in words beside its counts, a
//! multiple in words beside the numbers that it is of.

use super::arithmetic_inconsistent::RULE;
use super::figures::{Figure, Part};
use super::implied::{Kind, WHOLE, items};
use crate::document::Place;
use crate::extract::claim::numerals;
use crate::knowledge::Term;
use crate::rules::places::clauses;
use crate::rules::{Candidate, Confidence, Context};

/// Bytes between a mean and its range, at most.
const BESIDE: usize = 36;

/// A mean or median that its own range does not hold: 平均66岁（范围70～85岁）.
pub(super) fn outside_range(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let text = cx.document.blocks[sentence.block].as_str();
    let mean = words.iter().find(|w| w.is == "mean")?;
    let all: Vec<_> = numerals(&text[sentence.range()])
        .into_iter()
        .filter(|n| n.digits && !n.glued || n.value < 0.0)
        .map(|n| (sentence.start + n.start, sentence.start + n.end, n.value.abs()))
        .collect();
    all.windows(3).find_map(|three| {
        let [own, low, high] = three else { return None };
        let (before, beside) = (text.get(mean.end..own.0)?, text.get(own.1..low.0)?);
        let joined = text.get(low.1..high.0)?.trim_matches([' ', '岁', '-', '~', '–', '—', '～', '年', '天']);
        let range = words.iter().any(|w| w.is == "range" && w.start >= own.1 && w.end <= low.0);
        let fits = before.len() <= BESIDE
            && !before.contains([',', ';', '。', '('])
            && beside.len() <= BESIDE
            && range
            && (joined.is_empty() || matches!(joined, "to" | "至" | "到" | "and"))
            && low.2 < high.2;
        (fits && (own.2 < low.2 || own.2 > high.2)).then(|| {
            let block = &cx.document.blocks[sentence.block];
            Candidate::new(Place::new(sentence.block, own.0..high.1), "interval")
                .arg("estimate", block.shown(own.0..own.1))
                .arg("interval", block.shown(low.0..high.1))
                .confidence(Confidence::Certain)
        })
    })
}

/// What the names of fractions in words begin with; what follows is so many per cent.
const FRACTION: &str = "fraction.";

/// What a fraction in words may be off by, in points.
const LOOSE: f64 = 7.0;

/// A fraction in words, so many per cent.
fn fraction(word: &Term<String>) -> Option<f64> {
    word.is.strip_prefix(FRACTION)?.parse().ok()
}

/// A fraction in words that the counts beside it are not: half of the 240 patients, 150 in all.
pub(super) fn in_words(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let text = cx.document.blocks[sentence.block].as_str();
    let mut told = words.iter().filter(|w| fraction(w).is_some());
    let (word, None) = (told.next()?, told.next()) else { return None };
    let mut all = items(cx, sentence);
    all.retain(|i| i.range.end <= word.start || word.end <= i.range.start);
    let [whole, part] = all.as_slice() else { return None };
    let counted = whole.kind == Kind::Count && part.kind != Kind::Share && whole.value >= WHOLE;
    let between = text.get(whole.range.end..part.range.start)?;
    let of = |from: usize, to: usize| {
        text.get(from..to)
            .is_some_and(|gap| matches!(gap.trim(), "of" | "of the" | "of these" | "of all" | "的"))
    };
    let among =
        words.iter().any(|w| w.is == "among" && w.start >= whole.range.end && w.end <= part.range.start);
    let bracket =
        text.get(word.end..whole.range.start).is_some_and(|gap| gap.ends_with('(') && gap.len() <= BESIDE);
    let apposed = of(word.end, whole.range.start)
        && between.len() <= BESIDE
        && between.contains([',', '('])
        && words.iter().any(|w| w.is == "in-all" && w.start >= part.range.end);
    let behind = words.iter().any(|w| {
        w.is == "share"
            && w.start >= part.range.end
            && text.get(w.end..word.start).is_some_and(|g| g.trim().is_empty())
    });
    let fits = counted && part.value < whole.value && (among && (bracket || behind) || apposed);
    let (said, right) = (fraction(word)?, part.value / whole.value * 100.0);
    (fits && (said - right).abs() > LOOSE && !is_about(cx, sentence, word)).then(|| {
        let range = word.start.min(whole.range.start)..word.end.max(part.range.end);
        let shown = |r: std::ops::Range<usize>| cx.document.blocks[sentence.block].shown(r).to_owned();
        Candidate::new(Place::new(sentence.block, range), "share")
            .arg("part", shown(part.range.clone()))
            .arg("whole", shown(whole.range.clone()))
            .arg("right", format!("{}", right.round()))
            .arg("share", shown(word.range()))
            .confidence(Confidence::Certain)
    })
}

/// Whether a word is told as about so much, or as no less.
fn is_about(cx: &Context, sentence: &Place, word: &Term<String>) -> bool {
    let text = cx.document.blocks[sentence.block].as_str();
    let led = text[..word.start].trim_end().len();
    cx.phrases_in("figures", sentence).iter().any(|w| w.is == "about" && w.end == led)
}

/// Bytes from the numbers of a change to the word that says how many times, at most.
const NEAR: usize = 60;

/// What the names of multiples in words begin with; what follows is how many times, in hundredths.
const TIMES: &str = "times.";

/// How far from a multiple its numbers may be, as a share of it.
const SPREAD: f64 = 0.2;

/// A change told as doubled, halved or by a fraction, from a number to another that is not so.
pub(super) fn multiplied(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let figures = cx.phrases_in("figures", sentence);
    let text = cx.document.blocks[sentence.block].as_str();
    let [from, to] = all else { return None };
    let (a, b) = (from.value(), to.value());
    let levels = matches!(from.part, Part::From) && matches!(to.part, Part::To) && !from.rough && !to.rough;
    if !levels || a <= 0.0 || b <= 0.0 || text.get(from.end..to.numeral.start)?.len() > NEAR {
        return None;
    }
    let near = |w: &&Term<String>| {
        let gap = if w.end <= from.numeral.start {
            text.get(w.end..from.numeral.start)
        } else {
            text.get(to.end..w.start).or(text.get(from.end..to.numeral.start))
        };
        gap.is_some_and(|g| g.len() <= NEAR && !g.contains([';', '。']))
    };
    let word = words.iter().filter(near).find(|w| {
        let led = text[..w.start].trim_end().len();
        let beside = |f: &&Term<String>| {
            matches!(f.is.as_str(), "rise" | "fall")
                && text.get(f.end..led).is_some_and(|gap| gap.trim_matches(['了', ' ']).is_empty())
        };
        let way = figures.iter().find(beside);
        let times: Option<f64> = w.is.strip_prefix(TIMES).and_then(|t| t.parse().ok());
        if let Some(times) = times {
            return (b / a - times / 100.0).abs() > SPREAD * times / 100.0;
        }
        let (Some(part), Some(way)) = (fraction(w), way) else { return false };
        let relative = (b - a).abs() / a * 100.0;
        let down = way.is == "fall" && b < a;
        let up = way.is == "rise" && b > a;
        (down || up) && (relative - part).abs() > LOOSE && ((b - a).abs() - part).abs() > LOOSE
    })?;
    if is_about(cx, sentence, word) {
        return None;
    }
    let range = word.start.min(from.numeral.start)..word.end.max(to.end);
    let shown = |r: std::ops::Range<usize>| cx.document.blocks[sentence.block].shown(r).to_owned();
    let found = Candidate::new(clauses(cx, sentence.block, &range), "change")
        .arg("from", shown(from.numeral.start..from.end))
        .arg("to", shown(to.numeral.start..to.end))
        .arg("size", shown(word.range()))
        .arg("right", ((b - a).abs() / a * 100.0).round());
    Some(found.confidence(Confidence::Certain))
}
