//! Reads the lexemes of a block from left to right into frames.

mod amounts;
mod bases;
mod counts;
mod spans;
mod times;
mod words;

use super::ProblemCode;
use super::amount::{Amount, Bounds, Class, amount, bounds, joins_range};
use super::frame::{Duration, Frame, spread};
use super::frequency::{Frequency, Style, frequency};
use super::token::{Lex, Token};
use crate::extract::words::Words;
use crate::knowledge::{Basis, Dimension, DoseKind, DoseWord, Mood, Patients, Period, Route, Unit};
use crate::text::{Language, is_han};
use std::ops::Range;

/// The frames of a block; `heir` is the last frame of the block before, whose amount `then twice a
/// day` goes on with.
pub fn frames<'k>(index: usize, words: &Words<'k>) -> Vec<Frame<'k>> {
    let block = &words.blocks[index];
    let (text, tokens) = (block.as_str(), words.tokens(index));
    let analytes = words.knowledge.dose_facts.analytes_in(text).into_iter().map(|(range, _)| range).collect();
    let mut reader = Reader {
        text,
        han: block.language == Language::Zh,
        tokens,
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
