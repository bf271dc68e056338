//! Change told by a number: 少了两成, 从2.0变成2.4, "20 per cent fewer", "went up by 12%".

use super::numeral::{Numeral, numerals};
use super::reading::{Bond, Reading, read_at};
use super::{Article, QuantityKind, Says, standing};
use crate::knowledge::{Direction, EffectWord, Relation, Term};
use crate::text::Language;
use std::ops::Range;

/// Bytes between a word of change and its number, at most.
const NEAR: usize = 18;

/// Reads a clause that tells a change by a number.
pub(super) fn read(
    article: &Article,
    block: usize,
    sentence: usize,
    clause: &Range<usize>,
) -> Option<Reading> {
    let words = article.effects(block, clause.clone());
    if words.iter().any(|t| t.is == EffectWord::Aside) {
        return None;
    }
    let text = article.blocks[block].as_str();
    let figures: Vec<Numeral> = numerals(&text[clause.clone()])
        .into_iter()
        .map(|n| Numeral { start: n.start + clause.start, end: n.end + clause.start, ..n })
        .filter(|n| measures(article, block, n))
        .collect();
    let (range, way) = words.iter().find_map(|word| changed(article, block, word, &figures))?;
    let people = standing::has_takers(article, block, clause);
    let relation = if people { Relation::Associative } else { Relation::Causal };
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
        && behind.starts_with(['点', '些', '下', '直', '样', '种', '定', '般', '起', '旦', '时', '方', '边', '路', '样']);
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
        Language::En => gap.split_whitespace().count() <= 3 && !gap.contains([',', ';', ':', '(']),
    };
    let one = text[word.range()].chars().nth(1).is_none();
    let number = behind.filter(|n| joins(&text[word.end..n.start]) && (!one || text[word.end..n.start].is_empty()));
    let units = |n: &&Numeral| {
        let unit = text[n.end..word.start].trim();
        joins(unit) && unit.split_whitespace().count() <= 2 && !unit.contains("than")
    };
    let number = match word.language {
        Language::Zh => number,
        Language::En => before.filter(units).or(number),
    };
    // One of a kind, with no unit behind it, counts nothing: 多1次 does, 多1 does not.
    number.map(|n| (word.start.min(n.start)..word.end.max(n.end), way))
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
        std::cmp::Ordering::Less => Direction::Increase,
        std::cmp::Ordering::Greater => Direction::Decrease,
        std::cmp::Ordering::Equal => return None,
    };
    linked.then_some((word.start.min(from.start)..word.end.max(to.end), way))
}
