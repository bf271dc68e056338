//! The parts of an abstract, by their headings: 结论:…, CONCLUSIONS: ….

use crate::document::Block;
use crate::knowledge::Knowledge;
use std::ops::Range;

/// A part of an abstract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Aim,
    Methods,
    Results,
    Conclusion,
}

/// Longest heading in bytes that stands in capitals, in brackets or before a colon.
const LONGEST: usize = 40;

/// The headed parts of a text, in order; none where it has no headings.
pub(super) fn parts(block: &Block, knowledge: &Knowledge) -> Vec<(Part, Range<usize>)> {
    let text = block.as_str();
    let mut heads: Vec<(usize, Part)> = Vec::new();
    for term in knowledge.phrases.find("abstract", text) {
        let part = match term.is.as_str() {
            "part.aim" => Part::Aim,
            "part.methods" => Part::Methods,
            "part.results" => Part::Results,
            "part.conclusion" => Part::Conclusion,
            _ => continue,
        };
        if is_heading(text, term.range()) {
            heads.push((term.start, part));
        }
    }
    let ends = heads.iter().skip(1).map(|h| h.0).chain([text.len()]);
    heads.iter().zip(ends).map(|(&(start, part), end)| (part, start..end)).collect()
}

/// Whether words open a sentence and are set off: by a colon, a bracket, capitals, or a blank behind
/// a Chinese word.
fn is_heading(text: &str, words: Range<usize>) -> bool {
    let before = text[..words.start].trim_end();
    let opens =
        before.is_empty() || before.ends_with(['.', '。', ';', '!', '?', ']', '】', '[', '【', ')', '\n']);
    let behind = &text[words.end..];
    let near = |mark: &[char]| {
        behind.find(mark).is_some_and(|at| at <= LONGEST && !behind[..at].contains(['.', '。', ',']))
    };
    let capitals = text[words.clone()].bytes().any(|b| b.is_ascii_uppercase())
        && !text[words.clone()].bytes().any(|b| b.is_ascii_lowercase());
    let han = !text[words].is_ascii();
    opens
        && (behind.trim_start().starts_with([':', ']', '】', '—'])
            || han && behind.starts_with(' ')
            || capitals
            || !han && (near(&[':']) || behind.starts_with('.')))
}
