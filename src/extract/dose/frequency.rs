//! How often: 每日三次, 隔日, 2次/日, q8h, bid, 早晚各一次, every 4 to 6 hours, twice weekly.

use super::amount::{bounds, joins_range, numeral};
use super::clock::clock;
use super::token::{Lex, Token};
use crate::knowledge::{DoseKind, DoseWord, Period};

/// How a frequency was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// So many times in a period: 一日三次.
    Counted,
    /// Daily, which may only mean that the amount is that of a day.
    Daily,
    /// By times of the day.
    Clock,
    /// Every so many hours, days or weeks.
    Interval,
}

/// A frequency.
#[derive(Clone, PartialEq, Debug)]
pub struct Frequency {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Times in the period, at least.
    pub low: f64,
    /// Times in the period, at most.
    pub high: f64,
    /// Number of periods, at least.
    pub period_low: f64,
    /// Number of periods, at most.
    pub period_high: f64,
    /// The period.
    pub period: Period,
    /// How it was said.
    pub style: Style,
    /// Whether it is the most there may be: 不超过4次.
    pub max: bool,
    /// Whether the two bounds are a choice: 两次或三次.
    pub alternatives: bool,
    /// Whether the range may be an amount and a number of times: 1 - 2 times.
    pub spaced: bool,
}

impl Frequency {
    /// Times a day, at least and at most.
    pub fn per_day(&self) -> Option<(f64, f64)> {
        let days = self.period.days()?;
        let round = |v: f64| (v * 1e4).round() / 1e4;
        Some((round(self.low / (self.period_high * days)), round(self.high / (self.period_low * days))))
    }

    /// So many times in so many periods, said by the lexemes `from..next`.
    pub fn new(
        tokens: &[Token],
        from: usize,
        next: usize,
        times: (f64, f64),
        periods: (f64, f64),
        p: Period,
    ) -> Self {
        Frequency {
            start: tokens[from].start,
            end: tokens[next - 1].end,
            low: times.0,
            high: times.1,
            period_low: periods.0,
            period_high: periods.1,
            period: p,
            style: Style::Counted,
            max: false,
            alternatives: false,
            spaced: false,
        }
    }

    /// `a day` behind a count: once a day.
    pub fn daily(tokens: &[Token], from: usize, next: usize) -> Self {
        Frequency::new(tokens, from, next, (1.0, 1.0), (1.0, 1.0), Period::D).styled(Style::Daily)
    }

    /// The same, said in another way.
    pub fn styled(mut self, style: Style) -> Self {
        self.style = style;
        self
    }
}

/// A frequency, and the index of the lexeme behind it.
pub type Found = Option<(Frequency, usize)>;

/// The frequency at a lexeme, and the index of the lexeme behind it.
pub fn frequency(text: &str, tokens: &[Token], i: usize) -> Found {
    let (from, capped, max) = match tokens.get(i)?.word() {
        Some(DoseWord::UpTo) => (i + 1, true, false),
        Some(DoseWord::Kind(DoseKind::Max)) => (i + 1, false, true),
        _ => (i, false, false),
    };
    if capped || max {
        let (mut found, next) = count_then_period(tokens, from)?;
        found.start = tokens[i].start;
        found.max = max;
        if capped {
            found.low = 0.0;
        }
        return Some((found, next));
    }
    count_then_period(tokens, i)
        .or_else(|| period_then_count(tokens, i))
        .or_else(|| alternate(tokens, i))
        .or_else(|| interval(text, tokens, i))
        .or_else(|| rate(tokens, i))
        .or_else(|| clock(text, tokens, i))
}

/// A number of times.
pub struct Times {
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
    /// Whether the two are a choice.
    pub alternatives: bool,
    /// Whether blanks stand around the dash between them.
    pub spaced: bool,
    /// Index of the lexeme behind it.
    pub next: usize,
}

