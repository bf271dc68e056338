//! The structure of an article, told from its blocks in whatever format they came: title, headings,
//! reference list, notices, and what is not the article.

mod headings;
mod line;
mod notices;
mod references;
mod residue;
mod tables;

use super::BlockKind;
use super::draft::{Draft, Drafts};
use super::limits::ReadError;
use super::parsed::Parsed;
use crate::knowledge::Knowledge;
use line::Line;

/// Longest title, in characters as wide as Han ones.
const LONGEST_TITLE: usize = 50;

/// Gives every block its kind, and the title its place.
pub fn find(parsed: Parsed, knowledge: &Knowledge) -> Result<(Vec<Draft>, Option<usize>), ReadError> {
    let Parsed { mut drafts, title, .. } = parsed;
    if let Some(title) = title {
        drafts[title].kind = BlockKind::Title;
    }
    let mut drafts = split_lines(drafts, knowledge)?;
    let lines: Vec<Line> = drafts.iter().map(|draft| Line::new(draft, knowledge)).collect();
    residue::mark(&mut drafts, &lines);
    residue::mark_before_title(&mut drafts, &lines);
    references::mark(&mut drafts, &lines);
    notices::mark(&mut drafts, &lines);
    headings::mark(&mut drafts, &lines);
    residue::mark_headings_of_residue(&mut drafts);
    tables::mark(&mut drafts);
    let title = drafts.iter().position(|d| d.kind == BlockKind::Title).or_else(|| guess_title(&mut drafts));
    Ok((drafts, title))
}

/// Takes blocks of several lines apart where one of the lines is no running text.
fn split_lines(drafts: Vec<Draft>, knowledge: &Knowledge) -> Result<Vec<Draft>, ReadError> {
    let mut out = Drafts::default();
    for draft in drafts {
        let text = draft.text.as_str();
        let splits = matches!(draft.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Residue)
            && text.contains('\n');
        let parts: Vec<Draft> = if splits { parts(&draft) } else { Vec::new() };
        if parts.iter().any(|part| Line::new(part, knowledge).is_apart()) {
            for part in parts {
                out.push(part)?;
            }
        } else if let Some((text, link)) = without_closing_link(&draft, knowledge) {
            out.push(text)?;
            out.push(link)?;
        } else {
            out.push(draft)?;
        }
    }
    Ok(out.list)
}

/// A block that ends in a link of the page, `返回首页`, as its text and the link.
fn without_closing_link(draft: &Draft, knowledge: &Knowledge) -> Option<(Draft, Draft)> {
    let (range, _) = draft.links.last()?;
    let end = draft.text.as_str().len();
    if range.start == 0 || range.end < end || draft.kind == BlockKind::TableRow {
        return None;
    }
    let link = draft.part(range.clone())?;
    let is_residue = residue::is_line(&Line::new(&link, knowledge));
    is_residue.then(|| Some((draft.part(0..range.start)?, link)))?
}

fn parts(draft: &Draft) -> Vec<Draft> {
    let mut at = 0;
    let lines = draft.text.as_str().split('\n').filter_map(|line| {
        let start = at;
        at += line.len() + 1;
        draft.part(start..start + line.len())
    });
    lines.collect()
}

/// The first block that can be a title: short, with no full stop, and text after it.
fn guess_title(drafts: &mut [Draft]) -> Option<usize> {
    let body = |d: &Draft| d.kind.is_body() && d.kind != BlockKind::AltText;
    let first = drafts.iter().position(body)?;
    let followed = drafts[first + 1..].iter().any(body);
    let draft = &mut drafts[first];
    let text = draft.text.as_str();
    let can_be = matches!(draft.kind, BlockKind::Paragraph | BlockKind::Heading)
        && line::width(text) <= LONGEST_TITLE
        && !text.contains('\n')
        && !text.ends_with(['。', '.', '；', ';', '，', ',', '：', ':']);
    if !followed || !can_be {
        return None;
    }
    draft.kind = BlockKind::Title;
    draft.level = 1;
    Some(first)
}
