//! Gates that hold within a sentence: negation, hedge, question, condition, wish, attribution, meta.

use super::Found;
use super::answer::{Answer, answer, is_denied, is_question};
use crate::document::Block;
use crate::extract::cues::part_at;
use crate::extract::words::Words;
use crate::knowledge::{Certainty, Cue, Gate, Term};
use crate::text::{Language, Sentence, quotation_at};
use std::ops::Range;

/// Bytes between two negations that cancel each other: 不是不能.
const DOUBLE: usize = 3;

/// Characters of the noun that a want of evidence may name: 缺乏可靠|的临床证据.
const NOUN: usize = 6;

/// Words of the first of several things that "no" denies, at most.
const LISTED: usize = 3;

/// Cues that a search for the end of a scope looks at: a longer clause is none.
const FAR: usize = 64;

/// Notes the gates of a block's sentences.
pub(super) fn find(index: usize, words: &Words, found: &mut Found) {
    let block = &found.blocks[index];
    for (s, sentence) in block.sentences.iter().enumerate() {
        if is_question(block, s) {
            let range = sentence.range.clone();
            match answer(words, index, s) {
                Some(Answer::Yes) => continue,
                Some(Answer::No) => found.push(Gate::Negation, index, range.clone(), range),
                None => {
                    let mark =
                        block.as_str()[range.clone()].rfind('?').map_or(range.end, |i| range.start + i);
                    found.push(Gate::Question, index, range.clone(), mark..range.end);
                }
            }
        }
        let denied = || answer(words, index, s) == Some(Answer::No) || is_denied(words, index, s);
        if is_quoted(block, sentence) && denied() {
            let range = sentence.range.clone();
            found.push(Gate::Refutation, index, range.clone(), range);
        }
        let reader = Reader { block, sentence, cues: words.cues(index).within(sentence.range.clone()) };
        for (i, cue) in reader.cues.iter().enumerate() {
            if let Some((gate, scope)) = reader.scope(i, cue) {
                found.push(gate, index, scope, cue.range());
            }
        }
    }
}

/// Whether a sentence stands in quotation marks as a whole, so that the next one may answer it.
fn is_quoted(block: &Block, sentence: &Sentence) -> bool {
    let text = block.as_str()[sentence.range.clone()].trim();
    let marks = |c: char| !c.is_alphanumeric();
    quotation_at(text, 0).is_some_and(|end| text[end..].chars().all(marks))
}

/// A sentence and its cues.
struct Reader<'a> {
    block: &'a Block,
    sentence: &'a Sentence,
    cues: &'a [Term<Cue>],
}

