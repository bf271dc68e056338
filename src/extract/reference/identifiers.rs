//! Identifiers in an entry: DOI, PubMed id, links; found, put in their plain form, and taken out of the text.

use crate::text::is_han;
use std::ops::Range;

/// Identifiers of an entry; empty where it has none.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// DOI, lower case, without prefix.
    pub doi: String,
    /// PubMed id, digits.
    pub pmid: String,
    /// First link that is neither.
    pub url: String,
    /// Whether something calls itself a DOI and is none.
    pub malformed: bool,
}

impl Identifiers {
    /// Whether there is neither identifier nor link.
    pub fn is_empty(&self) -> bool {
        self.doi.is_empty() && self.pmid.is_empty() && self.url.is_empty()
    }
}

/// What stands before a DOI and belongs to it; longest first.
const DOI_LABELS: &[&str] = &[
    "https://dx.doi.org/",
    "http://dx.doi.org/",
    "https://doi.org/",
    "http://doi.org/",
    "www.doi.org/",
    "dx.doi.org/",
    "doi.org/",
    "doi.org:",
    "https://doi",
    "doi:",
    "doi",
];

/// Takes the identifiers out of an entry; what is left can be read as words.
pub(super) fn take(text: &str, links: &[String]) -> (String, Identifiers) {
    let mut ids = Identifiers::default();
    for link in links {
        read_link(link, &mut ids);
    }
    let mut cuts: Vec<Range<usize>> = Vec::new();
    dois(text, &mut ids, &mut cuts);
    pmids(text, &mut ids, &mut cuts);
    urls(text, &mut ids, &mut cuts);
    other_numbers(text, &mut cuts);
    ids.malformed =
        ids.doi.is_empty() && occurrences(text, "doi").any(|at| text[at + 3..].trim_start().starts_with(':'));
    (without(text, cuts), ids)
}

/// Reads the target of a link.
fn read_link(link: &str, ids: &mut Identifiers) {
    let mut ignored = Vec::new();
    dois(link, ids, &mut ignored);
    pmids(link, ids, &mut ignored);
    if ignored.is_empty() && ids.url.is_empty() {
        ids.url = link.to_owned();
    }
}

fn without(text: &str, mut cuts: Vec<Range<usize>>) -> String {
    cuts.sort_by_key(|c| (c.start, c.end));
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for cut in cuts {
        if cut.start > at {
            out.push_str(&text[at..cut.start]);
        }
        at = at.max(cut.end);
    }
    out.push_str(&text[at..]);
    out
}

fn dois(text: &str, ids: &mut Identifiers, cuts: &mut Vec<Range<usize>>) {
    let mut free = 0;
    for (at, _) in text.match_indices("10.") {
        if at < free {
            continue;
        }
        let start = label_start(text, at, DOI_LABELS);
        let labelled = start < at;
        if !labelled && text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.' || c == '/') {
            continue;
        }
        let Some((doi, end)) = doi_at(&text[at..], labelled) else { continue };
        let end = at + end;
        free = end;
        let has_mistake = !doi[3..].split('/').next().is_some_and(|p| p.bytes().all(|b| b.is_ascii_digit()));
        if ids.doi.is_empty() && !has_mistake {
            ids.doi = doi;
        }
        let end = bare_number_end(text, end);
        cuts.push(opened(text, start, end));
    }
}

/// A DOI at the start of the text, in plain form, and its length. One with a label may be broken by
/// blanks around its first slash.
fn doi_at(text: &str, labelled: bool) -> Option<(String, usize)> {
    let blanks = |at: usize| match labelled {
        true => text[at..].bytes().take_while(|&b| b == b' ').count(),
        false => 0,
    };
    let prefix = 3 + blanks(3);
    let registrant =
        text[prefix..].bytes().take_while(|b| b.is_ascii_digit() || b"lOoI.".contains(b)).count();
    let slash = prefix + registrant;
    let slash = slash + blanks(slash);
    let len = if text[slash..].starts_with('/') {
        1
    } else if text.get(slash..slash + 3).is_some_and(|s| s.eq_ignore_ascii_case("%2f")) {
        3
    } else {
        return None;
    };
    if !(4..=12).contains(&registrant) {
        return None;
    }
    let from = slash + len + blanks(slash + len);
    let suffix = suffix(&text[from..]);
    if suffix.is_empty() {
        return None;
    }
    let doi = format!("10.{}/{}", &text[prefix..prefix + registrant], percent_decoded(suffix));
    Some((doi.to_lowercase(), from + suffix.len()))
}

