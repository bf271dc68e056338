//! ST004: odds read as risk, ratios read as chances, percentage points called per cent.

use super::figures::{Figure, Part, Way, figures};
use crate::document::Place;
use crate::extract::claim::{Quantity, QuantityKind, numerals};
use crate::knowledge::Term;
use crate::rules::places::{self, clauses, sentences};
use crate::rules::{Candidate, Confidence, Context, Outcome, Rule, Severity};

/// The rule `ratio-misread`.
pub struct RatioMisread;

const RULE: &str = "ratio-misread";

/// Bytes between a word of less and a word such as fourfold, at most.
const FOLD: usize = 60;

/// From how often something happens its odds are no longer about its risk, in per cent.
const COMMON: f64 = 10.0;

impl Rule for RatioMisread {
    fn check(&self, cx: &Context) -> Outcome {
        let mut outcome = Outcome::default();
        for sentence in sentences(cx) {
            let all = figures(cx, &sentence);
            if all.is_empty()
                && !numerals(&cx.document.blocks[sentence.block].as_str()[sentence.range()]).is_empty()
            {
                outcome.candidates.extend(in_so_many(cx, &sentence));
            }
            if all.is_empty() {
                continue;
            }
            outcome.look();
            let found = points(cx, &sentence, &all)
                .or_else(|| chance(cx, &sentence, &all))
                .or_else(|| in_so_many(cx, &sentence))
                .or_else(|| times_less(cx, &sentence, &all))
                .or_else(|| whole_ratio(cx, &sentence, &all))
                .or_else(|| odds(cx, &sentence, &all))
                .or_else(|| odds_of_source(cx, &sentence, &all));
            outcome.candidates.extend(found);
        }
        outcome
    }
}

/// A finding at the clause of a number.
fn finding(cx: &Context, sentence: &Place, figure: &Figure, message: &'static str) -> Candidate {
    let range = figure.numeral.start..figure.end;
    let place = clauses(cx, sentence.block, &range);
    let shown = cx.document.blocks[sentence.block].shown(range.clone()).to_owned();
    let mut found = Candidate::new(place, message).arg("number", shown);
    found.gated_at = Some(Place::new(sentence.block, range));
    found
}

/// A difference of two percentages that is told in per cent, or a relative change told in points.
fn points(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let (at, change) = all.iter().enumerate().find(|(_, f)| {
        f.is_change() && (f.is(QuantityKind::Percent) || f.is(QuantityKind::Points)) && !f.rough
    })?;
    let level = |f: &&Figure| f.is(QuantityKind::Percent) && !f.is_change() && !f.rough;
    let before: Vec<&Figure> = all[..at].iter().filter(level).collect();
    let behind: Vec<&Figure> =
        all[at + 1..].iter().filter(level).filter(|f| matches!(f.part, Part::From | Part::To)).collect();
    let above = match all {
        [_] => places::before(cx, sentence, 1).into_iter().find(|s| s.block == sentence.block),
        _ => None,
    };
    let above = above.map(|s| figures(cx, &s)).unwrap_or_default();
    let above: Vec<&Figure> = above.iter().filter(level).collect();
    let (first, second) = match (before.as_slice(), behind.as_slice(), above.as_slice()) {
        ([.., a, b], ..) => (*a, *b),
        (_, [a, b, ..], _) => (*a, *b),
        (.., [a, b]) => (*a, *b),
        _ => return None,
    };
    let apart = (first.value() - second.value()).abs();
    let slack = first.slack() + second.slack() + change.slack() + 1e-6;
    let is_apart = (change.value() - apart).abs() <= slack;
    // What is just the difference is no relative change that is only near it.
    let near = if (change.value() - apart).abs() < 1e-6 { 0.6 } else { 1.0 };
    let relative = |base: f64| base > 0.0 && (change.value() - apart / base * 100.0).abs() <= near;
    let is_relative = relative(first.value()) || relative(second.value());
    let found = |message| {
        let right = format!("{}", (apart * 100.0).round() / 100.0);
        finding(cx, sentence, change, message).arg("points", right).confidence(Confidence::Certain)
    };
    match change.is(QuantityKind::Points) {
        false if is_apart && !is_relative && apart > slack => Some(found("points")),
        true if is_relative && !is_apart => Some(found("relative")),
        _ => None,
    }
}

