//! Citations by author and year: `(Wang et al., 2020; Li & Zhao, 2019)`, `Wang et al. (2020)`, `王某等(2020)`.

use super::{CitationStyle, Found};
use crate::extract::reference::scan::{Kind, Scan, is_particle, year};
use crate::knowledge::{Knowledge, ReferenceWord};
use std::ops::Range;

/// Longest bracket that is read, in tokens.
const LONGEST: usize = 120;

/// The author–year citations of a folded text, in order.
pub(super) fn find(text: &str, knowledge: &Knowledge) -> Vec<Found> {
    if !text.contains('(') {
        return Vec::new();
    }
    let scan = Scan::new(text, knowledge);
    let mut out = Vec::new();
    let mut at = 0;
    while at < scan.len() {
        if !scan.is(at, '(') {
            at += 1;
            continue;
        }
        let Some(close) = (at + 1..scan.len().min(at + LONGEST)).find(|&i| scan.is_any(i, &['(', ')']))
        else {
            at += 1;
            continue;
        };
        if scan.is(close, '(') {
            at = close;
            continue;
        }
        match lone_year(&scan, at + 1..close) {
            Some(year) => out.extend(narrative(&scan, at, close, year)),
            None => out.extend(parts(&scan, at + 1..close).filter_map(|p| parenthetical(&scan, p))),
        }
        at = close + 1;
    }
    out
}

/// The year of a bracket that holds nothing else: `(2020)`, `(2020a)`, `(2020年)`.
fn lone_year(scan: &Scan, inner: Range<usize>) -> Option<i32> {
    let plain = inner.len() == 1 || inner.len() == 2 && scan.word(inner.start + 1) == "年";
    plain.then(|| year_of(scan, inner.start)).flatten()
}

/// The year at a token, `2020` or `2020a`, not before 1900.
fn year_of(scan: &Scan, at: usize) -> Option<i32> {
    let word = scan.word(at);
    let digits = match scan.kind(at)? {
        Kind::Number => word,
        Kind::Code if word.len() == 5 && word.ends_with(|c: char| c.is_ascii_lowercase()) => &word[..4],
        _ => return None,
    };
    let found = digits.bytes().all(|b| b.is_ascii_digit()).then(|| year(digits)).flatten()?;
    found.parse().ok().filter(|y| *y >= 1900)
}

/// The pieces of a bracket between semicolons.
fn parts<'a>(scan: &'a Scan, inner: Range<usize>) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut start = inner.start;
    let mut ends: Vec<usize> = inner.clone().filter(|&i| scan.is(i, ';')).collect();
    ends.push(inner.end);
    ends.into_iter().map(move |end| {
        let part = start..end;
        start = end + 1;
        part
    })
}

/// `Wang et al., 2020, p. 4` in a bracket.
fn parenthetical(scan: &Scan, part: Range<usize>) -> Option<Found> {
    let start = part.clone().find(|&i| starts_name(scan, i))?;
    // words such as "see" and "e.g.," may stand before; a number or a capital word may not
    if start > part.start + 5 {
        return None;
    }
    let at = (start + 1..part.end).find(|&i| year_of(scan, i).is_some())?;
    let year = year_of(scan, at)?;
    let rest = at + 1..part.end;
    let located = rest.is_empty() || scan.is_any(rest.start, &[',', ':']);
    let (family, many) = names(scan, start..at)?;
    let han = scan.kind(start) == Some(Kind::Han);
    let set_off = scan.is(at - 1, ',') || many;
    let acronym = family.chars().all(char::is_uppercase);
    let fits = located && (!han || many) && (set_off || !acronym);
    fits.then(|| found(scan, start..at + 1, family, year))
}

/// `Wang et al. (2020)`: the bracket holds the year, the names stand before it.
fn narrative(scan: &Scan, open: usize, close: usize, year: i32) -> Option<Found> {
    let mut start = open;
    let lowest = open.saturating_sub(12);
    while start > lowest && is_name_token(scan, start - 1) {
        start -= 1;
    }
    let han_run = (start..open).rev().find(|&i| scan.kind(i) == Some(Kind::Han));
    if let Some(at) = han_run.filter(|&i| i + 1 >= open || is_etal(scan, i) || is_etal(scan, i + 1)) {
        return chinese(scan, at, close, year);
    }
    while start < open && !starts_name(scan, start) {
        start += 1;
    }
    let (family, many) = names(scan, start..open)?;
    many.then(|| found(scan, start..close + 1, family, year))
}

