//! Numbers said of a study or an effect: counts, percentages, ratios, intervals, p values, times.
//!
//! Each numeral is read once, with the words of `claims/quantities` right before and behind it.

use super::numeral::{self, Numeral, is_blank};
use super::{Quantity, QuantityKind};
use crate::document::Place;
use crate::extract::Quote;
use crate::extract::words::Words;
use crate::knowledge::{Named, QuantityWord, Term, Terms};
use crate::text::Language;
use std::ops::Range;

/// The numbers of a block that say something of a study or an effect, in order.
pub(in crate::extract) fn read_quantities(block: usize, words: &Words) -> Vec<Quantity> {
    let text = words.blocks[block].as_str();
    let names = words.named(block);
    let vocabulary = &words.knowledge.quantity_words;
    let reader = Reader { text, vocabulary, words: vocabulary.find(text) };
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(numeral) = numeral::next(text, at) {
        at = numeral.end;
        let counts = |s: &Said| !is_named(names, &s.numerals) && (s.low - s.high).is_finite();
        let Some(said) = reader.read(&numeral).filter(counts).map(|s| reader.grouped(s)) else { continue };
        at = said.numerals.end;
        out.push(Quantity {
            quote: Quote::of(words.blocks, Place::new(block, said.range)),
            kind: said.kind,
            low: said.low.min(said.high),
            high: said.low.max(said.high),
            decimals: decimals(&text[numeral.range()]),
            approximate: reader.is_rough(&said.numerals),
        });
    }
    out
}

/// Whether a range overlaps a name.
fn is_named(names: &[Named], range: &Range<usize>) -> bool {
    let after = names.partition_point(|n| n.range.end <= range.start);
    names.get(after).is_some_and(|n| n.range.start < range.end)
}

/// What the words around a numeral make of it.
struct Said {
    kind: QuantityKind,
    low: f64,
    high: f64,
    /// From the first to the last digit.
    numerals: Range<usize>,
    /// The same with label and unit.
    range: Range<usize>,
}

impl Said {
    /// A number by itself, with its label or unit.
    fn one(kind: QuantityKind, numeral: &Numeral, worth: f64, range: Range<usize>) -> Said {
        let value = numeral.value * worth;
        Said { kind, low: value, high: value, numerals: numeral.range(), range }
    }
}

/// Words between the bounds of a range, and of an interval.
const TO: &[&str] = &["-", "~", "至", "到", "to", ",", ";"];

/// How many of [`TO`] any range may have.
const PLAIN_TO: usize = 5;

/// Bytes from a label to its number, at most.
const LABEL: usize = 80;

/// Words between a number and what is counted, at most; characters, in Chinese.
const COUNTED: usize = 3;
const COUNTED_ZH: usize = 40;

/// A text and the words in it that tell what its numbers are.
struct Reader<'a> {
    text: &'a str,
    vocabulary: &'a Terms<QuantityWord>,
    words: Vec<Term<QuantityWord>>,
}

