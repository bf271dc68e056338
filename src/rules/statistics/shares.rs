//! Parts and their whole: groups of a study, counts with their percentages, the rest.

use super::arithmetic_inconsistent::RULE;
use super::figures::{Figure, Part, figures};
use crate::document::Place;
use crate::extract::claim::{Quantity, QuantityKind};
use crate::knowledge::Term;
use crate::rules::places::clauses;
use crate::rules::{Candidate, Confidence, Context};
use std::ops::Range;

/// Parts that do not come to their total.
pub(super) struct Sum {
    /// From the total, or the first part, to the last part.
    pub(super) range: Range<usize>,
    /// What the parts come to.
    pub(super) parts: u64,
    /// What is said to be the total.
    pub(super) total: u64,
    /// Where the parts stand.
    places: Vec<Range<usize>>,
}

impl Sum {
    /// The parts as an addition: 611+693.
    pub(super) fn shown(&self, cx: &Context, block: usize) -> String {
        let shown = |r: &Range<usize>| cx.document.blocks[block].shown(r.clone()).to_owned();
        self.places.iter().map(shown).collect::<Vec<_>>().join("+")
    }
}

/// Bytes between a total and its first part, at most.
const NEAR: usize = 120;

/// Bytes between a total and its first part, where nothing says that it is divided, at most.
const ADJOINS: usize = 36;

/// Bytes between the three numbers of a share told in words, at most.
const ASIDE: usize = 64;

/// What groups without a control may be short of their total, as a share of it.
const FEWER: f64 = 0.15;

/// Bytes from a part to the name of its group, at most.
const NAME: usize = 48;

/// A total of people and the groups it was divided into, where they do not add up: every part must be
/// called a group, and one of them the control or each a sex.
pub(super) fn groups(cx: &Context, sentence: &Place) -> Option<Sum> {
    let words = cx.phrases_in(RULE, sentence);
    if words.iter().any(|w| matches!(w.is.as_str(), "each" | "twice" | "left-out")) {
        return None;
    }
    let all = figures(cx, sentence);
    let text = cx.document.blocks[sentence.block].as_str();
    let whole = |f: &Figure| f.decimals == 0 && f.value() >= 1.0 && f.value() < 1e9 && !f.rough;
    let people = |f: &Figure| f.is(QuantityKind::Count) && whole(f);
    let is_part = |f: &Figure| match f.quantity.is_none() || people(f) {
        true if whole(f) => named(text, &words, f),
        _ => None,
    };
    let counted: Vec<&Figure> = all.iter().filter(|f| !f.is(QuantityKind::Percent)).collect();
    let ends: Vec<usize> = counted.iter().map(|f| f.end).collect();
    let mut names: Vec<Option<&str>> = counted.iter().map(|f| is_part(f)).collect();
    // A group with a total of its own is no part of the one before: 对照组762人中有176人.
    for (figure, name) in counted.iter().zip(&mut names) {
        if is_whole(text, &words, &figure.numeral.range(), &ends) {
            *name = None;
        }
    }
    let in_groups = |name: &Option<&str>| name.is_some_and(|n| n != "sex");
    let both_sexes = || names.windows(2).position(|two| two.iter().all(|n| *n == Some("sex")));
    let (first, sexes) = match names.iter().position(in_groups) {
        Some(first) => (first, false),
        None => (both_sexes()?, true),
    };
    let count = match sexes {
        true => 2,
        false => names[first..].iter().take_while(|n| in_groups(n)).count(),
    };
    let parts = &counted[first..first + count];
    let led_by = |at: &usize| names[*at].is_none() && people(counted[*at]) && !counted[*at].is_change();
    let total = counted[(0..first).rev().find(led_by)?];
    let control = words.iter().any(|w| w.is == "control" && w.start >= total.end);
    let between = text.get(total.end..parts.first()?.numeral.start)?;
    if parts.len() < 2 || between.len() > NEAR || between.contains('。') {
        return None;
    }
    let sum: u64 = parts.iter().map(|f| f.value() as u64).sum();
    let said = total.value() as u64;
    let (first_named, last) = (parts.first()?.numeral.start, parts.last()?.end);
    let taken = !words.iter().any(|w| w.is == "group" && w.start >= last)
        && (words.iter().any(|w| w.is == "taken" && w.end <= first_named)
            || said.abs_diff(sum) as f64 <= FEWER * said as f64 && sum > said);
    let named = !sexes && names[first..first + count].iter().all(|n| *n == Some("group")) && taken;
    let named = named && (sum > said || (said - sum) as f64 <= FEWER * said as f64);
    if !(sexes || control || named) {
        return None;
    }
    let led = text[..total.numeral.start].trim_end().len();
    let first_part = parts.first()?.numeral.start;
    let divides = |w: &Term<String>| w.end == led || total.end <= w.start && w.start < first_part;
    let adjoins = between.len() <= ADJOINS && between.matches([',', ';', ':']).count() <= 1;
    let opens = sexes
        || named
        || between.contains('(')
        || adjoins && sum > said
        || words.iter().any(|w| w.is == "divided" && divides(w));
    if sum == said || !opens {
        return None;
    }
    Some(Sum {
        range: total.numeral.start..parts.last()?.end,
        parts: sum,
        total: said,
        places: parts.iter().map(|f| f.numeral.range()).collect(),
    })
}

