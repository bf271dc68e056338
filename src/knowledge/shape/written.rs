//! Marks that a text itself writes: numerals, sums of money, names.

use super::Mark;
use std::ops::Range;

/// The marks that a text writes.
pub(super) fn marks(text: &str) -> Vec<(Range<usize>, Mark)> {
    let mut found = Vec::new();
    numbers(text, &mut found);
    names(text, &mut found);
    found
}

/// Least share of a hundred that is nearly all.
const NEARLY_ALL: f64 = 85.0;

/// Numerals; shares; sums of money.
fn numbers(text: &str, found: &mut Vec<(Range<usize>, Mark)>) {
    let is_numeral = |c: char| c.is_ascii_digit() || "一二两三四五六七八九十百千万半几数".contains(c);
    let mut at = 0;
    while let Some(ahead) = text[at..].find(is_numeral) {
        let start = at + ahead;
        let digit = |i: usize| text.as_bytes().get(i).is_some_and(u8::is_ascii_digit);
        let goes_on = |i: usize, c: char| is_numeral(c) || matches!(c, '.' | ',') && digit(start + i + 1);
        let ends = text[start..].char_indices().find(|(i, c)| !goes_on(*i, *c));
        let length = ends.map_or(text.len() - start, |(i, _)| i);
        let end = start + text[start..start + length].trim_end_matches(['.', ',']).len();
        at = start + length;
        let (before, behind) = (&text[..start], text[end..].trim_start());
        let mut push = |mark: Mark, range: Range<usize>| found.push((range, mark));
        push(Mark::Numeral, start..end);
        if behind.starts_with('%') || behind.starts_with("per cent") || behind.starts_with("percent") {
            push(Mark::Share, start..end);
            let value = text[start..end].replace(',', "").parse::<f64>();
            if value.is_ok_and(|v| (NEARLY_ALL..=100.0).contains(&v)) {
                push(Mark::Most, start..end);
            }
        }
        let sign = before.chars().next_back().filter(|c| matches!(c, '$' | '£' | '€' | '¥'));
        let coin = ["元", "块"].into_iter().find(|c| behind.starts_with(c) && !behind.starts_with("元素"));
        if let Some(sign) = sign {
            push(Mark::Money, start - sign.len_utf8()..end);
        } else if let Some(coin) = coin {
            push(Mark::Money, start..text.len() - behind.len() + coin.len());
        }
    }
}

/// Longest name of a brand in quotation marks, in characters.
const BRAND: usize = 6;

/// Names as they are written: of persons (Joanne), of brands (BioGlow, “仁康”).
fn names(text: &str, found: &mut Vec<(Range<usize>, Mark)>) {
    let mut push = |mark: Mark, range: Range<usize>| found.push((range, mark));
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = &text[from..at];
                let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
                let small = word.bytes().filter(u8::is_ascii_lowercase).count();
                if capitals > 1 && small > 1 {
                    push(Mark::Brand, from..at);
                } else if capitals == 1 && small > 1 && word.starts_with(|c: char| c.is_ascii_uppercase()) {
                    push(Mark::Name, from..at);
                }
                start = None;
            }
            _ => {}
        }
    }
    for (open, mark) in text.char_indices().filter(|(_, c)| matches!(c, '“' | '"')) {
        let inner = open + mark.len_utf8();
        let length = text[inner..].find(['”', '"']).unwrap_or(0);
        let short = text[inner..inner + length].chars().count();
        let han = text[inner..].starts_with(|c: char| !c.is_ascii());
        if han && (2..=BRAND).contains(&short) {
            push(Mark::Brand, open..inner + length);
        }
    }
}