/// The part of a DOI behind its first slash.
fn suffix(text: &str) -> &str {
    let (mut round, mut square) = (0i32, 0i32);
    let ends = |c: char| {
        match c {
            '(' => round += 1,
            ')' => round -= 1,
            '[' => square += 1,
            ']' => square -= 1,
            _ => {}
        }
        round < 0
            || square < 0
            || c.is_whitespace()
            || is_han(c)
            || "\"“”‘’,。;、#?{}|\\^`<>《》【】!".contains(c)
    };
    let end = text.find(ends).unwrap_or(text.len());
    let semicolons = &text[end..];
    // `10.1002/(SICI)1097-0258(1998)17:3<1::AID-SIM1>3.0.CO;2-P`: old forms hold `<`, `>` and `;`
    let sici = text[..end].to_ascii_uppercase().starts_with("(SICI)") && semicolons.starts_with(['<', ';']);
    let end = if sici { text.find(char::is_whitespace).unwrap_or(text.len()) } else { end };
    let text = text[..end].trim_end_matches(".URL");
    text.trim_end_matches(['.', ':', '\'', '*', '-', '_', '/', ';', ',', '('])
}

fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        match code.filter(|_| first == b'%').and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Where the labels before an identifier begin.
fn label_start(text: &str, at: usize, labels: &[&str]) -> usize {
    let mut start = at;
    loop {
        let before = text[..start].trim_end_matches([' ', ':', '=', '/']);
        let tight = &text[..start];
        let found = labels
            .iter()
            .find_map(|l| [tight, before].into_iter().find(|t| ends_with(t, l)).map(|t| t.len() - l.len()));
        match found {
            Some(next) if !text[..next].ends_with(char::is_alphabetic) || next == 0 => start = next,
            Some(next) if is_han_before(text, next) => start = next,
            _ => return start,
        }
    }
}

fn is_han_before(text: &str, at: usize) -> bool {
    text[..at].ends_with(is_han)
}

fn ends_with(text: &str, label: &str) -> bool {
    let Some(from) = text.len().checked_sub(label.len()) else { return false };
    text.as_bytes()[from..].eq_ignore_ascii_case(label.as_bytes())
}

/// A bare number of seven or eight digits behind a DOI is a PubMed id that lost its label.
fn bare_number_end(text: &str, end: usize) -> usize {
    let rest = text[end..].trim_end_matches(['.', ' ']);
    let number = rest.trim_start_matches(['.', ' ']);
    let is_id = matches!(number.len(), 7..=8) && number.bytes().all(|b| b.is_ascii_digit());
    if is_id { end + rest.len() } else { end }
}

/// Takes in brackets that hold nothing else.
fn opened(text: &str, start: usize, end: usize) -> Range<usize> {
    let before = text[..start].trim_end();
    let after = text[end..].trim_start_matches([' ', '.', ';']);
    for (open, close) in [('(', ')'), ('[', ']'), ('<', '>')] {
        if before.ends_with(open) && after.starts_with(close) {
            return before.len() - 1..text.len() - after.len() + 1;
        }
    }
    start..end
}

