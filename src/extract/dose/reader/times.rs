//! Frequencies as they come, and which amount each belongs to.

use super::*;

impl<'k> Reader<'_, 'k> {
    pub(super) fn read_frequency(&self, i: usize) -> Option<(Frequency, usize)> {
        frequency(self.text, self.tokens, i)
    }

    pub(super) fn on_frequency(&mut self, found: Frequency, i: usize, next: usize) {
        self.scope.context |=
            (i..next).any(|j| matches!(self.word(j), Some(DoseWord::Use | DoseWord::Route(_))));
        if found.max {
            let heir = self.open.is_none().then(|| self.frames.last().cloned()).flatten();
            self.close();
            if let Some(f) = self.said.frequency.take() {
                self.lone_frequency(f, heir);
            }
            let mut frame = Frame::new(found.start..found.end, self.sentence);
            (frame.kind, frame.frequency) = (DoseKind::Max, Some(found));
            self.frames.push(self.dressed(frame));
            self.said = Said::default();
            return;
        }
        let spaced = found.spaced && self.tokens[i].in_digits() && !self.has_amount();
        if spaced {
            self.flaw_alone(ProblemCode::AmbiguousRange, found.start..found.end);
            return;
        }
        let forward = self.has_amount() && self.leads_amount(next);
        let (then, or, depth) = (self.said.then, self.said.or, self.scope.depth);
        let Some(open) = self.open.as_mut().filter(|f| f.amount.is_some() && !forward) else {
            let keeps = |f: &Frequency| f.style != Style::Clock || found.style == Style::Clock;
            if !self.said.frequency.as_ref().is_some_and(keeps) {
                self.said.frequency = Some(found);
            }
            return;
        };
        let Some(old) = &open.frequency else {
            open.cover(found.start, found.end);
            open.frequency = Some(found);
            (self.said.then, self.said.or) = (false, false);
            return;
        };
        let same = old.per_day() == found.per_day();
        // Two scoops daily, morning and night: of the day, or each time.
        let counted = open.amount.as_ref().is_some_and(Amount::is_counted);
        if counted
            && old.style == Style::Daily
            && found.style == Style::Clock
            && found.high > 1.0
            && open.basis.is_none()
        {
            open.basis = Some((Basis::PerDay, false));
        }
        let doubled = old.style == Style::Daily && !same && found.style != Style::Clock;
        let told_better = match (old.style, found.style) {
            (Style::Clock, found) => found != Style::Clock,
            (Style::Daily, Style::Clock) => found.high > 1.0,
            _ => doubled,
        };
        if then || (or && !same) {
            self.go_on_with(found, then, or);
        } else if told_better {
            if doubled && (found.high / found.period_low > 1.0 || found.period == Period::H) {
                open.basis = open.basis.or(Some((Basis::PerDay, false)));
            }
            open.cover(found.start, found.end);
            open.frequency = Some(found);
        } else if depth > 0 && !same && found.style == Style::Counted {
            open.cover(found.start, found.end);
            open.flaw(ProblemCode::ContradictionFrequency);
        } else if !same {
            self.said.frequency = Some(found);
        }
    }

    /// The amount of the open frame once more, at another frequency: `then twice a day`.
    fn go_on_with(&mut self, found: Frequency, then: bool, or: bool) {
        let Some(open) = &self.open else { return };
        let mut heir = Frame::new(found.start..found.end, self.sentence);
        (heir.amount, heir.basis, heir.route) = (open.amount.clone(), open.basis, open.route);
        (heir.patients, heir.as_needed, heir.context) = (open.patients, open.as_needed, open.context);
        (heir.frequency, heir.then, heir.or) = (Some(found), then, or);
        self.said = Said::default();
        self.close();
        self.open = Some(heir);
    }

    /// Whether an amount follows at once: 每8小时5000单位.
    pub(super) fn leads_amount(&self, next: usize) -> bool {
        let mut j = next;
        while matches!(
            self.word(j),
            Some(DoseWord::Use | DoseWord::Route(_) | DoseWord::About | DoseWord::Kind(_))
        ) {
            j += 1;
        }
        let list = self.said.then && self.tokens.get(j).is_some_and(|t| t.is_mark(','));
        if list && self.word(j + 1) == Some(DoseWord::PerDose) {
            return true;
        }
        self.han && amount(self.tokens, j).is_some()
    }

    /// A frame of nothing but a flaw.
    pub(super) fn flaw_alone(&mut self, code: ProblemCode, range: Range<usize>) {
        let mut frame = Frame::new(range, self.sentence);
        frame.flaw(code);
        self.close();
        self.frames.push(frame);
    }
}
