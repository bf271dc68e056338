//! Two figures set against each other claim an effect without a verb for it: 益生菌组47%,安慰剂组38%.

use super::change::measures;
use super::numeral::{Numeral, numerals};
use super::reading::{Ground, Reading};
use super::slots::acts;
use super::{Article, QuantityKind, Says, Strength};
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, EffectWord, Relation};
use crate::text::Language;
use std::cmp::Ordering;
use std::ops::Range;

/// Bytes from one figure to the other, at most.
const APART: usize = 130;

/// A figure of an arm.
#[derive(Clone, Debug)]
struct Figure<'a> {
    range: Range<usize>,
    value: f64,
    /// What it counts; nothing where the sentence leaves that out: 22 in the other group.
    unit: &'a str,
}

/// Where an arm is named, and how its people came into it.
struct Arm {
    at: usize,
    control: Option<Relation>,
}

/// What two arms tell.
pub(super) struct Told {
    pub(super) reading: Reading,
    /// The clauses that hold the figures.
    pub(super) range: Range<usize>,
    /// Whether both arms are named in the sentence.
    pub(super) explicit: bool,
}

/// Reads a sentence that sets a figure of those treated against one of their control.
pub(super) fn read(article: &Article, block: usize, sentence: usize) -> Option<Told> {
    let whole = &article.blocks[block].sentences[sentence];
    let arms = arms(article, block, &whole.range);
    let control = arms.iter().find_map(|a| a.control)?;
    let figures = figures(article, block, &whole.range);
    let (first, second) = pair(&figures)?;
    let side = |f: &Figure| place(article, block, &arms, &figures, f);
    let (treated, untreated) = match (side(first), side(second)) {
        (Some(true), Some(true)) => return None,
        (Some(true), _) | (None | Some(false), None | Some(false)) if side(first) == Some(true) => (second, first),
        (_, Some(true)) => (first, second),
        _ => return None,
    };
    let text = article.blocks[block].as_str();
    let cues = article.cues(block).within(whole.range.clone());
    let aside = article.effects(block, whole.range.clone()).iter().any(|t| t.is == EffectWord::Aside);
    let named = article.named_in(block, whole.range.clone());
    let known = named.iter().any(|n| matches!(n.concept.kind, ConceptKind::Outcome | ConceptKind::Condition))
        || cues.iter().any(|t| t.is == Cue::Harm);
    if aside && !known || text[whole.range.clone()].contains("95%") && !known {
        return None;
    }
    let level = cues.iter().any(|t| t.is == Cue::Direction(Direction::NoEffect));
    let direction = match treated.value.total_cmp(&untreated.value) {
        _ if level => Direction::NoEffect,
        Ordering::Less => Direction::Decrease,
        Ordering::Greater => Direction::Increase,
        Ordering::Equal => Direction::NoEffect,
    };
    let (from, to) = (first.range.start, second.range.end);
    let clauses = whole.clauses.iter().filter(|c| c.start < to && from < c.end).cloned();
    let range = clauses.reduce(|all, c| all.start..c.end)?;
    let actor = |n: &crate::knowledge::Named| acts(n) && n.concept.id != "placebo";
    let explicit = arms.iter().any(|a| a.control.is_none()) || named.iter().any(actor);
    let reading = Reading {
        relation: control,
        certainty: Certainty::C2,
        strength: Strength::of(control, Certainty::C2),
        direction,
        trigger: second.range.clone(),
        grounds: [first, second]
            .map(|f| Ground { range: f.range.clone(), says: Says::Figure, scope: None })
            .into(),
        advice: false,
    };
    (known || explicit).then_some(Told { reading, range, explicit })
}

/// The arms that a sentence names, in order.
fn arms(article: &Article, block: usize, sentence: &Range<usize>) -> Vec<Arm> {
    let words = article.effects(block, sentence.clone()).iter().filter_map(|t| match t.is {
        EffectWord::Treated(_) => Some(Arm { at: t.start, control: None }),
        EffectWord::Untreated(relation) => Some(Arm { at: t.start, control: Some(relation) }),
        _ => None,
    });
    let untreated = |r: &Range<usize>| {
        let words = article.effects(block, r.start..r.end + 12);
        words.iter().any(|t| matches!(t.is, EffectWord::Untreated(_)) && t.start <= r.end)
    };
    let named = article.named_in(block, sentence.clone()).iter();
    let named = named.filter(|n| acts(n) && n.concept.id != "placebo" && !untreated(&n.range));
    let mut all: Vec<Arm> = words.chain(named.map(|n| Arm { at: n.range.start, control: None })).collect();
    all.sort_by_key(|a| a.at);
    all
}

