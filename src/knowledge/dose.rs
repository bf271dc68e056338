//! Words of dosage.

use super::words::words;

words! {
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

words! {
    /// How a drug is taken.
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

words! {
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

words! {
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

words! {
    /// For whom a dose is.
    Patients {
        /// Adults.
        Adult,
        /// Children.
        Child,
        /// Infants.
        Infant,
        /// Old people.
        Elderly,
        /// Pregnant women.
        Pregnant,
        /// Women who want to become pregnant.
        Preconception,
        /// Women who breastfeed.
        Lactating,
        /// People with weak kidneys.
        Renal,
        /// People with weak livers.
        Hepatic,
    }
}

words! {
    /// A unit of time, as doses use it.
    Period {
        /// Hours.
        H,
        /// Days.
        D,
        /// Weeks.
        Wk,
        /// Months.
        Mo,
        /// Years.
        A,
        /// Menstrual cycles.
        Cycle,
    }
}

impl Period {
    /// How many days it has; none for a cycle.
    pub fn days(self) -> Option<f64> {
        match self {
            Period::H => Some(1.0 / 24.0),
            Period::D => Some(1.0),
            Period::Wk => Some(7.0),
            Period::Mo => Some(30.0),
            Period::A => Some(365.0),
            Period::Cycle => None,
        }
    }
}

words! {
    /// A time of the day.
    Clock {
        /// In the morning.
        Morning,
        /// At noon.
        Noon,
        /// In the evening.
        Evening,
        /// At bedtime or at night.
        Night,
    }
}

/// What a phrase of `claims/doses` says. The id of its entry is the name of the variant in snake
/// case, then its value: `times`, `count.2`, `rate.3.1.d` (three times in one day), `route.oral`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum DoseWord {
    /// Each: 每, every.
    Each,
    /// A, per.
    Per,
    /// Within, in: the period follows (in 24 hours).
    Within,
    /// Every other: 隔, alternate.
    Alternate,
    /// A unit of time.
    Period(Period),
    /// Times: 次.
    Times,
    /// Once, twice.
    Count(u8),
    /// A frequency in one word: daily, qd, tid.
    Rate {
        /// Times in that many periods.
        times: u8,
        /// Number of periods.
        periods: u8,
        /// The period.
        period: Period,
    },
    /// Behind a number, every so many hours: 6 hourly.
    Hourly,
    /// A time of the day.
    Clock(Clock),
    /// Each of the times named: 早晚各.
    EachOf,
    /// Per dose: 每次.
    PerDose,
    /// A day in all: 日剂量, total daily dose.
    DayTotal,
    /// The most in a day: 每日最大剂量.
    DayMax,
    /// In all, of a time not said: 总量.
    Total,
    /// Split into several doses: 分, divided.
    Divided,
    /// A course of treatment: 疗程.
    Course,
    /// How long follows: 连用, for.
    For,
    /// On the first day: 首日.
    FirstDay,
    /// Between the bounds of a range: 至, to.
    To,
    /// Up to.
    UpTo,
    /// A choice: 或, or.
    Or,
    /// And.
    And,
    /// What comes next in time: 以后, then.
    Then,
    /// A verb of taking or giving.
    Use,
    /// A noun of dosage: 剂量, dose.
    Dosing,
    /// Names a route.
    Route(Route),
    /// Names a kind.
    Kind(DoseKind),
    /// Names a group of patients.
    Patients(Patients),
    /// Sets the mood.
    Mood(Mood),
    /// Only when needed.
    AsNeeded,
    /// About, in front of an amount.
    About,
    /// Body weight or surface, behind `per kg`.
    Body,
    /// What the amount behind it is dissolved or diluted in.
    Vehicle,
    /// What holds the amount behind it: 含, contains.
    Contains,
    /// Makes amounts and frequencies near it no doses: 食盐, exercise.
    NoDose,
    /// A concentration is meant: 体外, in vitro.
    Concentration,
    /// A size is meant: 粒径, wavelength.
    Size,
    /// Says by how much a value changed: 下降了, by.
    Change,
}

impl DoseWord {
    /// The word of a pack id.
    pub fn parse(id: &str) -> Result<DoseWord, String> {
        let (family, value) = id.split_once('.').unwrap_or((id, ""));
        let word = match family {
            "period" => Period::parse(value).map(DoseWord::Period),
            "count" => value.parse().ok().map(DoseWord::Count),
            "rate" => DoseWord::parse_rate(value),
            "clock" => Clock::parse(value).map(DoseWord::Clock),
            "route" => Route::parse(value).map(DoseWord::Route),
            "kind" => DoseKind::parse(value).map(DoseWord::Kind),
            "patients" => Patients::parse(value).map(DoseWord::Patients),
            "mood" => Mood::parse(value).map(DoseWord::Mood),
            _ => PLAIN.iter().find(|(name, _)| *name == family).map(|&(_, word)| word),
        };
        word.ok_or_else(|| {
            let plain: Vec<_> = PLAIN.iter().map(|(name, _)| *name).collect();
            format!(
                "period, count, rate, clock, route, kind, patients, mood with a value; {}",
                plain.join(", ")
            )
        })
    }

    fn parse_rate(value: &str) -> Option<DoseWord> {
        let mut parts = value.split('.');
        let times = parts.next()?.parse().ok()?;
        let periods = parts.next()?.parse().ok()?;
        Some(DoseWord::Rate { times, periods, period: Period::parse(parts.next()?)? })
    }
}

/// Words without values, by id.
const PLAIN: &[(&str, DoseWord)] = &[
    ("each", DoseWord::Each),
    ("per", DoseWord::Per),
    ("within", DoseWord::Within),
    ("alternate", DoseWord::Alternate),
    ("times", DoseWord::Times),
    ("hourly", DoseWord::Hourly),
    ("each_of", DoseWord::EachOf),
    ("per_dose", DoseWord::PerDose),
    ("day_total", DoseWord::DayTotal),
    ("day_max", DoseWord::DayMax),
    ("total", DoseWord::Total),
    ("divided", DoseWord::Divided),
    ("course", DoseWord::Course),
    ("for", DoseWord::For),
    ("first_day", DoseWord::FirstDay),
    ("to", DoseWord::To),
    ("up_to", DoseWord::UpTo),
    ("or", DoseWord::Or),
    ("and", DoseWord::And),
    ("then", DoseWord::Then),
    ("use", DoseWord::Use),
    ("dosing", DoseWord::Dosing),
    ("as_needed", DoseWord::AsNeeded),
    ("about", DoseWord::About),
    ("body", DoseWord::Body),
    ("vehicle", DoseWord::Vehicle),
    ("contains", DoseWord::Contains),
    ("no_dose", DoseWord::NoDose),
    ("concentration", DoseWord::Concentration),
    ("size", DoseWord::Size),
    ("change", DoseWord::Change),
];
