//! How long a drug is taken.

use super::*;

impl<'k> Reader<'_, 'k> {
    pub(super) fn read_duration(&mut self, i: usize) -> Option<usize> {
        let word = self.word(i);
        let cross = word == Some(DoseWord::Times) && self.slice(i).eq_ignore_ascii_case("x");
        if cross || matches!(word, Some(DoseWord::For | DoseWord::Course)) {
            let mut j = i + 1;
            let mut from_nothing = false;
            while j < i + 4 {
                match self.tokens.get(j)?.lex {
                    Lex::Word(DoseWord::UpTo | DoseWord::Kind(DoseKind::Max)) => from_nothing = true,
                    Lex::Word(DoseWord::Use | DoseWord::Route(_) | DoseWord::About | DoseWord::Course) => {}
                    Lex::Other if self.slice(j).len() <= 6 => {}
                    _ => break,
                }
                j += 1;
            }
            let (low, high, period, next) = self.span(j)?;
            self.on_duration((if from_nothing { 0.0 } else { low }, high, period), i, next);
            return Some(next);
        }
        let (low, high, period, next) = self.span(i)?;
        if i > 0 && self.slice(i - 1).ends_with('第') && high > low {
            self.scope.duration = Some((high - low + 1.0, high - low + 1.0, period));
            return Some(next);
        }
        let mut j = next;
        while j < next + 3
            && (self.tokens.get(j).is_some_and(|t| t.lex == Lex::Other || t.number() == Some(1.0)))
        {
            j += 1;
        }
        if self.word(j) == Some(DoseWord::Course) {
            self.on_duration((low, high, period), i, j + 1);
            return Some(j + 1);
        }
        let english = !self.in_han(next - 1) && period != Period::H;
        let last =
            self.tokens.get(next).is_none_or(|t| matches!(t.lex, Lex::Mark(_) | Lex::Word(DoseWord::Then)));
        if english
            && last
            && self.open.as_ref().is_some_and(|f| f.frequency.is_some() && f.duration.is_none())
        {
            self.on_duration((low, high, period), i, next);
            return Some(next);
        }
        None
    }

    pub(super) fn span(&self, i: usize) -> Option<(f64, f64, Period, usize)> {
        let b = bounds(self.tokens, i)?;
        match self.word(b.next) {
            Some(DoseWord::Period(p)) => Some((b.low, b.high, p, b.next + 1)),
            _ => None,
        }
    }

    pub(super) fn on_duration(&mut self, duration: Duration, i: usize, next: usize) {
        let (start, end) = (self.tokens[i].start, self.tokens[next - 1].end);
        match &mut self.open {
            Some(open) if open.duration.is_none() && open.sentence == self.sentence => {
                open.duration = Some(duration);
                open.cover(start, end);
            }
            Some(_) => {}
            None => self.scope.duration = Some(duration),
        }
    }
}
