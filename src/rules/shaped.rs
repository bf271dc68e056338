//! The phrases of a rule in a block, with the shapes that concepts, cues and numbers are part of.

use super::Context;
use crate::document::Place;
use crate::extract::claim::{QuantityKind, numerals};
use crate::knowledge::{Gate, Hits, Mark, Term};
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

/// What shapes are made of in a block, looked up once for all rules.
pub(super) struct Parts {
    words: Hits,
    marks: OnceCell<Rc<Hits>>,
}

/// The phrases of a rule in a block, all shapes among them, in order; none that runs on into what is
/// refuted: the start of a phrase tells which contexts hold over it.
pub(super) fn phrases(cx: &Context, rule: &str, block: usize) -> Vec<Term<String>> {
    let packs = &cx.knowledge.phrases;
    let text = cx.document.blocks[block].as_str();
    if !packs.has_shapes(rule) {
        return packs.find(rule, text);
    }
    let parts = cx.parts(block, || Parts { words: packs.words(text), marks: OnceCell::new() });
    let marks = || Rc::clone(parts.marks.get_or_init(|| Rc::new(packs.marks(text, marks(cx, block)))));
    let sentences: Vec<Range<usize>> =
        cx.document.blocks[block].sentences.iter().map(|s| s.range.clone()).collect();
    let mut found = packs.find_in(rule, text, &sentences, &parts.words, marks);
    let refuted = |at: usize| cx.facts.gates.holds(Gate::Refutation, &Place::new(block, at..at + 1));
    found.retain(|t| refuted(t.start) || !refuted(t.end - 1));
    found
}

/// The concepts, cues and numbers of a block.
fn marks(cx: &Context, block: usize) -> Vec<(Range<usize>, Mark)> {
    let named = cx.named(block).iter().map(|n| (n.range.clone(), Mark::Concept(n.concept.kind)));
    let cues = cx.cues(block).iter().map(|t| (t.range(), Mark::Cue(t.is)));
    let mut all: Vec<(Range<usize>, Mark)> = named.chain(cues).collect();
    for quantity in cx.quantities(block) {
        let range = quantity.quote.place.range();
        match quantity.kind {
            QuantityKind::Percent => all.push((range.clone(), Mark::Percent)),
            QuantityKind::Count => all.push((range.clone(), Mark::Count)),
            _ => {}
        }
        all.push((range, Mark::Number));
    }
    let text = cx.document.blocks[block].as_str();
    for sentence in &cx.document.blocks[block].sentences {
        let place = Place::new(block, sentence.range.clone());
        let own = numerals(&text[place.range()]);
        all.extend(own.into_iter().map(|n| (place.start + n.start..place.start + n.end, Mark::Number)));
    }
    all
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
        let shapes = |block: usize| {
            let plain = knowledge.phrases.find(rule, document.blocks[block].as_str());
            phrases(&cx, rule, block).into_iter().filter(move |t| !plain.contains(t))
        };
        (0..document.blocks.len()).flat_map(shapes).map(|t| t.is).collect()
    }

    #[test]
    fn shapes_of_concepts_and_cues_hold_their_own_examples() {
        let examples = Knowledge::builtin().unwrap().phrases.shape_examples();
        assert!(!examples.is_empty());
        let mut wrong = Vec::new();
        for example in examples {
            let (rule, is) = (example.rule.as_str(), &example.is);
            let missed = example.bad.iter().filter(|text| !found(rule, text).contains(is));
            let alarms = example.good.iter().filter(|text| found(rule, text).contains(is));
            wrong.extend(missed.map(|text| format!("{rule}: {is} misses {text}")));
            wrong.extend(alarms.map(|text| format!("{rule}: {is} fires on {text}")));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
