//! Author lists in Latin and other alphabets: `Smith AB, Lee C`, `Smith, A. B., & Lee, C.`, `A. B. Smith and C. Lee`.

use super::authors::{Authors, Name, is_etal};
use super::scan::{Kind, Scan, year};
use crate::knowledge::ReferenceWord;
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

fn is_and(scan: &Scan, i: usize) -> bool {
    scan.is(i, '&') || scan.label(i) == Some(ReferenceWord::And)
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
    i
}

/// One name at a token, and the token behind it.
fn name(scan: &Scan, at: usize, end: usize, way: Way) -> Option<(Name, usize)> {
    let build = |after: usize, family: Range<usize>| {
        let full = scan.slice(at..after).trim_end_matches(',').to_owned();
        Some((Name { full, family: scan.slice(family).to_owned() }, after))
    };
    match way {
        Way::FamilyInitials => {
            let family = family(scan, at, end, true)?;
            let after = initials(scan, family, end, true)?;
            build(after, at..family)
        }
        Way::FamilyCommaInitials => {
            let family = family(scan, at, end, false)?;
            let dotted = scan.is(family, ',')
                && (scan.is(family + 2, '.')
                    || scan.is(family + 2, '-')
                    || scan.word(family + 1).chars().count() == 1);
            let after = dotted.then(|| initials(scan, family + 1, end, true)).flatten()?;
            let after = if scan.is(after, '.') && !scan.is(after - 1, '.') && after < end {
                after + 1
            } else {
                after
            };
            build(past_particles(scan, after, end), at..family)
        }
        Way::InitialsFamily => {
            let start = initials(scan, at, end, false)?;
            let plain = scan.word(at).chars().count() > 1 && !scan.is(at + 1, '.') && !scan.is(at + 1, '-');
            let after = family(scan, start, end, false)?;
            if plain && (scan.word(at).chars().count() > 2 || is_initials(scan.word(start))) {
                return None;
            }
            build(after, start..after)
        }
        Way::Glued => {
            let mut last = at;
            while last + 1 < end
                && last < at + 3
                && split_glued(scan.word(last)).is_none()
                && is_name_word(scan, last)
            {
                last += 1;
            }
            let cut = split_glued(scan.word(last))?;
            let text = scan.slice(at..last + 1);
            let family = text[..text.len() - (scan.word(last).len() - cut)].to_owned();
            let full = format!("{family} {}", &scan.word(last)[cut..]);
            Some((Name { full, family }, last + 1))
        }
        Way::FamilyCommaGiven => {
            let family = family(scan, at, end, false)?;
            let capitals = (at..family).filter(|&i| is_capital(scan.word(i))).count();
            let given = (scan.is(family, ',') && capitals == 1).then_some(family + 1)?;
            let after = given_names(scan, given, end)?;
            build(after, at..family)
        }
        Way::Full => {
            let after = given_names(scan, at, end)?;
            (after > at + 1).then(|| build(after, after - 1..after)).flatten()
        }
    }
}

/// Particles of family names, which are written small.
const PARTICLES: &[&str] = &[
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le",
    "ten", "ter", "el", "al", "bin", "ibn", "zu", "zur", "vander", "af", "e", "y", "st", "ben", "mc", "'t",
    "des", "auf",
];

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_name_word(scan: &Scan, i: usize) -> bool {
    scan.kind(i) == Some(Kind::Word)
        && (is_capital(scan.word(i)) || is_particle(scan.word(i)) || has_particle(scan.word(i)))
}

/// `al-Khalili`, `d'Alembert`, `dos-Santos`.
fn has_particle(word: &str) -> bool {
    word.split_once(['-', '\'']).is_some_and(|(first, rest)| first.len() <= 3 && is_capital(rest))
}

/// One past the words of a family name; with `before_initials` it stops where initials begin.
fn family(scan: &Scan, at: usize, end: usize, before_initials: bool) -> Option<usize> {
    let mut i = at;
    while i < end && i < at + 5 && is_name_word(scan, i) {
        let first = i == at;
        let particle = is_particle(scan.word(i));
        if is_and(scan, i) && (first || !is_capital(scan.word(i)) && !is_name_word(scan, i + 1)) {
            break;
        }
        if before_initials && !first && is_initials(scan.word(i)) {
            break;
        }
        if matches!(scan.word(i), "and" | "et" | "und") || (scan.word(i) == "y" && !before_initials) {
            break;
        }
        i += 1;
        if !before_initials && !particle && (!scan.spaced(i) || scan.kind(i) != Some(Kind::Word)) {
            break;
        }
        if scan.is(i, '\'') || (!particle && scan.is(i, '-')) {
            break;
        }
    }
    let named = (at..i).any(|t| is_capital(scan.word(t)) || has_particle(scan.word(t)));
    let one_letter = i == at + 1 && scan.word(at).chars().count() == 1;
    (named && !one_letter).then_some(i)
}

