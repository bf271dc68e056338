//! Studies that the article mentions, with or without a number.

use super::Quote;
use super::claim::{Quantity, QuantityKind};
use super::pattern::folded_regex;
use super::words::Words;
use crate::document::{Block, Place};
use crate::knowledge::{Cue, Design, Knowledge, MentionWord, Term};
use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::LazyLock;

/// A study as the article tells of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
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
    /// How it is brought in.
    pub mention: Introduced,
    /// Whether it points at one study told of before: 该试验, this latest trial.
    pub anaphoric: bool,
    /// Whether it is called the latest one: 最新研究, the latest trial.
    pub newest: bool,
}

/// How a text brings a study in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Introduced {
    /// As one: 一项研究, a trial.
    One,
    /// As several: 多项研究, the trials.
    Several,
    /// As one that is known: 该研究, the trial.
    Known,
    /// Without a word that tells.
    Plain,
}

/// Bytes around the word for a study within which its year, journal and numbers stand.
const NEAR: usize = 120;

/// The studies that the body mentions, in order.
pub fn studies(words: &Words) -> Vec<Study> {
    let mut out = Vec::new();
    for (index, block) in words.body() {
        let cues = words.cues(index);
        for sentence in &block.sentences {
            let groups = heads(block, cues.within(sentence.range.clone()));
            if groups.is_empty() {
                continue;
            }
            let (blocks, numbers) = (words.blocks, words.quantities(index));
            let knowledge = words.knowledge;
            let reader =
                Reader { knowledge, blocks, block: index, sentence: sentence.range.clone(), numbers };
            for (i, heads) in groups.iter().enumerate() {
                let ends = |g: &Vec<&Term<Cue>>| g.last().map(|t| t.end);
                let after = i.checked_sub(1).and_then(|before| ends(&groups[before]));
                let until = groups.get(i + 1).and_then(|g| g.first()).map(|t| t.start);
                out.extend(reader.study(heads, after, until));
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
        && DETERMINER
            .as_ref()
            .is_none_or(|d| d.find_iter(between).all(|m| m.as_str().bytes().all(|b| b.is_ascii_digit())))
}

/// What singles out a study: as one, as several, as known.
static DETERMINER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?i)(?P<one>另一项|另一个|一项|某项|一篇|一个|(?-u:\b)(?:a|an|another|one)(?-u:\b))|(?P<several>这些|那些|[这该此上]?[述]?[两二三四五六七八九十几数多\d]+[项篇个]|多项|许多|大量|不少|众多|很多|上述|以往|既往|(?-u:\b)(?:these|those|two|three|four|five|six|seven|eight|nine|ten|several|many|most|some|other|both|all|previous|earlier|recent|\d{1,3})(?-u:\b))|(?P<known>[这该此本那](?:一)?[项个次篇份部]|该|此|(?-u:\b)(?:the|this|that|our)(?-u:\b))",
    )
});
/// What may stand between a determiner and the word for a study.
static BETWEEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| folded_regex(r"(?i)^(?:[\p{Han}]{0,12}|\s*(?:(?:[a-z\d][\w\-]*)\s+){0,4})$"));
/// A journal in Chinese brackets, or behind "published in".
static JOURNAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"《(?P<zh>[^《》]+)》|(?:[Pp]ublished|[Aa]ppear(?:s|ed)|[Rr]eported|[Pp]resented)(?:\s+(?:online|today|recently|this week|on ?line today))*\s+in\s+(?:the\s+journal\s+(?:of\s+)?)?(?P<en>(?:[Tt]he\s+)?[A-Z][\w&'\-]*(?:\s+(?:of|and|the|for|in|&|[A-Z][\w&'\-]*))*)",
    )
});
/// A team or author.
static TEAM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"(?P<a>[\p{Han}]{2,16}?(?:教授|博士|医生)?(?:研究)?团队)|(?P<b>[\p{Han}]{2,4})等人|(?P<c>[A-Z][A-Za-z\-]+)(?:\s+et\s+al|等人|及其同事| and colleagues)|(?:[Rr]esearchers|[Ss]cientists|[Aa] team)\s+(?:at|from)\s+(?P<d>(?:the\s+)?[A-Z][\w\-']*(?:\s+(?:of|and|the|[A-Z][\w\-']*))*)|led by (?P<e>(?:Dr\.?\s+|Prof(?:essor|\.)?\s+)?[A-Z][\w\-']*(?:\s+[A-Z][\w\-']*)*)",
    )
});

