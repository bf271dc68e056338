//! Shapes of sentences: classes of words that follow each other, each not far behind the one before.

use super::concept::Named;
use super::pack::{PackError, PackFile};
use super::{ConceptKind, Term};
use crate::text::Language;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// A sequence in which a rule finds what it looks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sequence {
    /// The rule.
    pub rule: String,
    /// What it means to the rule.
    pub means: String,
    /// Whether it counts only where something is sold to the reader.
    pub sold: bool,
    /// Whether it may run on into the next sentence.
    pub story: bool,
    /// The language it is of.
    pub language: Language,
    steps: Vec<Step>,
    without: Vec<String>,
}

/// One step of a sequence.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Step {
    /// The classes, any of which will do.
    any: Vec<String>,
    /// Most words between the step before and this one.
    reach: usize,
}

/// A word of a class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Classed {
    /// The class.
    pub is: String,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SequenceFile {
    source: String,
    reviewed: String,
    sequence: Vec<Spanned<SequenceEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SequenceEntry {
    rule: String,
    #[serde(default)]
    means: String,
    #[serde(default)]
    sold: bool,
    #[serde(default)]
    story: bool,
    #[serde(default)]
    zh: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    bad: Vec<String>,
    #[serde(default)]
    good: Vec<String>,
}

/// Words that may stand between two steps where a sequence does not say.
const REACH: usize = 2;

impl Sequence {
    /// The sequences of a file: `ever 2 not relapse -surgery` is a word of `ever`, one of `not` no more than
    /// two words behind it, one of `relapse`, and none of `surgery` in the sentence.
    pub(super) fn load(file: &PackFile) -> Result<Vec<Sequence>, PackError> {
        let parsed: SequenceFile = file.parse()?;
        file.check_header(&parsed.source, &parsed.reviewed)?;
        let mut sequences = Vec::new();
        for spanned in parsed.sequence {
            let at = spanned.span().start;
            let entry = spanned.into_inner();
            if entry.bad.is_empty() || entry.bad.iter().chain(&entry.good).any(|e| e.trim().is_empty()) {
                return Err(file.error(
                    at,
                    "a sequence has no bad example",
                    "give one text that it must match",
                ));
            }
            for (list, language) in [(&entry.zh, Language::Zh), (&entry.en, Language::En)] {
                for written in list {
                    let Some((steps, without)) = read(written) else {
                        let reason = format!("`{written}` is no sequence of two steps or more");
                        return Err(file.error(at, reason, "write classes, with numbers between them"));
                    };
                    let (rule, means) = (entry.rule.clone(), entry.means.clone());
                    let (sold, story) = (entry.sold, entry.story);
                    sequences.push(Sequence { rule, means, sold, story, language, steps, without });
                }
            }
        }
        Ok(sequences)
    }

    /// The first place of a text in which its steps follow each other.
    pub fn find(&self, words: &[Classed], text: &str) -> Option<Range<usize>> {
        if words.iter().any(|w| self.without.contains(&w.is)) {
            return None;
        }
        let (first, rest) = self.steps.split_first()?;
        words.iter().filter(|w| first.any.contains(&w.is)).find_map(|w| {
            let end = self.follow(rest, words, text, w.range.end)?;
            Some(w.range.start..end)
        })
    }

    /// Where the last of some steps ends, if they follow from an offset on.
    fn follow(&self, steps: &[Step], words: &[Classed], text: &str, from: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(from) };
        let next = words.partition_point(|w| w.range.start < from);
        words[next..]
            .iter()
            .take_while(|w| words_between(&text[from..w.range.start], self.language) <= step.reach)
            .filter(|w| step.any.contains(&w.is))
            .find_map(|w| self.follow(rest, words, text, w.range.end))
    }
}

fn read(written: &str) -> Option<(Vec<Step>, Vec<String>)> {
    let (mut steps, mut without) = (Vec::new(), Vec::new());
    let mut reach = REACH;
    let classes = |word: &str| word.split('|').map(str::to_owned).collect::<Vec<_>>();
    for word in written.split_whitespace() {
        if let Ok(number) = word.parse() {
            reach = number;
        } else if let Some(word) = word.strip_prefix('-') {
            without.extend(classes(word));
        } else {
            steps.push(Step { any: classes(word), reach });
            reach = REACH;
        }
    }
    (steps.len() > 1).then_some((steps, without))
}

/// How many words a text has: of Chinese, two characters count as one.
pub fn words_between(text: &str, language: Language) -> usize {
    match language {
        Language::Zh => text.chars().filter(|c| c.is_alphanumeric()).count().div_ceil(2),
        Language::En => text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count(),
    }
}

