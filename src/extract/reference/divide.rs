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

/// The title in quotation marks at the start of a range, or in 《》 at the start of an entry.
pub(super) fn quotation(scan: &Scan, body: &Range<usize>) -> Option<Range<usize>> {
    if body.start == 0 && scan.is(0, '《') {
        let close = (1..body.end).find(|&i| scan.is_any(i, &['《', '》']))?;
        return (close > 1 && scan.is(close, '》')).then_some(1..close);
    }
    let second = matches!(scan.kind(body.start), Some(Kind::Mark(_)));
    let open = (body.start..body.end.min(body.start + 1 + usize::from(second)))
        .find(|&i| matches!(scan.kind(i), Some(Kind::Mark('"' | '“' | '‘' | '\'' | '«' | '`'))))?;
    let closes: &[char] = match scan.kind(open)? {
        Kind::Mark('"') | Kind::Mark('“') => &['"', '”'],
        Kind::Mark('«') => &['»'],
        _ => &['’', '\''],
    };
    let close = (open + 1..body.end).find(|&i| {
        scan.is_any(i, closes)
            && (scan.is_any(i - 1, &[',', '.', '?', '!'])
                || scan.is_any(i + 1, &[',', '.', ';'])
                || i + 1 == body.end)
    })?;
    (close > open + 2).then_some(open + 1..close)
}

/// What is known of an entry before its title and container are parted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hints {
    /// Whether a comma or colon ends the authors, so that commas may part the pieces.
    pub comma: bool,
    /// Whether volume with issue or pages follows: then it is no book.
    pub placed: bool,
}

/// Parts the words of a range into title and container.
pub(super) fn divide(
    scan: &Scan,
    range: Range<usize>,
    quoted: Option<Range<usize>>,
    hints: Hints,
) -> Division {
    if let Some(title) = quoted {
        return after_title(scan, title, range, hints);
    }
    if let Some((title_end, host_from)) = host_start(scan, &range) {
        let container = host(scan, host_from..range.end);
        return Division { title: range.start..title_end, container, hosted: true, book: false };
    }
    let whole = Division { title: range.clone(), container: range.end..range.end, ..Division::default() };
    let breaks = breaks(scan, &range);
    if breaks.last().is_some_and(|&b| is_left_empty(scan, b, range.end)) {
        return whole;
    }
    let has_words = |from: usize| (from..range.end).any(|i| !matches!(scan.kind(i), Some(Kind::Mark(_))));
    let cuts: Vec<usize> = breaks.into_iter().filter(|&b| has_words(b + 1)).collect();
    if let Some(at) = proceedings(scan, &range, &cuts) {
        let end = cuts.iter().copied().find(|&c| c > at).unwrap_or(range.end);
        return Division { title: range.start..at, container: at + 1..end, ..Division::default() };
    }
    if !hints.placed
        && let Some(book) = book(scan, &range, &cuts)
    {
        return book;
    }
    let at = container_break(scan, &cuts)
        .filter(|&cut| !(hints.comma && ends_in_abbreviation(scan, range.start..cut)));
    let closed = scan.is(range.end.saturating_sub(1), '.') && !scan.is(range.end.saturating_sub(2), '.');
    let at = at.or_else(|| (hints.comma || !closed).then(|| comma_break(scan, &range)).flatten());
    match at {
        Some(at) => Division { title: range.start..at, container: at + 1..range.end, ..Division::default() },
        None if closed => whole,
        None => match capital_run(scan, &range) {
            Some(from) => {
                Division { title: range.start..from, container: from..range.end, ..Division::default() }
            }
            None => whole,
        },
    }
}

/// The break before a sentence that opens with Proceedings, where more follows it.
fn proceedings(scan: &Scan, range: &Range<usize>, cuts: &[usize]) -> Option<usize> {
    let at = cuts.iter().copied().find(|&c| scan.word(c + 1) == "Proceedings" && scan.is(c, '.'))?;
    (range.end > at + 4).then_some(at)
}

/// Whether a full stop and a comma with nothing between end the words: the journal was left out.
fn is_left_empty(scan: &Scan, stop: usize, end: usize) -> bool {
    let nothing = stop + 1 < end && (stop + 1..end).all(|i| matches!(scan.kind(i), Some(Kind::Mark(_))));
    nothing && scan.is(stop + 1, ',') && (scan.spaced(stop + 1) || scan.kind(stop - 1) == Some(Kind::Han))
}

