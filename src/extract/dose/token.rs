//! Lexemes of a folded text: numerals, units, words of dosage, marks.

use crate::knowledge::{DoseWord, Knowledge, Unit};
use crate::text::{is_han, parse_number};
use std::ops::Range;

/// What a lexeme is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Lex<'k> {
    /// A numeral; whether it was written in digits.
    Number(f64, bool),
    /// A unit.
    Unit(&'k Unit),
    /// A word of dosage.
    Word(DoseWord),
    /// A punctuation mark or line break.
    Mark(char),
    /// Other letters.
    Other,
}

/// A lexeme and its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Token<'k> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub lex: Lex<'k>,
}

impl<'k> Token<'k> {
    /// The word, if it is one.
    pub fn word(&self) -> Option<DoseWord> {
        if let Lex::Word(word) = self.lex { Some(word) } else { None }
    }

    /// Whether it is that word.
    pub fn is(&self, word: DoseWord) -> bool {
        self.word() == Some(word)
    }

    /// Whether it is that mark.
    pub fn is_mark(&self, mark: char) -> bool {
        self.lex == Lex::Mark(mark)
    }

    /// The unit, if it is one.
    pub fn unit(&self) -> Option<&'k Unit> {
        if let Lex::Unit(unit) = self.lex { Some(unit) } else { None }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        if let Lex::Number(value, _) = self.lex { Some(value) } else { None }
    }

    /// Whether it is a number written in digits.
    pub fn in_digits(&self) -> bool {
        matches!(self.lex, Lex::Number(_, true))
    }
}

/// Cuts a folded text into lexemes; white space between them is dropped.
pub fn tokens<'k>(text: &str, knowledge: &'k Knowledge) -> Vec<Token<'k>> {
    let mut lexer = Lexer { text, knowledge, out: Vec::new() };
    let mut marked: Vec<(Range<usize>, Option<DoseWord>)> =
        knowledge.dose_words.find(text).into_iter().map(|t| (t.range(), Some(t.is))).collect();
    marked.extend(knowledge.dose_words.fixed(text).into_iter().map(|range| (range, None)));
    marked.sort_by_key(|(range, _)| (range.start, range.end));
    let mut words = marked.into_iter().peekable();
    let mut at = 0;
    while at < text.len() {
        while words.next_if(|(range, _)| range.start < at).is_some() {}
        let glued = lexer.number_or_unit(at);
        let word = words.next_if(|(range, _)| range.start == at);
        at = match (word, glued) {
            (Some((range, word)), glued) if glued.is_none_or(|(end, _)| end <= range.end) => {
                lexer.push(range.start, range.end, word.map_or(Lex::Other, Lex::Word));
                range.end
            }
            (_, Some((end, lex))) => {
                lexer.push(at, end, lex);
                if matches!(lex, Lex::Number(..)) { lexer.behind_number(end) } else { end }
            }
            (_, None) => lexer.other(at),
        };
    }
    lexer.out
}

struct Lexer<'t, 'k> {
    text: &'t str,
    knowledge: &'k Knowledge,
    out: Vec<Token<'k>>,
}

