//! Entries with a type mark, after GB/T 7714: `authors. title[J]. journal, year, volume(issue): pages.`

use super::authors;
use super::identifiers::Identifiers;
use super::locator::{self, Locator};
use super::mark::Mark;
use super::scan::{Kind, Scan};
use super::{Fields, ReferenceType};
use crate::knowledge::ReferenceWord;
use crate::text::is_han;
use std::ops::Range;

/// Reads an entry around its type mark.
pub(super) fn read(scan: &Scan, mark: &Mark, ids: &Identifiers) -> Fields {
    let head = 0..mark.tokens.start;
    let authors = authors::read(scan, head.clone(), true);
    let title = scan.slice(authors.next..head.end);
    let mut tail = mark.tokens.end..scan.len();
    let hosted = scan.is(tail.start, '/') && scan.is(tail.start + 1, '/');
    let inner = if hosted { None } else { host_after_translators(scan, &tail) };
    if hosted {
        tail.start += 2;
    } else if let Some(at) = inner {
        tail.start = at;
    }
    let runs = locator::all(scan, tail.clone(), authors.year.is_some());
    let place = best(&runs);
    let kind = match mark.kind {
        ReferenceType::Book if hosted || inner.is_some() => ReferenceType::Chapter,
        kind => kind,
    };
    let mut fields = Fields { kind, etal: authors.etal, ..Fields::default() };
    fields.title = clean_title(title, kind);
    fields.authors_family = authors.names.iter().map(|n| n.family.clone()).collect();
    fields.authors = authors.names.into_iter().map(|n| n.full).collect();
    let words = tail.start..place.map_or(tail.end, |p| p.tokens.start);
    fields.container = container(scan, words, kind, hosted || inner.is_some());
    let other_year = || runs.iter().rev().find_map(|r| r.year.clone());
    fields.year = authors.year.or_else(|| place.and_then(|p| p.year.clone()).or_else(other_year));
    if let Some(place) = place {
        place_into(&mut fields, place);
    }
    if kind == ReferenceType::Book && fields.pages.is_some() && fields.year.is_none() && ids.doi.is_empty() {
        fields.year = fields.pages.take_if(|p| p.len() == 4 && p.bytes().all(|b| b.is_ascii_digit()));
    }
    fields
}

/// The run that says where the work stands: the strongest, the last of equals.
fn best(runs: &[Locator]) -> Option<&Locator> {
    runs.iter().max_by_key(|r| r.strength())
}

/// Takes over volume, issue and pages as the type has them.
fn place_into(fields: &mut Fields, place: &Locator) {
    let paged = place.pages.clone();
    match fields.kind {
        ReferenceType::Article => {
            fields.volume = place.volume.clone();
            fields.issue = place.issue.clone();
            fields.pages = paged;
        }
        ReferenceType::Book
        | ReferenceType::Chapter
        | ReferenceType::Conference
        | ReferenceType::Newspaper => {
            let lone = place.volume.clone().filter(|_| place.issue.is_none());
            fields.pages = paged.or(lone).or_else(|| place.issue.clone());
        }
        _ => {}
    }
}

/// A title without its closing marks, the number of a standard or patent, or the count of a volume.
fn clean_title(title: &str, kind: ReferenceType) -> String {
    let title = title.trim_matches(|c: char| c.is_whitespace() || ".,。;:".contains(c));
    if kind == ReferenceType::Report
        && let Some((name, number)) = title.rsplit_once(": ")
        && number.len() >= 30
        && number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        return unspaced(name);
    }
    unspaced(without_count(title))
}

/// Blanks between Han characters come from copying; one is left where it parts a name from a subtitle.
fn unspaced(text: &str) -> String {
    text.to_owned()
}

/// A title without `: 第 4 册`, `: 卷 7` behind it.
fn without_count(title: &str) -> &str {
    let Some((name, count)) = title.rsplit_once(':') else { return title };
    let mut words = count.split(' ').skip_while(|w| w.is_empty());
    let counts = match (words.next(), words.next(), words.next(), words.next()) {
        (Some("卷" | "Vol." | "vol."), Some(n), None, None) => is_count(n),
        (Some("第"), Some(n), Some("册" | "卷" | "辑" | "集"), None) => is_count(n),
        (Some("上册" | "中册" | "下册"), None, None, None) => count.starts_with(' '),
        _ => false,
    };
    if counts { name } else { title }
}

/// `卷1`, `第9册`, `第 9 册` behind the name of a host.
fn is_host_count(count: &str) -> bool {
    let number = count.strip_prefix('卷').or_else(|| {
        let inner = count.strip_prefix('第')?;
        inner.strip_suffix(['册', '卷', '辑', '集'])
    });
    number.is_some_and(|n| is_count(n.trim()))
}

