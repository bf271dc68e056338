//! Whether two statements speak of the same: the same thing acting on the same matter.

use super::effect::Effect;
use super::results::{ANY, is_effect};
use super::statement::{Statement, UNKNOWN};
use crate::knowledge::Certainty;
use std::collections::BTreeSet;

/// How near the matter of two statements is whose thing is the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Match {
    /// Neither is said to be of another matter.
    Thing,
    /// The same disease or state.
    Condition,
    /// The same outcome, or the same disease where no outcome is told.
    Outcome,
}

/// Whether both are told of the same thing, or one of them of its class, or of whatever the study gave.
fn same_act(a: &Statement, b: &Statement) -> bool {
    meet(&a.acts, &b.acts)
        || meet(&a.acts, &b.classes)
        || meet(&a.classes, &b.acts)
        || a.acts.contains(ANY)
        || b.acts.contains(ANY)
}

/// Whether everything that acts in one statement acts in the other, by its name or as its class.
fn covers(whole: &Statement, part: &Statement) -> bool {
    part.acts.iter().all(|id| whole.acts.contains(id) || whole.classes.contains(id))
}

fn meet(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.iter().any(|x| b.contains(x))
}

/// Whether both name something, and nothing in common.
fn apart(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    !a.is_empty() && !b.is_empty() && !meet(a, b)
}

impl Match {
    /// How near the source is to the claim; none where another thing acts, or on another matter.
    pub(super) fn of(claim: &Statement, source: &Statement) -> Option<Match> {
        let beside =
            if claim.compared.is_empty() { source.relative } else { meet(&claim.compared, &source.compared) };
        if !same_act(claim, source) || claim.relative && !beside {
            return None;
        }
        let (outcome, condition) =
            (meet(&claim.measured, &source.measured), meet(&claim.conditions, &source.conditions));
        if outcome || condition && claim.outcomes.is_empty() && source.outcomes.is_empty() {
            return Some(Match::Outcome);
        }
        // What no table knows is only the same where it has the same name.
        if names_unknown(claim) || names_unknown(source) {
            return None;
        }
        let related = meet(&claim.conditions, &source.kinds) || meet(&claim.kinds, &source.conditions);
        let shared = condition || meet(&claim.things, &source.things);
        if apart(&claim.outcomes, &source.outcomes)
            || apart(&claim.conditions, &source.conditions) && !shared && !related
        {
            return None;
        }
        Some(if shared { Match::Condition } else { Match::Thing })
    }
}

/// Whether what a statement measures is known to no table.
fn names_unknown(statement: &Statement) -> bool {
    !statement.outcomes.is_empty() && statement.outcomes.iter().all(|o| o.starts_with(UNKNOWN))
}

/// Whether a source that says otherwise says it of just the same thing, and plainly: the same things
/// acting, no other outcome, condition or comparison, neither of them hedged.
pub(super) fn speaks_against(claim: &Statement, source: &Statement, near: Match) -> bool {
    let plain = |s: &Statement| {
        let as_sure = s.certainty >= claim.certainty && !claim.effect.is_some_and(denies);
        s.certainty >= Certainty::C2 || as_sure || s.effect.is_some_and(denies)
    };
    let unnamed = claim.acts.contains(ANY) || source.acts.contains(ANY);
    // A result that names nothing is only sure to be of the claim where it is that there was none.
    let denies_it = claim.effect.is_some_and(is_effect) && source.effect.is_some_and(denies);
    (!unnamed || denies_it)
        && near >= (if unnamed { Match::Outcome } else { Match::Condition })
        && (unnamed || covers(source, claim) || covers(claim, source))
        && (!apart(&claim.outcomes, &source.outcomes) || meet(&claim.measured, &source.measured))
        && !apart(&claim.conditions, &source.conditions)
        && !apart(&claim.compared, &source.compared)
        && plain(source)
}

fn denies(effect: Effect) -> bool {
    matches!(effect, Effect::NoBenefit | Effect::NoHarm | Effect::Null)
}
