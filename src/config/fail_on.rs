//! What makes a run fail: one word, or several.

use crate::rules::Severity;
use schemars::JsonSchema;
use serde::de::{Error, IntoDeserializer, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// One of the things that may make a run fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailWord {
    /// An error.
    Error,
    /// A warning or an error.
    Warning,
    /// Any finding.
    Info,
    /// Nothing.
    Never,
    /// Anything that could not be checked, besides the findings that the other words name, or errors.
    NotChecked,
}

/// What makes a run fail: `"warning"`, or `["warning", "not-checked"]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(into = "OneOrMany")]
#[schemars(with = "OneOrMany")]
pub struct FailOn(Vec<FailWord>);

/// `never` beside another word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`never` stands alone in fail-on: leave it out, or the others")]
pub struct NeverAlone;

#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum OneOrMany {
    One(FailWord),
    Many(Vec<FailWord>),
}

impl FailOn {
    /// The words taken together.
    pub fn new(words: Vec<FailWord>) -> Result<FailOn, NeverAlone> {
        let contradicts = words.len() > 1 && words.contains(&FailWord::Never);
        if contradicts { Err(NeverAlone) } else { Ok(FailOn(words)) }
    }

    /// The least grave finding that makes a run fail; none if no finding does.
    pub fn severity(&self) -> Option<Severity> {
        let severity = |word: &FailWord| match word {
            FailWord::Error => Some(Severity::Error),
            FailWord::Warning => Some(Severity::Warning),
            FailWord::Info => Some(Severity::Info),
            FailWord::Never | FailWord::NotChecked => None,
        };
        match self.0.as_slice() {
            [FailWord::Never] => None,
            words => words.iter().filter_map(severity).min().or(Some(Severity::Error)),
        }
    }

    /// Whether a run fails where something could not be checked.
    pub fn not_checked(&self) -> bool {
        self.0.contains(&FailWord::NotChecked)
    }
}

impl Default for FailOn {
    fn default() -> FailOn {
        FailOn(vec![FailWord::Error])
    }
}

impl From<FailOn> for OneOrMany {
    fn from(FailOn(words): FailOn) -> OneOrMany {
        match words.as_slice() {
            [word] => OneOrMany::One(*word),
            _ => OneOrMany::Many(words),
        }
    }
}

impl<'de> Deserialize<'de> for FailOn {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<FailOn, D::Error> {
        struct Words;

        impl<'de> Visitor<'de> for Words {
            type Value = Vec<FailWord>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a word or a list of words")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Vec<FailWord>, E> {
                Ok(vec![FailWord::deserialize(word.into_deserializer())?])
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut words: A) -> Result<Vec<FailWord>, A::Error> {
                std::iter::from_fn(|| words.next_element().transpose()).collect()
            }
        }

        FailOn::new(from.deserialize_any(Words)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_together() {
        use FailWord::{Error, Info, Never, NotChecked, Warning};
        let on = |words: &[FailWord]| FailOn::new(words.to_vec());
        let both = |on: FailOn| (on.severity(), on.not_checked());
        assert_eq!(both(FailOn::default()), (Some(Severity::Error), false));
        assert_eq!(both(on(&[NotChecked]).unwrap()), (Some(Severity::Error), true));
        assert_eq!(both(on(&[Error, Info, Warning]).unwrap()), (Some(Severity::Info), false));
        assert_eq!(both(on(&[Never]).unwrap()), (None, false));
        assert_eq!(on(&[Never, NotChecked]), Err(NeverAlone));
    }
}