/// The classed words of a text, in order: those of a pack, the concepts named, and numbers, sums of
/// money and names as they are written.
pub fn classed<'n>(
    text: &str,
    terms: &[Term<String>],
    named: impl Iterator<Item = &'n Named<'n>>,
) -> Vec<Classed> {
    let mut found: Vec<Classed> =
        terms.iter().map(|t| Classed { is: t.is.clone(), range: t.range() }).collect();
    found.extend(named.filter_map(|n| {
        let is = match n.concept.kind {
            ConceptKind::Drug => "DRUG",
            ConceptKind::Supplement => "SUPPLEMENT",
            ConceptKind::Condition => "DISEASE",
            ConceptKind::Procedure => "PROCEDURE",
            ConceptKind::Outcome => "OUTCOME",
            ConceptKind::Anatomy => "BODY",
            _ => return None,
        };
        Some(Classed { is: is.to_owned(), range: n.range.clone() })
    }));
    numbers(text, &mut found);
    names(text, &mut found);
    found.sort_by(|a, b| (a.range.start, a.range.end).cmp(&(b.range.start, b.range.end)));
    found
}

/// Least share of a hundred that is nearly all.
const NEARLY_ALL: f64 = 85.0;

/// Numbers; shares; sums of money.
fn numbers(text: &str, found: &mut Vec<Classed>) {
    let is_numeral = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十百千万半几数".contains(c);
    let mut at = 0;
    while let Some(ahead) = text[at..].find(is_numeral) {
        let start = at + ahead;
        let goes_on = |c: char| is_numeral(c) || matches!(c, '.' | ',');
        let length = text[start..].find(|c| !goes_on(c)).unwrap_or(text.len() - start);
        let end = start + text[start..start + length].trim_end_matches(['.', ',']).len();
        at = start + length;
        let (before, behind) = (&text[..start], text[end..].trim_start());
        let mut push = |is: &str, range: Range<usize>| found.push(Classed { is: is.to_owned(), range });
        push("NUM", start..end);
        if behind.starts_with('%') || behind.starts_with("per cent") || behind.starts_with("percent") {
            push("SHARE", start..end);
            let value = text[start..end].replace(',', "").parse::<f64>();
            if value.is_ok_and(|v| (NEARLY_ALL..=100.0).contains(&v)) {
                push("MOST", start..end);
            }
        }
        let sign = before.chars().next_back().filter(|c| matches!(c, '$' | '£' | '€' | '¥'));
        let coin = ["元", "块"].iter().any(|c| behind.starts_with(c) && !behind.starts_with("元素"));
        if let Some(sign) = sign {
            push("MONEY", start - sign.len_utf8()..end);
        } else if coin {
            push("MONEY", start..end);
        }
    }
}

/// Longest name of a brand in quotation marks, in characters.
const BRAND: usize = 6;

/// Names as they are written: of persons (Joanne), of brands (BioGlow, “仁康”).
fn names(text: &str, found: &mut Vec<Classed>) {
    let mut push = |is: &str, range: Range<usize>| found.push(Classed { is: is.to_owned(), range });
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = &text[from..at];
                let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
                let small = word.bytes().filter(u8::is_ascii_lowercase).count();
                if capitals > 1 && small > 1 {
                    push("BRAND", from..at);
                } else if capitals == 1 && small > 1 && word.starts_with(|c: char| c.is_ascii_uppercase()) {
                    push("NAME", from..at);
                }
                start = None;
            }
            _ => {}
        }
    }
    for (open, mark) in text.char_indices().filter(|(_, c)| matches!(c, '“' | '"')) {
        let inner = open + mark.len_utf8();
        let length = text[inner..].find(['”', '"']).unwrap_or(0);
        let short = text[inner..inner + length].chars().count();
        let han = text[inner..].starts_with(|c: char| !c.is_ascii());
        if han && (2..=BRAND).contains(&short) {
            push("BRAND", open..inner + length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str, language: Language, sequence: &str) -> bool {
        let (steps, without) = read(sequence).unwrap();
        let (rule, means) = (String::new(), String::new());
        let sequence = Sequence { rule, means, sold: false, story: false, language, steps, without };
        let words = classed(text, &[], std::iter::empty());
        sequence.find(&words, text).is_some()
    }

    #[test]
    fn steps_follow_each_other_within_reach() {
        assert!(classes("Anna paid $30", Language::En, "NAME 1 MONEY"));
        assert!(!classes("Anna paid only $30", Language::En, "NAME 1 MONEY"));
        assert!(!classes("$30 for Anna", Language::En, "NAME 9 MONEY"));
        assert!(!classes("Anna paid $30", Language::En, "NAME 1 MONEY -NUM"));
        assert!(classes("有效98%,一盒30元", Language::Zh, "MOST 4 MONEY"));
        assert!(!classes("有效48%,一盒30元", Language::Zh, "MOST 4 MONEY"));
    }
}