fn is_count(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || is_han(c)) && text.chars().count() <= 4
}

/// `[M]. 姜海伦, 译//编者. 书名`: where the host begins behind translators.
fn host_after_translators(scan: &Scan, tail: &Range<usize>) -> Option<usize> {
    let limit = tail.end.min(tail.start + 24);
    let at = (tail.start..limit).find(|&i| scan.is(i, '/') && scan.is(i + 1, '/') && !scan.spaced(i + 1))?;
    Some(at + 2)
}

/// Journal, newspaper, host book or proceedings between the mark and the place.
fn container(scan: &Scan, words: Range<usize>, kind: ReferenceType, hosted: bool) -> String {
    match kind {
        ReferenceType::Article | ReferenceType::Newspaper => {
            let early = words.clone().find(|&i| scan.label(i) == Some(ReferenceWord::InPress));
            let words = words.start..early.unwrap_or(words.end);
            let text = scan.slice(words).trim_matches(|c: char| c.is_whitespace() || ".,。;:/".contains(c));
            text.to_owned()
        }
        ReferenceType::Conference if hosted && is_event(scan, &words) => String::new(),
        ReferenceType::Chapter | ReferenceType::Conference if hosted => host(scan, words),
        _ => String::new(),
    }
}

/// Whether `//` is followed by a meeting alone, which is an event and no work: `…研讨会. 天津`.
fn is_event(scan: &Scan, words: &Range<usize>) -> bool {
    let end = words.clone().find(|&i| scan.is_any(i, &['.', ',', '。'])).unwrap_or(words.end);
    let name = scan.slice(words.start..end).trim_end_matches([' ', ')', '）', '”']);
    name.ends_with(['会', '坛', '周'])
}

/// The book or proceedings behind `//`: past its editors, before place and publisher.
fn host(scan: &Scan, words: Range<usize>) -> String {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let (mut start, mut depth) = (words.start, 0i32);
    for i in words.clone() {
        match scan.kind(i) {
            Some(Kind::Mark('(' | '[' | '《')) => depth += 1,
            Some(Kind::Mark(')' | ']' | '》')) => depth -= 1,
            Some(Kind::Mark('.' | '。')) if depth <= 0 && ends_part(scan, i, words.end) => {
                parts.push(start..i);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(start..words.end);
    parts.retain(|p| p.clone().any(|i| !matches!(scan.kind(i), Some(Kind::Mark(_)))));
    let published = parts
        .last()
        .is_some_and(|p| p.clone().any(|i| scan.is(i, ':')) || scan.has(p.clone(), ReferenceWord::Publisher));
    let editors =
        parts.len() >= if published { 3 } else { 2 } && parts.first().is_some_and(|p| are_people(scan, p));
    let chosen = parts.get(usize::from(editors)).cloned().unwrap_or(words);
    let text = scan.slice(chosen).trim_matches(|c: char| c.is_whitespace() || ".,。;:".contains(c));
    match text.rsplit_once(':') {
        Some((name, count)) if is_host_count(count.trim()) => name.to_owned(),
        _ => without_count(text).to_owned(),
    }
}

fn ends_part(scan: &Scan, i: usize, end: usize) -> bool {
    let next = scan.word(i + 1);
    if (scan.label(i - 1) == Some(ReferenceWord::Volume) && scan.kind(i - 1) == Some(Kind::Word))
        || scan.word(i - 1) == "Proc" && next.starts_with(char::is_uppercase)
    {
        return false;
    }
    let initial = i > 0 && scan.word(i - 1).chars().count() == 1 && scan.kind(i - 1) == Some(Kind::Word);
    i + 1 < end && !initial && (scan.spaced(i + 1) || scan.kind(i + 1) == Some(Kind::Han))
}

/// Whether a part behind `//` is editors: short names parted by commas, or an organisation before more.
fn are_people(scan: &Scan, part: &Range<usize>) -> bool {
    let text = scan.slice(part.clone());
    let short = |name: &str| {
        let han = name.chars().filter(|&c| is_han(c)).count();
        let plain = name.trim();
        (han > 0 && plain.chars().count() <= 4)
            || matches!(plain, "et al" | "等")
            || han == 0 && plain.split(' ').all(|w| w.chars().all(char::is_uppercase)) && !plain.is_empty()
            || name.contains('·')
    };
    text.split([',', '、']).all(short) || scan.ends_in(text.trim(), ReferenceWord::Organisation)
}
