//! One name of an author list, in each way names are written.

use super::super::authors::{Name, is_etal};
use super::super::scan::{Kind, Scan, is_particle};
use super::{Way, is_and};
use crate::knowledge::ReferenceWord;
use std::ops::Range;

/// One name at a token, and the token behind it.
pub(super) fn name(scan: &Scan, at: usize, end: usize, way: Way) -> Option<(Name, usize)> {
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
            if scan.word(at).len() > 2 && scan.is(at + 1, '.') {
                return None; // `WHO. Guideline`: a body, and no initials
            }
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
            let body = matches!(
                scan.label(after - 1),
                Some(ReferenceWord::Organisation | ReferenceWord::Group | ReferenceWord::University)
            );
            let family = if body { at } else { after - 1 };
            (after > at + 1).then(|| build(after, family..after)).flatten()
        }
    }
}

pub(super) fn is_capital(word: &str) -> bool {
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
        let joins = is_and(scan, i) && (first || !before_initials || !is_name_word(scan, i + 1));
        if joins || before_initials && !first && is_initials(scan.word(i)) {
            break;
        }
        let particle = is_particle(scan.word(i));
        i += 1;
        if !before_initials && !particle && (!scan.spaced(i) || scan.kind(i) != Some(Kind::Word)) {
            break;
        }
    }
    let named = (at..i).any(|t| is_capital(scan.word(t)) || has_particle(scan.word(t)));
    let one_letter = i == at + 1 && scan.word(at).chars().count() == 1;
    (named && !one_letter).then_some(i)
}

/// Whether a word is initials: `A`, `AB`, `C-KK`.
pub(super) fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|&c| c != '-').count();
    (1..=4).contains(&letters) && word.chars().all(|c| c.is_uppercase() || c == '-')
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
        // once one has its full stop, all have
        let counts = scan.kind(i) == Some(Kind::Word)
            && is_initials(word)
            && (i == at || if dotted { dot } else { single });
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
        let own = dotted || i == at + 1 && dot_goes_on(scan, i, end);
        if behind && !own {
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
            scan.is_any(next, &[',', ';', '&', '(', '“', '"', '.'])
                || is_and(scan, next)
                || is_etal(scan, next)
                || initial
                || family
        };
        if dot_inside {
            i += 1;
        }
    }
    (i > at && scan.word(at).chars().count() > 1).then_some(i)
}
