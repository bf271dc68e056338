//! Tokens of a cleaned entry: words, numbers and marks, with what the pack says of them.

use crate::knowledge::{Knowledge, ReferenceWord, Term};
use crate::text::is_han;
use std::ops::Range;

/// What a token is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::extract) enum Kind {
    /// Letters of any script but Han, with hyphens and apostrophes inside.
    Word,
    /// Digits only, or digits with letters that scanning puts in their place (`20O2`).
    Number,
    /// Letters and digits: `e1234`, `S12`, `CD4`.
    Code,
    /// Han characters.
    Han,
    /// One character of anything else.
    Mark(char),
}

#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Whether a blank stands before it.
    pub spaced: bool,
    /// What the pack calls it.
    pub label: Option<ReferenceWord>,
}

/// Particles of family names, which are written small.
const PARTICLES: &[&str] = &[
    "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le",
    "ten", "ter", "el", "al", "bin", "ibn", "zu", "zur", "af", "e", "y", "st", "ben", "'t", "des",
];

/// Whether a word is a particle of family names: van, de.
pub(in crate::extract) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// A cleaned entry and its tokens.
#[derive(Debug)]
pub(in crate::extract) struct Scan<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    /// What the pack found, in order; inside a run of Han too.
    terms: Vec<Term<ReferenceWord>>,
}

impl<'a> Scan<'a> {
    pub fn new(text: &'a str, knowledge: &Knowledge) -> Scan<'a> {
        let mut tokens = tokens(text);
        let terms = knowledge.references.find(text);
        let mut next = 0;
        for term in &terms {
            while tokens.get(next).is_some_and(|t| t.start < term.start) {
                next += 1;
            }
            for token in tokens[next..].iter_mut().take_while(|t| t.end <= term.end) {
                token.label = Some(term.is);
            }
        }
        Scan { text, tokens, terms }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn get(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    /// The words of one token; empty behind the last.
    pub fn word(&self, i: usize) -> &'a str {
        self.get(i).map_or("", |t| &self.text[t.start..t.end])
    }

    pub fn is(&self, i: usize, mark: char) -> bool {
        self.get(i).is_some_and(|t| t.kind == Kind::Mark(mark))
    }

    pub fn is_any(&self, i: usize, marks: &[char]) -> bool {
        self.get(i).is_some_and(|t| matches!(t.kind, Kind::Mark(c) if marks.contains(&c)))
    }

    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.get(i).map(|t| t.kind)
    }

    pub fn label(&self, i: usize) -> Option<ReferenceWord> {
        self.get(i).and_then(|t| t.label)
    }

    pub fn spaced(&self, i: usize) -> bool {
        self.get(i).is_some_and(|t| t.spaced)
    }

    /// The text of a range of tokens.
    pub fn slice(&self, range: Range<usize>) -> &'a str {
        if range.is_empty() {
            return "";
        }
        match (self.get(range.start), self.get(range.end - 1)) {
            (Some(first), Some(last)) => &self.text[first.start..last.end],
            _ => "",
        }
    }

    /// Whether a word of this kind stands in a range.
    pub fn has(&self, range: Range<usize>, label: ReferenceWord) -> bool {
        let (Some(first), Some(last)) = (self.get(range.start), self.get(range.end.saturating_sub(1))) else {
            return false;
        };
        let from = self.terms.partition_point(|t| t.start < first.start);
        let inside = self.terms[from..].iter().take_while(|t| t.end <= last.end);
        !range.is_empty() && inside.into_iter().any(|t| t.is == label)
    }

    /// Whether a word of this kind reads so.
    pub fn is_word(&self, word: &str, label: ReferenceWord) -> bool {
        self.terms.iter().any(|t| t.is == label && &self.text[t.range()] == word)
    }

    /// Whether a part of the text, given by its words, ends in a word of this kind, or is one.
    pub fn ends_in(&self, words: &str, label: ReferenceWord) -> bool {
        self.terms.iter().any(|t| t.is == label && words.ends_with(&self.text[t.range()]))
    }

    /// The first token from `at` on, below `end`, that is no longer of this label.
    pub fn past_label(&self, at: usize, end: usize) -> usize {
        let label = self.label(at);
        (at..end).find(|&i| self.label(i) != label).unwrap_or(end)
    }

    /// The mark that closes the bracket at `open`, below `end`.
    pub fn closing(&self, open: usize, end: usize) -> Option<usize> {
        let close = match self.kind(open)? {
            Kind::Mark('(') => ')',
            Kind::Mark('[') => ']',
            Kind::Mark('【') => '】',
            _ => return None,
        };
        (open + 1..end.min(open + 40)).find(|&i| self.is(i, close))
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 4 + 8);
    let mut chars = text.char_indices().peekable();
    let mut spaced = false;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let (mut end, mut kind) = (start + c.len_utf8(), Kind::Mark(c));
        if is_han(c) {
            kind = Kind::Han;
            let ahead = text[end..].chars().next();
            let alone = c != '年' || ahead.is_none_or(|n| !is_han(n) || n == '第');
            let unit = is_unit(c) && alone && out.last().is_some_and(|t| t.kind == Kind::Number);
            while let Some(&(at, next)) = chars.peek() {
                if unit || !is_han(next) || (is_unit(next) && starts_number(&text[at + next.len_utf8()..])) {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        } else if c.is_alphanumeric() {
            while let Some(&(at, next)) = chars.peek() {
                let joins = next.is_alphanumeric() && !is_han(next)
                    || matches!(next, '\'' | '-') && joins_letters(&text[start..at], &text[at + 1..]);
                if !joins {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
            kind = kind_of(&text[start..end]);
        }
        out.push(Token { start, end, kind, spaced, label: None });
        spaced = false;
    }
    out
}

/// Characters that count parts of a journal or a date.
fn is_unit(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '卷' | '期' | '页' | '第')
}

fn starts_number(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

fn joins_letters(before: &str, after: &str) -> bool {
    let plain = before.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\''));
    plain && after.starts_with(|c: char| c.is_alphabetic() && !is_han(c))
}

fn kind_of(word: &str) -> Kind {
    let (mut digits, mut look_alike, mut other) = (0usize, 0usize, 0usize);
    for c in word.chars() {
        match c {
            '0'..='9' => digits += 1,
            'l' | 'O' | 'o' | 'I' => look_alike += 1,
            _ => other += 1,
        }
    }
    match (digits, look_alike, other) {
        (0, _, _) => Kind::Word,
        (_, _, 0) if digits >= look_alike => Kind::Number,
        _ => Kind::Code,
    }
}

/// The digits that a number stands for, scanning mistakes put right.
pub(in crate::extract) fn digits(number: &str) -> String {
    let right = |c| match c {
        'l' | 'I' => '1',
        'O' | 'o' => '0',
        c => c,
    };
    number.chars().map(right).collect()
}

/// The year that a number is, from 1500 to 2099.
pub(in crate::extract) fn year(number: &str) -> Option<String> {
    let digits = digits(number);
    let plausible = digits.len() == 4 && matches!(digits.parse(), Ok(1500..=2099));
    plausible.then_some(digits)
}
