//! Numbers of the article held against the source they lean on: found, rounded or different.

use super::library::Library;
use super::link::{Links, Reason};
use super::record::Abstract;
use crate::document::{Block, Place};
use crate::extract::Words;
use crate::extract::claim::{Numeral, Quantity, QuantityKind, numerals};
use crate::knowledge::{ConceptKind, Knowledge};
use crate::text::parse_number;
use std::ops::Range;

/// Whether a number of the article stands in the abstract of its source.
#[derive(Clone, PartialEq, Debug)]
pub enum Agreement {
    /// It does, or follows from numbers that do.
    Same,
    /// A number close to it does: the one given.
    Rounded(Quantity),
    /// None close to it does; the nearest of its kind is given.
    Different(Quantity),
    /// The abstract has no number of its kind.
    KindAbsent,
    /// The record has no abstract.
    NoAbstract,
    /// The library has no record of the entry.
    NoRecord,
}

/// A number of the article held against the source its sentence leans on.
#[derive(Clone, PartialEq, Debug)]
pub struct NumberCheck {
    /// The number in the article.
    pub number: Quantity,
    /// Its place, with what it is said of where it was held against the same matter.
    pub place: Place,
    /// Index of the entry it leans on.
    pub reference: usize,
    /// Index of the record, where there is one.
    pub record: Option<usize>,
    /// Why the sentence leans on the entry.
    pub reason: Reason,
    /// How it compares.
    pub agreement: Agreement,
}

/// Kinds whose value must stand in the abstract for the article to be right.
const COMPARED: &[QuantityKind] = &[
    QuantityKind::Count,
    QuantityKind::Studies,
    QuantityKind::Percent,
    QuantityKind::Points,
    QuantityKind::OddsRatio,
    QuantityKind::RiskRatio,
    QuantityKind::HazardRatio,
    QuantityKind::Interval,
    QuantityKind::ISquared,
];

/// Counts below this are as often arms, visits or outcomes as people.
const SMALLEST_COUNT: f64 = 20.0;

/// Days below which a length of time is itself an effect: minutes and hours.
const SHORT: f64 = 1.0;

/// Relative difference from which two numbers of one matter are held to be different.
const FAR: f64 = 0.2;

/// Ratios that stand for a relative change.
const RATIOS: &[QuantityKind] =
    &[QuantityKind::OddsRatio, QuantityKind::RiskRatio, QuantityKind::HazardRatio];

/// Bounds of what is taken for a ratio where nothing says that it is one.
const SMALLEST_RATIO: f64 = 0.05;
const LARGEST_RATIO: f64 = 3.0;

/// Relative difference up to which a number that is said to be "about" agrees, and any other may
/// have been rounded.
const ABOUT: f64 = 0.05;

/// Holds every number of a sentence that leans on one source against that source.
pub(super) fn hold_numbers(words: &Words, links: &Links, library: &Library) -> Vec<NumberCheck> {
    let knowledge = words.knowledge;
    let mut out = Vec::new();
    for (i, leaning) in links.leanings.iter().enumerate() {
        let shared = |j: usize| links.leanings.get(j).is_some_and(|l| l.sentence == leaning.sentence);
        if shared(i + 1) || i.checked_sub(1).is_some_and(shared) {
            continue;
        }
        let block = leaning.sentence.block;
        let record = links.records[leaning.reference].map(|link| link.record);
        for number in words.quantities(block).iter().filter(|n| is_compared(n, &leaning.sentence)) {
            let agreement = match record.map(|r| library.records[r].abstract_.as_ref()) {
                None => Agreement::NoRecord,
                Some(None) => Agreement::NoAbstract,
                Some(Some(source)) => {
                    Beside { number, block: &words.blocks[block], source, knowledge }.hold()
                }
            };
            let cited = matches!(leaning.reason, Reason::Number | Reason::AuthorYear);
            let elsewhere = || {
                let others = links.records.iter().flatten().filter(|link| Some(link.record) != record);
                others
                    .filter_map(|link| library.records[link.record].abstract_.as_ref())
                    .any(|a| stands_in(number, a))
            };
            let titled = || record.is_some_and(|r| in_title(number, &library.records[r].title));
            let agreement = match agreement {
                Agreement::Different(_) | Agreement::Rounded(_) if titled() => Agreement::Same,
                // It is told of the study of another entry.
                Agreement::Different(_) if !cited && elsewhere() => Agreement::KindAbsent,
                other => other,
            };
            let place = said_at(number, &words.blocks[block], knowledge);
            let (number, reference) = (number.clone(), leaning.reference);
            out.push(NumberCheck { number, place, reference, record, reason: leaning.reason, agreement });
        }
    }
    out
}

