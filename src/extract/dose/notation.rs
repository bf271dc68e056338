//! Error-prone notation of doses, after the Joint Commission's "Do Not Use" list and the ISMP list;
//! laboratory values keep their trailing zeros, as the lists allow.

use super::frame::Frame;
use super::{Dose, ProblemCode};
use crate::document::Block;
use crate::knowledge::{ConceptKind, Dimension, Knowledge};
use crate::text::Language;
use std::ops::Range;

/// Notes the error-prone notations of a block's doses.
pub fn problems(
    block: &Block,
    frames: &[Frame],
    doses: &[Dose],
    knowledge: &Knowledge,
    note: &mut impl FnMut(ProblemCode, Range<usize>),
) {
    let text = block.as_str();
    for frame in frames {
        if let Some(amount) = &frame.amount {
            for amount in std::iter::once(amount).chain(&frame.glosses) {
                let range = amount.start..amount.end;
                for code in of_amount(&text[range.clone()], amount.unit.map(|u| u.dimension), block.language)
                {
                    note(code, range.clone());
                }
            }
        }
        if let Some(f) = &frame.frequency
            && frame.amount.is_some()
            && let Some(code) = of_frequency(&text[f.start..f.end])
        {
            note(code, f.start..f.end);
        }
    }
    let is_drug = |d: &&Dose| {
        let concept = d.drug_concept.as_deref().and_then(|id| knowledge.concepts.get(id));
        concept.is_some_and(|c| c.kind == ConceptKind::Drug)
    };
    for dose in doses.iter().filter(is_drug).filter(|_| block.language == Language::En) {
        let range = dose.quote.place.range();
        if let Some(at) = text[range.clone()].find("IU") {
            note(ProblemCode::IsmpIu, range.start + at..range.start + at + 2);
        }
    }
    if !frames.is_empty() {
        for name in ["MSO4", "MgSO4"] {
            if let Some(at) = text.find(name) {
                note(ProblemCode::IsmpMso4, at..at + name.len());
            }
        }
    }
}

fn of_amount(words: &str, dimension: Option<Dimension>, language: Language) -> Vec<ProblemCode> {
    let mut out = Vec::new();
    if trailing_zero(words) {
        out.push(ProblemCode::IsmpTrailingZero);
    }
    if words.starts_with('.') {
        out.push(ProblemCode::IsmpNakedDecimal);
    }
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if digits >= 6 {
        out.push(ProblemCode::IsmpNoSeparator);
    }
    let unit = words.trim_end_matches(')').rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let short = words.find(['U', 'u']).is_some_and(|at| {
        let border = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphabetic());
        border(words[..at].chars().next_back()) && border(words[at + 1..].chars().next())
    });
    if dimension == Some(Dimension::Activity) && short {
        out.push(ProblemCode::IsmpU);
    }
    if unit.eq_ignore_ascii_case("cc") {
        out.push(ProblemCode::IsmpCc);
    }
    if language == Language::En && matches!(unit, "ug" | "μg") {
        out.push(ProblemCode::IsmpUg);
    }
    out
}

/// A whole number with zeros behind its point: 5.0 mg, not 5.05, and not 0.5-1.0 mg, where the
/// zero keeps two bounds alike.
fn trailing_zero(words: &str) -> bool {
    if words.matches('.').count() > 1 {
        return false;
    }
    words.match_indices('.').any(|(at, _)| {
        let zeros = words[at + 1..].bytes().take_while(|b| *b == b'0').count();
        let whole = words[..at].ends_with(|c: char| c.is_ascii_digit());
        whole && zeros > 0 && !words[at + 1 + zeros..].starts_with(|c: char| c.is_ascii_digit())
    })
}

fn of_frequency(words: &str) -> Option<ProblemCode> {
    let plain: String = words.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).collect();
    match plain.trim() {
        "qd" => Some(ProblemCode::IsmpQd),
        "qod" => Some(ProblemCode::IsmpQod),
        "hs" | "qhs" => Some(ProblemCode::LatinAbbrev),
        _ if words.contains('曰') => Some(ProblemCode::TypoFrequency),
        _ => None,
    }
}
