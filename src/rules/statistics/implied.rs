//! A whole, a part of it and the share that this is, told one after the other in whatever words.

use super::arithmetic_inconsistent::RULE;
use crate::document::Place;
use crate::extract::claim::{Numeral, Quantity, QuantityKind, numerals};
use crate::knowledge::{Cue, Direction, Term};
use crate::rules::places::next_in_block;
use crate::rules::{Candidate, Confidence, Context};
use crate::text::is_han;
use std::ops::Range;

/// Bytes between a whole and its part, and between a part and its share, at most.
pub(super) const PART: usize = 160;
const SHARE: usize = 90;

/// What a share may be off by, in points: a writer rounds.
const ROUNDING: f64 = 1.5;

/// The same of a share that is only about right.
const ABOUT: f64 = 5.0;

/// Fewest that are a whole.
pub(super) const WHOLE: f64 = 5.0;

/// A number of a sentence, as far as it counts people or tells a share of them.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Its value.
    pub(super) value: f64,
    /// What it counts.
    pub(super) kind: Kind,
    /// Whether it is told as about so much, or as no less.
    rough: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// So many people.
    Count,
    /// A whole number that may be of people.
    Bare,
    /// A share.
    Share,
}

/// The counts and shares of a range of a block, in order.
pub(super) fn items(cx: &Context, place: &Place) -> Vec<Item> {
    let text = cx.document.blocks[place.block].as_str();
    let quantities = cx.quantities_in(place);
    let mut out = Vec::new();
    for numeral in numerals(&text[place.range()]) {
        let range = place.start + numeral.start..place.start + numeral.end;
        let own = quantities.iter().find(|q| {
            let at = &q.quote.place;
            at.start <= range.start && range.end <= at.end
        });
        let kind = match own.map(|q| q.kind) {
            Some(QuantityKind::Count) => Some(Kind::Count),
            Some(QuantityKind::Percent) => Some(Kind::Share),
            None => is_bare(text, &numeral, &range).then_some(Kind::Bare),
            Some(_) => None,
        };
        let exact =
            |q: &Quantity| q.low.total_cmp(&q.high).is_eq() && (!q.approximate || kind == Some(Kind::Share));
        if let Some(kind) = kind.filter(|_| own.is_none_or(exact)) {
            let rough = own.is_some_and(|q| q.approximate);
            out.push(Item { range, value: own.map_or(numeral.value, |q| q.low), kind, rough });
        }
    }
    out
}

/// Whether a numeral without a unit may count people: whole, in digits, none of a year or a citation.
fn is_bare(text: &str, numeral: &Numeral, range: &Range<usize>) -> bool {
    let behind = text[range.end..].trim_start_matches(' ');
    let unit = [
        "mg", "g ", "ml", "岁", "年", "月", "周", "天", "个月", "毫", "微", "片", "粒", "分", "次", "小时",
        "years", "weeks", "months", "days", "%", "kg", "-", "倍", "元",
    ];
    numeral.digits
        && !numeral.glued
        && numeral.value.fract() == 0.0
        && numeral.value >= 1.0
        && !(1900.0..2100.0).contains(&numeral.value)
        && !text[..range.start].ends_with(['[', '-', '$', '¥', '£'])
        && !unit.iter().any(|u| behind.starts_with(u))
        && !behind.starts_with([']', '/'])
}

/// Whether words keep a whole and a part from being told of each other: groups that are counted apart.
fn is_divided(words: &[Term<String>], all: &[Item], text: &str) -> bool {
    let kinds = ["control", "each", "twice", "left-out", "several"];
    let counted = |w: &Term<String>| {
        all.iter().any(|i| w.end <= i.range.start && text[w.end..i.range.start].trim().chars().count() <= 2)
    };
    words.iter().any(|w| kinds.contains(&w.is.as_str()) || w.is == "group" && counted(w))
}