/// Holds a number of a block against an abstract; none where numbers of its kind are not compared.
pub(super) fn held(
    number: &Quantity,
    block: &Block,
    source: &Abstract,
    knowledge: &Knowledge,
) -> Option<Agreement> {
    is_kind(number).then(|| Beside { number, block, source, knowledge }.hold())
}

fn is_compared(number: &Quantity, sentence: &Place) -> bool {
    sentence.holds(&number.quote.place) && is_kind(number)
}

fn is_kind(number: &Quantity) -> bool {
    match number.kind {
        QuantityKind::Studies => number.low > 1.0,
        QuantityKind::Days => number.high < SHORT,
        kind => COMPARED.contains(&kind),
    }
}

/// A number of the article beside the abstract of its source.
struct Beside<'a> {
    number: &'a Quantity,
    block: &'a Block,
    source: &'a Abstract,
    knowledge: &'a Knowledge,
}

impl Beside<'_> {
    fn hold(&self) -> Agreement {
        let number = self.number;
        if by_matter(number) {
            return self.hold_matter();
        }
        let same_kind = || self.source.numbers.iter().filter(|n| n.kind == number.kind);
        // A fall of 0.2 to 1.6 is a change of -1.6 to -0.2.
        let fallen = |n: &Quantity| n.kind == QuantityKind::Interval && agrees(number, -n.high, -n.low);
        let said = same_kind().any(|n| agrees(number, n.low, n.high) || fallen(n));
        let said = said || follows(number, self.source);
        if said || stands_in(number, self.source) || same_kind().any(|n| self.is_bound_of(n)) {
            return Agreement::Same;
        }
        let nearest = same_kind().min_by(|a, b| distance(number, a).total_cmp(&distance(number, b)));
        let Some(nearest) = nearest.or_else(|| self.only_ratio()) else { return Agreement::KindAbsent };
        let close = nearest.kind == number.kind && distance(number, nearest) <= ABOUT;
        if close { Agreement::Rounded(nearest.clone()) } else { Agreement::Different(nearest.clone()) }
    }

    /// Whether the number is told as a bound of another, and is near it: over 20% of 22%.
    fn is_bound_of(&self, other: &Quantity) -> bool {
        let (number, text) = (self.number, self.block.as_str());
        let mut from = number.quote.place.start.saturating_sub(BOUND);
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        let before = &text[from..number.quote.place.start];
        let words = self.knowledge.phrases.find("number-differs-from-source", before);
        let last = words.iter().rfind(|t| before[t.end..].trim().is_empty()).map(|t| t.is.as_str());
        match last {
            Some("above") => number.low <= other.low && other.low <= number.low * (1.0 + FAR),
            Some("below") => other.low <= number.low && number.low * (1.0 - FAR) <= other.low,
            _ => false,
        }
    }

    /// A number of which a source has many is held against the one that is said of the same matter:
    /// 2人出现高血压, "sleep time rose by 38 minutes".
    fn hold_matter(&self) -> Agreement {
        let number = self.number;
        let Some((matter, _)) = matter(number, self.block, self.knowledge) else {
            return Agreement::KindAbsent;
        };
        let text = &self.source.blocks[0];
        let shares = [QuantityKind::Points, QuantityKind::Percent];
        let points = number.kind == QuantityKind::Points;
        let is_kind = |n: &&Quantity| n.kind == number.kind || points && shares.contains(&n.kind);
        let kind = || self.source.numbers.iter().filter(is_kind);
        let of = kind().filter(|n| matter_is(n, text, &matter, self.knowledge));
        let of: Vec<&Quantity> = of.filter(|n| n.kind != QuantityKind::Days || n.high < SHORT).collect();
        match of.as_slice() {
            _ if kind().any(|n| distance(number, n) <= ABOUT)
                || stands_in(number, self.source)
                || points && follows(number, self.source) =>
            {
                Agreement::Same
            }
            [one] if distance(number, one) > FAR => Agreement::Different((*one).clone()),
            [_] => Agreement::Same,
            _ => Agreement::KindAbsent,
        }
    }

    /// The one ratio of a source without percentages, where the number is a relative change.
    fn only_ratio(&self) -> Option<&Quantity> {
        if self.number.kind != QuantityKind::Percent {
            return None;
        }
        let clause = clause_of(self.number, self.block)?;
        let words = self.knowledge.phrases.find("number-differs-from-source", &self.block.as_str()[clause]);
        let is_ratio = |n: &&Quantity| RATIOS.contains(&n.kind);
        let mut ratios = self.source.numbers.iter().filter(is_ratio);
        let only = ratios.next().filter(|_| ratios.next().is_none());
        let relative = ["risk", "change"].iter().all(|id| words.iter().any(|t| t.is == *id));
        only.filter(|_| relative)
    }
}

