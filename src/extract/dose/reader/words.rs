//! Single words and marks.

use super::*;

impl<'k> Reader<'_, 'k> {
    pub(super) fn read_word(&mut self, i: usize) -> usize {
        let token = &self.tokens[i];
        match token.lex {
            Lex::Mark(mark) => self.on_mark(mark),
            Lex::Word(word) => self.on_word(word, i),
            _ => {}
        }
        i + 1
    }

    pub(super) fn on_mark(&mut self, mark: char) {
        match mark {
            '(' => self.scope.depth += 1,
            ')' => self.scope.depth = self.scope.depth.saturating_sub(1),
            ',' | '、' => {
                self.scope.vehicle = false;
                if self.said.kind == Some(DoseKind::Threshold) || self.said.kind == Some(DoseKind::Increment)
                {
                    self.said.kind = None;
                }
                if mark == ',' {
                    self.scope.no_dose = false;
                }
            }
            '.' if self.open.as_ref().is_some_and(|f| f.frequency.is_some()) => self.close(),
            ';' => {
                (self.scope.vehicle, self.scope.contains) = (false, false);
                (self.scope.no_dose, self.scope.food) = (false, false);
                self.said.kind = None;
            }
            _ => {}
        }
    }

    /// The patients of an age in years: 65岁以上.
    pub(super) fn by_age(&self, i: usize) -> Option<Patients> {
        let years = self.slice(i).starts_with(['岁', 'y']) && i > 0;
        let age = self.tokens[i - usize::from(years)].number().filter(|_| years)?;
        Some(match age {
            a if a >= 60.0 => Patients::Elderly,
            a if a >= 18.0 => Patients::Adult,
            _ => Patients::Child,
        })
    }

    pub(super) fn on_word(&mut self, word: DoseWord, i: usize) {
        match word {
            DoseWord::Use | DoseWord::Dosing => self.scope.context = true,
            DoseWord::Route(route) => {
                let han = self.in_han(i);
                self.scope.context = true;
                self.route = Some(route);
                if let Some(open) = self.open.as_mut().filter(|f| f.frequency.is_none() || !han) {
                    open.route = open.route.or(Some(route));
                }
            }
            DoseWord::Patients(who) if !self.scope.patients_told => {
                self.scope.patients = Some(self.by_age(i).unwrap_or(who));
                self.scope.patients_told = true;
            }
            DoseWord::Mood(mood) => self.scope.mood = Some(mood),
            DoseWord::AsNeeded => match &mut self.open {
                Some(open) => open.as_needed = true,
                None => self.said.as_needed = true,
            },
            DoseWord::Kind(kind) => {
                let keep = self.said.kind == Some(DoseKind::Increment)
                    || (self.said.kind == Some(DoseKind::Max)
                        && matches!(kind, DoseKind::Start | DoseKind::Threshold));
                if !keep {
                    self.said.kind = Some(kind);
                }
            }
            DoseWord::Then => (self.said.then, self.said.kind) = (true, None),
            DoseWord::Or => self.said.or = true,
            DoseWord::And => self.said.or = false,
            DoseWord::UpTo => self.said.up_to = true,
            DoseWord::Vehicle => self.scope.vehicle = true,
            DoseWord::Contains => self.scope.contains = true,
            DoseWord::NoDose => (self.scope.no_dose, self.scope.food) = (true, true),
            _ => {}
        }
    }
}
