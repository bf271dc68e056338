//! Author lists in Latin and other alphabets: `Smith AB, Lee C`, `Smith, A. B., & Lee, C.`, `A. B. Smith and C. Lee`.

mod name;

use super::authors::{Authors, Name, is_etal};
use super::scan::{Kind, Scan, year};
use crate::knowledge::ReferenceWord;
use name::{is_capital, is_initials, name};
use std::ops::Range;

/// How the names of a list are written. A list keeps to its first name's way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// `Smith AB`, `SMITH A B`.
    FamilyInitials,
    /// `Smith, A. B.`
    FamilyCommaInitials,
    /// `A. B. Smith`.
    InitialsFamily,
    /// `SmithAB`, as some publishers' exports glue it.
    Glued,
    /// `Smith, Anna B.`
    FamilyCommaGiven,
    /// `Anna B. Smith`, `Smith Anna B.`
    Full,
}

const WAYS: [Way; 6] = [
    Way::Glued,
    Way::FamilyInitials,
    Way::FamilyCommaInitials,
    Way::InitialsFamily,
    Way::FamilyCommaGiven,
    Way::Full,
];

/// Reads the list at the start of a range.
pub(super) fn read(scan: &Scan, range: &Range<usize>, marked: bool) -> Authors {
    let range = &(past_dashes(scan, range)..range.end);
    let mut fitting = WAYS.iter().filter_map(|&way| {
        let list = list(scan, range, way, marked);
        fits(scan, range, way, &list, marked).then_some(list)
    });
    let Some(first) = fitting.next() else { return organisation(scan, range, marked) };
    if !marked {
        return first;
    }
    // before a type mark all is authors and title, so the way that reads most names is right
    fitting.fold(first, |best, next| {
        let more = next.names.len() > best.names.len() + usize::from(best.names.len() > 1);
        if more { next } else { best }
    })
}

/// Past `———.`, which stands for the authors of the entry before.
fn past_dashes(scan: &Scan, range: &Range<usize>) -> usize {
    let past = past(scan, range.start, range.end, &['-', '—', '_', '―']);
    if past > range.start { self::past(scan, past, range.end, &['.', ',']) } else { range.start }
}

/// Whether a list read in one way can be what was meant.
fn fits(scan: &Scan, range: &Range<usize>, way: Way, list: &Authors, marked: bool) -> bool {
    if list.names.is_empty() || (marked && list.next >= range.end) {
        return false;
    }
    let year_follows =
        scan.is(list.next, '(') && (list.next + 1..list.next + 4).any(|i| year(scan.word(i)).is_some());
    let ended = list.comma
        || list.etal
        || year_follows
        || scan.is_any(list.next - 1, &['.', ':', ';'])
        || scan.is_any(list.next, &['"', '“', '('])
        || year(scan.word(list.next)).is_some();
    match way {
        Way::InitialsFamily | Way::FamilyCommaInitials => true,
        Way::Glued => list.names.len() > 1 || list.etal || year_follows,
        Way::FamilyInitials => ended,
        Way::FamilyCommaGiven => !list.comma && (list.names.len() > 1 || list.etal || year_follows || ended),
        Way::Full => {
            let middle = (range.start + 1..list.next.saturating_sub(1)).any(|i| {
                scan.is(i, '.')
                    && scan.word(i - 1).chars().count() == 1
                    && scan.kind(i + 1) == Some(Kind::Word)
            });
            let anded = (range.start..list.next).any(|i| is_and(scan, i));
            let quote = scan.is_any(list.next, &['"', '“', '‘', '\'']);
            (ended || quote)
                && (!list.comma || (middle || anded) && list.names.len() > 1 || quote)
                && (marked || list.etal || year_follows || list.names.len() > 1 || middle || quote)
        }
    }
}

fn list(scan: &Scan, range: &Range<usize>, mut way: Way, marked: bool) -> Authors {
    let mut out = Authors { next: range.start, ..Authors::default() };
    let (mut i, end) = (range.start, range.end);
    let mut anded = false;
    loop {
        if is_etal(scan, i) && i < end {
            out.etal = true;
            i = scan.past_label(i, end);
            out.comma = scan.is(i, ',');
            out.next = past(scan, i, end, &['.', ',', ':', ';']);
            return out;
        }
        let named = name(scan, i, end, way)
            .or_else(|| lone_family(scan, i, end, way, out.names.len()))
            .or_else(|| {
                // `Dorcas, M. E., J. D. Willson`: only the first name is turned round
                let turned = way == Way::FamilyCommaInitials || way == Way::FamilyCommaGiven;
                let next = turned.then(|| {
                    [Way::InitialsFamily, Way::Full]
                        .into_iter()
                        .find_map(|w| Some((name(scan, i, end, w)?, w)))
                });
                let (found, w) = next.flatten().filter(|_| !out.names.is_empty())?;
                if w == Way::Full && !scan.is_any(found.1, &[',', '.', '(']) && !is_and(scan, found.1) {
                    return None;
                }
                way = if w == Way::InitialsFamily { w } else { way };
                Some(found)
            });
        let Some((found, after)) = named else {
            // what stands behind the last separator is the title
            return out;
        };
        out.names.push(found);
        i = past_suffix(scan, after, end);
        let joined = past_separators(scan, i, end);
        if joined == i || joined >= end {
            out.comma = false;
            out.next = past(scan, i, end, &['.', ':', ';']);
            if is_etal(scan, i) && i < end {
                continue;
            }
            return out;
        }
        let ends = anded && !(i..joined).any(|t| is_and(scan, t));
        anded |= (i..joined).any(|t| is_and(scan, t));
        let last = (i..joined).all(|t| scan.is(t, ','));
        out.comma = last && !marked;
        out.next = joined;
        if ends && !is_etal(scan, joined) {
            return out;
        }
        i = joined;
    }
}

