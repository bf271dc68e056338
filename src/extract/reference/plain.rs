//! Entries without a type mark: Vancouver, AMA, APA, Harvard, Nature, Lancet, IEEE, bare titles.
//!
//! Authors stand first and year, volume and pages last; what lies between is title and container.

use super::authors::{self, Authors};
use super::divide::{self, Division, Hints};
use super::identifiers::Identifiers;
use super::locator::{self, Locator};
use super::scan::{Kind, Scan, year};
use super::{Fields, ReferenceType};
use crate::knowledge::ReferenceWord;
use std::ops::Range;

/// Reads an entry without a type mark.
pub(super) fn read(scan: &Scan, ids: &Identifiers) -> Fields {
    let end = before_access(scan);
    let authors = authors::read(scan, 0..end, false);
    let body = authors.next.min(end)..end;
    let quoted = divide::quotation(scan, &body);
    let from = quoted.as_ref().map_or(body.start, |q| q.end + 1);
    let host = divide::host_start(scan, &(from..end)).map_or(from, |(_, host)| host);
    let runs = locator::all(scan, host..end, authors.year.is_some());
    let place = best(scan, &runs, &body, &authors);
    let colon = authors.next > 0 && scan.is(authors.next - 1, ':');
    let hints = Hints { comma: authors.comma || colon, placed: place.is_some_and(Locator::is_placed) };
    let stop = place.map_or(end, |p| p.tokens.start);
    let early = |i: &usize| scan.label(*i) == Some(ReferenceWord::InPress) && scan.is(i - 1, '.');
    let stop = (from + 1..stop).find(early).unwrap_or(stop);
    let division = divide::divide(scan, from.min(stop)..stop, quoted, hints);
    let dated = authors.year.is_some() && runs.is_empty();
    let kind = kind_of(scan, &division, place, &body, ids, dated);
    let late_year = || runs.iter().rev().find_map(|r| r.year.clone());
    let mut fields = Fields {
        authors_family: authors.names.iter().map(|n| n.family.clone()).collect(),
        authors: authors.names.into_iter().map(|n| n.full).collect(),
        etal: authors.etal,
        title: title(scan, &division).to_owned(),
        container: container(scan, &division, kind).to_owned(),
        year: authors.year.or_else(|| place.and_then(|p| p.year.clone())).or_else(late_year),
        kind,
        ..Fields::default()
    };
    if scan.is(0, '《') && fields.year.is_none() {
        // `《…法》, 2019年修订`: what follows a work in 《》 dates it
        fields.year =
            (from..end).find_map(|i| scan.kind(i).filter(|k| *k == Kind::Number).and(year(scan.word(i))));
        let dates = fields.year.as_deref().is_some_and(|y| fields.container.starts_with(y));
        fields.container = if dates { String::new() } else { fields.container };
    }
    if let Some(place) = place {
        if kind == ReferenceType::Article || place.strength() >= 2 {
            fields.volume = place.volume.clone();
            fields.issue = place.issue.clone();
            fields.pages = place.pages.clone();
        }
        let later = runs.iter().filter(|r| r.tokens.start >= place.tokens.start);
        fields.pages = fields.pages.or_else(|| later.into_iter().find_map(|r| r.pages.clone()));
    }
    fields
}

/// Where words such as Available from begin, with the bracket they stand in.
fn before_access(scan: &Scan) -> usize {
    let starts = |&i: &usize| {
        scan.label(i) == Some(ReferenceWord::Access) && scan.is_any(i - 1, &['.', ',', ';', '[', '(', '/'])
    };
    let mut end = (1..scan.len()).find(starts).unwrap_or(scan.len());
    while end > 0 && end < scan.len() && scan.is_any(end - 1, &['[', '(']) {
        end -= 1;
    }
    end
}

/// The title without its closing marks.
fn title<'a>(scan: &Scan<'a>, division: &Division) -> &'a str {
    let words = scan.slice(before_kind(scan, division.title.clone()));
    words.trim_matches(|c: char| c.is_whitespace() || ".,;:\"“”".contains(c))
}