/// A chance above one in one, or one that is a ratio told before.
fn chance(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let text = cx.document.blocks[sentence.block].as_str();
    let ratios = ratios_near(cx, sentence);
    all.iter().filter(|f| f.is(QuantityKind::Percent) && !f.is_change()).find_map(|f| {
        let behind = |w: &&Term<String>| {
            w.is == "chance" && text.get(f.end..w.start).is_some_and(|gap| gap.trim().is_empty())
        };
        let before = |w: &&Term<String>| {
            let gap = text.get(w.end..f.numeral.start).map(str::trim);
            // The chance of relapse is 45%.
            let of = |gap: &str| {
                let is = [" is", " was"].iter().any(|w| gap.ends_with(w));
                is && gap.starts_with("of ") && gap.len() <= 40 && !gap.contains([',', ';', '('])
            };
            w.is == "chance" && gap.is_some_and(|gap| gap.is_empty() || LINKS.contains(&gap) || of(gap))
        };
        words.iter().find(|w| behind(w) || before(w))?;
        let taken = ratios.iter().any(|r| (f.value() - 100.0 * r).abs() < 0.5);
        match f.value() > 100.0 {
            true => Some(finding(cx, sentence, f, "chance").confidence(Confidence::Certain)),
            false if taken => Some(finding(cx, sentence, f, "chance")),
            false => None,
        }
    })
}

/// What may stand between a chance and how much it is.
const LINKS: [&str; 10] = ["是", "为", "有", "达", "只有", "就是", "of", "is", "was", "of about"];

/// Bytes between the two numbers of so many in so many, at most.
const IN: usize = 60;

/// A ratio told as how many of ten people: 风险比0.80, 十个人里有八个.
fn in_so_many(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let text = cx.document.blocks[sentence.block].as_str();
    let ratios = ratios_near(cx, sentence);
    let words = cx.phrases_in(RULE, sentence);
    let all = numerals(&text[sentence.range()]);
    all.windows(2).find_map(|two| {
        let [a, b] = two else { return None };
        let (from, to) = (sentence.start + a.end, sentence.start + b.start);
        let between = text.get(from..to)?;
        let joined = words.iter().any(|w| w.is == "among" && w.start >= from && w.end <= to);
        let (part, whole) = if a.value > b.value { (b.value, a.value) } else { (a.value, b.value) };
        let share = part / whole;
        let round = [5.0, 10.0, 20.0, 100.0, 1000.0].contains(&whole) && part >= 1.0;
        let taken = ratios.iter().any(|r| *r < 1.0 && (share - r).abs() < 0.004);
        (round && joined && taken && between.len() <= IN && !between.contains(['。', ';'])).then(|| {
            let range = sentence.start + a.start..sentence.start + b.end;
            let shown = cx.document.blocks[sentence.block].shown(range.clone()).to_owned();
            let place = clauses(cx, sentence.block, &range);
            let mut found = Candidate::new(place, "chance").arg("number", shown);
            found.gated_at = Some(Place::new(sentence.block, range));
            found
        })
    })
}

/// The ratios that the paragraph and the two above it give.
fn ratios_near(cx: &Context, sentence: &Place) -> Vec<f64> {
    use QuantityKind::{HazardRatio, OddsRatio, RiskRatio};
    let blocks = sentence.block.saturating_sub(2)..=sentence.block;
    let all = blocks.flat_map(|b| cx.quantities(b));
    all.filter(|q| matches!(q.kind, OddsRatio | RiskRatio | HazardRatio)).map(|q| q.low).collect()
}

