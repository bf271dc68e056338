//! Doses: how much of what, how often, for whom, and what remains in doubt.

use super::Quote;
use serde::Serialize;

macro_rules! word_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant),* }
    };
}

word_enum! {
    /// What an amount is per.
    Basis {
        /// Each time it is taken.
        PerDose,
        /// A day in all.
        PerDay,
        /// A course in all.
        PerCourse,
        /// It can be read more than one way.
        Ambiguous,
        /// Not said.
        None,
    }
}

word_enum! {
    /// How it is taken.
    Route {
        /// By mouth.
        Oral,
        /// Under the tongue.
        Sublingual,
        /// In the cheek.
        Buccal,
        /// On the skin.
        Topical,
        /// Breathed in.
        Inhaled,
        /// In the nose.
        Nasal,
        /// In the eye.
        Ophthalmic,
        /// In the ear.
        Otic,
        /// In the rectum.
        Rectal,
        /// In the vagina.
        Vaginal,
        /// Into a vein.
        Iv,
        /// Into a muscle.
        Im,
        /// Under the skin.
        Sc,
        /// Some other way.
        Other,
    }
}

word_enum! {
    /// What an amount is.
    DoseKind {
        /// A dose to take.
        Regular,
        /// The most that may be taken.
        Max,
        /// A first dose.
        Start,
        /// A larger first dose.
        Loading,
        /// A step up or down.
        Increment,
        /// A limit that something depends on.
        Threshold,
        /// How much is in a tablet.
        Strength,
        /// How much is in a volume.
        Concentration,
        /// A dose that harms.
        Toxic,
    }
}

word_enum! {
    /// What the sentence does with the dose.
    Mood {
        /// Tells the reader to take it.
        Instruct,
        /// Reports what was given.
        Report,
        /// Warns of it.
        Warn,
    }
}

/// One way to read an ambiguous dose.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reading {
    /// What the amount would be per.
    pub basis: Basis,
    /// Times a day.
    pub per_day: f64,
    /// The amount a day that follows, in the unit of the dose.
    pub daily_total: f64,
}

/// A statement of dose.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Dose {
    /// Its words and place.
    #[serde(flatten)]
    pub quote: Quote,
    /// The drug, as named; from the same sentence or the nearest one above.
    pub drug: Option<String>,
    /// Id of the drug's concept.
    pub drug_concept: Option<String>,
    /// Lower bound of the amount; none where only an upper bound is given.
    pub amount_low: Option<f64>,
    /// Upper bound of the amount.
    pub amount_high: Option<f64>,
    /// Unit: `mg`, `ug`, `mL`, `IU`, `tablet`, `mg/kg` …
    pub unit: Option<String>,
    /// The unit in UCUM.
    pub ucum: Option<String>,
    /// What the amount is per.
    pub basis: Basis,
    /// Times a day, at least; weekly is 0.1429.
    pub per_day_low: Option<f64>,
    /// Times a day, at most.
    pub per_day_high: Option<f64>,
    /// Times in a period, at least.
    pub freq_low: Option<f64>,
    /// Times in a period, at most.
    pub freq_high: Option<f64>,
    /// The period, at least.
    pub period_low: Option<f64>,
    /// The period, at most.
    pub period_high: Option<f64>,
    /// Unit of the period: `h d wk mo`.
    pub period_unit: Option<&'static str>,
    /// How it is taken.
    pub route: Option<Route>,
    /// How long, at least.
    pub duration_low: Option<f64>,
    /// How long, at most.
    pub duration_high: Option<f64>,
    /// Unit of the duration: `h d wk mo a cycle`.
    pub duration_unit: Option<&'static str>,
    /// For whom: `adult child infant elderly pregnant …`
    pub population: Option<String>,
    /// Whether only when needed.
    pub as_needed: bool,
    /// What the amount is.
    pub kind: DoseKind,
    /// What the sentence does with it.
    pub mood: Mood,
    /// The ways to read it, where there is more than one.
    pub readings: Vec<Reading>,
}