/// The container without its closing marks; empty where what follows the title is a publisher.
fn container<'a>(scan: &Scan<'a>, division: &Division, kind: ReferenceType) -> &'a str {
    use ReferenceType::{Book, Report, Thesis, Webpage};
    if matches!(kind, Book | Thesis | Report | Webpage) {
        return "";
    }
    let early = division.container.clone().find(|&i| scan.label(i) == Some(ReferenceWord::InPress));
    let words = scan.slice(division.container.start..early.unwrap_or(division.container.end));
    words.trim_matches(|c: char| c.is_whitespace() || ".,;:\"“”/".contains(c))
}

/// A title without what names its kind or edition behind it: `(3rd ed.)`, `[Doctoral dissertation]`.
fn before_kind(scan: &Scan, title: Range<usize>) -> Range<usize> {
    let names_kind = |i: usize| {
        matches!(scan.label(i), Some(ReferenceWord::Thesis | ReferenceWord::Edition | ReferenceWord::Pages))
    };
    let at = (title.start + 1..title.end).find(|&i| {
        let bracket = scan.is_any(i, &['(', '['])
            && scan.closing(i, title.end).is_some_and(|c| c - i <= 6 && (i..c).any(names_kind));
        let edition = |t: usize| scan.label(t) == Some(ReferenceWord::Edition);
        let sentence = scan.is_any(i, &['.', ','])
            && (scan.label(i + 1) == Some(ReferenceWord::Thesis)
                || edition(i + 1)
                || edition(i + 2) && !matches!(scan.kind(i + 1), Some(Kind::Word))
                || edition(i + 3) && scan.kind(i + 1) == Some(Kind::Number));
        bracket || sentence
    });
    title.start..at.unwrap_or(title.end)
}

/// The run that ends title and container: the strongest; of weak ones the last.
fn best<'a>(scan: &Scan, runs: &'a [Locator], body: &Range<usize>, authors: &Authors) -> Option<&'a Locator> {
    let strong = runs.iter().rev().max_by_key(|r| r.strength()).filter(|r| r.strength() >= 2);
    let last = runs.iter().rev().find(|r| {
        let closing = (r.tokens.end..body.end).all(|i| matches!(scan.kind(i), Some(Kind::Mark(_))));
        r.year.is_some() || (closing && authors.year.is_some())
    });
    strong.or(last)
}

/// What an entry without a mark refers to, by its words.
fn kind_of(
    scan: &Scan,
    division: &Division,
    place: Option<&Locator>,
    body: &Range<usize>,
    ids: &Identifiers,
    dated: bool,
) -> ReferenceType {
    let rest = division.title.end..body.end;
    let strong = place.is_some_and(Locator::is_placed);
    let issued = scan.has(rest.clone(), ReferenceWord::University) && !division.container.is_empty();
    let printed = scan.has(rest.clone(), ReferenceWord::Publisher);
    let awarded = issued && !printed && !strong && !division.hosted && ids.is_empty();
    if scan.has(body.clone(), ReferenceWord::Thesis) && !strong || awarded {
        return ReferenceType::Thesis;
    }
    let meeting = scan.has(division.container.clone(), ReferenceWord::Meeting);
    if division.hosted {
        let printed = scan.has(division.container.clone(), ReferenceWord::Proceedings);
        return if meeting || printed { ReferenceType::Conference } else { ReferenceType::Chapter };
    }
    if strong {
        return ReferenceType::Article;
    }
    if division.book
        || scan.has(rest.clone(), ReferenceWord::Edition)
        || scan.has(division.container.clone(), ReferenceWord::Publisher)
    {
        return ReferenceType::Book;
    }
    if meeting {
        return ReferenceType::Conference;
    }
    if scan.has(rest, ReferenceWord::Report) {
        return ReferenceType::Report;
    }
    // `Author (2008). Title. Publisher.` and nothing else
    let periodical = scan.has(division.container.clone(), ReferenceWord::Periodical);
    if dated && !division.container.is_empty() && !periodical && ids.is_empty() {
        return ReferenceType::Book;
    }
    if division.container.is_empty() && !ids.url.is_empty() {
        return ReferenceType::Webpage;
    }
    ReferenceType::Article
}
