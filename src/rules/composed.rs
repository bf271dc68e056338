//! Composed phrases of a rule found in a block: steps that follow one another.

use super::Context;
use crate::document::Place;
use crate::extract::claim::{QuantityKind, numerals};
use crate::knowledge::{After, Composed, ConceptKind, Cue, Slot, Step, Term};
use crate::text::{Language, is_han};
use std::ops::Range;

/// What stands in a sentence, for steps to be found in.
enum Token<'a> {
    Phrase(&'a str),
    Concept(ConceptKind),
    Cue(Cue),
    Number(Option<QuantityKind>),
}

/// The tokens of a sentence, in order of their starts.
type Tokens<'a> = Vec<(Range<usize>, Token<'a>)>;

/// The phrases of a rule in a block together with those that are composed of them, in order.
pub(super) fn composed(
    cx: &Context,
    rule: &str,
    block: usize,
    phrases: Vec<Term<String>>,
) -> Vec<Term<String>> {
    let composeds = cx.knowledge.phrases.composed(rule);
    if composeds.is_empty() {
        return phrases;
    }
    let text = cx.document.blocks[block].as_str();
    let parts = cx.knowledge.phrases.overlapping(rule, text);
    let has = |slot: &Slot| match slot {
        Slot::Phrase(id) => parts.iter().any(|p| p.is == *id),
        _ => true,
    };
    let could = |way: &&Vec<Step>| way.iter().all(|step| step.any.iter().any(has));
    let hopeful: Vec<(&Composed, Vec<&Vec<Step>>)> = composeds
        .iter()
        .map(|composed| (composed, composed.ways.iter().filter(could).collect::<Vec<_>>()))
        .filter(|(_, ways)| !ways.is_empty())
        .collect();
    if hopeful.is_empty() {
        return phrases;
    }
    let sentences = &cx.document.blocks[block].sentences;
    let tokens: Vec<Tokens> =
        sentences.iter().map(|s| tokens(cx, &Place::new(block, s.range.clone()), &parts)).collect();
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let search = Search { text, tokens: &tokens, gap: 0 };
        for (composed, ways) in &hopeful {
            let search = Search { gap: composed.gap, ..search };
            let hit = ways.iter().find_map(|way| search.way(at, way, composed));
            if let Some(steps) = hit {
                let hit = span(&steps);
                let language =
                    if text[hit.clone()].chars().any(is_han) { Language::Zh } else { Language::En };
                found.push(Term { start: hit.start, end: hit.end, is: composed.is.clone(), language });
            }
        }
    }
    let mut all: Vec<Term<String>> = phrases.into_iter().chain(found).collect();
    all.sort_by_key(|t| (t.start, t.end));
    all
}

fn tokens<'a>(cx: &Context, sentence: &Place, phrases: &'a [Term<String>]) -> Tokens<'a> {
    let inside = |at: usize| sentence.start <= at && at < sentence.end;
    let own = phrases.iter().filter(|p| inside(p.start));
    let mut all: Tokens = own.map(|p| (p.range(), Token::Phrase(p.is.as_str()))).collect();
    all.extend(cx.named_in(sentence).iter().map(|n| (n.range.clone(), Token::Concept(n.concept.kind))));
    all.extend(cx.cues_in(sentence).iter().map(|t| (t.range(), Token::Cue(t.is))));
    let quantities = cx.quantities_in(sentence);
    all.extend(quantities.iter().map(|q| (q.quote.place.range(), Token::Number(Some(q.kind)))));
    let text = &cx.document.blocks[sentence.block].as_str()[sentence.range()];
    for n in numerals(text) {
        all.push((sentence.start + n.start..sentence.start + n.end, Token::Number(None)));
    }
    all.sort_by_key(|(range, _)| (range.start, range.end));
    all
}

/// A search for the steps of composed phrases.
#[derive(Clone, Copy)]
struct Search<'s, 'a> {
    text: &'s str,
    tokens: &'s [Tokens<'a>],
    gap: usize,
}

impl Search<'_, '_> {
    /// Where the steps of one way stand that begins in a sentence, with nothing that must not be there.
    fn way(&self, at: usize, way: &[Step], composed: &Composed) -> Option<Vec<Range<usize>>> {
        let (first, rest) = way.split_first()?;
        let mut starts = self.tokens[at].iter().filter(|(_, token)| fits(token, &first.any));
        starts.find_map(|(range, _)| {
            let mut steps = vec![range.clone()];
            let found = self.behind(at, &mut steps, rest) && self.allowed(at, composed, &steps);
            found.then_some(steps)
        })
    }

