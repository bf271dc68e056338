//! The seam for another judge: it may add what differs, or decide what could not be told, and can
//! never take back what the slots say.

use super::passage::Passage;
use super::slots::{Slot, SlotAnswer};
use super::{Confronted, Verdict};
use crate::evidence::record::Record;

/// Another opinion on a passage and its record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Opinion {
    /// What it holds to differ, or to be the same.
    pub slots: Vec<Slot>,
    /// Its verdict, which counts only where there is none.
    pub verdict: Option<Verdict>,
}

/// A judge that may be asked besides the slots.
pub trait Judge {
    /// What it thinks of a passage and its record.
    fn judge(&self, passage: &Passage, record: &Record) -> Opinion;
}

/// The judge that has nothing to add.
pub struct Nobody;

impl Judge for Nobody {
    fn judge(&self, _: &Passage, _: &Record) -> Opinion {
        Opinion::default()
    }
}

impl Confronted {
    /// Takes in another opinion: further differences, and answers where there were none.
    pub(super) fn heed(&mut self, opinion: Opinion) {
        for slot in opinion.slots {
            let open =
                self.slots.iter_mut().find(|s| s.slot == slot.slot && s.answer == SlotAnswer::NotChecked);
            match open {
                Some(open) => *open = slot,
                None if slot.answer == SlotAnswer::Differs => self.slots.push(slot),
                None => {}
            }
        }
        if let Some(verdict) = opinion.verdict.filter(|_| self.verdict == Verdict::NotChecked) {
            self.verdict = verdict;
        }
    }
}
