//! Type marks of GB/T 7714: `[J]`, `[M]//`, `[EB/OL]`, and what is left of them in copies.

use super::ReferenceType;
use super::scan::{Kind, Scan};
use std::ops::Range;

/// A type mark in an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its tokens, brackets included.
    pub tokens: Range<usize>,
    /// What it says.
    pub kind: ReferenceType,
}

/// Codes of GB/T 7714—2015, appendix B.
fn kind_of(code: &str) -> Option<ReferenceType> {
    Some(match code.to_ascii_uppercase().as_str() {
        "J" => ReferenceType::Article,
        "M" | "G" | "A" => ReferenceType::Book,
        "D" => ReferenceType::Thesis,
        "C" => ReferenceType::Conference,
        "N" => ReferenceType::Newspaper,
        "R" => ReferenceType::Report,
        "S" => ReferenceType::Standard,
        "P" => ReferenceType::Patent,
        "EB" | "DB" | "CP" | "Z" | "DS" | "CM" | "OL" => ReferenceType::Webpage,
        _ => return None,
    })
}

/// The type mark of an entry: one with both brackets, else one that lost a bracket.
pub(super) fn find(scan: &Scan) -> Option<Mark> {
    let mut broken = None;
    for i in 1..scan.len() {
        let Some((kind, after)) = code(scan, i) else { continue };
        let open = opens(scan, i - 1);
        let closed = scan.is_any(after, &[']', '】', '〕']);
        if open && closed {
            return Some(Mark { tokens: i - 1..after + 1, kind });
        }
        let upper = !scan.word(i).contains(|c: char| c.is_ascii_lowercase());
        let round = scan.is(i - 1, '(') && scan.is(after, ')');
        let ends = |at| at >= scan.len() || scan.is_any(at, &['.', ',', '/']) || scan.spaced(at);
        // `…与血压J. 某杂志`: both brackets were lost
        let bare = scan.word(i) == "J"
            && !scan.spaced(i)
            && i + 2 < scan.len()
            && scan.kind(i - 1) == Some(Kind::Han)
            && scan.is(after, '.')
            && scan.kind(after + 1) == Some(Kind::Han);
        let found = if !upper {
            None
        } else if bare {
            Some(i..after)
        } else if round && (scan.is(after + 1, '.') || scan.is(after + 1, '/')) && scan.word(i) != "C" {
            Some(i - 1..after + 1)
        } else if open && ends(after) {
            Some(i - 1..after)
        } else if closed && !scan.is(i - 1, '-') && ends(after + 1) {
            Some(i..after + 1)
        } else {
            None
        };
        broken = broken.or(found.map(|tokens| Mark { tokens, kind }));
    }
    broken
}

fn opens(scan: &Scan, i: usize) -> bool {
    scan.is_any(i, &['[', '【', '〔'])
}

/// A type code at a token, with its carrier (`/OL`), and the token behind it.
fn code(scan: &Scan, i: usize) -> Option<(ReferenceType, usize)> {
    if scan.kind(i) != Some(Kind::Word) {
        return None;
    }
    let kind = kind_of(scan.word(i))?;
    let carried = scan.is(i + 1, '/') && matches!(scan.word(i + 2), "OL" | "CD" | "DK" | "MT" | "ol" | "0L");
    Some((kind, if carried { i + 3 } else { i + 1 }))
}