/// Whether a figure is that of a control; none where no arm is named by it. In Chinese the arm stands
/// before its figure, in English behind or before it, whichever sets the two figures apart.
fn place(article: &Article, block: usize, arms: &[Arm], figures: &[Figure], figure: &Figure) -> Option<bool> {
    let others = || figures.iter().filter(|f| f.range != figure.range);
    let since = others().map(|f| f.range.end).filter(|&e| e <= figure.range.start).max().unwrap_or(0);
    let until = others().map(|f| f.range.start).filter(|&s| s >= figure.range.end).min().unwrap_or(usize::MAX);
    let before = || arms.iter().rfind(|a| since <= a.at && a.at < figure.range.start);
    let behind = || arms.iter().find(|a| figure.range.end <= a.at && a.at < until);
    let last = arms.iter().rfind(|a| figures.first().is_some_and(|f| a.at >= f.range.end)).is_some();
    let trailing = article.blocks[block].language == Language::En
        && figures.last().is_some_and(|f| arms.iter().any(|a| a.at >= f.range.end))
        && last;
    let arm = if trailing { behind() } else { before() };
    arm.map(|a| a.control.is_some())
}

/// The figures of a sentence that measure something, those told as a share of their arm together.
fn figures<'a>(article: &Article<'a, '_>, block: usize, sentence: &Range<usize>) -> Vec<Figure<'a>> {
    let text = article.blocks[block].as_str();
    let quantities = article.words.quantities(block);
    let numbers = numerals(&text[sentence.clone()]).into_iter().map(|n| Numeral {
        start: n.start + sentence.start,
        end: n.end + sentence.start,
        ..n
    });
    let mut all: Vec<Figure> = Vec::new();
    let mut of: Option<f64> = None;
    for number in numbers.filter(|n| measures(article, block, n) && n.digits) {
        let at = quantities.partition_point(|q| q.quote.place.end <= number.start);
        let told = quantities.get(at).filter(|q| q.quote.place.start <= number.start);
        let unit = match told.map(|q| q.kind) {
            Some(QuantityKind::Percent) => "%",
            Some(QuantityKind::Count) => "n",
            Some(QuantityKind::Points) => "pp",
            Some(QuantityKind::Days) => "days",
            Some(_) => continue,
            None => unit(text, number.end),
        };
        let (before, behind) = (&text[sentence.start..number.start], &text[number.end..sentence.end]);
        // A denominator: 每10万人, in every 1000, 769 of 12927, 12927人中769人.
        if before.ends_with('每') || ["every ", "per "].iter().any(|w| before.ends_with(w)) {
            continue;
        }
        let share = before.ends_with(" of ") || before.ends_with("out of ") || before.ends_with('/');
        if let Some(last) = all.last_mut().filter(|f| share && f.unit != "%" && f.value <= number.value) {
            last.value /= number.value.max(1.0);
            continue;
        }
        if ["人中", "例中", "名中", "人里", "中有"].iter().any(|w| behind.starts_with(w)) {
            of = Some(number.value);
            continue;
        }
        let value = of.take().filter(|all| *all >= number.value).map_or(number.value, |all| number.value / all);
        all.push(Figure { range: number.start..number.end, value, unit });
    }
    all
}

/// What a number counts, as the text writes it: the letters or the Chinese character behind it.
fn unit(text: &str, end: usize) -> &str {
    let behind = text[end..].trim_start_matches([' ', '-']);
    let latin = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let word = match latin {
        0 => &behind[..behind.chars().next().map_or(0, char::len_utf8)],
        letters => &behind[..letters],
    };
    match word {
        "in" | "of" | "on" | "with" | "for" | "without" | "among" | "after" | "and" | "when" | "," | "." | "。" | ";" | ")" => "",
        other => other,
    }
}

/// The first two figures that count the same and stand close together.
fn pair<'f, 'a>(figures: &'f [Figure<'a>]) -> Option<(&'f Figure<'a>, &'f Figure<'a>)> {
    figures.windows(2).map(|pair| (&pair[0], &pair[1])).find(|(a, b)| {
        let same = a.unit == b.unit || b.unit.is_empty() && a.unit != "%";
        same && b.range.start - a.range.end <= APART
    })
}
