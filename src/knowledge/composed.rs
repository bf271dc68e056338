//! Composed phrases: words of a rule, concepts, cues and numbers that stand in an order, near each other.

use super::cue::Cue;
use super::pack::{PackError, PackFile};
use super::words::ConceptKind;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// One entry `[[composed]]` of a phrase file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ComposedEntry {
    id: String,
    /// The ways it is said: steps in order, apart by blanks.
    any: Vec<String>,
    /// How far apart two steps may stand.
    gap: Option<usize>,
    /// What must not stand anywhere in the sentence.
    #[serde(default)]
    without: Vec<String>,
    /// What must not stand between the first step and the last.
    #[serde(default)]
    between: Vec<String>,
    /// What must not stand in the sentence of the last step.
    #[serde(default)]
    tail: Vec<String>,
    bad: Vec<String>,
    #[serde(default)]
    good: Vec<String>,
}

/// A composed phrase.
#[derive(Debug)]
pub struct Composed {
    /// What it is to its rule.
    pub is: String,
    /// The ways it is said.
    pub ways: Vec<Vec<Step>>,
    /// How far apart two steps may stand, in letters; a Chinese character counts for three.
    pub gap: usize,
    /// What must not stand anywhere in the sentence.
    pub without: Vec<Slot>,
    /// What must not stand between the first step and the last.
    pub between: Vec<Slot>,
    /// What must not stand in the sentence of the last step.
    pub tail: Vec<Slot>,
    /// Texts that it must be found in.
    pub bad: Vec<String>,
    /// Texts that it must not be found in.
    pub good: Vec<String>,
}

/// One step of a composed phrase.
#[derive(Debug)]
pub struct Step {
    /// What may stand there.
    pub any: Vec<Slot>,
    /// How it follows the step before it.
    pub after: After,
}

/// How a step follows the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum After {
    /// Within the gap.
    Near,
    /// Anywhere behind it in the sentence: `..`.
    Far,
    /// In the next sentence: `//`.
    Next,
}

/// What a step may be.
#[derive(Clone, PartialEq, Debug)]
pub enum Slot {
    /// A phrase of the rule: its id.
    Phrase(String),
    /// A concept of a kind: `@drug`; `@treat` and `@ill` are several.
    Concept(ConceptKind),
    /// A cue of the lexicon: `%negation`, `%certainty.c4`.
    Cue(Cue),
    /// A cue of a family with values: `%design`.
    Family(&'static str),
    /// Any number: `%number`.
    Number,
    /// A percentage: `%percent`.
    Percent,
    /// A number of people: `%count`.
    Count,
}

/// Letters between two steps, if the entry names no other number.
const GAP: usize = 36;

impl Composed {
    /// Reads an entry; the ids are those of the phrases that it may be composed of.
    pub(super) fn read(
        file: &PackFile,
        entry: Spanned<ComposedEntry>,
        ids: &BTreeSet<&str>,
    ) -> Result<Composed, PackError> {
        let at = entry.span().start;
        let entry = entry.into_inner();
        let slots = |written: &str| -> Result<Vec<Slot>, PackError> {
            let mut all = Vec::new();
            for word in written.split('|') {
                all.extend(slots(word, ids).ok_or_else(|| {
                    let reason = format!("`{word}` in the composed `{}` is no known step", entry.id);
                    let mend =
                        "name a phrase of the file, a @kind of concept, a %cue, %number, %percent or %count";
                    file.error(at, reason, mend)
                })?);
            }
            Ok(all)
        };
        let mut ways = Vec::new();
        for way in &entry.any {
            let (mut steps, mut after) = (Vec::new(), After::Near);
            for word in way.split(' ').filter(|w| !w.is_empty()) {
                match word {
                    ".." => after = After::Far,
                    "//" => after = After::Next,
                    _ => steps
                        .push(Step { any: slots(word)?, after: std::mem::replace(&mut after, After::Near) }),
                }
            }
            ways.push(steps);
        }
        if ways.is_empty() || ways.iter().any(|w| w.len() < 2) || entry.bad.is_empty() {
            let reason = format!("the composed `{}` needs two steps or more, and a bad example", entry.id);
            return Err(file.error(at, reason, "a single step is a phrase: write it as [[term]]"));
        }
        let listed = |words: &[String]| -> Result<Vec<Slot>, PackError> {
            Ok(words.iter().map(|w| slots(w)).collect::<Result<Vec<_>, _>>()?.concat())
        };
        Ok(Composed {
            without: listed(&entry.without)?,
            between: listed(&entry.between)?,
            tail: listed(&entry.tail)?,
            gap: entry.gap.unwrap_or(GAP),
            ways,
            is: entry.id,
            bad: entry.bad,
            good: entry.good,
        })
    }
}

fn slots(word: &str, ids: &BTreeSet<&str>) -> Option<Vec<Slot>> {
    use ConceptKind::{Condition, Drug, Outcome, Procedure, Supplement};
    if let Some(kind) = word.strip_prefix('@') {
        let kinds = match kind {
            "treat" => vec![Drug, Supplement, Procedure],
            "medicine" => vec![Drug, Supplement],
            "ill" => vec![Condition, Outcome],
            _ => vec![ConceptKind::parse(kind)?],
        };
        return Some(kinds.into_iter().map(Slot::Concept).collect());
    }
    if let Some(cue) = word.strip_prefix('%') {
        let slot = match cue {
            "number" => Slot::Number,
            "percent" => Slot::Percent,
            "count" => Slot::Count,
            _ => match Cue::valued(cue) {
                Some(family) => Slot::Family(family),
                None => Slot::Cue(Cue::parse(cue).ok()?),
            },
        };
        return Some(vec![slot]);
    }
    ids.contains(word).then(|| vec![Slot::Phrase(word.to_owned())])
}
