//! Residue: lines of the page or the publishing system that are not the article.

use super::line::{Line, width};
use crate::document::BlockKind;
use crate::document::draft::Draft;
use crate::knowledge::StructureCue;

/// Widest line, in Han characters, that a phrase anywhere in it makes residue.
const WIDEST: usize = 90;

/// Marks residue.
pub fn mark(drafts: &mut [Draft], lines: &[Line]) {
    let mut listing = false;
    for i in 0..drafts.len() {
        let kind = drafts[i].kind;
        if matches!(kind, BlockKind::Title | BlockKind::Caption | BlockKind::TableRow) {
            listing = false;
            continue;
        }
        let heads_list = heads_other_articles(&drafts[i], &lines[i])
            || (drafts[i].kind == BlockKind::Heading
                && lines[i].opens_with(StructureCue::ResidueHeading)
                && drafts.get(i + 1).is_some_and(|next| is_link(next, &lines[i + 1])));
        if heads_list || is_line(&lines[i]) {
            set(&mut drafts[i]);
            listing |= heads_list;
        } else if listing && is_listed(&drafts[i], &lines[i]) {
            set(&mut drafts[i]);
        } else if kind != BlockKind::Residue {
            listing = false;
        }
    }
    mark_link_lists(drafts, lines);
    mark_links_between(drafts, lines);
}

/// Marks paragraphs that are a link to another article and nothing else, outside the reference list.
fn mark_links_between(drafts: &mut [Draft], lines: &[Line]) {
    let mut in_references = false;
    for (draft, line) in drafts.iter_mut().zip(lines) {
        if line.is(StructureCue::ReferenceHeading) {
            in_references = true;
        } else if draft.kind == BlockKind::Heading {
            in_references = false;
        } else if draft.kind == BlockKind::Paragraph && !in_references && is_link(draft, line) {
            set(draft);
        }
    }
}

/// Marks headings of nothing: only residue follows up to the next heading or the end.
pub fn mark_headings_of_residue(drafts: &mut [Draft]) {
    let mut only_residue = true;
    let mut some_residue = false;
    for draft in drafts.iter_mut().rev() {
        match draft.kind {
            BlockKind::Residue => some_residue = true,
            BlockKind::Heading if only_residue && some_residue => set(draft),
            BlockKind::Heading => (only_residue, some_residue) = (true, false),
            _ => (only_residue, some_residue) = (false, false),
        }
    }
}

/// Marks what stands before the title and is no text: names of sections, dates, menus. A title in the
/// midst of the text is a heading.
pub fn mark_before_title(drafts: &mut [Draft], lines: &[Line]) {
    let title = drafts.iter().position(|d| d.kind == BlockKind::Title).unwrap_or(0);
    let is_text = |i: &usize| drafts[*i].kind.is_body() && lines[*i].is_prose();
    if (0..title).filter(is_text).count() > (title..drafts.len()).filter(is_text).count() {
        return;
    }
    for (draft, line) in drafts.iter_mut().zip(lines).take(title) {
        if width(&line.text) <= 45 && !line.is_prose() && line.notices().is_empty() {
            set(draft);
        }
    }
}

fn set(draft: &mut Draft) {
    draft.kind = BlockKind::Residue;
    draft.level = 0;
}

/// Whether a line is residue by its own words or shape.
pub fn is_line(line: &Line) -> bool {
    let text = line.text.as_str();
    if line.opens_with(StructureCue::ResidueStart) && line.has(StructureCue::Residue) {
        return true;
    }
    if width(text) > WIDEST || line.is_label(StructureCue::NoticeHeading) {
        return false;
    }
    let prose = line.is_prose();
    line.is(StructureCue::ResidueLine)
        || line.share(StructureCue::ResidueLine) > 0.9
        || (!prose && line.opens_with(StructureCue::ResidueStart))
        || (line.has(StructureCue::Residue) && (!prose || line.share(StructureCue::Residue) > 0.3))
        || is_page_numbers(text)
        || is_breadcrumb(text)
}

/// A heading of other articles: by its words alone, and short.
fn heads_other_articles(draft: &Draft, line: &Line) -> bool {
    line.is(StructureCue::ResidueHeading)
        && matches!(
            draft.kind,
            BlockKind::Heading | BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Residue
        )
}

/// Whether a block under such a heading is an item of its list: short, a link, no sentence.
fn is_listed(draft: &Draft, line: &Line) -> bool {
    let link = draft.link_share() > 0.6;
    let short = width(&line.text) <= 40 && !line.text.trim_end().ends_with(['。', '.', ';']);
    match draft.kind {
        BlockKind::Heading => link,
        BlockKind::ListItem => link || short,
        _ => link || (short && draft.links.is_empty() && width(&line.text) <= 30 && !line.is_prose()),
    }
}

