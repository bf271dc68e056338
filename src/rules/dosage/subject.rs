//! Which drug a dose or a step is about, where its own words do not name it; and the parts of an
//! article that give instructions of their own.

use crate::document::{Block, BlockKind};
use crate::knowledge::{ConceptKind, Named};
use crate::rules::Context;
use crate::text::is_han;
use std::collections::BTreeMap;

/// Times that an article must name a drug to be about it.
const OFTEN: usize = 3;

/// Longest line that heads the paragraphs below it, in characters.
const LONGEST_HEAD: usize = 30;

/// Furthest that a step may stand before the drug it is about, in bytes.
const REACH: usize = 40;

/// Blocks above in which the drug of a dose may be named last.
const ABOVE: usize = 8;

/// The drugs and supplements named in a block, in order.
pub fn drugs_in<'a>(cx: &Context<'a>, block: usize) -> Vec<&'a Named<'a>> {
    let drug = |n: &&Named| matches!(n.concept.kind, ConceptKind::Drug | ConceptKind::Supplement);
    cx.named(block).iter().filter(drug).collect()
}

/// The drug that the article is about: named at least three times, and twice as often as any other
/// but for the classes it belongs to, or the only medicine of title and body. A title or heading counts twice.
pub fn subject<'a>(cx: &Context<'a>) -> Option<&'a str> {
    counted(cx).or_else(|| titled(cx))
}

/// The only medicine that the title and the body name, once in the title at least.
fn titled<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let medicines = |block: usize| {
        let drugs = drugs_in(cx, block).into_iter().map(|n| n.concept.id.as_str());
        drugs.filter(|id| cx.is_drug(id)).collect::<Vec<_>>()
    };
    let first = *medicines(cx.document.title?).first()?;
    let kin = |id: &str| id == first || cx.knowledge.concepts.is_a(first, id);
    let alone = cx.body().all(|(index, _)| medicines(index).into_iter().all(kin));
    alone.then_some(first)
}

/// What of the things of a kind is named often enough.
fn counted<'a>(cx: &Context<'a>) -> Option<&'a str> {
    let mut times: BTreeMap<&'a str, usize> = BTreeMap::new();
    for (index, block) in cx.body() {
        let weight = if is_heading(block) { 2 } else { 1 };
        for named in drugs_in(cx, index) {
            *times.entry(named.concept.id.as_str()).or_default() += weight;
        }
    }
    // Foods that are named beside a medicine are not what its doses are of.
    let listed = |id: &str| cx.is_drug(id) || cx.knowledge.drugs.get(id).is_some();
    let most = |of: bool| times.iter().filter(|(id, _)| listed(id) == of).map(|(_, n)| *n).max().unwrap_or(0);
    if most(true) >= most(false) {
        times.retain(|id, _| listed(id));
    }
    let is_class = |id: &str| times.keys().any(|k| *k != id && cx.knowledge.concepts.is_a(k, id));
    let (drug, most) = times.iter().filter(|(id, _)| !is_class(id)).max_by_key(|(_, n)| **n)?;
    let other = |id: &str| id != *drug && !cx.knowledge.concepts.is_a(drug, id);
    let next = times.iter().filter(|(id, _)| other(id)).map(|(_, n)| *n).max().unwrap_or(0);
    (*most >= OFTEN && *most >= 2 * next).then_some(*drug)
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Title | BlockKind::Heading)
}

/// What stands over a block: its heading, and the last numbered line that heads a part below it
/// (①自然怀孕用法).
#[derive(Clone, Copy, Default)]
pub struct Heads {
    section: usize,
    /// First block of the part.
    pub part: usize,
}

impl Heads {
    /// Goes on to a block.
    pub fn enter(&mut self, index: usize, block: &Block) {
        if is_heading(block) {
            *self = Heads { section: index, part: index };
        } else if heads_part(block) {
            self.part = index;
        }
    }
}

