//! The reference list: under its heading, or told by the shape of its entries.

use super::line::{Line, width};
use crate::document::BlockKind;
use crate::document::draft::Draft;
use crate::knowledge::StructureCue;

/// Marks of the kind of document in GB/T 7714.
const TYPE_MARKS: &[&str] = &[
    "[J]", "[M]", "[C]", "[D]", "[R]", "[N]", "[S]", "[P]", "[A]", "[Z]", "[G]", "[EB/OL]", "[J/OL]",
    "[M/OL]", "[C/OL]", "[N/OL]", "[R/OL]", "[DB/OL]", "[OL]", "[EB]", "[J].", "[J/", "[DB",
];

/// Shapes of volume, issue and pages, digits written as one 9 and blanks left out.
const VOLUME_SHAPES: &[&str] =
    &[";9(9):", ";9:9", ",9(9):", "9(9):9", "9(9),9", ";9:e9", "):e9", ",9:9-9", "9;9"];

/// A link with fewer characters, Han ones counting one and others a half, is no title of a source.
const SHORTEST_ENTRY: usize = 8;

/// How far below its heading a list may begin, in blocks, furniture between them.
const NEAR: usize = 20;

/// Marks the entries of the reference list and its heading.
pub fn mark(drafts: &mut [Draft], lines: &[Line]) {
    let mut listed = false;
    let kinds: Vec<BlockKind> = drafts.iter().map(|d| d.kind).collect();
    let item = |i: usize| kinds[i] == BlockKind::ListItem;
    for i in 0..drafts.len() {
        if drafts[i].kind == BlockKind::Title {
            listed = false;
        } else if is_heading(i, drafts, lines) {
            drafts[i].kind = BlockKind::Reference;
            drafts[i].level = 0;
            listed = true;
        } else if listed
            && !is_in_list(&drafts[i], &lines[i], drafts[i - 1].kind)
            && !(item(i)
                && item(i - 1)
                && drafts[i - 1].kind == BlockKind::Reference
                && !is_notice(&lines[i]))
        {
            // Stray furniture between entries does not end the list.
            listed = drafts[i].kind == BlockKind::Residue;
        } else if listed {
            drafts[i].kind = BlockKind::Reference;
            drafts[i].level = 0;
        }
    }
    mark_tail(drafts, lines);
    mark_runs(drafts, lines);
    mark_links(drafts, lines);
}

/// Marks numbered entries that stand together or right under a heading, whatever that heading says: a
/// line of thanks or of interests may follow them.
fn mark_runs(drafts: &mut [Draft], lines: &[Line]) {
    let is_entry = |i: usize, drafts: &[Draft]| {
        matches!(drafts[i].kind, BlockKind::Paragraph | BlockKind::ListItem)
            && lines[i].entry() >= 2
            && opens_with_number(&lines[i].text)
    };
    let mut start = 0;
    while start < drafts.len() {
        let end = (start..drafts.len()).find(|&i| !is_entry(i, drafts)).unwrap_or(drafts.len());
        let headed = start > 0 && drafts[start - 1].kind == BlockKind::Heading;
        if end - start >= 2 || (end > start && headed) {
            for draft in &mut drafts[start..end] {
                draft.kind = BlockKind::Reference;
                draft.level = 0;
            }
        }
        start = end.max(start + 1);
    }
}

/// Marks runs of links of which at least half lead to published sources: a list without a heading.
fn mark_links(drafts: &mut [Draft], lines: &[Line]) {
    let mut start = 0;
    while start < drafts.len() {
        let is_entry = |i: &usize| {
            let kind = drafts[*i].kind;
            lines[*i].is_source()
                || (matches!(kind, BlockKind::ListItem | BlockKind::Residue)
                    && drafts[*i].link_share() > 0.6
                    && width(&lines[*i].text) >= SHORTEST_ENTRY)
        };
        let end = (start..drafts.len()).find(|i| !is_entry(i)).unwrap_or(drafts.len());
        let sources = (start..end).filter(|&i| lines[i].is_source()).count();
        if sources >= 2 && 2 * sources >= end - start {
            for draft in &mut drafts[start..end] {
                draft.kind = BlockKind::Reference;
                draft.level = 0;
            }
        }
        start = end.max(start + 1);
    }
}

/// Whether a block heads the list: it says so, and an entry follows or nothing does. `Sources` may
/// also head the foods that hold a vitamin.
fn is_heading(i: usize, drafts: &[Draft], lines: &[Line]) -> bool {
    let line = &lines[i];
    if !line.is(StructureCue::ReferenceHeading) {
        return line.is_label(StructureCue::ReferenceHeading) && line.entry() >= 1;
    }
    let entry = |j: usize| entry_strength(&drafts[j], &lines[j]) >= 1;
    let mut rest = (i + 1..drafts.len().min(i + NEAR))
        .filter(|&j| drafts[j].kind != BlockKind::Residue || entry(j))
        .take(2);
    let ends = rest.clone().next().is_none();
    ends || rest.any(entry)
}

/// Whether a block under the heading is still an entry.
fn is_in_list(draft: &Draft, line: &Line, before: BlockKind) -> bool {
    match draft.kind {
        BlockKind::Heading => false,
        BlockKind::Residue => {
            let next = before == BlockKind::Reference && draft.links.is_empty();
            let least =
                if next && line.notices().is_empty() && !super::residue::is_line(line) { 1 } else { 2 };
            entry_strength(draft, line) >= least
        }
        BlockKind::Reference => true,
        _ => entry_strength(draft, line) >= 1 && !is_notice(line),
    }
}

