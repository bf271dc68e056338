//! Two figures set against each other claim an effect without a verb for it: 益生菌组47%,安慰剂组38%.

use super::change::{measures, ratio};
use super::numeral::{Numeral, numerals};
use super::reading::{Ground, Reading};
use super::slots::{PLACEBO, Slots, acts};
use super::{Article, Mention, QuantityKind, Says, Strength};
use crate::knowledge::{Certainty, ConceptKind, Cue, Direction, EffectWord, Relation, Term};
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
    /// Whether it is named by what it got.
    named: bool,
    control: Option<Relation>,
}

/// What two arms tell.
pub(super) struct Told {
    pub(super) reading: Reading,
    /// The clauses that hold the figures.
    pub(super) range: Range<usize>,
    /// Whether both arms are named in the sentence.
    pub(super) explicit: bool,
    /// Where the second of two treated arms is named.
    pub(super) other: Option<usize>,
}

/// Gives the things that a sentence of two arms names to the one or the other.
pub(super) fn part(slots: &mut Slots, told: &Told) {
    let all: Vec<Mention> = slots.intervention.drain(..).chain(slots.comparator.drain(..)).collect();
    for thing in all {
        let control =
            thing.concept.as_deref() == Some(PLACEBO) || told.other == Some(thing.quote.place.start);
        if control { slots.comparator.push(thing) } else { slots.intervention.push(thing) }
    }
}

/// Reads a sentence that sets a figure of those treated against one of their control.
pub(super) fn read(article: &Article, block: usize, sentence: usize) -> Option<Told> {
    let whole = &article.blocks[block].sentences[sentence];
    let is_setup = |t: &Term<EffectWord>| t.is == EffectWord::Setup;
    if article.effects(block, whole.range.clone()).iter().any(is_setup) {
        return None;
    }
    let arms = arms(article, block, &whole.range);
    let figures = figures(article, block, &whole.range);
    let sides = |(a, b): (&Figure, &Figure)| sides(article, block, &arms, &figures, a, b);
    let (first, second) = pairs(&figures).find(|&pair| sides(pair).is_some())?;
    let (swapped, control) = sides((first, second))?;
    let text = article.blocks[block].as_str();
    let sized = |f: &Figure| f.unit == "n" && text[..f.range.start].ends_with('组');
    if sized(first) && sized(second) {
        return None;
    }
    let (treated, untreated) = if swapped { (second, first) } else { (first, second) };
    let cues = article.cues(block).within(whole.range.clone());
    let aside = article.effects(block, whole.range.clone()).iter().any(|t| t.is == EffectWord::Aside);
    let named = article.named_in(block, whole.range.clone());
    let known = named.iter().any(|n| matches!(n.concept.kind, ConceptKind::Outcome | ConceptKind::Condition))
        || cues.iter().any(|t| t.is == Cue::Harm);
    if !known && (aside || text[whole.range.clone()].contains("95%")) {
        return None;
    }
    // That they do not differ may be told in the sentence behind.
    let behind = article.blocks[block].sentences.get(sentence + 1).map_or(whole.range.end, |s| s.range.end);
    let told = article.cues(block).within(whole.range.start..behind);
    let level = told.iter().any(|t| t.is == Cue::Direction(Direction::NoEffect))
        || ratio(article, block, &whole.range) == Some(Direction::NoEffect);
    let direction = match treated.value.total_cmp(&untreated.value) {
        _ if level => Direction::NoEffect,
        Ordering::Less => Direction::Decrease,
        Ordering::Greater => Direction::Increase,
        Ordering::Equal => Direction::NoEffect,
    };
    let (from, to) = (first.range.start, second.range.end);
    let clauses = whole.clauses.iter().filter(|c| c.start < to && from < c.end).cloned();
    let range = clauses.reduce(|all, c| all.start..c.end)?;
    let actor = |n: &crate::knowledge::Named| acts(n) && n.concept.id != PLACEBO;
    let explicit = known || arms.iter().any(|a| a.control.is_none()) || named.iter().any(actor);
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
    let other =
        arms.iter().all(|a| a.control.is_none()).then(|| near(&arms, &figures, second, true)).flatten();
    (known || explicit).then_some(Told { reading, range, explicit, other: other.map(|a| a.at) })
}

/// Whether the first of two figures is that of the control, and how its people came into it; none where
/// the two are not those of two arms.
fn sides(
    article: &Article,
    block: usize,
    arms: &[Arm],
    figures: &[Figure],
    first: &Figure,
    second: &Figure,
) -> Option<(bool, Relation)> {
    let trailing = article.blocks[block].language == Language::En
        && [first, second].iter().all(|f| near(arms, figures, f, true).is_some());
    let side = |f: &Figure| near(arms, figures, f, trailing);
    let control = |arm: Option<&Arm>| arm.and_then(|a| a.control);
    match (side(first), side(second)) {
        (one, other) if control(one).is_some() && control(other).is_none() => control(one).map(|c| (true, c)),
        (one, other) if control(one).is_none() && control(other).is_some() => {
            control(other).map(|c| (false, c))
        }
        (Some(one), Some(other)) if trailing && one.named && other.named => Some((false, Relation::Causal)),
        _ => None,
    }
}

