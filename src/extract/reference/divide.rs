//! Title and container in the words between authors and place.

use super::scan::{Kind, Scan};
use crate::knowledge::ReferenceWord;
use std::ops::Range;

/// Title and container, as ranges of tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Division {
    pub title: Range<usize>,
    pub container: Range<usize>,
    /// Whether the container is a host: `In: …`.
    pub hosted: bool,
    /// Whether what follows the title is a publisher: `Place: Press`, `Press; 2001`.
    pub book: bool,
}

/// The title in quotation marks at the start of a range.
pub(super) fn quotation(scan: &Scan, body: &Range<usize>) -> Option<Range<usize>> {
    let open = (body.start..body.end.min(body.start + 2)).find(|&i| matches!(scan.kind(i), Some(Kind::Mark('"' | '“' | '‘' | '\'' | '«' | '`'))))?;
    let closes: &[char] = match scan.kind(open)? {
        Kind::Mark('"') | Kind::Mark('“') => &['"', '”'],
        Kind::Mark('«') => &['»'],
        _ => &['’', '\''],
    };
    let close = (open + 1..body.end).find(|&i| {
        scan.is_any(i, closes)
            && (scan.is_any(i - 1, &[',', '.', '?', '!']) || scan.is_any(i + 1, &[',', '.', ';']) || i + 1 == body.end)
    })?;
    (close > open + 2).then_some(open + 1..close)
}

/// Parts the words of a range into title and container. `comma` says that commas part the pieces.
pub(super) fn divide(scan: &Scan, range: Range<usize>, quoted: Option<Range<usize>>, comma: bool) -> Division {
    if let Some(title) = quoted {
        return after_title(scan, title, range);
    }
    if let Some(at) = host_start(scan, &range) {
        let container = host(scan, at.1..range.end);
        return Division { title: range.start..at.0, container, hosted: true, book: false };
    }
    let breaks = breaks(scan, &range);
    let empty_tail = breaks.last().is_some_and(|&b| {
        b + 1 < range.end && (b + 1..range.end).all(|i| matches!(scan.kind(i), Some(Kind::Mark(_))))
    });
    let cuts: Vec<usize> = breaks.into_iter().filter(|&b| (b + 1..range.end).any(|i| !matches!(scan.kind(i), Some(Kind::Mark(_))))).collect();
    if empty_tail {
        return Division { title: range.clone(), container: range.end..range.end, hosted: false, book: false };
    }
    if comma && let Some(at) = comma_break(scan, &range) {
        return after_title(scan, range.start..at, at + 1..range.end);
    }
    if let Some(at) = container_break(scan, &range, &cuts) {
        let container = at + 1..range.end;
        let first = cuts.first().copied().unwrap_or(at);
        let published = is_published(scan, &container, range.end);
        let title = if published { range.start..first } else { range.start..at };
        return Division { title, container, hosted: false, book: published };
    }
    Division { title: range.clone(), container: range.end..range.end, hosted: false, book: false }
}

/// What follows a title that is set off already.
fn after_title(scan: &Scan, title: Range<usize>, rest: Range<usize>) -> Division {
    let start = rest.clone().find(|&i| !scan.is_any(i, &[',', '.', ';', '"', '”', '’', '\''])).unwrap_or(rest.end);
    if scan.label(start) == Some(ReferenceWord::In) {
        let from = scan.past_label(start, rest.end);
        return Division { title, container: host(scan, from..rest.end), hosted: true, book: false };
    }
    let container = start..rest.end;
    let book = is_published(scan, &container, rest.end);
    Division { title, container, hosted: false, book }
}

/// Where `In:` stands, and where the host begins.
fn host_start(scan: &Scan, range: &Range<usize>) -> Option<(usize, usize)> {
    range.clone().skip(1).find_map(|i| {
        let opens = scan.label(i) == Some(ReferenceWord::In)
            && (scan.is_any(i - 1, &['.', ',', '?', '!', '"', '”', ';']) || scan.is(i + 1, ':'));
        let slashes = scan.is(i, '/') && scan.is(i + 1, '/');
        let from = if slashes { i + 2 } else { scan.past_label(i, range.end) };
        (opens || slashes).then_some((i, from))
    })
}

