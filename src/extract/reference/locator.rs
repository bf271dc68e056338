//! Where in its container a work stands: year, volume, issue and pages, in any order and style.

mod date;
mod read;

use super::scan::{Kind, Scan, digits, year};
use crate::knowledge::ReferenceWord;
use std::ops::Range;

/// A run of year, volume, issue and pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Locator {
    /// Its tokens.
    pub tokens: Range<usize>,
    pub year: Option<String>,
    pub volume: Option<String>,
    pub issue: Option<String>,
    pub pages: Option<String>,
    /// Whether the date has a day.
    pub dated: bool,
}

impl Locator {
    /// Whether it is a place in a journal: two of volume, issue and pages.
    pub fn is_placed(&self) -> bool {
        let parts = [&self.volume, &self.issue, &self.pages];
        parts.iter().filter(|p| p.is_some()).count() >= 2
    }

    /// How surely it is one: a number in a title is weak, `2014;34(8):623-7` is strong.
    pub fn strength(&self) -> u8 {
        let range = self.pages.as_ref().is_some_and(|p| p.contains('-'));
        let place = self.volume.is_some() || self.issue.is_some();
        let pages = self.pages.is_some();
        2 * u8::from(range)
            + 2 * u8::from(place && pages)
            + 2 * u8::from(self.issue.is_some() && self.volume.is_some())
            + 2 * u8::from(self.year.is_some() && place)
            + u8::from(self.year.is_some())
            + u8::from(self.dated)
    }
}

/// Every run in a range of tokens, in order. Where the year is known from elsewhere, a number that
/// could be one is more likely a volume.
pub(super) fn all(scan: &Scan, range: Range<usize>, year_known: bool) -> Vec<Locator> {
    let mut out = Vec::new();
    let mut i = range.start;
    while i < range.end {
        if !belongs(scan, i, range.end) || (is_mark(scan, i) && !opens_run(scan, i, range.end)) {
            i += 1;
            continue;
        }
        let start = i;
        while i < range.end && belongs(scan, i, range.end) {
            i += 1;
        }
        let mut end = i;
        while end > start && is_mark(scan, end - 1) && !scan.is_any(end - 1, &[')', ']']) {
            end -= 1;
        }
        let set_off = start > 0 && scan.is_any(start - 1, &[':', ',']);
        let has_number = (start..end).any(|t| match scan.kind(t) {
            Some(Kind::Number) => true,
            Some(Kind::Code) => set_off,
            _ => false,
        });
        if has_number && !is_span_of_years(scan, start..end) {
            out.push(read::read(scan, past_title_number(scan, start, end)..end, year_known));
        }
    }
    out
}

/// Past a number that ends the title before the year: `… in the year 1919. 1962, 2`.
fn past_title_number(scan: &Scan, start: usize, end: usize) -> usize {
    let begins = scan.kind(start) == Some(Kind::Number)
        && scan.is(start + 1, '.')
        && scan.spaced(start + 2)
        && start + 3 < end
        && scan.kind(start + 2) == Some(Kind::Number)
        && year(scan.word(start + 2)).is_some()
        && scan.is_any(start + 3, &[',', ';']);
    if begins { start + 2 } else { start }
}

/// `1830-1914`, as titles have it.
fn is_span_of_years(scan: &Scan, run: Range<usize>) -> bool {
    let number = |i: usize| (scan.kind(i) == Some(Kind::Number)).then(|| year(scan.word(i))).flatten();
    let numbers = run.clone().filter(|&i| matches!(scan.kind(i), Some(Kind::Number | Kind::Code)));
    let commas = run.clone().all(|i| !is_mark(scan, i) || scan.is(i, ','));
    let listed = commas && numbers.clone().count() >= 3 && numbers.clone().all(|i| number(i).is_some());
    listed
        || match (number(run.start), number(run.end - 1)) {
            (Some(from), Some(to)) => {
                run.len() == 3 && scan.is_any(run.start + 1, &['-', '—', '~']) && from < to
            }
            _ => false,
        }
}

fn is_mark(scan: &Scan, i: usize) -> bool {
    matches!(scan.kind(i), Some(Kind::Mark(_)))
}

/// Whether a bracket opens a run: `(2009) 12`, `(1): 52`.
fn opens_run(scan: &Scan, i: usize, end: usize) -> bool {
    let next = scan.kind(i + 1);
    scan.is_any(i, &['(', '['])
        && i + 1 < end
        && (matches!(next, Some(Kind::Number))
            || labels_number(scan, i + 1, end)
            || is_month(scan, i + 1, end))
}

