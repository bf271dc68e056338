//! Claims: what the article says an intervention or exposure does.

mod actor;
mod adverse;
mod arms;
mod article;
mod attributes;
mod change;
mod doubt;
mod frame;
mod joined;
mod kind;
mod number;
mod numeral;
mod object;
mod plain;
mod reading;
mod slots;
mod standing;
mod strength;
mod tie;
mod versus;

pub use frame::claims;
pub use joined::{Group, Tie, groups, groups_of};
pub use numeral::{Numeral, numerals};
pub use strength::strongest;

pub use crate::knowledge::QuantityKind;
pub(super) use number::read_quantities;

use self::article::Article;
use super::Quote;
use crate::knowledge::{Certainty, Direction, Gate, Model, Relation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A thing named in a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Its words and place.
    #[serde(flatten)]
    pub quote: Quote,
    /// Id of the concept; none where the table does not know it.
    pub concept: Option<String>,
}

/// How strong a claim is: its relation and certainty in one word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// No relation is claimed.
    None,
    /// They go together.
    Correlational,
    /// One may bring about the other.
    Conditional,
    /// One brings about the other.
    Causal,
    /// It does so without fail.
    Certain,
}

impl Strength {
    /// The one table of relation and certainty.
    pub fn of(relation: Relation, certainty: Certainty) -> Strength {
        match (relation, certainty) {
            (Relation::None, _) => Strength::None,
            (Relation::Associative, _) => Strength::Correlational,
            (Relation::Causal, Certainty::C0 | Certainty::C1) => Strength::Conditional,
            (Relation::Causal, Certainty::C2 | Certainty::C3) => Strength::Causal,
            (Relation::Causal, Certainty::C4) => Strength::Certain,
        }
    }

    /// The strength on the scale of studies, where a guarantee counts as plain cause.
    pub fn plain(self) -> Strength {
        self.min(Strength::Causal)
    }
}

/// A number said of a study or an effect.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// Its words and place.
    #[serde(flatten)]
    pub quote: Quote,
    /// What it counts.
    pub kind: QuantityKind,
    /// Its value, or the lower bound of an interval.
    pub low: f64,
    /// Its value, or the upper bound of an interval.
    pub high: f64,
    /// Digits behind the decimal point, as written.
    pub decimals: u8,
    /// Whether it is said to be about, over or under.
    pub approximate: bool,
}

/// What a word says of a claim.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// One thing brings about the other.
    Causal,
    /// They go together.
    Associative,
    /// Groups or times differ.
    Group,
    /// A figure, set against another.
    Figure,
    /// It is possible.
    Hedge,
    /// It is denied.
    Negation,
    /// It wants proof.
    C0,
    /// It is tentative.
    C1,
    /// It is plainly so.
    C2,
    /// It is demonstrated.
    C3,
    /// It never fails.
    C4,
    /// Which way the outcome goes.
    Direction,
}

/// A word that decided how a claim was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The word and its place.
    #[serde(flatten)]
    pub quote: Quote,
    /// What it says.
    pub says: Says,
    /// Over which words it holds, where it is a context: 可能 over 可能降低血糖.
    pub scope: Option<Quote>,
}

/// What the article says an intervention or exposure does.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// The clause or clauses that make the claim.
    #[serde(flatten)]
    pub quote: Quote,
    /// What is said to have an effect.
    pub intervention: Vec<Mention>,
    /// What it is compared with.
    pub comparator: Vec<Mention>,
    /// What is said to change.
    pub outcome: Vec<Mention>,
    /// The disease or state it is about.
    pub condition: Vec<Mention>,
    /// Whom it is said of.
    pub population: Vec<Mention>,
    /// In whom or what it was seen.
    pub model: Model,
    /// Which way the outcome goes.
    pub direction: Direction,
    /// How certain it sounds.
    pub certainty: Certainty,
    /// How outcome and intervention are tied.
    pub relation: Relation,
    /// Relation and certainty in one word.
    pub strength: Strength,
    /// Numbers in it.
    pub numbers: Vec<Quantity>,
    /// Whether it tells the reader what to do.
    pub advice: bool,
    /// Who is said to say it.
    pub attribution: Option<String>,
    /// Contexts that hold over it.
    pub gates: Vec<Gate>,
    /// Indexes of the citations that stand by it.
    pub citations: Vec<usize>,
    /// The words that decided relation and certainty, and so the strength, and direction; in order.
    pub cues: Vec<Reason>,
}

#[cfg(test)]
mod tests;