impl Reader<'_> {
    fn read(&self, numeral: &Numeral) -> Option<Said> {
        if self.is_level(numeral) {
            return None;
        }
        let own =
            || if numeral.glued { None } else { self.with_unit(numeral).or_else(|| self.counted(numeral)) };
        let set_against = self.before(numeral.start).any(|w| w.is == QuantityWord::Each);
        let counts = |said: &Said| !(set_against && said.kind == QuantityKind::Count);
        self.labelled(numeral).or_else(|| self.year(numeral)).or_else(|| own().filter(counts))
    }

    /// A count with the digits before blanks that belong to it: 1 264例, 1 720 108 participants.
    fn grouped(&self, mut said: Said) -> Said {
        let mut worth = 1000.0;
        while let Some((start, value)) = self.group_before(&said) {
            said.low += worth * value;
            said.high = said.low;
            said.numerals.start = start;
            said.range.start = said.range.start.min(start);
            worth *= 1000.0;
        }
        said
    }

    /// The digits before a blank that go on in three of a count, and what they are worth there.
    fn group_before(&self, said: &Said) -> Option<(usize, f64)> {
        let group = self.text[..said.numerals.start].strip_suffix([' ', '\u{2009}', '\u{202f}'])?;
        let before = group.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = group.len() - before.len();
        let own = self.text[said.numerals.clone()].bytes().take_while(u8::is_ascii_digit).count();
        let opens = !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
        let counts = said.kind == QuantityKind::Count && own == 3 && digits <= 3 && opens;
        counts.then(|| group[before.len()..].parse().ok()).flatten().map(|value| (before.len(), value))
    }

    /// Whether a number is the level of an interval: 95% CI.
    fn is_level(&self, numeral: &Numeral) -> bool {
        let behind = self.text[numeral.end..].trim_start_matches(is_blank).strip_prefix('%');
        let name = behind.map(|b| b.trim_start_matches(|c| is_blank(c) || c == '='));
        let label = |name: &str| self.vocabulary.at(self.text, self.text.len() - name.len()).next();
        name.and_then(label).is_some_and(|w| w.is == QuantityWord::Label(QuantityKind::Interval))
    }

    /// Where the name of an interval starts, with its level.
    fn with_level(&self, label: usize) -> usize {
        let before = self.text[..label].trim_end_matches(|c| is_blank(c) || c == '=');
        let level = before.strip_suffix('%').map(|b| b.trim_end_matches(is_blank));
        level.map_or(label, |level| level.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len())
    }

    /// Where a label starts, with the words that it is short for: odds ratio (OR).
    fn in_full(&self, kind: QuantityKind, label: &Term<QuantityWord>) -> usize {
        let short = self.text[..label.start].trim_end_matches(['(', '[']).len();
        let full = self.before(short).find(|w| w.is == QuantityWord::Label(kind));
        full.map_or(label.start, |w| w.start)
    }

    /// A number behind its label: OR 1.2, 95% CI 0.8-1.1.
    fn labelled(&self, numeral: &Numeral) -> Option<Said> {
        let until = self.words.partition_point(|w| w.end <= numeral.start);
        let near = self.words[..until].iter().rev().take_while(|w| numeral.start - w.end <= LABEL);
        let mut labels = near.filter_map(|w| match w.is {
            QuantityWord::Label(kind) => Some((kind, w)),
            _ => None,
        });
        labels.find_map(|(kind, label)| self.under(kind, label, numeral)).filter(|_| numeral.digits)
    }

    fn under(&self, kind: QuantityKind, label: &Term<QuantityWord>, numeral: &Numeral) -> Option<Said> {
        let between = &self.text[label.end..numeral.start];
        if !links(between) {
            return None;
        }
        let start = self.in_full(kind, label);
        let said = Said::one(kind, numeral, 1.0, start..numeral.end);
        match kind {
            QuantityKind::Count if !between.contains('=') => None,
            QuantityKind::PValue if decimals(&self.text[numeral.range()]) == 0 => None,
            QuantityKind::PValue if numeral.value >= 1.0 && !between.contains('=') => None,
            QuantityKind::PValue | QuantityKind::ISquared if between.trim().is_empty() => None,
            QuantityKind::ISquared => {
                let sign = self.text[numeral.end..].trim_start_matches(is_blank).strip_prefix('%');
                let end = sign.map_or(numeral.end, |behind| self.text.len() - behind.len());
                Some(Said { range: start..end, ..said })
            }
            QuantityKind::Interval => {
                let upper = numeral::bound(self.text, numeral.end, TO)?;
                let range = self.with_level(start)..upper.end;
                Some(Said { high: upper.value, numerals: numeral.start..upper.end, range, ..said })
            }
            _ => Some(said),
        }
    }

    /// A year of the calendar: 2015年, in 2015.
    fn year(&self, numeral: &Numeral) -> Option<Said> {
        let written = &self.text[numeral.range()];
        let digits = written.len() == 4 && written.bytes().all(|b| b.is_ascii_digit());
        if !digits || !(written.starts_with("19") || written.starts_with("20")) {
            return None;
        }
        let (before, behind) = self.text.split_at(numeral.end);
        let said = |end| Some(Said::one(QuantityKind::Year, numeral, 1.0, numeral.start..end));
        let sign = self.behind(numeral.end).find(|w| w.language == Language::Zh && w.is == CALENDAR);
        if let Some(sign) = sign {
            return said(sign.end);
        }
        let lead = self.before(numeral.start).any(|w| w.is == QuantityWord::Year)
            || before[..numeral.start].trim_end_matches(is_blank).ends_with('(');
        let mut next = behind.chars();
        let ends = match next.next() {
            Some(',' | '.' | ')') => !next.next().is_some_and(|c| c.is_ascii_digit()),
            Some(c) => !c.is_ascii_alphanumeric() && !matches!(c, '%' | '_'),
            None => true,
        };
        if lead && ends { said(numeral.end) } else { None }
    }

    /// A number with its unit, or a range of them: 5%, 三天, 3-5 weeks.
    fn with_unit(&self, numeral: &Numeral) -> Option<Said> {
        let written = &self.text[numeral.range()];
        if written.contains("分之") {
            let worth = if written.starts_with("百分之") { 1.0 } else { 100.0 };
            return Some(Said::one(QuantityKind::Percent, numeral, worth, numeral.range()));
        }
        let ranged = |(kind, ..): &(QuantityKind, f64, usize)| {
            matches!(kind, QuantityKind::Percent | QuantityKind::Fold | QuantityKind::Days)
        };
        let upper = numeral::bound(self.text, numeral.end, &TO[..PLAIN_TO]);
        let upper = upper.filter(|b| self.year(b).is_none() && !self.changes(numeral));
        let of_both = upper.and_then(|b| Some((b, self.unit(b.end).filter(ranged)?)));
        if let Some((upper, (kind, worth, end))) = of_both {
            let said = Said::one(kind, numeral, worth, numeral.start..end);
            return Some(Said { high: upper.value * worth, numerals: numeral.start..upper.end, ..said });
        }
        let (kind, worth, end) = self.unit(numeral.end)?;
        Some(Said::one(kind, numeral, worth, numeral.start..end))
    }

    /// Whether a number is what something changes from: from 19% to 8%.
    fn changes(&self, numeral: &Numeral) -> bool {
        let before = self.text[..numeral.start].trim_end_matches(is_blank);
        let sign = self.text[numeral.end..].trim_start_matches(is_blank).starts_with('%');
        sign && (before.ends_with(" from") || before.ends_with(['从', '由']))
    }

    /// A number of things named behind it: 40 older patients, 5项…的研究.
    fn counted(&self, numeral: &Numeral) -> Option<Said> {
        let said = |(kind, end)| Said::one(kind, numeral, 1.0, numeral.start..end);
        let measure = self.behind(numeral.end).find(|w| w.is == QuantityWord::Measure);
        let Some(measure) = measure else { return self.counted_en(numeral.end).map(said) };
        let clause = self.text[measure.end..].char_indices().take(COUNTED_ZH);
        let mut clause = clause.take_while(|(_, c)| !matches!(c, ',' | '。' | ';' | '、' | '0'..='9'));
        let of_studies = |at| self.counted_at(at).filter(|(kind, _)| *kind == QuantityKind::Studies);
        clause.find_map(|(i, _)| of_studies(measure.end + i)).map(said)
    }

    /// What is counted behind a number, some words between.
    fn counted_en(&self, number: usize) -> Option<(QuantityKind, usize)> {
        let mut at = number;
        for _ in 0..=COUNTED {
            let word = self.text[at..].trim_start_matches(is_blank);
            let start = self.text.len() - word.len();
            if start == at {
                return None;
            }
            if let Some(counted) = self.counted_at(start) {
                return Some(counted);
            }
            let apart = self.vocabulary.at(self.text, start).any(|w| w.is == QuantityWord::Apart);
            let letters = word.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'-').count();
            if apart || letters == 0 || numeral::next(&word[..letters], 0).is_some() {
                return None;
            }
            at = start + letters;
        }
        None
    }

    fn counted_at(&self, at: usize) -> Option<(QuantityKind, usize)> {
        self.vocabulary.at(self.text, at).find_map(|w| match w.is {
            QuantityWord::Counted(kind) => Some((kind, w.end)),
            _ => None,
        })
    }

    /// The unit behind a number, what one of it is worth, and where it ends.
    fn unit(&self, number: usize) -> Option<(QuantityKind, f64, usize)> {
        self.behind(number).find_map(|w| match w.is {
            QuantityWord::Unit(kind, worth) => Some((kind, worth, w.end)),
            _ => None,
        })
    }

    /// The words behind a number, 多, blanks and hyphens aside.
    fn behind(&self, number: usize) -> impl Iterator<Item = Term<QuantityWord>> {
        let rest = &self.text[number..];
        let rest = rest.strip_prefix(MORE).unwrap_or(rest).trim_start_matches(|c| is_blank(c) || c == '-');
        self.vocabulary.at(self.text, self.text.len() - rest.len())
    }

    /// The words right before a number, blanks aside.
    fn before(&self, number: usize) -> impl Iterator<Item = &Term<QuantityWord>> {
        let end = self.text[..number].trim_end_matches(is_blank).len();
        let last = self.words.partition_point(|w| w.start < end);
        self.words[..last].iter().rev().take_while(move |w| w.end == end)
    }

    /// Whether numerals are only about right: 约30, 30多, 30人左右.
    fn is_rough(&self, numerals: &Range<usize>) -> bool {
        let first = self.words.partition_point(|w| w.start < numerals.end);
        let near = self.words[first..].iter().take_while(|w| w.start <= numerals.end + OR_SO);
        let near = near.map(|w| (w, &self.text[numerals.end..w.start]));
        let parts = |c: char| c.is_ascii_digit() || matches!(c, ',' | '。' | ';');
        self.text[numerals.end..].trim_start_matches(is_blank).starts_with(MORE)
            || near.into_iter().any(|(w, between)| w.is == QuantityWord::OrSo && !between.contains(parts))
            || self.before(numerals.start).any(|w| w.is == QuantityWord::About)
    }
}