/// How a study is brought in by the words before it in its clause, or by its own first word, and
/// where these start.
fn introduced(
    knowledge: &Knowledge,
    text: &str,
    clause: usize,
    head: &Range<usize>,
) -> (Introduced, Option<usize>) {
    let plain = (Introduced::Plain, None);
    let Some(pattern) = DETERMINER.as_ref() else { return plain };
    let names = &text[head.clone()];
    let words = &knowledge.mention_words;
    let last = words.find(names).pop();
    let plural = last.is_some_and(|t| t.is == MentionWord::Plural && t.end == names.len());
    let kind = |c: &regex::Captures| match () {
        _ if plural || c.name("several").is_some() => Introduced::Several,
        _ if c.name("one").is_some() => Introduced::One,
        _ => Introduced::Known,
    };
    let own = pattern.captures(&text[head.clone()]).filter(|c| c.get(0).is_some_and(|m| m.start() == 0));
    if let Some(own) = own {
        return (kind(&own), None);
    }
    let before = &text[clause.min(head.start)..head.start];
    let joins = |m: &regex::Match| {
        let between = &before[m.end()..];
        let bare = matches!(m.as_str(), "该" | "此");
        (!bare || matches!(between, "" | "最新" | "新" | "大型" | "小型"))
            && BETWEEN.as_ref().is_some_and(|b| b.is_match(between))
            && !words.find(between).iter().any(|t| t.is == MentionWord::Apart)
    };
    let last = pattern.captures_iter(before).last();
    match last.as_ref().and_then(|c| Some((c, c.get(0)?))) {
        Some((c, m)) if joins(&m) => {
            let named = before[m.end()..].split_whitespace().any(is_proper);
            let kind = Some(kind(c)).filter(|k| !(named && *k == Introduced::Known));
            (kind.unwrap_or(Introduced::One), Some(clause + m.start()))
        }
        _ if plural => (Introduced::Several, None),
        _ => plain,
    }
}

/// Whether a word is the name of a study: ASPREE.
fn is_proper(word: &str) -> bool {
    word.chars().filter(char::is_ascii_uppercase).count() >= 3
}

/// A sentence in which studies are looked for.
struct Reader<'a> {
    knowledge: &'a Knowledge,
    blocks: &'a [Block],
    block: usize,
    sentence: Range<usize>,
    numbers: &'a [Quantity],
}

impl Reader<'_> {
    /// The study that the words of one mention name; none for a passing "research" without any trait.
    /// Its year, journal and numbers stand behind the mention before (`after`) and before the next
    /// one (`until`).
    fn study(&self, heads: &[&Term<Cue>], after: Option<usize>, until: Option<usize>) -> Option<Study> {
        let head = heads.first()?.start..heads.last()?.end;
        let designs = heads.iter().filter_map(|t| if let Cue::Design(d) = t.is { Some(d) } else { None });
        let design = designs.min();
        let near = self.window(&head);
        let window = near.start.max(after.unwrap_or(0))..near.end.min(until.unwrap_or(near.end));
        let year = self.number(&window, &head, QuantityKind::Year);
        let n = self.number(&window, &head, QuantityKind::Count);
        let journal = self.named(JOURNAL.as_ref(), &window);
        let team = self.named(TEAM.as_ref(), &window);
        let text = self.blocks[self.block].as_str();
        let clause = text[window.start..head.start]
            .rmatch_indices([',', ';', ':', '。'])
            .next()
            .map_or(window.start, |(i, mark)| window.start + i + mark.len());
        // "a meta-analysis of 24 trials" is one: its first word counts.
        let first = heads.first().map_or(head.clone(), |t| t.range());
        let (mention, determiner) = introduced(self.knowledge, text, clause, &first);
        let singled = mention != Introduced::Plain;
        let traits = [year.is_some(), n.is_some(), journal.is_some(), team.is_some()];
        if design.is_none() && !singled && !traits.contains(&true) {
            return None;
        }
        if matches!(design, Some(Design::Guideline | Design::Opinion))
            && heads.iter().all(|t| !matches!(t.is, Cue::Study))
            && journal.is_none()
            && year.is_none()
            && !singled
        {
            return None;
        }
        let places = [year.map(|q| q.quote.place.range()), n.map(|q| q.quote.place.range()), journal.clone()];
        let parts = places.into_iter().flatten().chain(determiner.map(|d| d..head.start));
        let whole = parts.fold(head, |all, part| all.start.min(part.start)..all.end.max(part.end));
        let shown = |r: Range<usize>| self.blocks[self.block].shown(r).to_owned();
        let newest = self.knowledge.mention_words.find(&text[whole.clone()]);
        let newest = newest.iter().any(|t| t.is == MentionWord::Newest);
        Some(Study {
            newest,
            quote: Quote::of(self.blocks, Place::new(self.block, whole)),
            design,
            year: year.map(|q| q.low as i32),
            journal: journal.map(shown),
            n: n.filter(|q| q.low >= 1.0 && q.low <= f64::from(u32::MAX)).map(|q| q.low as u32),
            team: team.map(shown),
            mention,
            anaphoric: mention == Introduced::Known && !traits[0] && !traits[2] && !traits[3],
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
