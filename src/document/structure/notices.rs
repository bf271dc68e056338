//! Notices: blocks that are nothing but disclaimer, disclosure, authorship or date.

use super::line::{Line, width};
use super::residue::has_date;
use crate::document::BlockKind;
use crate::document::draft::Draft;
use crate::knowledge::{NoticeKind, StructureCue};

/// Widest line of authorship or date, in Han characters.
const WIDEST_BYLINE: usize = 70;

/// Widest line that is a notice for saying that it promotes nothing, as an opening of the article may.
const WIDEST_UNLABELLED: usize = 24;

/// How many blocks below the title may still be lines of authorship.
const BELOW_TITLE: usize = 4;

/// Marks notices.
pub fn mark(drafts: &mut [Draft], lines: &[Line]) {
    let mut under_heading = false;
    let title = drafts.iter().position(|d| d.kind == BlockKind::Title);
    for i in 0..drafts.len() {
        let (kind, line) = (drafts[i].kind, &lines[i]);
        let heading = line.is(StructureCue::NoticeHeading);
        let below_title = title.is_some_and(|title| (title + 1..=title + BELOW_TITLE).contains(&i));
        let notice = match kind {
            BlockKind::Title | BlockKind::Reference | BlockKind::TableRow | BlockKind::Caption => false,
            BlockKind::Heading => heading && says_something(lines.get(i + 1)),
            BlockKind::Residue if below_title && (is_byline(line) || is_english_byline(&line.text)) => true,
            BlockKind::Residue => !is_byline(line) && (is_all_notice(line) || is_half_notice(line)),
            _ if line.opens_with(StructureCue::NoticeStart) => true,
            _ if heading => says_something(lines.get(i + 1)),
            _ if below_title && is_english_byline(&line.text) => true,
            _ => {
                is_all_notice(line)
                    || is_byline(line)
                    || (says_something(Some(line)) && (under_heading || is_labelled(line)))
            }
        };
        if notice {
            drafts[i].kind = BlockKind::Notice;
            drafts[i].level = 0;
        }
        under_heading = notice && (heading || under_heading);
    }
}

/// Whether some sentence of it is a notice.
fn says_something(line: Option<&Line>) -> bool {
    line.is_some_and(|line| line.notices().iter().any(|s| !s.is_empty()))
}

/// A notice that names itself: `免责声明：…`, and says more than to see a doctor.
fn is_labelled(line: &Line) -> bool {
    line.is_label(StructureCue::NoticeHeading) && says(line, |kind| kind != NoticeKind::Consult)
}

/// Whether every sentence is a notice, and not all of them only send the reader to a doctor, which
/// is advice of the article.
pub fn is_all_notice(line: &Line) -> bool {
    let all = !line.notices().is_empty() && line.notices().iter().all(|s| !s.is_empty());
    let promotes = |kind| kind == NoticeKind::NoPromotion;
    let short = width(&line.text) <= WIDEST_UNLABELLED || !says(line, promotes);
    all && (short && says(line, disclaims) || says(line, |kind| disclaims(kind) && !promotes(kind)))
}

/// Outside the article a notice may hold other sentences too.
fn is_half_notice(line: &Line) -> bool {
    let some = line.notices().iter().filter(|s| !s.is_empty()).count();
    2 * some >= line.notices().len() && (is_labelled(line) || says(line, disclaims))
}

fn disclaims(kind: NoticeKind) -> bool {
    !matches!(kind, NoticeKind::Consult | NoticeKind::NoSelfTreatment | NoticeKind::Author | NoticeKind::Date)
}

/// A line of authorship or date: short, and a wording opens it, or it has a date and little else.
fn is_byline(line: &Line) -> bool {
    let named = |(kind, _): &&(NoticeKind, bool)| matches!(kind, NoticeKind::Author | NoticeKind::Date);
    let mut said = line.notices().iter().flatten().filter(named);
    if width(&line.text) > WIDEST_BYLINE || line.is_prose() {
        return false;
    }
    let letters: String = line.text.chars().filter(|c| c.is_alphabetic()).collect();
    let dated = has_date(&line.text) && (said.clone().next().is_some() || width(&letters) <= 5);
    dated || said.any(|(_, opens)| *opens)
}

/// `By Jane Doe, RN`: a name, and no sentence.
fn is_english_byline(text: &str) -> bool {
    let name = text.strip_prefix("By ").or_else(|| text.strip_prefix("by "));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_uppercase()))
        && width(text) <= WIDEST_BYLINE
        && !text.trim_end().ends_with(['.', '!', '?'])
}

fn says(line: &Line, is: impl Fn(NoticeKind) -> bool) -> bool {
    line.notices().iter().flatten().any(|(kind, _)| is(*kind))
}
