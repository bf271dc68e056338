//! The authors at the start of an entry: where they end, and each of them.

use super::latin;
use super::scan::{Kind, Scan, year};
use crate::knowledge::ReferenceWord;
use crate::text::is_han;
use std::ops::Range;

/// One author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// As written.
    pub full: String,
    /// Family name; the whole of a Chinese name or an organisation.
    pub family: String,
}

impl Name {
    /// An author of one part: a Chinese name, an organisation.
    pub fn whole(name: &str) -> Name {
        Name { full: name.to_owned(), family: name.to_owned() }
    }
}

/// The authors of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Authors {
    pub names: Vec<Name>,
    /// Whether more are left out.
    pub etal: bool,
    /// The year behind them, in author–date styles.
    pub year: Option<String>,
    /// First token behind them.
    pub next: usize,
    /// Whether a comma ends them, as in `A. Lee, Title, Journal 3 (2001) 4`.
    pub comma: bool,
}

/// Reads the authors at the start of `range`. In a head before a type mark everything up to the
/// first full stop is authors; elsewhere they must look like names.
pub(super) fn read(scan: &Scan, range: Range<usize>, marked: bool) -> Authors {
    let han = (range.start..range.end.min(range.start + 3)).any(|i| scan.kind(i) == Some(Kind::Han));
    let mut out = if han { chinese(scan, &range, marked) } else { latin::read(scan, &range, marked) };
    if out.year.is_none() && !out.names.is_empty() {
        take_year(scan, range.end, &mut out);
    }
    out
}

/// Takes the year behind the authors: ` (2009)`, `, 2009.`, `. 2009.`, ` 2009:`.
fn take_year(scan: &Scan, end: usize, out: &mut Authors) {
    let mut i = out.next;
    while i < end && i < out.next + 2 && scan.is_any(i, &['.', ',']) {
        i += 1;
    }
    let number =
        |t: usize| (t < end && scan.kind(t) == Some(Kind::Number)).then(|| year(scan.word(t))).flatten();
    if scan.is_any(i, &['(', '[']) {
        let Some(close) = scan.closing(i, end) else { return };
        let Some(found) = (i + 1..close).find_map(number).or_else(|| suffixed_year(scan.word(i + 1))) else {
            return;
        };
        if close - i <= 7 {
            out.year = Some(found);
            out.comma = scan.is(close + 1, ',');
            out.next = past_marks(scan, close + 1, end);
        }
        return;
    }
    let Some(found) = number(i).or_else(|| suffixed_year(scan.word(i))) else { return };
    let title = scan.kind(i + 1) == Some(Kind::Word) && scan.word(i + 1).starts_with(char::is_uppercase);
    if i + 1 < end && (scan.is_any(i + 1, &['.', ',', ':']) || (title && scan.spaced(i + 1))) {
        out.year = Some(found);
        out.comma = scan.is(i + 1, ',') || (out.comma && !scan.is(i + 1, '.'));
        out.next = past_marks(scan, i + 1, end);
    }
}

/// `2009a`.
fn suffixed_year(word: &str) -> Option<String> {
    let (number, letter) = word.split_at_checked(4)?;
    (letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase())).then(|| year(number)).flatten()
}

fn past_marks(scan: &Scan, at: usize, end: usize) -> usize {
    (at..end).find(|&i| !scan.is_any(i, &['.', ',', ':', ';', ')'])).unwrap_or(end)
}

/// Authors of a Chinese entry: up to the first full stop, parted by commas.
fn chinese(scan: &Scan, range: &Range<usize>, marked: bool) -> Authors {
    let mut out = Authors { next: range.start, ..Authors::default() };
    let Some(stop) = chinese_end(scan, range) else { return out };
    let text = scan.slice(range.start..stop);
    let (text, year) = trailing_year(text);
    let (text, etal) = without_etal(text);
    let names = chinese_names(scan, text);
    let long = names.iter().any(|n| n.full.chars().filter(|&c| is_han(c)).count() > 5);
    if !marked && long && year.is_none() && !etal && !is_organisation(scan, text) {
        return out;
    }
    out.names = names;
    out.etal = etal;
    out.year = year;
    out.next = (stop + 1).min(range.end);
    out
}

