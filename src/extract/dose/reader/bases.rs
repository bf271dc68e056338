//! What an amount is per: markers in front of it or behind it, and divided doses.

use super::*;

impl<'k> Reader<'_, 'k> {
    pub(super) fn read_basis(&mut self, i: usize) -> Option<usize> {
        let start = self.tokens[i].start;
        match self.word(i) {
            Some(DoseWord::PerDose) => {
                self.set_basis(Basis::PerDose, false, start, i + 1);
                return Some(i + 1);
            }
            Some(word @ (DoseWord::DayTotal | DoseWord::DayMax)) => {
                self.set_basis(Basis::PerDay, true, start, i + 1);
                if word == DoseWord::DayMax {
                    self.said.kind = Some(DoseKind::Max);
                }
                return Some(i + 1);
            }
            Some(DoseWord::FirstDay) => {
                self.said.basis = Some((Basis::PerDay, true, start));
                self.scope.duration = Some((1.0, 1.0, Period::D));
                return Some(i + 1);
            }
            Some(DoseWord::Course) => {
                let use_between = usize::from(self.word(i + 1) == Some(DoseWord::Use));
                amount(self.tokens, i + 1 + use_between)?;
                self.said.basis = Some((Basis::PerCourse, true, start));
                return Some(i + 1 + use_between);
            }
            Some(DoseWord::Within) => {
                let day = self.tokens.get(i + 1)?.number() == Some(24.0)
                    && self.word(i + 2) == Some(DoseWord::Period(Period::H));
                let one = self.word(i + 1) == Some(DoseWord::Per)
                    && self.word(i + 2) == Some(DoseWord::Period(Period::D));
                return (day || one).then(|| {
                    self.per_day_behind(i, i + 3);
                    i + 3
                });
            }
            _ => {}
        }
        let one = self.tokens[i].number() == Some(1.0);
        let each = self.word(i) == Some(DoseWord::Each);
        let day = self.word(i + 1) == Some(DoseWord::Period(Period::D));
        if day && (one || each) && self.in_han(i + 1) {
            self.set_basis(Basis::PerDay, false, start, i + 2);
            if self.word(i + 2) == Some(DoseWord::Or) && self.word(i + 3) == Some(DoseWord::Total) {
                self.said.flaw = Some((ProblemCode::AmbiguousBasis, start..self.tokens[i + 3].end));
                return Some(i + 4);
            }
            return Some(i + 2);
        }
        let full_day =
            self.tokens[i].number() == Some(24.0) && self.word(i + 1) == Some(DoseWord::Period(Period::H));
        if full_day && self.in_han(i + 1) {
            self.set_basis(Basis::PerDay, true, start, i + 2);
            return Some(i + 2);
        }
        if self.word(i) == Some(DoseWord::Per) && day {
            self.per_day_behind(i, i + 2);
            return Some(i + 2);
        }
        if one && self.word(i + 1) == Some(DoseWord::Times) && self.in_han(i + 1) {
            return Some(self.once_in_han(i));
        }
        let dropped = one
            && self.in_han(i)
            && self.tokens.get(i + 1).is_some_and(|t| t.in_digits() && t.start == self.tokens[i].end);
        if dropped && amount(self.tokens, i + 1).is_some_and(|(a, _)| a.unit.is_some_and(|u| u.is_counted()))
        {
            self.said.basis = Some((Basis::PerDose, false, start));
            self.said.flaw = Some((ProblemCode::TypoPerDose, start..self.tokens[i + 1].end));
            return Some(i + 1);
        }
        None
    }

    /// 一次 where no period is near: in front of an amount its basis, behind one the whole day's.
    pub(super) fn once_in_han(&mut self, i: usize) -> usize {
        let start = self.tokens[i].start;
        let doubled = bounds(self.tokens, i + 2).filter(|b| self.word(b.next) == Some(DoseWord::Times));
        if let Some(b) = doubled {
            self.flaw_alone(ProblemCode::UnitMissing, start..self.tokens[b.next].end);
            return b.next + 1;
        }
        let ahead = (i + 2..i + 7)
            .take_while(|&j| {
                self.tokens.get(j).is_some_and(|t| !matches!(t.lex, Lex::Mark(',' | ';' | '。' | ')')))
            })
            .any(|j| amount(self.tokens, j).is_some());
        let whole = |open: &Frame| {
            open.said_basis() == Some(Basis::PerDay) && open.divided.is_none() && open.frequency.is_none()
        };
        match &mut self.open {
            Some(open) if !ahead && whole(open) => {
                open.divided = Some((1.0, 1.0));
                open.cover(start, self.tokens[i + 1].end);
            }
            _ => self.said.basis = Some((Basis::PerDose, false, start)),
        }
        i + 2
    }

    /// A basis said in front of its amount, or in English behind it.
    pub(super) fn set_basis(&mut self, basis: Basis, total: bool, start: usize, next: usize) {
        let behind = !self.in_han(next - 1) && basis == Basis::PerDose;
        let bare = |f: &&mut Frame| f.amount.is_some() && f.said_basis().is_none() && f.frequency.is_none();
        if let Some(open) = self.open.as_mut().filter(bare).filter(|_| behind) {
            open.basis = Some((basis, total));
            open.cover(start, self.tokens[next - 1].end);
            return;
        }
        let known_total = self.said.basis.is_some_and(|(b, t, _)| b == basis && t && !total);
        if !known_total {
            self.said.basis = Some((basis, total, start));
        }
    }

    /// `a day` or `in 24 hours` behind an amount.
    pub(super) fn per_day_behind(&mut self, i: usize, next: usize) {
        let end = self.tokens[next - 1].end;
        let start = self.tokens[i].start;
        if let Some(open) = self
            .open
            .as_mut()
            .filter(|f| f.amount.is_some() && f.said_basis().is_none() && f.frequency.is_none())
        {
            open.basis = Some((Basis::PerDay, false));
            open.cover(start, end);
            let counted = open.amount.as_ref().is_some_and(Amount::is_counted);
            if counted && open.kind != DoseKind::Max {
                open.amount.iter_mut().for_each(|a| a.basis = Some(Basis::PerDay));
            }
        }
    }

    /// 分3次服用, divided into two or three doses; of an amount a day also `in two doses`.
    pub(super) fn read_divided(&mut self, i: usize) -> Option<usize> {
        if let Some(b) = bounds(self.tokens, i).filter(|b| self.word(b.next) == Some(DoseWord::Divided)) {
            self.on_divided((b.low, b.high), i, b.next + 1);
            return Some(b.next + 1);
        }
        let daily = |f: &Frame| f.amount.is_some() && f.said_basis() == Some(Basis::PerDay);
        if i > 0
            && self.slice(i - 1).eq_ignore_ascii_case("in")
            && self.open.as_ref().is_some_and(daily)
            && let Some(b) = bounds(self.tokens, i).filter(|b| self.word(b.next) == Some(DoseWord::Times))
        {
            self.on_divided((b.low, b.high), i, b.next + 1);
            return Some(b.next + 1);
        }
        if self.word(i) != Some(DoseWord::Divided) {
            return None;
        }
        let mut low_high = (0.0, 0.0);
        let mut next = i + 1;
        if let Some(b) = bounds(self.tokens, next).filter(|b| self.word(b.next) == Some(DoseWord::Times)) {
            (low_high, next) = ((b.low, b.high), b.next + 1);
            if self.tokens.get(next).is_some_and(joins_range)
                && let Some(c) = bounds(self.tokens, next + 1)
                && self.word(c.next) == Some(DoseWord::Times)
            {
                (low_high.1, next) = (c.high, c.next + 1);
            }
        } else if self.word(next) == Some(DoseWord::Times) {
            next += 1;
        } else {
            return None;
        }
        self.on_divided(low_high, i, next);
        Some(next)
    }

    pub(super) fn on_divided(&mut self, counts: (f64, f64), i: usize, next: usize) {
        let (start, end) = (self.tokens[i].start, self.tokens[next - 1].end);
        if let Some(open) = self.open.as_mut().filter(|f| f.amount.is_some()) {
            open.divided = Some(counts);
            open.cover(start, end);
            if let Some(f) = open.frequency.as_ref().filter(|f| f.style == Style::Daily && counts.1 > 0.0) {
                open.frequency = Some(Frequency { low: counts.0, high: counts.1, ..f.clone() });
                open.basis = open.basis.or(Some((Basis::PerDay, false)));
            }
        }
    }
}
