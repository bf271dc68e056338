//! Frequencies by times of the day.

use super::frequency::{Found, Frequency, Style, is_verb, times};
use super::token::{Lex, Token};
use crate::knowledge::{Clock, DoseWord, Period};

/// 早晚各一次, 每晚, 早、中、晚, in the morning and at night.
pub fn clock(text: &str, tokens: &[Token], i: usize) -> Found {
    let from = if tokens[i].is(DoseWord::Each) { i + 1 } else { i };
    let at = |j: usize| match tokens.get(j).and_then(Token::word) {
        Some(DoseWord::Clock(c)) => Some(c),
        _ => None,
    };
    let first = at(from)?;
    if &text[tokens[from].start..tokens[from].end] == "中" {
        return None;
    }
    let mut seen: Vec<Clock> = vec![first];
    let mut next = from + 1;
    loop {
        let skip = match tokens.get(next).map(|t| t.lex) {
            Some(Lex::Mark('、' | ',' | '/' | '&') | Lex::Word(DoseWord::And)) => 1,
            _ => 0,
        };
        let Some(other) = at(next + skip) else { break };
        if !seen.contains(&other) && (skip > 0 || tokens[next - 1].end + 1 >= tokens[next].start) {
            seen.push(other);
        }
        next += skip + 1;
    }
    let mut style = Style::Clock;
    let mut j = next;
    let verb = |j: usize| tokens.get(j).is_some_and(|t| t.is(DoseWord::Use)) || is_verb(tokens, j);
    while j < next + 2 && (tokens.get(j).is_some_and(|t| t.is(DoseWord::EachOf)) || verb(j)) {
        j += 1;
    }
    let mut count = seen.len() as f64;
    if let Some(n) = times(tokens, j).filter(|n| tokens[n.next - 1].is(DoseWord::Times)) {
        let each = tokens[next..j].iter().any(|t| t.is(DoseWord::EachOf));
        count = if each { count * n.high } else { n.high.max(count) };
        style = Style::Counted;
        next = n.next;
    } else if tokens.get(next).is_some_and(|t| t.is(DoseWord::EachOf)) {
        style = Style::Counted;
        next += 1;
    }
    Some((Frequency::new(tokens, i, next, (count, count), (1.0, 1.0), Period::D).styled(style), next))
}
