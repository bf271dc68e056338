//! Many phrases at once: leftmost-longest on folded text, with word borders where a script has them.

use std::ops::Range;

/// A set of phrases, each with a value.
///
/// Phrases lie in slots by how they start. Packs hold thousands of phrases and most runs read one
/// article, so being ready fast is what counts: an automaton over five thousand names takes forty
/// times as long to build (13 ms), more than it ever saves on an article.
#[derive(Debug)]
pub struct Matcher<T> {
    phrases: Vec<Phrase<T>>,
    /// The index of the first phrase of each slot, or [`NONE`]; a power of two of them.
    slots: Vec<u32>,
    /// Whether a phrase is one character long.
    single: bool,
}

#[derive(Debug)]
struct Phrase<T> {
    value: T,
    body: String,
    word_end: bool,
    case: bool,
    key: u64,
    /// The index of the next phrase of the same slot, or [`NONE`].
    next: u32,
}

const NONE: u32 = u32::MAX;

/// Slots for each phrase: few share one, so that most of a text is told to start none by one look.
const SLOTS: usize = 4;

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
    pub fn new(phrases: impl IntoIterator<Item = (String, T)>) -> Matcher<T> {
        let read = |(written, value): (String, T)| {
            let (open_end, body) = match written.strip_suffix('*') {
                Some(stem) => (true, stem),
                None => (false, written.as_str()),
            };
            let (case, body) = match body.strip_prefix('=') {
                Some(exact) => (true, exact),
                None => (false, body),
            };
            let mut start = body.chars();
            let key = key_of(start.next()?, start.next());
            let word_end = !open_end && body.ends_with(is_word);
            Some(Phrase { value, word_end, case, body: body.to_owned(), key, next: NONE })
        };
        let mut phrases: Vec<Phrase<T>> = phrases.into_iter().filter_map(read).collect();
        let mut slots = vec![NONE; (SLOTS * phrases.len()).next_power_of_two()];
        for i in (0..phrases.len()).rev() {
            let slot = slot_of(phrases[i].key, slots.len());
            phrases[i].next = std::mem::replace(&mut slots[slot], i as u32);
        }
        let single = phrases.iter().any(|p| p.body.chars().nth(1).is_none());
        Matcher { phrases, slots, single }
    }

    /// The values of all phrases.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.phrases.iter().map(|p| &p.value)
    }

    /// The phrases in a folded text, leftmost first, the longest where several start, none
    /// overlapping another. A phrase listed twice is found with both values.
    pub fn find<'a>(&'a self, text: &str) -> Vec<Match<'a, T>> {
        let mut all = self.every(text);
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

    /// Every phrase in a folded text, whatever it overlaps, by where they start.
    pub fn every<'a>(&'a self, text: &str) -> Vec<Match<'a, T>> {
        let (mut all, mut after_word) = (Vec::new(), false);
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let inside = after_word && is_word(c);
            after_word = is_word(c);
            if !inside {
                let next = chars.peek().map(|&(_, next)| next);
                self.each_at(text, at, c, next, |m| all.push(m));
            }
        }
        all
    }

    /// The longest phrase at an offset of a folded text, whatever stands before it: weeks in
    /// 12weeks. A phrase listed twice is found with both values.
    pub fn at<'a>(&'a self, text: &str, at: usize) -> Vec<Match<'a, T>> {
        let (mut all, mut start) = (Vec::new(), text[at..].chars());
        if let Some(first) = start.next() {
            self.each_at(text, at, first, start.next(), |m| all.push(m));
        }
        let longest = all.iter().map(|m| m.range.end).max();
        all.retain(|m| Some(m.range.end) == longest);
        all
    }

    /// Every phrase at an offset of a folded text, the shorter ones too.
    pub fn all_at<'a>(&'a self, text: &str, at: usize) -> Vec<Match<'a, T>> {
        let (mut all, mut start) = (Vec::new(), text[at..].chars());
        if let Some(first) = start.next() {
            self.each_at(text, at, first, start.next(), |m| all.push(m));
        }
        all
    }

    /// Hands over the phrases at an offset, where these two characters stand.
    fn each_at<'a>(
        &'a self,
        text: &str,
        at: usize,
        first: char,
        second: Option<char>,
        mut found: impl FnMut(Match<'a, T>),
    ) {
        let mut with_key = |key| {
            let mut i = self.slots[slot_of(key, self.slots.len())];
            while let Some(phrase) = self.phrases.get(i as usize) {
                if phrase.key == key {
                    phrase.at(text, at).into_iter().for_each(&mut found);
                }
                i = phrase.next;
            }
        };
        if second.is_some() {
            with_key(key_of(first, second));
        }
        if self.single {
            with_key(key_of(first, None));
        }
    }
}

