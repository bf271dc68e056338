//! What a statement says a thing does to people: good, harm, or neither, whatever words it uses.

use crate::extract::claim::{Claim, Mention, Says};
use crate::knowledge::{Certainty, Cue, Direction, Knowledge, Relation, Term};
use crate::text::fold;
use std::ops::Range;

/// What a thing is said to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Effect {
    /// It does good: fewer deaths, better sleep.
    Benefit,
    /// It does harm.
    Harm,
    /// It does no good.
    NoBenefit,
    /// It does no harm.
    NoHarm,
    /// It makes no difference.
    Null,
    /// There is more of something that is neither good nor bad.
    More,
    /// There is less of it.
    Less,
}

impl Effect {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Benefit => "benefit",
            Effect::Harm => "harm",
            Effect::NoBenefit => "no_benefit",
            Effect::NoHarm => "no_harm",
            Effect::Null => "null",
            Effect::More => "more",
            Effect::Less => "less",
        }
    }

    /// The same of the want of the thing.
    fn turned(self) -> Effect {
        match self {
            Effect::Benefit => Effect::Harm,
            Effect::Harm => Effect::Benefit,
            Effect::NoBenefit => Effect::NoHarm,
            Effect::NoHarm => Effect::NoBenefit,
            Effect::Null => Effect::Null,
            Effect::More => Effect::Less,
            Effect::Less => Effect::More,
        }
    }

    /// What it is to deny it.
    pub(super) fn denied(self) -> Effect {
        match self {
            Effect::Benefit => Effect::NoBenefit,
            Effect::Harm => Effect::NoHarm,
            _ => Effect::Null,
        }
    }

    /// Whether a source that says `source` bears a claim out; none where it cannot be told.
    pub fn borne_out(self, source: Effect) -> Option<bool> {
        use Effect::{Benefit, Harm, Less, More, NoBenefit, NoHarm, Null};
        match (self, source) {
            _ if self == source => Some(true),
            (NoBenefit | NoHarm, Null) | (Null, NoBenefit | NoHarm) => Some(true),
            (NoHarm, Benefit) | (NoBenefit, Harm) => Some(true),
            (Benefit, Harm) | (Harm, Benefit) | (More, Less) | (Less, More) => Some(false),
            (Benefit, NoBenefit | Null) | (Harm, NoHarm | Null) => Some(false),
            (NoBenefit, Benefit) | (NoHarm, Harm) | (Null, Benefit | Harm) => Some(false),
            (More | Less, Null) | (Null, More | Less) => Some(false),
            _ => None,
        }
    }
}

/// The pack of words that tell good from bad.
pub(super) const PACK: &str = "direction-contradicts-source";

/// Bytes between a thing and the word that says there is too little of it.
const NEAR: usize = 24;

/// What a claim says its thing does; none where no direction is told.
pub(super) fn effect(
    claim: &Claim,
    text: &str,
    sentence: &Range<usize>,
    knowledge: &Knowledge,
) -> Option<Effect> {
    let range = claim.quote.place.range();
    let mut words = knowledge.phrases.find(PACK, &text[sentence.clone()]);
    for word in &mut words {
        (word.start, word.end) = (word.start + sentence.start, word.end + sentence.start);
    }
    let reader = Reader { claim, text, words: &words };
    let says = |what: Says| claim.cues.iter().any(|c| c.says == what);
    let denied = claim.direction == Direction::NoEffect || claim.certainty == Certainty::C0;
    let bare = claim.relation == Relation::Associative && !denied && !says(Says::Direction);
    // What does not cure may yet help; what is bound to nothing by name is an effect of nothing; and
    // more of the thing itself is none of its effects.
    if denied && says(Says::C4)
        || bare && (!is_bound(claim, knowledge) || reader.describes())
        || reader.of_itself()
        || reader.alone()
    {
        return None;
    }
    let told = match claim.direction {
        Direction::NoEffect => reader.denied(knowledge, range),
        _ if claim.certainty == Certainty::C0 => reader.told(claim.direction)?.denied(),
        direction => reader.told(direction)?,
    };
    Some(if reader.lacking() { told.turned() } else { told })
}

/// Whether a claim ties two things by name: linked to, 与…相关.
fn is_bound(claim: &Claim, knowledge: &Knowledge) -> bool {
    let ties =
        |words: &str| knowledge.phrases.find(PACK, fold(words).as_str()).iter().any(|t| t.is == "binds");
    claim.cues.iter().any(|c| c.says == Says::Associative && ties(&c.quote.text))
}

/// The effect of a direction on something good or bad to have; none of that is said where it is neither.
pub(super) fn told(direction: Direction, worth: Option<bool>) -> Option<Effect> {
    let more = match direction {
        Direction::Improve => return Some(Effect::Benefit),
        Direction::Worsen => return Some(Effect::Harm),
        Direction::Increase => true,
        Direction::Decrease => false,
        Direction::NoEffect => return Some(Effect::Null),
        Direction::Unclear => return None,
    };
    Some(match (worth, more) {
        (Some(true), true) | (Some(false), false) => Effect::Benefit,
        (Some(true), false) | (Some(false), true) => Effect::Harm,
        (None, true) => Effect::More,
        (None, false) => Effect::Less,
    })
}