/// A family name that lost its initials inside a list of three or more.
fn lone_family(scan: &Scan, at: usize, end: usize, way: Way, before: usize) -> Option<(Name, usize)> {
    let alone = before >= 2
        && way == Way::FamilyInitials
        && scan.kind(at) == Some(Kind::Word)
        && is_capital(scan.word(at))
        && at + 1 < end;
    let ends = scan.is(at + 1, '.') && scan.spaced(at + 2) && before >= 4;
    let goes_on = scan.is(at + 1, ',') && name(scan, at + 2, end, way).is_some();
    (alone && (ends || goes_on)).then(|| (Name::whole(scan.word(at)), at + 1))
}

fn past(scan: &Scan, at: usize, end: usize, marks: &[char]) -> usize {
    (at..end).find(|&i| !scan.is_any(i, marks)).unwrap_or(end)
}

/// Whether "and" stands at a token; a capital by itself is an initial: `and Y. Koren`.
fn is_and(scan: &Scan, i: usize) -> bool {
    let initial = scan.word(i).len() == 1 && is_capital(scan.word(i));
    scan.is(i, '&') || scan.label(i) == Some(ReferenceWord::And) && !initial
}

/// Past `, ` `; ` ` & ` ` and ` and `, …`.
fn past_separators(scan: &Scan, at: usize, end: usize) -> usize {
    (at..end).find(|&i| !(scan.is_any(i, &[',', ';', '…', '|']) || is_and(scan, i))).unwrap_or(end)
}

/// Past Jr, III, (Eds.).
fn past_suffix(scan: &Scan, at: usize, end: usize) -> usize {
    let mut i = at;
    let comma = usize::from(scan.is(i, ','));
    if i + comma < end
        && matches!(scan.word(i + comma), "Jr" | "Jnr" | "Sr" | "II" | "III" | "IV" | "2nd" | "3rd")
    {
        i += comma + 1;
        if scan.is(i, '.')
            && (scan.is_any(i + 1, &[',', ';', '(', '.', '&']) || is_initials(scan.word(i + 1)))
        {
            i += 1;
        }
    }
    let open = i + usize::from(scan.is(i, ','));
    if scan.is(open, '(')
        && scan.label(open + 1) == Some(ReferenceWord::Editor)
        && let Some(close) = scan.closing(open, end)
    {
        return close + 1;
    }
    if scan.label(open) == Some(ReferenceWord::Editor) && open > i {
        return past(scan, scan.past_label(open, end), end, &['.']);
    }
    past_note(scan, i, end)
}

/// Past a note behind a name, `(auch Cornelis)`, also where its second bracket was lost: `(Jacques J,`.
fn past_note(scan: &Scan, at: usize, end: usize) -> usize {
    if !scan.is(at, '(') || scan.kind(at + 1) != Some(Kind::Word) {
        return at;
    }
    let goes_on = |i: usize| i < end && (scan.is_any(i, &[',', ';']) || is_and(scan, i));
    match scan.closing(at, end) {
        Some(close) if goes_on(close + 1) => close + 1,
        Some(_) => at,
        None => (at + 2..end.min(at + 5)).find(|&i| goes_on(i)).unwrap_or(at),
    }
}

/// An organisation in place of authors: the words up to the first full stop.
fn organisation(scan: &Scan, range: &Range<usize>, marked: bool) -> Authors {
    let none = Authors { next: range.start, ..Authors::default() };
    let stop = range.clone().find(|&i| {
        scan.is(i, '.')
            && i + 1 < range.end
            && scan.word(i.saturating_sub(1)).chars().count() > 1
            && (marked || scan.spaced(i + 1))
    });
    let Some(stop) = stop else { return none };
    let words = range.start..stop;
    let named = words.clone().all(|i| match scan.kind(i) {
        Some(Kind::Word) => is_capital(scan.word(i)) || scan.word(i).len() <= 3,
        Some(Kind::Mark(c)) => matches!(c, '&' | ',' | '(' | ')' | '-' | '/'),
        _ => false,
    });
    let year_follows = scan.is(stop + 1, '(') && year(scan.word(stop + 2)).is_some();
    let more_stops = (stop + 1..range.end).filter(|&i| scan.is(i, '.') && scan.spaced(i + 1)).count();
    let acronym = words.len() == 1 && scan.word(range.start).len() > 2 && is_initials(scan.word(range.start));
    let reads_so =
        named && (words.len() >= 2 || acronym) && words.len() <= 14 && (year_follows || more_stops >= 1);
    if !(marked && words.len() <= 16 || reads_so) {
        return none;
    }
    let names: Vec<Name> = if marked {
        scan.slice(words).split(',').map(|n| Name::whole(n.trim())).collect()
    } else {
        vec![Name::whole(scan.slice(words))]
    };
    Authors { names, next: stop + 1, ..Authors::default() }
}