    /// Adds where the steps stand that follow those found; whether all do.
    fn behind(&self, at: usize, found: &mut Vec<Range<usize>>, steps: &[Step]) -> bool {
        let Some((step, rest)) = steps.split_first() else { return true };
        let at = if step.after == After::Next { at + 1 } else { at };
        let end = found.last().map_or(0, |r| r.end);
        let Some(tokens) = self.tokens.get(at) else { return false };
        tokens.iter().any(|(range, token)| {
            let reached = range.start >= end
                && fits(token, &step.any)
                && (step.after != After::Near || letters(&self.text[end..range.start]) <= self.gap);
            if !reached {
                return false;
            }
            found.push(range.clone());
            let all = self.behind(at, found, rest);
            if !all {
                found.pop();
            }
            all
        })
    }

    /// Whether nothing stands where a composed phrase must not have it.
    fn allowed(&self, at: usize, composed: &Composed, steps: &[Range<usize>]) -> bool {
        let hit = span(steps);
        let opens = |s: &Tokens| s.first().is_some_and(|(r, _)| r.start < hit.end);
        let reached = self.tokens[at..].iter().take_while(|s| opens(s)).count();
        let apart =
            |range: &Range<usize>| !steps.iter().any(|s| s.start <= range.start && range.end <= s.end);
        (at..at + reached).all(|i| {
            let last = i + 1 == at + reached;
            self.tokens[i].iter().filter(|(range, _)| apart(range)).all(|(range, token)| {
                let between = hit.start <= range.start && range.end <= hit.end;
                !(fits(token, &composed.without)
                    || between && fits(token, &composed.between)
                    || last && fits(token, &composed.tail))
            })
        })
    }
}

fn span(steps: &[Range<usize>]) -> Range<usize> {
    let start = steps.first().map_or(0, |s| s.start);
    start..steps.last().map_or(start, |s| s.end)
}

fn fits(token: &Token, slots: &[Slot]) -> bool {
    slots.iter().any(|slot| match (slot, token) {
        (Slot::Phrase(id), Token::Phrase(own)) => id == own,
        (Slot::Concept(kind), Token::Concept(own)) => kind == own,
        (Slot::Cue(cue), Token::Cue(own)) => cue == own,
        (Slot::Family(family), Token::Cue(own)) => own.family() == Some(family),
        (Slot::Number, Token::Number(_)) => true,
        (Slot::Percent, Token::Number(Some(kind))) => *kind == QuantityKind::Percent,
        (Slot::Count, Token::Number(Some(kind))) => *kind == QuantityKind::Count,
        _ => false,
    })
}

/// Letters of a text; a Chinese character counts for three.
fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).map(|c| if is_han(c) { 3 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, Hint, read};
    use crate::evidence::{Evidence, Library, gather};
    use crate::extract::{Words, extract};
    use crate::knowledge::Knowledge;
    use crate::rules::Settings;

    fn found(rule: &str, text: &str) -> Vec<String> {
        let knowledge = Knowledge::builtin().unwrap();
        let hint = Hint { format: Some(Format::Plain), ..Hint::default() };
        let document = read(text.as_bytes(), &hint, knowledge).unwrap();
        let words = Words::new(&document.blocks, knowledge);
        let facts = extract(&words);
        let own = Library::default();
        let (library, known) = gather(&facts.references, &own, knowledge);
        let evidence = Evidence::weigh(&document, &words, &facts, &library, known);
        let settings = Settings::default();
        let cx = Context::new(&document, &words, &facts, &evidence, &library, &settings);
        let all = (0..document.blocks.len()).map(|block| composed(&cx, rule, block, Vec::new()));
        all.flatten().map(|t| t.is).collect()
    }

    #[test]
    fn shapes_hold_their_own_examples() {
        let phrases = &Knowledge::builtin().unwrap().phrases;
        let mut wrong = Vec::new();
        for rule in phrases.rules() {
            for composed in phrases.composed(rule) {
                let missed = composed.bad.iter().filter(|text| !found(rule, text).contains(&composed.is));
                let alarms = composed.good.iter().filter(|text| found(rule, text).contains(&composed.is));
                wrong.extend(missed.map(|text| format!("{rule}: {} misses {text}", composed.is)));
                wrong.extend(alarms.map(|text| format!("{rule}: {} fires on {text}", composed.is)));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