struct Reader<'a> {
    claim: &'a Claim,
    text: &'a str,
    /// The words of the pack in its sentence.
    words: &'a [Term<String>],
}

impl Reader<'_> {
    /// The effect of a direction on what the claim is about.
    fn told(&self, direction: Direction) -> Option<Effect> {
        told(direction, self.worth())
    }

    /// Whether what changes is good to have; none where that is not said.
    fn worth(&self) -> Option<bool> {
        let acts = |t: &&Term<String>| !self.claim.intervention.iter().any(|m| self.overlaps(m, &t.range()));
        let inside = self.claim.quote.place.range();
        let here = self.words.iter().filter(|t| inside.start <= t.start && t.end <= inside.end);
        let here: Vec<&Term<String>> = here.filter(acts).collect();
        let any = |id: &str| here.iter().any(|t| t.is == id);
        match (any("good"), any("bad") || any("ward") || !self.claim.condition.is_empty()) {
            (_, true) if any("bad") => Some(false),
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => None,
        }
    }

    fn overlaps(&self, mention: &Mention, range: &Range<usize>) -> bool {
        let place = &mention.quote.place;
        place.start < range.end && range.start < place.end
    }

    /// Whether an English tie only describes the noun before it: pain associated with the fracture.
    fn describes(&self) -> bool {
        let ties = self.claim.cues.iter().filter(|c| c.says == Says::Associative);
        ties.map(|c| &c.quote).any(|tie| {
            let before = self.text[..tie.place.start].trim_end().rsplit(' ').next().unwrap_or_default();
            tie.text.to_lowercase().starts_with("associated")
                && !before.ends_with("ly")
                && !matches!(
                    before,
                    "is" | "are" | "was" | "were" | "be" | "been" | "being" | "not" | "also" | "and"
                )
        })
    }

    /// Whether the word of direction stands right before the thing that acts: increased social distancing.
    fn of_itself(&self) -> bool {
        let ways = self.claim.cues.iter().filter(|c| c.says == Says::Direction).map(|c| c.quote.place.end);
        ways.into_iter().any(|end| {
            self.claim
                .intervention
                .iter()
                .any(|m| self.text.get(end..m.quote.place.start).is_some_and(|gap| gap.trim().is_empty()))
        })
    }

    /// Whether the claim says that nothing else does it.
    fn alone(&self) -> bool {
        let only = self.words.iter().filter(|t| t.is == "only").map(|t| t.end);
        only.into_iter().any(|end| {
            self.claim
                .intervention
                .iter()
                .any(|m| self.text.get(end..m.quote.place.start).is_some_and(|gap| gap.len() <= NEAR))
        })
    }

    /// What a denial denies: 没有降低死亡率, not associated with worse outcomes.
    fn denied(&self, knowledge: &Knowledge, range: Range<usize>) -> Effect {
        let cues = knowledge.lexicon.find(&self.text[range]);
        let ways = cues.iter().filter_map(|t| match t.is {
            Cue::Direction(d) if !matches!(d, Direction::NoEffect | Direction::Unclear) => Some(d),
            _ => None,
        });
        let told: Vec<Effect> = ways.filter_map(|d| self.told(d)).map(Effect::denied).collect();
        match told.as_slice() {
            [first, rest @ ..] if rest.iter().all(|e| e == first) => *first,
            _ => Effect::Null,
        }
    }

    /// Whether the claim is about the want of its thing: vitamin D deficiency, 维生素D缺乏.
    fn lacking(&self) -> bool {
        let decides = |t: &Term<String>| {
            let ways = self.claim.cues.iter().filter(|c| c.says == Says::Direction);
            ways.map(|c| &c.quote.place).any(|p| p.start < t.end && t.start < p.end)
        };
        let lacks = self.words.iter().filter(|t| t.is == "lack" && !decides(t));
        let gap = |from: usize, to: usize| {
            self.text.get(from..to).is_some_and(|g| g.len() <= NEAR && !g.contains([',', ';', '(', '。']))
        };
        lacks.map(|t| t.range()).any(|lack| {
            self.claim.intervention.iter().map(|m| &m.quote.place).any(|place| {
                let before = lack.end <= place.start
                    && self
                        .text
                        .get(lack.end..place.start)
                        .is_some_and(|g| matches!(g.trim(), "" | "the" | "of"));
                before
                    || place.end <= lack.start && gap(place.end, lack.start) && self.is_noun(place.end, &lack)
            })
        })
    }

    /// Whether the words of want behind a thing go with its name, and not with what it does: not in
    /// "vitamin D was associated with low mortality".
    fn is_noun(&self, from: usize, lack: &Range<usize>) -> bool {
        let between = &self.text[from..lack.start];
        let words = between.split_whitespace().count();
        let said = &self.text[lack.clone()];
        let han = !said.is_ascii();
        (han && between.chars().count() <= 3) || words <= 1 && !said.starts_with("low") || words == 0
    }
}
