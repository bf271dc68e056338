//! What claimlint knows: the packs of `claims/`, validated and compiled into matchers.

mod commercial;
mod concept;
mod cue;
mod dose;
mod dose_facts;
mod drug;
mod effect_word;
mod evasion;
mod genre;
mod genre_cue;
mod import;
mod matcher;
mod mention_word;
mod notice;
mod pack;
mod phrases;
mod profile;
mod quantity_word;
mod reference_word;
mod review;
mod shape;
mod source_kind;
mod structure;
mod unit;
mod words;

pub use commercial::{CommercialWord, SignalKind};
pub use concept::{Concept, Concepts, Named};
pub use cue::Cue;
pub use dose::{Basis, Clock, DoseKind, DoseWord, Mood, Patients, Period, Route};
pub use dose_facts::{Analyte, DoseFacts, Strengths, Weekly};
pub use drug::{
    AtRisk, Atc, Caution, CautionLevel, Drug, Drugs, Harms, Jurisdiction, Label, LegalStatus, Limit,
    LimitPatients, LimitPer, LimitScope, NotFor, OffLabel, Proof, Risk, RiskReason, SelfUse, Status,
    WeeklyUse,
};
pub use effect_word::EffectWord;
pub use evasion::{Disguise, Evasion};
pub use genre::{Genres, Voice};
pub use genre_cue::{CuePlace, CueWeight, GenreCue, GenreCues};
pub use import::{
    About, Column, Imported, Note, Table, Tally, import_concepts, import_terms, is_written, name_of,
};
pub use matcher::{Match, Matcher};
pub use mention_word::MentionWord;
pub use notice::NoticeKind;
pub use pack::{PackError, PackFile, Term, Terms};
pub use phrases::Phrases;
pub use profile::{ProfileRow, Profiles};
pub use quantity_word::{QuantityKind, QuantityWord};
pub use reference_word::ReferenceWord;
pub use review::{Review, reviews};
pub use shape::{Example, Hits, Mark};
pub use source_kind::SourceKind;
pub use structure::StructureCue;
pub use unit::{Dimension, Unit, Units};
pub use words::{Certainty, ConceptKind, Design, Direction, Gate, Genre, Limitation, Model, Relation};

use crate::text::did_you_mean;
use std::sync::LazyLock;

/// The packs compiled into the program: path below `claims/`, and text.
const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// The kinds of pack, each a folder.
const KINDS: &[&str] = &[
    "commercial",
    "concepts",
    "doses",
    "drugs",
    "effects",
    "evasion",
    "genres",
    "journals",
    "lexicon",
    "mentions",
    "notices",
    "quantities",
    "references",
    "rules",
    "shapes",
    "sources",
    "structure",
];

/// Every pack, compiled.
#[derive(Debug)]
pub struct Knowledge {
    /// `lexicon/`: what words say about a claim.
    pub lexicon: Terms<Cue>,
    /// `concepts/`: drugs, conditions, outcomes and their names.
    pub concepts: Concepts,
    /// `doses/units.toml`: units of doses and laboratory values.
    pub units: Units,
    /// `doses/facts.toml`: what is known of the doses of single drugs, and of laboratory values.
    pub dose_facts: DoseFacts,
    /// The other files of `doses/`: words of dosage.
    pub dose_words: Terms<DoseWord>,
    /// `quantities/`: words that tell what a number is.
    pub quantity_words: Terms<QuantityWord>,
    /// `drugs/`: legal status, risk, label uses, cautions and limits of drugs.
    pub drugs: Drugs,
    /// `notices/`: wordings of disclaimers and disclosures.
    pub notices: Terms<NoticeKind>,
    /// `rules/` and `shapes/`: phrases of single rules, whole and put together, and their precedence.
    pub phrases: Phrases,
    /// `commercial/`: words of selling.
    pub commercial: Terms<CommercialWord>,
    /// `effects/`: everyday words of effect, of change and of those in whom it is seen.
    pub effect_words: Terms<EffectWord>,
    /// `evasion/`: disguised words and what they stand for.
    pub evasion: Evasion,
    /// `profiles.toml`: what each profile changes.
    pub profiles: Profiles,
    /// `genres.toml`: which rules speak in which genre.
    pub genres: Genres,
    /// `genres/`: words by which the genre of an article is told.
    pub genre_cues: GenreCues,
    /// `structure/`: headings and lines by which the parts of an article are told.
    pub structure: Terms<StructureCue>,
    /// `journals/`: names and abbreviations of journals.
    pub journals: Terms<String>,
    /// `mentions/`: words by which studies and teams are brought in.
    pub mention_words: Terms<MentionWord>,
    /// `references/`: words of reference entries.
    pub references: Terms<ReferenceWord>,
    /// `sources/`: names and hosts of sources that no peer reviewed.
    pub sources: Terms<SourceKind>,
}

