//! Reads the lexemes of a block from left to right into frames.

use super::ProblemCode;
use super::amount::{Amount, Bounds, Class, amount, bounds, joins_range};
use super::frame::{Duration, Frame, spread};
use super::frequency::{Frequency, Style, frequency};
use super::token::{Lex, Token, tokens};
use crate::document::Block;
use crate::knowledge::{Basis, Dimension, DoseKind, DoseWord, Knowledge, Mood, Patients, Period, Route};
use crate::text::{Language, is_han};
use std::ops::Range;

/// The frames of a block; `heir` is the last frame of the block before, whose amount `then twice a
/// day` goes on with.
pub fn frames<'k>(block: &Block, knowledge: &'k Knowledge) -> Vec<Frame<'k>> {
    let text = block.as_str();
    let tokens = tokens(text, knowledge);
    let analytes = knowledge.dose_facts.analytes_in(text).into_iter().map(|(range, _)| range).collect();
    let mut reader = Reader {
        text,
        han: block.language == Language::Zh,
        tokens: &tokens,
        analytes,
        sentence: 0,
        first: 0,
        frames: Vec::new(),
        open: None,
        said: Said::default(),
        scope: Scope::default(),
        route: None,
    };
    let mut sentences = block.sentences.iter().enumerate();
    let mut end = sentences.next().map_or(text.len(), |(_, s)| s.range.end);
    let mut i = 0;
    while i < tokens.len() {
        while tokens[i].start >= end {
            reader.end_sentence();
            match sentences.next() {
                Some((n, s)) => (reader.sentence, end) = (n, s.range.end),
                None => end = text.len() + 1,
            }
            reader.first = i;
        }
        i = reader.step(i).max(i + 1);
    }
    reader.end_sentence();
    let mut out = reader.frames;
    drop_ingredients(&mut out);
    spread(&mut out);
    for i in 0..out.len() {
        let (head, tail) = out.split_at_mut(i);
        tail[0].settle(head.last());
    }
    out
}

/// Amounts side by side in one sentence of which nothing more is said are those of a recipe.
fn drop_ingredients(frames: &mut Vec<Frame>) {
    let is_part = |f: &Frame| {
        let plain = f.kind == DoseKind::Regular && f.patients.is_none() && f.duration.is_none() && !f.or;
        let weighed = f.amount.as_ref().and_then(Amount::base).is_some_and(|(_, d)| d == Dimension::Mass);
        plain && weighed && f.said_basis().is_none() && f.frequency.is_none()
    };
    let parts: Vec<usize> = frames.iter().filter(|f| is_part(f)).map(|f| f.sentence).collect();
    let many = |s: usize| parts.partition_point(|p| *p <= s) - parts.partition_point(|p| *p < s) > 1;
    let mut end_of_list = None;
    frames.retain(|f| {
        let goes_on = end_of_list.is_some_and(|(sentence, end)| {
            sentence == f.sentence && f.range.start <= end + 24 && f.said_basis().is_none()
        });
        let drop = many(f.sentence) && (is_part(f) || goes_on);
        if drop {
            end_of_list = Some((f.sentence, f.range.end));
        }
        !drop
    });
}

/// What was said and waits for its amount.
#[derive(Default)]
struct Said {
    basis: Option<(Basis, bool, usize)>,
    frequency: Option<Frequency>,
    kind: Option<DoseKind>,
    as_needed: bool,
    then: bool,
    or: bool,
    up_to: bool,
    flaw: Option<(ProblemCode, Range<usize>)>,
}

/// What holds for the sentence or clause.
#[derive(Default)]
struct Scope {
    patients: Option<Patients>,
    /// Whether they were named since the last amount; of several, the first counts.
    patients_told: bool,
    mood: Option<Mood>,
    context: bool,
    duration: Option<Duration>,
    /// An amount behind is in something, or of something, that is no dose.
    vehicle: bool,
    contains: bool,
    no_dose: bool,
    /// Something in the sentence is no drug, so that a limit in it is none of a dose.
    food: bool,
    depth: usize,
}

struct Reader<'t, 'k> {
    text: &'t str,
    /// Whether the block is Chinese, where times and basis come in front of amounts.
    han: bool,
    tokens: &'t [Token<'k>],
    analytes: Vec<Range<usize>>,
    sentence: usize,
    /// Index of the first lexeme of the sentence.
    first: usize,
    frames: Vec<Frame<'k>>,
    open: Option<Frame<'k>>,
    said: Said,
    scope: Scope,
    route: Option<Route>,
}