impl<T> Phrase<T> {
    /// The phrase, if it stands at an offset of a text where a phrase may start.
    fn at<'a>(&'a self, text: &str, start: usize) -> Option<Match<'a, T>> {
        let mut end = start + self.body.len();
        let found = text.as_bytes().get(start..end)?;
        let same = match self.case {
            true => found == self.body.as_bytes(),
            false => found.eq_ignore_ascii_case(self.body.as_bytes()),
        };
        if !same || self.word_end && text[end..].starts_with(is_word) {
            return None;
        }
        if !self.word_end && text[..end].ends_with(is_word) {
            end += text[end..].bytes().take_while(u8::is_ascii_alphanumeric).count();
        }
        Some(Match { range: start..end, value: &self.value })
    }
}

/// The key of phrases that start with a character and go on with another, or end there. Two
/// characters leave hardly more than one phrase to compare; one would leave forty for 心.
fn key_of(first: char, second: Option<char>) -> u64 {
    let code = |c: char| u64::from(u32::from(c.to_ascii_lowercase()));
    code(first) << 32 | second.map_or(0, code)
}

/// The slot of a key among a power of two of them, spread by one multiplication.
fn slot_of(key: u64, slots: usize) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (slots - 1)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(phrases: &[&str], text: &str) -> Vec<String> {
        let matcher = Matcher::new(phrases.iter().map(|p| (p.to_string(), ())));
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
        assert_eq!(found(&["a", "%", "g/L"], "A 5% g/l at"), ["A", "%", "g/l"]);
    }

    #[test]
    fn at_an_offset_the_longest_is_found_whatever_stands_before_it() {
        let phrases = [("week", 1), ("weeks", 2), ("weeks", 3), ("周", 4)];
        let matcher = Matcher::new(phrases.map(|(p, v)| (p.to_owned(), v)));
        let at = |text: &str, at| matcher.at(text, at).iter().map(|m| *m.value).collect::<Vec<_>>();
        assert_eq!(at("12weeks", 2), [2, 3]);
        assert_eq!(at("12周", 2), [4]);
        assert_eq!(at("12weekly", 2), [] as [i32; 0]);
        assert_eq!(at("12", 2), [] as [i32; 0]);
    }

    proptest! {
        #[test]
        fn every_phrase_is_found_wherever_it_stands(
            phrases in prop::collection::vec("=?[abAB不强]{1,3}\\*?", 1..8),
            text in "[abAB不强 ]{0,24}",
        ) {
            let expected = text.char_indices().find_map(|(at, c)| {
                let rest = &text[at..];
                let after = is_word(c) && text[..at].ends_with(is_word);
                let stands = |p: &&String| {
                    let stem = p.trim_end_matches('*');
                    let body = stem.trim_start_matches('=');
                    let there = rest.get(..body.len()).is_some_and(|t| {
                        if body.len() < stem.len() { t == body } else { t.eq_ignore_ascii_case(body) }
                    });
                    let ends = stem.len() < p.len() || !body.ends_with(is_word);
                    there && !after && (ends || !rest[body.len()..].starts_with(is_word))
                };
                phrases.iter().find(stands).map(|_| at)
            });
            let matcher = Matcher::new(phrases.iter().map(|p| (p.clone(), ())));
            prop_assert_eq!(matcher.find(&text).first().map(|m| m.range.start), expected);
        }
    }
}