/// Whether a line is a disclaimer or heads one.
fn is_notice(line: &Line) -> bool {
    line.is_label(StructureCue::NoticeHeading)
        || line.opens_with(StructureCue::NoticeStart)
        || super::notices::is_all_notice(line)
}

/// Marks entries at the end of an article whose list has no heading.
fn mark_tail(drafts: &mut [Draft], lines: &[Line]) {
    let mut found = Vec::new();
    for i in (0..drafts.len()).rev() {
        let entry = entry_strength(&drafts[i], &lines[i]);
        match drafts[i].kind {
            BlockKind::Reference => return,
            BlockKind::Residue | BlockKind::AltText if entry < 2 => {}
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Residue if entry >= 2 => found.push(i),
            _ if found.is_empty() && is_closing(&lines[i]) => {}
            _ => break,
        }
    }
    for i in found {
        drafts[i].kind = BlockKind::Reference;
    }
}

/// What may stand below the list: notices, lines of authorship.
fn is_closing(line: &Line) -> bool {
    line.notices().iter().any(|s| !s.is_empty()) || line.has(StructureCue::NoticeHeading)
}

fn entry_strength(draft: &Draft, line: &Line) -> u8 {
    let linked = !draft.links.is_empty() && draft.link_share() > 0.5;
    let source = if line.is_source() { 2 } else { 0 };
    line.entry().max(source).max(u8::from(linked && draft.kind != BlockKind::Residue))
}

/// How much a text looks like an entry: 2 by itself, 1 inside a list, 0 not.
pub fn strength(text: &str) -> u8 {
    if width(text) > 400 {
        return 0;
    }
    let numbered = opens_with_number(text);
    let year = has_year(text);
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    let upper = if has_digit || text.contains('[') { text.to_ascii_uppercase() } else { String::new() };
    let typed = upper.contains('[') && TYPE_MARKS.iter().any(|mark| upper.contains(mark));
    let identified = upper.contains("DOI:") || upper.contains("DOI.ORG/10.") || upper.contains("PMID");
    let volume = year && has_volume(text);
    let address = text.contains("http://") || text.contains("https://") || text.contains("www.");
    let bare_address = address && is_mostly_address(text);
    let etal =
        text.contains("et al") || text.contains(",等.") || text.contains(", 等.") || text.contains("等.");
    let published = volume && (numbered || etal || identified || has_initials(text));
    let found = (identified && (year || numbered)) || (numbered && address);
    if typed || published || found || bare_address {
        2
    } else {
        u8::from(numbered || year || address || identified || etal)
    }
}

/// Whether a text opens with the number of an entry: `[1]`, `1.`, `(1)`, `1、`.
fn opens_with_number(text: &str) -> bool {
    let text = text.trim_start();
    let inner = text.trim_start_matches(['[', '(', '【']);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &inner[digits..];
    if digits == 0 || digits > 3 {
        return text.starts_with(|c: char| matches!(c, '①'..='⑳' | '¹' | '²' | '³' | '⁴'..='⁹'));
    }
    let closed = inner.len() < text.len() && rest.starts_with([']', ')', '】']);
    closed
        || (rest.starts_with('.') && !rest[1..].starts_with(|c: char| c.is_ascii_digit()))
        || rest.starts_with('、')
}

/// Whether a year stands in it.
pub fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(3)).any(|i| {
        let year = &bytes[i..i + 4];
        (year.starts_with(b"19") || year.starts_with(b"20"))
            && year.iter().all(u8::is_ascii_digit)
            && !bytes.get(i + 4).is_some_and(u8::is_ascii_digit)
            && (i == 0 || !bytes[i - 1].is_ascii_digit())
    })
}

/// Whether a volume with pages stands in it.
fn has_volume(text: &str) -> bool {
    let mut shape = String::new();
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {}
            c if c.is_ascii_digit() => {
                if !shape.ends_with('9') {
                    shape.push('9');
                }
            }
            c => shape.push(c),
        }
    }
    VOLUME_SHAPES.iter().any(|volume| shape.contains(volume))
}

/// Whether it opens like a list of authors: `Smith J,`, `Smith, J.`
fn has_initials(text: &str) -> bool {
    let head = text.split(['.', '(']).next().unwrap_or_default();
    let mut words = head.split([' ', ',']).filter(|w| !w.is_empty());
    words.clone().count() >= 2 && words.any(|w| w.len() <= 3 && w.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Whether it is an address with hardly a word around it.
fn is_mostly_address(text: &str) -> bool {
    let mut around = 0;
    let mut rest = text;
    while let Some(at) = ["http://", "https://", "www."].iter().filter_map(|mark| rest.find(mark)).min() {
        around += width(&rest[..at]);
        rest = rest[at..].trim_start_matches(|c: char| c.is_ascii_graphic());
    }
    around + width(rest) <= 8
}

#[cfg(test)]
mod tests {
    use super::strength;

    #[test]
    fn entries_are_told_from_prose() {
        for entry in [
            "[1] 张三,李四.维生素D与骨折[J].中华医学杂志,2019,99(3):12-15.",
            "1. Smith J, Doe A. Vitamin D and falls. BMJ. 2012;345(2):e100.",
            "Smith J, Doe A. Vitamin D and falls. BMJ. 2012;345(2):100-4.",
            "https://doi.org/10.1000/xyz",
        ] {
            assert_eq!(strength(entry), 2, "{entry}");
        }
        for prose in [
            "请登录官方网站（www.example.org）查询药品批准文号。",
            "2019年的一项试验纳入了99人。",
            "1. Take the tablet with food.",
            "Rates fell in 2012.",
        ] {
            assert!(strength(prose) < 2, "{prose}");
        }
    }
}
