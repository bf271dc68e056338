//! A claim against a source, slot by slot; the verdict is what the slots together allow.

use super::record::Abstract;
use crate::extract::claim::{Claim, Mention, Strength};
use crate::knowledge::{Certainty, Direction};
use serde::Serialize;
use std::collections::BTreeSet;

/// What a comparison comes to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The source says it.
    Supports,
    /// The source says it less strongly.
    Overstated,
    /// The source says the opposite of the same thing.
    Contradicted,
    /// The source does not speak of it.
    NotAddressed,
    /// It could not be told.
    NotChecked,
}

/// How the strength of a claim stands to that of its source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exaggeration {
    /// The claim is stronger.
    Exaggerates,
    /// They are alike.
    Same,
    /// The claim is weaker.
    Downplays,
}

/// One slot of a claim beside the same slot of the source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Slot {
    /// Which: `intervention`, `outcome`, `direction`.
    pub slot: &'static str,
    /// What the claim says.
    pub claim_says: String,
    /// What the source says.
    pub source_says: String,
}

/// A claim beside its source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Comparison {
    /// What it comes to.
    pub verdict: Verdict,
    /// Why it could not be told, where it could not.
    pub why: Option<&'static str>,
    /// Strength of the claim, taken as asserted.
    pub claim_strength: Strength,
    /// Strength of the source.
    pub evidence_strength: Strength,
    /// How the one stands to the other; the same where the source tells of no relation.
    pub exaggeration: Exaggeration,
    /// The slots that decided.
    pub slots: Vec<Slot>,
    /// The words of the source that decided.
    pub quote: Option<String>,
}

/// Holds a claim, read as a text by itself, against a source.
pub fn compare(claim: &Abstract, source: &Abstract) -> Comparison {
    let (verdict, why, decided) = judge(claim, source);
    let claimed = asserted(claim);
    let (slots, quote) = match decided {
        Some((ours, theirs)) => (slots(ours, theirs), Some(theirs.quote.text.clone())),
        None => (Vec::new(), None),
    };
    Comparison {
        verdict,
        why,
        claim_strength: claimed,
        evidence_strength: source.strength,
        exaggeration: match claimed.cmp(&source.strength) {
            _ if source.strength == Strength::None => Exaggeration::Same,
            std::cmp::Ordering::Greater => Exaggeration::Exaggerates,
            std::cmp::Ordering::Equal => Exaggeration::Same,
            std::cmp::Ordering::Less => Exaggeration::Downplays,
        },
        slots,
        quote,
    }
}

/// The strength of a claim, taken as asserted: what ties its things by no word known here is a plain
/// statement (smoking and stroke: a deadly pair), or a possibility where a hedge stands in it.
fn asserted(claim: &Abstract) -> Strength {
    match claim.strength {
        Strength::None if claim.hedged => Strength::Conditional,
        Strength::None => Strength::Causal,
        strength => strength,
    }
}

type Decided<'a> = Option<(&'a Claim, &'a Claim)>;

/// The verdict on the first claim whose slots the source shares. Only known concepts count as the
/// same thing, so that a word the table does not know never leads to an accusation.
fn judge<'a>(claim: &'a Abstract, source: &'a Abstract) -> (Verdict, Option<&'static str>, Decided<'a>) {
    let framed = || claim.claims.iter().filter(|c| known(&c.intervention) && is_about_something(c));
    if framed().next().is_none() {
        return (Verdict::NotChecked, Some("unknown-term"), None);
    }
    let pairs = || {
        framed().flat_map(|c| source.claims.iter().map(move |s| (c, s))).filter(|(c, s)| same_matter(c, s))
    };
    let Some(first) = pairs().next() else { return (Verdict::NotAddressed, None, None) };
    let along = |(c, s): &(&Claim, &Claim)| agree(c.direction, s.direction);
    if let Some(pair) = pairs().find(|p| along(p) == Some(true)) {
        let stronger = pair.0.strength.plain() > pair.1.strength.plain();
        return (if stronger { Verdict::Overstated } else { Verdict::Supports }, None, Some(pair));
    }
    match pairs().find(|p| along(p) == Some(false) && speaks_against(p.0, p.1)) {
        Some(pair) => (Verdict::Contradicted, None, Some(pair)),
        None => (Verdict::NotChecked, Some("direction-unclear"), Some(first)),
    }
}

fn known(mentions: &[Mention]) -> bool {
    mentions.iter().any(|m| m.concept.is_some())
}

fn is_about_something(claim: &Claim) -> bool {
    known(&claim.outcome) || known(&claim.condition)
}

fn same_matter(a: &Claim, b: &Claim) -> bool {
    let shared = |x: &[Mention], y: &[Mention]| {
        x.iter().any(|m| m.concept.is_some() && y.iter().any(|n| n.concept == m.concept))
    };
    let outcome =
        if known(&a.outcome) { shared(&a.outcome, &b.outcome) } else { shared(&a.condition, &b.condition) };
    shared(&a.intervention, &b.intervention) && outcome
}

/// Whether a source that says otherwise says it of just the same thing, and plainly: the same outcome,
/// no other condition, no other comparison, neither of them hedged.
fn speaks_against(claim: &Claim, source: &Claim) -> bool {
    let ids =
        |mentions: &[Mention]| mentions.iter().filter_map(|m| m.concept.clone()).collect::<BTreeSet<_>>();
    let agree = |a: &[Mention], b: &[Mention]| ids(a).is_empty() || ids(b).is_empty() || ids(a) == ids(b);
    known(&claim.outcome)
        && known(&source.outcome)
        && ids(&claim.intervention) == ids(&source.intervention)
        && agree(&claim.condition, &source.condition)
        && agree(&claim.comparator, &source.comparator)
        && agree(&claim.population, &source.population)
        && claim.certainty >= Certainty::C2
        && (source.certainty >= Certainty::C2 || source.direction == Direction::NoEffect)
}

/// Whether two directions agree; none where that cannot be told.
fn agree(a: Direction, b: Direction) -> Option<bool> {
    use Direction::{Decrease, Improve, Increase, NoEffect, Unclear, Worsen};
    match (a, b) {
        (Unclear, _) | (_, Unclear) => None,
        _ if a == b => Some(true),
        (NoEffect, _) | (_, NoEffect) => Some(false),
        (Increase, Decrease) | (Decrease, Increase) | (Improve, Worsen) | (Worsen, Improve) => Some(false),
        _ => None,
    }
}

fn slots(claim: &Claim, source: &Claim) -> Vec<Slot> {
    let list =
        |mentions: &[Mention]| mentions.iter().map(|m| m.quote.text.as_str()).collect::<Vec<_>>().join(", ");
    let direction = |d: Direction| d.as_str().to_owned();
    vec![
        Slot {
            slot: "intervention",
            claim_says: list(&claim.intervention),
            source_says: list(&source.intervention),
        },
        Slot {
            slot: "outcome",
            claim_says: list(if known(&claim.outcome) { &claim.outcome } else { &claim.condition }),
            source_says: list(if known(&claim.outcome) { &source.outcome } else { &source.condition }),
        },
        Slot {
            slot: "direction",
            claim_says: direction(claim.direction),
            source_says: direction(source.direction),
        },
    ]
}
