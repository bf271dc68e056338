//! Numbers of a sentence and the part they play: a level, one that a change starts from or ends at,
//! or the size of a change.

use crate::document::Place;
use crate::extract::claim::{Numeral, Quantity, QuantityKind, numerals};
use crate::knowledge::Term;
use crate::rules::Context;

/// The file of words by which changes are told from levels.
const WORDS: &str = "figures";

/// Which way a change goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// More.
    Up,
    /// Less.
    Down,
}

/// The part a number plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// It stands for itself: 47% of patients.
    Level,
    /// A change starts from it: from 6.2.
    From,
    /// A change ends at it: 降至1%.
    To,
    /// The size of a change: 降低了25%, 25% lower.
    Change(Way),
}

/// A number of a sentence.
#[derive(Clone, Debug)]
pub struct Figure<'a> {
    /// The numeral.
    pub numeral: Numeral,
    /// Where it ends, unit included.
    pub end: usize,
    /// What it says, where that is known.
    pub quantity: Option<&'a Quantity>,
    /// The part it plays.
    pub part: Part,
    /// Digits behind the decimal point.
    pub decimals: i32,
    /// Whether it is only about right.
    pub rough: bool,
}

impl Figure<'_> {
    /// Its value.
    pub fn value(&self) -> f64 {
        self.numeral.value
    }

    /// Whether it is a single number of a kind, or one end of a change.
    pub fn is(&self, kind: QuantityKind) -> bool {
        let end = matches!(self.part, Part::From | Part::To);
        self.quantity.is_some_and(|q| q.kind == kind && (end || q.low.total_cmp(&q.high).is_eq()))
    }

    /// Whether it is the size of a change.
    pub fn is_change(&self) -> bool {
        matches!(self.part, Part::Change(_))
    }

    /// Half a unit of its last digit: what rounding may have taken away or added.
    pub fn slack(&self) -> f64 {
        0.5 * 10f64.powi(-self.decimals)
    }
}

/// The numbers of a sentence in digits, in order, and multiples in words (three times); the upper end of a range is left out.
pub fn figures<'a>(cx: &Context<'a>, sentence: &Place) -> Vec<Figure<'a>> {
    let text = cx.document.blocks[sentence.block].as_str();
    let words = cx.phrases_in(WORDS, sentence);
    let quantities = cx.quantities_in(sentence);
    let mut all: Vec<Figure> = Vec::new();
    for mut numeral in numerals(&text[sentence.range()]) {
        numeral.start += sentence.start;
        numeral.end += sentence.start;
        let holds = |q: &&Quantity| {
            let place = &q.quote.place;
            place.start <= numeral.start && numeral.end <= place.end
        };
        let begun = quantities.partition_point(|q| q.quote.place.start <= numeral.start);
        let quantity = quantities[begun.saturating_sub(NESTED)..begun].iter().find(holds);
        let sized = |q: &Quantity| matches!(q.kind, QuantityKind::Fold | QuantityKind::Percent);
        if !numeral.digits && !quantity.is_some_and(sized) && !of_digits(&text[numeral.end..]) {
            continue;
        }
        let mut end = quantity.map_or(numeral.end, |q| q.quote.place.end.max(numeral.end));
        if let Some(last) = all.last_mut().filter(|last| last.end >= numeral.end) {
            if last.part != Part::From {
                continue;
            }
            (last.end, end) = (last.numeral.end, last.end);
        }
        let (_, behind) = text[numeral.range()].split_once('.').unwrap_or_default();
        all.push(Figure {
            part: part(text, near(&words, &numeral, end), &numeral, end),
            decimals: i32::try_from(behind.len()).unwrap_or(0),
            rough: quantity.is_some_and(|q| q.approximate),
            numeral,
            end,
            quantity,
        });
    }
    all
}

/// Whether a number in words is a part of one in digits: ten of the 12, ten of 12.
fn of_digits(behind: &str) -> bool {
    let behind = behind.trim_start();
    let of = behind.strip_prefix("out ").unwrap_or(behind).strip_prefix("of ");
    let whole = of.map(|rest| rest.strip_prefix("the ").unwrap_or(rest));
    whole.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Quantities that may begin before a numeral and reach over it.
const NESTED: usize = 4;

/// Bytes on either side of a number in which words may say what part it plays.
const REACH: usize = 240;

/// The words around a number.
fn near<'w>(words: &'w [Term<String>], numeral: &Numeral, end: usize) -> &'w [Term<String>] {
    let first = words.partition_point(|w| w.start + REACH < numeral.start);
    let last = words.partition_point(|w| w.start <= end + REACH).max(first);
    &words[first..last]
}

/// The part that the words right before and behind a number give it.
fn part(text: &str, words: &[Term<String>], numeral: &Numeral, end: usize) -> Part {
    let mut at = blanks_before(text, numeral.start);
    let ending = |at: usize| words.iter().filter(move |w| w.end == at).max_by_key(|w| w.end - w.start);
    while let Some(word) = ending(at).filter(|w| w.is == "about") {
        at = blanks_before(text, word.start);
    }
    let before = ending(at);
    match before.map(|w| w.is.as_str()) {
        Some("to") => return Part::To,
        Some("from") => return Part::From,
        Some("rise") => return Part::Change(Way::Up),
        Some("fall") => return Part::Change(Way::Down),
        Some("by") => {
            let start = before.map_or(at, |w| w.start);
            let near =
                words.iter().rev().find(|w| w.end <= start && matches!(w.is.as_str(), "rise" | "fall"));
            let close = |w: &&Term<String>| {
                let between = &text[w.end..start];
                let right_behind = between.trim().is_empty();
                right_behind || text[start..].starts_with("by") && !between.contains([',', ';', '。'])
            };
            if let Some(word) = near.filter(close) {
                return Part::Change(way(word));
            }
        }
        _ => {}
    }
    let mut next = blanks_behind(text, end);
    let starting = |at: usize| words.iter().filter(move |w| w.start == at).max_by_key(|w| w.end - w.start);
    while let Some(word) = starting(next).filter(|w| w.is == "relative") {
        next = blanks_behind(text, word.end);
    }
    match starting(next) {
        Some(word) if matches!(word.is.as_str(), "rise" | "fall") => Part::Change(way(word)),
        _ => Part::Level,
    }
}

fn way(word: &Term<String>) -> Way {
    if word.is == "rise" { Way::Up } else { Way::Down }
}

fn blanks_before(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches(' ').len()
}

fn blanks_behind(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches([' ', '-']).len()
}
