//! Studies that the article mentions, with or without a number.

use super::Quote;
use super::claim::{Quantity, QuantityKind, quantities};
use super::cues::Cues;
use crate::document::{Block, Place};
use crate::knowledge::{Cue, Design, Knowledge, Term};
use regex::Regex;
use serde::Serialize;
use std::ops::Range;
use std::sync::LazyLock;

/// A study as the article tells of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Study {
    /// The words that mention it.
    #[serde(flatten)]
    pub quote: Quote,
    /// Its design, as named.
    pub design: Option<Design>,
    /// Year, as said.
    pub year: Option<i32>,
    /// Journal, as named in 《》 or after "published in".
    pub journal: Option<String>,
    /// How many took part.
    pub n: Option<u32>,
    /// A team or author named with it.
    pub team: Option<String>,
}

/// Bytes around the word for a study within which its year, journal and numbers stand.
const NEAR: usize = 120;

/// The studies that the body mentions, in order.
pub fn studies(blocks: &[Block], knowledge: &Knowledge) -> Vec<Study> {
    let mut out = Vec::new();
    for (index, block) in blocks.iter().enumerate().filter(|(_, b)| b.kind.is_body()) {
        let cues = Cues::of(block, knowledge);
        let numbers = quantities(index, blocks, knowledge);
        for sentence in &block.sentences {
            let reader = Reader { blocks, block: index, sentence: sentence.range.clone(), numbers: &numbers };
            for heads in heads(block, cues.within(sentence.range.clone())) {
                out.extend(reader.study(&heads));
            }
        }
    }
    out
}

/// The words for studies in a sentence, those of one mention together.
fn heads<'a>(block: &Block, cues: &'a [Term<Cue>]) -> Vec<Vec<&'a Term<Cue>>> {
    let text = block.as_str();
    let mut groups: Vec<Vec<&Term<Cue>>> = Vec::new();
    for cue in cues.iter().filter(|t| matches!(t.is, Cue::Design(_) | Cue::Study)) {
        let joined = groups.last().and_then(|g| g.last()).is_some_and(|last| {
            last.range() == cue.range() || is_one_mention(&text[last.end.min(cue.start)..cue.start])
        });
        match groups.last_mut() {
            Some(group) if joined => group.push(cue),
            _ => groups.push(vec![cue]),
        }
    }
    groups
}

/// Whether the words between two names of studies leave them one mention: 纳入5项随机试验的Meta分析.
fn is_one_mention(between: &str) -> bool {
    between.len() <= 24
        && !between.contains([',', ';', '。', '、', '.', ':'])
        && DETERMINER.as_ref().is_none_or(|d| !d.is_match(between))
}

/// What singles out a study.
static DETERMINER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:另一项|一项|这项|该项|此项|某项|多项|[两二三四五六七八九十\d]+项|一篇|这篇|上述|该|(?-u:\b)(?:a|an|the|this|another|one|two|three|several|our)(?-u:\b))").ok()
});
/// A journal in Chinese brackets, or behind "published in".
static JOURNAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"《(?P<zh>[^《》]{2,60})》|(?:[Pp]ublished|[Aa]ppear(?:s|ed)|[Rr]eported|[Pp]resented)(?:\s+(?:online|today|recently|this week|on ?line today))*\s+in\s+(?:the\s+journal\s+(?:of\s+)?)?(?P<en>(?:[Tt]he\s+)?[A-Z][\w&'\-]*(?:\s+(?:of|and|the|for|in|&|[A-Z][\w&'\-]*))*)").ok()
});
/// A team or author.
static TEAM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<a>[\p{Han}]{2,16}?(?:教授|博士|医生)?(?:研究)?团队)|(?P<b>[\p{Han}]{2,4})等人|(?P<c>[A-Z][A-Za-z\-]+)(?:\s+et\s+al|等人|及其同事| and colleagues)|(?:[Rr]esearchers|[Ss]cientists|[Aa] team)\s+(?:at|from)\s+(?P<d>(?:the\s+)?[A-Z][\w\-']*(?:\s+(?:of|and|the|[A-Z][\w\-']*))*)|led by (?P<e>(?:Dr\.?\s+|Prof(?:essor|\.)?\s+)?[A-Z][\w\-']*(?:\s+[A-Z][\w\-']*)*)").ok()
});

