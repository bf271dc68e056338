//! Questions that are answered at once: 就没有药能治吗?还真有! is a claim, …就能停药吗?并不是! a denial.

use crate::document::Block;
use crate::extract::cues::Cues;
use crate::extract::words::Words;
use crate::knowledge::{Certainty, Cue, Term};
use crate::text::quotations;
use std::ops::Range;

/// How the sentence behind a question answers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::extract) enum Answer {
    /// It asserts what was asked.
    Yes,
    /// It denies it.
    No,
}

/// Characters within which an answer must begin.
const NEAR: usize = 4;
/// Bytes of a sentence that is but an answer, at most.
const SHORT: usize = 24;

/// Whether a sentence is a question, with or without a citation behind its mark: `吗?[1,2]`.
pub(in crate::extract) fn is_question(block: &Block, sentence: usize) -> bool {
    let range = block.sentences[sentence].range.clone();
    let closes = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '」' | '』' | ')' | ']' | '】');
    let cites = |c: char| matches!(c, '[' | ',' | '-' | '0'..='9' | '¹' | '²' | '³' | '⁰'..='⁹');
    let text = block.as_str()[range].trim_end_matches(|c| closes(c) || cites(c));
    text.ends_with('?') || text.ends_with("?!")
}

/// The answer that follows the question in sentence `sentence` of block `block`, in the same block
/// or at the start of the next.
pub(in crate::extract) fn answer(words: &Words, block: usize, sentence: usize) -> Option<Answer> {
    let here = &words.blocks[block];
    let (at, range) = match here.sentences.get(sentence + 1) {
        Some(next) => (block, next.range.clone()),
        None => {
            let next = words.blocks.get(block + 1)?;
            (block + 1, next.sentences.first()?.range.clone())
        }
    };
    opening(&words.blocks[at], words.cues(at), range)
}

/// Whether the sentence behind what stands in quotation marks as a whole denies something in words of
/// its own: "It cured my cousin." No lamp cures asthma.
pub(in crate::extract) fn is_denied(words: &Words, block: usize, sentence: usize) -> bool {
    let here = &words.blocks[block];
    let Some(next) = here.sentences.get(sentence + 1) else { return false };
    let cues = words.cues(block).within(next.range.clone());
    let quoted = quotations(here.as_str());
    let own = |at: usize| !quoted.iter().any(|q| q.contains(&at));
    let denies = |t: &Term<Cue>| {
        matches!(t.is, Cue::Negation | Cue::Refutation | Cue::No | Cue::Certainty(Certainty::C0))
            && own(t.start)
    };
    cues.iter().any(denies) && !cues.iter().any(|t| t.is == Cue::Attribution)
}

fn opening(block: &Block, cues: &Cues, sentence: Range<usize>) -> Option<Answer> {
    let near = block.as_str()[sentence.clone()]
        .char_indices()
        .nth(NEAR)
        .map_or(sentence.end, |(i, _)| sentence.start + i);
    let said = cues.within(sentence.start..near).iter().find_map(|t| match t.is {
        Cue::Yes => Some(Answer::Yes),
        Cue::No => Some(Answer::No),
        _ => None,
    });
    said.or_else(|| ends_in_no(block, cues, sentence).then_some(Answer::No))
}

/// Whether a sentence is short and ends in a negation: It is not.
fn ends_in_no(block: &Block, cues: &Cues, sentence: Range<usize>) -> bool {
    let marks = |at: usize| !block.as_str()[at..sentence.end].contains(char::is_alphanumeric);
    let last = cues.within(sentence.clone()).iter().rev().find(|t| t.is == Cue::Negation);
    sentence.len() <= SHORT && last.is_some_and(|t| marks(t.end.min(sentence.end)))
}