/// Whether a line of its own heads what follows: short, numbered, and no sentence.
fn heads_part(block: &Block) -> bool {
    let text = block.text.as_str().trim();
    let mut chars = text.chars();
    let numbered = match chars.next() {
        Some('①'..='⑳') => true,
        Some(c) if c.is_ascii_digit() || is_numeral(c) => {
            let rest = chars.as_str().trim_start_matches(|c: char| c.is_ascii_digit() || is_numeral(c));
            rest.starts_with(['.', '、', ')', '）', '．'])
        }
        Some('(' | '（') => chars.next().is_some_and(|c| c.is_ascii_digit() || is_numeral(c)),
        _ => false,
    };
    let sentence = text.contains(['。', '，', ',', '；', ';', '！', '!']) || text.ends_with('.');
    numbered && !sentence && text.chars().any(is_han) && text.chars().count() <= LONGEST_HEAD
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// What names the drug of a dose or step in a block.
pub struct Naming<'a, 'c> {
    /// Everything a rule may look at.
    pub cx: &'c Context<'a>,
    /// The drug that the article is about.
    pub subject: Option<&'a str>,
    /// What stands over the block.
    pub heads: Heads,
    /// The drugs named in the block, in order.
    pub named: Vec<&'a Named<'a>>,
    /// The block, by index.
    pub block: usize,
}

impl<'a> Naming<'a, '_> {
    /// The drug of something at a byte of the block: the one its facts name, if the block names it too;
    /// else the one named nearest to it in the block, the heading's, and the subject of the article.
    pub fn drug_at(&self, at: usize, own: Option<&'a str>) -> Option<&'a str> {
        if let Some(own) = own.filter(|own| self.named.iter().any(|n| n.concept.id == *own)) {
            return Some(own);
        }
        let id = |n: &&'a Named<'a>| n.concept.id.as_str();
        let before = || self.named.iter().rev().find(|n| n.range.start < at).map(id);
        let behind = || self.named.iter().find(|n| (at..at + REACH).contains(&n.range.start)).map(id);
        let near = if own.is_some() { None } else { before().or_else(behind) };
        near.or_else(|| self.headed())
            .or(self.subject)
            .or(own.filter(|id| self.is_main(id, 1) || self.is_lately(id)))
    }

    /// Whether it was named lately, and no other is named much oftener. What an article sells is seldom the medicine
    /// that it names in another section.
    fn is_lately(&self, drug: &str) -> bool {
        let section = self.cx.document.section(self.block);
        let named = |b: usize| self.cx.named(b).iter().any(|n| n.concept.id == drug);
        let apart = self.cx.is_commercial() && !section.into_iter().any(named);
        !apart && self.is_close(drug) && self.is_main(drug, 2)
    }

    /// Whether the title or a block shortly above names a drug.
    fn is_close(&self, drug: &str) -> bool {
        let above = self.block.saturating_sub(ABOVE)..self.block;
        let blocks = self.cx.document.title.into_iter().chain(above);
        blocks.into_iter().any(|b| self.cx.named(b).iter().any(|n| n.concept.id == drug))
    }

    /// Whether the article names no drug or supplement of the table more than so many times as often.
    fn is_main(&self, drug: &str, times_as_often: usize) -> bool {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, _) in self.cx.body() {
            let listed = drugs_in(self.cx, index).into_iter().map(|n| n.concept.id.as_str());
            for id in listed.filter(|id| self.cx.knowledge.drugs.get(id).is_some()) {
                *times.entry(id).or_default() += 1;
            }
        }
        let own = times.get(drug).copied().unwrap_or_default();
        (own > 1 || times_as_often > 1) && times.values().all(|n| *n <= own * times_as_often)
    }

    /// The drug that the heading of the part names, or that of the section.
    fn headed(&self) -> Option<&'a str> {
        let blocks = &self.cx.document.blocks;
        let heads = [self.heads.part, self.heads.section].into_iter();
        let heads = heads.filter(|&h| is_heading(&blocks[h]) || heads_part(&blocks[h]));
        heads.into_iter().find_map(|h| Some(drugs_in(self.cx, h).first()?.concept.id.as_str()))
    }
}