/// A share that the part and the whole told right before it are not: 40只小鼠,25只存活,存活率75%.
pub(super) fn share(cx: &Context, sentence: &Place) -> Option<Candidate> {
    let text = cx.document.blocks[sentence.block].as_str();
    let mut all = items(cx, sentence);
    let mut words = cx.phrases_in(RULE, sentence);
    if let Some(next) = next_in_block(cx, sentence) {
        let said = cx.phrases_in(RULE, &next);
        // That is 95%.
        if said.iter().any(|w| w.is == "share" && text[next.start..w.start].trim().is_empty()) {
            all.extend(items(cx, &next).into_iter().take(1));
            words.extend(said);
        }
    }
    if is_divided(&words, &all, text) {
        return None;
    }
    triples(&all).find_map(|[whole, part, share]| {
        let (to_part, to_share) =
            (text.get(whole.range.end..part.range.start)?, text.get(part.range.end..share.range.start)?);
        let counted = whole.kind == Kind::Count && part.kind != Kind::Share && share.kind == Kind::Share;
        let near = to_part.len() <= PART && to_share.len() <= SHARE && !to_part.contains([';', '(']);
        let fits = counted && near && whole.value >= WHOLE && part.value <= whole.value;
        let told = Place::new(sentence.block, whole.range.end..share.range.start);
        let tie = if fits { is_brought_in(cx, &told, part.range.end, &words)? } else { return None };
        let right = part.value / whole.value * 100.0;
        let slack = if share.rough { ABOUT } else { ROUNDING };
        let off = |value: f64| (value - share.value).abs() > slack;
        let unit =
            share.range.end + text[share.range.end..].len() - text[share.range.end..].trim_start().len();
        let end = if text[unit..].starts_with('%') { unit + 1 } else { share.range.end };
        (off(right) && (tie == Tie::Close || off(100.0 - right))).then(|| {
            let shown = |r: Range<usize>| cx.document.blocks[sentence.block].shown(r).to_owned();
            Candidate::new(Place::new(sentence.block, whole.range.start..end), "share")
                .arg("part", shown(part.range.clone()))
                .arg("whole", shown(whole.range.clone()))
                .arg("right", format!("{}", right.round()))
                .arg("share", shown(share.range.start..end))
                .confidence(Confidence::Certain)
        })
    })
}

/// Numbers of a sentence in threes; a share that stands between a whole and its part is of something else.
fn triples(all: &[Item]) -> impl Iterator<Item = [&Item; 3]> {
    let next = move |at: usize| all.get(at).map(|item| (at, item));
    all.iter().enumerate().flat_map(move |(at, whole)| {
        let beside = next(at + 1);
        let beyond = beside.filter(|(_, i)| i.kind == Kind::Share).and_then(|_| next(at + 2));
        let parts = beside.into_iter().chain(beyond);
        parts.filter_map(move |(at, part)| Some([whole, part, next(at + 1)?.1]))
    })
}

/// Characters that tell of those of whom the rate is not.
const LOST: [char; 7] = ['未', '没', '不', '无', '死', '失', '退'];

/// How a share is tied to a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tie {
    /// It is of that part.
    Close,
    /// It may be of the rest.
    Loose,
}

/// How the words between a part and a share make this the share of that part: in brackets right
/// behind it, or after a word of share, or as the rate of what is told of the part. `told` reaches from
/// the whole to the share, and the part ends at `from`.
fn is_brought_in(cx: &Context, told: &Place, from: usize, words: &[Term<String>]) -> Option<Tie> {
    let text = cx.document.blocks[told.block].as_str();
    let between = &text[from..told.end];
    let end = from + between.trim_end().len();
    let bracket = between.trim_end().ends_with('(') && between.len() <= 24;
    let share = words
        .iter()
        .any(|w| w.is == "share" && w.end == end && w.start >= from && !text[w.range()].contains('率'));
    match () {
        _ if bracket => Some(Tie::Close),
        _ if !between.contains('(') && is_rate_of(cx, told, from) => {
            let lost = text[told.range()].contains(LOST);
            Some(if lost { Tie::Loose } else { Tie::Close })
        }
        _ if share => Some(Tie::Loose),
        _ => None,
    }
}

/// Words between a rate and how much it is.
const RATES: [&str; 9] = ["高达", "达到", "达", "为", "是", "有", "约为", "约", "可达"];

/// Characters of the name of a rate that say nothing of what it is a rate of.
const NAMELESS: [char; 6] = ['总', '有', '率', '的', '成', '功'];

/// Whether a share is told as the rate (存活率, a survival rate of) of what is told of the part: it shares
/// a character with this, or is the rate of those who got better, and some did.
fn is_rate_of(cx: &Context, told: &Place, from: usize) -> bool {
    let text = cx.document.blocks[told.block].as_str();
    let mut before = text[from..told.end].trim_end();
    while let Some(rest) = RATES.iter().find_map(|w| before.strip_suffix(w)) {
        before = rest;
    }
    let Some(named) = before.strip_suffix('率') else { return false };
    let name: Vec<char> =
        named.chars().rev().take(3).filter(|c| is_han(*c) && !NAMELESS.contains(c)).collect();
    let start = named.len() - named.chars().rev().take(3).map(char::len_utf8).sum::<usize>();
    let part = format!("{}{}", &text[told.start..from], &named[..start]);
    let better = cx
        .cues_in(&Place::new(told.block, told.start..from + start))
        .iter()
        .any(|t| matches!(t.is, Cue::Direction(Direction::Improve | Direction::Decrease)));
    let of_gain = ["有效", "好转", "缓解", "显效", "治愈", "成功", "改善"].iter().any(|w| named.ends_with(w));
    name.iter().any(|c| part.contains(*c)) || of_gain && better
}
