//! Results told in pairs, one for each group (7.1 a day against 4.2): where the article has one of the
//! two right and the other nowhere in the source, the other is wrong, whatever its unit.

use super::library::Library;
use super::link::{Leaning, Links, Reason};
use super::record::Abstract;
use crate::document::{Block, BlockKind, Document, Place};
use crate::extract::claim::{Numeral, Quantity, QuantityKind, numerals};
use crate::extract::{Facts, Words};
use crate::text::is_han;
use std::ops::Range;

/// A number of the article whose partner the source has, and which it has not itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Mispaired {
    /// The number in the article.
    pub place: Place,
    /// Index of the entry it leans on.
    pub reference: usize,
    /// Index of the record.
    pub record: usize,
    /// Why it leans on the entry.
    pub reason: Reason,
    /// What the source has beside the partner.
    pub source: String,
}

/// A number that may be a result.
#[derive(Clone, Debug)]
struct Value<'a> {
    range: Range<usize>,
    value: f64,
    decimals: i32,
    unit: &'a str,
}

/// Bytes between the numbers of a pair, at most.
const APART: usize = 96;

/// How far apart a wrong number and the right one may be: further, and it is of something else.
const FAR: f64 = 3.0;

/// Relative difference up to which a number may have been rounded.
const ROUNDED: f64 = 0.05;

/// What a dioptre is in the degrees that glasses are told in.
const DEGREES: f64 = 100.0;

/// The mispaired numbers of an article.
pub(super) fn mispaired(
    document: &Document,
    words: &Words,
    facts: &Facts,
    links: &Links,
    library: &Library,
) -> Vec<Mispaired> {
    let mut out = Vec::new();
    for (i, leaning) in links.leanings.iter().enumerate() {
        let shared = |j: usize| links.leanings.get(j).is_some_and(|l| l.sentence == leaning.sentence);
        if shared(i + 1) || i.checked_sub(1).is_some_and(shared) {
            continue;
        }
        let Some(record) = links.records[leaning.reference].map(|link| link.record) else { continue };
        let Some(source) = library.records[record].abstract_.as_ref() else { continue };
        let block = leaning.sentence.block;
        let cited = |at: usize| {
            facts
                .citations
                .iter()
                .any(|c| c.quote.place.block == block && c.quote.place.range().contains(&at))
        };
        let own = values(&words.blocks[block], words.quantities(block), leaning.sentence.range(), &cited);
        let found = of_pairs(&own, &words.blocks[block], source);
        out.extend(found.map(|(range, told)| mark(leaning, record, Place::new(block, range), told)));
        out.extend(of_table(document, words, leaning, record, source));
    }
    out
}

fn mark(leaning: &Leaning, record: usize, place: Place, source: String) -> Mispaired {
    Mispaired { place, reference: leaning.reference, record, reason: leaning.reason, source }
}

/// The numbers of a range that may be results: no counts, times, doses, chances or citations.
fn values<'a>(
    block: &'a Block,
    quantities: &[Quantity],
    range: Range<usize>,
    skip: &dyn Fn(usize) -> bool,
) -> Vec<Value<'a>> {
    let text = block.as_str();
    let other = |n: &Range<usize>| {
        quantities.iter().any(|q| {
            let place = &q.quote.place;
            !matches!(q.kind, QuantityKind::Percent | QuantityKind::Points)
                && place.start < n.end
                && n.start < place.end
        })
    };
    let mut out = Vec::new();
    for numeral in numerals(&text[range.clone()]) {
        let at = range.start + numeral.start..range.start + numeral.end;
        let unit = unit(&text[at.end..]);
        let minutes = text[at.end..].trim_start().starts_with("分钟");
        let plain = numeral.digits && !numeral.glued && !other(&at) && !skip(at.start) && !minutes;
        if plain && !DOSES.contains(&unit) && !is_year(&numeral) {
            let (_, behind) = text[at.clone()].split_once('.').unwrap_or_default();
            let decimals = i32::try_from(behind.len()).unwrap_or(0);
            out.push(Value { value: numeral.value.abs(), decimals, unit, range: at });
        }
    }
    out
}

fn is_year(numeral: &Numeral) -> bool {
    (1900.0..2100.0).contains(&numeral.value) && numeral.value.fract() == 0.0
}

/// Units of doses and times, which are compared elsewhere.
const DOSES: &[&str] = &[
    "mg", "g", "mcg", "ug", "iu", "ml", "毫", "微", "片", "粒", "滴", "国", "单", "岁", "年", "月", "周",
    "天", "个", "小", "次", "项", "级", "期", "years", "year", "weeks", "week", "months", "month", "days",
    "hours", "times",
];

/// Words that may stand behind a number in place of its unit.
const NO_UNIT: &[&str] = &[
    "", "a", "an", "per", "on", "in", "with", "without", "for", "and", "versus", "vs", "compared", "to",
    "of", "or", "at", "against", "among", "points", "point", "more", "less", "fewer", "lower", "higher",
    "和", "与", "比", "对", "而", "及", "的",
];

/// The unit right behind a number: a percent sign, a Chinese character, or an English word.
fn unit(behind: &str) -> &str {
    let behind = behind.trim_start_matches(' ');
    match behind.chars().next() {
        Some(c) if c == '%' || is_han(c) => &behind[..c.len_utf8()],
        _ => {
            let end = behind.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(behind.len());
            &behind[..end]
        }
    }
}

/// Whether two numbers may be of one unit: the second often goes without.
fn alike(a: &str, b: &str) -> bool {
    let none = |u: &str| NO_UNIT.contains(&u);
    a == b || (none(a) || none(b)) && a != "%" && b != "%"
}