/// Whether a number is the whole of what is counted beside it: 762 in 对照组762人中有176人, 176 of 762.
pub(super) fn is_whole(text: &str, words: &[Term<String>], numeral: &Range<usize>, ends: &[usize]) -> bool {
    let counted =
        |between: &str| between.chars().all(|c| matches!(c, ' ' | '名' | '例' | '位' | '人' | '个'));
    let behind = |at: usize| text.get(numeral.end..at).is_some_and(counted);
    let among = words.iter().any(|w| w.is == "among" && behind(w.start));
    let led = text[..numeral.start].trim_end().len();
    let of = words.iter().find(|w| w.is == "of" && w.end == led);
    let number = |of: &Term<String>| {
        ends.iter().any(|end| text.get(*end..of.start).is_some_and(|t| t.chars().all(|c| c == ' ')))
    };
    among || of.is_some_and(number)
}

/// What a number is called: a group right before it (用药组357人) or behind it (357 received), or a sex.
fn named<'w>(text: &str, words: &'w [Term<String>], figure: &Figure) -> Option<&'w str> {
    let start = figure.numeral.start;
    let before = text[..start].trim_end_matches([' ', ':', '(']).len();
    let label = |w: &&Term<String>| matches!(w.is.as_str(), "group" | "sex");
    let called = |w: &&Term<String>| matches!(w.is.as_str(), "group" | "sex" | "control");
    if let Some(word) = words.iter().find(|w| w.end == before && called(w)) {
        return Some(word.is.as_str());
    }
    let mut rest = &text[figure.end..];
    if let Some((aside, behind)) = rest.trim_start().strip_prefix('(').and_then(|r| r.split_once(')'))
        && aside.contains('%')
    {
        rest = behind;
    }
    let at = text.len() - rest.trim_start().len();
    let behind = words.iter().find(|w| w.start == at && matches!(w.is.as_str(), "arm" | "sex" | "control"));
    if let Some(word) = behind {
        return Some(word.is.as_str());
    }
    let counted = figure.quantity.filter(|q| q.kind == QuantityKind::Count)?;
    let own = words.iter().filter(label).find(|w| counted.quote.place.range().contains(&w.start));
    own.map(|w| w.is.as_str()).or_else(|| {
        let next =
            words.iter().find(|w| w.start >= figure.end && w.start - figure.end <= NAME && w.is == "arm");
        next.filter(|w| text[figure.end..w.start].trim().is_empty()).map(|w| w.is.as_str())
    })
}

