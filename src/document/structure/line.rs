//! What one block shows of its part in the article: cues of the packs, and the shape of its text.

use crate::document::draft::Draft;
use crate::knowledge::{Knowledge, NoticeKind, StructureCue, Term};
use crate::text::{fold, is_han, sentences};
use std::ops::Range;

/// Longer blocks, in bytes, are running text and no line of residue.
const LONGEST_LINE: usize = 400;

/// A sentence among notices that is no wider and has a year is a date: `Reviewed March 2019.`
const WIDEST_DATE: usize = 12;

/// A block seen as a line.
#[derive(Debug)]
pub struct Line {
    /// Its folded text.
    pub text: String,
    /// The text without marks and blanks around it.
    bare: Range<usize>,
    cues: Vec<Term<StructureCue>>,
    /// What its sentences say as notices, each with whether it opens with that.
    notices: Vec<Vec<(NoticeKind, bool)>>,
    /// Whether it is a link to a published source.
    is_source: bool,
    /// Whether it is running text.
    is_prose: bool,
    /// How much it looks like an entry of a reference list.
    entry: u8,
}

impl Line {
    /// Looks at a block.
    pub fn new(draft: &Draft, knowledge: &Knowledge) -> Line {
        let text = fold(draft.text.as_str()).as_str().to_owned();
        let is_mark = |c: char| !(c.is_alphanumeric() || matches!(c, '©' | '…'));
        let start = text.find(|c| !is_mark(c)).unwrap_or(text.len());
        let end = text.rfind(|c| !is_mark(c)).map_or(start, |i| i + char_len(&text, i));
        let short = text.len() <= LONGEST_LINE;
        let cues = if short { knowledge.structure.find(&text) } else { Vec::new() };
        let found = knowledge.notices.find(&text);
        let notices = if found.is_empty() { Vec::new() } else { by_sentence(&text, &found) };
        let is_source = draft.link_share() > 0.6
            && draft.links.iter().any(|(_, href)| {
                let found = knowledge.structure.find(fold(href).as_str());
                found.iter().any(|t| t.is == StructureCue::SourceAddress)
            });
        let (is_prose, entry) = (is_prose(&text), super::references::strength(&text));
        Line { bare: start..end, cues, notices, is_source, is_prose, entry, text }
    }

    /// The text without marks and blanks around it.
    pub fn bare(&self) -> &str {
        self.text.get(self.bare.clone()).unwrap_or_default()
    }

    /// Whether a phrase of that kind is the whole line, an opening number aside.
    pub fn is(&self, cue: StructureCue) -> bool {
        let bare = self.bare();
        let number = bare.len() - bare.trim_start_matches(is_number_mark).len();
        self.of(cue).any(|t| {
            let opens = t.start == self.bare.start || t.start == self.bare.start + number;
            opens && (t.end >= self.bare.end)
        })
    }

    /// Whether a phrase of that kind opens the line and a colon or the end follows it.
    pub fn is_label(&self, cue: StructureCue) -> bool {
        self.of(cue).any(|t| {
            let rest = self.text[t.end..].trim_start();
            t.start == self.bare.start && (rest.is_empty() || rest.starts_with([':', ']', '】', ')']))
        })
    }

    /// Whether a phrase of that kind opens the line.
    pub fn opens_with(&self, cue: StructureCue) -> bool {
        self.of(cue).any(|t| t.start == self.bare.start)
    }

    /// Whether a phrase of that kind is anywhere in it.
    pub fn has(&self, cue: StructureCue) -> bool {
        self.of(cue).next().is_some()
    }

    fn of(&self, cue: StructureCue) -> impl Iterator<Item = &Term<StructureCue>> {
        self.cues.iter().filter(move |t| t.is == cue)
    }

    /// How much of the line phrases of that kind cover, from 0 to 1, marks aside.
    pub fn share(&self, cue: StructureCue) -> f64 {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let covered: usize = self.of(cue).map(|t| letters(&self.text[t.range()])).sum();
        covered as f64 / letters(&self.text).max(1) as f64
    }

    /// Whether it is a link to a published source: its DOI, its record in a database.
    pub fn is_source(&self) -> bool {
        self.is_source
    }

    /// What each sentence says as a notice; empty where no sentence says anything of the kind.
    pub fn notices(&self) -> &[Vec<(NoticeKind, bool)>] {
        &self.notices
    }

    /// Whether it is running text: two sentences, or one of some length that is closed.
    pub fn is_prose(&self) -> bool {
        self.is_prose
    }

    /// How much it looks like an entry of a reference list: 2 by itself, 1 inside a list, 0 not.
    pub fn entry(&self) -> u8 {
        self.entry
    }

    /// Whether it cannot be a line of running text, so that it is better a block of its own.
    pub fn is_apart(&self) -> bool {
        self.is(StructureCue::ReferenceHeading)
            || self.is(StructureCue::ResidueHeading)
            || self.is_label(StructureCue::NoticeHeading)
            || self.entry >= 2
            || super::residue::is_line(self)
    }
}

fn is_prose(text: &str) -> bool {
    let stops = text.matches(['。', '!', '?']).count() + text.matches(". ").count();
    let closed = text.trim_end().ends_with(['。', '.', '!', '?']);
    stops + usize::from(closed) >= 2 || (closed && width(text) > 30)
}

fn by_sentence(text: &str, found: &[Term<NoticeKind>]) -> Vec<Vec<(NoticeKind, bool)>> {
    let of = |range: Range<usize>| {
        let opening = &text[range.clone()];
        let marks = opening.len() - opening.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let inside = found.iter().filter(|t| t.start >= range.start && t.start < range.end);
        let said: Vec<_> = inside.map(|t| (t.is, t.start <= range.start + marks)).collect();
        let dates = said.is_empty() && width(opening) <= WIDEST_DATE && super::references::has_year(opening);
        if dates { vec![(NoticeKind::Date, false)] } else { said }
    };
    sentences(text).into_iter().map(|s| of(s.range)).collect()
}

/// Width of a text in characters, Han ones counting one and others a half.
pub fn width(text: &str) -> usize {
    text.chars().map(|c| if is_han(c) { 2 } else { 1 }).sum::<usize>().div_ceil(2)
}

fn is_number_mark(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ' ' | ')' | '#') || "一二三四五六七八九十、".contains(c)
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}