impl<'k> Lexer<'_, 'k> {
    fn push(&mut self, start: usize, end: usize, lex: Lex<'k>) {
        match self.out.last_mut() {
            Some(last) if lex == Lex::Other && last.lex == Lex::Other && last.end == start => last.end = end,
            _ => self.out.push(Token { start, end, lex }),
        }
    }

    fn number_or_unit(&self, at: usize) -> Option<(usize, Lex<'k>)> {
        let (before, rest) = self.text.split_at(at);
        let letter_before = before.ends_with(|c: char| c.is_ascii_alphabetic());
        let fraction =
            rest.strip_prefix('.').filter(|_| !before.ends_with(|c: char| c.is_ascii_alphanumeric()));
        if let Some((value, len)) = fraction.and_then(decimals) {
            return Some((at + 1 + len, Lex::Number(value, true)));
        }
        if let Some(number) = parse_number(rest) {
            let in_name = letter_before || (number.digits && is_in_name(before));
            return (!in_name || self.opens_number(at))
                .then_some((at + number.len, Lex::Number(number.value, number.digits)));
        }
        if letter_before {
            return None;
        }
        let (len, unit) = self.knowledge.units.at(rest)?;
        let plural = rest.get(len..len + 3).filter(|s| s.eq_ignore_ascii_case("(s)")).map_or(0, str::len);
        Some((at + len + plural, Lex::Unit(unit)))
    }

    /// Whether the letter in front of a numeral belongs to it: x7 days, q8h.
    fn opens_number(&self, at: usize) -> bool {
        self.out.last().is_some_and(|t| t.end == at && t.word().is_some())
    }

    /// Letters glued to a numeral, which word borders hide: 6h, 3x, 8hrly.
    fn behind_number(&mut self, at: usize) -> usize {
        let len = self.text[at..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let run = &self.text[at..at + len];
        let word = self.knowledge.dose_words.find(run).into_iter().next();
        let word = word.filter(|t| t.range() == (0..len) && len > 0);
        if let Some(word) = word
            && self.knowledge.units.at(&self.text[at..]).is_none_or(|(l, _)| l < len)
        {
            self.push(at, at + len, Lex::Word(word.is));
            return at + len;
        }
        match self.knowledge.units.at(&self.text[at..]) {
            Some((unit_len, unit)) if unit_len >= len => {
                self.push(at, at + unit_len, Lex::Unit(unit));
                at + unit_len
            }
            _ => at,
        }
    }

    fn other(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let Some(c) = rest.chars().next() else { return self.text.len() };
        let end = at + c.len_utf8();
        if c == '\n' || !(c.is_alphanumeric() || c.is_whitespace()) {
            self.push(at, end, Lex::Mark(c));
            return end;
        }
        if c.is_whitespace() {
            return end;
        }
        if let Some(word) = self.glued_letter(rest) {
            self.push(at, end, Lex::Word(word));
            return end;
        }
        if !c.is_ascii_alphanumeric() {
            self.push(at, end, Lex::Other);
            return end;
        }
        let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        self.push(at, at + len, Lex::Other);
        at + len
    }

    /// `x` or `q` in front of a digit.
    fn glued_letter(&self, rest: &str) -> Option<DoseWord> {
        let mut chars = rest.chars();
        let (first, next) = (chars.next()?.to_ascii_lowercase(), chars.next()?);
        if !next.is_ascii_digit() {
            return None;
        }
        match first {
            'x' => Some(DoseWord::For),
            'q' => Some(DoseWord::Each),
            _ => None,
        }
    }
}

/// The digits behind a point that has nothing in front: .125.
fn decimals(text: &str) -> Option<(f64, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = format!("0.{}", &text[..len]).parse().ok().filter(|_| len > 0)?;
    Some((value, len))
}

/// Whether digits behind this text are part of a name: omega-3, COVID-19.
fn is_in_name(before: &str) -> bool {
    let Some(name) = before.strip_suffix('-') else { return false };
    let stem = name.trim_end_matches(|c: char| c.is_alphabetic() && !is_han(c));
    stem.len() < name.len()
        && !stem.ends_with(|c: char| c.is_ascii_digit() || c == ' ' && ends_in_number(stem))
}

/// Whether the last word is a number, so that letters behind it are its unit: 10 mg-25 mg.
fn ends_in_number(text: &str) -> bool {
    text.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        let folded = crate::text::fold(text);
        let letter = |t: Token| match t.lex {
            Lex::Number(..) => 'n',
            Lex::Unit(_) => 'u',
            Lex::Word(_) => 'w',
            Lex::Mark(c) => c,
            Lex::Other => 'o',
        };
        tokens(folded.as_str(), Knowledge::builtin().unwrap()).into_iter().map(letter).collect()
    }

    #[test]
    fn numbers_units_and_words() {
        assert_eq!(shape("每日３次，每次５０ｍｇ"), "wwnw,wnu");
        assert_eq!(shape("q8h"), "wnw");
        assert_eq!(shape("omega-3, B12, COVID-19"), "o-o,o,o-o");
        assert_eq!(shape("2 tablet(s) x7 days"), "nuwnw");
        assert_eq!(shape("一次性手套"), "o");
    }

    proptest::proptest! {
        #[test]
        fn lexemes_do_not_overlap(text in "\\PC{0,60}") {
            let folded = crate::text::fold(&text);
            let mut free = 0;
            for t in tokens(folded.as_str(), Knowledge::builtin().unwrap()) {
                proptest::prop_assert!(t.start >= free && t.end > t.start);
                proptest::prop_assert!(folded.as_str().get(t.start..t.end).is_some());
                free = t.end;
            }
        }
    }
}
