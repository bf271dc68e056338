//! Marks: what shapes are made of beside words, concepts by their kind, cues of the lexicon, numbers.

use crate::knowledge::cue::Cue;
use crate::knowledge::words::ConceptKind;

/// What may stand in a shape in the place of a word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Mark {
    /// A concept of a kind: `@drug`.
    Concept(ConceptKind),
    /// A cue of the lexicon: `%negation`, `%certainty.c4`.
    Cue(Cue),
    /// Any cue of a family with values: `%design`.
    Family(&'static str),
    /// Any number: `%number`.
    Number,
    /// A percentage: `%percent`.
    Percent,
    /// A number of people: `%count`.
    Count,
    /// A numeral as it is written: `#numeral`.
    Numeral,
    /// A share in per cent, as it is written: `#share`.
    Share,
    /// A share of nearly all: `#most`.
    Most,
    /// A sum of money: `#money`.
    Money,
    /// A person's name, as it is written: `#name`.
    Name,
    /// A brand's name, as it is written: `#brand`.
    Brand,
}

impl Mark {
    /// The marks of a written name; `@treat`, `@medicine` and `@ill` are several.
    pub(super) fn parse(written: &str) -> Option<Vec<Mark>> {
        use ConceptKind::{Condition, Drug, Outcome, Procedure, Supplement};
        if let Some(kind) = written.strip_prefix('@') {
            let kinds = match kind {
                "treat" => vec![Drug, Supplement, Procedure],
                "medicine" => vec![Drug, Supplement],
                "ill" => vec![Condition, Outcome],
                _ => vec![ConceptKind::parse(kind)?],
            };
            return Some(kinds.into_iter().map(Mark::Concept).collect());
        }
        if let Some(cue) = written.strip_prefix('%') {
            let mark = match cue {
                "number" => Mark::Number,
                "percent" => Mark::Percent,
                "count" => Mark::Count,
                _ => match Cue::valued(cue) {
                    Some(family) => Mark::Family(family),
                    None => Mark::Cue(Cue::parse(cue).ok()?),
                },
            };
            return Some(vec![mark]);
        }
        let mark = match written.strip_prefix('#')? {
            "numeral" => Mark::Numeral,
            "share" => Mark::Share,
            "most" => Mark::Most,
            "money" => Mark::Money,
            "name" => Mark::Name,
            "brand" => Mark::Brand,
            _ => return None,
        };
        Some(vec![mark])
    }

    /// Whether it is one that a text itself writes, which nobody needs to give.
    pub(super) fn is_written(self) -> bool {
        matches!(self, Mark::Numeral | Mark::Share | Mark::Most | Mark::Money | Mark::Name | Mark::Brand)
    }

    /// Whether what is found in a text may stand for it.
    pub(super) fn takes(&self, found: &Mark) -> bool {
        match (self, found) {
            (Mark::Family(family), Mark::Cue(cue)) => cue.family() == Some(family),
            _ => self == found,
        }
    }
}
