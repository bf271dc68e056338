//! Amounts and ranges of them: 半片, 1-2粒, 0.4g~0.6g, half a tablet, one or two 200 mg tablets.

use super::ProblemCode;
use super::suffix::suffixes;
use super::token::{Lex, Token};
use crate::knowledge::{Basis, Dimension, DoseWord, Unit};

/// The unit that counts what is long and thin, of whatever kind: 条.
const STICK: &str = "stick";

/// What the denominator of an amount makes of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// An amount that may be a dose.
    Dose,
    /// So much in a tablet.
    Strength,
    /// So much in a volume.
    Concentration,
    /// So much in a minute or by some other measure.
    Rate,
    /// A length, an area or the weight of a body.
    Measure,
}

/// An amount with its unit.
#[derive(Clone, PartialEq, Debug)]
pub struct Amount<'k> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Lower bound.
    pub low: f64,
    /// Upper bound, equal to the lower one in a single amount.
    pub high: f64,
    /// Its unit.
    pub unit: Option<&'k Unit>,
    /// Whether it is per kilogram of the body.
    pub per_kg: bool,
    /// Whether it is per square metre of the body.
    pub per_area: bool,
    /// What it says itself to be per: mg/d, ml/次.
    pub basis: Option<Basis>,
    /// What it is.
    pub class: Class,
    /// The unit of volume it is in, of a concentration.
    pub volume: Option<&'k Unit>,
    /// How much is in one, of a count: two 200 mg tablets.
    pub strength: Option<(f64, &'k Unit)>,
    /// What is doubtful about it.
    pub doubt: Option<ProblemCode>,
}

impl Amount<'_> {
    /// The amount as it would be without a unit.
    pub fn bare(start: usize, end: usize, low: f64, high: f64) -> Amount<'static> {
        Amount {
            start,
            end,
            low,
            high,
            unit: None,
            per_kg: false,
            per_area: false,
            basis: None,
            class: Class::Dose,
            volume: None,
            strength: None,
            doubt: None,
        }
    }

    /// The upper bound in the base unit of its dimension, and that dimension.
    pub fn base(&self) -> Option<(f64, Dimension)> {
        self.unit.map(|u| (self.high * u.factor, u.dimension))
    }

    /// Whether it counts tablets, drops or packages, or has no unit.
    pub fn is_counted(&self) -> bool {
        self.unit.is_none_or(Unit::is_counted)
    }
}

/// A numeral or a range of two.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bounds {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Whether the two are joined by `or`.
    pub alternatives: bool,
    /// Whether the two are joined by a dash with blanks around it.
    pub spaced: bool,
    /// Index of the lexeme behind it.
    pub next: usize,
}

/// One numeral, of one or more lexemes: 1 1/2, one and a half, 1 half.
pub fn numeral(tokens: &[Token], i: usize) -> Option<(f64, usize)> {
    let value = tokens.get(i)?.number()?;
    let number = |j: usize| tokens.get(j).and_then(Token::number);
    let said_twice = |j: usize| number(j) == Some(value) && tokens[j].in_digits() != tokens[i].in_digits();
    if said_twice(i + 1) {
        return Some((value, i + 2));
    }
    let bracket = |j: usize, mark: char| tokens.get(j).is_some_and(|t| t.is_mark(mark));
    if bracket(i + 1, '(') && said_twice(i + 2) && bracket(i + 3, ')') {
        return Some((value, i + 4));
    }
    if let Some(part) = number(i + 1)
        && part > 0.0
        && part < 1.0
        && value.fract() == 0.0
        && tokens[i + 1].start <= tokens[i].end + 2
    {
        let joined = if tokens[i + 1].in_digits() { value + part } else { value * part };
        return Some((joined, i + 2));
    }
    if tokens.get(i + 1).is_some_and(|t| t.is(DoseWord::And)) {
        let skip = match tokens.get(i + 2) {
            Some(t) if t.is(DoseWord::Per) => 3,
            Some(t) if t.number() == Some(1.0) && tokens.get(i + 3).is_some_and(|t| t.is_mark('-')) => 4,
            _ => 2,
        };
        if number(i + skip) == Some(0.5) {
            return Some((value + 0.5, i + skip + 1));
        }
    }
    Some((value, i + 1))
}

/// Whether a lexeme joins the bounds of a range.
pub fn joins_range(token: &Token) -> bool {
    matches!(token.lex, Lex::Mark('~' | '-' | '—' | '―') | Lex::Word(DoseWord::To | DoseWord::Or))
}

/// A numeral or range at a lexeme.
pub fn bounds(tokens: &[Token], i: usize) -> Option<Bounds> {
    let (low, next) = numeral(tokens, i)?;
    let single = Bounds { low, high: low, alternatives: false, spaced: false, next };
    let mut sep = next;
    while sep < next + 2 && tokens.get(sep).is_some_and(joins_range) {
        sep += 1;
    }
    if sep == next {
        return Some(single);
    }
    let Some((high, end)) = numeral(tokens, sep) else { return Some(single) };
    let spaced = tokens[next].start > tokens[next - 1].end && tokens[next].is_mark('-');
    let alternatives = tokens[next].is(DoseWord::Or);
    Some(if high > low { Bounds { low, high, alternatives, spaced, next: end } } else { single })
}

