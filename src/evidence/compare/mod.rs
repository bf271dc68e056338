//! A claim against a source, slot by slot; the verdict is what the slots together allow.

mod effect;
mod matter;
mod statement;

pub use effect::Effect;
pub use statement::Statement;
pub(super) use statement::of_safety;

use self::matter::Match;
use super::record::Abstract;
use crate::extract::claim::Strength;
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
    /// The source says so of something near it: the same disease, another outcome.
    Partly,
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
    let Judged { verdict, why, pair } = judge(&claim.statements, &source.statements);
    let claimed = asserted(claim);
    let (slots, quote) = match pair {
        Some((ours, theirs)) => (slots(ours, theirs), Some(theirs.text.clone())),
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

/// The statements that decided, and the verdict.
struct Judged<'a> {
    verdict: Verdict,
    why: Option<&'static str>,
    pair: Option<(&'a Statement, &'a Statement)>,
}

/// The verdict on what the claims of a text say, from the statements of a source that speak of the same.
fn judge<'a>(claims: &'a [Statement], source: &'a [Statement]) -> Judged<'a> {
    let undecided = |verdict, why| Judged { verdict, why, pair: None };
    let mut framed = claims.iter().filter(|c| !c.open && c.effect.is_some()).peekable();
    if framed.peek().is_none() {
        return undecided(Verdict::NotChecked, Some("unknown-term"));
    }
    let pairs: Vec<(&Statement, &Statement, Match)> = framed
        .flat_map(|c| source.iter().filter_map(move |s| Some((c, s, Match::of(c, s)?))))
        .collect();
    if pairs.is_empty() {
        return undecided(Verdict::NotAddressed, None);
    }
    let told = pairs.iter().filter_map(|(c, s, m)| Some(((*c, *s), *m, c.effect?.borne_out(s.effect?)?)));
    let told: Vec<_> = told.filter(|((_, s), ..)| !s.open && s.named).collect();
    let Some(best) = told.iter().map(|(_, m, _)| *m).max() else {
        return undecided(Verdict::NotChecked, Some("direction-unclear"));
    };
    let at_best = |along: bool| told.iter().find(|(_, m, a)| *m == best && *a == along).map(|(pair, ..)| *pair);
    match (at_best(true), at_best(false)) {
        (Some((c, s)), None) => {
            let stronger = c.strength.plain() > s.strength.plain();
            let verdict = match best {
                Match::Outcome if stronger => Verdict::Overstated,
                Match::Outcome => Verdict::Supports,
                _ => Verdict::Partly,
            };
            Judged { verdict, why: None, pair: Some((c, s)) }
        }
        (None, Some((c, s))) if matter::speaks_against(c, s, best) => {
            Judged { verdict: Verdict::Contradicted, why: None, pair: Some((c, s)) }
        }
        (Some(pair), Some(_)) => Judged { verdict: Verdict::NotChecked, why: Some("source-mixed"), pair: Some(pair) },
        (_, pair) => Judged { verdict: Verdict::NotChecked, why: Some("direction-unclear"), pair },
    }
}

fn slots(claim: &Statement, source: &Statement) -> Vec<Slot> {
    let list = |ids: &BTreeSet<String>| ids.iter().map(|id| id.trim_start_matches('=')).collect::<Vec<_>>().join(", ");
    let effect = |s: &Statement| s.effect.map_or("", Effect::as_str).to_owned();
    let slot = |slot, claim_says, source_says| Slot { slot, claim_says, source_says };
    let matter = |s: &Statement| list(if s.outcomes.is_empty() { &s.conditions } else { &s.outcomes });
    vec![
        slot("intervention", list(&claim.acts), list(&source.acts)),
        slot("outcome", matter(claim), matter(source)),
        slot("direction", claim.direction.as_str().to_owned(), source.direction.as_str().to_owned()),
        slot("effect", effect(claim), effect(source)),
    ]
}