/// The arms that a sentence names, in order.
fn arms(article: &Article, block: usize, sentence: &Range<usize>) -> Vec<Arm> {
    let words = article.effects(block, sentence.clone()).iter().filter_map(|t| match t.is {
        EffectWord::Treated(_) => Some(Arm { at: t.start, named: false, control: None }),
        EffectWord::Untreated(relation) => Some(Arm { at: t.start, named: false, control: Some(relation) }),
        _ => None,
    });
    let untreated = |r: &Range<usize>| {
        let words = article.effects(block, r.start..r.end + 12);
        words.iter().any(|t| matches!(t.is, EffectWord::Untreated(_)) && t.start <= r.end)
    };
    let named = article.named_in(block, sentence.clone()).iter();
    let named = named.filter(|n| acts(n) && n.concept.id != PLACEBO && !untreated(&n.range));
    let mut all: Vec<Arm> =
        words.chain(named.map(|n| Arm { at: n.range.start, named: true, control: None })).collect();
    all.sort_by_key(|a| a.at);
    all
}

/// The arm named by a figure and by no other: in Chinese before it, in English behind it or before it,
/// whichever sets two figures apart.
fn near<'r>(arms: &'r [Arm], figures: &[Figure], figure: &Figure, trailing: bool) -> Option<&'r Arm> {
    let others = || figures.iter().filter(|f| f.range != figure.range);
    if trailing {
        let until = others().map(|f| f.range.start).filter(|&s| s >= figure.range.end).min();
        arms.iter().find(|a| figure.range.end <= a.at && until.is_none_or(|u| a.at < u))
    } else {
        let since = others().map(|f| f.range.end).filter(|&e| e <= figure.range.start).max();
        arms.iter().rfind(|a| since.is_none_or(|s| s <= a.at) && a.at < figure.range.start)
    }
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
        if unit == "days" && lasts(before, behind) {
            continue;
        }
        let share = before.ends_with(" of ") || before.ends_with("out of ") || before.ends_with('/');
        if let Some(last) = all.last_mut().filter(|f| share && f.unit != "%" && f.value <= number.value) {
            last.value /= number.value.max(1.0);
            continue;
        }
        if is_whole(behind) {
            of = Some(number.value);
            continue;
        }
        let value =
            of.take().filter(|all| *all >= number.value).map_or(number.value, |all| number.value / all);
        all.push(Figure { range: number.start..number.end, value, unit });
    }
    all
}

/// Whether what stands behind a number makes it a whole that the next one is a part of: 300人中15人.
fn is_whole(behind: &str) -> bool {
    let part = ["人中", "例中", "名中", "人里", "例里"].iter().find_map(|w| behind.strip_prefix(w));
    part.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            || rest.starts_with(['有', '约', '共', '仅', '只', ','])
    })
}

/// Whether a time is how long something was done or when it was measured: for 12 months, 8周后.
fn lasts(before: &str, behind: &str) -> bool {
    let word = before.trim_end().rsplit([' ', ',', '(']).next().unwrap_or_default().to_ascii_lowercase();
    let unit = behind.trim_start_matches([' ', '-']);
    let after = unit.trim_start_matches(|c: char| "天周个月年小时分钟星期".contains(c));
    matches!(
        word.as_str(),
        "for"
            | "over"
            | "after"
            | "within"
            | "during"
            | "aged"
            | "at"
            | "in"
            | "the"
            | "of"
            | "a"
            | "an"
            | "ages"
            | "to"
    ) || after.starts_with(['后', '内', '里', '期', '的', '以', '时'])
        || before.ends_with(['访', '药', '续', '第'])
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
        "or" | "in" | "of" | "on" | "with" | "for" | "without" | "among" | "after" | "and" | "when" | ","
        | "." | "。" | ";" | ")" => "",
        other => other,
    }
}

/// The figures next to each other that count the same and stand close together.
fn pairs<'f, 'a>(figures: &'f [Figure<'a>]) -> impl Iterator<Item = (&'f Figure<'a>, &'f Figure<'a>)> {
    figures.windows(2).map(|pair| (&pair[0], &pair[1])).filter(|(a, b)| {
        let same = a.unit == b.unit || b.unit.is_empty() && a.unit != "%";
        same && b.range.start - a.range.end <= APART
    })
}
