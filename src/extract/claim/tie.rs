//! The word that ties: which of the words of a clause sets one thing to another, and how.

use super::Article;
use crate::knowledge::{Cue, Direction, Relation, Term};
use crate::text::Language;

/// The word of a clause that ties, and how. In Chinese the verb that closes the clause governs
/// (吸烟与肺癌相关), in English the one that opens its predicate (is associated with reduced risk).
pub(super) fn tie<'a>(
    article: &Article,
    block: usize,
    cues: &'a [Term<Cue>],
) -> Option<(&'a Term<Cue>, Relation)> {
    let strong = |t: &&Term<Cue>| match t.is {
        _ if !article.ties(block, t) => false,
        Cue::Associative => true,
        Cue::Causal if article.cues(block).at(t).any(|is| is == Cue::Group) => is_active(article, block, t),
        Cue::Causal => !is_noun(article, block, t) && !is_topic(article, block, t),
        _ => false,
    };
    let found = match article.blocks[block].language {
        Language::Zh => cues.iter().rev().find(strong),
        Language::En => {
            let verb = || cues.iter().find(|t| t.is == Cue::Causal && strong(t) && modal(article, block, t));
            let first = cues.iter().find(strong);
            first.map(|first| verb().unwrap_or_else(|| governing(article, block, first, cues)))
        }
    };
    let weak = || {
        cues.iter()
            .find(|t| t.is == Cue::Group && article.ties(block, t))
            .or_else(|| than(article, block, cues))
    };
    match found {
        Some(t) if matches!(t.is, Cue::Associative | Cue::Group) => Some((t, Relation::Associative)),
        Some(t) => Some((t, Relation::Causal)),
        None => weak().map(|t| (t, Relation::Associative)),
    }
}

/// Whether a modal of possibility stands right before an English verb, or in it, so that it is the
/// predicate: "risk factors may also cause", "may help".
fn modal(article: &Article, block: usize, verb: &Term<Cue>) -> bool {
    let text = article.blocks[block].as_str();
    let close =
        |t: &Term<Cue>| text.get(t.end..verb.start).is_some_and(|s| s.split_whitespace().count() <= 1);
    let before = article.cues(block).within(verb.start.saturating_sub(24)..verb.start).iter();
    let may = |t: &&Term<Cue>| t.is == Cue::Hedge;
    article.cues(block).at(verb).any(|is| is == Cue::Hedge) || before.rev().find(may).is_some_and(close)
}

/// The English cue that governs a clause whose first is `first`: a verb that is not finite gives way
/// to an association (drugs used for treating … are linked to), and any to a likelihood before it
/// (more likely to make errors that harm).
fn governing<'a>(
    article: &Article,
    block: usize,
    first: &'a Term<Cue>,
    cues: &'a [Term<Cue>],
) -> &'a Term<Cue> {
    let text = article.blocks[block].as_str();
    let next = |is: Cue| cues.iter().find(|t| t.is == is && text.get(first.end..t.start) == Some(" "));
    if first.is != Cue::Causal {
        let adverb = text[first.range()].ends_with("ly");
        return next(Cue::Causal).filter(|_| adverb).unwrap_or(first);
    }
    if let Some(helped) = next(Cue::Associative).filter(|_| text[first.range()].contains("help")) {
        return helped;
    }
    let likelihood =
        |t: &&Term<Cue>| t.is == Cue::Group && t.end <= first.start && text[t.range()].contains(' ');
    if let Some(group) = cues.iter().find(likelihood) {
        return group;
    }
    let words = &text[first.range()];
    let finite =
        !(words.ends_with("ing") || words.starts_with("to ") || text[..first.start].ends_with(" to "));
    let later = |t: &&Term<Cue>| t.is == Cue::Associative && t.start >= first.end;
    cues.iter().find(later).filter(|_| !finite).unwrap_or(first)
}

/// A comparison with "than", which sets two groups against each other.
fn than<'a>(article: &Article, block: usize, cues: &'a [Term<Cue>]) -> Option<&'a Term<Cue>> {
    let text = article.blocks[block].as_str();
    cues.iter().find(|t| t.is == Cue::Comparison && text[t.range()].starts_with("than"))
}

/// Whether an English word of change is a noun here: "a decrease", "the benefit".
fn is_noun(article: &Article, block: usize, cue: &Term<Cue>) -> bool {
    let text = article.blocks[block].as_str();
    let changes = |is| matches!(is, Cue::Direction(Direction::Increase | Direction::Decrease));
    let words = &text[cue.range()];
    let perfect = |t: &Term<Cue>| words.ends_with("ed") && matches!(&text[t.range()], "has" | "have" | "had");
    cue.language == Language::En
        && !words.ends_with("ing")
        && article
            .cues(block)
            .before(text, cue.start)
            .any(|t| t.is == Cue::Nominal && !perfect(t) && !in_name(article, block, t))
        && article.cues(block).at(cue).any(changes)
}

/// Longest word behind a noun of effect that it is part of, in characters: 影响机制.
const COMPOUND: usize = 3;

/// Whether a Chinese noun of effect only says what something is about: 研究了叶酸对血压的影响, but not
/// 叶酸有很好的作用, nor 降低血压的作用.
fn is_topic(article: &Article, block: usize, cue: &Term<Cue>) -> bool {
    let text = article.blocks[block].as_str();
    let before = text[..cue.start].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let behind = text[cue.end..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let tells = |t: &Term<Cue>| matches!(t.is, Cue::Direction(_)) && t.range() != cue.range();
    let start = cue.start - before.len();
    cue.language == Language::Zh
        && before.ends_with('的')
        && behind.chars().count() <= COMPOUND
        && !before.contains(['有', '起'])
        && !article.cues(block).within(start..cue.start).iter().any(tells)
}

/// Whether a cue is but a part of a name: the letter of "drug A".
fn in_name(article: &Article, block: usize, cue: &Term<Cue>) -> bool {
    let named = article.words.named(block);
    named.iter().any(|n| n.range.start < cue.start && cue.end <= n.range.end)
}

/// Whether an English past form takes an object: "aspirin reduced mortality", not "reduced mortality
/// was seen" nor "mortality was reduced".
fn is_active(article: &Article, block: usize, cue: &Term<Cue>) -> bool {
    let text = article.blocks[block].as_str();
    if cue.language != Language::En || !text[cue.range()].ends_with("ed") {
        return false;
    }
    let opens = text[..cue.start].trim_end().ends_with([',', '.', ';', ':', '('])
        || text[..cue.start].trim().is_empty();
    let object =
        text[cue.end..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let preposition = article.cues(block).within(cue.end..cue.end + 2);
    let stops = |t: &Term<Cue>| {
        matches!(t.is, Cue::Nominal)
            && !matches!(&text[t.range()], "the" | "a" | "an" | "their" | "his" | "her" | "its" | "our")
    };
    !opens
        && object
        && !preposition.iter().any(stops)
        && !article
            .cues(block)
            .before(text, cue.start)
            .any(|t| t.is == Cue::Nominal && &text[t.range()] != "has")
}