/// `1 2 3 4 5`, with or without arrows; `6`, `2 / 11`.
fn is_page_numbers(text: &str) -> bool {
    let mut words = text.split(|c: char| c.is_whitespace() || c == '/').filter(|w| !w.is_empty());
    let number = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
    let count = words.clone().filter(|w| number(w)).count();
    let all = words.clone().all(|w| number(w) || matches!(w, "..." | "…" | "»" | ">" | ">>"));
    all && (count >= 3 && words.next() == Some("1") || count > 0 && text.len() <= 8)
}

/// `首页 > 健康 > 骨科`: short steps between arrows.
fn is_breadcrumb(text: &str) -> bool {
    let steps: Vec<&str> = text.split(['>', '»', '›', '→']).map(str::trim).collect();
    let arrows = text.matches(['»', '›', '>']).count();
    arrows >= 2
        && steps.iter().all(|s| width(s) <= 15 && !s.contains(['。', '=', '<']))
        && !has_quantity(text)
}

fn has_quantity(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Marks runs of blocks that are nothing but links, dates between or beside them or not.
fn mark_link_lists(drafts: &mut [Draft], lines: &[Line]) {
    let mut start = 0;
    while start < drafts.len() {
        let mut links = 0;
        let mut end = start;
        while end < drafts.len() {
            if is_link(&drafts[end], &lines[end]) {
                links += 1;
            } else if !(links > 0 && is_date(&lines[end].text) && can_be_link(&drafts[end])) {
                break;
            }
            end += 1;
        }
        let under_references = start > 0 && lines[start - 1].is(StructureCue::ReferenceHeading);
        if links >= 3 && !under_references {
            drafts[start..end].iter_mut().for_each(set);
        }
        start = end.max(start + 1);
    }
}

fn can_be_link(draft: &Draft) -> bool {
    use BlockKind::{Heading, ListItem, Paragraph, Residue};
    matches!(draft.kind, ListItem | Paragraph | Residue | Heading)
}

/// Whether a block is a link and nothing else but a date.
fn is_link(draft: &Draft, line: &Line) -> bool {
    let share = draft.link_share();
    can_be_link(draft)
        && !line.is_source()
        && (share > 0.9 || (share > 0.4 && has_date(&line.text) && width(&line.text) <= 50))
        && width(&line.text) <= 60
        && line.entry() < 2
        && !line.text.trim_end().ends_with(['。', '.'])
}

/// Whether a text is a date, with its time or not.
fn is_date(text: &str) -> bool {
    let other = text.chars().filter(|c| !(c.is_ascii_digit() || "年月日-/.: 时分秒".contains(*c)));
    has_date(text) && other.count() == 0
}

/// Whether a date of year, month and day stands in a text.
pub fn has_date(text: &str) -> bool {
    let is_year = |n: &&str| n.len() == 4 && (n.starts_with("19") || n.starts_with("20"));
    let is_part = |n: &&&str| (1..=2).contains(&n.len());
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    numbers.windows(3).any(|n| is_year(&n[0]) && n[1..].iter().filter(is_part).count() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::draft::Inline;
    use crate::knowledge::Knowledge;

    fn residue(text: &str) -> bool {
        let mut inline = Inline::default();
        inline.push(text, 0);
        let draft = inline.take(BlockKind::Paragraph, 0);
        is_line(&Line::new(&draft, Knowledge::builtin().unwrap()))
    }

    #[test]
    fn lines_of_the_page_are_residue_and_sentences_are_not() {
        for line in [
            "展开阅读全文",
            "标签：骨质疏松 维生素D",
            "闽ICP备12345678号-3 闽公网安备 3501号",
            "Copyright 2010-2024 Example Health. All Rights Reserved. Powered by Example",
            "1 2 3 4 5",
            "首页 > 健康 > 骨科",
            "Home » Health » Bones",
            "Top",
            "— THE END —",
        ] {
            assert!(residue(line), "{line}");
        }
        for prose in [
            "食品标签上的钠含量应当看清楚。",
            "Websites place cookies on your device; the study looked at how patients felt about that.",
            "Top athletes sleep more than nine hours.",
            "他们分享了治疗经验。",
            "血压 > 140 mmHg 或 > 90 mmHg",
        ] {
            assert!(!residue(prose), "{prose}");
        }
    }
}
