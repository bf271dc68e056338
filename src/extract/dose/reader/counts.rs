//! Numbers without a unit, as English directions have them: take 2 at bedtime.

use super::*;

impl<'k> Reader<'_, 'k> {
    /// Reads a number that is an amount: at the head of the directions, behind a verb or `and`, and
    /// with a frequency behind it.
    pub(super) fn read_bare(&mut self, i: usize) -> Option<usize> {
        let b = bounds(self.tokens, i)?;
        if self.han || self.in_han(i + 1) {
            return None;
        }
        let opens = i == self.first
            || matches!(
                self.word(i - 1),
                Some(
                    DoseWord::Use
                        | DoseWord::And
                        | DoseWord::Then
                        | DoseWord::UpTo
                        | DoseWord::Route(_)
                        | DoseWord::Rate { .. }
                        | DoseWord::Kind(DoseKind::Max)
                        | DoseWord::Period(Period::D)
                )
            );
        if let Some(next) = self.read_most_a_day(i, &b) {
            return Some(next);
        }
        let daily = self.is_a_day(b.next);
        let follows = daily || self.leads_times(&b);
        let range = self.tokens[i].start..self.tokens[b.next - 1].end;
        let unclear = self.open.as_ref().is_some_and(|f| f.amount.is_some() && f.frequency.is_none());
        if unclear && follows && self.is_glued_count(i) {
            if let Some(open) = &mut self.open {
                open.cover(range.start, range.end);
                open.flaw(ProblemCode::AmbiguousFrequency);
            }
            let skip = frequency(self.text, self.tokens, b.next).map_or(b.next, |(_, next)| next);
            return Some(if daily { b.next + 2 } else { skip });
        }
        let max_day = self.said.kind == Some(DoseKind::Max) && self.word(b.next) == Some(DoseWord::Within);
        if !opens || !(follows || max_day) {
            return self.is_dashed_count(i, &b);
        }
        let mut found = Amount::bare(range.start, range.end, b.low, b.high);
        let halved = self.tokens.get(i + 1).is_some_and(|t| t.number() == Some(0.5) && !t.in_digits());
        if halved && b.high > b.low {
            found.doubt = Some(ProblemCode::AmbiguousNumber);
        }
        let digits = self.tokens[i].in_digits() && b.next == i + 1;
        if digits && self.tokens.get(b.next).is_some_and(|t| t.in_digits()) {
            found.doubt = Some(ProblemCode::AmbiguousNumber);
        }
        found.unit = self.heir_unit(i);
        self.on_amount(found);
        if daily {
            let time = Frequency::daily(self.tokens, b.next, b.next + 2);
            self.on_frequency(time, b.next, b.next + 2);
            return Some(b.next + 2);
        }
        Some(b.next)
    }

    /// Whether `a day` stands at a lexeme.
    fn is_a_day(&self, i: usize) -> bool {
        self.word(i) == Some(DoseWord::Per) && self.word(i + 1) == Some(DoseWord::Period(Period::D))
    }

    /// `two tablets every three hours, up to twelve in a day`: the most of what was counted before.
    fn read_most_a_day(&mut self, i: usize, b: &Bounds) -> Option<usize> {
        let most = i > 0 && matches!(self.word(i - 1), Some(DoseWord::UpTo | DoseWord::Kind(DoseKind::Max)))
            || self.said.kind == Some(DoseKind::Max);
        let skip = usize::from(self.word(b.next) == Some(DoseWord::Within));
        if !most || !self.is_a_day(b.next + skip) {
            return None;
        }
        let last = self.frames.last().filter(|f| f.sentence == self.sentence);
        let amount = self.open.as_ref().or(last)?.amount.as_ref()?;
        let unit = amount.unit.filter(|u| u.is_counted())?;
        let next = b.next + skip + 2;
        let mut found = Amount::bare(self.tokens[i].start, self.tokens[next - 1].end, b.low, b.high);
        found.unit = Some(unit);
        found.basis = Some(Basis::PerDay);
        self.said.kind = Some(DoseKind::Max);
        self.on_amount(found);
        Some(next)
    }

    /// `1 or 2 - 3 times`: which of the numbers is the count cannot be told.
    pub(super) fn is_dashed_count(&mut self, i: usize, b: &Bounds) -> Option<usize> {
        let dash = self.tokens.get(b.next)?.is_mark('-') && b.alternatives;
        let (found, next) = frequency(self.text, self.tokens, b.next + 1).filter(|_| dash)?;
        self.flaw_alone(ProblemCode::AmbiguousRange, self.tokens[i].start..found.end);
        Some(next)
    }

    /// Whether the number stands behind an amount with nothing between that could make it another.
    pub(super) fn is_glued_count(&self, i: usize) -> bool {
        i > 0 && matches!(self.tokens[i - 1].lex, Lex::Unit(_))
    }

    /// Whether a frequency, a route or `as needed` follows a count.
    pub(super) fn leads_times(&self, b: &Bounds) -> bool {
        let mut j = b.next;
        while matches!(self.word(j), Some(DoseWord::Use | DoseWord::Route(_))) {
            j += 1;
        }
        matches!(self.word(j), Some(DoseWord::AsNeeded))
            || frequency(self.text, self.tokens, j).is_some()
            || (j > b.next && self.tokens.get(j).is_none())
            || (self.tokens.get(j).is_none()
                && b.next > 1
                && matches!(self.word(b.next - 2), Some(DoseWord::Rate { .. } | DoseWord::Period(Period::D))))
    }

    /// `2 tablets in the morning and 1 at noon`: the unit goes on.
    pub(super) fn heir_unit(&self, i: usize) -> Option<&'k Unit> {
        let joined = i > 0 && matches!(self.word(i - 1), Some(DoseWord::And | DoseWord::Then));
        let unit = self.open.as_ref().and_then(|f| f.amount.as_ref()).and_then(|a| a.unit);
        unit.filter(|u| joined && u.is_counted())
    }
}