/// Whether a word is initials: `A`, `AB`, `C-KK`.
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|&c| c != '-').count();
    letters <= 4 && letters > 0 && word.chars().all(|c| c.is_uppercase() || c == '-')
        || letters == 2
            && word.chars().next().is_some_and(char::is_uppercase)
            && word.ends_with(['v', 'h', 'u', 'a', 'e', 'y'])
            && matches!(word, "Wv" | "Yu" | "Ya" | "Ju" | "Th" | "Ch" | "Ye")
}

/// One past the initials at a token: `AB`, `A. B.`, `A B`, `J.-P.`. `behind` says that they stand
/// behind the family name, where a full stop may end the list instead of the initial.
fn initials(scan: &Scan, at: usize, end: usize, behind: bool) -> Option<usize> {
    let mut i = at;
    let mut dotted = false;
    while i < end && i < at + 12 {
        if i > at && scan.is(i, '-') && is_initials(scan.word(i + 1)) {
            i += 1;
        }
        let word = scan.word(i);
        let single = word.chars().count() == 1;
        let dot = scan.is(i + 1, '.') && i + 1 < end;
        let counts = scan.kind(i) == Some(Kind::Word)
            && is_initials(word)
            && (i == at
                || ((single || dotted) && dot == dotted)
                || (single && dot && !behind)
                || single && !dotted);
        if !counts {
            break;
        }
        i += 1;
        if !dot {
            if !single {
                break;
            }
            continue;
        }
        if behind && !(dotted || i == at + 1 && dot_goes_on(scan, i, end)) {
            break;
        }
        dotted = true;
        i += 1;
    }
    (i > at).then_some(i)
}

/// Whether the full stop behind a first initial is the initial's own: a separator or another
/// dotted initial follows.
fn dot_goes_on(scan: &Scan, dot: usize, end: usize) -> bool {
    let next = dot + 1;
    next >= end
        || scan.is_any(next, &[',', ';', '&', '(', '-', ':', '"', '“', '.'])
        || is_and(scan, next)
        || is_etal(scan, next)
        || is_particle(scan.word(next))
        || scan.is(next + 1, '.') && scan.word(next).chars().count() == 1 && is_capital(scan.word(next))
}

/// Past lower-case particles behind initials: `Achterberg, C. van`.
fn past_particles(scan: &Scan, at: usize, end: usize) -> usize {
    let past = (at..end.min(at + 3)).find(|&i| !is_particle(scan.word(i))).unwrap_or(at);
    if past > at && scan.is_any(past, &[',', '&', '(', '.']) { past } else { at }
}

/// Where the initials begin in a word such as `PetersonBS`.
fn split_glued(word: &str) -> Option<usize> {
    let (at, last) = word.char_indices().rev().find(|(_, c)| c.is_lowercase())?;
    let cut = at + last.len_utf8();
    let tail = word[cut..].trim_start_matches('-');
    let cut = word.len() - tail.len();
    (is_capital(word) && !tail.is_empty() && is_initials(tail)).then_some(cut)
}

/// One past given names: one to four capital words, or initials among them.
fn given_names(scan: &Scan, at: usize, end: usize) -> Option<usize> {
    let mut i = at;
    while i < end && i < at + 6 && is_name_word(scan, i) && !is_and(scan, i) {
        let single = scan.word(i).chars().count() == 1;
        i += 1;
        let dot_inside = scan.is(i, '.') && single && i < end && {
            let next = i + 1;
            let initial =
                scan.word(next).chars().count() == 1 && is_capital(scan.word(next)) && scan.is(next + 1, '.');
            let family = is_name_word(scan, next)
                && (scan.is_any(next + 1, &[',', '.', '(', ';', '&']) || is_and(scan, next + 1));
            scan.is_any(next, &[',', ';', '&', '(', '“', '"', '.']) || is_and(scan, next) || is_etal(scan, next) || initial || family
        };
        if dot_inside {
            i += 1;
        }
    }
    (i > at && scan.word(at).chars().count() > 1).then_some(i)
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
    let reads_so = named && words.len() >= 2 && words.len() <= 14 && (year_follows || more_stops >= 1);
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