/// The host book or proceedings: past editors, up to its first full stop.
fn host(scan: &Scan, range: Range<usize>) -> Range<usize> {
    let start = range.clone().find(|&i| !scan.is_any(i, &[':', '.', ' '])).unwrap_or(range.end);
    let mut from = start;
    for i in start..range.end {
        let ends_editors = scan.label(i) == Some(ReferenceWord::Editor) && i > start && i < start + 60;
        if ends_editors {
            let mut past = i + 1;
            while past < range.end && scan.is_any(past, &[')', '.', ',', ':', ']']) {
                past += 1;
            }
            from = past;
            break;
        }
    }
    let stop = (from + 1..range.end).find(|&i| {
        scan.is(i, '.') && is_break(scan, i, range.end) && scan.word(i - 1).chars().count() > 3
    });
    from..stop.unwrap_or(range.end)
}

/// Full stops, question and exclamation marks that end a sentence of the entry.
fn breaks(scan: &Scan, range: &Range<usize>) -> Vec<usize> {
    let mut depth = 0i32;
    let mut out = Vec::new();
    for i in range.clone() {
        match scan.kind(i) {
            Some(Kind::Mark('(' | '[' | '《')) => depth += 1,
            Some(Kind::Mark(')' | ']' | '》')) => depth -= 1,
            Some(Kind::Mark('.' | '?' | '!' | '。' | '…')) if depth <= 0 && i > range.start && is_break(scan, i, range.end) => out.push(i),
            _ => {}
        }
    }
    out
}

fn is_break(scan: &Scan, i: usize, end: usize) -> bool {
    let next = i + 1;
    if next >= end {
        return true;
    }
    let starts = match scan.kind(next) {
        Some(Kind::Word) => {
            let word = scan.word(next);
            let capital = word.chars().any(char::is_uppercase) || !word.is_ascii();
            capital && (scan.spaced(next) || !is_short(scan, i - 1))
        }
        Some(Kind::Han) => true,
        Some(Kind::Number | Kind::Code) => scan.spaced(next),
        Some(Kind::Mark(c)) => "(\"“[,".contains(c),
        None => true,
    };
    let initial = scan.is(i, '.') && i > 0 && scan.kind(i - 1) == Some(Kind::Word)
        && scan.word(i - 1).chars().count() == 1 && scan.word(i - 1).chars().all(char::is_uppercase)
        && i > 1 && scan.is(i - 2, '.') && false;
    starts && !initial
}

fn is_short(scan: &Scan, i: usize) -> bool {
    scan.word(i).chars().count() <= 2
}

/// The break before the container: the last one, or an earlier one where abbreviations with full
/// stops lie between (`… of cells. Proc. Natl. Acad. Sci.`).
fn container_break(scan: &Scan, range: &Range<usize>, cuts: &[usize]) -> Option<usize> {
    let mut k = cuts.len().checked_sub(1)?;
    while k > 0 {
        let part = cuts[k - 1] + 1..cuts[k];
        if !(scan.is(cuts[k], '.') && is_abbreviated(scan, &part)) {
            break;
        }
        k -= 1;
    }
    let _ = range;
    Some(cuts[k])
}

/// Whether a part between full stops is abbreviations of a journal's name.
fn is_abbreviated(scan: &Scan, part: &Range<usize>) -> bool {
    let words = part.clone().filter(|&i| !matches!(scan.kind(i), Some(Kind::Mark(_)))).count();
    let capital = |i: usize| match scan.kind(i) {
        Some(Kind::Word) => scan.word(i).starts_with(char::is_uppercase) || matches!(scan.word(i), "of" | "and" | "the" | "für" | "de" | "in"),
        Some(Kind::Mark(c)) => "&-.,'(/".contains(c),
        _ => false,
    };
    let last = scan.word(part.end.saturating_sub(1)).chars().count();
    (1..=4).contains(&words) && last <= 8 && part.clone().all(capital)
}

/// The comma before the container where commas part the pieces: the last one before a capital,
/// unless what follows is a piece of the name (`Med Imaging, IEEE Trans`).
fn comma_break(scan: &Scan, range: &Range<usize>) -> Option<usize> {
    let starts = |i: usize| {
        scan.is(i, ',') && matches!(scan.kind(i + 1), Some(Kind::Word)) && i + 1 < range.end
            && scan.word(i + 1).starts_with(char::is_uppercase)
    };
    range.clone().rev().skip(1).find(|&i| i > range.start && starts(i))
}

/// Whether words are `Place: Press`, or stand before `; 2001` or `, 2001` with a publisher's word.
fn is_published(scan: &Scan, container: &Range<usize>, place: usize) -> bool {
    let colon = container.clone().any(|i| scan.is(i, ':'));
    let year_only = scan.kind(place) == Some(Kind::Number) && place + 1 >= scan.len().saturating_sub(1);
    let semicolon = container.end > container.start && scan.is(container.end - 1, ';') && year_only;
    semicolon || scan.has(container.clone(), ReferenceWord::Publisher) || (colon && year_only)
}