/// The unit of calendar years.
const CALENDAR: QuantityWord = QuantityWord::Unit(QuantityKind::Days, 365.0);

/// Characters behind a number that make it a rough one.
const MORE: [char; 2] = ['多', '余'];

/// Bytes from a number to a word that makes it a rough one, at most.
const OR_SO: usize = 18;

/// Whether words tie a label to the number behind them: `(95% CI) = `, was, 为.
fn links(between: &str) -> bool {
    let aside = between.find('(').and_then(|open| Some((open, open + between[open..].find(')')?)));
    match aside {
        Some((open, close)) => is_link(&between[..open]) && is_link(&between[close..]),
        None => is_link(between),
    }
}

fn is_link(words: &str) -> bool {
    const WORDS: [&str; 9] = ["of", "was", "were", "is", "为", "是", "约", "仅", "达"];
    let rest = words.trim_start_matches(|c| is_blank(c) || "()[]:=,<>≤≥".contains(c));
    let behind = || WORDS.iter().find_map(|word| rest.strip_prefix(word));
    rest.is_empty() || behind().is_some_and(is_link)
}

/// Digits behind the decimal point: 12.5, 八十八点九.
fn decimals(written: &str) -> u8 {
    let digit = |c: &char| c.is_ascii_digit() || "〇零一二三四五六七八九".contains(*c);
    let behind = written.split_once(['.', '点']).map_or(0, |(_, d)| d.chars().take_while(digit).count());
    u8::try_from(behind).unwrap_or(u8::MAX)
}
