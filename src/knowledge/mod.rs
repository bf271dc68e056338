//! What claimlint knows: the packs of `claims/`, validated and compiled into matchers.

mod concept;
mod cue;
mod matcher;
mod notice;
mod pack;
mod reference_word;
mod words;

pub use concept::{Concept, Concepts, Named};
pub use cue::Cue;
pub use matcher::{Match, Matcher};
pub use notice::NoticeKind;
pub use pack::{PackError, PackFile, Term, Terms};
pub use reference_word::ReferenceWord;
pub use words::{Certainty, ConceptKind, Design, Direction, Gate, Genre, Limitation, Model, Relation};

use std::sync::LazyLock;

/// The packs compiled into the program: path below `claims/`, and text.
const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// Every pack, compiled.
#[derive(Debug)]
pub struct Knowledge {
    /// `lexicon/`: what words say about a claim.
    pub lexicon: Terms<Cue>,
    /// `concepts/`: drugs, conditions, outcomes and their names.
    pub concepts: Concepts,
    /// `notices/`: wordings of disclaimers and disclosures.
    pub notices: Terms<NoticeKind>,
    /// `references/`: words of reference entries.
    pub references: Terms<ReferenceWord>,
}

impl Knowledge {
    /// Compiles pack files; the first fault refuses them all.
    pub fn load(files: &[PackFile]) -> Result<Knowledge, PackError> {
        let of = |folder: &str| {
            let below = |f: &&PackFile| f.path.split('/').rev().nth(1) == Some(folder);
            files.iter().filter(below).collect::<Vec<_>>()
        };
        Ok(Knowledge {
            lexicon: Terms::load(&of("lexicon"), Cue::parse)?,
            concepts: Concepts::load(&of("concepts"))?,
            notices: Terms::load(&of("notices"), NoticeKind::parse_id)?,
            references: Terms::load(&of("references"), ReferenceWord::parse_id)?,
        })
    }

    /// The packs that come with claimlint.
    pub fn builtin() -> Result<&'static Knowledge, PackError> {
        static LOADED: LazyLock<Result<Knowledge, PackError>> = LazyLock::new(|| {
            let file = |&(path, text): &(&str, &str)| PackFile { path: path.into(), text: text.into() };
            Knowledge::load(&BUILTIN.iter().map(file).collect::<Vec<_>>())
        });
        LOADED.as_ref().map_err(Clone::clone)
    }
}