/// Numbers that stand side by side in one part of a sentence.
fn pairs<'v, 'a>(
    values: &'v [Value<'a>],
    text: &'v str,
) -> impl Iterator<Item = (&'v Value<'a>, &'v Value<'a>)> {
    values.windows(2).filter_map(move |two| {
        let [a, b] = two else { return None };
        let between = text.get(a.range.end..b.range.start)?;
        (between.len() <= APART
            && !between.contains(['。', ';', '!', '?'])
            && !between.contains(". ")
            && alike(a.unit, b.unit))
        .then_some((a, b))
    })
}

/// Whether a number of the article, in units of the source, is the one given.
fn is(own: &Value, scale: f64, value: f64) -> bool {
    let step = 0.5 * 10f64.powi(-own.decimals) * (1.0 + 1e-9);
    (own.value - value * scale).abs() <= step
}

/// Whether a number is told exactly enough to be known again.
fn is_telling(value: &Value, scale: f64) -> bool {
    value.decimals >= 1 && value.value > 0.0
        || value.value >= 100.0
        || scale > 1.0 && value.value >= 10.0
        || value.unit == "%" && value.value >= 10.0
}

/// The numbers of the source, with those of each of its sentences apart.
fn of_source(source: &Abstract) -> Vec<Vec<Value<'_>>> {
    let block = &source.blocks[0];
    let each = block.sentences.iter();
    each.map(|s| values(block, &source.numbers, s.range.clone(), &|_| false)).collect()
}

/// Whether the source has a number in any role, or it follows from two that stand side by side.
fn stands(own: &Value, scale: f64, source: &Abstract, told: &[Vec<Value>]) -> bool {
    let text = source.blocks[0].as_str();
    let written = numerals(text).iter().any(|n| is(own, scale, n.value.abs()));
    let same = || source.numbers.iter().any(|q| is(own, scale, q.low.abs()) || is(own, scale, q.high.abs()));
    let change = |a: f64| {
        is(own, scale, (1.0 - a).abs() * 100.0)
            || is(own, scale, a * 100.0)
            || is(own, scale, (100.0 - a).abs())
    };
    let derived = || {
        let all: Vec<f64> = told.iter().flatten().map(|v| v.value).collect();
        let ratios = source.numbers.iter().any(|q| change(q.low));
        let two = |p: &[Value]| {
            let (a, b) = (p[0].value, p[1].value);
            let share =
                |x: f64, y: f64| y > 0.0 && (is(own, 1.0, (x - y).abs() / y * 100.0) || is(own, 1.0, x / y));
            is(own, scale, (a - b).abs()) || is(own, scale, a + b) || share(a, b) || share(b, a)
        };
        ratios || all.iter().any(|&a| change(a)) || told.iter().any(|s| s.windows(2).any(two))
    };
    written || same() || derived()
}

/// The numbers whose partners the source has, with what it has beside these.
fn of_pairs<'s>(
    own: &'s [Value],
    block: &'s Block,
    source: &'s Abstract,
) -> impl Iterator<Item = (Range<usize>, String)> + 's {
    let told = of_source(source);
    let text = source.blocks[0].as_str();
    pairs(own, block.as_str()).filter_map(move |(first, second)| {
        let scale = if [first.unit, second.unit].contains(&"度") { DEGREES } else { 1.0 };
        let try_one = |wrong: &Value, right: &Value, leads: bool| {
            if !is_telling(right, scale) || stands(wrong, scale, source, &told) {
                return None;
            }
            told.iter().find_map(|sentence| {
                pairs(sentence, text).find_map(|(a, b)| {
                    let (other, same) = if leads { (a, b) } else { (b, a) };
                    let unit = (right.unit == "%") == (same.unit == "%");
                    let near = wrong.value / (other.value * scale);
                    let far = (near - 1.0).abs() > ROUNDED && (1.0 / FAR..FAR).contains(&near);
                    (unit && is(right, scale, same.value) && same.decimals >= right.decimals.min(1) && far)
                        .then(|| {
                            (wrong.range.clone(), source.blocks[0].shown(other.range.clone()).to_owned())
                        })
                })
            })
        };
        try_one(first, second, true).or_else(|| try_one(second, first, false))
    })
}

/// Fewest rows of a table that tell the same as a list of the source.
const ROWS: usize = 3;

/// A table behind a sentence, row by row the numbers of a list of the source but for one.
fn of_table(
    document: &Document,
    words: &Words,
    leaning: &Leaning,
    record: usize,
    source: &Abstract,
) -> Option<Mispaired> {
    let start = leaning.sentence.block + 1;
    let rows: Vec<(usize, Value)> = (start..document.blocks.len())
        .take_while(|&at| document.blocks[at].kind == BlockKind::TableRow)
        .filter_map(|at| {
            let block = &words.blocks[at];
            let all = values(block, words.quantities(at), 0..block.as_str().len(), &|_| false);
            Some((at, all.into_iter().next_back()?))
        })
        .collect();
    if rows.len() < ROWS {
        return None;
    }
    let told = of_source(source);
    told.iter().flat_map(|s| s.windows(rows.len())).find_map(|list| {
        let same = |at: usize| is(&rows[at].1, 1.0, list[at].value);
        let wrong: Vec<usize> = (0..rows.len()).filter(|&at| !same(at)).collect();
        let [one] = wrong.as_slice() else { return None };
        let (block, value) = &rows[*one];
        let telling = rows.iter().filter(|(_, v)| v.decimals >= 1).count() >= ROWS;
        (telling && !stands(value, 1.0, source, &told)).then(|| {
            let shown = source.blocks[0].shown(list[*one].range.clone()).to_owned();
            mark(leaning, record, Place::new(*block, value.range.clone()), shown)
        })
    })
}
