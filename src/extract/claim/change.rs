//! Change told by a number: 少了两成, 从2.0变成2.4, "20 per cent fewer", "went up by 12%".

use super::numeral::{Numeral, numerals};
use super::reading::{Bond, Reading, read_at};
use super::{Article, Quantity, QuantityKind, Says, standing};
use crate::knowledge::{Direction, EffectWord, Relation, Term};
use crate::text::Language;
use std::cmp::Ordering;
use std::ops::Range;

/// Bytes between a word of change and its number, at most.
const NEAR: usize = 18;

/// Words between an English word of change and its number behind "by", at most.
const BY: usize = 8;

/// What stands behind a number that tells a part of people.
const SHARE: [&str; 6] = ["in every", "out of", "in 10", "in ten", "of them", "of the"];

/// Reads a clause that tells a change by a number.
pub(super) fn read(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: &Range<usize>,
) -> Option<Reading> {
    let words = article.effects(block, clause.clone());
    if words.iter().any(|t| matches!(t.is, EffectWord::Aside | EffectWord::Setup)) {
        return None;
    }
    let text = article.blocks[block].as_str();
    let figures: Vec<Numeral> = numerals(&text[clause.clone()])
        .into_iter()
        .map(|n| Numeral { start: n.start + clause.start, end: n.end + clause.start, ..n })
        .filter(|n| measures(article, block, n))
        .collect();
    let changed = || words.iter().find_map(|word| changed(article, block, word, &figures));
    let people = standing::has_takers(article, block, clause);
    let relation = if people { Relation::Associative } else { Relation::Causal };
    let told = changed().or_else(|| succeeded(article, block, clause)).map(|(r, way)| (r, way, relation));
    let ratio = || compared(article, block, clause).map(|(r, way)| (r, way, Relation::Associative));
    let (range, way, relation) = told.or_else(ratio)?;
    let bond = Bond::telling(range, relation, Says::Figure, way);
    Some(read_at(article, block, sentence, clause.clone(), bond))
}

/// Whether a number can be what something changes by: no year, count of people, p value or age, and no
/// number word of a fixed phrase (一点).
pub(super) fn measures(article: &Article, block: usize, numeral: &Numeral) -> bool {
    let text = article.blocks[block].as_str();
    let quantities = article.words.quantities(block);
    let at = quantities.partition_point(|q| q.quote.place.end <= numeral.start);
    let told = quantities.get(at).filter(|q| q.quote.place.start <= numeral.start).map(|q| q.kind);
    let behind = text[numeral.end..].trim_start();
    let vague = !numeral.digits
        && behind.starts_with([
            '点', '些', '下', '直', '样', '种', '定', '般', '起', '旦', '时', '方', '边', '路', '样',
        ]);
    let dated = behind.starts_with(['年', '月', '日', '号', '岁', '元', '型']);
    let other = matches!(
        told,
        Some(QuantityKind::Year | QuantityKind::PValue | QuantityKind::Interval | QuantityKind::Studies)
    );
    !numeral.glued && !vague && !dated && !other
}

/// The word of change with the number beside it, and which way it goes.
fn changed(
    article: &Article,
    block: usize,
    word: &Term<EffectWord>,
    figures: &[Numeral],
) -> Option<(Range<usize>, Direction)> {
    let EffectWord::Change(way) = word.is else { return None };
    let text = article.blocks[block].as_str();
    if word.language != article.blocks[block].language || article.is_in_name(block, &word.range()) {
        return None;
    }
    if way == Direction::Unclear {
        return turned(text, word, figures);
    }
    let behind = figures.iter().find(|n| n.start >= word.end);
    let before = figures.iter().rfind(|n| n.end <= word.start);
    let joins = |gap: &str| match word.language {
        Language::Zh => gap.len() <= NEAR && !gap.contains([',', '、', ';', '的']),
        Language::En => {
            let far = if gap.trim_end().ends_with(" by") { BY } else { 3 };
            gap.split_whitespace().count() <= far && !gap.contains([',', ';', ':', '('])
        }
    };
    let one = text[word.range()].chars().nth(1).is_none();
    let share = |n: &Numeral| {
        text[word.end..n.start].is_empty()
            && (text[n.range()].contains("分之")
                || text[n.end..].trim_start().starts_with(['%', '成', '倍', '半', '个']))
    };
    let number = behind.filter(|n| joins(&text[word.end..n.start]) && (!one || share(n)));
    let units = |n: &&Numeral| {
        let unit = text[n.end..word.start].trim();
        joins(unit) && unit.split_whitespace().count() <= 2 && !unit.contains("than")
    };
    let number = match word.language {
        Language::Zh => number,
        Language::En => before.filter(units).or(number),
    };
    let quantities = article.words.quantities(block);
    let with_unit = |n: &Numeral| {
        let at = quantities.partition_point(|q| q.quote.place.end <= n.start);
        quantities.get(at).filter(|q| q.quote.place.start <= n.start).map_or(n.end, |q| q.quote.place.end)
    };
    // What changes may stand between: raised NAD+ in the blood by 60%.
    number.map(|n| match text.get(word.end..n.start) {
        Some(between) if between.split_whitespace().count() > 3 => (word.range(), way),
        _ => (word.start.min(n.start)..word.end.max(with_unit(n)), way),
    })
}

