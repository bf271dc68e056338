//! Many phrases at once: leftmost-longest on folded text, with word borders where a script has them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// A set of phrases, each with a value.
///
/// Phrases lie in buckets by how they start. Packs hold thousands of phrases and most runs read one
/// article, so being ready fast is what counts: an automaton over five thousand names takes forty
/// times as long to build (13 ms), more than it ever saves on an article.
#[derive(Debug)]
pub struct Matcher<T> {
    phrases: Vec<Phrase<T>>,
    /// Indices of the phrases that start alike, by [`start_of`].
    buckets: HashMap<u64, Vec<usize>, BuildHasherDefault<KeyHasher>>,
}

/// Spreads keys by one multiplication: every character of every article is looked up, and the keys
/// are those of our own packs, so nobody can choose them to collide.
#[derive(Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&b| self.write_u64(b.into()));
    }

    fn write_u64(&mut self, key: u64) {
        let mixed = (self.0 ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[derive(Debug)]
struct Phrase<T> {
    value: T,
    body: String,
    word_end: bool,
    case: bool,
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
    pub fn new(phrases: impl IntoIterator<Item = (String, T)>) -> Matcher<T> {
        let (mut kept, mut buckets) = (Vec::new(), HashMap::<u64, Vec<usize>, _>::default());
        for (written, value) in phrases {
            let (open_end, body) = match written.strip_suffix('*') {
                Some(stem) => (true, stem),
                None => (false, written.as_str()),
            };
            let (case, body) = match body.strip_prefix('=') {
                Some(exact) => (true, exact),
                None => (false, body),
            };
            let Some(start) = start_of(body) else { continue };
            buckets.entry(start).or_default().push(kept.len());
            kept.push(Phrase {
                value,
                word_end: !open_end && body.ends_with(is_word),
                case,
                body: body.to_owned(),
            });
        }
        Matcher { phrases: kept, buckets }
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

    fn overlapping<'a>(&'a self, text: &str) -> impl Iterator<Item = Match<'a, T>> {
        let mut after_word = false;
        let starts = text.char_indices().filter(move |&(_, c)| {
            let inside = after_word && is_word(c);
            after_word = is_word(c);
            !inside
        });
        starts.flat_map(move |(at, c)| {
            let next = text[at + c.len_utf8()..].chars().next();
            let keys = [next.map(|next| key_of(c, Some(next))), Some(key_of(c, None))];
            let bucket = keys.into_iter().flatten().filter_map(|key| self.buckets.get(&key)).flatten();
            bucket.filter_map(move |&i| self.phrases[i].at(text, at))
        })
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

/// The key of a phrase: how it starts.
fn start_of(phrase: &str) -> Option<u64> {
    let mut characters = phrase.chars();
    Some(key_of(characters.next()?, characters.next()))
}

/// The key of phrases that start with a character and go on with another, or end there. Two
/// characters leave hardly more than one phrase to compare; one would leave forty for 心.
fn key_of(first: char, second: Option<char>) -> u64 {
    let code = |c: char| u64::from(u32::from(c.to_ascii_lowercase()));
    code(first) << 32 | second.map_or(0, code)
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