/// Whether a token can be part of a run.
fn belongs(scan: &Scan, i: usize, end: usize) -> bool {
    match scan.kind(i) {
        Some(Kind::Number) => !glued_to_word(scan, i, end),
        Some(Kind::Code) => is_page_code(scan.word(i)) && !glued_to_word(scan, i, end),
        Some(Kind::Mark(c)) => ",;:.()-—~/[]+|".contains(c),
        Some(Kind::Word | Kind::Han) => {
            labels_number(scan, i, end) || is_month(scan, i, end) || is_unit(scan, i)
        }
        None => false,
    }
}

/// Whether a number is part of a name: `2022世界大会`, `3rd`, `COVID-19`.
fn glued_to_word(scan: &Scan, i: usize, end: usize) -> bool {
    let next = i + 1;
    let run_on = next < end
        && !scan.spaced(next)
        && matches!(scan.kind(next), Some(Kind::Word | Kind::Han | Kind::Code))
        && !is_unit(scan, next);
    let hyphen = |at: usize| scan.is(at, '-') && !scan.spaced(at);
    let word = |at: usize| matches!(scan.kind(at), Some(Kind::Word | Kind::Han)) && !scan.spaced(at);
    let hyphened = next + 1 < end && hyphen(next) && word(next + 1) && scan.label(next + 1).is_none();
    let behind = i >= 2
        && hyphen(i - 1)
        && !scan.spaced(i)
        && scan.kind(i - 2) == Some(Kind::Word)
        && scan.label(i - 2).is_none();
    run_on || hyphened || behind
}

/// Han that counts behind or before a number: 年, 月, 日, 卷, 期, 页, 第.
fn is_unit(scan: &Scan, i: usize) -> bool {
    let number_before = i > 0 && scan.kind(i - 1) == Some(Kind::Number);
    match scan.word(i) {
        "年" | "月" | "日" | "卷" | "期" | "页" => number_before,
        "第" => scan.kind(i + 1) == Some(Kind::Number),
        _ => false,
    }
}

/// `e1234`, `S12`, `143D`, `12S1`, `R45`, `T45`.
fn is_page_code(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let number = digits(&word[letters..]);
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = number.len() - rest.len();
    let ordinal = ["st", "nd", "rd", "th"].contains(&rest);
    digits > 0
        && letters <= 4
        && rest.len() <= 4
        && !ordinal
        && word.is_ascii()
        && !(letters > 2 && rest.len() > 1)
}

fn is_label(scan: &Scan, i: usize) -> bool {
    use ReferenceWord::{Issue, Pages, Supplement, Volume};
    matches!(scan.label(i), Some(Volume | Issue | Pages | Supplement))
}

/// Whether a word such as vol or pp stands before a number.
fn labels_number(scan: &Scan, i: usize, end: usize) -> bool {
    if !is_label(scan, i) {
        return false;
    }
    let past = scan.past_label(i, end);
    let next = (past..end.min(past + 4)).find(|&t| !scan.is_any(t, &['.', ':', '°', '-']));
    let number = |t: usize| matches!(scan.kind(t), Some(Kind::Number)) || is_page_word(scan, t);
    next.is_some_and(|t| number(t) || (is_label(scan, t) && scan.label(t) != scan.label(i)))
        || (scan.label(i) == Some(ReferenceWord::Supplement)
            && i > 0
            && (scan.is(i - 1, '(') || scan.kind(i - 1) == Some(Kind::Number)))
}

fn is_page_word(scan: &Scan, i: usize) -> bool {
    scan.kind(i) == Some(Kind::Code) && is_page_code(scan.word(i))
}

/// Whether a month stands beside a number or another month.
fn is_month(scan: &Scan, i: usize, end: usize) -> bool {
    if scan.label(i) != Some(ReferenceWord::Month) {
        return false;
    }
    let dates = |t: usize| scan.kind(t) == Some(Kind::Number) || scan.label(t) == Some(ReferenceWord::Month);
    let ahead = (i + 1..end.min(i + 3)).find(|&t| !is_mark(scan, t));
    let behind = i > 0 && dates(i - 1) || i > 1 && is_mark(scan, i - 1) && dates(i - 2);
    ahead.is_some_and(dates) || behind
}
