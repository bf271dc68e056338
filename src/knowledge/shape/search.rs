//! The search for shapes: parts that follow one another among what stands in a text.

use super::class::Hits;
use super::{Part, Room, Shape, Way};
use crate::text::is_han;
use std::ops::Range;

/// A search among words and marks of a text.
pub(super) struct Search<'s> {
    pub(super) text: &'s str,
    /// The words of classes, the phrases of the rule, the marks, as far as they are known.
    pub(super) found: &'s [&'s Hits],
    /// The sentences; none where only parts side by side are looked for.
    pub(super) sentences: &'s [Range<usize>],
}

/// Words by which English joins a clause to the one before.
const JOINS: &[&str] = &["and", "so", "then", "just", "or", "please", "simply", "but", "now"];

impl Search<'_> {
    fn get(&self, number: u32) -> &[Range<usize>] {
        let mut all = self.found.iter().map(|hits| hits.get(number));
        all.find(|ranges| !ranges.is_empty()).unwrap_or_default()
    }

    /// Whether a way may stand here, as far as its words tell.
    pub(super) fn could(&self, way: &Way, is_mark: impl Fn(u32) -> bool) -> bool {
        let there = |n: &u32| !self.get(*n).is_empty() || is_mark(*n);
        way.parts.iter().all(|p| p.optional || p.any.iter().any(there))
    }

    /// Where the first part of a way stands within a range, in order.
    fn starts(&self, way: &Way, within: &Range<usize>) -> Vec<Range<usize>> {
        let Some(first) = way.parts.first() else { return Vec::new() };
        let mut starts = Vec::new();
        for number in &first.any {
            let ranges = self.get(*number);
            let from = ranges.partition_point(|r| r.start < within.start);
            let here = ranges[from..].iter().take_while(|r| r.start < within.end);
            starts.extend(here.filter(|r| !way.opens || opens(self.text, r.start)).cloned());
        }
        starts.sort_by_key(|r| (r.start, r.end));
        starts
    }

    /// Wherever a way stands whose parts are words side by side, in order.
    pub(super) fn every(&self, way: &Way) -> Vec<Range<usize>> {
        if !self.could(way, |_| false) {
            return Vec::new();
        }
        let starts = self.starts(way, &(0..self.text.len())).into_iter();
        let found = starts.filter_map(|first| {
            let mut steps = vec![first];
            self.rest(way, 1, None, &mut steps).then(|| span(&steps))
        });
        let mut found: Vec<Range<usize>> = found.collect();
        found.sort_by_key(|r| (r.start, r.end));
        found
    }

    /// Where a way first stands that begins in a sentence, with nothing where it must not be.
    pub(super) fn first(&self, shape: &Shape, way: &Way, at: usize) -> Option<Range<usize>> {
        let starts = self.starts(way, &self.sentences[at]).into_iter();
        starts.into_iter().find_map(|first| {
            let mut steps = vec![first];
            let room = Some((at, at + usize::from(shape.story)));
            let found = self.rest(way, 1, room, &mut steps) && self.allowed(shape, way, at, &steps);
            found.then(|| span(&steps))
        })
    }

    /// Adds where the parts stand that follow those found; whether all do. The sentences are the one in
    /// which the last of them stands and the last that may be reached.
    fn rest(
        &self,
        way: &Way,
        part: usize,
        sentence: Option<(usize, usize)>,
        steps: &mut Vec<Range<usize>>,
    ) -> bool {
        let mut from = steps.last().map_or(0, |r| r.end);
        let Some(next) = way.parts.get(part) else { return !way.closes || closes(self.text, from) };
        let mut sentence = sentence;
        if let (Room::Next, Some((at, last))) = (next.room, sentence) {
            let Some(range) = self.sentences.get(at + 1) else { return false };
            from = from.max(range.start);
            sentence = Some((at + 1, last.max(at + 1)));
        }
        let whole = self.text.len();
        let end = sentence.map_or(whole, |(_, last)| self.sentences[last.min(self.sentences.len() - 1)].end);
        for number in &next.any {
            let ranges = self.get(*number);
            let first = ranges.partition_point(|r| r.start < from);
            for range in &ranges[first..] {
                if range.start >= end || !next.spans(&self.text[from..range.start]) {
                    break;
                }
                steps.push(range.clone());
                if self.rest(way, part + 1, sentence, steps) {
                    return true;
                }
                steps.pop();
            }
        }
        next.optional && self.rest(way, part + 1, sentence, steps)
    }

    /// Whether nothing stands where it must not; a part of the shape itself counts only for its way.
    fn allowed(&self, shape: &Shape, way: &Way, at: usize, steps: &[Range<usize>]) -> bool {
        let hit = span(steps);
        let reached = self.sentences[at..].iter().take_while(|s| s.start < hit.end).count().max(1);
        let last = (at + reached - 1 + usize::from(shape.story)).min(self.sentences.len() - 1);
        let tail = &self.sentences[at + reached - 1];
        let around = self.sentences[at].start..self.sentences[last].end;
        let free = |numbers: &[u32], within: &Range<usize>, parts: &[Range<usize>]| {
            !numbers.iter().any(|number| {
                let ranges = self.get(*number);
                let from = ranges.partition_point(|r| r.start < within.start);
                let mut here = ranges[from..].iter().take_while(|r| r.start < within.end);
                here.any(|r| {
                    r.end <= within.end && !parts.iter().any(|s| s.start <= r.start && r.end <= s.end)
                })
            })
        };
        free(&shape.without, &around, steps)
            && free(&way.without, &around, &[])
            && free(&shape.between, &hit, steps)
            && free(&shape.tail, tail, steps)
    }
}

impl Part {
    /// Whether a text may stand in front of it; commas end what is measured in characters.
    fn spans(&self, between: &str) -> bool {
        match self.room {
            Room::Far | Room::Next => true,
            Room::Words(most) => words(between) <= most,
            Room::Chars(most, commas) => {
                if between.len() > most * 4 {
                    return false;
                }
                let mut chars = between.chars().peekable();
                let mut count = 0;
                while let Some(c) = chars.next() {
                    count += 1;
                    let comma = matches!(c, ',' | '、' | ';' | ':') && !commas;
                    let stop = matches!(c, '。' | '!' | '?' | '\n') || c == '.' && chars.peek() == Some(&' ');
                    if count > most || comma || stop {
                        return false;
                    }
                }
                true
            }
        }
    }
}

/// How many words a text has: two Chinese characters count as one.
fn words(text: &str) -> usize {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let others = text.split(|c: char| c.is_whitespace() || is_han(c));
    han.div_ceil(2) + others.filter(|w| w.contains(char::is_alphanumeric)).count()
}

fn span(steps: &[Range<usize>]) -> Range<usize> {
    let start = steps.first().map_or(0, |s| s.start);
    start..steps.last().map_or(start, |s| s.end)
}

/// Whether nothing but marks and words of joining stands before an offset in its clause.
fn opens(text: &str, at: usize) -> bool {
    let mark = |c: char| !c.is_alphanumeric() && c != ' ';
    let mut before = text[..at].trim_end();
    while let Some(word) = JOINS.iter().find(|w| before.ends_with(*w)) {
        let rest = &before[..before.len() - word.len()];
        if rest.ends_with(|c: char| c.is_alphanumeric()) {
            break;
        }
        before = rest.trim_end();
    }
    before.is_empty() || before.ends_with(mark)
}

/// Whether nothing but a mark stands behind an offset in its clause.
fn closes(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != ' ')
}