/// 3次, 2-3次, 两次或三次, 2次-3次, three times.
pub fn times(tokens: &[Token], i: usize) -> Option<Times> {
    let is_times = |j: usize| tokens.get(j).is_some_and(|t| t.is(DoseWord::Times));
    if let Some(DoseWord::Count(n)) = tokens.get(i)?.word() {
        let (mut high, mut next) = (f64::from(n), i + 1);
        if tokens.get(next).is_some_and(joins_range)
            && let Some(DoseWord::Count(m)) = tokens.get(next + 1).and_then(Token::word)
        {
            (high, next) = (f64::from(m), next + 2);
        } else if tokens.get(next).is_some_and(joins_range)
            && let Some((m, end)) = numeral(tokens, next + 1)
            && is_times(end)
        {
            (high, next) = (m, end + 1);
        }
        let alternatives = next > i + 1 && tokens[i + 1].is(DoseWord::Or);
        return Some(Times { low: f64::from(n), high, alternatives, spaced: false, next });
    }
    let b = bounds(tokens, i)?;
    if !is_times(b.next) || b.low.fract() != 0.0 || b.high > 48.0 {
        return None;
    }
    let mut out =
        Times { low: b.low, high: b.high, alternatives: b.alternatives, spaced: b.spaced, next: b.next + 1 };
    if b.low == b.high
        && tokens.get(out.next).is_some_and(joins_range)
        && let Some((high, end)) = numeral(tokens, out.next + 1)
        && is_times(end)
        && high > b.low
    {
        out.alternatives = tokens[out.next].is(DoseWord::Or);
        (out.high, out.next) = (high, end + 1);
    }
    Some(out)
}

/// A number of periods: 日, 6小时, 4-6小时, 1周-2周.
fn periods(tokens: &[Token], i: usize) -> Option<((f64, f64), Period, usize)> {
    let period = |j: usize| match tokens.get(j).and_then(Token::word) {
        Some(DoseWord::Period(p)) => Some(p),
        _ => None,
    };
    if let Some(p) = period(i) {
        return Some(((1.0, 1.0), p, i + 1));
    }
    let b = bounds(tokens, i)?;
    let p = period(b.next)?;
    if b.low <= 0.0 {
        return None;
    }
    if b.low == b.high
        && tokens.get(b.next + 1).is_some_and(joins_range)
        && let Some((high, end)) = numeral(tokens, b.next + 2)
        && period(end) == Some(p)
        && high > b.low
    {
        return Some(((b.low, high), p, end + 1));
    }
    Some(((b.low, b.high), p, b.next + 1))
}

/// Three times a day, 2次/日, once daily, twice every week, three days per week.
fn count_then_period(tokens: &[Token], i: usize) -> Found {
    let Some(n) = times(tokens, i) else { return days_of_week(tokens, i) };
    let finish = |next: usize, span: (f64, f64), period: Period| {
        let mut found = Frequency::new(tokens, i, next, (n.low, n.high), span, period);
        (found.alternatives, found.spaced) = (n.alternatives, n.spaced);
        Some((found, next))
    };
    let token = tokens.get(n.next)?;
    match token.word() {
        Some(DoseWord::Rate { times: 1, periods: 1, period }) => {
            return finish(n.next + 1, (1.0, 1.0), period);
        }
        Some(DoseWord::Clock(_)) if n.high == 1.0 => return finish(n.next + 1, (1.0, 1.0), Period::D),
        Some(DoseWord::Times) => {
            let ((low, high), period, next) = periods(tokens, n.next + 2)?;
            return finish(next, (low, high), period);
        }
        _ => {}
    }
    let links =
        matches!(token.lex, Lex::Mark('/') | Lex::Word(DoseWord::Per | DoseWord::Each | DoseWord::Within));
    if !links {
        return None;
    }
    let (span, period, next) = periods(tokens, n.next + 1)?;
    finish(next, span, period)
}

fn days_of_week(tokens: &[Token], i: usize) -> Found {
    let b = bounds(tokens, i)?;
    let day = tokens.get(b.next)?.is(DoseWord::Period(Period::D));
    let linked = tokens.get(b.next + 1)?.is(DoseWord::Per) || tokens[b.next + 1].is(DoseWord::Each);
    let week = tokens.get(b.next + 2)?.is(DoseWord::Period(Period::Wk));
    if !(day && linked && week) {
        return None;
    }
    let next = b.next + 3;
    Some((Frequency::new(tokens, i, next, (b.low, b.high), (1.0, 1.0), Period::Wk), next))
}