impl Reader<'_> {
    /// The gate that a cue sets, and where.
    fn scope(&self, i: usize, cue: &Term<Cue>) -> Option<(Gate, Range<usize>)> {
        let whole = self.sentence.range.clone();
        Some(match cue.is {
            Cue::Negation if !self.cancelled(i) => (Gate::Negation, self.negated(i, cue)),
            Cue::Certainty(Certainty::C0) => (Gate::Negation, self.unproven(cue)),
            Cue::Hedge | Cue::Certainty(Certainty::C1) => (Gate::Hedge, self.onwards(i, cue)),
            Cue::Question => (Gate::Question, self.either_way(i, cue)),
            Cue::Wish => (Gate::Wish, self.onwards(i, cue)),
            Cue::Condition if cue.language == Language::En => {
                (Gate::Condition, self.sentence.clauses[self.clause(cue.start)].start..whole.end)
            }
            Cue::Condition => (Gate::Condition, self.either_way(i, cue).start..whole.end),
            Cue::Attribution => (Gate::Attribution, whole),
            Cue::Meta => (Gate::Meta, whole),
            _ => return None,
        })
    }

    fn clause(&self, at: usize) -> usize {
        part_at(&self.sentence.clauses, at)
    }

    /// Whether nothing but marks stands between an offset and the end of its clause.
    fn ends_clause(&self, at: usize) -> bool {
        let end = self.sentence.clauses[self.clause(at.saturating_sub(1))].end;
        self.block.as_str()[at.min(end)..end].chars().all(|c| !c.is_alphanumeric())
    }

    /// Whether a Chinese cue has but a noun behind it in its clause: 缺乏可靠的临床证据.
    fn ends_soon(&self, cue: &Term<Cue>) -> bool {
        let end = self.sentence.clauses[self.clause(cue.start)].end;
        let rest = self.block.as_str()[cue.end..end].chars().filter(|c| c.is_alphanumeric()).count();
        cue.language == Language::Zh && rest <= NOUN
    }

    /// From a cue to the end of its clause or to a word that turns against it; where the cue ends
    /// its clause (研究提示,…), to the end of the next one.
    fn onwards(&self, i: usize, cue: &Term<Cue>) -> Range<usize> {
        let mut clause = self.clause(cue.start);
        if self.ends_clause(cue.end) && clause + 1 < self.sentence.clauses.len() {
            clause += 1;
        }
        let end = self.sentence.clauses[clause].end;
        cue.start..self.turn(i, cue, end)
    }

    /// Where a word of contrast cuts a scope short.
    fn turn(&self, i: usize, cue: &Term<Cue>, end: usize) -> usize {
        let mut later = self.cues[i + 1..].iter().take(FAR).take_while(|t| t.start < end);
        later.find(|t| t.is == Cue::Contrast && t.start >= cue.end).map_or(end, |t| t.start)
    }

    /// Like [`Reader::onwards`], but backwards over the clause where the cue ends it: …吗.
    fn either_way(&self, i: usize, cue: &Term<Cue>) -> Range<usize> {
        let clause = self.sentence.clauses[self.clause(cue.start)].clone();
        if self.ends_clause(cue.end) { clause } else { self.onwards(i, cue) }
    }

    /// Negation covers what follows in its clause, up to a contrast or a new predicate: in 不吃早餐会增加风险
    /// and in "women who do not smoke have", the second verb is not denied; nor in 比不吃药有效.
    fn negated(&self, i: usize, cue: &Term<Cue>) -> Range<usize> {
        let clause = self.sentence.clauses[self.clause(cue.start)].clone();
        let text = self.block.as_str();
        if text[clause.start..cue.start].ends_with(['比', '较', '与', '跟']) {
            let verb = text[cue.end..clause.end].chars().take(2).map(char::len_utf8).sum::<usize>();
            return cue.start..cue.end + verb;
        }
        let end = self.turn(i, cue, self.list_end(cue, &clause));
        let breaks_off = match cue.language {
            Language::Zh => !self.denies_noun(i) && !self.denies_proof(i),
            Language::En => self.relative(i, clause.start),
        };
        let near = cue.end + if cue.language == Language::Zh { 6 } else { 1 };
        let mut later = self.cues[i + 1..].iter().take(FAR).take_while(|t| t.start < end);
        let opens = |t: &Term<Cue>| {
            t.is == Cue::Modal
                || t.is == Cue::Associative
                    && ["is ", "are ", "was "].iter().any(|be| text[t.range()].starts_with(be))
        };
        let quoted = quotation_at(text, cue.end).unwrap_or(cue.end);
        let predicate = later.find(|t| breaks_off && opens(t) && t.start >= near.max(quoted));
        cue.start..predicate.map_or(end, |t| t.start).max(quoted)
    }

    /// Where the clause of "no" ends, with the rest of a list that it opens: no coffee, tea or jelly cures it.
    fn list_end(&self, cue: &Term<Cue>, clause: &Range<usize>) -> usize {
        let text = self.block.as_str();
        let item = &text[cue.end..clause.end];
        let opens = cue.language == Language::En
            && text[cue.range()].eq_ignore_ascii_case("no")
            && (1..=LISTED).contains(&item.split_whitespace().count())
            && item.starts_with(' ');
        let next = self.sentence.clauses.iter().find(|c| opens && c.start >= clause.end);
        next.filter(|c| text[(*c).clone()].contains(" or ")).map_or(clause.end, |c| c.end)
    }

    /// Whether a Chinese negation denies that there is such a thing, and so what it does: 没有任何药物可以治愈.
    fn denies_noun(&self, i: usize) -> bool {
        self.cues[i + 1..].iter().take(3).any(|t| t.is == Cue::Nominal && t.start == self.cues[i].end)
    }

    /// Whether a Chinese negation denies the proof, and so what was to be proven: 没有证实针刺可以根治潮热.
    fn denies_proof(&self, i: usize) -> bool {
        let proof = |t: &&Term<Cue>| t.is == Cue::Certainty(Certainty::C3) && t.start == self.cues[i].end;
        self.cues[i + 1..].iter().take(3).any(|t| proof(&t))
    }

    /// Whether the cue stands in a relative clause: behind its pronoun with a word between them at most
    /// (who do not smoke, but not: who smoke did not have).
    fn relative(&self, i: usize, start: usize) -> bool {
        let mut before = self.cues[..i].iter().rev().take(FAR).take_while(|t| t.start >= start);
        let text = self.block.as_str();
        before.any(|t| {
            (t.is == Cue::Relative || self.is_that(t))
                && text[t.end..self.cues[i].start.max(t.end)].split_whitespace().count() <= 1
        })
    }

    /// Whether a word is "that" behind a noun, which opens a relative clause: deficiency that is not treated.
    fn is_that(&self, cue: &Term<Cue>) -> bool {
        let text = self.block.as_str();
        let says = |t: &Term<Cue>| t.end <= cue.start && text[t.end..cue.start].trim().is_empty();
        cue.is == Cue::Nominal
            && &text[cue.range()] == "that"
            && !self.cues.iter().any(|t| says(t) && t.is != Cue::Nominal)
            && text[cue.end..].starts_with([' '])
    }

    /// Whether a second negation stands right beside this one: 不是不能, "not fail to".
    fn cancelled(&self, i: usize) -> bool {
        let cue = &self.cues[i];
        let same = |t: &&Term<Cue>| t.is == Cue::Negation && t.language == cue.language;
        let close = |a: usize, b: usize| {
            let between = &self.block.as_str()[a.min(b)..b];
            match cue.language {
                Language::Zh => between.len() <= DOUBLE && between.chars().all(char::is_alphanumeric),
                Language::En => between == " ",
            }
        };
        let before = self.cues[..i].iter().rev().take(3).find(same);
        let after = self.cues[i + 1..].iter().take(3).find(same);
        before.is_some_and(|b| close(b.end, cue.start)) || after.is_some_and(|a| close(cue.end, a.start))
    }

    /// Want of evidence covers its clause, and the one before where it says no more: 能否治疗,尚不清楚.
    fn unproven(&self, cue: &Term<Cue>) -> Range<usize> {
        let at = self.clause(cue.start);
        let clause = self.sentence.clauses[at].clone();
        let opens =
            self.block.as_str()[clause.start..cue.start].chars().filter(|c| c.is_alphanumeric()).count() <= 4;
        match at.checked_sub(1) {
            Some(before) if opens && (self.ends_clause(cue.end) || self.ends_soon(cue)) => {
                self.sentence.clauses[before].start..clause.end
            }
            None if opens && self.ends_clause(cue.end) => {
                clause.start..self.sentence.clauses.get(1).map_or(clause.end, |next| next.end)
            }
            _ => clause,
        }
    }
}
