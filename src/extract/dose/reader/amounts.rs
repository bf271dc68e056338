//! Amounts as they come: doses, the same dose again in brackets, and what is no dose.

use super::*;

impl<'k> Reader<'_, 'k> {
    pub(super) fn read_amount(&mut self, i: usize) -> Option<usize> {
        if i > 0 && self.slice(i - 1).ends_with('第') {
            return None;
        }
        let (mut found, next) = amount(self.tokens, i)?;
        found.per_kg |= found.class == Class::Dose && self.is_by_weight(i);
        let drop = found.class != Class::Dose
            || self.scope.vehicle
            || self.scope.contains
            || self.is_lab_limit(i)
            || self.counts_within(next)
            || self.is_strength(next)
            || (i > 0 && self.tokens[i - 1].is_mark('/'));
        if drop {
            return Some(next);
        }
        if self.is_gloss(&found, i, next) {
            if let Some(open) = &mut self.open {
                open.cover(found.start, found.end);
                open.glosses.push(found);
            }
            return Some(next);
        }
        let dash = i > self.first && self.tokens[i - 1].is_mark('-');
        if dash
            && let Some(open) = &mut self.open
            && open.amount.as_ref().is_some_and(|a| a.unit.is_none())
        {
            open.flaw(ProblemCode::AmbiguousStrength);
            return Some(next);
        }
        self.on_amount(found);
        Some(next)
    }

    /// Whether `每千克体重` or `每公斤` stands right in front of an amount.
    fn is_by_weight(&self, i: usize) -> bool {
        let body = usize::from(i > 0 && self.word(i - 1) == Some(DoseWord::Body));
        let Some(at) = i.checked_sub(2 + body) else { return false };
        let unit = self.tokens[at + 1].unit();
        let each = matches!(self.word(at), Some(DoseWord::Each | DoseWord::Per));
        each && unit.is_some_and(|u| u.dimension == Dimension::Weight)
    }

    /// A number of millilitres of something else's: `mL/min/1.73 m²` goes on behind the unit.
    /// Whether an amount is what a tablet holds, said behind it at the end of its clause: 每次70毫克的规格.
    fn is_strength(&self, next: usize) -> bool {
        let at = if self.slice(next) == "的" { next + 1 } else { next };
        let ends =
            self.tokens.get(at + 1).is_none_or(|t| t.is_mark(')') || t.is_mark(',') || t.is_mark('。'));
        self.word(at) == Some(DoseWord::Contains) && ends
    }

    pub(super) fn counts_within(&self, next: usize) -> bool {
        self.tokens.get(next).is_some_and(|t| t.is_mark('%') || t.is_mark('/'))
    }

    /// An analyte in the same clause and a word of limit: a laboratory value.
    pub(super) fn is_lab_limit(&self, i: usize) -> bool {
        let limit = matches!(self.said.kind, Some(DoseKind::Threshold | DoseKind::Max));
        let start = self.tokens[i].start;
        limit && {
            let n = self.analytes.partition_point(|r| r.end <= start);
            n > 0
                && start - self.analytes[n - 1].end <= 60
                && !self.text[self.analytes[n - 1].end..start].contains([',', '。', ';', '\n'])
        }
    }

    /// The same amount once more: in brackets behind it, or behind `or` and equal.
    pub(super) fn is_gloss(&self, found: &Amount, i: usize, next: usize) -> bool {
        let Some(amount) = self.open.as_ref().and_then(|f| f.amount.as_ref()) else { return false };
        let equal = match (amount.base(), found.base()) {
            (Some((a, x)), Some((b, y))) => {
                x == y && (a - b).abs() < 1e-6 * a.max(b) && amount.unit != found.unit
            }
            _ => false,
        };
        if equal && self.said.kind.is_none() {
            return true;
        }
        let beside = i > 0 && self.tokens[i - 1].end == amount.end && amount.is_counted();
        if beside && found.base().is_some_and(|(_, d)| d == Dimension::Mass) {
            return true;
        }
        let about = |j: usize| self.word(j) == Some(DoseWord::About) || self.slice(j).chars().count() == 1;
        let opens = |j: usize| self.tokens[j].is_mark('(');
        let bracket = (i > 0 && opens(i - 1))
            || (i > 1 && opens(i - 2) && about(i - 1) && !self.tokens[i - 1].is_mark(')'));
        if !bracket {
            return false;
        }
        let busy = |t: &&Token| {
            matches!(
                t.word(),
                Some(
                    DoseWord::Times
                        | DoseWord::Count(_)
                        | DoseWord::Rate { .. }
                        | DoseWord::Each
                        | DoseWord::Kind(DoseKind::Max)
                )
            )
        };
        let inside = self.tokens[next..].iter().take(16).take_while(|t| !t.is_mark(')'));
        inside.filter(busy).count() == 0
    }

    pub(super) fn on_amount(&mut self, found: Amount<'k>) {
        let inherits = self.open.as_ref().filter(|f| {
            f.kind == DoseKind::Max
                && f.sentence == self.sentence
                && found.start - f.range.end.min(found.start) <= 12
        });
        let kind = self.said.kind.or(inherits.map(|f| f.kind));
        self.close();
        let said = std::mem::take(&mut self.said);
        let mut frame = Frame::new(found.start..found.end, self.sentence);
        if let Some((basis, total, start)) = said.basis {
            frame.basis = Some((basis, total));
            frame.cover(start, found.end);
        }
        if let Some(f) = said.frequency {
            frame.cover(f.start, f.end);
            frame.frequency = Some(f);
        }
        frame.kind = kind.unwrap_or(DoseKind::Regular);
        (frame.then, frame.or, frame.as_needed) = (said.then, said.or, said.as_needed);
        frame.duration = self.scope.duration.take();
        frame.route = self.route;
        frame.patients = self.scope.patients;
        self.scope.patients_told = false;
        frame.amount = Some(found);
        if said.up_to {
            self.limit_of(&mut frame);
        }
        frame.flaws.extend(said.flaw);
        if self.scope.no_dose || (self.scope.food && frame.kind == DoseKind::Max) {
            frame.kind = DoseKind::Concentration;
        }
        self.open = Some(frame);
    }

    /// `up to` in front of an amount: a limit where a dose came before, else a range from nothing.
    pub(super) fn limit_of(&self, frame: &mut Frame<'k>) {
        let before = self.frames.last().is_some_and(|f| f.sentence == self.sentence && f.amount.is_some());
        let Some(amount) = &mut frame.amount else { return };
        if before || amount.basis == Some(Basis::PerDay) {
            frame.kind = DoseKind::Max;
        } else {
            amount.low = 0.0;
        }
    }

    /// `take 2. 5ml`: a decimal broken by a blank; a list mark opens its line.
    pub(super) fn read_broken_decimal(&mut self, i: usize) -> Option<usize> {
        let whole = self.tokens[i].in_digits() && i > self.first;
        let point = self.tokens.get(i + 1)?.is_mark('.') && self.tokens[i + 1].start == self.tokens[i].end;
        let part = self.tokens.get(i + 2)?;
        if !(whole && point && part.in_digits() && part.start > self.tokens[i + 1].end) {
            return None;
        }
        let (mut found, next) = amount(self.tokens, i + 2)?;
        (found.start, found.doubt) = (self.tokens[i].start, Some(ProblemCode::BrokenDecimal));
        self.on_amount(found);
        Some(next)
    }
}