/// 每日三次, 一日2~3次, 每4-6小时一次, 24小时内不超过4次, every day 3 times.
fn period_then_count(tokens: &[Token], i: usize) -> Found {
    let from = if tokens[i].is(DoseWord::Each) { i + 1 } else { i };
    let bare = from == i && tokens[i].number().is_none();
    let (mut span, period, mut j) = periods(tokens, from)?;
    if bare && (period != Period::D || tokens.get(j)?.number().is_none()) {
        return None;
    }
    let or = tokens.get(j).is_some_and(|t| t.is(DoseWord::Or));
    if or && let Some(DoseWord::Rate { times: 1, periods, .. }) = tokens.get(j + 1).and_then(Token::word) {
        span = (span.0, f64::from(periods));
        j += 2;
    }
    let (mut max, mut capped) = (false, false);
    let limit = j + 3;
    while j < limit {
        let token = tokens.get(j)?;
        match token.lex {
            Lex::Word(DoseWord::Kind(DoseKind::Max)) => max = true,
            Lex::Word(DoseWord::UpTo) => capped = true,
            Lex::Word(
                DoseWord::Use | DoseWord::Route(_) | DoseWord::Within | DoseWord::EachOf | DoseWord::Mood(_),
            ) => {}
            Lex::Other if token.end - token.start <= 12 => {}
            _ if is_verb(tokens, j) => {}
            _ => break,
        }
        j += 1;
    }
    let n = times(tokens, j).filter(|n| tokens[n.next - 1].is(DoseWord::Times))?;
    let whole = span == (1.0, 1.0) || span == (24.0, 24.0) || from > i;
    if !whole && n.high > 1.0 {
        return None;
    }
    let mut found = Frequency::new(tokens, i, n.next, (n.low, n.high), span, period);
    (found.max, found.alternatives) = (max, n.alternatives);
    if capped {
        found.low = 0.0;
    }
    Some((found, n.next))
}

/// Whether a unit is what is done so many times: 一天喷三次.
pub fn is_verb(tokens: &[Token], i: usize) -> bool {
    let counted = || times(tokens, i + 1).is_some_and(|n| tokens[n.next - 1].is(DoseWord::Times));
    matches!(tokens.get(i).map(|t| t.lex), Some(Lex::Unit(_))) && counted()
}

/// Every other day, on alternate days.
fn alternate(tokens: &[Token], i: usize) -> Found {
    if !tokens[i].is(DoseWord::Alternate) {
        return None;
    }
    let Some(DoseWord::Period(period)) = tokens.get(i + 1)?.word() else { return None };
    let next = times(tokens, i + 2).filter(|n| n.high == 1.0).map_or(i + 2, |n| n.next);
    Some((Frequency::new(tokens, i, next, (1.0, 1.0), (2.0, 2.0), period).styled(Style::Interval), next))
}

/// Every 6 hours, 每8小时, q8h, 6 hourly; every day in English, where 每日 is only a basis.
fn interval(text: &str, tokens: &[Token], i: usize) -> Found {
    if let Some(b) = bounds(tokens, i) {
        let hourly = tokens.get(b.next)?;
        let by_hour = hourly.is(DoseWord::Hourly)
            || hourly.is(DoseWord::Rate { times: 1, periods: 1, period: Period::H });
        if !by_hour || b.low <= 0.0 {
            return None;
        }
        let next = b.next + 1;
        let found = Frequency::new(tokens, i, next, (1.0, 1.0), (b.low, b.high), Period::H);
        return Some((found.styled(Style::Interval), next));
    }
    if !tokens[i].is(DoseWord::Each) {
        return None;
    }
    let (span, period, next) = periods(tokens, i + 1)?;
    let plain = next == i + 2;
    let english = text[tokens[i].start..tokens[i].end].is_ascii();
    if plain && !english && (period == Period::D || period == Period::Cycle) {
        return None;
    }
    if tokens.get(next).is_some_and(|t| t.is(DoseWord::For)) && !english {
        return None;
    }
    let style = if plain && period == Period::D { Style::Daily } else { Style::Interval };
    Some((Frequency::new(tokens, i, next, (1.0, 1.0), span, period).styled(style), next))
}

fn rate(tokens: &[Token], i: usize) -> Found {
    let Some(DoseWord::Rate { times: n, periods, period }) = tokens[i].word() else { return None };
    let mut next = i + 1;
    let mut high_periods = f64::from(periods);
    let low_periods = high_periods;
    if let Some(n) = times(tokens, next).filter(|n| n.high == 1.0) {
        next = n.next;
    } else if tokens.get(next).is_some_and(|t| t.is(DoseWord::Or))
        && let Some(DoseWord::Rate { times: 1, periods: other, .. }) =
            tokens.get(next + 1).and_then(Token::word)
        && other > periods
    {
        high_periods = f64::from(other);
        next += 2;
    }
    let times = (f64::from(n), f64::from(n));
    let found = Frequency::new(tokens, i, next, times, (low_periods, high_periods), period);
    let daily = n == 1 && periods == 1 && period == Period::D;
    Some((found.styled(if daily { Style::Daily } else { Style::Counted }), next))
}
