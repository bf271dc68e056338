//! Refutation: what is told in order to be denied, by paired labels (谣言/真相, myth/fact) or by a
//! word nearby (这是谣言).

use super::Found;
use crate::document::{Block, BlockKind};
use crate::extract::cues::Cues;
use crate::extract::pattern::folded_regex;
use crate::extract::words::Words;
use crate::knowledge::{Cue, Gate, Term};
use crate::text::quotations;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Sentences before a debunking word that it may speak of.
const BEFORE: usize = 2;

/// What a label announces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Label {
    Rumour,
    /// A rumour if a label of truth belongs to it.
    Statement,
    Truth,
}

/// A label at the start of a block or sentence.
#[derive(Debug)]
struct Labelled {
    label: Label,
    /// The word that makes it one.
    cue: Range<usize>,
    /// Whether words follow it.
    bare: bool,
}

/// Notes what is refuted, block after block.
pub(super) fn find(words: &Words, found: &mut Found) {
    let mut open: Option<(String, u8)> = None;
    for (index, block) in found.blocks.iter().enumerate() {
        if !block.kind.is_body() {
            continue;
        }
        warned(index, words.cues(index), found);
        let mut refuted: Option<Range<usize>> = None;
        let mut labelled = false;
        for sentence in &block.sentences {
            let told = label(block, words.cues(index), sentence.range.clone());
            let paired = |l: &Labelled| {
                l.label != Label::Statement
                    || truth_behind(words, index, l.cue.end)
                    || truth_ahead(words, index)
            };
            if let Some(l) = told.filter(paired) {
                labelled = true;
                refuted = (l.label != Label::Truth).then(|| l.cue.clone());
                open = match l.label {
                    Label::Rumour | Label::Statement if l.bare => {
                        Some((block.shown(l.cue).to_owned(), block.level))
                    }
                    _ => None,
                };
            }
            if let Some(cue) = &refuted {
                found.push(Gate::Refutation, index, sentence.range.clone(), cue.clone());
            }
        }
        if labelled {
            continue;
        }
        if block.kind == BlockKind::Heading {
            open = None;
        }
        if open.is_some() && truth_ahead(words, index) {
            for sentence in &block.sentences {
                found.push(Gate::Refutation, index, sentence.range.clone(), sentence.range.clone());
            }
        } else {
            open = None;
            nearby(index, words.cues(index), found);
        }
    }
}

/// Sentences that say what to beware of, where they tell or quote what others promise:
/// 凡是承诺“摘掉眼镜”的,多半在骗人.
fn warned(index: usize, cues: &Cues, found: &mut Found) {
    let block = &found.blocks[index];
    if !cues.all().iter().any(|t| t.is == Cue::Wary) {
        return;
    }
    let quoted = quotations(block.as_str());
    for sentence in &block.sentences {
        let range = &sentence.range;
        let first = |is: Cue| cues.within(range.clone()).iter().find(|t| t.is == is);
        let Some(wary) = first(Cue::Wary) else { continue };
        let opens = !block.as_str()[range.start..wary.start].contains(char::is_alphanumeric);
        if !opens && first(Cue::Sighting).is_none() {
            continue;
        }
        let next = quoted.partition_point(|q| q.start < range.start);
        let quotes = quoted.get(next).is_some_and(|q| q.end <= range.end);
        if quotes || first(Cue::Vow).is_some() {
            found.push(Gate::Refutation, index, range.clone(), wary.range());
        }
    }
}

/// Whether a label of truth follows in the same block.
fn truth_behind(words: &Words, index: usize, from: usize) -> bool {
    let block = &words.blocks[index];
    let later = block.sentences.iter().filter(|s| s.range.start >= from);
    later.filter_map(|s| label(block, words.cues(index), s.range.clone())).any(|l| l.label == Label::Truth)
}

/// Blocks to look ahead for the truth that belongs to a rumour.
const AHEAD: usize = 12;

/// Whether a label of truth follows before the next heading or rumour.
fn truth_ahead(words: &Words, index: usize) -> bool {
    for (i, block) in words.blocks.iter().enumerate().skip(index + 1).take(AHEAD) {
        let first = block.sentences.first().and_then(|s| label(block, words.cues(i), s.range.clone()));
        match first.map(|l| l.label) {
            Some(Label::Truth) => return true,
            Some(Label::Rumour | Label::Statement) => return false,
            None => {}
        }
    }
    false
}

/// `【`, `Q1:`, `1.`, `No.` and the like before a label.
pub(super) static LEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(r"^[\s【\[(「“*#>•·\-]*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?[\s.、:)\]]*$")
});
/// A number, closing marks and a colon or the end behind it.
pub(super) static TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    folded_regex(
        r"^\s*(?:[#№]|no\.?|之)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)?\s*(?:[】\])」”*]+\s*[:.\-]?|[:|丨—]|[.、)\-]\s|\.?\s*$)\s*[*]*|^\s*(?:no\.?\s*)?\d{1,2}[.)]$",
    )
});

/// The label that a sentence opens with.
fn label(block: &Block, cues: &Cues, sentence: Range<usize>) -> Option<Labelled> {
    let text = block.as_str();
    let near = |t: &&Term<Cue>| t.start - sentence.start <= 24;
    let cue = cues
        .within(sentence.clone())
        .iter()
        .take_while(near)
        .find(|t| matches!(t.is, Cue::Refutation | Cue::Statement | Cue::Truth))?;
    let (lead, tail) = (LEAD.as_ref()?, TAIL.as_ref()?);
    if !lead.is_match(&text[sentence.start..cue.start]) {
        return None;
    }
    let rest = &text[cue.end..sentence.end];
    let mark = tail.find(rest)?;
    let bare = !text[cue.end + mark.end()..].chars().any(char::is_alphanumeric);
    let is = |word| cues.at(cue).any(|other| other == word);
    let label = match () {
        () if is(Cue::Truth) => Label::Truth,
        () if is(Cue::Refutation) => Label::Rumour,
        () => Label::Statement,
    };
    Some(Labelled { label, cue: cue.range(), bare })
}

/// Debunking words of running text: they cover their own sentence and those just before it.
fn nearby(index: usize, cues: &Cues, found: &mut Found) {
    let block = &found.blocks[index];
    let sentences = &block.sentences;
    for cue in cues.all().iter().filter(|t| t.is == Cue::Refutation) {
        let at = sentences.partition_point(|s| s.range.end <= cue.start);
        let Some(own) = sentences.get(at) else { continue };
        if cues.before(block.as_str(), cue.start).any(|t| t.is == Cue::Negation) {
            continue;
        }
        let short = points_back(&block.as_str()[own.range.clone()], cue.start - own.range.start);
        let first = if short { at.saturating_sub(BEFORE) } else { at };
        for sentence in &sentences[first..=at] {
            found.push(Gate::Refutation, index, sentence.range.clone(), cue.range());
        }
        if own.range.end - cue.end <= 4
            && block.as_str()[cue.end..own.range.end].contains(':')
            && let Some(next) = sentences.get(at + 1)
        {
            found.push(Gate::Refutation, index, next.range.clone(), cue.range());
        }
    }
}

/// Whether a debunking sentence has little before its word, so that it speaks of what came before.
fn points_back(sentence: &str, cue: usize) -> bool {
    let before = &sentence[..cue];
    before.chars().filter(|c| c.is_alphanumeric()).count() <= if before.is_ascii() { 24 } else { 8 }
}
