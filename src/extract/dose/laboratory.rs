//! Units that do not fit: laboratory values, lengths for concentrations, thresholds without a unit.

use super::ProblemCode;
use super::amount::{Amount, Class, amount, bounds};
use super::token::{Lex, Token};
use crate::document::Block;
use crate::knowledge::{Analyte, Dimension, DoseKind, DoseWord, Knowledge, Period, Route};
use std::ops::Range;

/// Notes the units of a block that do not fit what they measure.
pub fn problems(
    block: &Block,
    tokens: &[Token],
    knowledge: &Knowledge,
    note: &mut impl FnMut(ProblemCode, Range<usize>),
) {
    let text = block.as_str();
    for (range, analyte) in knowledge.dose_facts.analytes_in(text) {
        let first = tokens.partition_point(|t| t.start < range.end);
        if let Some((code, end)) = value_of(text, tokens, (first, range.end), analyte) {
            note(code, range.start..end);
        }
    }
    let mut i = 0;
    while i < tokens.len() {
        match amount(tokens, i) {
            Some((found, next)) => {
                if is_length_for_concentration(block, tokens, &found, i) {
                    note(ProblemCode::UnitUnlikely, found.start..found.end);
                }
                if let Some(end) = dose_of_concentration(tokens, &found, i, next) {
                    note(ProblemCode::UnitUnlikely, found.start..end);
                }
                if let Some(end) = pair_slip(tokens, &found, next) {
                    note(ProblemCode::UnitScale, found.start..end);
                    note(ProblemCode::InconsistentPair, found.start..end);
                }
                i = next.max(i + 1);
            }
            None => i += 1,
        }
    }
}

/// What is wrong with the value behind the name of an analyte, and where it ends. A change is no
/// value: 下降了0.3 mmol/L.
fn value_of(
    text: &str,
    tokens: &[Token],
    (first, named): (usize, usize),
    analyte: &Analyte,
) -> Option<(ProblemCode, usize)> {
    let mut limit = false;
    let end = tokens.get(first).map_or(text.len(), |t| t.start).min(named);
    for i in first..(first + 6).min(tokens.len()) {
        match tokens[i].lex {
            Lex::Mark(',' | '。' | ';' | '.' | '\n') | Lex::Word(DoseWord::Change) => return None,
            Lex::Word(DoseWord::Kind(DoseKind::Threshold | DoseKind::Max))
            | Lex::Mark('>' | '<' | '≥' | '≤') => {
                limit = true;
            }
            Lex::Number(..) => {
                let told = limit || gives_value(&text[end..tokens[i].start]);
                return judge(text, tokens, i, analyte, (limit, told));
            }
            _ => {}
        }
    }
    None
}

/// Whether nothing but a word of being stands between an analyte and its value: TSH从8.6, B12 was 180.
fn gives_value(between: &str) -> bool {
    let word = between.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '('));
    matches!(word, "从" | "由" | "是" | "为" | "达" | "在" | "was" | "is" | "of" | "at" | "from" | "were")
}

fn judge(
    text: &str,
    tokens: &[Token],
    i: usize,
    analyte: &Analyte,
    (limit, told): (bool, bool),
) -> Option<(ProblemCode, usize)> {
    if let Some((found, _)) = amount(tokens, i) {
        if !told && found.class == Class::Dose {
            return None;
        }
        let unit = found.unit?;
        let volume = found.volume.map(|v| format!("/{}", v.id)).unwrap_or_default();
        let id = format!("{}{volume}", unit.id);
        let fits = match analyte.units.get(&id) {
            Some([low, high]) => found.high >= *low && found.high <= *high,
            None => false,
        };
        return (!fits && is_laboratory(&found)).then_some((ProblemCode::LabUnitError, found.end));
    }
    let b = bounds(tokens, i)?;
    let end = tokens[b.next - 1].end;
    let rest = text[end..].trim_start();
    let bare = rest.is_empty()
        || rest.starts_with(|c: char| {
            ",。;.)!?、".contains(c) || crate::text::is_han(c) && !"倍岁天周月年%个次级期分".contains(c)
        });
    let whole = rest.starts_with(|c: char| c.is_ascii_lowercase()) && text[end..].starts_with(' ');
    (limit && b.high >= 100.0 && (bare || whole)).then_some((ProblemCode::UnitMissing, end))
}

/// Whether an amount is of a dimension that an analyte could be given in by mistake.
fn is_laboratory(found: &Amount) -> bool {
    found.unit.is_some_and(|u| {
        matches!(
            u.dimension,
            Dimension::Mass
                | Dimension::Substance
                | Dimension::Activity
                | Dimension::Concentration
                | Dimension::Length
        )
    })
}

/// `体外试验显示0.01um`: a length where only a concentration makes sense.
fn is_length_for_concentration(block: &Block, tokens: &[Token], found: &Amount, i: usize) -> bool {
    let tiny =
        found.unit.is_some_and(|u| u.dimension == Dimension::Length && matches!(u.id.as_str(), "um" | "nm"));
    let Some(sentence) = block.sentence_at(found.start).filter(|_| tiny) else { return false };
    let here = |j: &usize| tokens[*j].start >= sentence.range.start;
    let behind = (i + 1..tokens.len()).take_while(|&j| tokens[j].end <= sentence.range.end).take(40);
    let words = (0..i).rev().take_while(here).take(40).chain(behind);
    let (mut concentration, mut size) = (false, false);
    for j in words {
        concentration |= tokens[j].is(DoseWord::Concentration);
        size |= tokens[j].is(DoseWord::Size);
    }
    concentration && !size
}

/// `每天口服10 μmol/L`, `50 µM a day`: a concentration where only an amount makes sense.
fn dose_of_concentration(tokens: &[Token], found: &Amount, i: usize, next: usize) -> Option<usize> {
    let dilute = found.unit.is_some_and(|u| {
        u.dimension == Dimension::Concentration
            || u.dimension == Dimension::Substance && found.volume.is_some()
    });
    let swallowed = i.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|t| {
        matches!(t.lex, Lex::Word(DoseWord::Route(Route::Oral))) && found.start <= t.end + 1
    });
    let near = |t: &&Token| t.start <= found.end + 1;
    let per = tokens.get(next).filter(near).is_some_and(|t| t.is(DoseWord::Per) || t.is(DoseWord::Each));
    let day = tokens.get(next + 1).filter(|t| t.is(DoseWord::Period(Period::D)));
    match day.filter(|_| per) {
        Some(day) if dilute => Some(day.end),
        _ => (dilute && swallowed).then_some(found.end),
    }
}

/// `(5mg/500g)`: two strengths of one tablet, a thousandfold apart in their units.
fn pair_slip(tokens: &[Token], found: &Amount, next: usize) -> Option<usize> {
    let first = found.base().filter(|(_, d)| *d == Dimension::Mass && found.class == Class::Dose)?;
    if !tokens.get(next)?.is_mark('/') {
        return None;
    }
    let (second, _) = amount(tokens, next + 1)?;
    let (base, dimension) = second.base()?;
    let apart = base / first.0 >= 10_000.0 || first.0 / base >= 10_000.0;
    (dimension == Dimension::Mass && apart && found.unit != second.unit).then_some(second.end)
}