/// Bytes before a number within which a word makes it a bound.
const BOUND: usize = 18;

/// Whether a number says too little by itself: a length of time, or a count that may as well be of
/// arms, visits or events.
fn by_matter(number: &Quantity) -> bool {
    matches!(number.kind, QuantityKind::Days | QuantityKind::Points)
        || number.kind == QuantityKind::Count && number.low < SMALLEST_COUNT
}

/// The place of a number, with what it is said of where it says too little by itself.
fn said_at(number: &Quantity, block: &Block, knowledge: &Knowledge) -> Place {
    let place = &number.quote.place;
    match Some(number).filter(|n| by_matter(n)).and_then(|n| matter(n, block, knowledge)) {
        Some((_, of)) => Place::new(place.block, place.start.min(of.start)..place.end.max(of.end)),
        None => place.clone(),
    }
}

/// Longest clause, in bytes, in which a number is tied to what it is said of.
const LONGEST_CLAUSE: usize = 1000;

/// The clause that a number stands in, unless that is a list rather than a clause.
fn clause_of(number: &Quantity, block: &Block) -> Option<Range<usize>> {
    let at = number.quote.place.start;
    let sentence = block.sentence_at(at)?;
    sentence.clauses.iter().find(|c| c.contains(&at) && c.len() <= LONGEST_CLAUSE).cloned()
}

/// The outcome or condition named nearest to a number in its clause, and where.
fn matter(number: &Quantity, block: &Block, knowledge: &Knowledge) -> Option<(String, Range<usize>)> {
    let clause = clause_of(number, block)?;
    let place = &number.quote.place;
    let named = knowledge.concepts.find(&block.as_str()[clause.clone()]);
    let away = |r: &Range<usize>| {
        let (from, to) = (clause.start + r.start, clause.start + r.end);
        from.saturating_sub(place.end).max(place.start.saturating_sub(to))
    };
    let is = |kind| matches!(kind, ConceptKind::Outcome | ConceptKind::Condition);
    let nearest = named.iter().filter(|n| is(n.concept.kind)).min_by_key(|n| away(&n.range))?;
    let range = clause.start + nearest.range.start..clause.start + nearest.range.end;
    Some((nearest.concept.id.clone(), range))
}

fn matter_is(number: &Quantity, block: &Block, id: &str, knowledge: &Knowledge) -> bool {
    matter(number, block, knowledge).is_some_and(|(m, _)| m == id)
}

/// Whether the abstract has the number in some other role, which is too close to call it different:
/// "357 took the drug" counts patients without saying so.
fn stands_in(number: &Quantity, source: &Abstract) -> bool {
    let text = source.blocks[0].as_str();
    let of_chance = |at: usize| {
        let kinds = [QuantityKind::Interval, QuantityKind::PValue, QuantityKind::ISquared];
        source.numbers.iter().any(|n| kinds.contains(&n.kind) && n.quote.place.range().contains(&at))
    };
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let Some(found) = parse_number(&text[start..]) else { return false };
        let alone = number.low == number.high && !of_chance(start);
        // One of several ratios told in a row: 0.94 for one cup, 0.88 for two.
        let ratio =
            number.kind == QuantityKind::Percent && (SMALLEST_RATIO..LARGEST_RATIO).contains(&found.value);
        let change = (1.0 - found.value).abs() * 100.0;
        if alone && (agrees(number, found.value, found.value) || ratio && agrees(number, change, change)) {
            return true;
        }
        at = start + found.len;
    }
    false
}

