//! Many phrases at once: leftmost-longest on folded text, with word borders where a script has them.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use std::ops::Range;

/// A set of phrases, each with a value.
#[derive(Debug)]
pub struct Matcher<T> {
    automaton: AhoCorasick,
    phrases: Vec<Phrase<T>>,
}

#[derive(Debug)]
struct Phrase<T> {
    value: T,
    word_start: bool,
    word_end: bool,
    case: Option<String>,
}

/// One phrase found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match<'a, T> {
    /// Where, in the folded text.
    pub range: Range<usize>,
    /// What the pack says of it.
    pub value: &'a T,
}

impl<T> Matcher<T> {
    /// Builds a matcher. How a phrase is written decides how it matches:
    /// Latin letters and digits at its ends must stand at a word border (`cure` is not in `secure`,
    /// but is in `可cure癌症`); `*` at the end lets a word go on (`reduc*`); `=` in front makes case
    /// count (`=OR`); everything else ignores case.
    pub fn new(phrases: impl IntoIterator<Item = (String, T)>) -> Result<Matcher<T>, BuildError> {
        let (mut patterns, mut kept) = (Vec::new(), Vec::new());
        for (written, value) in phrases {
            let (open_end, body) = match written.strip_suffix('*') {
                Some(stem) => (true, stem),
                None => (false, written.as_str()),
            };
            let (case, body) = match body.strip_prefix('=') {
                Some(exact) => (Some(exact.to_owned()), exact),
                None => (None, body),
            };
            patterns.push(body.to_owned());
            kept.push(Phrase {
                value,
                word_start: body.starts_with(is_word),
                word_end: !open_end && body.ends_with(is_word),
                case,
            });
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&patterns)?;
        Ok(Matcher { automaton, phrases: kept })
    }

    /// The phrases in a folded text, leftmost first, the longest where several start, none
    /// overlapping another. A phrase listed twice is found with both values.
    pub fn find<'a>(&'a self, text: &str) -> Vec<Match<'a, T>> {
        let mut all: Vec<Match<'a, T>> = self.overlapping(text).collect();
        all.sort_by_key(|m| (m.range.start, std::cmp::Reverse(m.range.end)));
        let mut free = 0;
        let mut last = 0..0;
        all.retain(|m| {
            if m.range != last && m.range.start < free {
                return false;
            }
            free = m.range.end;
            last = m.range.clone();
            true
        });
        all
    }

    /// Whether any phrase stands in a folded text.
    pub fn is_in(&self, text: &str) -> bool {
        self.overlapping(text).next().is_some()
    }

    fn overlapping<'a>(&'a self, text: &str) -> impl Iterator<Item = Match<'a, T>> {
        self.automaton.find_overlapping_iter(text).filter_map(|m| {
            let phrase = &self.phrases[m.pattern().as_usize()];
            let fits = (!phrase.word_start || !text[..m.start()].ends_with(is_word))
                && (!phrase.word_end || !text[m.end()..].starts_with(is_word))
                && phrase.case.as_ref().is_none_or(|exact| text[m.range()] == **exact);
            let end = if phrase.word_end || !ends_in_word(text, m.end()) {
                m.end()
            } else {
                m.end() + text[m.end()..].bytes().take_while(|b| b.is_ascii_alphanumeric()).count()
            };
            fits.then_some(Match { range: m.start()..end, value: &phrase.value })
        })
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn ends_in_word(text: &str, end: usize) -> bool {
    text[..end].ends_with(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<String> {
        let matcher = Matcher::new(phrases.iter().map(|p| (p.to_string(), ()))).unwrap();
        matcher.find(text).into_iter().map(|m| text[m.range].to_owned()).collect()
    }

    #[test]
    fn the_longest_wins_and_words_have_borders() {
        assert_eq!(found(&["强的松", "强的松龙"], "强的松龙与强的松"), ["强的松龙", "强的松"]);
        assert_eq!(found(&["cure"], "可cure癌症, secure, cured, Cure."), ["cure", "Cure"]);
        assert_eq!(
            found(&["reduc*"], "It reduces, reduced; a reducing diet"),
            ["reduces", "reduced", "reducing"]
        );
        assert_eq!(found(&["=OR"], "OR 2.1 or less"), ["OR"]);
        assert_eq!(found(&["mg"], "每日500mg口服"), [] as [&str; 0]);
    }
}