/// The full stop that ends Chinese authors; one behind an initial (`E.托马斯`, `劳伦斯·M. 弗里德曼`) does not.
fn chinese_end(scan: &Scan, range: &Range<usize>) -> Option<usize> {
    let mut depth = 0i32;
    for i in range.clone() {
        match scan.kind(i) {
            Some(Kind::Mark('(' | '[' | '《' | '【')) => depth += 1,
            Some(Kind::Mark(')' | ']' | '》' | '】')) => depth -= 1,
            Some(Kind::Mark('.' | '。')) if depth <= 0 => {
                let initial = i > range.start && {
                    let word = scan.word(i - 1);
                    word.chars().count() == 1 && word.chars().all(char::is_uppercase)
                };
                let first = i == range.start + 1;
                let dotted = i >= range.start + 2 && scan.is_any(i - 2, &['·', '‧', '•', '.', ',', '・']);
                let name_goes_on =
                    initial && (first || dotted) && matches!(scan.kind(i + 1), Some(Kind::Han | Kind::Word));
                let decimal = !scan.spaced(i + 1)
                    && scan.kind(i + 1) == Some(Kind::Number)
                    && i > 0
                    && scan.kind(i - 1) == Some(Kind::Number);
                if !name_goes_on && !decimal {
                    return (i + 1 < range.end).then_some(i);
                }
            }
            _ => {}
        }
    }
    None
}

fn trailing_year(text: &str) -> (&str, Option<String>) {
    let trimmed = text.trim_end_matches([' ', ',', ')']);
    let at = trimmed.char_indices().rev().nth(3).map_or(0, |(i, _)| i);
    let (names, number) = trimmed.split_at(at);
    match year(number) {
        Some(found) if names.ends_with([',', '(', ' ']) => {
            (names.trim_end_matches([' ', ',', '(']), Some(found))
        }
        _ => (text, None),
    }
}

fn without_etal(text: &str) -> (&str, bool) {
    let trimmed = text.trim_end_matches([' ', ',', '.']);
    let bare = trimmed.strip_suffix('等').or_else(|| {
        let lower = trimmed.to_ascii_lowercase();
        lower.ends_with("et al").then(|| &trimmed[..trimmed.len() - 5])
    });
    match bare {
        Some(rest) if !rest.is_empty() => (rest.trim_end_matches([' ', ',', '、']), true),
        _ => (text, false),
    }
}

fn chinese_names(scan: &Scan, text: &str) -> Vec<Name> {
    let mut out = Vec::new();
    let mut depth = 0i32;
    let parts = text.split(|c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth <= 0 && matches!(c, ',' | '、' | ';' | '，')
    });
    for part in parts {
        let part = part.trim();
        let words: Vec<&str> = part.split(' ').filter(|w| !w.is_empty()).collect();
        let han_names = words.len() > 1
            && words.iter().all(|w| (2..=4).contains(&w.chars().count()) && w.chars().all(is_han));
        if han_names {
            out.extend(words.iter().map(|w| Name::whole(w)));
            continue;
        }
        let joined =
            if part.chars().all(|c| is_han(c) || c == ' ') { words.concat() } else { part.to_owned() };
        let role = out.last().is_some()
            && joined.chars().count() <= 3
            && scan.is_word(&joined, ReferenceWord::Editor);
        if !joined.is_empty() && !role {
            out.push(Name::whole(joined.trim_end_matches(['.', ':'])));
        }
    }
    out
}

/// Whether each part names a person, or an organisation by how its name ends.
fn is_organisation(scan: &Scan, text: &str) -> bool {
    text.split([',', ';', '、']).all(|part| {
        let part = part.trim();
        part.chars().count() <= 4
            || part.contains('·')
            || part.ends_with(')')
            || scan.ends_in(part, ReferenceWord::Organisation)
    })
}

/// Whether a word such as et al stands at a token.
pub(super) fn is_etal(scan: &Scan, i: usize) -> bool {
    scan.label(i) == Some(ReferenceWord::Etal)
}