/// A rate of success with its percentage: 总有效率97.3%, "99.4% of procedures are a success".
fn succeeded(article: &Article, block: usize, clause: &Range<usize>) -> Option<(Range<usize>, Direction)> {
    let own = article.blocks[block].language;
    let words = article.effects(block, clause.clone());
    let rate = words.iter().find(|t| t.is == EffectWord::Success && t.language == own)?;
    let percent = quantities(article, block, clause).find(|q| q.kind == QuantityKind::Percent);
    let text = article.blocks[block].as_str();
    let of = |n: &Numeral| {
        let behind = text[clause.start + n.end..clause.end].trim_start();
        n.digits && SHARE.iter().any(|words| behind.starts_with(words))
    };
    let share = || numerals(&text[clause.clone()]).into_iter().find(of);
    let share = || share().map(|n| clause.start + n.start..clause.start + n.end);
    let place = percent.map(|q| q.quote.place.range()).or_else(share)?;
    Some((rate.start.min(place.start)..rate.end.max(place.end), Direction::Improve))
}

/// A ratio of those treated to the others: 风险比0.92, HR 1.3.
fn compared(article: &Article, block: usize, clause: &Range<usize>) -> Option<(Range<usize>, Direction)> {
    let ratio = quantities(article, block, clause).find(is_ratio)?;
    let way = match ratio.low.total_cmp(&1.0) {
        _ if spans_one(article, block, clause) => Direction::NoEffect,
        Ordering::Less => Direction::Decrease,
        Ordering::Greater => Direction::Increase,
        Ordering::Equal => Direction::NoEffect,
    };
    Some((ratio.quote.place.range(), way))
}

/// Which way the ratio of a stretch goes, its interval heeded.
pub(super) fn ratio(article: &Article, block: usize, range: &Range<usize>) -> Option<Direction> {
    compared(article, block, range).map(|(_, way)| way)
}

fn is_ratio(quantity: &&Quantity) -> bool {
    use QuantityKind::{HazardRatio, OddsRatio, RiskRatio};
    matches!(quantity.kind, RiskRatio | HazardRatio | OddsRatio)
}

/// Whether the interval told in a range leaves open which way a ratio goes.
fn spans_one(article: &Article, block: usize, range: &Range<usize>) -> bool {
    let interval = quantities(article, block, range).find(|q| q.kind == QuantityKind::Interval);
    interval.is_some_and(|q| q.low < 1.0 && 1.0 < q.high)
}

/// The quantities of a clause.
fn quantities<'a>(
    article: &'a Article,
    block: usize,
    clause: &Range<usize>,
) -> impl Iterator<Item = &'a Quantity> {
    let all = article.words.quantities(block);
    let first = all.partition_point(|q| q.quote.place.start < clause.start);
    let end = clause.end;
    all[first..].iter().take_while(move |q| q.quote.place.end <= end)
}

/// What goes from one number to another.
fn turned(text: &str, word: &Term<EffectWord>, figures: &[Numeral]) -> Option<(Range<usize>, Direction)> {
    let (from, to) = match word.language {
        Language::Zh => {
            let from = figures.iter().rfind(|n| n.end <= word.start)?;
            (from, figures.iter().find(|n| n.start >= word.end)?)
        }
        Language::En => {
            let mut behind = figures.iter().filter(|n| n.start >= word.end);
            (behind.next()?, behind.next()?)
        }
    };
    let linked = word.language == Language::Zh || text[from.end..to.start].contains(" to ");
    let way = match from.value.total_cmp(&to.value) {
        Ordering::Less => Direction::Increase,
        Ordering::Greater => Direction::Decrease,
        Ordering::Equal => return None,
    };
    linked.then_some((word.start.min(from.start)..word.end.max(to.end), way))
}