fn pmids(text: &str, ids: &mut Identifiers, cuts: &mut Vec<Range<usize>>) {
    for label in ["pmid", "pubmed"] {
        for at in occurrences(text, label) {
            let mut rest = text[at + label.len()..].trim_start_matches([' ', ':', '=', '/']);
            for more in ["pmid", "id", "ncbi.nlm.nih.gov", "."] {
                if rest.len() >= more.len()
                    && rest.as_bytes()[..more.len()].eq_ignore_ascii_case(more.as_bytes())
                {
                    rest = rest[more.len()..].trim_start_matches([' ', ':', '=', '/', '.']);
                }
            }
            let rest = rest.strip_prefix("ncbi.nlm.nih.gov/").unwrap_or(rest);
            let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || b"lOoI".contains(b)).count();
            let end = text.len() - rest.len() + digits;
            if !(4..=9).contains(&digits) || text[end..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            if ids.pmid.is_empty() && rest[..digits].bytes().all(|b| b.is_ascii_digit()) {
                ids.pmid = rest[..digits].to_owned();
            }
            let start = label_start(
                text,
                at,
                &[
                    "https://www.ncbi.nlm.nih.gov/",
                    "http://www.ncbi.nlm.nih.gov/",
                    "www.ncbi.nlm.nih.gov/",
                    "https://",
                    "http://",
                    "pubmed",
                ],
            );
            cuts.push(opened(text, start, end));
        }
    }
    for at in occurrences(text, "pmc") {
        let rest = &text[at + 3..];
        let id = rest.strip_prefix("ID").unwrap_or(rest).trim_start_matches([':', ' ']);
        let id = id.strip_prefix("PMC").unwrap_or(id);
        let digits = id.bytes().take_while(u8::is_ascii_digit).count();
        if digits >= 5 {
            cuts.push(opened(text, at, text.len() - id.len() + digits));
        }
    }
}

/// Numbers that would be read as pages: those of books and preprints. `arXiv` stays, as the container.
fn other_numbers(text: &str, cuts: &mut Vec<Range<usize>>) {
    let run = |at: usize, also: &[char]| {
        let rest = text[at..].trim_start_matches([':', ' ', '-']);
        let from = text.len() - rest.len();
        let length = rest.find(|c: char| !(c.is_ascii_digit() || also.contains(&c))).unwrap_or(rest.len());
        from..from + rest[..length].trim_end_matches(also).len()
    };
    let digits = |r: &Range<usize>| text[r.clone()].bytes().filter(u8::is_ascii_digit).count();
    for at in occurrences(text, "isbn") {
        let numbered = at
            + ["isbn-13", "isbn-10", "isbn"]
                .iter()
                .find(|l| {
                    text.as_bytes()[at..].len() >= l.len()
                        && text.as_bytes()[at..at + l.len()].eq_ignore_ascii_case(l.as_bytes())
                })
                .map_or(4, |l| l.len());
        let number = run(numbered, &['-', ' ', 'X']);
        if (9..=13).contains(&digits(&number)) {
            cuts.push(opened(text, at, number.end));
        }
    }
    for at in occurrences(text, "arxiv") {
        let number = run(at + "arxiv".len(), &['.', 'v']);
        if digits(&number) >= 8 && text[number.clone()].contains('.') {
            cuts.push(at + "arxiv".len()..number.end);
        }
    }
    for at in occurrences(text, "rxiv") {
        // `2021.03.04.21252532`: the year stays
        let number = run(at + "rxiv".len(), &['.', 'v']);
        if digits(&number) >= 14 && text.as_bytes().get(number.start + 4) == Some(&b'.') {
            cuts.push(number.start + 4..number.end);
        }
    }
}

fn urls(text: &str, ids: &mut Identifiers, cuts: &mut Vec<Range<usize>>) {
    for label in ["http", "www."] {
        for at in occurrences(text, label) {
            let rest = &text[at..];
            let is_link = ["http://", "https://", "www."].iter().any(|l| {
                rest.len() > l.len() && rest.as_bytes()[..l.len()].eq_ignore_ascii_case(l.as_bytes())
            });
            if !is_link || cuts.iter().any(|c| c.contains(&at)) {
                continue;
            }
            let ends = |c: char| c.is_whitespace() || is_han(c) || "\"“”,。;、<>《》【】[]!".contains(c);
            let end = rest.find(ends).unwrap_or(rest.len());
            let link = rest[..end].trim_end_matches(['.', ':', ')', '*', '\'']);
            if ids.url.is_empty() {
                ids.url = link.to_owned();
            }
            cuts.push(opened(text, at, at + link.len()));
        }
    }
}

/// Where a word of ASCII stands in the text, whatever its case.
fn occurrences<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let first = word.as_bytes()[0];
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(word.len() - 1)).filter(move |&i| {
        bytes[i].eq_ignore_ascii_case(&first)
            && bytes[i..i + word.len()].eq_ignore_ascii_case(word.as_bytes())
    })
}