impl<'k> Reader<'_, 'k> {
    fn step(&mut self, i: usize) -> usize {
        if let Some(next) = self.read_amount(i) {
            return next;
        }
        if let Some(next) = self.read_broken_decimal(i) {
            return next;
        }
        if let Some((found, next)) = self.read_frequency(i) {
            self.on_frequency(found, i, next);
            return next;
        }
        self.read_duration(i)
            .or_else(|| self.read_basis(i))
            .or_else(|| self.read_divided(i))
            .or_else(|| self.read_bare(i))
            .unwrap_or_else(|| self.read_word(i))
    }

    fn word(&self, i: usize) -> Option<DoseWord> {
        self.tokens.get(i).and_then(Token::word)
    }

    fn slice(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| &self.text[t.start..t.end])
    }

    fn in_han(&self, i: usize) -> bool {
        self.slice(i).starts_with(is_han)
    }

    fn has_amount(&self) -> bool {
        self.open.as_ref().is_some_and(|f| f.amount.is_some())
    }

    // ---- amounts ----

    fn read_amount(&mut self, i: usize) -> Option<usize> {
        if i > 0 && self.slice(i - 1).ends_with('第') {
            return None;
        }
        let (found, next) = amount(self.tokens, i)?;
        let drop = found.class != Class::Dose
            || self.scope.vehicle
            || self.scope.contains
            || self.is_lab_limit(i)
            || self.counts_within(next)
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

    /// A number of millilitres of something else's: `mL/min/1.73 m²` goes on behind the unit.
    fn counts_within(&self, next: usize) -> bool {
        self.tokens.get(next).is_some_and(|t| t.is_mark('%') || t.is_mark('/'))
    }

    /// An analyte in the same clause and a word of limit: a laboratory value.
    fn is_lab_limit(&self, i: usize) -> bool {
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
    fn is_gloss(&self, found: &Amount, i: usize, next: usize) -> bool {
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

    fn on_amount(&mut self, found: Amount<'k>) {
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
    fn limit_of(&self, frame: &mut Frame<'k>) {
        let before = self.frames.last().is_some_and(|f| f.sentence == self.sentence && f.amount.is_some());
        let Some(amount) = &mut frame.amount else { return };
        if before || amount.basis == Some(Basis::PerDay) {
            frame.kind = DoseKind::Max;
        } else {
            amount.low = 0.0;
        }
    }

    /// `take 2. 5ml`: a decimal broken by a blank; a list mark opens its line.
    fn read_broken_decimal(&mut self, i: usize) -> Option<usize> {
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

    // ---- frequencies ----

    fn read_frequency(&self, i: usize) -> Option<(Frequency, usize)> {
        frequency(self.text, self.tokens, i)
    }

    fn on_frequency(&mut self, found: Frequency, i: usize, next: usize) {
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
            let keep = self
                .said
                .frequency
                .as_ref()
                .is_some_and(|f| f.style != Style::Clock || found.style == Style::Clock);
            if !keep {
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
        let once = |f: &Frequency| {
            f.style == Style::Daily || (f.high == 1.0 && f.per_day().is_some_and(|d| d.1 == 1.0))
        };
        if then || (or && !same) {
            let mut heir = open.clone();
            heir.range = found.start..found.end;
            (heir.frequency, heir.then, heir.or, heir.duration) = (Some(found), then, or, None);
            (heir.glosses, heir.kind) = (Vec::new(), DoseKind::Regular);
            self.said = Said::default();
            self.close();
            self.open = Some(heir);
        } else if old.style == Style::Daily && !same && found.style != Style::Clock {
            if found.high / found.period_low > 1.0 || found.period == Period::H {
                open.basis = open.basis.or(Some((Basis::PerDay, false)));
            }
            open.cover(found.start, found.end);
            open.frequency = Some(found);
        } else if old.style == Style::Clock && found.style != Style::Clock {
            open.cover(found.start, found.end);
            open.frequency = Some(found);
        } else if once(old) && found.style == Style::Clock && found.high > 1.0 && old.style != Style::Counted
        {
            open.cover(found.start, found.end);
            open.frequency = Some(found);
        } else if depth > 0 && !same && found.style == Style::Counted {
            open.cover(found.start, found.end);
            open.flaw(ProblemCode::ContradictionFrequency);
        } else if !same {
            self.said.frequency = Some(found);
        }
    }

    /// Whether an amount follows at once: 每8小时5000单位.
    fn leads_amount(&self, next: usize) -> bool {
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

    fn flaw_alone(&mut self, code: ProblemCode, range: Range<usize>) {
        let mut frame = Frame::new(range, self.sentence);
        frame.flaw(code);
        self.close();
        self.frames.push(frame);
    }

    // ---- what an amount is per ----

    fn read_basis(&mut self, i: usize) -> Option<usize> {
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
    fn once_in_han(&mut self, i: usize) -> usize {
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
        match &mut self.open {
            Some(open) if !ahead && open.said_basis() == Some(Basis::PerDay) && open.divided.is_none() => {
                open.divided = Some((1.0, 1.0));
                open.cover(start, self.tokens[i + 1].end);
            }
            _ => self.said.basis = Some((Basis::PerDose, false, start)),
        }
        i + 2
    }

    /// A basis said in front of its amount, or in English behind it.
    fn set_basis(&mut self, basis: Basis, total: bool, start: usize, next: usize) {
        let behind =
            !self.in_han(next - 1) && self.has_amount() && self.text[start..].len() < self.text.len();
        if behind
            && let Some(open) =
                self.open.as_mut().filter(|f| f.said_basis().is_none() && f.frequency.is_none())
            && basis == Basis::PerDose
        {
            open.basis = Some((basis, total));
            open.cover(start, self.tokens[next - 1].end);
            return;
        }
        if !(self.said.basis.is_some_and(|(b, t, _)| b == basis && t && !total)) {
            self.said.basis = Some((basis, total, start));
        }
    }

    /// `a day` or `in 24 hours` behind an amount.
    fn per_day_behind(&mut self, i: usize, next: usize) {
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

    /// 分3次服用, divided into two or three doses.
    fn read_divided(&mut self, i: usize) -> Option<usize> {
        if let Some(b) = bounds(self.tokens, i).filter(|b| self.word(b.next) == Some(DoseWord::Divided)) {
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

    fn on_divided(&mut self, counts: (f64, f64), i: usize, next: usize) {
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

    // ---- how long ----

    fn read_duration(&mut self, i: usize) -> Option<usize> {
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

    fn span(&self, i: usize) -> Option<(f64, f64, Period, usize)> {
        let b = bounds(self.tokens, i)?;
        match self.word(b.next) {
            Some(DoseWord::Period(p)) => Some((b.low, b.high, p, b.next + 1)),
            _ => None,
        }
    }

    fn on_duration(&mut self, duration: Duration, i: usize, next: usize) {
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

    // ---- numbers without a unit, in English directions ----

    fn read_bare(&mut self, i: usize) -> Option<usize> {
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
        let daily = self.word(b.next) == Some(DoseWord::Per)
            && self.word(b.next + 1) == Some(DoseWord::Period(Period::D));
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
        if self.said.kind.is_none() || b.next > i {
            found.unit = self.heir_unit(i);
        }
        self.on_amount(found);
        if daily {
            let time = Frequency::daily(self.tokens, b.next, b.next + 2);
            self.on_frequency(time, b.next, b.next + 2);
            return Some(b.next + 2);
        }
        Some(b.next)
    }

    /// `1 or 2 - 3 times`: which of the numbers is the count cannot be told.
    fn is_dashed_count(&mut self, i: usize, b: &Bounds) -> Option<usize> {
        let dash = self.tokens.get(b.next)?.is_mark('-') && b.alternatives;
        let (found, next) = frequency(self.text, self.tokens, b.next + 1).filter(|_| dash)?;
        self.flaw_alone(ProblemCode::AmbiguousRange, self.tokens[i].start..found.end);
        Some(next)
    }

    /// Whether the number stands behind an amount with nothing between that could make it another.
    fn is_glued_count(&self, i: usize) -> bool {
        i > 0 && matches!(self.tokens[i - 1].lex, Lex::Unit(_))
    }

    /// Whether a frequency, a route or `as needed` follows a count.
    fn leads_times(&self, b: &Bounds) -> bool {
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
    fn heir_unit(&self, i: usize) -> Option<&'k crate::knowledge::Unit> {
        let joined = i > 0 && matches!(self.word(i - 1), Some(DoseWord::And | DoseWord::Then));
        let unit = self.open.as_ref().and_then(|f| f.amount.as_ref()).and_then(|a| a.unit);
        unit.filter(|u| joined && u.is_counted())
    }

    // ---- single words and marks ----

    fn read_word(&mut self, i: usize) -> usize {
        let token = &self.tokens[i];
        match token.lex {
            Lex::Mark(mark) => self.on_mark(mark),
            Lex::Word(word) => self.on_word(word, i),
            _ => {}
        }
        i + 1
    }

    fn on_mark(&mut self, mark: char) {
        match mark {
            '(' => self.scope.depth += 1,
            ')' => self.scope.depth = self.scope.depth.saturating_sub(1),
            ',' | '、' => {
                self.scope.vehicle = false;
                if self.said.kind == Some(DoseKind::Threshold) || self.said.kind == Some(DoseKind::Increment)
                {
                    self.said.kind = None;
                }
                if mark == ',' {
                    self.scope.no_dose = false;
                }
            }
            '.' => {
                if self.open.as_ref().is_some_and(|f| f.frequency.is_some()) {
                    self.close();
                }
            }
            ';' => {
                (self.scope.vehicle, self.scope.contains) = (false, false);
                (self.scope.no_dose, self.scope.food) = (false, false);
                self.said.kind = None;
            }
            _ => {}
        }
    }

    /// The patients of an age in years: 65岁以上.
    fn by_age(&self, i: usize) -> Option<Patients> {
        let years = self.slice(i).starts_with(['岁', 'y']) && i > 0;
        let age = self.tokens[i - usize::from(years)].number().filter(|_| years)?;
        Some(match age {
            a if a >= 60.0 => Patients::Elderly,
            a if a >= 18.0 => Patients::Adult,
            _ => Patients::Child,
        })
    }

    fn on_word(&mut self, word: DoseWord, i: usize) {
        match word {
            DoseWord::Use | DoseWord::Dosing => self.scope.context = true,
            DoseWord::Route(route) => {
                let han = self.in_han(i);
                self.scope.context = true;
                self.route = Some(route);
                if let Some(open) = self.open.as_mut().filter(|f| f.frequency.is_none() || !han) {
                    open.route = open.route.or(Some(route));
                }
            }
            DoseWord::Patients(who) => {
                if !self.scope.patients_told {
                    self.scope.patients = Some(self.by_age(i).unwrap_or(who));
                    self.scope.patients_told = true;
                }
            }
            DoseWord::Mood(mood) => self.scope.mood = Some(mood),
            DoseWord::AsNeeded => match &mut self.open {
                Some(open) => open.as_needed = true,
                None => self.said.as_needed = true,
            },
            DoseWord::Kind(kind) => {
                let keep = self.said.kind == Some(DoseKind::Increment)
                    || (self.said.kind == Some(DoseKind::Max)
                        && matches!(kind, DoseKind::Start | DoseKind::Threshold));
                if !keep {
                    self.said.kind = Some(kind);
                }
            }
            DoseWord::Then => (self.said.then, self.said.kind) = (true, None),
            DoseWord::Or => self.said.or = true,
            DoseWord::And => self.said.or = false,
            DoseWord::UpTo => self.said.up_to = true,
            DoseWord::Vehicle => self.scope.vehicle = true,
            DoseWord::Contains => self.scope.contains = true,
            DoseWord::NoDose => (self.scope.no_dose, self.scope.food) = (true, true),
            _ => {}
        }
    }

    // ---- ends ----

    fn dressed(&self, mut frame: Frame<'k>) -> Frame<'k> {
        frame.route = frame.route.or(self.route);
        if !self.han || frame.amount.is_none() {
            frame.patients = frame.patients.or(self.scope.patients);
        }
        frame.mood = self.scope.mood.unwrap_or(frame.mood);
        frame.context |= self.scope.context;
        frame
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let open = self.dressed(open);
            self.frames.push(open);
        }
    }

    fn end_sentence(&mut self) {
        if let Some(open) = &mut self.open
            && self.said.kind == Some(DoseKind::Max)
            && open.kind == DoseKind::Regular
            && self.text.is_char_boundary(open.range.end)
            && self.text[..open.range.end].is_ascii()
        {
            open.kind = DoseKind::Max;
        }
        let heir = self.open.is_none().then(|| self.frames.last().cloned()).flatten();
        self.close();
        if let Some(f) = self.said.frequency.take() {
            self.lone_frequency(f, heir);
        }
        self.said = Said::default();
        self.scope = Scope::default();
    }

    /// A frequency that no amount in its sentence takes: `take every other day`, 一日2次.
    fn lone_frequency(&mut self, f: Frequency, heir: Option<Frame<'k>>) {
        let mut latest = self.frames.iter().rev().take_while(|g| g.sentence == self.sentence);
        let here = latest.any(|g| g.amount.is_some());
        let rare = f.period == Period::A || f.period == Period::Cycle;
        let interval = f.style == Style::Interval && (f.period == Period::H || !self.han);
        let told = !rare && (f.style == Style::Counted || interval || self.said.then);
        let context = self.scope.context || self.route.is_some() || self.first_token_starts(f.start);
        if here || !told || !context || self.scope.no_dose {
            return;
        }
        let mut frame = Frame::new(f.start..f.end, self.sentence);
        if let Some(heir) =
            heir.filter(|h| h.amount.is_some() && !self.text[h.range.clone()].contains(is_han))
        {
            (frame.amount, frame.basis) = (heir.amount, heir.basis);
        }
        frame.frequency = Some(f);
        frame.context = true;
        frame.duration = self.scope.duration;
        frame.as_needed = self.said.as_needed;
        let frame = self.dressed(frame);
        self.frames.push(frame);
    }

    fn first_token_starts(&self, at: usize) -> bool {
        self.tokens.get(self.first).is_some_and(|t| t.start == at)
    }
}