/// Whether the title of a source has the number: individual data from 27 randomised trials.
fn in_title(number: &Quantity, title: &str) -> bool {
    numerals(title).iter().any(|n| n.digits && agrees(number, n.value, n.value))
}

fn distance(a: &Quantity, b: &Quantity) -> f64 {
    let relative = |x: f64, y: f64| (x - y).abs() / y.abs().max(f64::MIN_POSITIVE);
    relative(a.low, b.low).max(relative(a.high, b.high))
}

/// Words behind digits that they count in: 167万 tells of tens of thousands.
const COUNTED_IN: &[(&str, f64)] =
    &[("亿", 1e8), ("万", 1e4), (" billion", 1e9), (" million", 1e6), (" thousand", 1e3)];

/// What one of the last digit of a number is worth before its decimals.
fn counted_in(number: &Quantity) -> f64 {
    let text = number.quote.text.as_str();
    let behind_digits =
        |word: &str| text.find(word).is_some_and(|at| text[..at].ends_with(|c: char| c.is_ascii_digit()));
    COUNTED_IN.iter().find(|(word, _)| behind_digits(word)).map_or(1.0, |(_, worth)| *worth)
}

/// Whether a number says the value given, within half of its own last digit.
fn agrees(number: &Quantity, low: f64, high: f64) -> bool {
    let step = 0.5 * counted_in(number) * 10f64.powi(-i32::from(number.decimals));
    let slack =
        |value: f64| step.max(if number.approximate { value.abs() * ABOUT } else { 0.0 }) * (1.0 + 1e-9);
    (number.low - low).abs() <= slack(low) && (number.high - high).abs() <= slack(high)
}

/// Whether a number follows from those of the source: a sum of counts, the rest of 100%, the
/// difference of two percentages of one sentence, or the relative change that a ratio stands for.
fn follows(number: &Quantity, source: &Abstract) -> bool {
    let of = |kind: QuantityKind| {
        source.numbers.iter().filter(move |n| n.kind == kind && n.low == n.high).map(|n| n.low)
    };
    let is = |value: f64| agrees(number, value, value);
    match number.kind {
        QuantityKind::Count => {
            let counts: Vec<f64> = of(QuantityKind::Count).collect();
            let pairs = |i: usize| counts[i + 1..].iter().map(move |b| (i, *b));
            (0..counts.len()).flat_map(pairs).any(|(i, b)| is(counts[i] + b) || is((counts[i] - b).abs()))
                || adds_up(number, source)
        }
        QuantityKind::Percent | QuantityKind::Points => {
            let change =
                RATIOS.iter().copied().flat_map(of).any(|r| is((1.0 - r).abs() * 100.0) || is(r * 100.0));
            change || of(QuantityKind::Percent).any(|s| is(100.0 - s)) || differs(number, source)
        }
        _ => false,
    }
}

/// Whether a count is the sum of two or three whole numbers that a sentence of the source tells, of
/// whatever: 1561 were assigned to the drug and 3155 to usual care.
fn adds_up(number: &Quantity, source: &Abstract) -> bool {
    let block = &source.blocks[0];
    block.sentences.iter().any(|sentence| {
        let all = numerals(&block.as_str()[sentence.range.clone()]);
        let whole = |n: &&Numeral| n.digits && n.value.fract() == 0.0 && n.value >= SMALLEST_COUNT;
        let whole: Vec<f64> = all.iter().filter(whole).map(|n| n.value).collect();
        let three = whole.windows(3).map(|w| w.iter().sum::<f64>());
        (1..whole.len()).any(|i| whole[..i].iter().any(|a| agrees(number, a + whole[i], a + whole[i])))
            || three.into_iter().any(|sum| agrees(number, sum, sum))
    })
}

/// Whether a number is the difference of two percentages that a sentence of the source tells.
fn differs(number: &Quantity, source: &Abstract) -> bool {
    let block = &source.blocks[0];
    block.sentences.iter().any(|sentence| {
        let here = source.numbers.iter().filter(|n| {
            n.kind == QuantityKind::Percent
                && n.low == n.high
                && sentence.range.contains(&n.quote.place.start)
        });
        let shares: Vec<f64> = here.map(|n| n.low).collect();
        let apart = |a: f64, b: f64| agrees(number, (a - b).abs(), (a - b).abs());
        shares.iter().any(|a| shares.iter().any(|b| apart(*a, *b)))
    })
}
