//! Wordings of notices that no list can hold: a denial, an urging and "by yourself" in one sentence;
//! asking and whom to ask in one clause.

use crate::document::{Block, Place};
use crate::knowledge::{NoticeKind, Term};
use crate::rules::Context;
use std::ops::Range;

/// The rule whose phrases say that an article is no advice.
const NOTICE: &str = "no-medical-advice-disclaimer";

/// Furthest that whom to ask may stand from the asking, in bytes.
const REACH: usize = 60;

/// The sentences in which the article says that it is not telling readers to treat themselves.
pub fn denials(cx: &Context) -> Vec<Place> {
    let mut found = Vec::new();
    for (index, block) in cx.document.blocks.iter().enumerate() {
        let phrases = cx.phrases("disclaimer-buried-or-contradicted", index);
        for sentence in block.sentences.iter().filter(|_| !phrases.is_empty()) {
            let mut awaited = ["denial", "urging", "self"].iter().peekable();
            for phrase in within(&phrases, &sentence.range) {
                awaited.next_if(|meaning| phrase.is == **meaning);
            }
            let whole = within(&phrases, &sentence.range).any(|p| p.is == "denies");
            if whole || awaited.peek().is_none() {
                found.push(Place::new(index, sentence.range.clone()));
            }
        }
    }
    found
}

/// The words in which the article says that it is no advice.
pub fn not_advice(cx: &Context) -> Vec<Place> {
    let in_block = |index: usize| {
        let phrases = cx.phrases(NOTICE, index);
        phrases
            .iter()
            .filter(|p| p.is == "not_advice")
            .map(|p| Place::new(index, p.range()))
            .collect::<Vec<_>>()
    };
    (0..cx.document.blocks.len()).flat_map(in_block).collect()
}

/// Whether the article says that it is no advice, and whether it sends readers to a professional, or tells
/// them to change nothing by themselves.
pub fn says_notice(cx: &Context) -> (bool, bool) {
    let mut said = (cx.says(NoticeKind::NotAdvice), cx.says(NoticeKind::Consult));
    for (index, block) in cx.document.blocks.iter().enumerate() {
        let phrases = cx.phrases(NOTICE, index);
        said.0 |= phrases.iter().any(|p| p.is == "not_advice");
        said.1 |= sends(block, &phrases) || !cx.is_commercial() && phrases.iter().any(|p| p.is == "alone");
    }
    said
}

/// Whether a block tells readers to ask and whom.
fn sends(block: &Block, phrases: &[Term<String>]) -> bool {
    phrases.iter().enumerate().filter(|(_, p)| p.is == "ask").any(|(i, ask)| {
        let near = phrases[i + 1..].iter().take_while(|p| p.start < ask.end + REACH);
        let mut near = near.filter(|p| p.is == "professional");
        let sentence = |at: usize| block.sentence_at(at).map(|s| s.range.start);
        near.any(|p| sentence(p.start) == sentence(ask.start))
    })
}

fn within<'a>(phrases: &'a [Term<String>], range: &Range<usize>) -> impl Iterator<Item = &'a Term<String>> {
    let first = phrases.partition_point(|p| p.start < range.start);
    let end = range.end;
    phrases[first..].iter().take_while(move |p| p.start < end)
}
