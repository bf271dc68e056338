//! Gates: contexts that change what a clause asserts, computed once for a whole document.

use crate::document::Place;
use crate::knowledge::Gate;
use serde::Serialize;

/// A stretch of text over which a gate holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct GateScope {
    /// Which gate.
    pub gate: Gate,
    /// Where it holds.
    #[serde(skip)]
    pub scope: Place,
    /// The words that set it.
    pub cue: String,
}

/// All gates of a document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Gates {
    scopes: Vec<GateScope>,
}

impl Gates {
    /// Gates of the given scopes.
    pub fn new(mut scopes: Vec<GateScope>) -> Gates {
        scopes.sort_by(|a, b| (&a.scope, a.gate).cmp(&(&b.scope, b.gate)));
        Gates { scopes }
    }

    /// The scopes that hold over the start of a place.
    pub fn over<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a GateScope> {
        let holds = |s: &&GateScope| {
            s.scope.block == place.block && s.scope.start <= place.start && place.start < s.scope.end
        };
        self.scopes.iter().filter(holds)
    }
}
