//! What claimlint knows: the packs of `claims/`, validated and compiled into matchers.

mod concept;
mod cue;
mod drug;
mod matcher;
mod notice;
mod pack;
mod words;

pub use concept::{Concept, Concepts, Named};
pub use cue::Cue;
pub use drug::{
    AtRisk, Caution, CautionLevel, Drug, Drugs, Harms, Jurisdiction, Label, LegalStatus, Limit,
    LimitPatients, LimitPer, LimitScope, NotFor, Risk, RiskReason, Status, WeeklyUse,
};
pub use matcher::{Match, Matcher};
pub use notice::NoticeKind;
pub use pack::{PackError, PackFile, Term, Terms};
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
    /// `drugs/`: legal status, risk, label uses, cautions and limits of drugs.
    pub drugs: Drugs,
    /// `notices/`: wordings of disclaimers and disclosures.
    pub notices: Terms<NoticeKind>,
}

impl Knowledge {
    /// Compiles pack files; the first fault refuses them all.
    pub fn load(files: &[PackFile]) -> Result<Knowledge, PackError> {
        let of = |folder: &str| {
            let below = |f: &&PackFile| f.path.split('/').rev().nth(1) == Some(folder);
            files.iter().filter(below).collect::<Vec<_>>()
        };
        let concepts = Concepts::load(&of("concepts"))?;
        Ok(Knowledge {
            lexicon: Terms::load(&of("lexicon"), Cue::parse)?,
            drugs: Drugs::load(&of("drugs"), &concepts)?,
            concepts,
            notices: Terms::load(&of("notices"), NoticeKind::parse_id)?,
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