/// A count of a total with a percentage that it is not: 27 of 60 (30%), 60例中27例(30%).
pub(super) fn counted(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let block = &cx.document.blocks[sentence.block];
    let text = block.as_str();
    let words = cx.phrases_in(RULE, sentence);
    let between = |a: &Figure, b: &Figure| text.get(a.numeral.end..b.numeral.start).unwrap_or("?").trim();
    let is_of =
        |gap: &str| gap == "/" || words.iter().any(|w| w.is == "of" && gap.starts_with(&text[w.range()]));
    let within = |a: &Figure, b: &Figure| {
        words.iter().any(|w| w.is == "among" && a.end <= w.start && w.end <= b.numeral.start)
    };
    let short = |gap: &str| gap.len() <= 40 && !gap.contains([',', ';', '。', ')']);
    all.windows(3).find_map(|three| {
        let [a, b, c] = three else { return None };
        let percent = |f: &Figure| f.is(QuantityKind::Percent) && !f.rough && f.part == Part::Level;
        let led = text[..a.numeral.start].trim_end().len();
        let leads = words.iter().any(|w| matches!(w.is.as_str(), "of" | "whole") && w.end == led);
        let (part, whole, share) = if leads
            && percent(c)
            && between(b, c) == "("
            && text[c.end..].starts_with(')')
            && between(a, b).ends_with(',')
            && between(a, b).len() <= 40
        {
            (b, a, c)
        } else if percent(c) && between(b, c).ends_with('(') {
            let gap = between(a, b);
            if is_of(gap) && short(between(b, c).trim_end_matches('(')) && short(gap) {
                (a, b, c)
            } else if within(a, b)
                && gap.len() <= 40
                && !gap.contains([';', '。', ')'])
                && short(between(b, c).trim_end_matches('('))
            {
                (b, a, c)
            } else {
                return None;
            }
        } else if percent(c) && brings_in(text, &words, b, c) {
            let gap = between(a, b);
            let plain = gap.len() <= ASIDE && !gap.contains([';', '。', '(', ')']);
            if plain && a.is(QuantityKind::Count) && (leads || within(a, b)) {
                (b, a, c)
            } else if is_of(gap) && short(gap) {
                (a, b, c)
            } else {
                return None;
            }
        } else if percent(b) && between(a, b) == "(" && text[b.end..].starts_with(')') {
            let gap = text.get(b.end + 1..c.numeral.start)?.trim();
            if !is_of(gap) || !short(gap) {
                return None;
            }
            (a, c, b)
        } else {
            return None;
        };
        let count = |f: &Figure| {
            let plain = f.quantity.is_none_or(|q: &Quantity| q.kind == QuantityKind::Count);
            plain && f.decimals == 0 && !f.rough && f.part == Part::Level
        };
        if !count(part) || !count(whole) || whole.value() < 2.0 || part.value() > whole.value() {
            return None;
        }
        let right = part.value() / whole.value() * 100.0;
        if (right - share.value()).abs() <= 1.0 + share.slack() {
            return None;
        }
        let first = part.numeral.start.min(whole.numeral.start).min(share.numeral.start);
        let last = part.end.max(whole.end).max(share.end);
        let shown = |f: &Figure| block.shown(f.numeral.range()).to_owned();
        let found = Candidate::new(Place::new(sentence.block, first..last), "share")
            .arg("part", shown(part))
            .arg("whole", shown(whole))
            .arg("share", block.shown(share.numeral.start..share.end))
            .arg("right", format!("{right:.1}"));
        Some(found.confidence(Confidence::Certain))
    })
}

/// Whether a share is brought in right behind a count: 201人，占78%; 340 kept it, which is 95%.
fn brings_in(text: &str, words: &[Term<String>], count: &Figure, share: &Figure) -> bool {
    let gap = text.get(count.end..share.numeral.start).unwrap_or(";");
    let led = count.end + gap.trim_end().len();
    gap.len() <= ASIDE
        && !gap.contains([';', '。', '(', ')'])
        && words.iter().any(|w| w.is == "share" && w.end == led)
}

/// Percentages of one whole, the last of them the rest, that do not come to a hundred.
pub(super) fn rest(cx: &Context, sentence: &Place, all: &[Figure]) -> Option<Candidate> {
    let words = cx.phrases_in(RULE, sentence);
    let shares: Vec<&Figure> = all.iter().filter(|f| f.is(QuantityKind::Percent)).collect();
    let [first, .., last] = shares.as_slice() else { return None };
    let named = words.iter().find(|w| w.is == "rest" && w.end <= last.numeral.start)?;
    let since = shares.iter().filter(|f| f.numeral.start > named.start).count();
    let plain = shares.iter().all(|f| f.part == Part::Level && !f.rough) && shares.len() == all.len();
    let sum: f64 = shares.iter().map(|f| f.value()).sum();
    let slack = 1.0 + shares.iter().map(|f| f.slack()).sum::<f64>();
    if since != 1 || !plain || (sum - 100.0).abs() <= slack || words.iter().any(|w| w.is == "several") {
        return None;
    }
    let place = clauses(cx, sentence.block, &(first.numeral.start..last.end));
    Some(Candidate::new(place, "rest").arg("sum", format!("{}", (sum * 10.0).round() / 10.0)))
}