/// The amount at a lexeme, and the index of the lexeme behind it.
pub fn amount<'k>(tokens: &[Token<'k>], i: usize) -> Option<(Amount<'k>, usize)> {
    let first = bounds(tokens, i)?;
    let j = first.next;
    if let Some((inner, next)) = counted_strength(tokens, j) {
        let mut out = Amount::bare(tokens[i].start, tokens[next - 1].end, first.low, first.high);
        out.unit = tokens[next - 1].unit();
        out.strength = Some(inner);
        return Some(suffixes(out, tokens, next));
    }
    if let Some((unit, each, next)) = multiplied(tokens, j) {
        let mut out =
            Amount::bare(tokens[i].start, tokens[next - 1].end, first.low * each, first.high * each);
        out.unit = Some(unit);
        return Some(suffixes(out, tokens, next));
    }
    let (unit, mut next) = unit_at(tokens, j, first.low < 1.0)?;
    if unit.id == STICK && !tokens[i].in_digits() {
        return None;
    }
    let mut out = Amount::bare(tokens[i].start, tokens[next - 1].end, first.low, first.high);
    out.unit = Some(unit);
    if unit.is_counted() && half_behind(tokens, next) {
        (out.low, out.high, out.end) = (out.low + 0.5, out.high + 0.5, tokens[next].end);
        next += 1;
    }
    if first.low < first.high && first.spaced && first.high >= 10.0 * first.low && form_at(tokens, next) {
        out.doubt = Some(ProblemCode::AmbiguousStrength);
    }
    if first.low == first.high
        && let Some((high, other, end)) = second_bound(tokens, next, unit)
    {
        let low = first.low * unit.factor / other.factor;
        if high > low {
            (out.low, out.high, out.unit) = (low, high, Some(other));
            (out.end, next) = (tokens[end - 1].end, end);
        }
    }
    if form_at(tokens, next) && unit.dimension == Dimension::Mass {
        next += 1;
        out.end = tokens[next - 1].end;
    }
    out.class = match unit.dimension {
        Dimension::Weight | Dimension::Length | Dimension::Area => Class::Measure,
        Dimension::Concentration => Class::Concentration,
        _ => Class::Dose,
    };
    Some(suffixes(out, tokens, next))
}

/// `500 mg tablets` behind a count,
/// or with a name before the one or the other: `paracetamol 500 mg tablets`, `500 mg paracetamol tablets`.
fn counted_strength<'k>(tokens: &[Token<'k>], i: usize) -> Option<((f64, &'k Unit), usize)> {
    let i = name_behind(tokens, i);
    let value = tokens.get(i)?.number()?;
    let dash = usize::from(tokens.get(i + 1).is_some_and(|t| t.is_mark('-')));
    let unit = tokens.get(i + 1 + dash)?.unit().filter(|u| u.dimension == Dimension::Mass)?;
    let form = name_behind(tokens, i + 2 + dash);
    form_at(tokens, form).then_some(((value, unit), form + 1))
}

/// Words of a name, at most.
const NAME: usize = 2;

/// Index behind the few letters that may name a drug; the same where there are none.
fn name_behind(tokens: &[Token], i: usize) -> usize {
    let letters = |t: &&Token| t.lex == Lex::Other && t.end - t.start >= 4;
    i + tokens.iter().skip(i).take(NAME).take_while(letters).count()
}

/// `1支半`.
fn half_behind(tokens: &[Token], i: usize) -> bool {
    let half = tokens
        .get(i)
        .is_some_and(|t| t.number() == Some(0.5) && !t.in_digits() && t.start == tokens[i - 1].end);
    half && tokens.get(i + 1).is_none_or(|t| t.unit().is_none())
}

/// `x 5ml` behind a count; the sign is one of `x` and `×`, not 次.
fn multiplied<'k>(tokens: &[Token<'k>], i: usize) -> Option<(&'k Unit, f64, usize)> {
    let sign = |t: &&Token| t.end - t.start <= 2 && (t.is(DoseWord::For) || t.is(DoseWord::Times));
    let each = tokens.get(i).filter(sign)?;
    let value = tokens.get(i + 1).filter(|t| t.start <= each.end + 1)?.number()?;
    let unit = tokens.get(i + 2)?.unit().filter(|u| u.dimension == Dimension::Volume)?;
    Some((unit, value, i + 3))
}

/// Whether a lexeme is a counted unit: tablets, drops.
pub fn form_at(tokens: &[Token], i: usize) -> bool {
    tokens.get(i).and_then(Token::unit).is_some_and(Unit::is_counted)
}

fn unit_at<'k>(tokens: &[Token<'k>], i: usize, fraction: bool) -> Option<(&'k Unit, usize)> {
    let token = tokens.get(i)?;
    if let Some(unit) = token.unit() {
        return Some((unit, i + 1));
    }
    let glued = token.is_mark('-') && tokens[i - 1].end == token.start;
    let half_a = fraction && token.is(DoseWord::Per);
    if !(glued || half_a) {
        return None;
    }
    let unit = tokens.get(i + 1)?.unit()?;
    Some((unit, i + 2))
}

/// `~2瓶` behind `1瓶` or `1瓶(4克)`.
fn second_bound<'k>(tokens: &[Token<'k>], mut i: usize, unit: &Unit) -> Option<(f64, &'k Unit, usize)> {
    if tokens.get(i)?.is_mark('(') {
        let close = tokens[i..].iter().take(5).position(|t| t.is_mark(')'))?;
        i += close + 1;
    }
    if !tokens.get(i).is_some_and(joins_range) {
        return None;
    }
    let (high, next) = numeral(tokens, i + 1)?;
    let other = tokens.get(next)?.unit().filter(|u| u.dimension == unit.dimension)?;
    (!other.is_counted() || other.id == unit.id).then_some((high, other, next + 1))
}