/// A sentence in which studies are looked for.
struct Reader<'a> {
    blocks: &'a [Block],
    block: usize,
    sentence: Range<usize>,
    numbers: &'a [Quantity],
}

impl Reader<'_> {
    /// The study that the words of one mention name; none for a passing "research" without any trait.
    fn study(&self, heads: &[&Term<Cue>]) -> Option<Study> {
        let head = heads.first()?.start..heads.last()?.end;
        let designs = heads.iter().filter_map(|t| if let Cue::Design(d) = t.is { Some(d) } else { None });
        let design = designs.min();
        let window = self.window(&head);
        let year = self.number(&window, &head, QuantityKind::Year);
        let n = self.number(&window, &head, QuantityKind::Count);
        let journal = self.named(JOURNAL.as_ref(), &window);
        let team = self.named(TEAM.as_ref(), &window);
        let text = self.blocks[self.block].as_str();
        let clause = text[window.start..head.start]
            .rfind([',', ';', ':', '。'])
            .map_or(window.start, |i| window.start + i + 1);
        let determiner = DETERMINER
            .as_ref()
            .and_then(|d| d.find_iter(&text[clause..head.start]).last().map(|m| clause + m.start()));
        let own =
            DETERMINER.as_ref().is_some_and(|d| d.find(&text[head.clone()]).is_some_and(|m| m.start() == 0));
        let traits = [year.is_some(), n.is_some(), journal.is_some(), team.is_some()];
        if design.is_none() && !own && determiner.is_none() && !traits.contains(&true) {
            return None;
        }
        if matches!(design, Some(Design::Guideline | Design::Opinion))
            && heads.iter().all(|t| !matches!(t.is, Cue::Study))
            && journal.is_none()
            && year.is_none()
            && determiner.is_none()
            && !own
        {
            return None;
        }
        let places = [year.map(|q| q.quote.place.range()), n.map(|q| q.quote.place.range()), journal.clone()];
        let parts = places.into_iter().flatten().chain(determiner.map(|d| d..head.start));
        let whole = parts.fold(head, |all, part| all.start.min(part.start)..all.end.max(part.end));
        let shown = |r: Range<usize>| self.blocks[self.block].shown(r).to_owned();
        Some(Study {
            quote: Quote::of(self.blocks, Place::new(self.block, whole)),
            design,
            year: year.map(|q| q.low as i32),
            journal: journal.map(shown),
            n: n.filter(|q| q.low >= 1.0 && q.low <= f64::from(u32::MAX)).map(|q| q.low as u32),
            team: team.map(shown),
        })
    }

    /// The part of the sentence near a mention.
    fn window(&self, head: &Range<usize>) -> Range<usize> {
        let text = self.blocks[self.block].as_str();
        let mut start = head.start.saturating_sub(NEAR).max(self.sentence.start);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        let mut end = (head.end + NEAR).min(self.sentence.end);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        start..end
    }

    /// The number of a kind nearest to a mention.
    fn number(&self, window: &Range<usize>, head: &Range<usize>, kind: QuantityKind) -> Option<&Quantity> {
        let first = self.numbers.partition_point(|q| q.quote.place.start < window.start);
        let here = self.numbers[first..].iter().take_while(|q| q.quote.place.end <= window.end);
        let distance = |q: &&Quantity| {
            let place = &q.quote.place;
            place.start.saturating_sub(head.end).max(head.start.saturating_sub(place.end))
        };
        here.filter(|q| q.kind == kind).min_by_key(distance)
    }

    /// The first name that a pattern finds near a mention.
    fn named(&self, pattern: Option<&Regex>, window: &Range<usize>) -> Option<Range<usize>> {
        let text = &self.blocks[self.block].as_str()[window.clone()];
        let found = pattern?.captures(text)?;
        let name = found.iter().skip(1).flatten().next()?;
        Some(window.start + name.start()..window.start + name.end())
    }
}

#[cfg(test)]
mod tests;
