//! Classes of words, and where they stand in a text.

use crate::knowledge::matcher::Matcher;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// The words of all classes.
#[derive(Debug)]
pub(super) struct Classes {
    words: Matcher<Word>,
    /// For each scope, whether a longer word hides what lies within it.
    longest: Vec<bool>,
}

/// What a listed word is: one of a class, or a longer term in which the words of its scope mean
/// something else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) class: Option<u32>,
    /// The rule or the group of classes that it was written for.
    pub(super) scope: u32,
}

/// Where the words of each class, or marks, stand in a text.
#[derive(Default, Debug)]
pub struct Hits(HashMap<u32, Vec<Range<usize>>>);

impl Hits {
    /// Numbers and where they stand.
    pub(super) fn of(found: impl IntoIterator<Item = (u32, Range<usize>)>) -> Hits {
        let mut hits: HashMap<u32, Vec<Range<usize>>> = HashMap::new();
        for (number, range) in found {
            hits.entry(number).or_default().push(range);
        }
        for ranges in hits.values_mut() {
            ranges.sort_by_key(|r| (r.start, r.end));
            ranges.dedup();
        }
        Hits(hits)
    }

    /// Where one stands, in order.
    pub(super) fn get(&self, number: u32) -> &[Range<usize>] {
        self.0.get(&number).map_or(&[], Vec::as_slice)
    }
}

impl Classes {
    pub(super) fn new(words: Vec<(String, Word)>, longest: Vec<bool>) -> Classes {
        Classes { words: Matcher::new(words), longest }
    }

    /// Where words of each class stand, but for those inside a fixed term of their scope.
    pub(super) fn hits(&self, text: &str) -> Hits {
        let mut all = self.words.every(text);
        all.sort_by_key(|m| (m.range.start, Reverse(m.range.end)));
        let mut free: Vec<(usize, Range<usize>)> = vec![(0, 0..0); self.longest.len()];
        all.retain(|m| {
            let scope = m.value.scope as usize;
            let (free, last) = &mut free[scope];
            if self.longest[scope] && m.range != *last && m.range.start < *free {
                return false;
            }
            (*free, *last) = (m.range.end, m.range.clone());
            true
        });
        let fixed: Vec<(u32, Range<usize>)> = all
            .iter()
            .filter(|m| m.value.class.is_none())
            .map(|m| (m.value.scope, m.range.clone()))
            .collect();
        let stands = |scope: u32, range: &Range<usize>| {
            let hides = |(own, f): &(u32, Range<usize>)| {
                *own == scope && f.start <= range.start && range.end <= f.end && f.len() > range.len()
            };
            !fixed.iter().any(hides)
        };
        let found = all.into_iter().filter_map(|m| Some((m.value.class?, m.value.scope, m.range)));
        Hits::of(
            found.filter(|(_, scope, range)| stands(*scope, range)).map(|(class, _, range)| (class, range)),
        )
    }
}