fn is_etal(scan: &Scan, i: usize) -> bool {
    scan.label(i) == Some(ReferenceWord::Etal)
}

/// `王某等(2020)`: the last characters of the run before 等, three at most.
fn chinese(scan: &Scan, last: usize, close: usize, year: i32) -> Option<Found> {
    let token = scan.get(last)?;
    let run = scan.word(last).strip_suffix('等')?;
    let from = run.char_indices().rev().take(3).last()?.0;
    let name = &run[from..];
    let end = scan.get(close)?.end;
    let enough = name.chars().count() >= 2;
    enough.then(|| Found {
        range: token.start + from..end,
        style: CitationStyle::AuthorYear,
        numbers: Vec::new(),
        author_year: Some((name.to_owned(), year)),
    })
}

fn found(scan: &Scan, tokens: Range<usize>, family: String, year: i32) -> Found {
    let text = scan.slice(tokens.clone());
    let start = scan.get(tokens.start).map_or(0, |t| t.start);
    Found {
        range: start..start + text.len(),
        style: CitationStyle::AuthorYear,
        numbers: Vec::new(),
        author_year: Some((family, year)),
    }
}

fn starts_name(scan: &Scan, i: usize) -> bool {
    match scan.kind(i) {
        Some(Kind::Word) => {
            let word = scan.word(i);
            let named = word.starts_with(char::is_uppercase) && word.chars().count() > 1;
            (named || is_particle(word) && scan.kind(i + 1) == Some(Kind::Word))
                && scan.label(i) != Some(ReferenceWord::Month)
        }
        Some(Kind::Han) => true,
        _ => false,
    }
}

fn is_name_token(scan: &Scan, i: usize) -> bool {
    match scan.kind(i) {
        Some(Kind::Word) => {
            let word = scan.word(i);
            word.starts_with(char::is_uppercase) || is_particle(word) || is_etal(scan, i) || is_and(scan, i)
        }
        Some(Kind::Han) => true,
        Some(Kind::Mark(c)) => matches!(c, ',' | '&' | '.'),
        _ => false,
    }
}

fn is_and(scan: &Scan, i: usize) -> bool {
    scan.is(i, '&') || scan.label(i) == Some(ReferenceWord::And)
}

/// The family name of the first author in a list of names, and whether the list names or hints at
/// more than one; none where a word is no part of names.
fn names(scan: &Scan, list: Range<usize>) -> Option<(String, bool)> {
    if list.is_empty() || list.len() > 24 {
        return None;
    }
    if scan.kind(list.start) == Some(Kind::Han) {
        let text = scan.slice(list).trim_end_matches([',', ' ', '.']);
        let name = text.strip_suffix('等').unwrap_or(text).trim_end_matches(['、', ',', ' ']);
        let many = name.len() < text.len();
        let first = name.split(['、', ',', '和', '与']).next().unwrap_or(name).trim();
        let short = (2..=4).contains(&first.chars().count());
        return short.then(|| (first.to_owned(), many || first.len() < name.len()));
    }
    let mut many = false;
    let mut family_end = None;
    for i in list.clone() {
        if is_etal(scan, i) || is_and(scan, i) {
            many = true;
            family_end = family_end.or(Some(i));
        } else if scan.is(i, ',') {
            family_end = family_end.or(Some(i));
        } else if !is_name_token(scan, i) || scan.label(i).is_some_and(|l| l != ReferenceWord::And) {
            return None;
        }
    }
    let end = family_end.unwrap_or(list.end);
    let words = (list.start..end).filter(|&i| scan.kind(i) == Some(Kind::Word)).count();
    let family = scan.slice(list.start..end).trim_end_matches([' ', ',', '.']);
    ((1..=4).contains(&words) && !family.is_empty()).then(|| (family.to_owned(), many))
}