/// A book where no volume or pages follow: `Title. Place: Press`, `Title. Press;`, `Title. (Press, Place`.
fn book(scan: &Scan, range: &Range<usize>, cuts: &[usize]) -> Option<Division> {
    let &first = cuts.first()?;
    let rest = first + 1..range.end;
    let opened = scan.is(rest.start, '(') && scan.closing(rest.start, range.end).is_none();
    let semicolon = scan.is(range.end - 1, ';');
    let placed = cuts.iter().any(|&cut| is_place(scan, cut + 1, range.end));
    let named = scan.has(rest.clone(), ReferenceWord::Publisher);
    let title_end = cuts.iter().copied().find(|&c| is_place(scan, c + 1, range.end)).filter(|_| placed);
    let end = title_end.unwrap_or(if opened { first } else { *cuts.last()? });
    let edition = cuts
        .iter()
        .copied()
        .find(|&c| (c + 1..(c + 5).min(range.end)).any(|i| scan.label(i) == Some(ReferenceWord::Edition)));
    let end = edition.map_or(end, |e| e.min(end));
    (opened || semicolon || placed || named).then(|| Division {
        title: range.start..end,
        container: end + 1..range.end,
        hosted: false,
        book: true,
    })
}

/// `New York (NY): Press`: a short place, a colon, a name.
fn is_place(scan: &Scan, at: usize, end: usize) -> bool {
    let Some(colon) = (at..end.min(at + 9)).find(|&i| scan.is(i, ':')) else { return false };
    let capital = scan.word(at).chars().any(char::is_uppercase) || scan.is(at, '[');
    capital
        && colon > at
        && colon + 1 < end
        && (at..colon).all(|i| match scan.kind(i) {
            Some(Kind::Word) => scan.word(i).starts_with(char::is_uppercase) || scan.word(i).len() <= 3,
            Some(Kind::Mark(c)) => "(),.;/&-[]".contains(c),
            _ => false,
        })
}

/// What follows a title that is set off already.
fn after_title(scan: &Scan, title: Range<usize>, rest: Range<usize>, hints: Hints) -> Division {
    let start =
        rest.clone().find(|&i| !scan.is_any(i, &[',', '.', ';', '"', '”', '’', '\''])).unwrap_or(rest.end);
    if scan.label(start) == Some(ReferenceWord::In) {
        let from = scan.past_label(start, rest.end);
        return Division { title, container: host(scan, from..rest.end), hosted: true, book: false };
    }
    let container = start..rest.end;
    let published = scan.has(container.clone(), ReferenceWord::Publisher) || is_place(scan, start, rest.end);
    Division { title, container, hosted: false, book: published && !hints.placed }
}

/// Where `In:` stands, and where the host begins.
pub(super) fn host_start(scan: &Scan, range: &Range<usize>) -> Option<(usize, usize)> {
    range.clone().skip(1).find_map(|i| {
        let small =
            scan.word(i) == "in" && scan.is(i - 1, '.') && scan.word(i + 1).starts_with(char::is_uppercase);
        let opens = scan.label(i) == Some(ReferenceWord::In)
            && (scan.is_any(i - 1, &['.', ',', '?', '!', '"', '”', ';']) || scan.is(i + 1, ':'))
            || small;
        let slashes = scan.is(i, '/') && scan.is(i + 1, '/');
        let from = if slashes { i + 2 } else { i + 1 };
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
        let sentence = scan.is(i, '.')
            && is_break(scan, i, range.end)
            && (scan.word(i - 1).chars().count() > 3 || scan.is(i - 1, ')'));
        let count = scan.label(i) == Some(ReferenceWord::Volume) && scan.kind(i + 1) == Some(Kind::Mark('.'));
        let press = scan.is(i, '(') && scan.closing(i, range.end).is_none();
        let place =
            scan.is(i, ',') && is_meeting(scan, from..i) && scan.word(i + 1).starts_with(char::is_uppercase);
        let editors = scan.label(i) == Some(ReferenceWord::EditedBy)
            || scan.is(i, '(') && scan.label(i + 1) == Some(ReferenceWord::Editor);
        sentence || count || press || place || editors
    });
    from..stop.unwrap_or(range.end)
}

fn is_meeting(scan: &Scan, words: Range<usize>) -> bool {
    scan.has(words.clone(), ReferenceWord::Meeting) || scan.has(words, ReferenceWord::Proceedings)
}