impl Knowledge {
    /// Compiles pack files; the first fault refuses them all.
    pub fn load(files: &[PackFile]) -> Result<Knowledge, PackError> {
        let is_genres = |f: &&PackFile| f.path.rsplit('/').next() == Some("genres.toml");
        let is_profiles = |f: &&PackFile| f.path.rsplit('/').next() == Some("profiles.toml");
        let is_table = |f: &&PackFile| is_genres(f) || is_profiles(f);
        if let Some(astray) = files.iter().find(|f| !is_table(f) && !KINDS.contains(&f.kind())) {
            let folders = KINDS.join(", ");
            let otherwise = || {
                format!("the folders of a pack are {folders}; beside them lie genres.toml and profiles.toml")
            };
            let mend = did_you_mean(astray.kind(), KINDS, otherwise);
            return Err(astray.error(0, format!("`{}` is no folder of a pack", astray.kind()), mend));
        }
        let of = |folder: &str| {
            let below = |f: &&PackFile| f.kind() == folder;
            files.iter().filter(below).collect::<Vec<_>>()
        };
        let doses = |file: &str| {
            let named = |f: &&PackFile| f.path.ends_with(&format!("doses/{file}.toml"));
            files.iter().filter(named).collect::<Vec<_>>()
        };
        let mut dose_words = of("doses");
        dose_words.retain(|f| !f.path.ends_with("/units.toml") && !f.path.ends_with("/facts.toml"));
        let concepts = Concepts::load(&of("concepts"))?;
        Ok(Knowledge {
            units: Units::load(&doses("units"))?,
            dose_facts: DoseFacts::load(&doses("facts"))?,
            dose_words: Terms::load(&dose_words, DoseWord::parse)?,
            quantity_words: Terms::load(&of("quantities"), QuantityWord::parse)?,
            lexicon: Terms::load(&of("lexicon"), Cue::parse)?,
            drugs: Drugs::load(&of("drugs"), &concepts)?,
            concepts,
            notices: Terms::load(&of("notices"), NoticeKind::parse_id)?,
            phrases: Phrases::load(&of("rules"), &of("shapes"))?,
            commercial: Terms::load(&of("commercial"), CommercialWord::parse_id)?,
            effect_words: Terms::load(&of("effects"), EffectWord::parse_id)?,
            evasion: Evasion::load(&of("evasion"))?,
            profiles: Profiles::load(&files.iter().filter(is_profiles).collect::<Vec<_>>())?,
            genres: Genres::load(&files.iter().filter(is_genres).collect::<Vec<_>>())?,
            genre_cues: GenreCues::load(&of("genres"))?,
            structure: Terms::load(&of("structure"), StructureCue::parse_id)?,
            journals: Terms::load(&of("journals"), |id| Ok(id.to_owned()))?,
            mention_words: Terms::load(&of("mentions"), MentionWord::parse_id)?,
            references: Terms::load(&of("references"), ReferenceWord::parse_id)?,
            sources: Terms::load(&of("sources"), SourceKind::parse_id)?,
        })
    }

    /// The files of the packs that come with claimlint.
    pub fn builtin_files() -> Vec<PackFile> {
        BUILTIN.iter().map(|&(path, text)| PackFile { path: path.into(), text: text.into() }).collect()
    }

    /// The packs that come with claimlint, compiled once.
    pub fn builtin() -> Result<&'static Knowledge, PackError> {
        static LOADED: LazyLock<Result<Knowledge, PackError>> = LazyLock::new(Knowledge::load_builtin);
        LOADED.as_ref().map_err(Clone::clone)
    }

    /// The packs that come with claimlint, compiled afresh.
    pub fn load_builtin() -> Result<Knowledge, PackError> {
        Knowledge::load_with(Vec::new())
    }

    /// The packs that come with claimlint, and further files.
    pub fn load_with(own: Vec<PackFile>) -> Result<Knowledge, PackError> {
        let mut files = Knowledge::builtin_files();
        files.extend(own);
        Knowledge::load(&files)
    }
}
