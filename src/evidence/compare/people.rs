//! Whether a passage speaks of the people who were studied.

use super::passage::Passage;
use super::slots::{Slot, SlotAnswer, list, names};
use crate::evidence::record::{People, Record, Who};
use crate::knowledge::Knowledge;

/// Whether two groups of age overlap.
fn overlap(a: Who, b: Who) -> bool {
    use Who::{Adolescent, Adult, Child, Infant, Older, Young};
    let pair = |x, y| (a, b) == (x, y) || (a, b) == (y, x);
    a == b
        || pair(Adult, Older)
        || pair(Young, Adult)
        || pair(Young, Adolescent)
        || pair(Infant, Child)
        || pair(Child, Adolescent)
}

/// In which way the people of a passage are others than those studied, if they are.
pub(crate) fn other_people(said: &People, studied: &People) -> Option<(Vec<Who>, Vec<Who>)> {
    let (ours, theirs) = (said.ages(), studied.ages());
    let apart = !ours.is_empty()
        && !theirs.is_empty()
        && !ours.iter().any(|a| theirs.iter().any(|b| overlap(*a, *b)));
    if apart {
        return Some((ours.into_iter().collect(), theirs.into_iter().collect()));
    }
    let is = |people: &People, who: Who| people.who.contains(&who);
    for (one, other) in [(Who::Women, Who::Men), (Who::Men, Who::Women)] {
        if is(said, one) && is(studied, other) {
            return Some((vec![one], vec![other]));
        }
    }
    let too =
        |people: &People| people.ages().iter().all(|a| matches!(a, Who::Older)) && !people.ages().is_empty();
    for (one, other, turned) in [(said, studied, false), (studied, said, true)] {
        if is(one, Who::Pregnant) && !is(other, Who::Pregnant) && (too(other) || is(other, Who::Men)) {
            let ages: Vec<Who> = other.who.iter().copied().collect();
            return Some(if turned { (ages, vec![Who::Pregnant]) } else { (vec![Who::Pregnant], ages) });
        }
    }
    None
}

pub(super) fn population(passage: &Passage, record: &Record, knowledge: &Knowledge) -> Option<Slot> {
    let words = |who: &[Who]| who.iter().map(|w| w.as_str()).collect::<Vec<_>>().join(", ");
    let said = &passage.people;
    let (who, conditions) = record.people.leaves_out(said);
    if !who.is_empty() || !conditions.is_empty() {
        let told = if who.is_empty() { conditions.join(", ") } else { words(&who) };
        return Some(Slot::new("population", SlotAnswer::Differs, told, String::new()));
    }
    if let Some((ours, theirs)) = other_people(said, &record.people) {
        return Some(Slot::new("population", SlotAnswer::Differs, words(&ours), words(&theirs)));
    }
    let missing = |id: &&String| !names(record, id, knowledge);
    let had = &record.people.conditions;
    if !said.conditions.is_empty() && said.conditions.iter().all(|id| missing(&id)) && !had.is_empty() {
        return Some(Slot::new("population", SlotAnswer::Differs, list(&said.conditions), list(had)));
    }
    let all: Vec<Who> = said.who.iter().copied().collect();
    (!all.is_empty()).then(|| {
        let theirs: Vec<Who> = record.people.who.iter().copied().collect();
        let answer = if theirs.is_empty() { SlotAnswer::NotChecked } else { SlotAnswer::Same };
        Slot::new("population", answer, words(&all), words(&theirs))
    })
}