/// Full stops, question and exclamation marks that end a sentence of the entry.
fn breaks(scan: &Scan, range: &Range<usize>) -> Vec<usize> {
    let mut depth = 0i32;
    let mut out = Vec::new();
    for i in range.clone() {
        match scan.kind(i) {
            Some(Kind::Mark('(' | '[' | '《')) => depth += 1,
            Some(Kind::Mark(')' | ']' | '》')) => depth -= 1,
            Some(Kind::Mark('.' | '?' | '!' | '。' | '…'))
                if depth <= 0 && i > range.start && is_break(scan, i, range.end) =>
            {
                out.push(i)
            }
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
    match scan.kind(next) {
        Some(Kind::Word) => {
            let word = scan.word(next);
            let capital = word.chars().any(char::is_uppercase) || !word.is_ascii();
            capital && (scan.spaced(next) || !is_short(scan, i - 1))
        }
        Some(Kind::Han) => true,
        Some(Kind::Number | Kind::Code) => scan.spaced(next),
        Some(Kind::Mark('”')) => {
            scan.spaced(next + 1) && scan.word(next + 1).starts_with(char::is_uppercase)
        }
        Some(Kind::Mark(c)) => "(\"“[,".contains(c),
        None => true,
    }
}

fn is_short(scan: &Scan, i: usize) -> bool {
    scan.kind(i) == Some(Kind::Word) && scan.word(i).chars().count() <= 2
}

/// The break before the container: the last one, or an earlier one where abbreviations with full
/// stops lie between (`… of cells. Proc. Natl. Acad. Sci.`).
fn container_break(scan: &Scan, cuts: &[usize]) -> Option<usize> {
    let mut k = cuts.len().checked_sub(1)?;
    while k > 0 {
        let part = cuts[k - 1] + 1..cuts[k];
        if !(scan.is(cuts[k], '.') && is_abbreviated(scan, &part)) {
            break;
        }
        k -= 1;
    }
    Some(cuts[k])
}

/// Whether a part between full stops is abbreviations of a journal's name.
fn is_abbreviated(scan: &Scan, part: &Range<usize>) -> bool {
    let words = part.clone().filter(|&i| !matches!(scan.kind(i), Some(Kind::Mark(_)))).count();
    let capital = |i: usize| match scan.kind(i) {
        Some(Kind::Word) => {
            scan.word(i).starts_with(char::is_uppercase)
                || matches!(scan.word(i), "of" | "and" | "the" | "für" | "de" | "in")
        }
        Some(Kind::Mark(c)) => "&-.,'(/".contains(c),
        _ => false,
    };
    let last = scan.word(part.end.saturating_sub(1)).chars().count();
    (1..=4).contains(&words) && last <= 8 && part.clone().all(capital)
}

/// Whether the words end in a comma and a few capital words, the start of an abbreviated name:
/// `…, Clim` before `. Dynam.`
fn ends_in_abbreviation(scan: &Scan, words: Range<usize>) -> bool {
    let comma = words.clone().rev().take(5).find(|&i| scan.is(i, ','));
    comma.is_some_and(|c| c > words.start && is_abbreviated(scan, &(c + 1..words.end)))
}

/// The comma before the container where commas part the pieces: the last one before a name. A
/// single word behind it (`…, Seoul`) goes with the piece before, if that is a name too.
fn comma_break(scan: &Scan, range: &Range<usize>) -> Option<usize> {
    let commas = range.clone().rev().filter(|&i| i > range.start + 1 && scan.is(i, ',') && i + 1 < range.end);
    let mut last = None;
    for comma in commas {
        let named = is_name(scan, comma + 1..range.end);
        match last {
            None if named => last = Some(comma),
            Some(previous) if named && previous - comma > 2 && range.end - previous <= 3 => {
                return Some(comma);
            }
            None if range.end - comma <= 2 => {}
            _ => break,
        }
    }
    last
}

/// Whether words can be the name of a journal: it starts with a capital, and small words only join.
fn is_name(scan: &Scan, words: Range<usize>) -> bool {
    let first = words.clone().find(|&i| !matches!(scan.kind(i), Some(Kind::Mark(_))));
    let starts = first.is_some_and(|i| scan.word(i).chars().any(|c| c.is_uppercase() || !c.is_ascii()));
    starts && words.clone().all(|i| is_name_part(scan, i))
}

fn is_name_part(scan: &Scan, i: usize) -> bool {
    match scan.kind(i) {
        Some(Kind::Word) => {
            let word = scan.word(i);
            word.chars().any(|c| c.is_uppercase() || !c.is_ascii()) || word.len() <= 3 || scan.is(i + 1, '.')
        }
        Some(Kind::Mark(c)) => "&-.,:'()/\"”".contains(c),
        Some(Kind::Han) => true,
        _ => false,
    }
}

/// Where a run of capital words begins that ends the range with no mark before it:
/// `… in pregnancy Am J Obstet Gynecol`.
fn capital_run(scan: &Scan, range: &Range<usize>) -> Option<usize> {
    let mut from = range.end;
    while from > range.start && is_name_part(scan, from - 1) && !scan.is_any(from - 1, &[',', ':', ')']) {
        from -= 1;
    }
    let start = (from..range.end)
        .find(|&i| scan.kind(i) == Some(Kind::Word) && scan.word(i).chars().any(char::is_uppercase))?;
    (start > range.start + 2 && start < range.end).then_some(start)
}