/// A change in per cent that is the whole ratio (1.66, so 166% more), where one is to be taken off it.
fn whole_ratio(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let ratios = ratios_near(cx, sentence);
    let is_whole = |f: &Figure, r: f64| {
        let said = (f.value() - 100.0 * r).abs() <= f.slack() + 1e-6;
        match f.part {
            Part::Change(Way::Up) => r > 1.0 && said,
            Part::Change(Way::Down) => r < 1.0 && said && (r - 0.5).abs() > 0.02,
            _ => false,
        }
    };
    let fits =
        |f: &&Figure| f.is(QuantityKind::Percent) && !f.rough && ratios.iter().any(|&r| is_whole(f, r));
    let figure = all.iter().find(fits)?;
    let own = cx
        .quantities(sentence.block)
        .iter()
        .chain(sentence.block.checked_sub(1).into_iter().flat_map(|b| cx.quantities(b)));
    let right = |q: &Quantity| {
        q.kind == QuantityKind::Percent
            && ratios.iter().any(|r| (q.low - 100.0 * (r - 1.0).abs()).abs() < 0.5)
    };
    if own.into_iter().any(right) {
        return None;
    }
    Some(finding(cx, sentence, figure, "whole-ratio").confidence(Confidence::Certain))
}

/// 降低了3倍: nothing can fall by more than all of it.
fn times_less(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let text = cx.document.blocks[sentence.block].as_str();
    let words = cx.phrases_in("figures", sentence);
    let behind_fall = |f: &Figure| {
        let before =
            words.iter().rev().find(|w| w.end <= f.numeral.start && matches!(w.is.as_str(), "rise" | "fall"));
        text[..f.end].ends_with("fold")
            && before.is_some_and(|w| {
                let between = &text[w.end..f.numeral.start];
                w.is == "fall" && between.len() <= FOLD && !between.contains([',', ';'])
            })
    };
    let falls = |f: &&Figure| {
        let down = f.part == Part::Change(Way::Down) || behind_fall(f);
        f.is(QuantityKind::Fold) && down && f.value() >= 1.0
    };
    let figure = all.iter().find(falls)?;
    Some(finding(cx, sentence, figure, "times-less"))
}

/// An odds ratio that the abstract of the source gives, told as how many times more likely.
fn odds_of_source(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    if words.iter().any(|w| w.is == "odds") {
        return None;
    }
    let sources: Vec<_> = cx.sources_of(sentence).collect();
    all.iter().filter(|f| f.is(QuantityKind::Fold) && f.decimals > 0).find_map(|f| {
        let same =
            |q: &Quantity| q.kind == QuantityKind::OddsRatio && (q.low - f.value()).abs() <= f.slack() + 1e-6;
        let (number, record) = sources
            .iter()
            .find(|(_, record)| record.abstract_.as_ref().is_some_and(|a| a.numbers.iter().any(same)))?;
        let abstract_ = record.abstract_.as_ref()?;
        let common = |q: &Quantity| q.kind == QuantityKind::Percent && q.low >= COMMON;
        let severity = match abstract_.numbers.iter().any(common) {
            true => Severity::Warning,
            false => Severity::Info,
        };
        let mut found = finding(cx, sentence, f, "odds").severity(severity);
        found.source = Some(cx.source(*number, record, record.title.clone()));
        Some(found)
    })
}

/// An odds ratio told as how many times more likely; info where the outcome may be rare, so that the
/// two are about the same.
fn odds(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let above = |at: usize| cx.quantities(sentence.block).iter().filter(move |q| q.quote.place.start < at);
    let figure = all.iter().filter(|f| f.is(QuantityKind::Fold)).find(|f| {
        let odds = above(f.numeral.start).filter(|q| q.kind == QuantityKind::OddsRatio);
        odds.into_iter().any(|q| (q.low - f.value()).abs() <= f.slack() + 1e-6)
    })?;
    let words = cx.phrases_in(RULE, sentence);
    if words.iter().any(|w| w.is == "odds" && w.start >= figure.numeral.start.saturating_sub(24)) {
        return None;
    }
    let level = |f: &&Figure| f.is(QuantityKind::Percent) && !f.is_change() && f.value() >= COMMON;
    let common = all.iter().any(|f| level(&f));
    let severity = if common { Severity::Warning } else { Severity::Info };
    Some(finding(cx, sentence, figure, "odds").severity(severity))
}
