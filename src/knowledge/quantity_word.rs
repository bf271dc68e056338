//! Words that tell what a number is: what a phrase of `claims/quantities` says.

use super::words::words;

words! {
    /// What kind of number it is.
    QuantityKind {
        /// People, animals or samples.
        Count,
        /// Studies.
        Studies,
        /// Per cent.
        Percent,
        /// Percentage points.
        Points,
        /// An odds ratio.
        OddsRatio,
        /// A risk ratio.
        RiskRatio,
        /// A hazard ratio.
        HazardRatio,
        /// A confidence interval, of whatever was named before it.
        Interval,
        /// A p value.
        PValue,
        /// I², in per cent.
        ISquared,
        /// Times as much.
        Fold,
        /// A year of the calendar.
        Year,
        /// A length of time, in days.
        Days,
    }
}

/// What a word beside a number says of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum QuantityWord {
    /// Names the number behind it: OR, CI, p.
    Label(QuantityKind),
    /// Stands right behind its number, and what one of it is worth in the unit of the kind: %, 名, weeks.
    Unit(QuantityKind, f64),
    /// What is counted, some words behind its number: patients, trials.
    Counted(QuantityKind),
    /// A measure word of studies: 项.
    Measure,
    /// Parts a number from what seems to be counted: before, of.
    Apart,
    /// Stands before a number that others are set against, and nobody counted: 每100人, per 1,000 people.
    Each,
    /// Stands before a year: in, since.
    Year,
    /// Stands before a rough number: about, 约.
    About,
    /// Stands behind a rough number: 左右.
    OrSo,
}

/// Units of time, in days.
const TIMES: &[(&str, f64)] = &[
    ("minute", 1.0 / 1440.0),
    ("hour", 1.0 / 24.0),
    ("day", 1.0),
    ("week", 7.0),
    ("month", 30.0),
    ("year", 365.0),
];

/// Words without values, by id.
const PLAIN: &[(&str, QuantityWord)] = &[
    ("measure", QuantityWord::Measure),
    ("apart", QuantityWord::Apart),
    ("each", QuantityWord::Each),
    ("year", QuantityWord::Year),
    ("about", QuantityWord::About),
    ("or_so", QuantityWord::OrSo),
];

impl QuantityWord {
    /// The word of a pack id: `label.odds_ratio`, `unit.week`, `counted.studies`, `about`.
    pub fn parse(id: &str) -> Result<QuantityWord, String> {
        let (family, value) = id.split_once('.').unwrap_or((id, ""));
        let kind = QuantityKind::parse(value);
        let time = || TIMES.iter().find(|(name, _)| *name == value);
        let word = match family {
            "label" => kind.map(QuantityWord::Label),
            "counted" => kind.map(QuantityWord::Counted),
            "unit" => match time() {
                Some(&(_, days)) => Some(QuantityWord::Unit(QuantityKind::Days, days)),
                None => kind.map(|k| QuantityWord::Unit(k, 1.0)),
            },
            _ => PLAIN.iter().find(|(name, _)| *name == id).map(|&(_, word)| word),
        };
        word.ok_or_else(|| {
            let plain: Vec<_> = PLAIN.iter().map(|(name, _)| *name).collect();
            format!("label, unit, counted with a kind or a time; {}", plain.join(", "))
        })
    }
}
