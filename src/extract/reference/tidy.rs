//! Cleaning of an entry before it is read: mark-up, width, blanks, its number, and what stands around it.

use super::index::index;
use super::markup::without_markup;
use crate::knowledge::{Knowledge, ReferenceWord};
use crate::text::{fold_width, is_han};

/// An entry without what is none of it.
#[derive(Debug, Default)]
pub(super) struct Tidy {
    /// Its text, folded, each run of blanks one blank.
    pub text: String,
    /// Targets of links in it.
    pub links: Vec<String>,
    /// Its number in the list, where it has one.
    pub number: Option<u32>,
}

/// Cleans an entry.
pub(super) fn tidy(raw: &str, knowledge: &Knowledge) -> Tidy {
    let mut links = Vec::new();
    let unmarked = without_markup(raw, &mut links);
    let folded = fold_width(&unmarked);
    let text = squeeze(folded.as_str());
    let (number, at) = lead(&text, knowledge);
    let body = &text[at..];
    let end = trail(body, knowledge);
    let text = body[..end].trim_matches(|c: char| c.is_whitespace() || c == '*').to_owned();
    Tidy { text, links, number }
}

/// Makes one blank of each run, none between Han characters that a line break parted.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_whitespace() {
            out.push(c);
            continue;
        }
        let mut broken = c == '\n';
        while let Some(next) = chars.next_if(|c| c.is_whitespace()) {
            broken |= next == '\n';
        }
        let between_han = out.ends_with(is_han) && chars.peek().copied().is_some_and(is_han);
        if !(broken && between_han) {
            out.push(' ');
        }
    }
    out
}

/// The number of an entry, and where its words begin.
fn lead(text: &str, knowledge: &Knowledge) -> (Option<u32>, usize) {
    let (mut at, mut number) = (0, None);
    loop {
        let rest = &text[at..];
        let skipped =
            rest.len() - rest.trim_start_matches([' ', '*', '•', '·', '●', '▪', '>', '_', ':', '.']).len();
        let rest = &rest[skipped..];
        let next = match index(rest) {
            // a number that stands there twice is one
            Some(index) if number.is_none_or(|n| n == index.number && index.shape.is_bracketed()) => {
                number = Some(index.number);
                index.len
            }
            _ => lead_word(rest, knowledge),
        };
        at += skipped + next;
        if next == 0 {
            return (number, at);
        }
    }
}

/// Length of a word such as 引用本文 at the start, with the marks around it.
pub(super) fn lead_word(text: &str, knowledge: &Knowledge) -> usize {
    let mut near = text.len().min(48);
    while !text.is_char_boundary(near) {
        near -= 1;
    }
    let bracketed = text.starts_with(['【', '[', '(']);
    let inner = text.trim_start_matches(['【', '[', '(']);
    let opened = text.len() - inner.len();
    if opened > near {
        return 0;
    }
    let words = knowledge.references.find(&inner[..near - opened]);
    let Some(term) = words.first().filter(|t| t.start == 0) else { return 0 };
    if !matches!(term.is, ReferenceWord::Lead | ReferenceWord::Heading) {
        return 0;
    }
    let rest = &inner[term.end..];
    let marks = rest.trim_start_matches([']', '】', ')', ':', ' ', '[', '(']);
    let closed = &rest[..rest.len() - marks.len()];
    let set_off = if bracketed { closed.contains([']', '】', ')']) } else { closed.contains(':') };
    if set_off { text.len() - marks.len() } else { 0 }
}

/// Where an entry ends: before `[PubMed]`, (责任编辑:… and the like.
fn trail(text: &str, knowledge: &Knowledge) -> usize {
    let words = knowledge.references.find(text);
    words.iter().find(|t| t.is == ReferenceWord::Trail && t.start > 0).map_or(text.len(), |t| t.start)
}
