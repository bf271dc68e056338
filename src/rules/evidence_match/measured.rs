//! How much something measured changed: 降了1.24 mmol/L, 5 mmHg lower; and the abstract that gives another amount.

use crate::document::{Block, Place};
use crate::evidence::{Leaning, Reason, Record};
use crate::extract::claim::{Numeral, numerals};
use crate::knowledge::{ConceptKind, Knowledge, Term};
use crate::rules::Context;
use std::collections::BTreeSet;
use std::ops::Range;

/// The file of units and of words of change.
const RULE: &str = "number-differs-from-source";

/// What the names of units begin with in it.
const UNIT: &str = "unit-";

/// Relative difference from which two amounts are different.
const FAR: f64 = 0.05;

/// An amount of change that the abstract of its one source gives otherwise.
pub(super) struct Measured<'a> {
    /// The amount in the article.
    pub(super) place: Place,
    /// The sentence and what it leans on.
    pub(super) leaning: &'a Leaning,
    /// Its source.
    pub(super) record: &'a Record,
    /// The nearest amount of the source.
    pub(super) source: String,
}

/// A number with a unit of measurement behind it.
struct Amount {
    value: f64,
    decimals: i32,
    range: Range<usize>,
    unit: String,
}

/// Whether a place tells a change by an amount of something measured.
pub(super) fn is_measured(cx: &Context, place: &Place) -> bool {
    let text = &cx.document.blocks[place.block].as_str()[place.range()];
    !amounts(cx.knowledge, text).is_empty() && changes(cx.knowledge, text)
}

/// Every amount of change that its source gives otherwise.
pub(super) fn measured<'a>(cx: &Context<'a>) -> Vec<Measured<'a>> {
    let links = &cx.evidence.links;
    let mut out = Vec::new();
    for leaning in &links.leanings {
        let cited = matches!(leaning.reason, Reason::Number | Reason::AuthorYear);
        let alone = links.leanings.iter().filter(|l| l.sentence == leaning.sentence).count() == 1;
        let Some(link) = links.records[leaning.reference].as_ref().filter(|_| cited && alone) else {
            continue;
        };
        let record = &cx.library.records[link.record];
        let Some(source) = &record.abstract_ else { continue };
        let block = &cx.document.blocks[leaning.sentence.block];
        let text = &block.as_str()[leaning.sentence.range()];
        for amount in amounts(cx.knowledge, text) {
            let at = leaning.sentence.start;
            let range = at + amount.range.start..at + amount.range.end;
            let clause = clause(block, range.start).unwrap_or_else(|| leaning.sentence.range());
            if !changes(cx.knowledge, &block.as_str()[clause.clone()]) {
                continue;
            }
            let about = matters(cx.knowledge, &block.as_str()[clause]);
            if let Some(nearest) = otherwise(cx, &amount, &about, &source.blocks[0]) {
                let place = Place::new(leaning.sentence.block, range);
                out.push(Measured { place, leaning, record, source: nearest });
            }
        }
    }
    out
}

/// The nearest amount that a source gives of the same matter in the same unit, where none is the one told.
fn otherwise(cx: &Context, amount: &Amount, about: &BTreeSet<&str>, source: &Block) -> Option<String> {
    let text = source.as_str();
    let near = |value: f64| {
        let step = 0.5 * 10f64.powi(-amount.decimals) * (1.0 + 1e-9);
        (amount.value - value.abs()).abs() <= step.max(FAR * value.abs())
    };
    // Whatever it is that the source tells by this number, the article may have it from there.
    let all = numerals(text);
    let told = amounts(cx.knowledge, text);
    let apart = |a: &Numeral| {
        let behind = |b: &&Amount| b.range.start > a.start && b.range.start - a.start < BESIDE;
        told.iter().filter(behind).any(|b| near(a.value - b.value))
    };
    if all.iter().any(|n| near(n.value) || apart(n)) {
        return None;
    }
    let kin = |id: &str| about.iter().any(|a| is_either(cx, a, id));
    let of = source.sentences.iter().flat_map(|s| {
        let own = &text[s.range.clone()];
        let same = matters(cx.knowledge, own).into_iter().any(kin);
        let found = if same { amounts(cx.knowledge, own) } else { Vec::new() };
        found
            .into_iter()
            .map(move |a| Amount { range: s.range.start + a.range.start..s.range.start + a.range.end, ..a })
    });
    let away = |a: &Amount| (a.value.abs() - amount.value).abs();
    let nearest = of.filter(|a| a.unit == amount.unit).min_by(|a, b| away(a).total_cmp(&away(b)))?;
    Some(source.shown(nearest.range).to_owned())
}

/// Bytes between two levels whose difference is a change.
const BESIDE: usize = 80;

fn is_either(cx: &Context, one: &str, other: &str) -> bool {
    let concepts = &cx.knowledge.concepts;
    one == other || concepts.is_a(one, other) || concepts.is_a(other, one)
}

/// What a text names that may be measured.
fn matters<'k>(knowledge: &'k Knowledge, text: &str) -> BTreeSet<&'k str> {
    let is = |kind| matches!(kind, ConceptKind::Outcome | ConceptKind::Condition);
    let named = knowledge.concepts.find(text);
    named.iter().filter(|n| is(n.concept.kind)).map(|n| n.concept.id.as_str()).collect()
}

/// Whether a text says that something went up or down.
fn changes(knowledge: &Knowledge, text: &str) -> bool {
    knowledge.phrases.find(RULE, text).iter().any(|t| matches!(t.is.as_str(), "change" | "changed"))
}

fn clause(block: &Block, at: usize) -> Option<Range<usize>> {
    block.sentence_at(at)?.clauses.iter().find(|c| c.contains(&at)).cloned()
}

/// The single numbers of a text with a unit of measurement right behind them; no ends of ranges.
fn amounts(knowledge: &Knowledge, text: &str) -> Vec<Amount> {
    let words = knowledge.phrases.find(RULE, text);
    let all = numerals(text);
    let mut out = Vec::new();
    for (i, n) in all.iter().enumerate() {
        let at = text.len() - text[n.end..].trim_start_matches([' ', '-']).len();
        let unit = words.iter().find(|t: &&Term<String>| t.start == at && t.is.starts_with(UNIT));
        let joined = |gap: &str| {
            gap.len() <= 5 && (gap.contains(['~', '-', '—', '–', '至', '到']) || gap.trim() == "to")
        };
        let ranged = i > 0 && text.get(all[i - 1].end..n.start).is_some_and(joined);
        let Some(unit) = unit.filter(|_| n.digits && !ranged) else { continue };
        let (_, behind) = text[n.range()].split_once('.').unwrap_or_default();
        out.push(Amount {
            value: n.value,
            decimals: i32::try_from(behind.len()).unwrap_or(0),
            range: n.start..unit.end,
            unit: unit.is.clone(),
        });
    }
    out
}
